// SPDX-License-Identifier: LGPL-2.1-or-later
// What makes a counter quicker: every field saves itself, Enter goes on, change is
// counted, receipts print themselves. The pages do without.

const form = document.getElementById('draft');
const said = document.getElementById('said');
const asked = document.getElementById('asked');

// Before the network is tried once more.
const PAUSE = 3000;
// Of one file, as the server takes it.
const MOST_BYTES = 25 * 1024 * 1024;

const dirty = new Map(); // path → what stood in its box when it was left, and is not saved
const chosen = new Set(); // papers of which is said what they are, and nothing has been sent
let saving = null; // the save that is on its way
let submitting = false; // whether a button was tapped, which counts once
let leaving = false; // whether the page is being left for good, and nothing is lost with it
let blocked = false; // signed out: what is typed waits for a full save

function tell(key, bad = false) {
  said.textContent = form.dataset[key] ?? key;
  said.dataset.mood = bad ? 'bad' : '';
}

function boxesOf(path) {
  return [...form.elements].filter(box => box.name === `f:${path}`);
}

function valueOf(path) {
  const boxes = boxesOf(path);
  if (boxes[0]?.type === 'radio') return boxes.find(box => box.checked)?.value ?? '';
  return boxes[0]?.value ?? '';
}

function fieldNamed(name) {
  return [...form.elements].find(box => box.name === name);
}

function beforeOf(path) {
  return fieldNamed(`was:${path}`)?.value ?? '';
}

// Once more the same number is a box of its own; both have to be there.
function isReady(path) {
  const again = fieldNamed(`again:${path}`);
  return !again || again.value !== beforeOf(path) || valueOf(path) === '';
}

function put(path, value) {
  for (const box of boxesOf(path)) {
    if (box.type === 'radio') box.checked = box.value === value;
    else box.value = value;
  }
}

// An element that can go on as the other one. A button or a link that does something else
// is another one: whoever is pressing it must not do what they did not see.
function isSame(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return false;
  if (old.nodeType !== Node.ELEMENT_NODE) return true;
  if (['A', 'BUTTON'].includes(old.nodeName)) return old.outerHTML === fresh.outerHTML;
  return old.id === fresh.id && old.type === fresh.type && old.name === fresh.name
    && (old.id !== '' || old.className === fresh.className);
}

function mendChildren(old, fresh, kept) {
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    let found = next;
    while (found && !isSame(found, node)) found = found.nextSibling;
    while (found && next !== found) {
      next = next.nextSibling;
      next.previousSibling.remove();
    }
    if (found) {
      mend(found, node, kept);
      next = found.nextSibling;
    } else old.insertBefore(node, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

// Makes the one say what the other says. Nothing is put in the place of what has the focus
// or is being pressed: a key or a tap counts only if it ends on the element it began on.
function mend(old, fresh, kept) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name, value } of fresh.attributes)
    if (!['checked', 'selected'].includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  mendChildren(old, fresh, kept);
  if (kept.has(old.name)) return;
  if (old.type === 'radio') old.checked = fresh.checked;
  else if (old.matches('input:not([type=file]), select') && old.value !== fresh.value) old.value = fresh.value;
}

// Name → value of what is not saved yet.
function listTyped() {
  const typed = new Map();
  const active = document.activeElement;
  for (const box of form.elements) {
    const name = box.name ?? '';
    const path = name.slice(name.indexOf(':') + 1);
    if (name.startsWith('f:') && (dirty.has(path) || (box === active && valueOf(path) !== beforeOf(path)))) typed.set(name, valueOf(path));
    if (name.startsWith('again:') && (dirty.has(path) || box === active)) typed.set(name, box.value);
    if (name.startsWith('kind:') && chosen.has(path)) typed.set(name, box.value);
  }
  return typed;
}

function putBack(typed) {
  for (const [name, value] of typed) {
    if (name.startsWith('f:')) {
      if (valueOf(name.slice(2)) !== value) put(name.slice(2), value);
    } else if (fieldNamed(name) && fieldNamed(name).value !== value) fieldNamed(name).value = value;
  }
}

// The parts of the form as the server has them now; what is being typed stays.
function show(answer) {
  const holder = document.getElementById('parts');
  const active = holder.contains(document.activeElement) ? document.activeElement : null;
  const boxes = [...form.elements];
  const typed = listTyped();
  for (const part of [...answer.children]) {
    const old = document.getElementById(part.id);
    if (old) mend(old, part, typed);
    else holder.append(part);
  }
  const order = answer.dataset.order.split(' ');
  for (const part of [...holder.children]) if (!order.includes(part.id)) part.remove();
  order.forEach((id, index) => {
    const part = document.getElementById(id);
    if (part && holder.children[index] !== part) holder.insertBefore(part, holder.children[index] ?? null);
  });
  putBack(typed);
  fieldNamed('version').value = answer.dataset.version;
  const [done, all] = answer.dataset.done.split('/');
  document.getElementById('progress').textContent = form.dataset.progress.replace('{done}', done).replace('{all}', all);
  // The form has no such box any more: typing goes on at the next.
  if (active && !active.isConnected)
    boxes.slice(boxes.indexOf(active) + 1).find(box => box.isConnected && box.offsetParent !== null)?.focus();
}

async function post(body) {
  const response = await fetch(form.action, { method: 'POST', body, headers: { 'X-Khidki-Parts': '1' } });
  if (response.status === 413) return { status: 413 };
  const text = await response.text();
  const answer = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-version]');
  return { status: response.status, answer };
}

function makeBody(paths, deed) {
  const body = new FormData();
  body.set('token', fieldNamed('token').value);
  body.set('version', fieldNamed('version').value);
  body.set('do', deed);
  for (const path of paths) {
    body.set(`f:${path}`, valueOf(path));
    body.set(`was:${path}`, beforeOf(path));
    const again = fieldNamed(`again:${path}`);
    if (again) body.set(`again:${path}`, again.value);
  }
  return body;
}

// Somebody else was faster. Ours goes again where they have not touched it; where they
// have, the operator decides.
function settle(answer) {
  const before = new Map([...dirty.keys()].map(path => [path, beforeOf(path)]));
  show(answer);
  for (const [path, was] of before) {
    if (beforeOf(path) === was) continue;
    dirty.delete(path);
    boxesOf(path)[0]?.setAttribute('aria-invalid', 'true');
    tell('changed', true);
  }
}

async function saveOnce(paths, extra) {
  const left = new Map(dirty);
  const body = makeBody(paths, extra?.deed ?? 'save');
  for (const [name, value] of extra?.fields ?? []) body.append(name, value);
  tell(extra?.fields ? 'sending' : 'saving');
  const { status, answer } = await post(body);
  if (status === 413) {
    tell('large', true);
    return true;
  }
  if (status === 403) {
    blocked = true;
    tell('ended', true);
    return true;
  }
  if (!answer) throw new Error(`answered ${status}`);
  if (answer.dataset.state === 'changed') {
    settle(answer);
    return false;
  }
  for (const box of extra?.boxes ?? []) box.value = '';
  if (extra) chosen.delete(extra.paper);
  // A box that is being typed in again is sent when it is left again, not half typed.
  for (const path of paths) if (dirty.get(path) === left.get(path)) dirty.delete(path);
  show(answer);
  tell(answer.dataset.state, answer.dataset.state === 'wrong');
  return true;
}

function pause(milliseconds) {
  return new Promise(resolve => { setTimeout(resolve, milliseconds); });
}

// One at a time, in the order in which they were typed.
async function work(extra) {
  let done = extra === undefined;
  while (!blocked && (!done || [...dirty.keys()].some(isReady))) {
    const paths = [...dirty.keys()].filter(isReady);
    try {
      done = await saveOnce(paths, done ? undefined : extra) || done;
    } catch {
      tell('offline', true);
      await pause(PAUSE);
    }
  }
}

function save(extra) {
  saving = (saving ?? Promise.resolve()).then(() => work(extra));
  return saving;
}

function pathOf(box, prefix) {
  return box.name?.startsWith(prefix) ? box.name.slice(prefix.length) : null;
}

function sendFile(path) {
  const files = ['file', 'camera'].map(name => document.getElementById(`${name}-${path}`))
    .filter(box => box && box.files.length > 0);
  const kind = document.getElementById(`kind-${path}`);
  if (files.length === 0 || blocked) return;
  if (files.some(box => box.files[0].size > MOST_BYTES)) {
    for (const box of files) box.value = '';
    tell('large', true);
    return;
  }
  if (kind && kind.value === '') {
    kind.focus();
    return;
  }
  const fields = files.map(box => [box.name, box.files[0]]);
  if (kind) fields.push([kind.name, kind.value]);
  save({ deed: `paper ${path}`, paper: path, fields, boxes: files });
}

function onChange(event) {
  const box = event.target;
  const path = pathOf(box, 'f:') ?? pathOf(box, 'again:');
  const paper = pathOf(box, 'file:') ?? pathOf(box, 'camera:') ?? pathOf(box, 'kind:');
  if (box === document.getElementById(`kind-${paper}`)) chosen.add(paper);
  if (paper) sendFile(paper);
  if (!path || blocked) return;
  dirty.set(path, valueOf(path));
  if (isReady(path)) save();
}

// Where Enter leads, in the order of the paper form. Of buttons only the one at the end:
// whoever types ahead would add to the form what nobody asked for.
function stops() {
  return [...form.querySelectorAll('input:not([type=hidden]), select, #review')]
    .filter(box => box.offsetParent !== null
      && (box.type !== 'radio' || box.checked || !boxesOf(box.name.slice(2)).some(other => other.checked)));
}

function onKey(event) {
  const box = event.target;
  if (event.key !== 'Enter' || event.isComposing || box.tagName === 'BUTTON' || box.type === 'file') return;
  event.preventDefault();
  const all = stops();
  let index = all.indexOf(box) + 1;
  while (all[index]?.type === 'radio' && all[index].name === box.name) index += 1;
  (all[index] ?? document.getElementById('review')).focus();
}

function onFocus(event) {
  const part = event.target.closest('.part');
  asked.textContent = part?.querySelector('.ask')?.textContent ?? '';
}

// A tap on a button waits until all is saved, and counts once.
async function onSubmit(event) {
  event.preventDefault();
  if (submitting) return;
  submitting = true;
  const deed = event.submitter?.value ?? 'save';
  if (!blocked) await save();
  leaving = true;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'do';
  field.value = deed;
  form.append(field);
  form.submit();
}

function onLeave(event) {
  if (!leaving && dirty.size > 0) event.preventDefault();
}

function watchDraft() {
  form.addEventListener('change', onChange);
  form.addEventListener('keydown', onKey);
  form.addEventListener('focusin', onFocus);
  form.addEventListener('submit', onSubmit);
  window.addEventListener('beforeunload', onLeave);
  window.addEventListener('pageshow', event => { if (event.persisted) window.location.reload(); });
  if (document.activeElement?.closest('.part')) onFocus({ target: document.activeElement });
}

// Digits of our scripts, as the server reads them: Devanagari, Gurmukhi, Urdu, Arabic.
const ZEROS = ['०', '੦', '۰', '٠'].map(zero => zero.codePointAt(0));

function toDigit(letter) {
  const values = ZEROS.map(zero => letter.codePointAt(0) - zero);
  const value = values.find(other => other >= 0 && other <= 9);
  return value === undefined ? letter : String(value);
}

function toAmount(text) {
  const plain = [...text].map(toDigit).join('').replace(/[₹,\s]/g, '').replace(/\/-$/, '');
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

function toRupees(paise) {
  return `₹ ${(paise / 100).toLocaleString('en-IN', { minimumFractionDigits: paise % 100 === 0 ? 0 : 2 })}`;
}

function watchCash() {
  const line = document.getElementById('change');
  const box = document.getElementById('received');
  if (!line || !box) return;
  box.addEventListener('input', () => {
    const paise = toAmount(box.value);
    const back = paise === null ? null : paise - Number(line.dataset.total);
    line.dataset.mood = back !== null && back < 0 ? 'bad' : '';
    line.textContent = back === null || back === 0 ? ''
      : back < 0 ? line.dataset.less : `${line.dataset.back}: ${toRupees(back)}`;
  });
}

function watchCount() {
  const line = document.getElementById('counted');
  if (!line) return;
  const boxes = [...line.closest('form').querySelectorAll('[data-worth]')];
  const coins = document.getElementById('coins');
  line.closest('form').addEventListener('input', () => {
    const notes = boxes.reduce((sum, box) => sum + (toAmount(box.value) ?? 0) * Number(box.dataset.worth), 0);
    line.textContent = `${line.dataset.counted}: ${toRupees(notes + (toAmount(coins.value) ?? 0))}`;
  });
}

// A button of any other form counts once too.
function watchForms() {
  for (const other of document.querySelectorAll('form[method=post]')) {
    if (other === form || other.target === '_blank') continue;
    let gone = false;
    other.addEventListener('submit', event => {
      if (gone) event.preventDefault();
      gone = true;
    });
    window.addEventListener('pageshow', () => { gone = false; });
  }
}

function printSheet() {
  if (!document.querySelector('[data-print]')) return;
  const pictures = [...document.images].map(picture => picture.decode().catch(() => undefined));
  Promise.all(pictures).then(() => window.print());
}

if (form) watchDraft();
watchCash();
watchCount();
watchForms();
printSheet();
