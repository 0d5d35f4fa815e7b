# SPDX-License-Identifier: LGPL-2.1-or-later
"""The systemd unit: systemd finds no fault and little exposure; the example fits it."""
import configparser
import re
import shutil
import subprocess
import sys
import unittest

UNIT, CONF = sys.argv[1:3]
del sys.argv[1:]
MOST = 1.5


def analyze(*arguments):
    return subprocess.run(['systemd-analyze', '--no-pager', *arguments],
                          capture_output=True, text=True, check=False)


class Unit(unittest.TestCase):
    def test_exposure(self):
        done = analyze('security', '--offline=true', UNIT)
        level = re.search(r'exposure level for \S+: ([\d.]+)', done.stdout)
        self.assertIsNotNone(level, done.stderr)
        self.assertLessEqual(float(level.group(1)), MOST)
        # A key that systemd does not know is only a line there: hold it to none.
        self.assertNotIn('Unknown key', done.stderr + done.stdout)
        self.assertNotIn('Failed to parse', done.stderr + done.stdout)

    def test_credentials(self):
        """Every credential the example names is loaded by the unit, and no other."""
        with open(UNIT, encoding='utf-8') as stream:
            loaded = set(re.findall(r'^LoadCredential=([\w-]+):', stream.read(), re.M))
        with open(CONF, encoding='utf-8') as stream:
            named = set(re.findall(r'^[^#]*=credential:([\w-]+)', stream.read(), re.M))
        self.assertEqual(loaded, named)

    def test_example(self):
        keys = configparser.RawConfigParser(delimiters=('=',), strict=True)
        keys.read(CONF)
        self.assertEqual(keys.sections(), ['server', 'store', 'plugins', 'whatsapp'])
        self.assertNotIn('@', ''.join(''.join(keys[group].values()) for group in keys.sections()))


if __name__ == '__main__':
    if shutil.which('systemd-analyze') is None:
        print('systemd-analyze is not installed')
        sys.exit(77)
    unittest.main()
