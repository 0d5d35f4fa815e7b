# SPDX-License-Identifier: LGPL-2.1-or-later
"""The places and holidays that are shipped keep to their own form."""
import configparser
import datetime
import os
import re
import sys
import unittest

DATA = sys.argv.pop(1) if len(sys.argv) > 1 else 'data'
# What people choose from has all four languages; a locality is mostly typed.
NAMES = {'Name', 'Name[hi]', 'Name[pa]', 'Name[ur]'}
KINDS = {'City': NAMES | {'Words', 'PinPrefix'},
         'District': NAMES | {'From', 'Until'},
         'Subdivision': NAMES | {'District', 'From', 'Until'},
         'Locality': NAMES | {'Words', 'Pin', 'Subdivision', 'Source'},
         'Pin': {'Subdivisions', 'Latitude', 'Longitude', 'Source'}}
DEVANAGARI = re.compile(r'[\u0900-\u097f]')
OTHERS = {'Name[pa]': re.compile(r'[\u0a00-\u0a7f]'), 'Name[ur]': re.compile(r'[\u0600-\u06ff]')}


def read(name):
    keyfile = configparser.RawConfigParser(strict=True, delimiters=('=',))
    keyfile.optionxform = str
    with open(os.path.join(DATA, name), encoding='utf-8') as stream:
        keyfile.read_file(stream)
    return {section: dict(keyfile[section]) for section in keyfile.sections()}


def split(text):
    """A keyfile list; the last entry is ended too."""
    assert text.endswith(';'), text
    return text[:-1].split(';')


class Places(unittest.TestCase):
    def setUp(self):
        self.groups = read('places/delhi.ini')
        self.kinds = {kind: {} for kind in KINDS}
        for section, keys in self.groups.items():
            kind, _, name = section.partition(' ')
            self.kinds[kind][name] = keys

    def in_force(self, kind, day):
        return {name for name, keys in self.kinds[kind].items()
                if keys.get('From', '') <= day <= keys.get('Until', '9999')}

    def test_form(self):
        for kind, groups in self.kinds.items():
            for name, keys in groups.items():
                self.assertLessEqual(set(keys), KINDS[kind], (kind, name))
                self.assertRegex(name, r'^11\d{4}$' if kind == 'Pin' else r'^[a-z0-9]+(-[a-z0-9]+)*$')
                if kind != 'Pin':
                    self.assertTrue(keys['Name'])
                    self.assertRegex(keys['Name[hi]'], DEVANAGARI)
                for key, script in OTHERS.items():
                    if kind in ('City', 'District', 'Subdivision') or key in keys:
                        self.assertRegex(keys[key], script, (kind, name))
                for key in {'From', 'Until'} & set(keys):
                    datetime.date.fromisoformat(keys[key])

    def test_zones(self):
        prefixes = {keys['PinPrefix'] for keys in self.kinds['City'].values() if 'PinPrefix' in keys}
        for prefix in prefixes:
            self.assertRegex(prefix, r'^[1-9]\d{3}$')
        self.assertTrue(any(pin.startswith(tuple(prefixes)) for pin in self.kinds['Pin']))

    def test_reorganisation(self):
        for day, districts, subdivisions in (('2025-12-24', 11, 33), ('2025-12-25', 13, 39)):
            self.assertEqual(len(self.in_force('District', day)), districts)
            self.assertEqual(len(self.in_force('Subdivision', day)), subdivisions)

    def test_references(self):
        for day in ('2025-12-24', '2026-11-01'):
            districts = self.in_force('District', day)
            for name in self.in_force('Subdivision', day):
                self.assertIn(self.kinds['Subdivision'][name]['District'], districts)
        current = self.in_force('Subdivision', '2026-11-01')
        for name, keys in self.kinds['Locality'].items():
            self.assertIn(keys['Subdivision'], current, name)
            for pin in split(keys['Pin']):
                self.assertIn(keys['Subdivision'], split(self.kinds['Pin'][pin]['Subdivisions']), name)
            self.assertTrue(all(split(keys.get('Words', 'x;'))), name)
        for name, keys in self.kinds['Pin'].items():
            proposed = split(keys['Subdivisions'])
            self.assertLessEqual(set(proposed), current, name)
            self.assertEqual(len(proposed), len(set(proposed)), name)

    def test_enough(self):
        self.assertGreaterEqual(len(self.kinds['Locality']), 120)
        reached = {keys['Subdivision'] for keys in self.kinds['Locality'].values()}
        self.assertEqual(reached, self.in_force('Subdivision', '2026-11-01'))


class Holidays(unittest.TestCase):
    def test_form(self):
        groups = read('holidays/delhi.ini')
        years = {name.split()[1] for name in groups if name.startswith('Calendar ')}
        for name, keys in groups.items():
            kind, _, value = name.partition(' ')
            if kind == 'Holiday':
                self.assertIn(str(datetime.date.fromisoformat(value).year), years)
                self.assertRegex(keys['Name[hi]'], DEVANAGARI)
            else:
                self.assertIn(keys['Complete'], ('true', 'false'))


if __name__ == '__main__':
    unittest.main()
