#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How SQLite goes about each statement: test_plans.py ROOT. A citizen's turn costs the same
with ten million others in the store, so nothing that grows with them is looked at whole or
sorted whole."""
import pathlib
import re
import sqlite3
import sys
import unittest

SQL = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else '.') / 'server/store'
NAME = re.compile(r'^-- name: (\S+)\n', re.M)
REMARK = re.compile(r'^\s*--.*$', re.M)
PARAMETER = re.compile(r'##(\w+)::\w+')
# A table that is walked, whether by an index or not; what a subquery gave is no table.
WALK = re.compile(r'SCAN (?!\(|CONSTANT)(\w+)')
SORT = re.compile(r'USE TEMP B-TREE FOR (?:ORDER|GROUP) BY')

# What is few however many citizens there are.
FEW = {
    'service_definition': 'a row each version of a service',
    'channel_running': 'a row each channel',
    'schema_version': 'a row each migration',
    'operator_password': 'a row each operator',
    'operator_invitation': 'a row each operator',
    'operator_remote': 'a row each counter where somebody signed in',
}
# What an administrator asks for, or sorts what is few.
ALLOWED = {
    'admin-jobs-parked': 'what is parked waits for an administrator',
    'admin-events-parked': 'along the index of what is parked',
    'event-parked': 'along the index of what is parked',
    'admin-outbox-troubled': 'a hundred of each',
    'ledger-sum': 'one day of one operator',
    'receipt-list-day': 'one day of one operator',
    'draft-load': 'the drafts of one citizen',
    'draft-list-centre': 'the drafts that one centre holds',
    'account-by-phone': 'the accounts of one phone',
    'reach-proven': 'the accounts of one phone',
    'operator-counts': 'a row each operator and session',
    'outbox-reroute-due': 'what failed and may go another way',
    'outbox-load-reply': 'the lanes of a thousand who wait for an answer',
    'outbox-unanswered': 'what is parked waits for an administrator',
    'audit-heads': 'the moves of one day',
}
# What monitoring asks for every few seconds, most of all when a million rows wait.
COUNTED = ('admin-outbox', 'outbox-unresolved', 'admin-jobs', 'admin-applications')
# A row that is read, and not by its id.
ROWS = re.compile(r'(?:SEARCH|SCAN) (?!\()\w+(?! USING (?:COVERING INDEX|INTEGER PRIMARY KEY))(?: .*)?$', re.M)


def open_store():
    store = sqlite3.connect(':memory:')
    # The store's own, made before the first migration.
    store.execute('CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name, applied_at)')
    for path in sorted((SQL / 'schema/sqlite').glob('*.sql')):
        for statement in REMARK.sub('', path.read_text().replace('-- ;;', '\0')).split('\0'):
            store.execute(statement)
    return store


def read_statements():
    for path in sorted((SQL / 'sql/sqlite').glob('*.sql')):
        pieces = NAME.split(path.read_text())
        for name, text in zip(pieces[1::2], pieces[2::2]):
            yield name, PARAMETER.sub(r':\1', REMARK.sub('', text))


def explain(store, text):
    values = {name: 1 for name in re.findall(r':(\w+)', text)}
    return '\n'.join(row[3] for row in store.execute('EXPLAIN QUERY PLAN ' + text, values))


def is_slow(plan):
    return bool(SORT.search(plan)) or any(table not in FEW for table in WALK.findall(plan))


class Plans(unittest.TestCase):
    def test_statements(self):
        store, slow, seen = open_store(), set(), 0
        for name, text in read_statements():
            plan = explain(store, text)
            seen += 1
            if is_slow(plan):
                slow.add(name)
                with self.subTest(name):
                    self.assertIn(name, ALLOWED, f'looks at all there is:\n{plan}')
        self.assertGreater(seen, 150)
        self.assertEqual(set(ALLOWED) - slow, set(), 'need no permission any more')

    def test_counted(self):
        store, statements = open_store(), dict(read_statements())
        for name in COUNTED:
            with self.subTest(name):
                plan = explain(store, statements[name])
                self.assertEqual(ROWS.findall(plan), [], plan)
        self.assertTrue(ROWS.search(explain(store, 'SELECT min(created) FROM outbox WHERE state = :a')))
        self.assertFalse(ROWS.search(explain(store, 'SELECT min(id) FROM outbox WHERE state = :a')))

    def test_seen(self):
        store = open_store()
        for text, expected in (('SELECT number FROM application WHERE person = :a', True),
                               ('SELECT number FROM application WHERE number = :a', False),
                               ('SELECT number FROM application WHERE account = :a ORDER BY due', True),
                               ('UPDATE draft SET changed = :a', True),
                               ('SELECT source FROM service_definition', False)):
            self.assertEqual(is_slow(explain(store, text)), expected, text)


if __name__ == '__main__':
    unittest.main()
