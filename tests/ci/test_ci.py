# SPDX-License-Identifier: LGPL-2.1-or-later
"""The scripts that install, build and count: with a pretended Debian."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(sys.argv.pop(1) if len(sys.argv) > 1 else '.')


class Summary(unittest.TestCase):
    def summarise(self, *tests):
        with tempfile.NamedTemporaryFile('w', suffix='.json') as log:
            for test in tests:
                log.write(json.dumps({'name': 'a', 'duration': 1.0, **test}) + '\n')
            log.flush()
            return subprocess.run([sys.executable, '-B', f'{ROOT}/.ci/summary.py', log.name],
                                  capture_output=True, text=True, check=False)

    def summary(self, *results):
        done = self.summarise(*({'result': result} for result in results))
        return done.returncode, done.stdout.strip().split('\n')[-1]

    def test_counts(self):
        self.assertEqual(self.summary('OK', 'OK'), (0, '2 passed, 0 failed'))
        self.assertEqual(self.summary('OK', 'SKIP'), (0, '1 passed, 0 failed'))
        for bad in ('FAIL', 'TIMEOUT', 'ERROR', 'INTERRUPT', 'UNEXPECTEDPASS'):
            self.assertEqual(self.summary('OK', bad), (1, '1 passed, 1 failed'))

    def test_the_reason_is_shown_last(self):
        said = ''.join(f'# connection {number}\n' for number in range(1000))
        done = self.summarise({'result': 'ERROR', 'stdout': said, 'stderr': 'The store is closed\n'})
        lines = done.stdout.split('\n')
        self.assertEqual(lines[0], 'error: a')
        self.assertEqual(lines[-4:-1], ['    # connection 999', '    The store is closed', '0 passed, 1 failed'])
        self.assertLess(len(lines), 100)

    def test_silence_is_no_success(self):
        self.assertEqual(self.summary(), (1, '0 passed, 0 failed'))
        self.assertEqual(self.summary('SKIP')[0], 1)
        done = subprocess.run([sys.executable, '-B', f'{ROOT}/.ci/summary.py', '/nonexistent'],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)


class Packages(unittest.TestCase):
    """dpkg-query, sudo, id and apt-get are scripts that write down their call."""

    def pretend(self, installed, user, apt_status=0):
        tools = {
            'dpkg-query': f'case " {installed} " in *" ${{@: -1}} "*) printf installed;; esac',
            'id': f'echo {user}',
            'sudo': '[ "$1" = -n ] && shift; echo "sudo $*" >> "$CALLS"; "$@"',
            'apt-get': f'echo "apt-get $*" >> "$CALLS"; [ "$1" = update ] || exit {apt_status}',
        }
        with tempfile.TemporaryDirectory() as folder:
            for name, text in tools.items():
                path = os.path.join(folder, name)
                with open(path, 'w', encoding='utf-8') as stream:
                    stream.write(f'#!/bin/bash\n{text}\n')
                os.chmod(path, 0o755)
            calls = os.path.join(folder, 'calls')
            done = subprocess.run(
                ['bash', '-euo', 'pipefail', '-c', f'. {ROOT}/.ci/common.sh; ensure_packages build run'],
                env={'PATH': f'{folder}:{os.environ["PATH"]}', 'CALLS': calls},
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            text = ''
            if os.path.exists(calls):
                with open(calls, encoding='utf-8') as stream:
                    text = stream.read()
        return done, text

    def names(self, *kinds):
        with open(f'{ROOT}/.ci/packages', encoding='utf-8') as stream:
            rows = [line.split() for line in stream if line.strip() and line[0] != '#']
        return [row[1] for row in rows if row[0] in kinds]

    def test_nothing_missing(self):
        done, calls = self.pretend(' '.join(self.names('build', 'run')), 0)
        self.assertEqual((done.returncode, calls, done.stdout), (0, '', ''))

    def test_root_installs_what_is_missing_only(self):
        done, calls = self.pretend(' '.join(self.names('build', 'run')[1:]), 0)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('Installing 1 Debian packages: gcc\n', done.stdout)
        self.assertNotIn('sudo', calls)
        self.assertTrue(calls.strip().endswith('--no-install-recommends gcc'), calls)

    def test_others_use_sudo(self):
        done, calls = self.pretend('', 1000)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('sudo -n env DEBIAN_FRONTEND=noninteractive apt-get', done.stdout)
        self.assertIn('sudo env DEBIAN_FRONTEND=noninteractive apt-get install', calls)
        self.assertNotIn('nginx', calls)

    def test_failure_ends(self):
        done, _ = self.pretend('', 0, apt_status=100)
        self.assertEqual(done.returncode, 1)
        self.assertIn('could not be installed', done.stderr)


class FrontPackages(unittest.TestCase):
    """A tree of its own; npm is a script that writes down its call."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = os.path.join(self.folder.name, 'root')
        self.tools = os.path.join(self.folder.name, 'tools')
        for name in ('tests', '.ci'):
            os.makedirs(os.path.join(self.root, name))
        os.mkdir(self.tools)
        for name in ('common.sh', 'packages'):
            shutil.copy(f'{ROOT}/.ci/{name}', os.path.join(self.root, '.ci'))
        self.lock('one')
        for name in ('bash', 'env', 'dirname', 'cmp', 'cp', 'mkdir', 'tr'):
            os.symlink(shutil.which(name), os.path.join(self.tools, name))
        self.tool('npm', 'echo "npm $* $PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD" >> "$CALLS"; '
                         'mkdir -p node_modules')
        self.tool('node', ':')

    def tearDown(self):
        self.folder.cleanup()

    def lock(self, text):
        with open(os.path.join(self.root, 'tests/package-lock.json'), 'w', encoding='utf-8') as stream:
            stream.write(text)

    def tool(self, name, text):
        path = os.path.join(self.tools, name)
        with open(path, 'w', encoding='utf-8') as stream:
            stream.write(f'#!{self.tools}/bash\n{text}\n')
        os.chmod(path, 0o755)

    def ensure(self):
        """The exit status, and what was called this time."""
        calls = os.path.join(self.folder.name, 'calls')
        if os.path.exists(calls):
            os.remove(calls)
        done = subprocess.run(
            [f'{self.tools}/bash', '-euo', 'pipefail', '-c',
             f'. {self.root}/.ci/common.sh; ensure_front_packages'],
            env={'PATH': self.tools, 'CALLS': calls}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False)
        if not os.path.exists(calls):
            return done, ''
        with open(calls, encoding='utf-8') as stream:
            return done, stream.read()

    def test_once_for_each_lock(self):
        done, calls = self.ensure()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(calls, 'npm ci --ignore-scripts --no-audit --no-fund 1\n')
        self.assertEqual(self.ensure()[1], '')
        self.lock('two')
        self.assertIn('npm ci', self.ensure()[1])

    def test_failure_ends(self):
        self.tool('npm', 'mkdir -p node_modules; exit 1')
        done, _ = self.ensure()
        self.assertEqual(done.returncode, 1)
        self.assertIn('could not be installed', done.stderr)
        self.tool('npm', 'echo "npm $*" >> "$CALLS"')
        self.assertIn('npm ci', self.ensure()[1])

    def test_node_of_debian_where_there_is_none(self):
        os.remove(os.path.join(self.tools, 'node'))
        self.tool('dpkg-query', 'exit 1')
        self.tool('id', 'echo 0')
        self.tool('apt-get', 'echo "apt-get $*" >> "$CALLS"')
        done, calls = self.ensure()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('--no-install-recommends nodejs npm\n', calls)


if __name__ == '__main__':
    unittest.main()
