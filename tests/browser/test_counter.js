// SPDX-License-Identifier: LGPL-2.1-or-later
// An operator's day at a counter: with scripts and without, by keyboard, on any screen.
'use strict';

const path = require('path');
const { Failure, mustBeAccessible, run, until } = require('./browser.js');
const { ANSWERS, Counter } = require('./counter.js');
const { Phone } = require('./phone.js');
const { advance, ask, control, mustBe, mustHold, textsTo } = require('./world.js');

const FILES = process.env.KHIDKI_FILES;
// From the search to the receipt, beside letters and digits.
const MOST_MOVES = 56;

// A citizen begins on WhatsApp, and asks there for a code.
async function beginOnPhone(browser) {
  const phone = await Phone.open(browser, 'en-IN');
  await phone.becomeNewCitizen('Radha');
  await phone.say('Hi', 'OTP');
  await phone.pick('राजस्व');
  await phone.tap('English');
  await phone.press('For myself', 'full name');
  await phone.say('Radha Rani');
  await phone.tap('Female', 'date of birth');
  await phone.say('1/2/1985');
  await phone.say('counter', 'Tell them this code');
  return { phone, code: (await phone.text()).match(/\d{3} \d{4} \d{4}/)[0] };
}

// She declares that all is true by a code that comes into her chat.
async function declareByCode(counter, phone) {
  await counter.press('.consent button');
  await counter.mustSay('A code is on its way');
  await until('the code is on the phone', async () => /\b\d{6}\b/.test(await phone.text()));
  await counter.page.fill('#code', (await phone.text()).match(/\b\d{6}\b/)[0]);
  await counter.lead(() => counter.page.press('#code', 'Enter'));
  return counter.number();
}

async function takeOver(counter, phone, code) {
  await counter.go('/counter/');
  await counter.page.fill('#code', code);
  await counter.press('.aside button.second');
  await counter.page.waitForSelector('#draft');
  await counter.mustSay('Typed on WhatsApp');
  mustBe('the name from WhatsApp', await counter.box('name').inputValue(), 'Radha Rani');
  const { name, gender, dob, ...others } = ANSWERS;
  await counter.fill({ ...others, mobile: (await phone.number()).slice(-10) });
  await counter.attachAll();
  await counter.review();
  await counter.mustSay('Radha Rani', '01/02/1985', 'Typed on WhatsApp');
  return declareByCode(counter, phone);
}

// What was begun at the desk goes on in the citizen's own chat.
async function giveToPhone(browser, counter) {
  const phone = await Phone.open(browser, 'en-IN');
  await phone.becomeNewCitizen('Kamla');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('Hi', 'OTP');
  await counter.begin();
  await counter.fill({ ...ANSWERS, name: 'Kamla Devi', mobile });
  await counter.attachAll();
  const draft = counter.page.url();
  // A second window of the counter waits at the money all the while.
  const till = await counter.openBeside(`${draft}/review`);
  await counter.press('.others button');
  const code = await counter.page.locator('.code').innerText();
  await counter.look('the code for a phone');
  await phone.say(code);
  await until('the form is on the phone', async () =>
    (await phone.page.locator('.line.theirs').allInnerTexts()).some(text => text.includes('is here now')));
  return { phone, draft, till };
}

// What the citizen has taken is neither changed, nor submitted, nor charged at the desk.
async function mustBeGone(counter, draft, till) {
  const rows = ask('SELECT count(*), total(paise) FROM ledger');
  await counter.go('/counter/');
  if ((await counter.text()).includes('Kamla')) throw new Failure('the counter still has what went to the phone');
  await till.page.setInputFiles('#sheet', path.join(FILES, 'photo.jpg'));
  await till.press('.pay button.main');
  await till.mustSay('This form is not here', 'Do not take money');
  await till.page.close();
  await counter.page.goto(draft);
  await counter.mustSay('This form is not here', 'taken to the citizen’s phone');
  await counter.look('a form that is not here');
  mustBe('the ledger after that', ask('SELECT count(*), total(paise) FROM ledger'), rows);
}

// Read back, declared and numbered in the chat: no cash, no charge of the centre.
async function finishOnPhone(phone) {
  await phone.tap('English', 'Who else belongs to your family');
  await phone.say('nobody', 'Is everything right');
  mustHold((await phone.page.locator('.line.theirs').allInnerTexts()).join('\n'), 'Kamla Devi', '84,000');
  await phone.tap('All correct', 'declare');
  await phone.tap('I agree', 'is submitted');
  const number = (await phone.text()).match(/\d{4} \d{4} \d{4} \d{2}/)[0].replaceAll(' ', '');
  mustBe('what she paid at the counter', ask(`SELECT count(*) FROM ledger WHERE application = '${number}'`), '0');
  return number;
}

async function countCash(counter, receipts) {
  await counter.go('/counter/day');
  await counter.look('the day');
  const cells = await counter.page.locator('.list tfoot td').allInnerTexts();
  const total = Number(cells.at(-1).replace(/[^\d]/g, '')) * 100;
  mustBe('rows of the day', await counter.page.locator('.list tbody tr').count(), receipts);
  mustBe('the ledger', ask('SELECT sum(paise) FROM ledger'), String(total));
  mustBe('lines of charges', ask("SELECT count(*) FROM ledger WHERE head = 'service-charge'"), String(receipts));
  await counter.page.fill('#piece-10', '1');
  await counter.press('form.count button');
  await counter.mustSay('differs from the receipts');
  await counter.page.fill('#piece-10', String(total / 1000));
  await counter.press('form.count button');
  await counter.mustSay('The day is closed', 'difference ₹ 0');
  await counter.look('the closed day');
}

async function morning(browser) {
  const counter = await Counter.start(browser, 'example.meena');
  const { phone, code } = await beginOnPhone(browser);
  const numbers = [await takeOver(counter, phone, code)];
  const first = await counter.print('a5');
  mustHold(first, 'रसीद', 'Radha Rani', 'Do not pay more than ₹ 30', 'Government fee');
  if (first.includes('COPY')) throw new Failure('the first print says that it is a copy');
  await counter.page.reload();
  mustHold(await counter.print('roll'), 'COPY / प्रति');
  const { phone: chat, draft, till } = await giveToPhone(browser, counter);
  await mustBeGone(counter, draft, till);
  for (const name of ['Sita Devi', 'Mohan Lal', 'Asha', 'Ravi Kumar', 'Fatima Bano', 'John Minz', 'Gurpreet Kaur'])
    numbers.push(await counter.serve({ name }, '50'));
  await counter.mustSay('Give back ₹ 20');
  // The last in the queue has a family, and two taps where one is enough.
  await counter.begin();
  await counter.fill({ ...ANSWERS, name: 'Bina' });
  await counter.addMember(1, { name: 'Mohan Lal', relation: 'spouse', age: '38', income: '120000' });
  await counter.addMember(2, { name: 'Ravi', relation: 'son', age: '12', income: '0' });
  await counter.attachAll();
  await counter.look('the filled form');
  await counter.review();
  await counter.mustSay('Mohan Lal', '₹\u00a01,20,000');
  await counter.page.setInputFiles('#sheet', path.join(FILES, 'photo.jpg'));
  await counter.lead(() => counter.page.dblclick('.pay button.main'));
  numbers.push(await counter.number());
  const tenth = await finishOnPhone(chat);
  mustBe('numbers', new Set([...numbers, tenth]).size, 10);
  await counter.page.goto(draft);
  await counter.mustSay('This form is not here');
  await countCash(counter, 9);
  for (const number of [numbers[0], tenth])
    mustHold(control('app', 'show', number), 'whatsapp', 'operator/example.meena@jangpura');
  await counter.go('/counter/status');
  await counter.look('the status');
  await counter.page.fill('#number', numbers[0]);
  await counter.page.fill('#birth', '1/2/1985');
  await counter.press('main form button');
  await counter.mustSay('Radha Rani', 'Received');
  await counter.look('the standing');
}

async function withoutScripts(browser) {
  const counter = await Counter.start(browser, 'example.arif', { scripts: false });
  await counter.begin();
  await counter.put('name', 'Sita Devi');
  await counter.put('dob', '31/2/1990');
  await counter.settle();
  await counter.mustSay('Please look at these');
  mustBe('what was wrong', await counter.box('dob').inputValue(), '31/2/1990');
  await counter.fill(ANSWERS);
  await counter.addMember(1, { name: 'Mohan Lal', relation: 'spouse', age: '38', income: '120000' });
  // A file without a word of what it is waits on the page.
  await counter.page.setInputFiles('[id="file-identity"]', path.join(FILES, 'photo.jpg'));
  await counter.press('[id="part-paper-identity"] .attach');
  await counter.mustSay('Say which paper it is');
  await counter.page.selectOption('[id="kind-identity"]', 'voter-id');
  await counter.press('[id="part-paper-identity"] .attach');
  await counter.attach('residence', ['electricity-bill', 'bill.pdf']);
  await counter.press('#review');
  await counter.mustSay('This paper is missing');
  await counter.attach('photo', [null, 'photo.jpg']);
  await counter.press('#review');
  await counter.press('.pay button.main');
  await counter.mustSay('First the applicant declares');
  await counter.pay('100');
  await counter.mustSay('Give back ₹ 70');
  await counter.press('header button');
  await counter.mustSay('You are signed out');
}

// The applicant's phone reads texts only; gives the one that has come last.
async function awaitText(mobile, count) {
  await until(`${count} texts are with ${mobile}`, async () => (await textsTo(mobile)).length === count);
  return (await textsTo(mobile)).at(-1);
}

async function sendCode(counter, mobile, count) {
  await counter.press('.consent button');
  await counter.mustSay('A code is on its way');
  const text = await awaitText(mobile, count);
  mustHold(text, 'is your code to confirm the form: Income certificate', '15 minutes');
  return text.match(/^\d{6}/)[0];
}

async function typeCode(counter, code) {
  await counter.page.fill('#code', code);
  await counter.lead(() => counter.page.press('#code', 'Enter'));
}

async function mustRefuse(counter, code, ...words) {
  await typeCode(counter, code);
  await counter.mustSay(...words);
  mustBe('the box that is wrong', await counter.page.locator('#code').getAttribute('aria-invalid'), 'true');
  mustBe('where to type', await counter.page.evaluate(() => document.activeElement.id), 'code');
}

function anotherThan(code) {
  return code.slice(0, 5) + (Number(code[5]) + 1) % 10;
}

// A code by SMS: wrong, too old, of the form before a change, tried too often, right.
async function declareByText(browser) {
  const counter = await Counter.start(browser, 'example.arif');
  const mobile = '9811111111';
  await counter.begin();
  await counter.fill({ ...ANSWERS, name: 'Lata', mobile });
  await counter.attachAll();
  await counter.review();
  const old = await sendCode(counter, mobile, 1);
  await mustRefuse(counter, anotherThan(old), 'This code is not right, or too old');
  await counter.look('a wrong code');
  // In two steps, for the operator would be signed out by one.
  await advance('8m');
  await counter.page.reload();
  await advance('8m');
  await mustRefuse(counter, old, 'This code is not right, or too old');
  const before = await sendCode(counter, mobile, 2);
  await counter.press('.read-back .head a:last-child');
  await counter.fill({ name: 'Lata Devi' });
  await counter.review();
  await mustRefuse(counter, before, 'The form was changed after this code was sent');
  const spent = await sendCode(counter, mobile, 3);
  for (let tries = 0; tries < 5; tries += 1) await mustRefuse(counter, anotherThan(spent), 'not right');
  await mustRefuse(counter, spent, 'Too many wrong codes');
  const charged = ask("SELECT count(*) FROM ledger WHERE operator = 'example.arif'");
  await typeCode(counter, await sendCode(counter, mobile, 4));
  const number = await counter.number();
  mustBe('the charge', ask(`SELECT count(*), sum(paise) FROM ledger WHERE application = '${number}' AND paise > 0`), '1 3000');
  mustBe('charged before', charged, ask(`SELECT count(*) FROM ledger WHERE operator = 'example.arif' AND application <> '${number}'`));
  mustHold(await awaitText(mobile, 5), number.slice(0, 4));
}

// She wrote on WhatsApp two days ago: her chat is closed, and the code comes as a text.
async function declareByTextAfterChat(browser) {
  const phone = await Phone.open(browser, 'en-IN');
  await phone.becomeNewCitizen('Usha');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('Hi', 'OTP');
  await advance('49h');
  const counter = await Counter.start(browser, 'example.supervisor');
  await counter.begin();
  await counter.fill({ ...ANSWERS, name: 'Usha Devi', mobile });
  await counter.attachAll();
  await counter.review();
  await typeCode(counter, await sendCode(counter, mobile, 1));
  await counter.number();
}

// Tab, Enter and letters; the mouse is broken.
async function keyboard(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  const keys = counter.page.keyboard;
  const opens = await counter.watchFiles();
  const focused = () => counter.focused();
  await counter.go('/counter/');
  mustBe('the first focus', await focused(), 'q');
  await keys.type('inc');
  await counter.lead(() => keys.press('Enter'));
  mustBe('the focus on what was found', await focused(), 'relation');
  await counter.lead(() => keys.press('Enter'));
  const typed = [['name', 'Sita Devi'], ['gender', ' '], ['dob', '15/8/1990'], ['mobile', '9876543210'],
    ['parent.relation', 'Fa'], ['parent.name', 'Ram Prasad'], ['id.type', 'Vo'], ['id.last4', '4321'],
    ['address.house', 'H-12'], ['address.street', ''], ['address.locality', 'Rohini Sector 7'], ['address.pin', '110085']];
  for (const [field, text] of typed) {
    const at = await focused();
    if (!at.startsWith(`f-${field}`)) throw new Failure(`expected the focus in ${field}, found it in ${at}`);
    await keys.type(text);
    await keys.press('Enter');
  }
  mustBe('the focus on the sub-division', await focused(), 'f-address.subdivision');
  await until('it is saved', async () => await counter.page.locator('#said').innerText() === 'All saved');
  await keys.type('Roh');
  await keys.press('Enter');
  await until('it is saved', async () =>
    await counter.page.locator('[name="was:address.subdivision"]').getAttribute('value') === 'rohini');
  mustBe('the focus goes on', await focused(), 'f-resident-since');
  // What is left, by the tab key; each stop can be seen, and none hides behind the bar.
  for (let stops = 0; await focused() !== 'review'; stops += 1) {
    if (stops > 80) throw new Failure('the tab key does not come to the end');
    await keys.press('Tab');
    const hidden = await counter.page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      const bar = document.querySelector('.bar').getBoundingClientRect();
      const inBar = document.activeElement.closest('.bar') !== null;
      return box.width === 0 || (!inBar && box.top > bar.top && box.bottom < bar.bottom);
    });
    if (hidden) throw new Failure(`the focus in ${await focused()} cannot be seen`);
    if ((await focused()).startsWith('file-')) for (const key of ['Enter', 'Space']) await opens(() => keys.press(key));
  }
  await counter.lead(() => keys.press('Enter'));
  await counter.mustSay('Please look at these');
  mustBe('the focus on what is missing', await focused(), 'f-own.source');
}

// How much an operator types and taps from the search to the receipt, without a mouse.
async function countKeys(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  const keys = counter.page.keyboard;
  const opens = await counter.watchFiles();
  const mobile = '9822222222';
  const focused = () => counter.focused();
  let letters = 0, moves = 0, pages = 0;
  const type = async text => { letters += text.length; await keys.type(text); };
  const press = async key => { moves += 1; await keys.press(key); };
  // A key that leads on, pressed until the focus is there.
  const go = async (key, id) => {
    for (let tries = 0; await focused() !== id; tries += 1) {
      if (tries > 20) throw new Failure(`${key} does not come to ${id}, but to ${await focused()}`);
      await press(key);
    }
  };
  const lead = async () => {
    pages += 1;
    await counter.lead(() => press('Enter'));
    await focused();
  };
  const file = async (paper, kind, name) => {
    if (kind) {
      await go('Tab', `kind-${paper}`);
      await type(kind);
    }
    await go('Tab', `file-${paper}`);
    // The system's own window of files is no part of the page: a key opens it, and it gives the file.
    const chooser = await opens(() => press('Enter'));
    await chooser.setFiles(path.join(FILES, name));
    await counter.page.waitForSelector(`[id="part-paper-${paper}"] .files li`);
  };
  await counter.go('/counter/');
  mustBe('the first focus', await focused(), 'q');
  await type('inc');
  await lead();
  await lead();
  for (const [field, text] of [['name', 'Sita Devi'], ['gender-0', ' '], ['dob', '15/8/1990'], ['mobile', mobile],
    ['parent.relation', 'Fa'], ['parent.name', 'Ram Prasad'], ['id.type', 'Vo'], ['id.last4', '4321'],
    ['address.house', 'H-12'], ['address.locality', 'Rohini Sector 7'], ['address.pin', '110085'],
    ['address.subdivision', 'Roh'], ['own.source', 'Da'], ['own.income', '84000'], ['purpose', 'School']]) {
    await go('Enter', `f-${field}`);
    await type(text);
  }
  await press('Enter');
  await until('it is saved', async () => await counter.page.locator('#said').innerText() === 'All saved');
  await file('identity', 'Vo', 'photo.jpg');
  await file('residence', 'El', 'bill.pdf');
  await file('photo', null, 'photo.jpg');
  await go('Tab', 'review');
  await lead();
  for (let stops = 0; !await counter.page.evaluate(() => document.activeElement.closest('.consent') !== null && document.activeElement.tagName === 'BUTTON'); stops += 1) {
    if (stops > 4) throw new Failure('it is far to the code');
    await press('Tab');
  }
  await lead();
  const text = await awaitText(mobile, 1);
  await type(text.slice(0, 6));
  await lead();
  await counter.number();
  mustBe('what has the focus', await counter.page.evaluate(() => document.activeElement.value), 'a5');
  console.log(`# ${letters} letters, ${moves} other keys, ${pages} pages`);
  mustBe('pages', pages, 5);
  if (moves > MOST_MOVES) throw new Failure(`${moves} keys beside what is typed; ${MOST_MOVES} are enough`);
}

// The answers of the saves are held back until they are let go.
async function holdAnswers(page) {
  await page.evaluate(() => {
    const { fetch } = window;
    window.answers = [];
    window.fetch = async (...what) => {
      const answer = await fetch(...what);
      await new Promise(go => { window.answers.push(go); });
      return answer;
    };
  });
  return () => until('there is an answer', () => page.evaluate(() => {
    const go = window.answers.shift();
    go?.();
    return go !== undefined;
  }));
}

// A save comes back while a key is down or a word half typed: neither is disturbed.
async function typeAhead(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  const { page } = counter;
  const keys = page.keyboard;
  const opens = await counter.watchFiles();
  const hold = () => page.evaluate(() => { window.held = document.activeElement; });
  const isHeld = () => page.evaluate(() => document.activeElement === window.held && window.held.isConnected);
  const saved = (field, value) => until(`${field} is saved`, async () =>
    await page.locator(`[name="was:${field}"]`).count() === 1 && await page.locator(`[name="was:${field}"]`).getAttribute('value') === value);
  await counter.begin();
  const letGo = await holdAnswers(page);
  await counter.box('name').focus();
  await keys.type('Sita Devi');
  await keys.press('Enter');
  await counter.box('name').focus();
  await keys.press('End');
  for (let letter = 0; letter < 5; letter += 1) await keys.press('ArrowLeft');
  await keys.type(' Rani');
  await hold();
  await letGo();
  await saved('name', 'Sita Devi');
  mustBe('the box is still the same', await isHeld(), true);
  await keys.type(' Bai');
  mustBe('what was typed', await counter.box('name').inputValue(), 'Sita Rani Bai Devi');
  await keys.press('Enter');
  await letGo();
  await saved('name', 'Sita Rani Bai Devi');
  // A file is on its way while the next is asked for, in the same box.
  await page.selectOption('[id="kind-identity"]', 'voter-id');
  await page.setInputFiles('[id="file-identity"]', path.join(FILES, 'photo.jpg'));
  await page.focus('[id="file-identity"]');
  await hold();
  await opens(async () => {
    await keys.down('Space');
    await letGo();
    await page.waitForSelector('[id="part-paper-identity"] .files li');
    await keys.up('Space');
  });
  mustBe('the box of files is still the same', await isHeld(), true);
  // Enter leads past the button that adds somebody.
  await counter.box('own.income').focus();
  for (let times = 0; times < 4; times += 1) await keys.press('Enter');
  mustBe('members', await page.locator('.part.member').count(), 0);
}

async function hindi(browser) {
  const counter = await Counter.start(browser, 'example.supervisor', { language: 'hi-IN' });
  await counter.go('/counter/');
  await counter.page.fill('#q', 'आय');
  await counter.lead(() => counter.page.press('#q', 'Enter'));
  await mustBeAccessible(counter.page, 'what was found, in Hindi');
  await counter.press('.begin button[value=self]');
  await counter.put('dob', '31/2/1990');
  await counter.page.locator('#review').focus();
  await counter.page.waitForSelector('[aria-invalid=true]');
  await mustBeAccessible(counter.page, 'a form with something wrong, in Hindi');
  await counter.press('header .end a');
  mustBe('the language', await counter.page.locator('html').getAttribute('lang'), 'en');
  await counter.go('/counter/');
  await counter.mustSay('New application');
}

// The network is gone when Save is tapped: until all is saved, closing the page asks.
async function offline(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  const { page } = counter;
  const asked = [];
  await counter.begin();
  await page.context().setOffline(true);
  await counter.put('name', 'Sita Devi');
  page.on('dialog', dialog => {
    asked.push(dialog.type());
    dialog.dismiss();
  });
  await page.click('.bar button[value=save]');
  await until('it is told', async () => (await page.locator('#said').innerText()).includes('no connection'));
  await page.close({ runBeforeUnload: true });
  await until('closing the page asks', () => asked.length > 0);
  mustBe('what asks', asked[0], 'beforeunload');
  await counter.lead(() => page.context().setOffline(false));
  mustBe('the name that was saved', await counter.box('name').getAttribute('value'), 'Sita Devi');
  page.complaints = page.complaints.filter(text => !text.includes('ERR_INTERNET_DISCONNECTED'));
}

// In whatever digits the cash is typed, the change is shown before it is taken.
async function change(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  await counter.begin();
  await counter.fill(ANSWERS);
  await counter.attachAll();
  await counter.review();
  for (const [typed, shown] of [['50', '20'], ['५०', '20'], ['੫੦', '20'], ['۵۰', '20'], ['٥٠', '20'], ['₹ ۱۰۰/-', '70'], ['abc', '']]) {
    await counter.page.fill('#received', typed);
    mustBe(`the change of ${typed}`, (await counter.page.innerText('#change')).replace(/^.*₹\s*/, ''), shown);
  }
}

// Two people at one form: nothing is lost, and what differs is told.
async function conflict(browser) {
  const counter = await Counter.start(browser, 'example.supervisor');
  await counter.begin();
  await counter.put('name', 'Sita');
  await counter.settle();
  const other = await counter.page.context().newPage();
  await other.goto(counter.page.url());
  await other.fill('[id="f-mobile"]', '9876543210');
  await other.fill('[id="f-name"]', 'Sita Devi');
  await other.locator('#review').focus();
  await until('the other is saved', async () => await other.locator('#said').innerText() === 'All saved');
  // A field that they left alone is saved all the same.
  await counter.put('dob', '15/8/1990');
  await counter.page.locator('#review').focus();
  await until('both are there', async () => await counter.box('mobile').inputValue() === '9876543210'
    && await counter.page.locator('[name="was:dob"]').count() === 1);
  await other.fill('[id="f-name"]', 'Sita Devi Rani');
  await other.locator('#review').focus();
  await until('the other is saved', async () =>
    await other.locator('[name="was:name"]').getAttribute('value') === 'Sita Devi Rani');
  await counter.put('name', 'Gita');
  await counter.page.locator('#review').focus();
  await until('it is told', async () =>
    (await counter.page.locator('#said').innerText()).includes('Somebody else has changed this form'));
  mustBe('what was typed', await counter.box('name').inputValue(), 'Gita');
}

run({ morning, 'count-keys': countKeys, 'by-text': declareByText, 'by-text-after-chat': declareByTextAfterChat, 'without-scripts': withoutScripts, keyboard, 'type-ahead': typeAhead, hindi, offline, change, conflict });
