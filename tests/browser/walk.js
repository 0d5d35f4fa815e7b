// SPDX-License-Identifier: LGPL-2.1-or-later
// A walk over the counter's pages and papers that looks at each of them.
'use strict';

const { Failure } = require('./browser.js');
const { draw, lookAt, lookAtPaper, printPaper, zoom } = require('./sight.js');
const { mustBe } = require('./world.js');

// Goes from page to page and gathers what is wrong, so that one run tells all of it.
class Walk {
  constructor(counter, language) {
    this.counter = counter;
    this.page = counter.page;
    this.language = language;
    // Both languages have the same page: what one is looked at for, the other need not be.
    this.eyes = language === 'en' ? { axe: 1366, keys: [1366, 320] } : { axe: 390, keys: [1366] };
    this.found = [];
  }

  async look(what) {
    this.found.push(...await lookAt(this.page, `${this.language} ${what}`, this.eyes));
  }

  // Without scripts there is but the picture.
  async glance(what) {
    await draw(this.page, `${this.language} ${what}`);
  }

  async zoom(what) {
    this.found.push(...await zoom(this.page, `${this.language} ${what}`));
  }

  async go(what, address) {
    await this.counter.go(address);
    await this.look(what);
  }

  // Fills what is named, sends the form, and looks at what comes.
  async send(what, boxes, button = 'main form button:not([hidden])') {
    for (const [selector, text] of Object.entries(boxes)) await this.page.fill(selector, text);
    await this.counter.lead(() => this.page.locator(button).first().click());
    await this.look(what);
  }

  // What comes out of the printer, and what stands on the screen meanwhile.
  async print(what, address, wanted) {
    const page = await this.page.context().newPage();
    // The page prints itself, and a page is printed once at a time.
    await page.addInitScript(() => { window.print = () => undefined; });
    await page.goto(address);
    await page.waitForSelector('article');
    this.found.push(...await lookAtPaper(page, `${this.language} ${what}`));
    const paper = await printPaper(page, `${this.language} ${what}`);
    for (const [key, value] of Object.entries(wanted)) mustBe(`${key} of ${what}`, paper[key], value);
    await page.close();
  }

  async printReceipt(what, size, wanted) {
    const [sheet] = await Promise.all([
      this.page.context().waitForEvent('page'),
      this.page.click(`.prints button[value=${size}]`),
    ]);
    await sheet.waitForSelector('article.receipt');
    const address = sheet.url();
    await sheet.close();
    await this.print(what, address, wanted);
    await this.page.reload();
  }

  end() {
    if (this.found.length > 0) throw new Failure([...new Set(this.found)].join('\n'));
  }
}

module.exports = { Walk };
