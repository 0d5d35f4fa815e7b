# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds what the operators of a counter were told against the database and the pages."""
import collections
import re

import desk
from ledger import check_kept, open_copy

CHARGE = 3000


def read_total(page):
    """The last amount of the list's foot, in paise."""
    foot = re.search(r'<tfoot\b[^>]*>(.*)</tfoot>', page, re.S).group(1)
    rupees, paise = re.findall(r'₹ ([\d,]+)(?:\.(\d\d))?', desk.read_text(foot))[-1]
    return int(rupees.replace(',', '')) * 100 + int(paise or 0)


class Cash:
    """After the last request: counts and faults. The server still runs, for its pages."""

    def __init__(self, counter, prices):
        self.counter, self.prices, self.faults = counter, prices, []
        world = counter.world
        self.pages = {name: self.read_days(one) for name, one in counter.desks.items()}
        self.audit = world.control('audit', 'verify')
        world.stop_server()
        self.faults += check_kept(world.state, [])
        with open_copy(world.state) as database:
            self.read(database)
        for case in counter.cases:
            self.check_case(case)
        self.check_whole()
        self.check_days()
        if self.audit[0] != 0:
            self.faults.append(f'audit verify: {self.audit}')

    def read(self, database):
        self.receipts = collections.defaultdict(list)
        for row in database.execute('SELECT draft, number, application, operator, day, sequence, '
                                    'prints FROM receipt'):
            self.receipts[row[0]].append(row[1:])
        self.lines = collections.defaultdict(list)
        for receipt, *row in database.execute('SELECT receipt, application, operator, day, head, '
                                              'paise FROM ledger'):
            self.lines[receipt].append(tuple(row))
        self.prints = collections.defaultdict(dict)
        for receipt, key, before in database.execute('SELECT receipt, key, before FROM receipt_print'):
            self.prints[receipt][key] = before
        self.applications = dict(database.execute('SELECT number, service FROM application'))
        self.moves = collections.Counter(
            number for number, in database.execute("SELECT number FROM move WHERE move = 'submit'"))
        self.drafts = {draft for draft, in database.execute('SELECT draft FROM draft')}
        self.jobs = database.execute('SELECT kind, state, error FROM job').fetchall()

    # Each draft.

    def check_case(self, case):
        receipts = self.receipts[case.id]
        if case.number is not None and case.number not in [row[0] for row in receipts]:
            self.faults.append(f'acknowledged, but missing: {case.number}')
        if len(receipts) > 1:
            self.faults.append(f'numbered twice: {case.draft} is {receipts}')
        if receipts and not case.tried:
            self.faults.append(f'nobody paid for {case.draft}, which has {receipts}')
        if bool(receipts) == (case.id in self.drafts):
            self.faults.append(f'{case.draft} is a draft and taken, or neither')
        for number, application, operator, day, _, prints in receipts:
            self.check_money(case, number, application, (application, operator, day))
            self.check_prints(case, number, prints)

    def check_money(self, case, number, application, of):
        wanted = [(*of, 'service-charge', CHARGE)]
        if self.prices[case.service] > CHARGE:
            wanted.insert(0, (*of, 'government-fee', self.prices[case.service] - CHARGE))
        if sorted(self.lines[number]) != wanted:
            self.faults.append(f'the ledger has {self.lines[number]} for {number}, not {wanted}')
        if self.applications.get(application) != case.service:
            self.faults.append(f'{number} names {application}, which is no application for {case.service}')
        if self.moves[application] != 1:
            self.faults.append(f'{application} was submitted {self.moves[application]} times')

    def check_prints(self, case, number, prints):
        noted = self.prints[number]
        if sorted(noted.values()) != list(range(prints)):
            self.faults.append(f'{number} was printed {prints} times: {sorted(noted.values())}')
        if not set(noted) <= set(case.prints):
            self.faults.append(f'{number} was printed by nobody: {set(noted) - set(case.prints)}')
        for key, copy in case.prints.items():
            if copy is None or key not in noted:
                self.faults.append(f'{number}, print {key}: an answer, and no row')
            elif copy != (noted[key] > 0):
                self.faults.append(f'{number}: print {noted[key]} says {"" if copy else "not "}that it '
                                   'is a copy')

    # All of it together.

    def check_whole(self):
        rows = [row for rows in self.receipts.values() for row in rows]
        if not rows:
            self.faults.append('nothing was taken: nothing was shown')
        if {row[1] for row in rows} != set(self.applications) or len(rows) != len(self.applications):
            self.faults.append(f'{len(rows)} receipts and {len(self.applications)} applications')
        if set(self.lines) != {row[0] for row in rows}:
            self.faults.append('the ledger has other receipts than there are')
        for day in {row[3] for row in rows}:
            sequences = sorted(row[4] for row in rows if row[3] == day)
            if sequences != list(range(1, len(sequences) + 1)):
                self.faults.append(f'the receipts of {day} are counted {sequences}')
        self.faults += [f'job put aside: {job}' for job in self.jobs if job[1] == 'parked']

    def read_days(self, one):
        """{day: (paise, {number of a receipt})} as the page of the day says it."""
        with open_copy(self.counter.world.state) as database:
            days = [day for day, in database.execute('SELECT DISTINCT day FROM receipt')]
        pages = {}
        for day in days:
            page = one.read(f'/counter/day?day={day}')
            numbers = set(re.findall(r'[A-Z]+-\d{6}-\d{4,}', page))
            pages[day] = (read_total(page) if numbers else 0, numbers)
        return pages

    def check_days(self):
        """The cash of each day: on the page, in the ledger, and as the operators know it."""
        for name, pages in self.pages.items():
            for day, (total, numbers) in pages.items():
                lines = [line for lines in self.lines.values() for line in lines
                         if line[1] == name and line[2] == day]
                rows = {row[0] for rows in self.receipts.values() for row in rows
                        if row[2] == name and row[3] == day}
                if total != sum(line[4] for line in lines):
                    self.faults.append(f'{name} has {total} on {day}, the ledger {lines}')
                if numbers != rows:
                    self.faults.append(f'the page of {name} for {day} differs: {numbers ^ rows}')
        told = sum(self.prices[case.service] for case in self.counter.cases if case.number)
        there = sum(total for pages in self.pages.values() for total, _ in pages.values())
        if told != there:
            self.faults.append(f'receipts for {told} paise were shown, the days have {there}')

    def figures(self):
        taken = [case for case in self.counter.cases if case.number]
        return {'drafts': len(self.counter.cases), 'receipts': sum(map(len, self.receipts.values())),
                'paise': sum(line[4] for lines in self.lines.values() for line in lines),
                'prints': sum(map(len, self.prints.values())),
                'charged twice': sum(len(self.receipts[case.id]) > 1 for case in taken),
                'missing': sum('missing' in fault for fault in self.faults)}
