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
            unit = stream.read()
        with open(CONF, encoding='utf-8') as stream:
            conf = stream.read()
        loaded = set(re.findall(r'^LoadCredential=([\w.-]+):', unit, re.M))
        named = set(re.findall(r'^[^#\n]*=credential:([\w.-]+)', conf, re.M))
        self.assertEqual(loaded, named)
        self.assertTrue(named)
        # Those that are only shown are shown in both.
        loaded = set(re.findall(r'^#LoadCredential=([\w-]+):', unit, re.M))
        named = set(re.findall(r'^#[\w-]+=credential:([\w-]+)', conf, re.M))
        self.assertEqual(loaded, named)
        self.assertEqual(named, {'khidki-seal-key', 'khidki-signing-key', 'sms-password', 'sms-secret'})

    def test_watched(self):
        with open(UNIT, encoding='utf-8') as stream:
            unit = stream.read()
        self.assertRegex(unit, re.compile(r'^Type=notify$', re.M))
        self.assertRegex(unit, re.compile(r'^WatchdogSec=[1-9]\d*$', re.M))
        # SIGTERM is promised to end within ten seconds; more, and nothing is killed.
        stop = re.search(r'^TimeoutStopSec=(\d+)$', unit, re.M)
        self.assertGreater(int(stop.group(1)), 10)
        # One plugin with a mistake must not keep the others from starting.
        self.assertRegex(unit, re.compile(r'^ExecStartPre=-\S+khidkid .*--check-config$', re.M))

    def test_example(self):
        keys = configparser.RawConfigParser(delimiters=('=',), strict=True)
        keys.read(CONF)
        self.assertEqual(keys.sections(), ['server', 'store', 'plugins', 'csc', 'whatsapp'])
        self.assertNotIn('@', ''.join(''.join(keys[group].values()) for group in keys.sections()))


if __name__ == '__main__':
    if shutil.which('systemd-analyze') is None:
        print('systemd-analyze is not installed')
        sys.exit(77)
    unittest.main()
