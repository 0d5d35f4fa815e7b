# SPDX-License-Identifier: LGPL-2.1-or-later
"""The SMS line on a real Kannel with its fake SMSC."""
import contextlib
import functools
import os
import re
import secrets
import signal
import sqlite3
import subprocess
import time
import urllib.parse

import journey
import tap
from kannel import HEADER, NUMBER, Kannel, Phone, end
from world import BUILD, Citizen, Failure, World, call, wait_until, write

STOPPED = ('अब आम संदेश नहीं आएँगे। आपके अपने आवेदन की खबर आती रहेगी। '
           f'फिर पाने को शुरू लिखकर {NUMBER} पर भेजिए। -Khidki')
CODE = re.compile(r'\b[1-9]\d{2} \d{4} \d{4}\b')
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


def read_rows(world, query):
    with contextlib.closing(sqlite3.connect(f'file:{world.state}/khidki.db?mode=ro', uri=True)) as base:
        return list(base.execute(query))


def read_states(world):
    """What the outbox knows of each message."""
    return [row[0] for row in read_rows(world, 'SELECT state FROM outbox ORDER BY id')]


def expect_states(world, count, state):
    wait_until(f'{count} messages are {state}',
               lambda: read_states(world) == [state] * count or None if count else not read_states(world))


def count_spool(kannel):
    return sum(len(files) for _, _, files in os.walk(os.path.join(kannel.folder, 'spool')))


def is_held(kannel, count):
    return count_spool(kannel) == count


def collect(phone, expected, patience=60):
    """Those of the expected to whom nothing came."""
    missing = set(expected) - {message[1].lstrip('+') for message in phone.received}
    end_at = time.monotonic() + patience
    while missing and time.monotonic() < end_at:
        message = phone.take(1)
        if message:
            missing.discard(message[1].lstrip('+'))
    return missing


@contextlib.contextmanager
def line(plugins='sms;revenue', sandbox=False, prepare=None):
    """A server with the SMS line, Kannel and a phone. @prepare is called before it starts."""
    with World(plugins=plugins) as world:
        if prepare is not None:
            prepare(world)
        folder = os.path.join(world.folder, 'kannel')
        os.mkdir(folder)
        kannel = Kannel(folder, f'{world.url}/sms/inbound', secrets.token_hex(16), secrets.token_hex(8))
        phone = Phone(kannel)
        try:
            if sandbox:
                world.start_sandbox()
            world.write_config(None if sandbox else 'http://127.0.0.1:1/v25.0')
            write_line(world, kannel)
            world.start_server()
            kannel.start()
            yield world, kannel, phone
        finally:
            phone.stop()
            kannel.stop()


def english():
    with line() as (world, _, phone):
        phone.ask(CITIZEN, 'HELP', NUMBER, 'SEVA INCOME', '1031')
        phone.ask(CITIZEN, 'STATUS', 'STATUS 1260')
        phone.ask(CITIZEN, 'EDISTDL 90500000453387', 'know no application')
        phone.ask(CITIZEN, 'seva income', 'Income certificate', 'identity', 'Fee: none', '14 days')
        phone.ask(CITIZEN, 'SEVA passport', 'Which one?', 'Income certificate')
        text = phone.ask(CITIZEN, 'APPLY income', 'Form begun: Income certificate', 'Bring: Proof of',
                         'Proof of income -')
        if not CODE.search(text):
            raise Failure(f'no code in: {text}')
        phone.ask(CITIZEN, 'apply income', 'Form begun: Income certificate')
        if read_rows(world, "SELECT count(*) FROM draft_offer WHERE towards = 'counter'") != [(1,)]:
            raise Failure('the draft has not one good code')
        phone.ask(CITIZEN, 'CSC 110085', 'Nearest service centre: Example centre, Rohini',
                  'Example address, Rohini 110085', 'Mon to Sat, 9 to 6')
        phone.ask(CITIZEN, '110085', 'Example centre, Rohini')
        phone.ask(CITIZEN, 'CSC 999999', 'no service centre', '1031')
        phone.ask(CITIZEN, 'CANCEL', 'The form is deleted: Income certificate')
        phone.ask(CITIZEN, 'STOP', 'no general messages', 'your own applications')
        phone.ask(CITIZEN, 'START', 'general messages again')
        phone.ask(CITIZEN, 'qwertz uiop', 'did not understand')
        expect_states(world, 14, 'delivered')
        # A report belongs to whom the text went to, as Kannel hands it back.
        if read_rows(world, 'SELECT count(DISTINCT account), count(*) > 30 FROM event') != [(1, 1)]:
            raise Failure('reports went astray')


def hindi():
    with line() as (world, _, phone):
        phone.ask(CITIZEN, 'मदद', f'{NUMBER} पर लिखिए', 'हेल्पलाइन 1031')
        phone.ask(CITIZEN, 'स्थिति', 'जैसे: स्थिति 1260')
        phone.ask(CITIZEN, 'स्थिति १२६० ००००००१२ ३२', 'आवेदन हमें नहीं मिला')
        phone.ask(CITIZEN, 'सेवा आय', 'आय प्रमाण पत्र', 'पहचान का', '14 दिन')
        text = phone.ask(CITIZEN, 'आय आवेदन', 'आय प्रमाण पत्र का फ़ॉर्म शुरू हो गया', 'किसी भी सेवा केंद्र')
        if not CODE.search(text):
            raise Failure(f'no code in: {text}')
        phone.ask(CITIZEN, 'केंद्र ११००८५', 'सबसे पास का केंद्र: उदाहरण केंद्र, रोहिणी')
        phone.ask(CITIZEN, 'रद्द', 'आय प्रमाण पत्र का फ़ॉर्म मिटा दिया')
        text = phone.ask(CITIZEN, 'बंद')
        if text != STOPPED:
            raise Failure(f'not intact: {text}')
        phone.ask(CITIZEN, 'शुरू', 'फिर आएँगे')
        phone.ask(CITIZEN, 'यह क्या है', 'समझ नहीं पाए')
        phone.ask(OTHER, 'madad', 'पर लिखिए')
        for parts in (part for part in phone.received if part[3] > 3):
            raise Failure(f'more than three parts: {parts}')
        expect_states(world, 11, 'delivered')


def status():
    """Applied for on WhatsApp; anybody who has the number may ask how far it is."""
    with line('whatsapp;sms;revenue', sandbox=True) as (world, _, phone):
        number = journey.apply_in_english(Citizen(world, '919800000001', 'Sita'))
        spaced = f'{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}'
        text = phone.ask(CITIZEN, f'STATUS {number}', spaced, 'received', 'Decision by')
        if 'Sita' in text or 'Income' in text:
            raise Failure(f'it says whose it is: {text}')
        phone.ask(CITIZEN, f'edistdl {spaced}', spaced)
        phone.ask(OTHER, f'स्थिति {spaced}', spaced, 'तक होगा')
        phone.ask(OTHER, number, spaced)
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        phone.ask(OTHER, f'STATUS {wrong}', 'नहीं मिला')


def secret():
    with line() as (world, kannel, phone):
        query = f'from={CITIZEN}&to={NUMBER}&text=HELP&id=1'
        for wrong in ('', '&secret=', '&secret=x', f'&secret={kannel.secret[:-1]}'):
            for path in ('inbound', 'delivery'):
                for body in (None, (query + wrong).encode()):
                    url = f'{world.url}/sms/{path}' + ('' if body else f'?{query}{wrong}')
                    answer = call(url, body, {'Content-Type': 'application/x-www-form-urlencoded'})
                    if answer != (403, b''):
                        raise Failure(f'{path} {wrong}: {answer}')
        expect_states(world, 0, 'delivered')
        answer = call(f'{world.url}/sms/inbound', f'{query}&secret={kannel.secret}'.encode(),
                      {'Content-Type': 'application/x-www-form-urlencoded'})
        if answer != (200, b''):
            raise Failure(f'the right secret: {answer}')
        phone.connect()
        phone.expect(CITIZEN, 'STATUS')
        again = call(f'{world.url}/sms/inbound?{query}&secret={kannel.secret}')
        if again != (200, b''):
            raise Failure(f'the same again: {again}')
        phone.expect_silence()


def bring(world, kannel, number, text='HELP'):
    """Hands a text in as smsbox would."""
    query = urllib.parse.urlencode({'from': number, 'to': NUMBER, 'text': text, 'id': f'mo-{number}',
                                    'secret': kannel.secret})
    answer = call(f'{world.url}/sms/inbound?{query}')
    if answer != (200, b''):
        raise Failure(f'inbound: {answer}')


def numbers(first, count):
    return [str(first + index) for index in range(count)]


def restart():
    """smsbox gone, then all of Kannel, then the server: each goes on where it was."""
    with line() as (world, kannel, phone):
        phone.ask(CITIZEN, 'HELP', 'STATUS')
        expect_states(world, 1, 'delivered')
        # smsbox thanks for the report a moment after we have taken it.
        wait_until('bearerbox holds nothing', functools.partial(is_held, kannel, 0), 20)
        end(kannel.smsbox, signal.SIGKILL)
        waiting = numbers(919820000000, 3)
        for held, number in enumerate(waiting, 1):
            phone.say(number, 'HELP')
            wait_until('bearerbox holds the text', functools.partial(is_held, kannel, held), 20)
        kannel.kill()
        outgoing = numbers(919830000000, 5)
        for number in outgoing:
            bring(world, kannel, number)
        kannel.start()
        phone.connect()
        for number in sorted(collect(phone, waiting + outgoing)):
            raise Failure(f'nothing came to {number}')

        world.stop_server()
        phone.say(OTHER, 'HELP')
        phone.expect_silence(3)
        world.start_server()
        phone.expect(OTHER, 'STATUS')
        phone.expect_silence()
        expect_states(world, 10, 'delivered')


def killed():
    """In the middle of a stream: nothing lost, nothing twice but the one in flight."""
    with line() as (world, kannel, phone):
        phone.connect()
        everybody = numbers(919840000000, 60)
        for index, number in enumerate(everybody):
            bring(world, kannel, number)
            if index == 30:
                phone.take(20)
                kannel.kill()
        kannel.start()
        phone.connect()
        missing = collect(phone, everybody)
        uncertain = read_states(world).count('uncertain')
        if len(missing) > uncertain:
            raise Failure(f'lost: {sorted(missing)}, uncertain: {uncertain}')
        came = [part[1].lstrip('+') for part in phone.received]
        twice = [number for number in set(came) if came.count(number) > 1]
        if len(twice) > 1:
            raise Failure(f'twice: {twice}')


if __name__ == '__main__':
    tap.run(english, hindi, status, secret, restart, killed)
