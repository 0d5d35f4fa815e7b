// SPDX-License-Identifier: LGPL-2.1-or-later
// The phone: which chat is open, what is in it, and what the citizen does.
import { make, bubble as drawBubble, dayName } from '/chat.js';
import { Tools } from '/tools.js';

const TYPING = 25000;
const byId = id => document.getElementById(id);
const chat = byId('chat');
const state = { citizens: [], chosen: null, items: new Map(), unread: new Map(), next: 0, typing: 0, drafts: new Map() };

function toast(text) {
  const element = byId('toast');
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { element.hidden = true; }, 5000);
}

async function api(path, body, headers) {
  try {
    const raw = body instanceof Blob;
    const response = await fetch(`/sandbox/${path}`, body === undefined ? {} : {
      method: 'POST', headers: headers ?? { 'Content-Type': 'application/json' }, body: raw ? body : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) { toast(answer.error ?? `Answer ${response.status}`); return null; }
    return answer;
  } catch {
    toast('The sandbox does not answer. Is it still running?');
    return null;
  }
}

const mine = (action, body, headers) => api(`citizens/${state.chosen}/${action}`, body, headers);
const atEnd = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
const toEnd = () => { chat.scrollTop = chat.scrollHeight; };

/* ---- the chat ---- */

/* A raw message may hold anything: one that cannot be drawn must not end the chat. */
function bubble(item, actions) {
  try {
    return drawBubble(item, actions);
  } catch (error) {
    return drawBubble({ ...item, message: { type: 'text', text: { body: `(cannot be shown: ${error.message})` } } }, actions);
  }
}

const hands = {
  open: openViewer,
  tap: tap => mine('tap', tap),
  list: openList,
  location: context => openLocation(context),
  say: toast,
  find: id => (id ? state.items.get(id) : null),
};

function place(line, item, before) {
  const day = dayName(item.time, tools.now());
  if (!before || dayName(before.time, tools.now()) !== day) chat.append(make('div', { class: 'day' }, day));
  if (!before || before.business !== item.business || before.message.type === 'reaction') line.classList.add('turn');
  chat.append(line);
}

function react(item) {
  const target = chat.querySelector(`[data-id="${CSS.escape(item.message.reaction.message_id)}"]`);
  target?.querySelector('.reaction')?.remove();
  target?.classList.toggle('reacted', Boolean(item.message.reaction.emoji));
  if (item.message.reaction.emoji) target?.append(make('span', { class: 'reaction' }, item.message.reaction.emoji));
}

function draw() {
  chat.replaceChildren();
  let before = null;
  for (const item of state.items.values()) {
    if (item.message.type === 'reaction') { react(item); continue; }
    place(bubble(item, hands), item, before);
    before = item;
  }
  if (!before) chat.append(make('p', { class: 'empty' }, 'No messages yet. Say “Hi” to begin.'));
  showTyping();
  toEnd();
}

function show(item) {
  const known = state.items.has(item.id);
  const stay = atEnd();
  const before = [...state.items.values()].pop();
  state.items.set(item.id, item);
  if (item.message.type === 'reaction') { react(item); return; }
  if (item.business && !known) state.typing = 0;
  if (known) {
    const old = chat.querySelector(`[data-id="${CSS.escape(item.id)}"]`);
    const line = bubble(item, hands);
    if (old?.classList.contains('turn')) line.classList.add('turn');
    const reaction = old?.querySelector('.reaction');
    if (reaction) { line.append(reaction); line.classList.add('reacted'); }
    /* Only the ticks change in most cases: keep the focus where it is. */
    if (old && !item.error) old.querySelector('.meta').replaceWith(line.querySelector('.meta'));
    else old?.replaceWith(line);
  } else {
    chat.querySelector('.empty')?.remove();
    place(bubble(item, hands), item, before);
  }
  showTyping();
  if (stay || !item.business) toEnd();
  else byId('to-end').hidden = false;
}

function showTyping() {
  chat.querySelector('.typing')?.remove();
  const left = state.typing - Date.now();
  const on = left > 0;
  byId('presence').textContent = on ? 'typing…' : byId('presence').dataset.number ?? '';
  if (!on) return;
  const stay = atEnd();
  chat.append(make('div', { class: 'line turn typing' }, make('div', { class: 'bubble' }, make('div', { class: 'dots', role: 'img', 'aria-label': 'typing' }, make('i'), make('i'), make('i')))));
  if (stay) toEnd();
  clearTimeout(showTyping.timer);
  showTyping.timer = setTimeout(showTyping, left + 50);
}

function tellRead() {
  if (document.visibilityState !== 'visible' || !byId('receipts').checked) return;
  if (![...state.items.values()].some(item => item.business && item.status === 'delivered')) return;
  clearTimeout(tellRead.timer);
  tellRead.timer = setTimeout(() => mine('read', {}), 250);
}

/* ---- sheet and viewer ---- */

let returnTo = null;

function openSheet(title, body, footer) {
  returnTo = document.activeElement;
  byId('sheet').replaceChildren(
    make('header', {}, make('h2', { id: 'sheet-title' }, title), make('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: closeSheet }, '✕')),
    body, footer ?? '');
  byId('sheet').hidden = byId('veil').hidden = false;
  byId('screen').inert = true;
  byId('sheet').querySelector('input, .wide, button').focus();
}

function closeSheet() {
  byId('sheet').hidden = byId('viewer').hidden = byId('veil').hidden = true;
  byId('viewer').replaceChildren();
  byId('screen').inert = false;
  returnTo?.focus();
}

function openList(part, item) {
  const send = make('button', { type: 'submit', class: 'wide', disabled: true }, 'Send');
  const sections = (part.action.sections ?? []).flatMap(section => [
    section.title ? make('h3', {}, section.title) : '',
    ...section.rows.map(row => {
      const input = make('input', { type: 'radio', name: 'row', value: row.id, onchange: () => { send.disabled = false; } });
      input.row = row;
      return make('label', { class: 'option' }, make('span', { dir: 'auto' }, row.title, row.description ? make('small', {}, row.description) : ''), input);
    }),
  ]);
  const form = make('form', { onsubmit: event => {
    event.preventDefault();
    const row = form.querySelector(':checked').row;
    closeSheet();
    mine('tap', { type: 'list', id: row.id, title: row.title, description: row.description, context: item.id });
  } }, make('div', { class: 'body' }, ...sections), make('footer', {}, send));
  form.className = 'list-form';
  openSheet(part.action.button, form);
}

function openLocation(context) {
  const field = (label, name, value) => make('label', {}, label, make('input', { name, value, required: name !== 'name', inputmode: name === 'name' ? 'text' : 'decimal' }));
  const form = make('form', { onsubmit: event => {
    event.preventDefault();
    const data = new FormData(form);
    const location = { latitude: Number(data.get('latitude')), longitude: Number(data.get('longitude')) };
    if (data.get('name')) location.name = data.get('name');
    if (!Number.isFinite(location.latitude) || !Number.isFinite(location.longitude)) { toast('Latitude and longitude are numbers'); return; }
    closeSheet();
    const message = { type: 'location', location };
    if (context) message.context = { from: state.number, id: context };
    mine('raw', message);
  } }, make('div', { class: 'body pad' }, field('Latitude', 'latitude', '28.6139'), field('Longitude', 'longitude', '77.2090'), field('Name of the place', 'name', ''), make('button', { type: 'submit', class: 'wide' }, 'Send location')));
  openSheet('Location', form);
}

function openFile(file) {
  const image = file.type.startsWith('image/');
  const caption = make('input', { name: 'caption', maxlength: '1024', placeholder: 'Add a caption' });
  const url = image ? URL.createObjectURL(file) : null;
  const form = make('form', { onsubmit: event => {
    event.preventDefault();
    closeSheet();
    const query = new URLSearchParams({ filename: file.name, caption: caption.value });
    mine(`media?${query}`, file, { 'Content-Type': file.type || 'application/octet-stream' });
    if (url) URL.revokeObjectURL(url);
  } }, make('div', { class: 'body pad' },
    image ? make('img', { class: 'preview', src: url, alt: 'The picture to be sent' }) : make('div', { class: 'file' }, make('span', { class: 'sort other' }, 'FILE'), make('span', {}, make('strong', {}, file.name), make('small', {}, `${Math.ceil(file.size / 1024)} kB`))),
    make('label', {}, 'Caption', caption), make('button', { type: 'submit', class: 'wide' }, 'Send')));
  openSheet(image ? 'Send photo' : 'Send document', form);
}

function openViewer({ url, name, type }) {
  returnTo = document.activeElement;
  byId('viewer').replaceChildren(
    make('header', {}, make('strong', {}, name), make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, 'New tab'), make('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: closeSheet }, '✕')),
    type === 'image' ? make('div', { class: 'shot' }, make('img', { src: url, alt: name })) : make('iframe', { src: url, title: name }));
  byId('viewer').hidden = false;
  byId('screen').inert = true;
  byId('viewer').querySelector('button').focus();
}

/* ---- what the citizen does ---- */

function grow() {
  const text = byId('text');
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
}

async function sendText(event) {
  event?.preventDefault();
  const body = byId('text').value.trim();
  if (!body || !state.chosen) return;
  byId('text').value = '';
  grow();
  if (!await mine('text', { body })) byId('text').value = body;
}

function attachMenu(open) {
  byId('attach-menu').hidden = !open;
  byId('attach').setAttribute('aria-expanded', String(open));
  if (open) byId('attach-menu').querySelector('button').focus();
}

function attach(kind) {
  const input = byId('file');
  attachMenu(false);
  byId('attach').focus();
  if (kind === 'location') { openLocation(null); return; }
  input.accept = kind === 'document' ? '.pdf,application/pdf,.doc,.docx,.xls,.xlsx,.txt,image/*' : 'image/jpeg,image/png';
  if (kind === 'camera') input.setAttribute('capture', 'environment');
  else input.removeAttribute('capture');
  input.value = '';
  input.click();
}

function bind() {
  byId('composer').addEventListener('submit', sendText);
  byId('text').addEventListener('input', grow);
  byId('text').addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) sendText(event);
  });
  byId('text').addEventListener('paste', event => {
    const file = [...event.clipboardData.files][0];
    if (file) { event.preventDefault(); openFile(file); }
  });
  byId('attach').addEventListener('click', () => attachMenu(byId('attach-menu').hidden));
  for (const button of byId('attach-menu').children) button.addEventListener('click', () => attach(button.dataset.attach));
  byId('file').addEventListener('change', event => { if (event.target.files[0]) openFile(event.target.files[0]); });
  byId('veil').addEventListener('click', closeSheet);
  byId('to-end').addEventListener('click', toEnd);
  chat.addEventListener('scroll', () => { if (atEnd()) byId('to-end').hidden = true; });
  chat.addEventListener('dragover', event => event.preventDefault());
  chat.addEventListener('drop', event => { event.preventDefault(); if (event.dataTransfer.files[0]) openFile(event.dataTransfer.files[0]); });
  chat.addEventListener('load', () => { if (atEnd()) toEnd(); }, true);
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    if (!byId('attach-menu').hidden) { attachMenu(false); byId('attach').focus(); }
    else if (byId('screen').inert) closeSheet();
  });
  document.addEventListener('click', event => { if (!event.target.closest('#attach, #attach-menu')) attachMenu(false); });
  document.addEventListener('visibilitychange', tellRead);
  byId('receipts').addEventListener('change', tellRead);
}

/* ---- what the sandbox tells ---- */

async function choose(wa_id) {
  const history = await api(`citizens/${wa_id}/history`);
  if (!history) return;
  if (state.chosen) state.drafts.set(state.chosen, byId('text').value);
  state.chosen = wa_id;
  state.items = new Map(history.messages.map(item => [item.id, item]));
  state.typing = 0;
  state.unread.delete(wa_id);
  window.location.hash = wa_id;
  byId('text').value = state.drafts.get(wa_id) ?? '';
  grow();
  draw();
  tools.citizens(state.citizens, wa_id, state.unread);
  tellRead();
}

function onMessage(event) {
  if (event.wa_id === state.chosen) {
    show(event.item);
    tellRead();
  } else if (event.item.business && event.item.status === 'accepted' && !event.item.error) {
    state.unread.set(event.wa_id, (state.unread.get(event.wa_id) ?? 0) + 1);
    tools.citizens(state.citizens, state.chosen, state.unread);
  }
}

function onCitizen(citizen) {
  const index = state.citizens.findIndex(other => other.wa_id === citizen.wa_id);
  if (index >= 0) state.citizens[index] = citizen;
  else state.citizens.push(citizen);
  tools.citizens(state.citizens, state.chosen, state.unread);
}

const kinds = {
  message: onMessage,
  typing: event => { if (event.wa_id === state.chosen) { state.typing = Date.now() + TYPING; showTyping(); } },
  clock: event => tools.setOffset(event.offset),
  citizen: event => onCitizen(event.citizen),
  settings: event => tools.settings(event),
};

async function start() {
  const now = await api('state');
  if (!now) return false;
  state.next = now.next;
  state.number = now.display_number;
  byId('business').textContent = now.business_name;
  byId('avatar').textContent = [...now.business_name][0];
  byId('presence').dataset.number = `+${now.display_number}`;
  document.title = `${now.business_name} – sandbox phone`;
  tools.offset = now.offset;
  tools.showClock();
  tools.settings(now.settings);
  tools.lamp(now.verified, now.webhook);
  byId('sms').hidden = !now.sms_number;
  tools.reset();
  state.citizens = (await api('citizens')).citizens;
  if (state.citizens.length === 0) state.citizens.push(await api('citizens', { name: 'Asha Devi' }));
  const wanted = window.location.hash.slice(1);
  await choose(state.citizens.some(citizen => citizen.wa_id === wanted) ? wanted : state.citizens[0].wa_id);
  tools.loadLog();
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
      if (answer.events.some(event => event.kind === 'log')) tools.loadLog();
    } catch {
      byId('presence').textContent = 'the sandbox does not answer';
      await new Promise(resolve => setTimeout(resolve, 1500));
      await start();
    }
  }
}

const tools = new Tools(api, { choose, clock: () => { if (state.chosen) draw(); } });
bind();
await start();
byId('text').focus();
listen();
