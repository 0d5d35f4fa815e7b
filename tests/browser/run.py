# SPDX-License-Identifier: LGPL-2.1-or-later
"""run.py TEST.js [STORY…]: a whole Khidki, and a browser that uses it.

What the pages need in a browser lies in tests/node_modules; ./check puts it there.
"""
import contextlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import types

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))

import journey  # noqa: E402
import papers  # noqa: E402
from kannel import NUMBER  # noqa: E402
from sendsms import Sendsms  # noqa: E402
from test_sms import write_line  # noqa: E402
from world import BUILD, SOURCE, Citizen, Failure, World, write  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))


def missing():
    for name in ('node', 'chromium', 'pdftoppm', 'zbarimg'):
        if shutil.which(name) is None:
            return f'{name} is not installed'
    for name in ('playwright-core', 'axe-core'):
        if not os.path.exists(os.path.join(SOURCE, 'tests', 'node_modules', name)):
            return f'{name} is not installed: (cd tests && npm ci)'
    return None


def keep_papers(world):
    for name, data in (('photo.jpg', papers.photo()), ('bill.pdf', papers.document())):
        with open(os.path.join(world.folder, name), 'wb') as file:
            file.write(data)


def make_private_link(world):
    """The chat asks for a number that belongs on a page of ours."""
    citizen = Citizen(world, '919800000009', 'Sita')
    journey.fill_in_english(citizen)
    citizen.tap('Change something')
    while 'Ration card number' not in citizen.choices():
        citizen.tap('Show more')
    citizen.tap('Ration card number', f'{world.url}/f/')
    found = re.search(re.escape(world.url) + r'/f/[\w-]+', citizen.text())
    if not found:
        raise Failure(f'no link in:\n{citizen.text()}')
    return found.group()


def write_numbers(world):
    """All that a receipt can name: with it the paper is at its longest."""
    write(os.path.join(world.folder, 'conf.d', 'csc.conf'), f"""[csc]
whatsapp-number=+91 11 4000 0000
sms-number={NUMBER}
helpline=1031
""")


def start(world, texts=None):
    world.start_sandbox()
    world.write_config()
    if texts:
        write_line(world, texts)
        write_numbers(world)
    world.start_server()
    keep_papers(world)


def start_with_texts(world):
    """The sandbox also stands in Kannel's place, as ./run has it."""
    secret, password = secrets.token_hex(16), secrets.token_hex(16)
    world.start_sandbox('--sms-inbound', f'{world.url}/sms/inbound', '--sms-secret', secret,
                        '--sms-password', password, '--sms-number', NUMBER)
    world.write_config()
    write_line(world, types.SimpleNamespace(secret=secret, password=password,
                                            send_url=f'{world.sandbox_url}/cgi-bin/sendsms'))
    world.start_server()
    keep_papers(world)


def make_environment(world):
    return dict(
        os.environ, KHIDKI_URL=world.url, KHIDKI_SANDBOX_URL=world.sandbox_url,
        KHIDKI_FILES=world.folder, KHIDKI_CHROMIUM=shutil.which('chromium'),
        KHIDKI_CONTROL=json.dumps([f'{BUILD}/server/khidkictl', '--socket',
                                   f'{world.state}/control.sock']))


def apply_once(world):
    """Somebody whose news there will be."""
    applicant = '919800000009'
    return {'KHIDKI_APPLICANT': applicant,
            'KHIDKI_APPLICATION': journey.apply_in_english(Citizen(world, applicant, 'Sita'))}


PLUGINS = {'counter': 'whatsapp;sms;csc;revenue', 'texts': 'whatsapp;sms;revenue'}


def main(test, stories):
    kind = test.removeprefix('test_').removesuffix('.js').partition('_')[0]
    counter = kind == 'counter'
    with Sendsms() if counter else contextlib.nullcontext() as sendsms, \
            World(plugins=PLUGINS.get(kind, 'whatsapp;revenue')) as world:
        if kind == 'texts':
            start_with_texts(world)
        else:
            start(world, sendsms)
        environment = make_environment(world)
        if counter:
            environment['KHIDKI_DATABASE'] = f'{world.state}/khidki.db'
            environment['KHIDKI_TEXTS_URL'] = f'{sendsms.url}/texts'
        if kind == 'texts':
            environment |= apply_once(world)
        if test == 'test_pages.js':
            environment['KHIDKI_PRIVATE_LINK'] = make_private_link(world)
        return subprocess.run(['node', os.path.join(FOLDER, test)] + stories, env=environment,
                              stdin=subprocess.DEVNULL, check=False).returncode


if __name__ == '__main__':
    reason = missing()
    if reason:
        print(f'1..0 # SKIP {reason}')
        sys.exit(0)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
