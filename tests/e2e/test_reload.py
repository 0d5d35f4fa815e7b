# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plugins that hang, reloads that overlap, signals at the wrong moment."""
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import tap
from journey import tap_like
from world import BUILD, SOURCE, Citizen, Failure, World, call, wait_until, write

STARTS_IN = 10
STOPS_IN = 10


def add_hanging(world):
    folder = os.path.join(world.extra_plugins, 'hangs')
    os.mkdir(folder, 0o755)
    for name in ('libkhidki-test-hangs.so', 'hangs.plugin'):
        shutil.copy(f'{BUILD}/tests/server/gate/{name}', folder)
        os.chmod(os.path.join(folder, name), 0o644)


def states(world):
    status, text, complaint = world.control('plugins')
    if status != 0:
        raise Failure(complaint)
    return {plugin['name']: plugin['state'] for plugin in json.loads(text)['plugins']}


def enable(world, plugins, graph_url=None):
    world.plugins = plugins
    world.write_config(graph_url)
    world.reload()


def webhook_status(world):
    """403: somebody is there who asks for the token; 404: nobody."""
    return call(f'{world.url}/whatsapp/webhook')[0]


def answers(url):
    try:
        return call(url, timeout=2)[0]
    except OSError:
        return None


def logged(world):
    with open(world.log_path, encoding='utf-8') as log:
        return log.read()


def in_flight(world):
    lines = call(f'{world.admin_url}/metrics')[1].decode().splitlines()
    return next(int(line.split()[1]) for line in lines
                if line.startswith('khidki_outbox_in_flight '))


def silent_far_end():
    """Takes every connection and says nothing."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(512)
    kept = []

    def take():
        while True:
            kept.append(listener.accept()[0])
    threading.Thread(target=take, daemon=True).start()
    return f'http://127.0.0.1:{listener.getsockname()[1]}/v25.0'


def one_that_hangs_delays_nobody():
    with World(plugins='hangs;whatsapp;revenue') as world:
        add_hanging(world)
        world.start_sandbox()
        world.write_config()
        begun = time.monotonic()
        world.start_server(wait=False)
        wait_until('it is alive', lambda: answers(f'{world.admin_url}/livez') == 200)
        status, text = call(f'{world.admin_url}/readyz')
        if status != 503:
            raise Failure(f'ready while it starts: {text}')
        wait_until('citizens are served', lambda: answers(f'{world.url}/numbers') == 200)
        Citizen(world, '919800000001', 'Sita').say('Hi', 'OTP')
        if states(world)['hangs'] != 'starting' or time.monotonic() - begun > STARTS_IN:
            raise Failure('citizens waited for the plugin that hangs')
        status, text = call(f'{world.admin_url}/readyz')
        if status != 503 or b'hangs (starting)' not in text:
            raise Failure(f'{status} {text}')
        wait_until('it is given up', lambda: states(world)['hangs'] == 'failed')


def reloads_overlap():
    with World(plugins='revenue') as world:
        add_hanging(world)
        world.start_sandbox()
        world.write_config()
        world.start_server()
        enable(world, 'hangs;whatsapp;revenue')
        wait_until('it hangs', lambda: states(world).get('hangs') == 'starting')
        time.sleep(1)
        world.reload()
        enable(world, 'whatsapp;revenue')
        Citizen(world, '919800000001', 'Sita').say('Hi', 'OTP')
        wait_until('the newest holds', lambda: states(world)['hangs'] == 'stopped')
        if webhook_status(world) != 403:
            raise Failure('the webhook is gone')
        enable(world, 'revenue')
        wait_until('it is stopped', lambda: states(world)['whatsapp'] == 'stopped')
        if webhook_status(world) != 404:
            raise Failure('somebody who was left behind answers the webhook')
        world.stop_server()


def sends_are_in_flight():
    """What is under way when its plugin is stopped ends in peace, whoever comes next."""
    with World() as world:
        world.start()
        citizens = [Citizen(world, f'9198000001{i:02}', 'C') for i in range(20)]
        graph_url = silent_far_end()
        enable(world, 'revenue')
        wait_until('it is stopped', lambda: states(world)['whatsapp'] == 'stopped')
        enable(world, 'whatsapp;revenue', graph_url)
        wait_until('it runs', lambda: states(world)['whatsapp'] == 'running')
        for citizen in citizens:
            citizen.act('text', {'body': 'Hi'})
        wait_until('sends are in flight', lambda: in_flight(world) > 0)
        enable(world, 'revenue')
        wait_until('it is stopped', lambda: states(world)['whatsapp'] == 'stopped')
        enable(world, 'whatsapp;revenue')
        wait_until('it runs again', lambda: states(world)['whatsapp'] == 'running')
        wait_until('nothing of before is in flight', lambda: in_flight(world) == 0)
        Citizen(world, '919800000099', 'Late').say('Hi', 'OTP')
        world.stop_server()


def terminate_with_sends_in_flight():
    """Whatever the far end does, SIGTERM is promised to end within ten seconds."""
    with World() as world:
        world.start_sandbox()
        world.write_config(silent_far_end())
        world.start_server()
        for number in range(20):
            Citizen(world, f'9198000001{number:02}', 'C').act('text', {'body': 'Hi'})
        wait_until('sends are in flight', lambda: in_flight(world) > 0)
        begun = time.monotonic()
        world.stop_server()
        if time.monotonic() - begun > STOPS_IN:
            raise Failure(f'after {time.monotonic() - begun:.1f} s')


def hangup_while_it_starts():
    """Whoever asks for a reload too early gets it later, not the end of the server."""
    with World() as world:
        world.start_sandbox()
        world.write_config()
        world.start_server(wait=False)
        # It has read its configuration by now, and nothing else.
        while not os.path.exists(f'{world.state}/seal.key'):
            time.sleep(0.001)
        enable(world, 'whatsapp')
        world.wait_ready()
        wait_until('the newest holds', lambda: states(world) == {
            'whatsapp': 'running', 'revenue': 'stopped'}, 20)


def terminate_while_it_starts():
    with World(plugins='hangs;whatsapp;revenue') as world:
        add_hanging(world)
        world.start_sandbox()
        world.write_config()
        world.start_server(wait=False)
        wait_until('it hangs', lambda: os.path.exists(f'{world.state}/control.sock')
                   and states(world).get('hangs') == 'starting')
        begun = time.monotonic()
        world.stop_server()
        if time.monotonic() - begun > STARTS_IN / 2:
            raise Failure(f'after {time.monotonic() - begun:.1f} s')


def store_is_held():
    """Another process has the database: nothing blocks, and what must wait comes by itself."""
    with World(plugins='whatsapp') as world:
        world.start_sandbox()
        world.write_config()
        world.start_server()
        citizen = Citizen(world, '919800000001', 'Sita')
        held = sqlite3.connect(f'{world.state}/khidki.db', isolation_level=None, timeout=60)
        held.execute('BEGIN IMMEDIATE')
        enable(world, 'whatsapp;revenue')
        wait_until('it runs', lambda: states(world).get('revenue') == 'running')
        longest, end = 0, time.monotonic() + 14
        while time.monotonic() < end:
            begun = time.monotonic()
            if call(f'{world.admin_url}/livez', timeout=10)[0] != 200:
                raise Failure('not alive')
            longest = max(longest, time.monotonic() - begun)
            time.sleep(0.1)
        if longest > 2:
            raise Failure(f'the main loop stood still for {longest:.1f} s')
        status, text = call(f'{world.admin_url}/readyz')
        if status != 503 or b'catalogue: the one of before stays' not in text:
            raise Failure(f'{status} {text}')
        if 'the one of before stays' not in json.loads(world.control('plugins')[1])['catalogue']:
            raise Failure('khidkictl plugins does not tell')
        held.execute('ROLLBACK')
        held.close()
        world.wait_ready()
        citizen.say('Hi', 'OTP')
        tap_like(citizen, 'English')
        citizen.say('menu', 'Revenue')


CENTRE = '''[Centre market]
Name={name}
Subdivision=rohini
Address=Shop 12
Pin=110085
Latitude=28.71
Longitude=77.11
Hours=9 to 6
From=2025-12-25
'''


def centres_are_read_again():
    with World(plugins='revenue') as world:
        path = os.path.join(world.folder, 'centres.ini')
        os.mkdir(os.path.join(world.folder, 'conf.d'), 0o755)
        write(os.path.join(world.folder, 'conf.d', 'centres.conf'), f'[server]\ncentres={path}\n')
        write(path, CENTRE.format(name='First market'))
        world.start_sandbox()
        world.write_config()
        world.start_server()

        def shows(name):
            return name in call(f'{world.url}/centres?place=110085')[1].decode()

        wait_until('the first is shown', lambda: shows('First market'))
        if 'found none in “narela” (Narela)' not in logged(world):
            raise Failure('nothing warns of a sub-division without a centre')
        done = subprocess.run([f'{BUILD}/server/khidkid', '--config', world.config_path,
                               '--check-config'], capture_output=True, text=True, check=False,
                              env=dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data'))
        if done.returncode != 1 or done.stderr.count('expected a centre in each sub-division') != 38:
            raise Failure(f'--check-config: {done.returncode} {done.stderr}')
        write(path, CENTRE.format(name='Second market'))
        world.reload()
        wait_until('the second is shown', lambda: shows('Second market'))
        write(path, CENTRE.format(name='Third market').replace('rohini', 'rohni'))
        world.reload()
        wait_until('the mistake is told', lambda: 'found “rohni”' in logged(world))
        if not shows('Second market'):
            raise Failure('a file with a mistake changed something')


def secrets_are_rotated():
    """What security.md says of a known app secret: new before old, reload; take the old out."""
    with World() as world:
        world.start()
        secrets = {'old': world.tokens['app-secret'], 'new': 'another-secret'}
        write(os.path.join(world.folder, 'new-secret'), secrets['new'] + '\n')
        os.mkdir(os.path.join(world.folder, 'conf.d'), 0o755)

        def answered(which):
            body = b'{"object":"whatsapp_business_account","entry":[]}'
            signature = hmac.new(secrets[which].encode(), body, hashlib.sha256).hexdigest()
            return call(f'{world.url}/whatsapp/webhook', body,
                        {'X-Hub-Signature-256': f'sha256={signature}'})[0]

        def rotate(value, old, new):
            write(os.path.join(world.folder, 'conf.d', 'secret.conf'),
                  f'[whatsapp]\napp-secret={value}\nrate=99\n')
            before = logged(world).count('the configuration was read again')
            world.reload()
            wait_until('it was read', lambda: logged(world).count(
                'the configuration was read again') > before)
            world.advance('2m')
            wait_until(f'the old is answered {old}, the new {new}',
                       lambda: (answered('old'), answered('new')) == (old, new), 20)

        if (answered('old'), answered('new')) != (200, 401):
            raise Failure('the secrets are mixed up')
        old, new = (f'file:{world.folder}/{name}' for name in ('app-secret', 'new-secret'))
        rotate(f'{new};{old}', 200, 200)
        rotate(new, 401, 200)
        told = "[whatsapp] rate: it is another now, which holds from the plugin's next start"
        if logged(world).count(told) != 1 or 'app-secret: it is another' in logged(world):
            raise Failure('what takes a restart is not told, or what takes none')


class Manager:
    """A service manager that only listens."""

    def __init__(self, world):
        self.path = os.path.join(world.folder, 'notify')
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(60)
        world.environment['NOTIFY_SOCKET'] = self.path
        world.environment['WATCHDOG_USEC'] = '400000'

    def expect(self, *wanted):
        """All of them, in this order; others may stand between."""
        heard = []
        for state in wanted:
            while True:
                heard.append(self.socket.recv(4096).decode())
                if heard[-1] == state:
                    break
        return heard


def manager_is_told():
    with World() as world:
        manager = Manager(world)
        world.start_sandbox()
        world.write_config()
        world.start_server(wait=False)
        heard = manager.expect('READY=1')
        if any(state.startswith('WATCHDOG') for state in heard):
            raise Failure('watched before it was ready')
        if answers(f'{world.url}/numbers') != 200:
            raise Failure('ready before citizens are served')
        manager.expect('WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1')
        world.reload()
        manager.expect('RELOADING=1', 'READY=1')
        # A main loop that hangs goes silent, and the manager sees it.
        world.server.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        manager.socket.setblocking(False)
        try:
            while True:
                manager.socket.recv(4096)
        except BlockingIOError:
            pass
        time.sleep(1)
        try:
            raise Failure(f'a stopped server said {manager.socket.recv(4096)}')
        except BlockingIOError:
            manager.socket.settimeout(60)
        world.server.send_signal(signal.SIGCONT)
        manager.expect('WATCHDOG=1')
        world.server.send_signal(signal.SIGTERM)
        manager.expect('STOPPING=1')
        if world.server.wait(30) != 0:
            raise Failure('it did not end well')


if __name__ == '__main__':
    tap.run(one_that_hangs_delays_nobody, reloads_overlap, sends_are_in_flight,
            terminate_with_sends_in_flight, hangup_while_it_starts, terminate_while_it_starts,
            store_is_held, manager_is_told, centres_are_read_again, secrets_are_rotated)
