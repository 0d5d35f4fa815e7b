# SPDX-License-Identifier: LGPL-2.1-or-later
"""The .chat files of the pure step, replayed by the sandbox against a whole server; what somebody
chatted is recorded and replayed."""
import datetime
import json
import os
import sys

import tap
from world import PATIENCE, SOURCE, Citizen, Failure, World, call

CHATS = os.path.join(SOURCE, 'tests', 'server', 'conversation')
# The number that these files offer to confirm, and the day on which they are.
NUMBER = '919800000001'
DAY = int(datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.timezone.utc).timestamp())


def replay(world, number, text, patience=PATIENCE):
    status, answer = call(f'{world.sandbox_url}/sandbox/citizens/{number}/replay?patience={patience}',
                          text.encode(), timeout=600)
    if status != 200:
        raise Failure(f'replay: {status} {answer!r}')
    return json.loads(answer)


def must_pass(report, what):
    print(f'# {what}: {report["deeds"]} deeds, {report["checks"]} checks, '
          f'{report["passed_over"]} passed over', flush=True)
    if not report['ok']:
        raise Failure(f'{what}: {report}')


def read_chat(name):
    with open(os.path.join(CHATS, name + '.chat'), encoding='utf-8') as file:
        return file.read()


def replay_file(name, checks):
    with World() as world:
        world.start_sandbox()
        world.ask_sandbox('clock', {'set': DAY})
        world.write_config()
        world.start_server()
        Citizen(world, NUMBER, 'Sita')
        report = replay(world, NUMBER, read_chat(name))
        must_pass(report, name)
        if report['checks'] < checks:
            raise Failure(f'{report["checks"]} checks only, and then {report}')


def english():
    """Up to the officer's decision, which no phone can make."""
    replay_file('income-english', 52)


def urdu():
    replay_file('income-urdu', 31)


def example():
    """What the language's page shows, with a phone to the last line."""
    replay_file('example', 7)


def recorded():
    with World() as world:
        world.start()
        first = Citizen(world, '919800000011', 'Asha')
        first.say('Hi')
        first.tap('English')
        first.say('aay praman patra')
        first.tap('For myself')
        first.say('Asha Devi')
        first.say('menu')
        status, text = call(f'{world.sandbox_url}/sandbox/citizens/{first.number}/chat')
        if status != 200:
            raise Failure(f'chat: {status}')
        text = text.decode()
        print('\n'.join('# ' + line for line in text.splitlines()))
        Citizen(world, '919800000012', 'Usha')
        report = replay(world, '919800000012', text)
        must_pass(report, 'the recording')
        if not report['whole'] or report['deeds'] != 6 or report['checks'] < 6:
            raise Failure(f'the recording was not replayed: {report}')


def differs():
    """What does not come back is named: line, expected and said."""
    with World() as world:
        world.start()
        Citizen(world, NUMBER, 'Sita')
        report = replay(world, NUMBER, '# a remark\nme: Hi\nbot: something that nobody says\n', 2)
        if report['ok'] or report['line'] != 3 or report['expected'] != 'something that nobody says' \
                or 'English' not in report['said']:
            raise Failure(f'not found out: {report}')
        report = replay(world, NUMBER, 'tap: No such button\n', 1)
        if report['ok'] or report['line'] != 1 or report['deeds'] != 0:
            raise Failure(f'tapped what was not offered: {report}')
        report = replay(world, NUMBER, 'me: Hi\nnot: English\n')
        if report['ok']:
            raise Failure(f'it was said: {report}')
        report = replay(world, NUMBER, 'me: Hi\nsilent:\n')
        if report['ok']:
            raise Failure(f'it was not silent: {report}')
        for wrong in ('', '# nothing\n'):
            status, answer = call(f'{world.sandbox_url}/sandbox/citizens/{NUMBER}/replay', wrong.encode(),
                                  method='POST')
            if status != 400 or b'me: Hi' not in answer:
                raise Failure(f'an empty chat: {status} {answer!r}')


def every_message():
    """What a phone sends is recorded by the words that do it again."""
    with World() as world:
        world.start_sandbox()
        citizen = Citizen(world, NUMBER, 'Sita')
        citizen.act('text', {'body': 'two\nlines, 9800000001'})
        citizen.act('location', {'latitude': 28.7, 'longitude': 77.1})
        for mime, caption in (('image/jpeg', 'front'), ('application/pdf', 'back'),
                              ('audio/ogg; codecs=opus', ''), ('image/webp', ''), ('video/mp4', '')):
            call(f'{world.sandbox_url}/sandbox/citizens/{NUMBER}/media?caption={caption}', b'bytes',
                 {'Content-Type': mime})
        citizen.act('raw', {'type': 'contacts', 'contacts': []})
        _, text = call(f'{world.sandbox_url}/sandbox/citizens/{NUMBER}/chat')
        lines = text.decode().splitlines()[1:]
        if lines != ['me: two\\nlines, {phone}', 'place: 28.700000 77.100000', 'photo: front', 'pdf: back',
                     'voice:', 'sticker:', 'video:', '# a message of the type contacts']:
            raise Failure(lines)
        for line in lines[:-1]:
            report = replay(world, NUMBER, line)
            if not report['whole'] or report['deeds'] != 1:
                raise Failure(f'{line}: {report}')


STORIES = {story.__name__: story for story in (english, urdu, example, recorded, every_message, differs)}

if __name__ == '__main__':
    story = STORIES[sys.argv.pop(1)]
    tap.run(story)
