// SPDX-License-Identifier: LGPL-2.1-or-later
// How one message looks. No state and no network: page.js hands in what is needed.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = text => text.replace(/[&<>"]/g, letter => escapes[letter]);

// WhatsApp's marks hold only at the border of a word and within one line.
const marks = [['\\*', 'b'], ['_', 'i'], ['~', 's']];

function style(text) {
  let html = escapeText(text);
  for (const [m, tag] of marks) {
    const pattern = new RegExp(`(^|[^\\p{L}\\p{N}${m}])${m}(?=\\S)([^${m}\\n]*?\\S)${m}(?![\\p{L}\\p{N}])`, 'gu');
    html = html.replace(pattern, `$1<${tag}>$2</${tag}>`);
  }
  return html;
}

export function formatText(text) {
  const pieces = text.split(/(```[\s\S]+?```|`[^`\n]+`|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'*_~।])/u);
  return pieces.map((piece, index) => {
    if (index % 2 === 0) return style(piece);
    if (piece.startsWith('```')) return `<code>${escapeText(piece.slice(3, -3))}</code>`;
    if (piece.startsWith('`')) return `<code>${escapeText(piece.slice(1, -1))}</code>`;
    return `<a href="${escapeText(piece)}" target="_blank" rel="noopener noreferrer">${escapeText(piece)}</a>`;
  }).join('');
}

const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s){1,12}$/u;

function words(text, plain) {
  const element = make('div', { class: 'words' });
  element.innerHTML = formatText(text);
  // Nastaliq hangs below its line and needs room.
  if (/\p{Script=Arabic}/u.test(text)) element.lang = 'ur';
  if (!plain && onlyEmoji.test(text)) element.classList.add('large');
  return element;
}

const ticks = {
  pending: ['Waiting', '<circle cx="8" cy="6" r="4.5"/><path d="M8 3.500V6l1.700 1"/>'],
  one: ['Sent', '<path d="M3.500 6.500l3 3 6-7"/>'],
  two: ['Delivered', '<path d="M1 6.500l3 3 6-7M7.300 9.300l.2.200 6-7"/>'],
  read: ['Read', '<path d="M1 6.500l3 3 6-7M7.300 9.300l.2.200 6-7"/>'],
  failed: ['Not taken by the webhook', '<path d="M8 1.500v5.500M8 10v.3"/>'],
};

function tick(status) {
  const kind = { pending: 'one', accepted: 'one', sent: 'one', delivered: 'two', read: 'read', failed: 'failed' }[status];
  const [label, path] = ticks[kind];
  const holder = make('span');
  holder.innerHTML = `<svg viewBox="0 0 17 12" role="img" aria-label="${label}" class="tick ${kind}">${path}</svg>`;
  return holder.firstChild;
}

export const clockTime = seconds => new Date(seconds * 1000).toLocaleTimeString('en-IN', { hour: '2-digit', minute: '2-digit' });

function meta(item) {
  return make('span', { class: 'meta' }, make('span', {}, clockTime(item.time)), tick(item.status));
}

function fileSize(bytes) {
  if (!bytes) return '';
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function filePart(part, medium, open) {
  const url = medium?.url ?? part.link;
  const name = part.filename ?? medium?.filename ?? url?.split('/').pop() ?? 'Document';
  const type = medium?.mime_type ?? part.mime_type ?? '';
  const pdf = type.includes('pdf') || /\.pdf$/i.test(name);
  const sort = pdf ? 'PDF' : (name.match(/\.([a-z0-9]{1,4})$/i)?.[1] ?? 'FILE').toUpperCase();
  const inside = [
    make('span', { class: pdf ? 'sort' : 'sort other', 'aria-hidden': 'true' }, sort),
    make('span', {}, make('strong', {}, name), make('small', {}, [fileSize(medium?.file_size), sort].filter(Boolean).join(' · '))),
  ];
  if (pdf && url?.startsWith('/'))
    return make('button', { type: 'button', class: 'file', onclick: () => open({ url, name, type: 'pdf' }) }, ...inside);
  return make('a', { class: 'file', href: url, target: '_blank', rel: 'noopener noreferrer', download: url?.startsWith('/') ? name : null }, ...inside);
}

function mediumPart(kind, part, medium, open) {
  const url = medium?.url ?? part.link;
  if (!url) return make('div', { class: 'note' }, `${kind} no longer at hand`);
  if (kind === 'image' || kind === 'sticker')
    return make('button', { type: 'button', class: 'picture', 'aria-label': 'Open the picture', onclick: () => open({ url, name: part.caption ?? 'Picture', type: 'image' }) },
      make('img', { src: url, alt: part.caption ?? 'Picture' }));
  if (kind === 'audio') return make('audio', { controls: true, src: url });
  if (kind === 'video') return make('video', { controls: true, src: url, width: 250 });
  return filePart(part, medium, open);
}

function placePart(place) {
  return make('div', { class: 'place' }, make('b', { 'aria-hidden': 'true' }, '📍'),
    make('strong', {}, place.name ?? 'Location'), make('br'), place.address ?? `${place.latitude}, ${place.longitude}`);
}

function linkAction(text, url) {
  return make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, `↗ ${text}`);
}

function money(parameters) {
  const total = parameters?.total_amount;
  return total ? `₹${(Number(total.value) / Number(total.offset || 100)).toLocaleString('en-IN', { minimumFractionDigits: 2 })}` : '';
}

const builders = {
  text: (message, item) => ({ parts: [words(message.text?.body ?? '')] }),
  location: message => ({ parts: [placePart(message.location ?? {})] }),
  contacts: message => ({ parts: (message.contacts ?? []).map(contact => make('div', { class: 'title' }, `👤 ${contact.name?.formatted_name ?? ''} ${contact.phones?.[0]?.phone ?? ''}`)) }),
  button: message => ({ parts: [words(message.button?.text ?? '')] }),
  template: (message, item, hands) => {
    const shown = item.template ?? {};
    const medium = shown.medium && mediumPart(shown.medium.type, shown.medium[shown.medium.type] ?? {}, item.media, hands.open);
    return {
      parts: [medium, shown.header && make('div', { class: 'title' }, shown.header), words(shown.body ?? message.template?.name ?? '', true), shown.footer && make('div', { class: 'foot' }, shown.footer)],
      actions: (shown.buttons ?? []).map(button => button.url
        ? linkAction(button.text, button.url)
        : make('button', { type: 'button', onclick: () => hands.tap({ type: 'template', id: button.payload, title: button.text, context: item.id }) }, `↩ ${button.text}`)),
    };
  },
  interactive: (message, item, hands) => interactive(message.interactive ?? {}, item, hands),
};

function interactive(part, item, hands) {
  const reply = part.list_reply ?? part.button_reply;
  if (reply)
    return { parts: [words(reply.title), reply.description && make('div', { class: 'foot' }, reply.description)] };
  const header = part.header;
  const parts = [
    header?.type === 'text' && make('div', { class: 'title' }, header.text),
    header && header.type !== 'text' && mediumPart(header.type, header[header.type] ?? {}, item.media, hands.open),
    part.body && words(part.body.text ?? '', true),
    part.type === 'order_details' && make('div', { class: 'title' }, money(part.action?.parameters)),
    part.footer && make('div', { class: 'foot' }, part.footer.text),
  ];
  return { parts, actions: interactiveActions(part, item, hands), list: part.type === 'list' };
}

function interactiveActions(part, item, hands) {
  const action = part.action ?? {};
  switch (part.type) {
    case 'list':
      return [make('button', { type: 'button', onclick: () => hands.list(part, item) }, make('span', { 'aria-hidden': 'true' }, '☰'), action.button)];
    case 'button':
      return (action.buttons ?? []).map(button => make('button', { type: 'button', onclick: () => hands.tap({ type: 'button', id: button.reply.id, title: button.reply.title, context: item.id }) }, button.reply.title));
    case 'cta_url':
      return [linkAction(action.parameters?.display_text, action.parameters?.url)];
    case 'location_request_message':
      return [make('button', { type: 'button', onclick: () => hands.location(item.id) }, '📍 Send location')];
    case 'list_reply': case 'button_reply':
      return [];
    default:
      return [make('button', { type: 'button', onclick: () => hands.say('The phone here cannot open this kind of message; a test can answer it with a raw message.') },
        action.parameters?.flow_cta ?? { order_details: 'Review and pay', order_status: 'Order' }[part.type] ?? part.type)];
  }
}

export function preview(item) {
  const message = item?.message ?? {};
  return message.text?.body ?? message.interactive?.body?.text ?? item?.template?.body
    ?? message[message.type]?.caption ?? message[message.type]?.filename ?? message.type ?? '';
}

export function bubble(item, hands) {
  const message = item.message;
  const type = message.type ?? 'text';
  const builder = builders[type] ?? ((inner, whole, hand) => inner[type]
    ? { parts: [mediumPart(type, inner[type], whole.media, hand.open), inner[type].caption && words(inner[type].caption, true)] }
    : { parts: [words(`(${type})`)] });
  const built = builder(message, item, hands);
  const quoted = hands.find(message.context?.id ?? message.context?.message_id);
  const line = make('div', { class: `line ${item.business ? 'theirs' : 'mine'}${built.list ? ' has-list' : ''}${item.error ? ' lost' : ''}`, 'data-id': item.id },
    make('div', { class: 'bubble' },
      quoted && make('div', { class: 'quote' }, preview(quoted)),
      ...built.parts.filter(Boolean), meta(item),
      item.error && make('div', { class: 'why' }, `Did not reach the phone: ${item.error.code} ${item.error.title}`)),
    built.actions?.length && !item.error ? make('div', { class: 'actions' }, ...built.actions) : null);
  return line;
}

export function dayName(seconds, now) {
  const day = new Date(seconds * 1000);
  const start = time => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const gap = Math.round((start(new Date(now * 1000)) - start(day)) / 86400000);
  if (gap === 0) return 'Today';
  if (gap === 1) return 'Yesterday';
  return day.toLocaleDateString('en-IN', { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
}
