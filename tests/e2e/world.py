# SPDX-License-Identifier: LGPL-2.1-or-later
"""A whole Khidki for one test: the server, the sandbox in Meta's place, and people."""
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

BUILD = os.environ['KHIDKI_BUILD']
SOURCE = os.environ['KHIDKI_SOURCE']
NUMBER_ID = '100200300400500'
PATIENCE = 60


class Failure(Exception):
    """Something that had to be was not."""


def call(url, body=None, headers=None, method=None, timeout=30):
    """(status, bytes); a refusal is an answer too."""
    data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_until(what, check, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.05)
    raise Failure(f'{what}: did not come to be in {patience} s')


HELD = []


def free_port():
    """Below the ports that the kernel gives to connections, and held against other tests by a
    name that ends with this process."""
    while True:
        port = random.randrange(15000, 32000)
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f'\0khidki-test-port-{port}')
            with socket.socket() as probe:
                probe.bind(('127.0.0.1', port))
        except OSError:
            name.close()
            continue
        HELD.append(name)
        return port


def write(path, text, mode=0o600):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), 'w') as file:
        file.write(text)


class World:
    """Starts what is asked for and ends, by its number, what it started."""

    def __init__(self, plugins='whatsapp;revenue', store_query='', environment=None, store=None):
        self.folder = tempfile.mkdtemp(prefix='khidki-e2e-')
        self.state = os.path.join(self.folder, 'state')
        os.mkdir(self.state, 0o700)
        self.extra_plugins = os.path.join(self.folder, 'plugins')
        os.mkdir(self.extra_plugins, 0o755)
        self.port, self.admin_port = free_port(), free_port()
        self.tokens = {name: secrets.token_hex(16)
                       for name in ('access-token', 'app-secret', 'verify-token')}
        self.plugins = plugins
        self.store_query = store_query
        self.environment = environment or {}
        self.server = self.sandbox = None
        self.killed = False
        self.sandbox_url = None
        self.log_path = os.path.join(self.folder, 'khidkid.log')
        self.sandbox_log_path = os.path.join(self.folder, 'sandbox.log')
        self.clock_file = os.path.join(self.folder, 'clock')
        for name, value in self.tokens.items():
            write(os.path.join(self.folder, name), value + '\n')

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            try:
                self.stop_server()
            finally:
                self.stop_sandbox()
        except Failure:
            kind = Failure
            raise
        finally:
            if kind is not None:
                self.tell_last_words()
            shutil.rmtree(self.folder, ignore_errors=True)

    def tell_last_words(self):
        for path in (self.log_path, self.sandbox_log_path):
            if not os.path.exists(path):
                continue
            with open(path, errors='replace') as log:
                lines = log.readlines()
            print(f'# {os.path.basename(path)} ends with:')
            found = [number for number, line in enumerate(lines) if 'Sanitizer' in line]
            for line in lines[found[0]:][:100] if found else lines[-40:]:
                print('# ' + line.rstrip())

    def add_plugin(self, name, *paths):
        """Files of a plugin that is not installed."""
        folder = os.path.join(self.extra_plugins, name)
        os.mkdir(folder, 0o755)
        for path in paths:
            os.chmod(shutil.copy(path, folder), 0o644)

    # The server.

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    @property
    def admin_url(self):
        return f'http://127.0.0.1:{self.admin_port}'

    @property
    def config_path(self):
        return os.path.join(self.folder, 'khidki.conf')

    def write_config(self, graph_url=None, number_id=NUMBER_ID, rate=100000):
        graph = graph_url or f'{self.sandbox_url}/v25.0'
        folder = self.folder
        write(self.config_path, f'''[server]
listen=127.0.0.1:{self.port}
admin-listen=127.0.0.1:{self.admin_port}
public-url={self.url}
state-dir={self.state}
timezone=Asia/Kolkata
helpline=1031
sandbox=true
clock-file={self.clock_file}
[store]
url=sqlite://{self.state}/khidki.db{self.store_query}
[plugins]
path={BUILD}/plugins;{self.extra_plugins}
enabled={self.plugins}
[whatsapp]
graph-url={graph}
phone-number-id={number_id}
display-number=+91 11 2000 0000
brand=Delhi Revenue
rate={rate}
pair-seconds=0
access-token=file:{folder}/access-token
app-secret=file:{folder}/app-secret
verify-token=file:{folder}/verify-token
''')

    def start_server(self, wait=True, prepare=None):
        """@prepare is called in the new process, before the server is."""
        environment = dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data',
                           KHIDKI_LIBEXEC=f'{BUILD}/server', KHIDKI_LOG='json',
                           **self.environment)
        self.killed = False
        with open(self.log_path, 'ab') as log:
            self.server = subprocess.Popen([f'{BUILD}/server/khidkid', '--config', self.config_path],
                                           stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                           env=environment, preexec_fn=prepare,
                                           restore_signals=prepare is None)
        if wait:
            self.wait_ready()

    def is_ready(self):
        if self.server.poll() is not None:
            raise Failure(f'khidkid ended with {self.server.returncode}')
        try:
            return call(f'{self.admin_url}/readyz', timeout=2)[0] == 200
        except OSError:
            return False

    def wait_ready(self):
        wait_until('the server is ready', self.is_ready)

    def stop_server(self):
        """SIGTERM, within ten seconds; what leaks is seen at its end, and is a failure."""
        if self.server is None or self.killed:
            return
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.kill_server()
            raise Failure('khidkid did not stop') from None
        if self.server.returncode != 0:
            raise Failure(f'khidkid did not end well: {self.server.returncode}')

    def kill_server(self):
        self.killed = True
        self.server.kill()
        self.server.wait()

    def reload(self):
        self.server.send_signal(signal.SIGHUP)

    def control(self, *words, officer=None, as_json=True):
        command = [f'{BUILD}/server/khidkictl', '--socket', f'{self.state}/control.sock']
        if as_json:
            command.append('--json')
        command += words
        if officer:
            command += ['--as', officer]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if 'Sanitizer' in done.stderr:
            raise Failure(done.stderr)
        return done.returncode, done.stdout, done.stderr

    # The sandbox.

    def start_sandbox(self, *options):
        command = [f'{BUILD}/plugins/whatsapp/sandbox/khidki-sandbox', '--listen', '127.0.0.1:0',
                   '--webhook', f'{self.url}/whatsapp/webhook', '--phone-number-id', NUMBER_ID,
                   '--display-number', '911120000000', '--clock-file', self.clock_file,
                   '--templates', f'{SOURCE}/data/templates/whatsapp.json']
        for name, value in self.tokens.items():
            command += [f'--{name}', value]
        with open(self.sandbox_log_path, 'ab') as log:
            self.sandbox = subprocess.Popen(command + list(options), stdout=subprocess.PIPE,
                                            stderr=log, stdin=subprocess.DEVNULL, text=True)
        for line in self.sandbox.stdout:
            if line.startswith('listening on '):
                self.sandbox_url = line.split()[-1]
                return
        raise Failure('the sandbox did not start')

    def stop_sandbox(self):
        if self.sandbox is None:
            return
        if self.sandbox.poll() is None:
            self.sandbox.terminate()
        if self.sandbox.wait(20) != 0:
            raise Failure(f'the sandbox did not end well: {self.sandbox.returncode}')

    def start(self):
        self.start_sandbox()
        self.write_config()
        self.start_server()

    def ask_sandbox(self, path, body=None, timeout=70):
        status, answer = call(f'{self.sandbox_url}/sandbox/{path}', body, timeout=timeout)
        if status >= 300:
            raise Failure(f'sandbox {path}: {status} {answer[:300]!r}')
        return json.loads(answer) if answer else {}

    def advance(self, span):
        self.ask_sandbox('clock', {'advance': span})


class Citizen:
    """A person with a phone: says things, taps what was offered, reads what comes."""

    def __init__(self, world, number, name):
        self.world, self.number, self.seen, self.sent = world, number, 0, 0
        self.last = None
        self.received = []
        world.ask_sandbox('citizens', {'wa_id': number, 'name': name})

    def act(self, kind, body):
        self.sent += 1
        return self.world.ask_sandbox(f'citizens/{self.number}/{kind}', body)

    def poll(self, wait):
        answer = self.world.ask_sandbox(
            f'citizens/{self.number}/messages?after={self.seen}&wait={wait}')
        self.seen = answer['next']
        for entry in answer['messages']:
            self.last = entry
            self.received.append(entry)
        return answer['messages']

    def expect(self, *parts):
        """The next message; it must hold every part."""
        for _ in range(20):
            if self.world.server.poll() is not None:
                raise Failure(f'khidkid ended with {self.world.server.returncode}')
            if self.poll(2):
                text = self.text()
                for part in parts:
                    if part not in text:
                        raise Failure(f'expected “{part}” in:\n{text}')
                return text
        raise Failure(f'nothing came to {self.number}, expected {parts}')

    def say(self, text, *parts):
        self.act('text', {'body': text})
        return self.expect(*parts)

    def choices(self, entry=None):
        message = (entry or self.last)['message']
        found = {}
        action = message.get('interactive', {}).get('action', {})
        for button in action.get('buttons', []):
            found[button['reply']['title']] = (button['reply']['id'], 'button')
        for section in action.get('sections', []):
            for row in section['rows']:
                found[row['title']] = (row['id'], 'list')
        return found

    def tap(self, title, *parts):
        choices = self.choices()
        if title not in choices:
            raise Failure(f'“{title}” was not offered; there were {list(choices)}')
        choice, kind = choices[title]
        self.act('tap', {'id': choice, 'title': title, 'type': kind})
        return self.expect(*parts)

    def send_file(self, data, mime, *parts, filename='paper', caption=''):
        query = urllib.parse.urlencode({'filename': filename, 'caption': caption})
        self.sent += 1
        status, answer = call(f'{self.world.sandbox_url}/sandbox/citizens/{self.number}/media?{query}',
                              data, {'Content-Type': mime})
        if status >= 300:
            raise Failure(f'media: {status} {answer[:200]!r}')
        return self.expect(*parts)

    def text(self, entry=None):
        """All that can be read in the last message."""
        message = (entry or self.last)['message']
        parts = []

        def walk(value):
            if isinstance(value, str):
                parts.append(value)
            elif isinstance(value, dict):
                for inner in value.values():
                    walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    walk(inner)

        walk(message)
        return '\n'.join(parts)

    def document(self):
        """The bytes of the document in the last message."""
        media = self.last.get('media')
        if not media:
            raise Failure('no document came')
        status, data = call(self.world.sandbox_url + media['url'])
        if status != 200:
            raise Failure(f'the document cannot be fetched: {status}')
        return data
