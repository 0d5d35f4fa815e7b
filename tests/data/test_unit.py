# SPDX-License-Identifier: LGPL-2.1-or-later
"""The systemd unit: systemd finds no fault and little exposure; the example fits it."""
import configparser
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

UNIT, CONF, DOCS, USERS = sys.argv[1:5]
del sys.argv[1:]
MOST = 1.5


def analyze(*arguments, **environment):
    return subprocess.run(['systemd-analyze', '--no-pager', *arguments], env={**os.environ, **environment},
                          capture_output=True, text=True, check=False)


def verify(unit, drop_ins):
    """What systemd says of a unit that has whatever is only shown in ours, and drop-ins."""
    with tempfile.TemporaryDirectory() as folder:
        with open(unit, encoding='utf-8') as stream:
            text = re.sub(r'^#(?=LoadCredential=)', '', stream.read(), flags=re.M)
        # The program is not installed.
        text, count = re.subn(r'^(Exec\w+=-?)\S+/khidkid ', r'\1/bin/true ', text, flags=re.M)
        assert count == 2, text
        more = os.path.join(folder, 'khidkid.service.d')
        os.mkdir(more)
        for number, drop_in in enumerate(drop_ins):
            with open(os.path.join(more, f'{number}.conf'), 'w', encoding='utf-8') as stream:
                stream.write(drop_in)
        with open(os.path.join(folder, 'khidkid.service'), 'w', encoding='utf-8') as stream:
            stream.write(text)
        done = analyze('verify', '--man=no', os.path.join(folder, 'khidkid.service'),
                       SYSTEMD_UNIT_PATH=f'{folder}:')
        return done.returncode, [line for line in done.stderr.splitlines() if folder in line]


def read_drop_ins():
    for path in sorted(glob.glob(os.path.join(DOCS, '*.md'))):
        with open(path, encoding='utf-8') as stream:
            for block in re.findall(r'^```ini\n(.*?)^```', stream.read(), re.M | re.S):
                if re.search(r'^(Load|Set)Credential=|^\[Service\]\n(?!Id=)', block, re.M):
                    yield block


class Unit(unittest.TestCase):
    def test_exposure(self):
        done = analyze('security', '--offline=true', UNIT)
        level = re.search(r'exposure level for \S+: ([\d.]+)', done.stdout)
        self.assertIsNotNone(level, done.stderr)
        self.assertLessEqual(float(level.group(1)), MOST)
        # A key that systemd does not know is only a line there: hold it to none.
        self.assertNotIn('Unknown key', done.stderr + done.stdout)
        self.assertNotIn('Failed to parse', done.stderr + done.stdout)

    def test_verified(self):
        """Also with what the documents let an administrator add."""
        drop_ins = list(read_drop_ins())
        self.assertTrue(any('whatsapp-health-token' in drop_in for drop_in in drop_ins), drop_ins)
        self.assertEqual(verify(UNIT, drop_ins), (0, []))
        # That it would be seen.
        self.assertIn('LoadCredentials', str(verify(UNIT, [*drop_ins, '[Service]\nLoadCredentials=x:/y\n'])))

    def test_user(self):
        with tempfile.TemporaryDirectory() as root:
            os.mkdir(os.path.join(root, 'etc'))
            done = subprocess.run(['systemd-sysusers', f'--root={root}', USERS], capture_output=True,
                                  text=True, check=False)
            self.assertEqual((done.returncode, 'rror' in done.stderr), (0, False), done.stderr)
            with open(os.path.join(root, 'etc', 'passwd'), encoding='utf-8') as stream:
                self.assertRegex(stream.read(), r'(?m)^khidki:')

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
        # A worker that is ended with it would have its photo taken for damaged.
        self.assertRegex(unit, re.compile(r'^KillMode=mixed$', re.M))
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
