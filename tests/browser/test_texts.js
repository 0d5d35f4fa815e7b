// SPDX-License-Identifier: LGPL-2.1-or-later
// The page that texts, and WhatsApp failing over to it.
'use strict';

const { execFileSync } = require('child_process');
const { Failure, mustBeAccessible, mustBeQuiet, openPage, run, until } = require('./browser.js');
const { SANDBOX } = require('./phone.js');

const CONTROL = JSON.parse(process.env.KHIDKI_CONTROL);
const TEXT = '.line.theirs';
const AIR = '.line.theirs .air';

function control(...words) {
  return execFileSync(CONTROL[0], [...CONTROL.slice(1), ...words], { encoding: 'utf8' });
}

class Texts {
  constructor(page) {
    this.page = page;
  }

  static async open(browser, number) {
    const page = await openPage(browser, 'en-IN');
    await page.goto(`${SANDBOX}/sms#${number}`);
    await page.waitForSelector('#phones input:checked');
    return new Texts(page);
  }

  async count() {
    return this.page.locator(TEXT).count();
  }

  async last() {
    return this.page.locator(TEXT).last().innerText();
  }

  async mustHold(count, ...parts) {
    await until(`text ${count} came`, async () => await this.count() === count);
    for (const part of parts)
      if (!(await this.last()).includes(part)) throw new Failure(`expected “${part}” in:\n${await this.last()}`);
  }

  async say(text, ...parts) {
    const before = await this.count();
    await this.page.fill('#text', text);
    await this.page.press('#text', 'Enter');
    await this.mustHold(before + 1, ...parts);
  }
}

async function commands(browser) {
  const texts = await Texts.open(browser, '919810000001');
  await mustBeAccessible(texts.page, 'the empty page of texts');
  await texts.page.fill('#new-phone input', '919810000001');
  await texts.page.click('#new-phone button');
  await texts.say('HELP', 'KHIDKI', 'SEVA INCOME', 'GSM 7 bit', 'template 11070');
  await texts.say('SEVA income', 'Papers', '14 days');
  await texts.say('APPLY income', 'Form begun');
  await texts.say('मदद', 'लिखिए', 'UCS-2', 'segments');
  await texts.page.getByRole('button', { name: 'STOP', exact: true }).click();
  await texts.mustHold(5, 'अपने आवेदन');
  // A phone that is off gets nothing, and can send nothing.
  await texts.page.check('#off');
  await until('the phone is off', () => texts.page.locator('#text').isDisabled());
  await mustBeAccessible(texts.page, 'a phone that is off');
  await texts.page.uncheck('#off');
  await texts.say('ENGLISH', 'SEVA INCOME');
  await mustBeAccessible(texts.page, 'the page of texts');
  const sizes = await texts.page.locator(AIR).allInnerTexts();
  if (sizes.length !== 6 || sizes.some(size => !/segments? · template \d{19}$/.test(size)))
    throw new Failure(`not what a text is made of: ${sizes}`);
  mustBeQuiet(texts.page);
}

// WhatsApp cannot reach the phone: the news of a case comes by SMS, and not to a phone that is off.
async function failover(browser) {
  const texts = await Texts.open(browser, process.env.KHIDKI_APPLICANT);
  await texts.page.check('#unreachable');
  const chat = await openPage(browser, 'en-IN');
  await chat.goto(await texts.page.locator('#whatsapp').evaluate(link => link.href));
  await until('the other page knows', () => chat.isChecked('#unreachable'));
  control('app', 'take', process.env.KHIDKI_APPLICATION, '--as', 'example.assistant');
  await until('it failed', async () => await chat.locator('.line.lost').count() > 0);
  await mustBeAccessible(chat, 'a message that failed');
  const number = process.env.KHIDKI_APPLICATION.replace(/(\d{4})(\d{4})(\d{4})(\d{2})/, '$1 $2 $3 $4');
  await texts.mustHold(1, number, 'template 1107');
  await texts.page.check('#off');
  control('app', 'forward', process.env.KHIDKI_APPLICATION, '--as', 'example.assistant');
  await until('it did not arrive', async () => await texts.page.locator('.line.lost').count() === 1);
  await mustBeAccessible(texts.page, 'a text that did not arrive');
  await texts.page.uncheck('#unreachable');
  await until('it is known there too', async () => !await chat.isChecked('#unreachable'));
  mustBeQuiet(chat);
  mustBeQuiet(texts.page);
}

run({ commands, failover });
