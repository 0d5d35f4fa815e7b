// SPDX-License-Identifier: LGPL-2.1-or-later
// What a counter's test sees of the world beside the page: the control tool, the ledger,
// texts that have come, the clock.
'use strict';

const { execFileSync } = require('child_process');
const { Failure, until } = require('./browser.js');

const CONTROL = JSON.parse(process.env.KHIDKI_CONTROL);
const QUERY = 'import sqlite3, sys\n'
  + 'print(*sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute(sys.argv[2]).fetchone())';

function control(...words) {
  return execFileSync(CONTROL[0], [...CONTROL.slice(1), ...words], { encoding: 'utf8' });
}

function ask(statement) {
  return execFileSync('python3', ['-c', QUERY, process.env.KHIDKI_DATABASE, statement], { encoding: 'utf8' }).trim();
}

function invite(id) {
  return JSON.parse(control('--json', 'operator', 'invite', id)).invitation;
}

// The texts by SMS to a mobile number, the oldest first.
async function textsTo(mobile) {
  const texts = await (await fetch(process.env.KHIDKI_TEXTS_URL)).json();
  return texts.filter(text => text.to.endsWith(mobile)).map(text => text.text);
}

function turned() {
  return JSON.parse(control('--json', 'status')).clock_turned_seconds ?? 0;
}

// Until the server has seen it.
async function advance(span) {
  const before = turned();
  const answer = await fetch(new URL('/sandbox/clock', process.env.KHIDKI_SANDBOX_URL),
    { method: 'POST', body: JSON.stringify({ advance: span }) });
  if (!answer.ok) throw new Failure(`the clock: ${answer.status} ${await answer.text()}`);
  await until('the clock is ahead', () => turned() > before);
}

function mustBe(what, found, wanted) {
  if (found !== wanted) throw new Failure(`${what}: expected ${wanted}, found ${found}`);
}

function mustHold(text, ...parts) {
  for (const part of parts) if (!text.includes(part)) throw new Failure(`expected “${part}” in:\n${text}`);
}

module.exports = { advance, ask, control, invite, mustBe, mustHold, textsTo };
