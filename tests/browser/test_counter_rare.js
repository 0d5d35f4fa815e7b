// SPDX-License-Identifier: LGPL-2.1-or-later
// What an operator rarely sees: refusals, a page that is too old, a day that is over, a
// certificate to hand out, and a phone without scripts.
'use strict';

const fs = require('fs');
const path = require('path');
const { run, until } = require('./browser.js');
const { ANSWERS, Counter, PASSWORD } = require('./counter.js');
const { Walk } = require('./walk.js');
const { advance, ask, control, mustBe } = require('./world.js');

const FILES = process.env.KHIDKI_FILES;
const ID = 'example.meena';

// A page of somebody else's that sends a form to the counter in the operator's name.
async function seeElsewhere(walk) {
  const { page } = walk;
  const address = page.url();
  await page.goto('about:blank');
  await page.setContent(`<form method="post" action="${new URL('/counter/status', address).href}"><button>Go</button></form>`);
  await walk.counter.press('button');
  await walk.counter.mustSay('This did not come from the counter');
  await walk.look('error, from elsewhere');
  await page.goto(address);
}

async function seeStale(walk) {
  await walk.counter.go('/counter/');
  await walk.page.fill('#code', '123 4567 8901');
  await walk.page.locator('.aside form [name=token]').evaluate(box => { box.value = 'of another day'; });
  await walk.counter.press('.aside button.second');
  await walk.counter.mustSay('nothing has been done with it yet');
  mustBe('the code that was typed', await walk.page.inputValue('#code'), '123 4567 8901');
  await walk.look('home, with what was typed before another sign-in');
  await walk.counter.go('/counter/?q=inc');
  await walk.page.locator('.begin [name=token]').first().evaluate(box => { box.value = 'of another day'; });
  await walk.counter.press('.begin button[value=self]');
  await walk.counter.mustSay('Please try once more');
  await walk.look('error, too old a page');
}

// A window that was left open, and the cookie is gone.
async function seeSignedOut(walk) {
  const { counter, page } = walk;
  await counter.go('/counter/status');
  await page.context().clearCookies();
  await page.fill('#number', '12345678901234');
  await page.fill('#birth', '1/1/1990');
  await counter.press('main form button:not([hidden])');
  await walk.look('error, signed out meanwhile');
  await counter.signIn(ID);
}

// Somebody fills the form while it is about to be thrown away.
async function seeChanged(walk) {
  const { counter, page } = walk;
  await counter.begin();
  const draft = page.url();
  await counter.press('.others > a');
  const other = await counter.openBeside(draft);
  await other.put('name', 'Sita Devi');
  await other.settle();
  await other.page.close();
  await counter.press('button.danger');
  await counter.mustSay('The form was changed meanwhile');
  mustBe('the name that was typed', await counter.box('name').inputValue(), 'Sita Devi');
  await walk.look('form, changed meanwhile');
}

async function seeTriedTooOften(walk) {
  const { counter, page } = walk;
  await counter.go('/counter/');
  for (let tries = 0; tries < 12 && !(await counter.text()).includes('Too many'); tries += 1) {
    await page.fill('#code', `1${String(tries).padStart(2, '0')} 4567 8901`);
    await counter.press('.aside button.second');
  }
  await counter.mustSay('Too many wrong codes');
  await walk.look('a code tried too often');
}

async function seeIssued(walk, number) {
  for (const [deed, officer] of [['take', 'assistant'], ['forward', 'assistant'], ['forward', 'patwari'], ['approve', 'tehsildar']])
    control('app', deed, number, '--as', `example.${officer}`);
  await until('the certificate is made', () => control('app', 'show', number).includes('issued'));
  await walk.counter.go('/counter/status');
  await walk.send('status, issued', { '#number': number, '#birth': '15/8/1990' });
  await walk.counter.mustSay('Certificate issued', 'Open the certificate');
}

// The day is counted while a form is at the money.
async function seeDayClosed(walk, next) {
  const { counter, page } = walk;
  const till = await counter.openBeside(next);
  await counter.go('/counter/day');
  await page.fill('#piece-10', String(ask(`SELECT sum(paise) FROM ledger WHERE operator = '${ID}'`) / 1000));
  await counter.press('form.count button');
  await till.page.setInputFiles('#sheet', path.join(FILES, 'photo.jpg'));
  await till.press('.pay button.main');
  await till.mustSay('Your day is closed', 'Do not take money');
  await new Walk(till, walk.language).look('error, the day is closed');
  await till.page.close();
}

async function rare(browser) {
  const counter = await Counter.start(browser, ID);
  const walk = new Walk(counter, 'en');
  const number = await counter.serve();
  await walk.go('day with one receipt', '/counter/day');
  await seeElsewhere(walk);
  await seeStale(walk);
  await seeChanged(walk);
  await seeSignedOut(walk);
  await seeTriedTooOften(walk);
  await seeIssued(walk, number);
  await counter.begin();
  await counter.fill({ ...ANSWERS, name: 'Bina' });
  await counter.attachAll();
  await counter.press('#review');
  await seeDayClosed(walk, counter.page.url());
  walk.end();
}

// The phone of an operator whose desk is broken, with a browser that runs no scripts.
async function plain(browser) {
  const counter = await Counter.start(browser, 'example.arif', { scripts: false, width: 390 });
  const walk = new Walk(counter, 'plain');
  await walk.glance('home');
  await counter.begin();
  await walk.glance('empty form');
  await counter.page.setInputFiles('[id="file-identity"]', path.join(FILES, 'photo.jpg'));
  await counter.press('[id="part-paper-identity"] .attach');
  await counter.mustSay('Say which paper it is');
  await walk.glance('a file that waits');
  await counter.press('#review');
  await walk.glance('form with all missing');
  mustBe('files that wait', await counter.page.locator('[name="kept:identity"]').count(), 1);
  await counter.go('/counter/day');
  await walk.glance('empty day');
}

// A photo as a phone makes it, and one that is far too large.
function makePhoto(name, bytes) {
  const file = path.join(FILES, name);
  fs.writeFileSync(file, Buffer.concat([fs.readFileSync(path.join(FILES, 'photo.jpg')), Buffer.alloc(bytes, 7)]));
  return file;
}

async function mustHaveTyped(counter, notice) {
  await counter.mustSay(notice);
  mustBe('the name that was typed', await counter.box('name').inputValue(), 'Lost Name');
}

async function type(counter, file) {
  await counter.begin();
  await counter.put('name', 'Lost Name');
  await counter.page.setInputFiles('[id="file-identity"]', file);
}

// Without scripts a whole form waits for one button: whatever becomes of that, it is not lost.
async function nothingIsLost(browser) {
  const counter = await Counter.start(browser, ID, { scripts: false });
  await type(counter, makePhoto('huge.jpg', 30000000));
  await counter.press('.bar button[value=save]');
  await mustHaveTyped(counter, 'This file was not taken');
  await type(counter, makePhoto('large.jpg', 1500000));
  await advance('16m');
  await counter.press('.bar button[value=save]');
  await counter.mustSay('what you typed is kept');
  await counter.page.fill('#id', ID);
  await counter.page.fill('#password', PASSWORD);
  await counter.press('main form button');
  await mustHaveTyped(counter, 'not saved yet');
  // Another window of the same browser is signed in anew.
  const other = await counter.openBeside('about:blank');
  await other.signIn(ID);
  await counter.press('.bar button[value=save]');
  await mustHaveTyped(counter, 'not saved yet');
  await counter.press('.bar button[value=save]');
  mustBe('the name that was saved', await counter.box('name').getAttribute('value'), 'Lost Name');
}

run({ rare, plain, nothingIsLost });
