// SPDX-License-Identifier: LGPL-2.1-or-later
// Every page of the counter, and every paper it prints, at every size.
'use strict';

const path = require('path');
const { Failure, openPage, run, until } = require('./browser.js');
const { ANSWERS, Counter } = require('./counter.js');
const { lookAt } = require('./sight.js');
const { Walk } = require('./walk.js');
const { ask, control } = require('./world.js');

const FILES = process.env.KHIDKI_FILES;
const LONG = 'Venkatanarasimharajuvaripeta Subrahmanyeswara Lakshminarayana Chandrasekharan';
const FAMILY = [['Mohan Lal', 'spouse', '38', '120000'], ['Savitri', 'mother', '67', '0'], ['Ravi', 'son', '12', '0'],
  ['Anu', 'daughter', '9', '0'], ['Suresh', 'brother', '30', '96000'], ['Meena', 'sister', '28', '0'],
  ['Raju', 'son', '7', '0'], ['Pinky', 'daughter', '5', '0'], ['Gopal', 'son', '3', '0'], [LONG, 'daughter', '1', '0']];

async function seeSignIn(browser, id, language, locale) {
  const counter = await Counter.open(browser, { language: locale });
  const walk = new Walk(counter, language);
  await walk.go('sign-in', '/counter/sign-in');
  await walk.send('sign-in refused', { '#id': id, '#password': 'not this one, no' });
  await walk.go('invitation', '/counter/password');
  await walk.send('invitation refused', { '#id': id, '#proof': 'wrong', '#password': 'short', '#again': 'other' });
  return walk;
}

async function seeHome(walk) {
  await walk.go('home', '/counter/');
  await walk.go('found', '/counter/?q=inc');
  await walk.go('nothing found', '/counter/?q=qwertz');
  await walk.go('home again', '/counter/');
  await walk.send('a code that is too short', { '#code': '123' }, '.aside button.second');
  await walk.send('a code that is wrong', { '#code': '123 4567 8901' }, '.aside button.second');
}

async function seeDraft(walk) {
  const { counter, page } = walk;
  await counter.begin();
  await walk.look('empty form');
  await walk.zoom('empty form');
  await counter.press('#review');
  await walk.look('form with all missing');
  await counter.put('name', 'Sita');
  await counter.put('dob', '31/2/1990');
  await counter.settle();
  await counter.press('.bar button.second');
  await walk.look('form with a wrong date');
  const draft = page.url();
  await counter.press('.others > a');
  await walk.look('putting away');
  await page.goto(draft);
}

async function seeConflict(walk) {
  const { counter, page } = walk;
  const other = await counter.openBeside(page.url());
  await other.put('name', 'Sita Devi');
  await other.settle();
  await other.page.close();
  await counter.put('name', 'Gita');
  await page.locator('#review').focus();
  await until('it is told', async () => await page.locator('#said').getAttribute('data-mood') === 'bad');
  await walk.look('conflict');
  await page.reload();
}

async function fillAll(walk) {
  const { counter } = walk;
  await counter.fill({ ...ANSWERS, name: LONG, 'parent.name': LONG,
    'address.locality': 'Rohini Sector 7, opposite the old water tank behind the higher secondary school' });
  for (const [index, [name, relation, age, income]] of FAMILY.entries())
    await counter.addMember(index + 1, { name, relation, age, income });
  await counter.attachAll();
  await walk.look('full form');
  await walk.zoom('full form');
}

async function seeReview(walk) {
  const { counter, page } = walk;
  await counter.press('#review');
  await walk.look('review');
  await walk.zoom('review');
  const review = page.url();
  await walk.print('declaration sheet', await page.locator('a[target=_blank]').getAttribute('href')
    .then(address => new URL(address, review).href), { width: 210, height: 297 });
  await walk.send('not declared, too little', { '#received': '10' }, '.pay button.main');
  await walk.send('a phone that is none', { '#phone': '12345' }, '.consent button');
  await walk.send('code sent', { '#phone': '9876543210' }, '.consent button');
  await walk.send('code wrong', { '#code': '000000' }, '.pay button.main');
  await page.fill('#received', '100');
  await page.setInputFiles('#sheet', path.join(FILES, 'photo.jpg'));
  await counter.press('.pay button.main');
}

async function seeReceipt(walk) {
  await walk.look('receipt page');
  await walk.zoom('receipt page');
  await walk.printReceipt('receipt A5', 'a5', { pages: 1, width: 148, height: 210 });
  await walk.printReceipt('receipt A5, copy', 'a5', { pages: 1, width: 148, height: 210 });
  await walk.printReceipt('receipt roll, copy', 'roll', { pages: 1, width: 80 });
  await walk.look('receipt page, printed');
  return (await walk.page.locator('.taken .big').innerText()).replaceAll(' ', '');
}

async function seeOffer(walk) {
  await walk.counter.begin();
  await walk.counter.put('name', 'Kamla');
  await walk.counter.settle();
  await walk.go('home with forms', '/counter/');
  await walk.counter.press('.drafts a');
  await walk.counter.press('.others button');
  await walk.look('offer');
}

async function seeStatus(walk, number, other) {
  const look = (what, birth, which = number) => walk.send(what, { '#number': which, '#birth': birth });
  await walk.go('status', '/counter/status');
  await walk.send('status, number too short', { '#number': '12', '#birth': '1/1/1990' });
  await look('status, unknown', '2/1/1990');
  await look('status, received', '15/8/1990');
  control('app', 'take', number, '--as', 'example.assistant');
  control('app', 'ask', number, 'Please bring the ration card, for the name of the third child cannot be read.', '--as', 'example.assistant');
  await look('status, query', '15/8/1990');
  control('app', 'take', other, '--as', 'example.assistant');
  control('app', 'reject', other, 'R03', 'The salary slip is blurred.', '--as', 'example.assistant');
  await look('status, rejected', '15/8/1990', other);
}

async function seeDay(walk, id) {
  await walk.go('day', '/counter/day');
  await walk.zoom('day');
  await walk.send('day, differs', { '#piece-10': '1' }, 'form.count button');
  const paise = ask(`SELECT sum(paise) FROM ledger WHERE operator = '${id}'`);
  await walk.send('day, closed', { '#piece-10': String(paise / 1000) }, 'form.count button');
  await walk.go('home, closed', '/counter/');
  await walk.go('day, empty', '/counter/day?day=2026-01-05');
}

async function seeErrors(walk) {
  for (const address of ['/counter/nothing-here', '/counter/draft/nothing-here', '/counter/receipt/nothing-here'])
    await walk.go(`error ${address.slice(9)}`, address);
  await walk.go('new password', '/counter/password');
  await walk.counter.press('header button');
  await walk.look('signed out');
}

async function seeAll(browser, id, language, locale) {
  const walk = await seeSignIn(browser, id, language, locale);
  await walk.counter.setPasswordOf(id);
  await walk.look('password set');
  await walk.counter.signIn(id);
  await seeHome(walk);
  await seeDraft(walk);
  await seeConflict(walk);
  await fillAll(walk);
  await seeReview(walk);
  const number = await seeReceipt(walk);
  await seeOffer(walk);
  await seeStatus(walk, number, await walk.counter.serve());
  await seeDay(walk, id);
  await seeErrors(walk);
  walk.end();
}

// What a careless page looks like, and what has to be said of it.
const CARELESS = {
  'scrolls sideways': '<div style="width:2000px">wide</div>',
  'leaves the screen': '<div style="position:relative;left:-40px">out</div>',
  'is cut off': '<div style="overflow:hidden;height:8px;line-height:30px">half of it</div>',
  overlap: '<p style="margin:0 0 -20px;height:24px">one</p><p style="margin:0">other</p>',
  'is broken between letters': '<button style="width:30px;overflow-wrap:anywhere;padding:0">Submit</button>',
  'is too small': '<button style="width:20px;height:20px;padding:0">x</button>',
  'the focus is not marked': '<button style="outline:none;width:99px;height:40px">press</button>',
  'the focus is hidden': '<div style="position:fixed;inset:0;background:#fff;z-index:1">over all</div><button style="width:99px;height:40px">press</button>',
  'color-contrast': '<p style="color:#ccc">pale</p>',
};

async function careless(browser) {
  const page = await openPage(browser, 'en-IN');
  for (const [complaint, html] of Object.entries(CARELESS)) {
    await page.setContent(`<!doctype html><html lang="en"><title>careless</title><main><h1>Page</h1>${html}</main></html>`);
    const found = await lookAt(page, complaint);
    if (!found.some(line => line.includes(complaint))) throw new Failure(`not seen: ${complaint}; only\n${found.join('\n')}`);
  }
}

const english = browser => seeAll(browser, 'example.meena', 'en', 'en-IN');
const hindi = browser => seeAll(browser, 'example.arif', 'hi', 'hi-IN');

run({ careless, english, hindi });
