// SPDX-License-Identifier: LGPL-2.1-or-later
// The public pages, for whoever cannot see them, point at them or widen them.
'use strict';

const { Failure, mustBeAccessible, mustBeQuiet, openPage, run } = require('./browser.js');

const URL = process.env.KHIDKI_URL;
const LINK = process.env.KHIDKI_PRIVATE_LINK;

async function look(browser, address, selector) {
  for (const language of ['en-IN', 'hi-IN']) {
    const page = await openPage(browser, language);
    await page.goto(address);
    await page.waitForSelector(selector);
    await mustBeAccessible(page, `${new globalThis.URL(address).pathname.slice(0, 10)} in ${language}`);
    mustBeQuiet(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (wide) throw new Failure(`${address} is wider than the screen`);
    await page.context().close();
  }
}

// Where the first and the last letter of each number stand, from the left.
const ends = numbers => numbers.map(element => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  return [0, text.length - 1].map(at => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  });
});

// A number of four groups is the same number from the right to the left.
async function numbers(browser) {
  await look(browser, `${URL}/numbers`, 'a[href^="https://wa.me/9"]');
  const page = await openPage(browser, 'ur-PK');
  await page.goto(`${URL}/numbers`);
  for (const [first, last] of await page.$$eval('.phone', ends))
    if (first >= last) throw new Failure('in Urdu a number stands the wrong way round');
  await page.context().close();
}

const verify = browser => look(browser, `${URL}/verify/`, '#code');
const centres = browser => look(browser, `${URL}/centres`, '#place');
const found = browser => look(browser, `${URL}/centres?place=110085`, 'dl dd');
const nowhere = browser => look(browser, `${URL}/centres?place=Atlantis`, '.status.warn');
const unknown = browser => look(browser, `${URL}/verify/76000000000001`, '.status.bad');

// A wrong value is told beside its field; then the right one; then it is over.
async function privateField(browser) {
  await look(browser, LINK, 'form input');
  const page = await openPage(browser, 'en-IN');
  await page.goto(LINK);
  const field = page.locator('form input:not([type=hidden])');
  await field.fill('x');
  await page.click('form button');
  await page.waitForSelector('[aria-invalid=true]');
  await mustBeAccessible(page, 'a private field that is wrong');
  await field.fill('DL07123456');
  await page.click('form button');
  await page.waitForSelector('.status.good');
  await mustBeAccessible(page, 'a private field that was taken');
  await page.goto(`${URL}/f/AAAAAAAAAAAAAAAAAAAAAA`);
  await mustBeAccessible(page, 'a link that nobody made');
}

run({ numbers, verify, centres, found, nowhere, unknown, 'private-field': privateField });
