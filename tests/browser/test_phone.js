// SPDX-License-Identifier: LGPL-2.1-or-later
// From Hi to the certificate on the phone page, and what its code opens.
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Failure, mustBeAccessible, mustBeQuiet, openPage, run, until } = require('./browser.js');
const { Phone } = require('./phone.js');

const CONTROL = JSON.parse(process.env.KHIDKI_CONTROL);
const URL = process.env.KHIDKI_URL;

function control(...words) {
  return execFileSync(CONTROL[0], [...CONTROL.slice(1), ...words], { encoding: 'utf8' });
}

function approve(number) {
  control('app', 'take', number, '--as', 'example.assistant');
  control('app', 'forward', number, '--as', 'example.assistant');
  control('app', 'forward', number, '--as', 'example.patwari');
  control('app', 'approve', number, '--as', 'example.tehsildar');
}

function mustHold(text, ...parts) {
  for (const part of parts)
    if (!text.includes(part)) throw new Failure(`expected “${part}” in:\n${text}`);
}

async function findNumber(phone) {
  const found = (await phone.text()).match(/\d{4} \d{4} \d{4} \d{2}/);
  if (!found) throw new Failure(`no number in:\n${await phone.text()}`);
  return found[0].replaceAll(' ', '');
}

// What a camera sees of the printed page.
function readCode(pdf) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'khidki-code-'));
  try {
    const file = path.join(folder, 'certificate.pdf');
    fs.writeFileSync(file, pdf);
    execFileSync('pdftoppm', ['-png', '-r', '150', '-singlefile', file, path.join(folder, 'page')]);
    return execFileSync('zbarimg', ['--quiet', '--raw', path.join(folder, 'page.png')], { encoding: 'utf8' }).trim();
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function openCertificate(phone) {
  const page = phone.page;
  const file = page.locator('.line.theirs button.file');
  await until('the certificate is in the chat', async () => await file.count() > 0);
  await file.last().click();
  await page.waitForSelector('#viewer iframe');
  await mustBeAccessible(page, 'the viewer');
  const address = await page.locator('#viewer a').getAttribute('href');
  const pdf = await (await page.request.get(new globalThis.URL(address, page.url()).href)).body();
  await page.keyboard.press('Escape');
  await page.waitForSelector('#viewer', { state: 'hidden' });
  if (pdf.subarray(0, 4).toString() !== '%PDF') throw new Failure(`${address} is no PDF`);
  return pdf;
}

// A school scans the code: the page that opens shows what the paper must say.
async function scan(browser, language, code, ...parts) {
  const page = await openPage(browser, language);
  await page.goto(code);
  mustHold(await page.innerText('main'), ...parts);
  await mustBeAccessible(page, 'the page of a scan');
  mustBeQuiet(page);
  await page.goto(`${URL}/verify/`);
  await mustBeAccessible(page, '/verify/');
  await page.fill('#code', code);
  await page.locator('form[method=post] button').click();
  mustHold(await page.innerText('main'), ...parts);
  await page.goto(`${URL}/verify/`);
  await page.fill('#code', `${code}x`);
  await page.locator('form[method=post] button').click();
  await page.waitForSelector('.status.bad');
  await mustBeAccessible(page, 'the refusal of a code');
  mustBeQuiet(page);
}

async function nameInHindi(phone, title, more, field, name) {
  await phone.tap(title);
  for (let pages = 0; pages < 6; pages += 1) {
    await phone.openList();
    const found = await phone.page.locator('#sheet label.option').filter({ hasText: field }).count() > 0;
    await phone.page.keyboard.press('Escape');
    if (found) break;
    await phone.pick(more);
  }
  await phone.pick(field);
  await phone.say(name, name);
}

async function finish(browser, phone, language, again, ...parts) {
  const number = await findNumber(phone);
  await phone.turnClock();
  approve(number);
  const pdf = await openCertificate(phone);
  await scan(browser, language, readCode(pdf), ...parts);
  await phone.say(again);
  await openCertificate(phone);
  await mustBeAccessible(phone.page, 'the phone page with a whole chat');
  mustBeQuiet(phone.page);
}

async function english(browser) {
  const phone = await Phone.open(browser, 'en-IN');
  await mustBeAccessible(phone.page, 'the empty phone page');
  await phone.becomeNewCitizen('Sita');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('Hi', 'OTP');
  await phone.openList();
  await mustBeAccessible(phone.page, 'the list of services');
  await phone.page.keyboard.press('Escape');
  await phone.pick('राजस्व');
  await phone.tap('English');
  await phone.keepPicture('english-1');
  await phone.press('For myself', 'full name');
  await phone.say('Sita Devi');
  await phone.tap('Female', 'date of birth');
  await phone.say('15/8/1990');
  await phone.keepPicture('english-2');
  await phone.tap(mobile, 'father');
  await phone.say('Father, Ram Prasad');
  await phone.say('Voter card, 4321');
  await phone.say('H-12, Gali 4, Rohini Sector 7, 110085', 'Which office');
  await phone.keepPicture('english-3');
  await phone.tap('Rohini');
  await phone.say('Daily wage, 84000', 'family');
  await phone.keepPicture('english-4');
  await phone.say('Mohan Lal, spouse, 38, 120000\nRavi, son, 12, 0\nAnu, daughter, 9, 0');
  await phone.tap('No, that is all');
  await phone.tap('School admission', 'identity');
  await phone.keepPicture('english-5');
  await phone.send('photo.jpg', 'photo', 'Voter card', '✓');
  await phone.send('bill.pdf', 'document', 'Electricity bill', '✓');
  await phone.send('photo.jpg', 'photo', 'photo', 'Please check');
  await phone.keepPicture('english-6');
  await nameInHindi(phone, 'Change something', 'Show more', 'Name in Hindi', 'सीता देवी');
  await phone.tap('All correct', 'declare');
  await phone.keepPicture('english-7');
  await phone.tap('I agree');
  await phone.keepPicture('english-8');
  await finish(browser, phone, 'en-IN', 'certificate', 'Sita Devi', 'सीता देवी', '₹ 2,04,000', '15/08/1990');
}

async function hindi(browser) {
  const phone = await Phone.open(browser, 'hi-IN');
  await phone.becomeNewCitizen('सीता');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('नमस्ते', 'OTP');
  await phone.keepPicture('hindi-1');
  await phone.pick('राजस्व');
  await phone.tap('मेरे लिए');
  await phone.keepPicture('hindi-2');
  await phone.say('सीता देवी');
  await phone.tap('महिला');
  await phone.say('१५ अगस्त १९९०');
  await phone.tap(mobile);
  await phone.say('पिता राम प्रसाद');
  await phone.say('वोटर कार्ड 4321');
  await phone.say('H-12, गली 4, रोहिणी सेक्टर 7, 110085');
  await phone.keepPicture('hindi-3');
  await phone.tap('रोहिणी');
  await phone.say('दिहाड़ी, 84000');
  await phone.keepPicture('hindi-4');
  await phone.say('मोहन लाल, पति, 38, 120000\nरवि, बेटा, 12, 0\nअनु, बेटी, 9, 0');
  await phone.tap('नहीं');
  await phone.tap('स्कूल');
  await phone.keepPicture('hindi-5');
  await phone.send('photo.jpg', 'photo', 'वोटर कार्ड', '✓');
  await phone.send('bill.pdf', 'document', 'बिजली का बिल', '✓');
  await phone.send('photo.jpg', 'photo', 'आवेदक की फ़ोटो', 'सीता देवी');
  await phone.keepPicture('hindi-6');
  await phone.tap('सही');
  await phone.keepPicture('hindi-7');
  await phone.tap('सहमत');
  await phone.keepPicture('hindi-8');
  await finish(browser, phone, 'hi-IN', 'प्रमाण पत्र', 'सीता देवी', '₹ 2,04,000', '15/08/1990');
}

// Urdu is read from the right, whatever Latin letters and digits stand in it.
async function mustReadFrom(phone, direction) {
  const starts = await phone.last().locator('.words').first().evaluate(element => {
    const range = document.createRange();
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const letter = range.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return box.right - letter.right < letter.left - box.left ? 'right' : 'left';
  });
  if (starts !== direction) throw new Failure(`reads from the ${starts}:\n${await phone.text()}`);
}

async function punjabi(browser) {
  const phone = await Phone.open(browser, 'pa-IN');
  await phone.becomeNewCitizen('ਸੀਤਾ');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('ਸਤਿ ਸ੍ਰੀ ਅਕਾਲ', 'OTP');
  await phone.keepPicture('punjabi-1');
  await phone.pick('ਮਾਲ ਵਿਭਾਗ');
  await phone.tap('ਮੇਰੇ ਲਈ');
  await phone.say('ਸੀਤਾ ਦੇਵੀ');
  await phone.tap('ਔਰਤ');
  await phone.say('੧੫ ਅਗਸਤ ੧੯੯੦');
  await phone.tap(mobile);
  await phone.say('ਪਿਤਾ ਰਾਮ ਪ੍ਰਸਾਦ');
  await phone.say('ਵੋਟਰ ਕਾਰਡ 4321');
  await phone.say('H-12, ਗਲੀ 4, ਰੋਹਿਣੀ ਸੈਕਟਰ 7, 110085');
  await phone.keepPicture('punjabi-2');
  await phone.tap('ਰੋਹਿਣੀ');
  await phone.say('ਦਿਹਾੜੀ, 84000');
  await phone.keepPicture('punjabi-3');
  await phone.say('ਮੋਹਨ ਲਾਲ, ਪਤੀ, 38, 120000\nਰਵੀ, ਪੁੱਤਰ, 12, 0\nਅਨੂ, ਧੀ, 9, 0');
  await phone.tap('ਨਹੀਂ');
  await phone.tap('ਸਕੂਲ');
  await phone.send('photo.jpg', 'photo', 'ਵੋਟਰ ਕਾਰਡ', '✓');
  await phone.send('bill.pdf', 'document', 'ਬਿਜਲੀ ਦਾ ਬਿੱਲ', '✓');
  await phone.send('photo.jpg', 'photo', 'ਬਿਨੈਕਾਰ ਦੀ ਫੋਟੋ', 'ਸੀਤਾ ਦੇਵੀ');
  await phone.keepPicture('punjabi-4');
  await phone.tap('ਸਹੀ', 'ਹਿੰਦੀ ਵਿੱਚ');
  await phone.keepPicture('punjabi-5');
  await phone.tap('ਸਹਿਮਤ');
  await phone.keepPicture('punjabi-6');
  await finish(browser, phone, 'pa-IN', 'ਸਰਟੀਫਿਕੇਟ', '₹ 2,04,000', '15/08/1990');
}

async function urdu(browser) {
  const phone = await Phone.open(browser, 'ur-IN');
  await phone.becomeNewCitizen('سیتا');
  const mobile = (await phone.number()).slice(-10);
  await phone.say('hi', 'OTP');
  await phone.keepPicture('urdu-0');
  await phone.openList();
  await phone.keepPicture('urdu-0-list');
  await phone.page.keyboard.press('Escape');
  await phone.pick('اردو', 'اردو');
  await mustReadFrom(phone, 'right');
  await phone.keepPicture('urdu-1');
  await phone.pick('محکمہ مال');
  await phone.tap('میرے لیے');
  await phone.say('سیتا دیوی');
  await phone.tap('عورت');
  await phone.say('۱۵ اگست ۱۹۹۰');
  await phone.keepPicture('urdu-2');
  await phone.tap(mobile);
  await phone.say('والد رام پرساد');
  await phone.say('ووٹر کارڈ 4321');
  await phone.say('H-12، گلی 4، روہنی سیکٹر 7، 110085');
  await phone.keepPicture('urdu-3');
  await phone.tap('روہنی');
  await phone.say('دہاڑی، 84000');
  await phone.say('موہن لال، شوہر، 38، 120000\nروی، بیٹا، 12، 0\nانو، بیٹی، 9، 0');
  await phone.tap('نہیں');
  await phone.tap('اسکول');
  await phone.send('photo.jpg', 'photo', 'ووٹر کارڈ', '✓');
  await phone.send('bill.pdf', 'document', 'بجلی کا بل', '✓');
  await phone.send('photo.jpg', 'photo', 'درخواست گزار کی فوٹو', 'سیتا دیوی');
  await mustReadFrom(phone, 'right');
  await phone.keepPicture('urdu-4');
  await phone.tap('صحیح', 'ہندی میں');
  await phone.keepPicture('urdu-5');
  await phone.tap('متفق');
  await phone.keepPicture('urdu-6');
  await finish(browser, phone, 'ur-IN', 'سرٹیفکیٹ', '₹ 2,04,000', '15/08/1990');
}

run({ english, hindi, punjabi, urdu });
