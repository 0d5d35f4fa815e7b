// SPDX-License-Identifier: LGPL-2.1-or-later
// The counter's pages, used as an operator would.
'use strict';

const path = require('path');
const { Failure, mustBeAccessible, openPage, until } = require('./browser.js');
const { invite } = require('./world.js');

const FILES = process.env.KHIDKI_FILES;
const URL = process.env.KHIDKI_URL;
const PASSWORD = 'four words are good';

// What everybody says; a citizen has more or other than that.
const ANSWERS = {
  name: 'Sita Devi', gender: 'female', dob: '15/8/1990', mobile: '9876543210',
  'parent.relation': 'father', 'parent.name': 'Ram Prasad', 'id.type': 'voter-id', 'id.last4': '4321',
  'address.house': 'H-12', 'address.locality': 'Rohini Sector 7', 'address.pin': '110085',
  'address.subdivision': 'rohini', 'own.source': 'daily-wage', 'own.income': '84000',
  purpose: 'school-admission',
};
const PAPERS = { identity: ['voter-id', 'photo.jpg'], residence: ['electricity-bill', 'bill.pdf'], photo: [null, 'photo.jpg'] };

class Counter {
  constructor(page, scripts) {
    this.page = page;
    this.scripts = scripts;
    this.seen = new Set();
  }

  static async open(browser, { language = 'en-IN', scripts = true, width = 1366 } = {}) {
    const page = await openPage(browser, language, width, scripts);
    return new Counter(page, scripts);
  }

  // Signed in, with a password of their own.
  static async start(browser, id, options) {
    const counter = await Counter.open(browser, options);
    await counter.setPasswordOf(id);
    await counter.signIn(id);
    await counter.page.waitForSelector('#q');
    return counter;
  }

  // Another window of the same operator.
  async openBeside(address) {
    const beside = new Counter(await this.page.context().newPage(), this.scripts);
    await beside.page.goto(address);
    return beside;
  }

  async go(address) {
    await this.page.goto(`${URL}${address}`);
  }

  // Does what leads to another page, and waits for it.
  async lead(act) {
    await Promise.all([this.page.waitForNavigation(), act()]);
  }

  async press(selector) {
    await this.lead(() => this.page.click(selector));
  }

  // The focus comes with the page, yet a moment after it.
  async focused() {
    const find = () => {
      const box = document.activeElement;
      return box === document.body ? '' : box.id || box.name || box.value || box.tagName;
    };
    return await this.page.evaluate(find) || (await this.page.waitForFunction(find)).jsonValue();
  }

  async text() {
    return this.page.innerText('main');
  }

  async mustSay(...parts) {
    const text = await this.text();
    for (const part of parts) if (!text.includes(part)) throw new Failure(`expected “${part}” in:\n${text}`);
  }

  // Once for each kind of page; axe needs scripts.
  async look(what) {
    const size = this.page.viewportSize();
    const wide = this.scripts
      && await this.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (wide) throw new Failure(`${what} is wider than the screen`);
    if (!this.scripts || this.seen.has(what)) return;
    this.seen.add(what);
    await mustBeAccessible(this.page, what);
    await this.page.setViewportSize(size);
  }

  async setPasswordOf(id) {
    await this.go('/counter/password');
    const invitation = invite(id);
    await this.page.fill('#id', id);
    await this.page.fill('#proof', invitation);
    await this.page.fill('#password', PASSWORD);
    await this.page.fill('#again', PASSWORD);
    await this.press('main button');
  }

  async signIn(id) {
    await this.go('/counter/sign-in');
    await this.page.fill('#id', id);
    await this.page.fill('#password', PASSWORD);
    await this.press('main button');
  }

  // Three letters, then the first that is found.
  async begin(letters = 'inc') {
    await this.go('/counter/');
    await this.page.fill('#q', letters);
    await this.lead(() => this.page.press('#q', 'Enter'));
    await this.press('.begin button[value=self]');
    await this.page.waitForSelector('#draft');
  }

  box(field) {
    return this.page.locator(`[id="f-${field}"]`);
  }

  async put(field, value) {
    const box = this.box(field);
    if (await box.count() === 0) return this.page.check(`[name="f:${field}"][value="${value}"]`);
    if (await box.evaluate(element => element.tagName === 'SELECT')) return box.selectOption(value);
    return box.fill(value);
  }

  // With scripts every field saves itself when it is left; without, a button does it.
  async settle() {
    if (!this.scripts) {
      await this.press('.bar button[value=save]');
      return;
    }
    await this.page.locator('#review').focus();
    await until('all is saved', async () =>
      await this.page.locator('#said').innerText() === await this.page.locator('#draft').getAttribute('data-saved')
      || await this.page.locator('[aria-invalid=true]').count() > 0);
  }

  async fill(answers) {
    for (const [field, value] of Object.entries(answers)) await this.put(field, value);
    await this.settle();
  }

  async addMember(number, answers) {
    await this.press('[id="add-family"]');
    for (const [field, value] of Object.entries(answers)) await this.put(`family.${number}.${field}`, value);
    await this.settle();
  }

  async attach(paper, [kind, file]) {
    if (kind) await this.page.selectOption(`[id="kind-${paper}"]`, kind);
    await this.page.setInputFiles(`[id="file-${paper}"]`, path.join(FILES, file));
    if (!this.scripts) await this.press(`[id="part-paper-${paper}"] .attach`);
    await this.page.waitForSelector(`[id="part-paper-${paper}"] .files li`);
  }

  // What a key on a box of files opens. Chromium is told once, before the first key, that we
  // answer in the place of its own window: told at each key, it would be told too late.
  async watchFiles() {
    const opened = [];
    this.page.on('filechooser', chooser => opened.push(chooser));
    await this.page.reload();
    return async press => {
      await press();
      return until('a key opens the window of files', () => opened.shift());
    };
  }

  async attachAll() {
    for (const [paper, what] of Object.entries(PAPERS)) await this.attach(paper, what);
  }

  async review() {
    await this.press('#review');
    await this.page.waitForSelector('.pay');
    await this.look('the review');
  }

  // Declared on a signed sheet, paid in cash; gives the number.
  async pay(received = '') {
    if (received !== '') await this.page.fill('#received', received);
    await this.page.setInputFiles('#sheet', path.join(FILES, 'photo.jpg'));
    await this.press('.pay button.main');
    return this.number();
  }

  async number() {
    await this.page.waitForSelector('.taken');
    await this.look('the receipt');
    return (await this.page.locator('.taken .big').innerText()).replaceAll(' ', '');
  }

  // Everything from the first letter to the number.
  async serve(answers = {}, received = '') {
    await this.begin();
    await this.fill({ ...ANSWERS, ...answers });
    await this.attachAll();
    await this.review();
    return this.pay(received);
  }

  // The paper in its own window; what it says.
  async print(size) {
    const [sheet] = await Promise.all([
      this.page.context().waitForEvent('page'),
      this.page.click(`.prints button[value=${size}]`),
    ]);
    await sheet.waitForSelector('article.receipt');
    const text = await sheet.innerText('article');
    await sheet.close();
    return text;
  }
}

module.exports = { ANSWERS, Counter, PASSWORD };
