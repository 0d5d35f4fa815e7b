# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds what is in the database against what the far end was told and saw."""
import collections
import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile

from meta import NUMBER_ID
from seal import Seal

MOST_ACTIONS = 24
RATE = 100000


def most_in_flight(rate=RATE):
    """What a number of so many messages a second has under way: what a death may cut off."""
    return min(max(rate * 3 // 10, 32), 320)


@contextlib.contextmanager
def open_copy(state):
    """The database as the next start would find it; the original is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ('khidki.db', 'khidki.db-wal', 'khidki.db-journal'):
            path = os.path.join(state, name)
            if os.path.exists(path):
                shutil.copy(path, folder)
        database = sqlite3.connect(os.path.join(folder, 'khidki.db'))
        try:
            yield database
        finally:
            database.close()


def send_keys(key):
    """The keys that replies to a message may have."""
    return [hashlib.blake2b(f'whatsapp\n{NUMBER_ID}\n{key}\n{index}'.encode(),
                            digest_size=16).hexdigest() for index in range(MOST_ACTIONS)]


def check_kept(state, acknowledged):
    """What must be there whenever the power went: faults, as text."""
    faults = []
    with open_copy(state) as database:
        try:
            whole = database.execute('PRAGMA integrity_check').fetchone()[0]
            if whole != 'ok':
                return [f'database: {whole}']
            known = {key for key, in database.execute('SELECT key FROM event')}
            named = {name for name, in database.execute("SELECT hash FROM paper WHERE verdict = 'ok' "
                                                        'UNION SELECT paper FROM certificate')}
        except sqlite3.DatabaseError as error:
            return [f'database: {error}'] if acknowledged else []
    if acknowledged or named:
        seal = Seal(state)
    faults += [f'acknowledged, but missing: {key}' for key in acknowledged
               if seal.digest('event', key) not in known]
    for name in named:
        try:
            seal.open_paper(name)
        except (OSError, ValueError) as error:
            faults.append(f'paper {name}: {error}')
    return faults


def read_in_flight(state):
    """{key: account} of what a dead server was sending; nothing if there is no database yet."""
    with open_copy(state) as database:
        try:
            return dict(database.execute("SELECT key, account FROM outbox WHERE state = 'sending'"))
        except sqlite3.DatabaseError:
            return {}


class Ledger:
    """After everything came to rest: counts and faults. @in_flight: what each death cut off."""

    def __init__(self, state, crowd, in_flight=()):
        self.crowd, self.faults, self.in_flight = crowd, [], in_flight
        self.seal = Seal(state)
        self.faults += check_kept(state, crowd.acknowledged)
        with open_copy(state) as database:
            events = database.execute('SELECT key, outcome FROM event').fetchall()
            self.outbox = {key: (number, account, line, error) for key, number, account, line, error in
                           database.execute('SELECT key, id, account, state, error FROM outbox')}
            self.applications = database.execute('SELECT number, account FROM application').fetchall()
            self.jobs = database.execute('SELECT kind, state, error FROM job').fetchall()
            self.moves = database.execute('SELECT number, count(*) FROM move GROUP BY number').fetchall()
        # Keys are kept as digests only, since Meta's ids hold a phone number.
        known = {self.seal.digest('event', key): key for key in crowd.attempted}
        self.events = [(known.get(digest, digest), outcome) for digest, outcome in events]
        self.check_events()
        self.check_applications()
        self.check_replies()
        self.check_uncertain()
        self.check_order()

    def check_events(self):
        keys = [key for key, _ in self.events]
        if len(keys) != len(set(keys)):
            self.faults.append('a key is there twice')
        for key, outcome in self.events:
            if outcome == 'parked':
                self.faults.append(f'put aside: {key}')
        self.faults += [f'job not done: {job}' for job in self.jobs]

    def check_applications(self):
        of_account = [account for _, account in self.applications]
        known = {self.seal.account(number): number for number in self.crowd.agreed}
        for account in set(of_account):
            if of_account.count(account) > 1:
                self.faults.append(f'doubled: the application of {known.get(account)}')
            if account not in known:
                self.faults.append(f'nobody agreed to an application of {account}')
        for number in self.crowd.submitted:
            if self.seal.account(number) not in of_account:
                self.faults.append(f'{number} was given a number and has no application')
        if not self.applications:
            self.faults.append('no application was made: nothing was shown')
        if len(self.moves) != len(self.applications):
            self.faults.append('the audit has other applications than there are')

    def check_replies(self):
        kinds = self.crowd.attempted
        for key, outcome in self.events:
            if outcome == 'done' and kinds.get(key) in ('text', 'interactive') \
                    and not any(reply in self.outbox for reply in send_keys(key)):
                self.faults.append(f'no reply to {key}')
        seen = self.crowd.far_end.seen
        for key, (_, _, state, error) in self.outbox.items():
            if state not in ('sent', 'delivered', 'read', 'uncertain'):
                self.faults.append(f'reply {key} is {state}: {error}')
            elif seen[key] == 0 and state != 'uncertain':
                self.faults.append(f'reply {key} is {state}, and the far end never saw it')
        for key, times in seen.items():
            if key not in self.outbox:
                self.faults.append(f'the far end saw {key}, which is not in the outbox')
            elif times > 1 and self.outbox[key][2] != 'uncertain':
                self.faults.append(f'the far end saw {key} {times} times')

    def check_uncertain(self):
        """At most the one under way: of each citizen, at each death; never one that had not left."""
        cut_off = set()
        for number, sends in enumerate(self.in_flight):
            cut_off |= set(sends)
            if len(sends) > most_in_flight():
                self.faults.append(f'{len(sends)} sends were under way at death {number}')
            of_one = collections.Counter(sends.values()).most_common(1)
            if of_one and of_one[0][1] > 1:
                self.faults.append(f'{of_one[0][1]} sends to one citizen at death {number}')
        for key, (_, _, state, error) in self.outbox.items():
            if state == 'uncertain' and key not in cut_off and self.crowd.far_end.seen[key] == 0:
                self.faults.append(f'reply {key} is uncertain, and was not under way: {error}')

    def check_order(self):
        for number, keys in self.crowd.order.items():
            rows = [self.outbox[key][0] for key in keys if key in self.outbox]
            if rows != sorted(rows):
                self.faults.append(f'replies to {number} came in another order')

    def figures(self):
        crowd = self.crowd
        states = [row[2] for row in self.outbox.values()]
        return {
            'acknowledged': len(crowd.acknowledged), 'events': len(self.events),
            'applications': len(self.applications), 'replies': len(states),
            'uncertain': states.count('uncertain'),
            'sent twice': sum(times > 1 for times in crowd.far_end.seen.values()),
            'doubled': sum('doubled' in fault for fault in self.faults),
            'missing': sum('missing' in fault for fault in self.faults),
            'other faults': sum('missing' not in fault and 'doubled' not in fault
                                for fault in self.faults)}
