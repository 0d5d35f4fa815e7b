# SPDX-License-Identifier: LGPL-2.1-or-later
"""Operators and the other dated data, as an administrator keeps them."""
import json
import os
import re
import shutil
import subprocess

import tap
from world import BUILD, SOURCE, Failure, World, wait_until


def begin(world):
    """A server that reads operators and charges of its own."""
    world.plugins = 'revenue'
    world.sandbox_url = 'http://127.0.0.1:1'
    for folder, name in (('operators', 'example.ini'), ('charges', 'delhi.ini')):
        shutil.copy(f'{SOURCE}/data/{folder}/{name}', os.path.join(world.folder, folder))
    write_config(world)
    world.start_server()


def write_config(world):
    world.write_config()
    with open(world.config_path, 'a', encoding='utf-8') as file:
        for key in ('operators', 'charges'):
            file.write(f'[server]\n{key}={os.path.join(world.folder, key)}\n')


def change(world, name, old, new):
    path = os.path.join(world.folder, name)
    with open(path, encoding='utf-8') as file:
        text = file.read()
    if old not in text:
        raise Failure(f'{name} has no {old}')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text.replace(old, new))


def control(world, *words, status=0):
    found, answer, complaint = world.control(*words)
    if found != status:
        raise Failure(f'{words}: ended with {found}: {answer} {complaint}')
    return json.loads(answer) if found == 0 else answer + complaint


def operators(world):
    return {row['id']: row for row in control(world, 'operator', 'list')['operators']}


def logged(world, *parts):
    def is_there():
        with open(world.log_path, encoding='utf-8', errors='replace') as log:
            return any(all(part in line for part in parts) for line in log)
    wait_until(f'the log says {parts}', is_there)


def invites_operators():
    with World() as world:
        begin(world)
        if operators(world)['example.meena']['invited']:
            raise Failure('invited by nobody')
        first = control(world, 'operator', 'invite', 'example.meena')['invitation']
        second = control(world, 'operator', 'invite', 'example.meena')['invitation']
        if first == second or not re.fullmatch('([a-z0-9]{4}-){3}[a-z0-9]{4}', second):
            raise Failure(f'{first} {second}')
        row = operators(world)['example.meena']
        if not row['invited'] or row['password'] or row['sessions'] != 0:
            raise Failure(str(row))
        control(world, 'operator', 'invite', 'example.nobody', status=1)
        if control(world, 'operator', 'sign-out', 'example.meena')['sessions_ended'] != 0:
            raise Failure('a session ended that never began')
        for word in ('invite', 'sign-out'):
            told = control(world, 'operator', word, 'example.mena', status=1)
            if 'There is no operator “example.mena”; the nearest is “example.meena”' not in told:
                raise Failure(told)
        told = control(world, 'operator', 'sign-out', 'somebody-else-entirely', status=1)
        if 'There is no operator “somebody-else-entirely”"' not in told:
            raise Failure(told)
        control(world, 'operator', 'invite', status=2)
        logged(world, 'invitation', 'example.meena')
        with open(world.log_path, encoding='utf-8') as log:
            if second in log.read():
                raise Failure('the invitation is in the log')


def reads_data_again():
    with World() as world:
        begin(world)
        change(world, 'operators', 'Name=Example Arif', 'Name=Example Arif\nUntil=2026-01-01')
        world.reload()
        wait_until('Arif has gone', lambda: 'example.arif' not in operators(world))
        told = control(world, 'operator', 'invite', 'example.arif', status=1)
        if 'No operator “example.arif” works at a counter today' not in told:
            raise Failure(told)
        control(world, 'operator', 'sign-out', 'example.arif')
        change(world, 'operators', 'Name=Example Meena', 'Name=Example Meena Second')
        change(world, 'charges', 'ServiceCharge=3000', 'ServiceCharge=Rs 30')
        world.reload()
        logged(world, 'nothing was changed', 'ServiceCharge: expected paise, as 3000 for Rs 30')
        if operators(world)['example.meena']['name'] != 'Example Meena':
            raise Failure('one good file was taken beside a bad one')
        change(world, 'charges', 'ServiceCharge=Rs 30', 'ServiceCharge=3000')
        world.reload()
        wait_until('the new name is there',
                   lambda: operators(world)['example.meena']['name'] == 'Example Meena Second')


def checks_data():
    with World() as world:
        begin(world)
        world.stop_server()
        change(world, 'operators', 'Role=supervisor', 'Role=boss')
        done = subprocess.run([f'{BUILD}/server/khidkid', '--config', world.config_path,
                               '--check-config'], capture_output=True, text=True, timeout=60,
                              check=False, env=dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data'))
        if done.returncode == 0 or 'Role: expected operator or supervisor, found “boss”' \
                not in done.stdout + done.stderr:
            raise Failure(done.stdout + done.stderr)


if __name__ == '__main__':
    tap.run(invites_operators, reads_data_again, checks_data)
