# SPDX-License-Identifier: LGPL-2.1-or-later
"""The channel that plugins/README.md shows, built as it says, alone and in a server."""
import os
import re
import shutil
import tempfile

import tap
from test_first_department import build, install, plugin_state
from world import SOURCE, Failure, World, call, wait_until, write


def take_apart():
    with open(os.path.join(SOURCE, 'plugins/README.md'), encoding='utf-8') as file:
        text = file.read()
    files = dict(re.findall(r'<!-- file: (\S+) -->\n```\w+\n(.*?)```', text, re.S))
    commands = re.findall(r'<!-- run -->\n```sh\n(.*?)```', text, re.S)
    if len(files) != 3 or len(commands) != 2 or text.count('```') != 10:
        raise Failure(f'the page holds {list(files)}, {len(commands)} commands, and code besides')
    return files, commands


def built_and_served():
    files, commands = take_apart()
    with tempfile.TemporaryDirectory() as folder, World(plugins='postbox;revenue') as world:
        target = os.path.join(folder, 'postbox')
        os.mkdir(target)
        root = install(os.path.join(folder, 'root'))
        # Where an installed library would be found; its sanitizer, if any, comes with it.
        found = f'export LD_LIBRARY_PATH={os.path.dirname(root)} ASAN_OPTIONS=verify_asan_link_order=0\n'
        commands = [found + command for command in commands]
        build(target, files, commands, root)
        shutil.copytree(target, os.path.join(world.extra_plugins, 'postbox'),
                        ignore=shutil.ignore_patterns('*.c', 'test-*'))
        os.mkdir(os.path.join(world.folder, 'conf.d'))
        write(os.path.join(world.folder, 'secret'), 'a secret\n')
        write(os.path.join(world.folder, 'conf.d', 'postbox.conf'),
              f'[postbox]\nsend-url=http://127.0.0.1:1/send\nsecret=file:{world.folder}/secret\n')
        world.write_config('http://127.0.0.1:1/v25.0')
        world.start_server()
        wait_until('it runs', lambda: plugin_state(world, 'postbox')[0] == 'running', 10)
        for secret, expected in (('wrong', 403), ('a secret', 200), ('a secret', 200)):
            status = call(f'{world.url}/postbox/inbound', b'id=m1&from=sita&text=Hi',
                          {'X-Secret': secret, 'Content-Type': 'application/x-www-form-urlencoded'})[0]
            if status != expected:
                raise Failure(f'{secret}: {status}')


if __name__ == '__main__':
    tap.run(built_and_served)
