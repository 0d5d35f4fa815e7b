# SPDX-License-Identifier: LGPL-2.1-or-later
"""One case, two ways to tell of it: WhatsApp, and SMS on a real Kannel."""
import os
import shutil
import time

import desk
import journey
import tap
from test_journey import ASSISTANT, await_certificates, decide, must
from test_sms import line, read_rows
from world import BUILD, Citizen, Failure, wait_until, write

CITIZEN = '919800000001'
PLUGINS = 'whatsapp;sms;revenue'


def space(number):
    return f'{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}'


def count(world, query, expected):
    found = read_rows(world, f'SELECT count(*) FROM outbox WHERE {query}')[0][0]
    if found != expected:
        raise Failure(f'{found} messages are “{query}”, not {expected}')


def undeliverable():
    """WhatsApp tells afterwards that the certificate cannot be delivered: 131026."""
    with line(PLUGINS, sandbox=True) as (world, _, phone):
        number = journey.apply_in_english(Citizen(world, CITIZEN, 'Sita'))
        world.ask_sandbox('statuses', {'automatic': False})
        decide(world, number)
        first, _ = await_certificates(world, 1)[0]
        phone.connect()
        world.ask_sandbox('statuses', {'id': first, 'status': 'failed', 'code': 131026})
        phone.expect(CITIZEN, 'certificate', space(number))
        # Said again, and that it has arrived after all: nobody is told a second time.
        for state in ({'status': 'failed', 'code': 131026}, {'status': 'failed', 'code': 131000},
                      {'status': 'delivered'}):
            world.ask_sandbox('statuses', {'id': first, **state})
        phone.expect_silence(4)
        count(world, "channel = 'sms'", 1)
        count(world, "state = 'rerouted'", 1)
        # What arrived late is delivered all the same.
        wait_until('the application is delivered',
                   lambda: must(world, 'app', 'show', number)['state'] == 'delivered')


def late():
    """The phone has been out of the net for hours; what had arrived is not told again."""
    with line(PLUGINS, sandbox=True) as (world, _, phone):
        citizen = Citizen(world, CITIZEN, 'Sita')
        number = journey.apply_in_english(citizen)
        must(world, 'app', 'take', number, officer=ASSISTANT)
        citizen.expect(space(number))
        wait_until('it has arrived', lambda: not read_rows(
            world, "SELECT 1 FROM outbox WHERE state NOT IN ('delivered', 'read')"))
        world.ask_sandbox('statuses', {'automatic': False})
        must(world, 'app', 'forward', number, officer=ASSISTANT)
        citizen.expect(space(number))
        phone.connect()
        world.advance('5h')
        phone.expect_silence(3)
        world.advance('2h')
        phone.expect(CITIZEN, space(number))
        phone.expect_silence(3)
        count(world, "channel = 'sms'", 1)


def last_used():
    """Whoever has written by SMS since is told there, and on WhatsApp again after that."""
    with line(PLUGINS, sandbox=True) as (world, _, phone):
        citizen = Citizen(world, CITIZEN, 'Sita')
        number = journey.apply_in_english(citizen)
        # Both far ends tell the time in whole seconds.
        time.sleep(2)
        phone.ask(CITIZEN, 'HELP', 'SEVA INCOME')
        must(world, 'app', 'take', number, officer=ASSISTANT)
        phone.expect(CITIZEN, space(number))
        if citizen.poll(2):
            raise Failure(f'told twice: {citizen.text()}')
        world.advance('1h')
        citizen.say('status', space(number))
        must(world, 'app', 'forward', number, officer=ASSISTANT)
        citizen.expect(space(number))
        phone.expect_silence(3)


def add_kiosk(world):
    """The counter's library, as a plugin that calls itself otherwise."""
    built = os.path.join(BUILD, 'plugins', 'csc')
    with open(os.path.join(built, 'csc.plugin'), encoding='utf-8') as file:
        text = file.read()
    for old, new in (('channel:csc', 'channel:kiosk'), ('khidki-csc', 'khidki-kiosk')):
        if old not in text:
            raise Failure(f'csc.plugin has no {old}')
        text = text.replace(old, new)
    source = os.path.join(world.folder, 'kiosk.plugin')
    write(source, text)
    world.add_plugin('kiosk', source)
    library = os.path.join(world.extra_plugins, 'kiosk', 'libkhidki-kiosk.so')
    os.chmod(shutil.copy(os.path.join(built, 'libkhidki-csc.so'), library), 0o644)


def another_counter():
    """Who gave a mobile number at a counter of any name is told there, by SMS."""
    with line('kiosk;sms;revenue', prepare=add_kiosk) as (world, _, phone):
        phone.connect()
        operator = desk.Desk(world, 'example.meena').sign_in()
        draft = operator.prepare('REV-INC', {**desk.INCOME, 'mobile': CITIZEN[2:]},
                                 desk.income_papers())
        operator.pay(draft)
        number = read_rows(world, 'SELECT number FROM application')[0][0]
        phone.expect(CITIZEN, space(number))
        must(world, 'app', 'take', number, officer=ASSISTANT)
        phone.expect(CITIZEN, space(number))
        if read_rows(world, 'SELECT a.channel FROM application p JOIN account a '
                            'ON a.account = p.account') != [('counter',)]:
            raise Failure('the account is named for a plugin')
        # Nobody is reached where nothing can be said.
        if read_rows(world, 'SELECT channel FROM channel_running') != [('sms',)]:
            raise Failure('a counter is among the channels by which somebody is reached')


if __name__ == '__main__':
    tap.run(undeliverable, late, last_used, another_counter)
