// SPDX-License-Identifier: LGPL-2.1-or-later
// The sandbox's phone page, used as a person would.
'use strict';

const path = require('path');
const { Failure, openPage, until } = require('./browser.js');

const FILES = process.env.KHIDKI_FILES;
const SANDBOX = process.env.KHIDKI_SANDBOX_URL;
const THEIRS = '.line.theirs:not(.typing)';

class Phone {
  constructor(page) {
    this.page = page;
  }

  static async open(browser, language) {
    const page = await openPage(browser, language);
    await page.goto(SANDBOX);
    await page.waitForSelector('#citizens input');
    return new Phone(page);
  }

  // Somebody who was never here before, whatever other stories did.
  async becomeNewCitizen(name) {
    const before = await this.number();
    await this.page.click('.new summary');
    await this.page.fill('#new-citizen input[name=name]', name);
    await this.page.click('#new-citizen button');
    await until('the new citizen is chosen', async () => await this.number() !== before);
    await this.page.waitForSelector('.chat .empty');
  }

  // For whoever reads a journey with their own eyes: KHIDKI_PICTURES=FOLDER.
  async keepPicture(name) {
    const folder = process.env.KHIDKI_PICTURES;
    if (folder) await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  async number() {
    return this.page.evaluate(() => window.location.hash.slice(1));
  }

  last() {
    return this.page.locator(THEIRS).last();
  }

  async text() {
    return this.last().innerText();
  }

  // Does something, then waits until what came is there and nobody types.
  async answered(act, part) {
    const before = await this.page.locator(THEIRS).count();
    await act();
    await until(`an answer with “${part ?? ''}”`, async () =>
      await this.page.locator(THEIRS).count() > before
      && await this.page.locator('.line.typing').count() === 0
      && (part === undefined || (await this.text()).includes(part)));
  }

  async say(text, part) {
    await this.answered(async () => {
      await this.page.fill('#text', text);
      await this.page.press('#text', 'Enter');
    }, part);
  }

  // A button below the last message.
  async press(title, part) {
    const button = this.last().locator('.actions button').filter({ hasText: title }).first();
    if (await button.count() === 0) throw new Failure(`no button “${title}” in:\n${await this.text()}`);
    await this.answered(() => button.click(), part);
  }

  async openList() {
    await this.last().locator('.actions button').click();
    await this.page.waitForSelector('#sheet:not([hidden])');
  }

  // A row of the list that the last message opens.
  async pick(title, part) {
    await this.openList();
    const option = this.page.locator('#sheet label.option').filter({ hasText: title }).first();
    if (await option.count() === 0)
      throw new Failure(`no row “${title}” in:\n${await this.page.locator('#sheet').innerText()}`);
    await this.answered(async () => {
      await option.click();
      await this.page.click('#sheet button[type=submit]');
    }, part);
  }

  // Whichever of both the channel made of it.
  async tap(title, part) {
    const button = this.last().locator('.actions button').filter({ hasText: title });
    await (await button.count() > 0 ? this.press(title, part) : this.pick(title, part));
  }

  async send(file, kind, caption, part) {
    await this.answered(async () => {
      await this.page.click('#attach');
      const [chooser] = await Promise.all([
        this.page.waitForEvent('filechooser'),
        this.page.click(`#attach-menu button[data-attach=${kind}]`),
      ]);
      await chooser.setFiles(path.join(FILES, file));
      await this.page.fill('#sheet input[name=caption]', caption);
      await this.page.click('#sheet button[type=submit]');
    }, part);
  }

  async turnClock() {
    const before = await this.page.locator('#ahead').innerText();
    await this.page.getByRole('button', { name: '+14 days' }).click();
    await until('the clock is ahead', async () => await this.page.locator('#ahead').innerText() !== before);
  }
}

module.exports = { Phone, SANDBOX };
