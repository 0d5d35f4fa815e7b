// SPDX-License-Identifier: LGPL-2.1-or-later
// Looks at a page as somebody with poor sight or no mouse does: on a desk, on a phone, and
// at 400 % on a desk of 1280 by 1024. With KHIDKI_PICTURES it keeps what it saw.
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { Failure, findViolations } = require('./browser.js');

const SIZES = [{ width: 1366, height: 900 }, { width: 390, height: 844 }, { width: 320, height: 256 }];
const PICTURES = process.env.KHIDKI_PICTURES;
const MOST_STOPS = 200;

// Runs in the page; what it complains of, in words.
function findUgly() {
  const found = [];
  const name = element => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}.${element.className} “${(element.innerText ?? '').slice(0, 40)}”`;
  const isSeen = element => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    && !element.closest('.unseen, .skip');
  const all = [...document.body.querySelectorAll('*')].filter(isSeen);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`scrolls sideways by ${wide} px`);
  const words = [];
  for (const element of all) {
    const box = element.getBoundingClientRect();
    if (box.right > window.innerWidth + 1 || box.left < -1) found.push(`leaves the screen: ${name(element)}`);
    const style = getComputedStyle(element);
    if (style.overflowX !== 'visible' && !['INPUT', 'SELECT', 'IMG', 'svg'].includes(element.tagName)
      && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
      found.push(`is cut off: ${name(element)}`);
    // A choice that stands in a box has to fit into it.
    if (element.tagName === 'SELECT' && element.selectedIndex >= 0) {
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      if (pen.measureText(element.selectedOptions[0].text).width > element.clientWidth)
        found.push(`is cut off: ${name(element)} ${element.selectedOptions[0].text}`);
    }
    // What sticks to the edge lies over what scrolls below it.
    const sticks = element.closest('.bar') !== null;
    if (!sticks && ['INPUT', 'SELECT', 'BUTTON', 'IMG'].includes(element.tagName)) words.push({ element, box });
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '' || element.tagName === 'OPTION') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const parts = node.data.trim().split(/[\s–·/-]+/);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      // Room for the longest word, and yet it is broken.
      if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > parts.length
        && Math.max(...parts.map(part => pen.measureText(part).width)) < window.innerWidth - 96)
        found.push(`is broken between letters: ${name(element)}`);
      for (const line of sticks ? [] : range.getClientRects()) words.push({ element, box: line });
    }
  }
  for (const [index, one] of words.entries()) {
    for (const other of words.slice(index + 1)) {
      if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Lines of Devanagari are taller than what is seen of them.
      if (across > 2 && down > 6) found.push(`overlap: ${name(one.element)} and ${name(other.element)}`);
    }
  }
  for (const element of all.filter(each => each.matches('a, button, input, select, summary'))) {
    const box = element.getBoundingClientRect();
    const inText = element.tagName === 'A' && getComputedStyle(element).display === 'inline'
      && element.parentElement.innerText.trim() !== element.innerText.trim();
    if (!inText && (box.width < 24 || box.height < 24))
      found.push(`${Math.round(box.width)} by ${Math.round(box.height)} px is too small: ${name(element)}`);
  }
  return found;
}

// Where the focus is, and what is wrong with how it can be seen.
function findFocus() {
  const element = document.activeElement;
  if (element === document.body || element === null) return { end: true };
  const name = `${element.tagName.toLowerCase()}#${element.id} “${(element.innerText || element.name || '').slice(0, 30)}”`;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  const left = Math.max(box.left, 0), right = Math.min(box.right, window.innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, window.innerHeight);
  const isShown = (x, y) => {
    const at = document.elementFromPoint(x, y);
    return at !== null && (element.contains(at) || at.contains(element) || at.tagName === 'LABEL');
  };
  const shown = right > left && bottom > top
    && [0.1, 0.5, 0.9].some(part => isShown((left + right) / 2, top + (bottom - top) * part));
  return { name, marked, shown };
}

async function findHidden(page) {
  const found = [];
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(findFocus);
    if (at.end) return found;
    if (!at.marked) found.push(`the focus is not marked: ${at.name}`);
    if (!at.shown) found.push(`the focus is hidden: ${at.name}`);
  }
  return [...found, 'the tab key does not come to the end'];
}

function toFile(what, ending) {
  return path.join(PICTURES, `${what.replaceAll(/[^\p{L}\p{M}\d]+/gu, '-')}${ending}`);
}

async function draw(page, what) {
  if (PICTURES) await page.screenshot({ path: toFile(what, '.png'), fullPage: true });
}

// At each size: nothing cut off, over another or too small; by keyboard where it is asked
// for. What axe looks at is the same at every size but for that: once is enough.
async function lookAt(page, what, { axe = 1366, keys = [1366, 320] } = {}) {
  const before = page.viewportSize();
  const found = [];
  for (const size of SIZES) {
    const where = `${what}, ${size.width} by ${size.height} px`;
    await page.setViewportSize(size);
    const ugly = await page.evaluate(findUgly);
    if (size.width === axe) ugly.push(...await findViolations(page));
    await draw(page, `${what} ${size.width}`);
    if (keys.includes(size.width)) ugly.push(...await findHidden(page));
    found.push(...ugly.map(complaint => `${where}: ${complaint}`));
  }
  await page.setViewportSize(before);
  return found;
}

// True zoom: as many dots as before, four of them for one.
async function zoom(page, what) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', { width: 320, height: 256, deviceScaleFactor: 4, mobile: false });
  const ratio = await page.evaluate(() => window.devicePixelRatio);
  if (ratio !== 4) throw new Failure(`${what}: the page is not zoomed, but ${ratio}`);
  const found = await page.evaluate(findUgly);
  if (PICTURES) {
    const { data } = await session.send('Page.captureScreenshot');
    fs.writeFileSync(toFile(`${what} zoomed`, '.png'), Buffer.from(data, 'base64'));
  }
  await session.send('Emulation.setDeviceMetricsOverride', { ...page.viewportSize(), deviceScaleFactor: 1, mobile: false });
  await session.detach();
  return found.map(complaint => `${what}, zoomed: ${complaint}`);
}

// The printed paper: how many pages, and how wide and high, in millimetres.
async function printPaper(page, what) {
  const file = PICTURES ? toFile(what, '.pdf') : path.join(process.env.KHIDKI_FILES, 'paper.pdf');
  fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
  const told = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  const [, width, height] = told.match(/Page size:\s+([\d.]+) x ([\d.]+)/);
  if (PICTURES) execFileSync('pdftoppm', ['-png', '-r', '110', file, file.slice(0, -4)]);
  return { pages: Number(told.match(/Pages:\s+(\d+)/)[1]), width: Math.round(width / 72 * 25.4), height: Math.round(height / 72 * 25.4) };
}

// On paper there is no focus and nothing to tap.
async function lookAtPaper(page, what) {
  await draw(page, `${what}, on the screen`);
  return (await page.evaluate(findUgly)).map(complaint => `${what}: ${complaint}`);
}

module.exports = { draw, lookAt, lookAtPaper, printPaper, zoom };
