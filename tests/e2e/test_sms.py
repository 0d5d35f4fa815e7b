# SPDX-License-Identifier: LGPL-2.1-or-later
"""The SMS line on a real Kannel with its fake SMSC."""
import contextlib
import os
import secrets
import subprocess

import tap
from kannel import HEADER, NUMBER, Kannel, Phone
from world import BUILD, Failure, World, call, wait_until, write

CITIZEN, OTHER = '919810000001', '919810000002'


def write_ids(path):
    """The ids that the registration would give."""
    shown = subprocess.run([f'{BUILD}/plugins/sms/khidki-sms-families', '--number', NUMBER,
                            '--skeleton', '-'], check=True, capture_output=True, text=True).stdout
    lines = shown.splitlines()
    for index, line in enumerate(lines):
        if line.startswith('TemplateId'):
            lines[index] += str(1107000000000000000 + index)
    write(path, '\n'.join(lines) + '\n')


def write_line(world, kannel):
    folder = world.folder
    for name, value in (('sms-secret', kannel.secret), ('sms-password', kannel.password)):
        write(os.path.join(folder, name), value + '\n')
    write_ids(os.path.join(folder, 'ids.ini'))
    os.makedirs(os.path.join(folder, 'conf.d'), exist_ok=True)
    write(os.path.join(folder, 'conf.d', 'sms.conf'), f'''[sms]
send-url={kannel.send_url}
send-password=file:{folder}/sms-password
secret=file:{folder}/sms-secret
number={NUMBER}
header={HEADER}
entity-id=1101000000000000001
template-ids={folder}/ids.ini
delivery-url={world.url}/sms/delivery
''')


@contextlib.contextmanager
def line():
    """A server with the SMS line, Kannel and a phone."""
    with World(plugins='sms;revenue') as world:
        folder = os.path.join(world.folder, 'kannel')
        os.mkdir(folder)
        kannel = Kannel(folder, f'{world.url}/sms/inbound', secrets.token_hex(16), secrets.token_hex(8))
        phone = Phone(kannel)
        try:
            world.write_config(graph_url='http://127.0.0.1:1/v25.0')
            write_line(world, kannel)
            world.start_server()
            kannel.start()
            yield world, kannel, phone
        finally:
            phone.stop()
            kannel.stop()


def english():
    with line() as (world, kannel, phone):
        text = phone.ask(CITIZEN, 'HELP', 'STATUS', NUMBER, '1031')
        print('#', text)


if __name__ == '__main__':
    tap.run(english)
