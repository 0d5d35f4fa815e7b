// SPDX-License-Identifier: LGPL-2.1-or-later
// The strip beside the phone: clock, citizens, delivery, log.
import { make } from '/chat.js';

const SHOWN = 200;
const byId = id => document.getElementById(id);

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

function callGist(record) {
  const path = record.what.replace(/^(\w+) \/v[\d.]+/, '$1 ');
  try {
    const request = JSON.parse(record.request);
    const error = JSON.parse(record.answer).error;
    const what = request.status ? `mark read${request.typing_indicator ? ', typing' : ''}`
      : `send ${request.interactive?.type ?? request.type ?? 'text'}${request.template ? ` ${request.template.name}` : ''}`;
    return error ? `${what}: #${error.code} ${error.error_data?.details ?? error.message}` : what;
  } catch { return path; }
}

function gist(record) {
  if (record.side === 'call') return callGist(record);
  try {
    const value = JSON.parse(record.request).entry[0].changes[0].value;
    if (value.messages) {
      const message = value.messages[0];
      const inner = message.interactive?.list_reply ?? message.interactive?.button_reply;
      return `message: ${message.text?.body ?? inner?.title ?? message.type}`;
    }
    if (value.statuses) return `status: ${value.statuses[0].status}${value.statuses[0].errors ? ` #${value.statuses[0].errors[0].code}` : ''}`;
  } catch { /* not one of our own */ }
  return record.what;
}

function entry(record) {
  const good = record.status >= 200 && record.status < 300;
  const time = new Date(record.time * 1000).toLocaleTimeString('en-IN', { hour12: false });
  const item = make('li', { 'data-side': record.side, 'data-bad': good ? null : 'yes' });
  const details = make('details', {},
    make('summary', {},
      make('span', { class: `side ${record.side}` }, record.side === 'call' ? '← call' : '→ webhook'),
      make('span', { class: good ? 'code' : 'code bad' }, String(record.status || 'none')),
      make('span', { class: 'what', title: gist(record) }, gist(record)),
      make('time', {}, time)));
  details.addEventListener('toggle', () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(make('h4', {}, record.what), make('pre', { tabindex: '0' }, pretty(record.request) || '(no body)'),
      make('h4', {}, `Answer ${record.status || '(none)'}`), make('pre', { tabindex: '0' }, pretty(record.answer) || '(no body)'));
  });
  item.append(details);
  return item;
}

function replayGist(name, report) {
  const done = `${report.deeds} deeds, ${report.checks} checks`;
  if (report.whole) return `${name}: all as expected (${done}).`;
  if (report.ok) return `${name}: as expected up to line ${report.line}, “${report.step}”, which no phone can do (${done}).`;
  return `${name}, line ${report.line}: ${report.step} ${report.expected}\nThere was:\n${report.said || '(nothing)'}`;
}

export class Tools {
  constructor(api, hands) {
    this.api = api;
    this.hands = hands;
    this.seen = 0;
    this.offset = 0;
    this.bind();
    setInterval(() => this.showClock(), 1000);
  }

  bind() {
    for (const button of document.querySelectorAll('[data-advance]'))
      button.addEventListener('click', () => this.turn({ advance: button.dataset.advance }));
    byId('real-time').addEventListener('click', () => this.turn({ offset: 0 }));
    byId('custom-clock').addEventListener('submit', event => {
      event.preventDefault();
      this.turn({ advance: new FormData(event.target).get('span') });
    });
    byId('new-citizen').addEventListener('submit', event => this.addCitizen(event));
    byId('automatic').addEventListener('change', event => this.api('statuses', { automatic: event.target.checked }));
    byId('pair').addEventListener('change', event => this.api('limits', { pair: event.target.checked }));
    byId('unreachable').addEventListener('change', event => this.api('citizens', { ...this.chosen, unreachable: event.target.checked }));
    byId('log-filter').addEventListener('change', () => this.filterLog());
    byId('replay').addEventListener('click', () => byId('chat-file').click());
    byId('chat-file').addEventListener('change', event => this.replay(event.target));
    byId('verify').addEventListener('click', () => this.verify());
    byId('open-tools').addEventListener('click', () => this.drawer(true));
    byId('close-tools').addEventListener('click', () => this.drawer(false));
    byId('tools').addEventListener('keydown', event => { if (event.key === 'Escape') this.drawer(false); });
  }

  drawer(open) {
    byId('tools').classList.toggle('open', open);
    byId('open-tools').setAttribute('aria-expanded', String(open));
    byId(open ? 'close-tools' : 'open-tools').focus();
  }

  async turn(body) {
    const clock = await this.api('clock', body);
    if (clock) this.setOffset(clock.offset);
  }

  async verify() {
    const result = await this.api('verify', {});
    this.lamp(Boolean(result?.verified));
  }

  async replay(input) {
    const file = input.files[0];
    if (!file) return;
    const citizen = this.chosen.wa_id;
    byId('replayed').textContent = `${file.name}: at work…`;
    const report = await this.api(`citizens/${citizen}/replay`, file);
    input.value = '';
    byId('replayed').textContent = report ? replayGist(file.name, report) : '';
  }

  lamp(good, webhook) {
    const lamp = byId('lamp');
    lamp.className = `lamp ${good ? 'good' : ''}`;
    this.webhook = webhook ?? this.webhook;
    lamp.textContent = `${good ? 'verified' : 'not verified'}: ${this.webhook}`;
    lamp.title = this.webhook;
  }

  async addCitizen(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const body = { name: data.get('name'), hide_phone: data.has('hide_phone') };
    if (data.get('wa_id')) body.wa_id = data.get('wa_id');
    const citizen = await this.api('citizens', body);
    if (!citizen) return;
    event.target.reset();
    event.target.closest('details').open = false;
    this.hands.choose(citizen.wa_id);
  }

  now() { return Math.floor(Date.now() / 1000) + this.offset; }

  setOffset(offset) {
    this.offset = offset;
    this.showClock();
    this.hands.clock();
  }

  showClock() {
    const now = new Date(this.now() * 1000);
    byId('now').textContent = now.toLocaleString('en-IN', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
    const hours = Math.round(this.offset / 3600);
    byId('ahead').textContent = this.offset === 0 ? '' : Math.abs(hours) >= 48
      ? `${Math.abs(Math.round(this.offset / 86400))} days ${hours > 0 ? 'ahead' : 'behind'}`
      : `${Math.abs(hours)} h ${hours >= 0 ? 'ahead' : 'behind'}`;
  }

  settings(settings) {
    byId('automatic').checked = settings.automatic;
    byId('pair').checked = settings.pair_limit;
  }

  citizens(list, chosen, unread) {
    const { wa_id, name, unreachable } = list.find(citizen => citizen.wa_id === chosen) ?? {};
    this.chosen = { wa_id, name };
    byId('unreachable').checked = Boolean(unreachable);
    byId('save-chat').href = wa_id ? `/sandbox/citizens/${wa_id}/chat` : '';
    byId('sms').href = wa_id ? `/sms#${wa_id}` : '/sms';
    const focused = document.activeElement?.closest?.('#citizens') !== null && document.activeElement?.name === 'citizen';
    byId('citizens').replaceChildren(...list.map(citizen => {
      const input = make('input', { type: 'radio', name: 'citizen', value: citizen.wa_id, onchange: () => this.hands.choose(citizen.wa_id) });
      input.checked = citizen.wa_id === chosen;
      const count = unread.get(citizen.wa_id);
      return make('label', {}, input,
        make('span', {}, make('bdi', {}, citizen.name), ' ', make('small', { dir: 'ltr' }, citizen.hide_phone ? citizen.user_id : `+${citizen.wa_id}`)),
        count ? make('b', { 'aria-label': `${count} new` }, String(count)) : null);
    }));
    if (focused) byId('citizens').querySelector(':checked')?.focus();
  }

  async loadLog() {
    if (this.loading) { this.again = true; return; }
    this.loading = true;
    const result = await this.api(`log?after=${this.seen}`);
    for (const record of result?.log ?? []) {
      this.seen = record.n;
      byId('log').prepend(entry(record));
      if (record.what.endsWith('(verification)'))
        this.lamp(record.status === 200);
    }
    while (byId('log').childElementCount > SHOWN) byId('log').lastElementChild.remove();
    this.filterLog();
    this.loading = false;
    if (this.again) { this.again = false; this.loadLog(); }
  }

  filterLog() {
    const wanted = byId('log-filter').value;
    for (const item of byId('log').children)
      item.hidden = wanted === 'bad' ? item.dataset.bad !== 'yes' : wanted !== '' && item.dataset.side !== wanted;
  }

  reset() {
    this.seen = 0;
    byId('log').replaceChildren();
  }
}
