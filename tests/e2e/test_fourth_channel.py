# SPDX-License-Identifier: LGPL-2.1-or-later
"""A channel of a kind nobody thought of, built out of tree against the installed headers."""
import contextlib
import os
import re
import shutil
import socket
import tempfile
import time

import tap
from test_first_department import build, install, plugin_state
from test_reload import in_flight
from test_sms import read_rows
from world import SOURCE, Citizen, Failure, World, free_port, wait_until, write

LINE = os.path.join(SOURCE, 'tests/plugins/line')
COMMAND = ('cc -Wall -Werror -shared -fPIC -fvisibility=hidden -o libkhidki-line.so *.c '
           '$(pkg-config --cflags --libs khidki-1)')
MOST_LINES = 300
CODE = re.compile(r'\b[1-9]\d{2} \d{4} \d{4}\b')
HAND_OVER = 'here I cannot take photos'
# More than the kernel keeps for one who does not read.
MANY = 150


class Person:
    """Somebody with a terminal and a number."""

    def __init__(self, port, number, buffer=None):
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(60)
        self.socket.connect(('127.0.0.1', port))
        self.unread = b''
        self.type(number)

    def type(self, line):
        self.socket.sendall(f'{line}\n'.encode())

    def read(self):
        """The next message."""
        while b'\n--\n' not in self.unread:
            data = self.socket.recv(4096)
            if not data:
                raise Failure(f'the line was cut after: {self.unread}')
            self.unread += data
        text, self.unread = self.unread.split(b'\n--\n', 1)
        return text.decode()

    def say(self, line, *parts):
        """The answer; it must hold every part."""
        self.type(line)
        text = self.read()
        for part in parts:
            if part not in text:
                raise Failure(f'expected “{part}” after “{line}” in:\n{text}')
        return text

    def pick(self, text, part, *parts):
        """Types the number that stands before a choice."""
        for line in text.splitlines():
            number, _, title = line.partition('. ')
            if number.isdigit() and part in title:
                return self.say(number, *parts)
        raise Failure(f'nothing like “{part}” in:\n{text}')

    def is_cut(self):
        try:
            while self.socket.recv(4096):
                pass
        except ConnectionError:
            pass
        return True


ACCOUNT = 'g_autoptr (KhidkiAccount) account = khidki_account_new (name, "", self->id, NULL, NULL);'
# Of a telephone menu the operator's network says who calls.
VOUCHED = ('g_autofree char *phone = g_strconcat ("+91", self->id, NULL);\n  '
           'g_autoptr (KhidkiAccount) account = khidki_account_new (name, "", self->id, phone, NULL);')


def build_line(vouched):
    """The plugin as its maker has it: a folder with a library and what it says of itself."""
    folder = tempfile.mkdtemp(prefix='khidki-line-')
    files = {name: open(os.path.join(LINE, name), encoding='utf-8').read()
             for name in os.listdir(LINE) if name.endswith(('.c', '.h', '.plugin'))}
    length = sum(text.count('\n') for name, text in files.items() if name.endswith(('.c', '.h')))
    if length >= MOST_LINES:
        raise Failure(f'a channel has {length} lines')
    if vouched:
        files = {name: text.replace(ACCOUNT, VOUCHED) for name, text in files.items()}
        if not any(VOUCHED in text for text in files.values()):
            raise Failure('the account is made otherwise now')
    target = os.path.join(folder, 'line')
    os.mkdir(target)
    build(target, files, [COMMAND], install(os.path.join(folder, 'root')))
    return folder, target


@contextlib.contextmanager
def enabled_line(plugins='revenue', vouched=False):
    """A server that ran without it and has it now."""
    folder, target = build_line(vouched)
    try:
        with World(plugins=plugins) as world:
            if 'whatsapp' in plugins:
                world.start_sandbox()
            world.write_config(None if world.sandbox else 'http://127.0.0.1:1/v25.0')
            world.start_server()
            shutil.copytree(target, os.path.join(world.extra_plugins, 'line'),
                            ignore=shutil.ignore_patterns('*.c', '*.h'))
            port = free_port()
            os.mkdir(os.path.join(world.folder, 'conf.d'))
            write(os.path.join(world.folder, 'conf.d', 'line.conf'), f'[line]\nlisten={port}\n')
            enable(world, f'line;{plugins}', 'running')
            yield world, port
    finally:
        shutil.rmtree(folder)


def enable(world, plugins, state):
    world.plugins = plugins
    world.write_config(None if world.sandbox else 'http://127.0.0.1:1/v25.0')
    world.reload()
    try:
        wait_until(f'the line is {state}', lambda: plugin_state(world, 'line')[0] == state, 20)
    except Failure as failure:
        raise Failure(f'{failure}: {plugin_state(world, "line")}') from None


def begin(person):
    """From the first word to the form, in English."""
    text = person.say('Hi', 'OTP', '1. ')
    text = person.pick(text, 'राजस्व')
    if 'English' in text:
        text = person.pick(text, 'English', 'Income certificate')
    return person.pick(text, 'For myself', 'full name')


def fill(person, name, mobile):
    """Everything that can be said in lines: up to the papers."""
    text = person.say(name, 'Female')
    text = person.pick(text, 'Female', 'date of birth')
    person.say('99/99/1990', '15/8/1990')
    person.say('15/8/1990', 'mobile')
    person.say(mobile, 'father')
    person.say('Father, Ram Prasad')
    person.say('Voter card, 4321')
    text = person.say('H-12, Gali 4, Rohini Sector 7, 110085', 'Which office')
    person.pick(text, 'Rohini')
    person.say('Daily wage, 84000', 'family')
    text = person.say('Mohan Lal, spouse, 38, 120000')
    text = person.pick(text, 'No, that is all')
    return person.pick(text, 'School admission', HAND_OVER, 'Identity proof', 'Example centre, Rohini')


def read_offers(world):
    return read_rows(world, "SELECT draft, count(*) FROM draft_offer WHERE towards = 'counter' GROUP BY draft")


def end_well(world):
    world.stop_server()
    with open(world.log_path, encoding='utf-8') as log:
        for line in log:
            if '"domain":"GLib' in line or 'Sanitizer' in line:
                raise Failure(line)


def a_citizen_applies():
    """As far as a line goes: it carries no papers, and the draft waits for them."""
    with enabled_line() as (world, port):
        first, second = Person(port, '9810000001'), Person(port, '9810000002')
        begin(first)
        begin(second)
        fill(first, 'Sita Devi', '9810000001')
        fill(second, 'Gita Devi', '9810000002')
        first.say('what now?', 'the code that I gave you')
        if [count for _, count in read_offers(world)] != [1, 1]:
            raise Failure(f'not a code for each: {read_offers(world)}')

        # The same number again: what comes next comes there, and the draft is where it was.
        again = Person(port, '9810000001')
        text = again.say('menu', 'Finish my form')
        again.pick(text, 'Finish', HAND_OVER)

        enable(world, 'revenue', 'stopped')
        if not (first.is_cut() and second.is_cut() and again.is_cut()):
            raise Failure('who was connected still is')
        try:
            Person(port, '9810000001')
            raise Failure('somebody still listens')
        except ConnectionRefusedError:
            pass
        enable(world, 'line;revenue', 'running')
        late = Person(port, '9810000002')
        late.pick(late.say('help', 'Go on'), 'Go on', HAND_OVER)
        if [count for _, count in read_offers(world)] != [1, 1]:
            raise Failure(f'not one code for each: {read_offers(world)}')
        end_well(world)


def another_channel_takes_the_papers():
    """The same number goes on where photos can be sent, by a code that only it may use."""
    with enabled_line('whatsapp;revenue', vouched=True) as (world, port):
        person = Person(port, '9810000001')
        begin(person)
        text = person.pick(fill(person, 'Sita Devi', '9810000001'), 'Go on in WhatsApp', '/numbers')
        code = CODE.search(text).group()
        stranger = Citizen(world, '919810000002', 'Gita')
        stranger.say(code, 'no form can be opened')
        citizen = Citizen(world, '919810000001', 'Sita')
        citizen.say(code, 'is here now')
        citizen.tap('English', 'a clear photo')
        person.say('menu', 'What do you need')
        citizen.say(code, 'no form can be opened')
        end_well(world)


def is_stuck(world):
    """A message is on its way and gets no further."""
    for _ in range(5):
        if in_flight(world) == 0:
            return False
        time.sleep(0.2)
    return True


def the_slow_hold_up_nobody():
    with enabled_line() as (world, port):
        dripping, deaf = Person(port, '9810000001'), Person(port, '9810000002', buffer=2048)
        endless, stranger = Person(port, '9810000003'), Person(port, 'who?')
        nobody = socket.create_connection(('127.0.0.1', port))
        for _ in range(MANY):
            deaf.type('menu')
        wait_until('what the deaf one does not read waits', lambda: is_stuck(world), 30)
        for letter, other in (('H', '9810000011'), ('i', '9810000012')):
            dripping.socket.sendall(letter.encode())
            begun = time.monotonic()
            begin(Person(port, other))
            if time.monotonic() - begun > 5:
                raise Failure('somebody waited for the slow')
        dripping.say('', 'OTP')
        endless.socket.sendall(b'x' * 5000)
        if not endless.is_cut():
            raise Failure('a line without an end is read')
        stranger.socket.settimeout(1)
        try:
            raise Failure(f'a stranger is told: {stranger.say("Hi")}')
        except TimeoutError:
            pass
        # Who reads at last is told all of it.
        for _ in range(MANY):
            deaf.read()
        nobody.close()
        end_well(world)


if __name__ == '__main__':
    tap.run(a_citizen_applies, another_channel_takes_the_papers, the_slow_hold_up_nobody)
