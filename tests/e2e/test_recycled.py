# SPDX-License-Identifier: LGPL-2.1-or-later
"""A number that lies still for years and is somebody else's then: nothing of whoever had it
before is shown, until number and birthday are told."""
import time

import journey
import tap
from test_journey import ASSISTANT, decide, must
from world import Citizen, Failure, World

# What was told of the one who had it before.
PERSONAL = ['Sita', 'Mohan', '2,04,000', 'Gali 4', 'school does she']


def must_not_tell(citizen, what, parts=PERSONAL):
    for part in parts:
        if part in citizen.text():
            raise Failure(f'{what} tells “{part}”:\n{citizen.text()}')


def say(citizen, text, *parts):
    citizen.say(text, *parts)
    must_not_tell(citizen, text)


def turn_clock(world, span):
    """The server reads its clock a moment after it was turned."""
    world.advance(span)
    time.sleep(2)


def years_later():
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000001', 'Sita')
        first = journey.apply_in_english(citizen)
        decide(world, first)
        while not citizen.last.get('media'):
            citizen.expect()
        citizen.say('status')
        old = citizen.choices()['Send certificate']
        citizen.say('income certificate', 'Who is it for')
        citizen.tap('For someone else', 'full name')
        citizen.say('Mohan Lal', 'a woman, a man')

        turn_clock(world, '900d')
        say(citizen, 'status', 'be sure that it is you')
        say(citizen, 'hi', 'What do you need')
        say(citizen, 'menu', 'What do you need')
        if 'Finish my form' in citizen.choices():
            raise Failure('the form of whoever had the number is offered')
        say(citizen, 'certificate', 'be sure that it is you')
        citizen.act('tap', {'id': old[0], 'title': 'Send certificate', 'type': old[1]})
        citizen.expect('date of birth')
        must_not_tell(citizen, 'an old button')
        # Somebody new has a form of their own, and theirs alone comes up.
        citizen.say('income certificate', 'Who is it for')
        citizen.tap('For myself', 'full name')
        citizen.say('Kamla Devi', 'a woman, a man')
        citizen.say('cancel', 'delete')
        citizen.tap('Yes, delete it')
        must_not_tell(citizen, 'a deleted form')
        say(citizen, 'hi', 'What do you need')
        say(citizen, first, 'date of birth')
        say(citizen, '16/8/1990', 'do not match')
        say(citizen, first, 'date of birth')
        citizen.say('15 August 1990', 'that is right', 'Sita Devi')


def news_after_years():
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000001', 'Sita')
        number = journey.apply_in_english(citizen)
        must(world, 'app', 'take', number, officer=ASSISTANT)
        citizen.expect('begun to check')
        must(world, 'app', 'ask', number, 'Which school does she go to?', officer=ASSISTANT)
        citizen.expect('Which school does she go to?')
        turn_clock(world, '400d')
        must(world, 'app', 'resume', number, officer=ASSISTANT)
        citizen.expect('application_news_hidden')
        must_not_tell(citizen, 'the news')
        say(citizen, 'Government school', 'What do you need')


if __name__ == '__main__':
    tap.run(years_later, news_after_years)
