# SPDX-License-Identifier: LGPL-2.1-or-later
"""A department built out of tree as the documentation tells it, dropped in and served."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import journey
import tap
from test_journey import ASSISTANT, await_document, must, read_pdf
from world import BUILD, SOURCE, Citizen, Failure, World, wait_until, write


def take_apart(path):
    """The files and the commands of the page."""
    with open(path, encoding='utf-8') as file:
        text = file.read()
    files = dict(re.findall(r'<!-- file: (\S+) -->\n```\w+\n(.*?)```', text, re.S))
    commands = re.findall(r'<!-- run -->\n```sh\n(.*?)```', text, re.S)
    if len(files) != 4 or len(commands) != 1:
        raise Failure(f'the page holds {list(files)} and {len(commands)} commands')
    return files, commands


def install(folder):
    """Headers and libraries as a developer of a department has them."""
    environment = dict(os.environ, DESTDIR=folder)
    subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet'], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    for where, _, names in os.walk(folder):
        if 'khidki-1.pc' in names:
            return where
    raise Failure('khidki-1.pc was not installed')


def build(folder, files, commands, pkg_config_path):
    for name, text in files.items():
        write(os.path.join(folder, name), text, 0o644)
    root = pkg_config_path[:pkg_config_path.index('/usr/')]
    environment = dict(os.environ, PKG_CONFIG_PATH=pkg_config_path, PKG_CONFIG_SYSROOT_DIR='')
    # What was installed below a folder names its places as if it were the root.
    for name in ('khidki-1.pc', 'khidki-testing-1.pc'):
        with open(os.path.join(pkg_config_path, name), encoding='utf-8') as file:
            text = file.read()
        with open(os.path.join(pkg_config_path, name), 'w', encoding='utf-8') as file:
            file.write(re.sub(r'^prefix=', f'prefix={root}', text, flags=re.M))
    for command in commands:
        subprocess.run(['bash', '-euc', command], check=True, cwd=folder, env=environment,
                       stdout=sys.stderr)


def plugin_state(world, name):
    _, out, _ = world.control('plugins')
    for plugin in json.loads(out)['plugins']:
        if plugin['name'] == name:
            return plugin['state'], plugin.get('reason', '')
    return None, ''


def apply_again(citizen):
    citizen.say('menu', 'Libraries')
    journey.tap_like(citizen, 'Libraries')
    citizen.tap('For myself', 'name')
    citizen.say('Sita Devi', 'How many books')
    citizen.say('3', 'Please check')
    citizen.tap('All correct')
    citizen.tap('I agree')


def decided(world, citizen):
    """One card is given, and one is not."""
    number = journey.find_number(citizen.text())
    listed = must(world, 'app', 'list', officer=ASSISTANT)
    if number not in json.dumps(listed):
        raise Failure(f'{number} is not in {listed}')
    must(world, 'app', 'take', number, officer=ASSISTANT)
    must(world, 'app', 'approve', number, officer=ASSISTANT)
    card = await_document(citizen)
    citizen.last = card
    text, _ = read_pdf(citizen.document())
    if 'Sita Devi may borrow 3 books at once' not in ' '.join(text.split()):
        raise Failure(f'the card says:\n{text}')
    apply_again(citizen)
    number = journey.find_number(citizen.text())
    must(world, 'app', 'take', number, officer=ASSISTANT)
    must(world, 'app', 'reject', number, 'R01', officer=ASSISTANT)
    wait_until('the reason is told',
               lambda: citizen.poll(1) is not None and any(
                   'There is a card already' in citizen.text(entry)
                   for entry in citizen.received))


def lacks(world):
    """What --check-config says of the service."""
    done = subprocess.run([f'{BUILD}/server/khidkid', '--config', world.config_path,
                           '--check-config'], capture_output=True, text=True, check=False,
                          env=dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data'))
    return [line for line in done.stdout.splitlines() if line.startswith('LIB-CARD: [')]


def served_without_a_restart():
    files, commands = take_apart(os.path.join(SOURCE, 'docs/first-department.md'))
    with tempfile.TemporaryDirectory() as folder, World() as world:
        world.start()
        process = world.server.pid
        early = Citizen(world, '919800000001', 'Early')
        early.say('Hi', 'OTP')
        journey.tap_like(early, 'English')

        target = os.path.join(folder, 'library')
        os.mkdir(target)
        build(target, files, commands, install(os.path.join(folder, 'root')))
        shutil.copytree(target, os.path.join(world.extra_plugins, 'library'))
        world.plugins += ';library'
        world.write_config()
        world.reload()
        wait_until('the library runs', lambda: plugin_state(world, 'library')[0])
        state = plugin_state(world, 'library')
        if state[0] != 'running':
            raise Failure(f'the library is {state}')

        # English and Hindi is what the page writes in.
        for line in lacks(world):
            if 'too, found only' not in line or '“hi”' in line:
                raise Failure(line)

        early.say('menu', 'Libraries')
        journey.tap_like(early, 'Libraries')
        early.tap('For myself', 'name')
        early.say('Sita Devi', 'How many books')
        early.say('9', '1 to 4')
        early.say('3', 'Please check')
        early.tap('All correct')
        early.tap('I agree')
        decided(world, early)

        world.plugins = 'whatsapp;revenue'
        world.write_config()
        world.reload()
        wait_until('the library is stopped',
                   lambda: plugin_state(world, 'library')[0] in ('stopped', None))
        early.say('menu')
        if 'Libraries' in early.text() or world.server.pid != process:
            raise Failure('the library is still in the list')


if __name__ == '__main__':
    tap.run(served_without_a_restart)
