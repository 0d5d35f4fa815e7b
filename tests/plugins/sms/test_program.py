# SPDX-License-Identifier: LGPL-2.1-or-later
"""khidki-sms-families: the table for the registration, and the file of ids."""
import csv
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
NUMBER = ('--number', '7738299899')


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def test_export(self):
        self.assertEqual(run(*NUMBER, '--header', 'KHIDKI', '--export', self.path('a.csv')), (0, '', ''))
        with open(self.path('a.csv'), encoding='utf-8', newline='') as file:
            rows = list(csv.DictReader(file))
        families = {row['family'] for row in rows}
        self.assertLessEqual(len(families), 25)
        self.assertEqual(len(rows), 4 * len(families))
        for row in rows:
            self.assertEqual(row['category'], 'Service Implicit')
            self.assertEqual(row['header'], 'KHIDKI')
            self.assertNotIn('{our-number}', row['template'])
            self.assertNotIn('{', row['sample'])
        code = next(row for row in rows if row['family'] == 'consent_code' and row['language'] == 'en')
        self.assertTrue(code['template'].startswith('{#numeric#} is your code'))
        self.assertTrue(code['sample'].startswith('482913 is your code'))

    def test_ids(self):
        status, skeleton, _ = run(*NUMBER, '--skeleton', '-')
        self.assertEqual(status, 0)
        lines = [line + '110700000000' if line.startswith('TemplateId') else line
                 for line in skeleton.splitlines()]
        with open(self.path('ids.ini'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(lines) + '\n')
        self.assertEqual(run(*NUMBER, '--ids', self.path('ids.ini')), (0, '', ''))
        status, table, _ = run(*NUMBER, '--ids', self.path('ids.ini'), '--export', '-')
        self.assertEqual(status, 0)
        self.assertIn('"110700000000"', table)

    def test_missing(self):
        with open(self.path('ids.ini'), 'w', encoding='utf-8') as file:
            file.write('[Family help]\nTemplateId=110700000000\n')
        status, _, said = run(*NUMBER, '--ids', self.path('ids.ini'))
        self.assertEqual(status, 1)
        self.assertIn('help (hi), status (en)', said)

    def test_usage(self):
        for words in ((), ('--number', 'x'), (*NUMBER, 'more'), ('--no-such',)):
            self.assertEqual(run(*words)[0], 2, words)
        self.assertEqual(run(*NUMBER, '--families', self.path('none'))[0], 1)
        self.assertEqual(run(*NUMBER, '--export', self.path('none/x.csv'))[0], 1)


if __name__ == '__main__':
    unittest.main()
