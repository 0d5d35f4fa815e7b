// SPDX-License-Identifier: LGPL-2.1-or-later
// The phone that texts: what it sends, what reaches it, and what that is on the air.
import { make, dayName } from '/chat.js';

const TRIES = ['HELP', 'SEVA income', 'CSC 110085', 'APPLY income', 'STATUS', 'STOP', 'START', 'CANCEL', 'HINDI', 'मदद', 'सेवा आय', 'आवेदन आय', 'ENGLISH'];
const byId = id => document.getElementById(id);
const chat = byId('chat');
const state = { texts: new Map(), phones: new Map(), citizens: new Map(), unread: new Map(), chosen: null, next: 0, offset: 0 };

function toast(text) {
  byId('toast').textContent = text;
  byId('toast').hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { byId('toast').hidden = true; }, 5000);
}

async function api(path, body) {
  try {
    const response = await fetch(`/sandbox/${path}`, body === undefined ? {} : {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) { toast(answer.error ?? `Answer ${response.status}`); return null; }
    return answer;
  } catch {
    toast('The sandbox does not answer. Is it still running?');
    return null;
  }
}

const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;

function air(text) {
  const size = `${text.coding} · ${count(text.units, text.coding === 'UCS-2' ? 'letter' : 'septet')} · ${count(text.segments, 'segment')}`;
  const bad = /not delivered|refused/.test(text.status);
  const line = make('p', { class: 'air' }, make('b', {}, size));
  if (!text.mine) line.append(` · template ${text.template_id || 'none'}`);
  if (text.mine) line.append(' · ', make('span', { class: bad ? 'bad' : null }, text.status));
  else if (bad) line.append(' · ', make('span', { class: 'bad' }, text.status));
  return line;
}

function bubble(text) {
  const time = new Date(text.time * 1000).toLocaleTimeString('en-IN', { hour: '2-digit', minute: '2-digit', hour12: false });
  const lost = !text.mine && text.status !== 'delivered';
  return make('div', { class: `line turn ${text.mine ? 'mine' : 'theirs'} ${lost ? 'lost' : ''}`, 'data-n': text.n },
    make('div', { class: 'bubble' },
      text.mine ? null : make('div', { class: 'title' }, text.from),
      make('div', { class: 'words' }, text.text), make('span', { class: 'meta' }, time)),
    air(text));
}

function draw() {
  const now = Math.floor(Date.now() / 1000) + state.offset;
  let day = null;
  chat.replaceChildren();
  for (const text of state.texts.values()) {
    if (text.phone !== state.chosen) continue;
    if (dayName(text.time, now) !== day) {
      day = dayName(text.time, now);
      chat.append(make('div', { class: 'day' }, day));
    }
    chat.append(bubble(text));
  }
  if (!day) chat.append(make('p', { class: 'empty' }, 'No texts yet. Send HELP to begin.'));
  chat.scrollTop = chat.scrollHeight;
}

function drawPhones() {
  const known = [...new Set([...state.citizens.keys(), ...state.phones.keys()])];
  const focused = document.activeElement?.name === 'phone';
  byId('phones').replaceChildren(...known.map(number => {
    const input = make('input', { type: 'radio', name: 'phone', value: number, onchange: () => choose(number) });
    const unread = state.unread.get(number);
    input.checked = number === state.chosen;
    return make('label', {}, input,
      make('span', {}, make('bdi', {}, state.citizens.get(number)?.name ?? 'Phone'), ' ', make('small', { dir: 'ltr' }, `+${number}`)),
      state.phones.get(number) ? make('i', {}, 'off') : null,
      unread ? make('b', { 'aria-label': `${unread} new` }, String(unread)) : null);
  }));
  if (focused) byId('phones').querySelector(':checked')?.focus();
}

function drawSwitches() {
  const off = Boolean(state.phones.get(state.chosen));
  const citizen = state.citizens.get(state.chosen);
  byId('off').checked = off;
  byId('text').disabled = byId('send').disabled = off;
  byId('phone-state').textContent = `from +${state.chosen}${off ? ', off' : ''}`;
  byId('unreachable-label').hidden = !citizen;
  byId('unreachable').checked = Boolean(citizen?.unreachable);
}

function choose(number) {
  state.chosen = number;
  state.unread.delete(number);
  window.location.hash = number;
  byId('whatsapp').href = state.citizens.has(number) ? `/#${number}` : '/';
  draw();
  drawPhones();
  drawSwitches();
}

function onText(text) {
  const known = state.texts.has(text.n);
  state.texts.set(text.n, text);
  if (!state.phones.has(text.phone)) state.phones.set(text.phone, false);
  if (text.phone === state.chosen) draw();
  else if (!text.mine && !known && text.status === 'delivered')
    state.unread.set(text.phone, (state.unread.get(text.phone) ?? 0) + 1);
  drawPhones();
}

function onPhones(phones) {
  for (const phone of phones) state.phones.set(phone.number, phone.off);
  drawPhones();
  if (state.chosen) drawSwitches();
}

function onCitizen(citizen) {
  state.citizens.set(citizen.wa_id, citizen);
  drawPhones();
  if (state.chosen) drawSwitches();
}

const kinds = {
  sms: event => onText(event.record),
  phones: event => onPhones(event.phones),
  citizen: event => onCitizen(event.citizen),
  clock: event => { state.offset = event.offset; draw(); },
};

/* ---- what the citizen does ---- */

const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[\]~|€]*$/;

function measure() {
  const text = byId('text').value;
  byId('text').style.height = 'auto';
  byId('text').style.height = `${byId('text').scrollHeight}px`;
  byId('length').textContent = text ? `${text.length} of ${GSM.test(text) ? 160 : 70}` : '';
}

async function send(event) {
  event?.preventDefault();
  const body = byId('text').value.trim();
  if (!body || !state.chosen) return;
  byId('text').value = '';
  measure();
  if (!await api(`phones/${state.chosen}/text`, { body })) byId('text').value = body;
}

async function addPhone(event) {
  event.preventDefault();
  const number = new FormData(event.target).get('number');
  const answer = await api(`phones/${number}/switch`, { off: false });
  if (!answer) return;
  event.target.reset();
  onPhones(answer.phones);
  choose(number);
}

function bind() {
  byId('composer').addEventListener('submit', send);
  byId('text').addEventListener('input', measure);
  byId('text').addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  });
  byId('new-phone').addEventListener('submit', addPhone);
  byId('off').addEventListener('change', event => api(`phones/${state.chosen}/switch`, { off: event.target.checked }));
  byId('unreachable').addEventListener('change', event => api('citizens', {
    wa_id: state.chosen, name: state.citizens.get(state.chosen).name, unreachable: event.target.checked,
  }));
  byId('tries').append(...TRIES.map(words => make('button', { type: 'button', onclick: () => {
    byId('text').value = words === 'STATUS' ? 'STATUS ' : words;
    measure();
    byId('text').focus();
    if (words !== 'STATUS') send();
  } }, words)));
}

/* ---- what the sandbox tells ---- */

async function start() {
  const now = await api('state');
  if (!now) return false;
  if (!now.sms_number) {
    chat.replaceChildren(make('p', { class: 'empty' }, 'This sandbox was started without SMS: give it --sms-inbound.'));
    return false;
  }
  state.next = now.next;
  state.offset = now.offset;
  byId('number').textContent = now.sms_number;
  document.title = `${now.sms_number} – sandbox phone, SMS`;
  for (const citizen of (await api('citizens')).citizens) state.citizens.set(citizen.wa_id, citizen);
  if (state.citizens.size === 0) onCitizen(await api('citizens', { name: 'Asha Devi' }));
  onPhones((await api('phones')).phones);
  state.texts = new Map((await api('texts')).texts.map(text => [text.n, text]));
  const wanted = window.location.hash.slice(1);
  choose(state.citizens.has(wanted) || state.phones.has(wanted) ? wanted : [...state.citizens.keys()][0]);
  return true;
}

async function listen() {
  for (;;) {
    try {
      const response = await fetch(`/sandbox/events?after=${state.next}&wait=25`);
      const answer = await response.json();
      state.next = answer.next;
      if (answer.lost) { await start(); continue; }
      for (const event of answer.events) kinds[event.kind]?.(event);
    } catch {
      byId('phone-state').textContent = 'the sandbox does not answer';
      await new Promise(resolve => setTimeout(resolve, 1500));
      await start();
    }
  }
}

bind();
if (await start()) {
  byId('text').focus();
  listen();
}
