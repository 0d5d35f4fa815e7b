# SPDX-License-Identifier: LGPL-2.1-or-later
"""The service centres that are shipped: made up, one for each sub-division."""
import configparser
import os
import re
import sys
import unittest

DATA = sys.argv.pop(1) if len(sys.argv) > 1 else 'data'
SCRIPTS = {'hi': re.compile(r'[\u0900-\u097f]'), 'pa': re.compile(r'[\u0a00-\u0a7f]'),
           'ur': re.compile(r'[\u0600-\u06ff]')}
READ = ('Name', 'Address', 'Hours')
KEYS = {'Subdivision', 'Pin', 'Latitude', 'Longitude', 'From', *READ,
        *(f'{key}[{language}]' for key in READ for language in SCRIPTS)}


def read(name):
    keyfile = configparser.RawConfigParser(strict=True, delimiters=('=',))
    keyfile.optionxform = str
    with open(os.path.join(DATA, name), encoding='utf-8') as stream:
        keyfile.read_file(stream)
    return {section: dict(keyfile[section]) for section in keyfile.sections()}


class Centres(unittest.TestCase):
    def setUp(self):
        self.centres = read('centres/example.ini')
        self.places = read('places/delhi.ini')

    def test_form(self):
        for name, keys in self.centres.items():
            self.assertRegex(name, r'^Centre [a-z0-9-]+$')
            self.assertEqual(set(keys), KEYS, name)
            for key in READ:
                for language, script in SCRIPTS.items():
                    self.assertRegex(keys[f'{key}[{language}]'], script, name)

    def test_each_subdivision(self):
        current = {name.split()[1] for name, keys in self.places.items()
                   if name.startswith('Subdivision ') and 'Until' not in keys}
        self.assertEqual(sorted(keys['Subdivision'] for keys in self.centres.values()),
                         sorted(current))

    def test_made_up(self):
        for name, keys in self.centres.items():
            self.assertTrue(keys['Name'].startswith('Example '), name)
            self.assertTrue(keys['Address'].startswith('Example '), name)

    def test_where(self):
        for name, keys in self.centres.items():
            self.assertIn(f"Pin {keys['Pin']}", self.places, name)
            self.assertIn(keys['Subdivision'],
                          self.places[f"Pin {keys['Pin']}"]['Subdivisions'].split(';'), name)
            self.assertTrue(28.4 < float(keys['Latitude']) < 28.9, name)
            self.assertTrue(76.8 < float(keys['Longitude']) < 77.4, name)


if __name__ == '__main__':
    unittest.main()
