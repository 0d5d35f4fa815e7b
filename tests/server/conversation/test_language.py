#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The verbs of .chat files: both tables, the README's and the files themselves agree."""
import os
import re
import sys
import unittest

ROOT = sys.argv.pop(1)
FOLDER = os.path.join(ROOT, 'tests', 'server', 'conversation')
SANDBOX = os.path.join(ROOT, 'plugins', 'whatsapp', 'sandbox')
VERB = r'[a-z-]+[:~]'


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as stream:
        return stream.read()


def documented():
    """{verb: what the sandbox makes of it}; a verb with several rows has several."""
    found = {}
    for row in re.findall(r'^\| (`.*`) \| .* \| (\w+) \|$', read(FOLDER, 'README.md'), re.M):
        for verb in re.findall(f'`({VERB})', row[0]):
            found.setdefault(verb, set()).add(row[1])
    return found


def of_the_step():
    text = read(FOLDER, 'chat-script.c')
    return set(re.findall(r'\{ "(' + VERB + r')"', text[text.index('verbs[] = {'):]))


def of_the_phone():
    header = read(SANDBOX, 'khidki-sandbox-verbs.h')
    text = read(SANDBOX, 'khidki-sandbox-verbs.c')
    for name, word in re.findall(r'#define (KHIDKI_SANDBOX_VERB_\w+) ("[^"]*")', header):
        text = re.sub(rf'\b{name}\b', word, text)
    rows = re.findall(r'\{ "(' + VERB + r')"[^,]*, (DEED|CHECK|INNER)\b', text)
    return {verb: 'over' if kind == 'INNER' else 'yes' for verb, kind in rows}


class Language(unittest.TestCase):
    def test_step(self):
        self.assertEqual(of_the_step(), set(documented()))

    def test_phone(self):
        phone = of_the_phone()
        self.assertGreater(len(phone), 20)
        for verb, kinds in documented().items():
            self.assertEqual(kinds - {'end'}, {phone[verb]} if verb in phone else set(), verb)
        self.assertLessEqual(set(phone), set(documented()))

    def test_example(self):
        self.assertIn(read(FOLDER, 'README.md').split('```')[1].strip(), read(FOLDER, 'example.chat'))

    def test_files(self):
        for name in sorted(os.listdir(FOLDER)):
            if name.endswith('.chat'):
                for line in read(FOLDER, name).splitlines():
                    verb = re.match(VERB, line.strip())
                    self.assertTrue(not line.strip() or line.strip().startswith('#')
                                    or verb and verb[0] in documented(), f'{name}: {line}')


if __name__ == '__main__':
    unittest.main()
