# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an administrator does at two in the morning."""
import os
import subprocess
import time

import tap
from world import BUILD, SOURCE, Citizen, Failure, World, call, wait_until


def check(path):
    done = subprocess.run([f'{BUILD}/server/khidkid', '--config', path, '--check-config'],
                          capture_output=True, text=True, timeout=60, check=False,
                          env=dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data'))
    return done.returncode, done.stdout + done.stderr


def must_say(text, *parts):
    for part in parts:
        if part not in text:
            raise Failure(f'expected “{part}” in:\n{text}')


def check_config():
    with World() as world:
        world.sandbox_url = 'http://127.0.0.1:1'
        world.write_config()
        status, text = check(world.config_path)
        if status != 0:
            raise Failure(text)
        with open(world.config_path, 'a', encoding='utf-8') as file:
            file.write('[server]\npublic-ulr=x\n')
        status, text = check(world.config_path)
        must_say(text, '[server] public-ulr', 'server/public-url')

        world.plugins = 'whatsapp;nothing'
        world.write_config()
        os.chmod(os.path.join(world.folder, 'app-secret'), 0o644)
        status, text = check(world.config_path)
        if status == 0:
            raise Failure('two mistakes were not found')
        must_say(text, 'expected nothing.plugin', 'app-secret', 'mode 0600', 'found mode 0644')

        status, text = check(os.path.join(world.folder, 'missing.conf'))
        if status == 0:
            raise Failure('a missing file was not found')


def health_and_metrics():
    with World() as world:
        world.start()
        Citizen(world, '919800000001', 'Sita').say('Hi', 'OTP')
        for path in ('livez', 'readyz', 'readyz?verbose'):
            if call(f'{world.admin_url}/{path}')[0] != 200:
                raise Failure(path)
        text = call(f'{world.admin_url}/metrics')[1].decode()
        must_say(text, 'khidki_intake_received_total', 'khidki_build_info', '# EOF')
        for path in ('metrics', 'readyz', 'livez', ''):
            if call(f'{world.url}/{path}')[0] != 404:
                raise Failure(f'/{path} is public')


def a_mistake_changes_nothing():
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000001', 'Sita')
        citizen.say('Hi', 'OTP')
        with open(world.config_path, 'w', encoding='utf-8') as file:
            file.write('[server\nlisten=')
        world.reload()

        def reported():
            with open(world.log_path, encoding='utf-8') as log:
                return 'nothing was changed' in log.read()
        wait_until('the mistake is reported', reported)
        citizen.say('menu', 'Revenue')
        world.write_config()
        world.reload()


def stops_in_time():
    with World() as world:
        world.start()
        citizens = [Citizen(world, f'9198000001{i:02}', 'C') for i in range(20)]
        for citizen in citizens:
            citizen.act('text', {'body': 'Hi'})
        begun = time.monotonic()
        status = world.stop_server()
        taken = time.monotonic() - begun
        if status != 0:
            raise Failure(f'ended with {status}')
        # Ten seconds are promised; sanitizers and a busy machine may double them.
        if taken > 20:
            raise Failure(f'took {taken:.1f} s')
        if world.control('status')[0] != 3:
            raise Failure('khidkictl reached a server that is not there')
        # What was not answered is sent again by the far end, what was is not lost.
        world.start_server()
        for citizen in citizens:
            citizen.expect('OTP')


if __name__ == '__main__':
    tap.run(check_config, health_and_metrics, a_mistake_changes_nothing, stops_in_time)
