# SPDX-License-Identifier: LGPL-2.1-or-later
"""./run with stand-ins for the two programs: what it writes, starts and stops."""
import configparser
import os
import random
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(sys.argv.pop(1) if len(sys.argv) > 1 else '.')
SERVER = 'server/khidkid'
SANDBOX = 'plugins/whatsapp/sandbox/khidki-sandbox'

# Reads its keyfile, answers every GET, writes down how it ended.
STAND_IN = '''#!{python}
import configparser, http.server, os, signal, sys
keys = configparser.RawConfigParser(delimiters=('=',))
keys.read(sys.argv[2])
name = os.path.basename(sys.argv[0])
with open('{folder}/' + name, 'w') as stream:
    stream.write(str(os.getpid()))
{fault}
where = keys['server']['admin-listen'] if name == 'khidkid' else keys['sandbox']['listen']
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
def leave(*_):
    with open('{folder}/' + name, 'w') as stream:
        stream.write('stopped')
    os._exit(0)
signal.signal(signal.SIGTERM, leave)
host, port = where.split(':')
http.server.HTTPServer((host, int(port)), Answer).serve_forever()
'''


HELD = []


def hold(port):
    """As the whole stories hold theirs: by a name that ends with this process."""
    name = socket.socket(socket.AF_UNIX)
    HELD.append(name)
    name.bind(f'\0khidki-test-port-{port}')
    with socket.socket() as trial:
        trial.bind(('127.0.0.1', port))


def free_port():
    """A port with the two that ./run derives from it free as well."""
    while True:
        port = random.randrange(15000, 31900)
        try:
            for other in (port, port + 1, port + 10):
                hold(other)
            return port
        except OSError:
            continue


class Run(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix='khidki-run-')
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.state = f'{self.folder}/state/khidki'
        self.environment = {'PATH': os.environ['PATH'], 'XDG_STATE_HOME': f'{self.folder}/state'}

    def install(self, path, fault=''):
        full = f'{self.folder}/{path}'
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'w', encoding='utf-8') as stream:
            stream.write(STAND_IN.format(python=sys.executable, folder=self.folder, fault=fault))
        os.chmod(full, 0o755)

    def run_it(self, *arguments):
        return subprocess.run([f'{ROOT}/run', '--build', self.folder, *arguments],
                              env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)

    def read(self, path):
        with open(path, encoding='utf-8') as stream:
            return stream.read()

    def test_state(self):
        done = self.run_it('--prepare', '--port', '9000')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.state, done.stdout)
        first = {}
        for folder, _, names in os.walk(self.state):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700, folder)
            for name in names:
                path = os.path.join(folder, name)
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
                first[path] = self.read(path)
        self.assertEqual(len(set(first.values())), len(first))
        self.run_it('--prepare', '--port', '9000')
        self.assertEqual(first, {path: self.read(path) for path in first})

    def test_configuration(self):
        self.run_it('--prepare', '--port', '9000')
        keys = configparser.RawConfigParser(delimiters=('=',))
        keys.read([f'{self.state}/khidki.conf', f'{self.state}/sandbox.conf'])
        self.assertEqual(keys['server']['listen'], '127.0.0.1:9000')
        self.assertEqual(keys['server']['clock-file'], keys['sandbox']['clock-file'])
        self.assertEqual(keys['whatsapp']['phone-number-id'], keys['sandbox']['phone-number-id'])
        for group, name, other in (('whatsapp', 'access-token', 'access-token'),
                                   ('whatsapp', 'app-secret', 'app-secret'),
                                   ('whatsapp', 'verify-token', 'verify-token'),
                                   ('sms', 'secret', 'sms-secret'),
                                   ('sms', 'send-password', 'sms-password')):
            path = keys[group][name].removeprefix('file:')
            self.assertEqual(self.read(path), keys['sandbox'][other])
            self.assertGreaterEqual(len(keys['sandbox'][other]), 32)
        self.assertEqual(keys['sms']['number'], keys['sandbox']['sms-number'])
        self.assertEqual(keys['plugins']['enabled'], 'whatsapp;csc;sms;revenue')
        self.assertNotIn('@', self.read(f'{self.state}/khidki.conf') + self.read(f'{self.state}/sandbox.conf'))

    def test_registered_texts(self):
        """Each family has an id of its own in every language."""
        self.run_it('--prepare', '--port', '9000')
        families = configparser.RawConfigParser(delimiters=('=',))
        families.read(f'{ROOT}/data/sms/families.ini')
        ids = configparser.RawConfigParser(delimiters=('=',))
        ids.read(f'{self.state}/sms-ids.ini')
        self.assertEqual(ids.sections(), families.sections())
        given = []
        for name in families.sections():
            wanted = [key.replace('text', 'templateid') for key in families[name] if key.startswith('text')]
            self.assertEqual(sorted(ids[name]), sorted(wanted), name)
            given += ids[name].values()
        self.assertEqual(len(set(given)), len(given))

    def test_usage(self):
        for arguments in (('--port', 'x'), ('--port',), ('--port', '70000'), ('--nonsense',)):
            self.assertEqual(self.run_it(*arguments).returncode, 2, arguments)

    def test_not_built(self):
        done = self.run_it()
        self.assertEqual(done.returncode, 1)
        self.assertIn('is not built', done.stderr)

    def begin(self):
        return subprocess.Popen([f'{ROOT}/run', '--build', self.folder, '--port', str(free_port())],
                                env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_stops_both(self):
        for sign in (signal.SIGINT, signal.SIGTERM):
            self.install(SERVER)
            self.install(SANDBOX)
            process = self.begin()
            told = ''
            for line in process.stdout:
                told += line
                if 'Ctrl-C stops' in line:
                    break
            for door in ('/        the phone', '/sms', '/counter/', '/verify/'):
                self.assertIn(door, told)
            process.send_signal(sign)
            rest, errors = process.communicate()
            self.assertEqual((process.returncode, rest), (0, 'Stopped.\n'), errors)
            for name in ('khidkid', 'khidki-sandbox'):
                self.assertEqual(self.read(f'{self.folder}/{name}'), 'stopped')

    def test_one_ends(self):
        self.install(SANDBOX)
        self.install(SERVER, fault='print("no such luck", flush=True); sys.exit(1)')
        process = self.begin()
        _, errors = process.communicate()
        self.assertEqual(process.returncode, 1)
        self.assertIn('no such luck', errors)
        self.assertEqual(self.read(f'{self.folder}/khidki-sandbox'), 'stopped')


if __name__ == '__main__':
    unittest.main()
