// SPDX-License-Identifier: LGPL-2.1-or-later
// A browser for a test, what axe has to say of a page, and TAP.
'use strict';

const axeSource = require('axe-core').source;
const { chromium } = require('playwright-core');

const WIDTHS = [390, 1366];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PATIENCE = 60000;

class Failure extends Error {}

// Each launch has a profile of its own, which is dropped at its end.
async function withBrowser(work) {
  const browser = await chromium.launch({ executablePath: process.env.KHIDKI_CHROMIUM, args: FLAGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

// What a page's script complains of fails the test that looks at it.
async function openPage(browser, language, width = 1366, scripts = true) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: language, javaScriptEnabled: scripts });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.setDefaultTimeout(PATIENCE);
  return page;
}

function mustBeQuiet(page) {
  if (page.complaints.length > 0) throw new Failure(`${page.url()} complains:\n${page.complaints.join('\n')}`);
}

// What axe has to say of the page as it is now.
async function findViolations(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(rules => window.axe.run(document, { runOnly: rules }), RULES);
  if (result.passes.length === 0) return ['axe found nothing to look at'];
  return result.violations.flatMap(violation =>
    violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}

// At a phone's width and at a desk's; leaves the page at the latter.
async function mustBeAccessible(page, what) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await findViolations(page)).map(violation => `${what}, ${width} px: ${violation}`));
  }
  if (found.length > 0) throw new Failure(found.join('\n'));
}

async function until(what, check) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const found = await check();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Failure(`${what}: did not come to be in ${PATIENCE / 1000} s`);
}

// Every story of a file, or those that the command line names.
async function run(stories) {
  const wanted = process.argv.slice(2);
  const names = Object.keys(stories).filter(name => wanted.length === 0 || wanted.includes(name));
  let failed = names.length === 0 ? 1 : 0;
  console.log(`1..${names.length}`);
  for (const [index, name] of names.entries()) {
    try {
      await withBrowser(stories[name]);
      console.log(`ok ${index + 1} ${name}`);
    } catch (error) {
      failed += 1;
      for (const line of String(error.stack).split('\n')) console.log(`# ${line}`);
      console.log(`not ok ${index + 1} ${name}`);
    }
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

module.exports = { Failure, findViolations, mustBeAccessible, mustBeQuiet, openPage, run, until };
