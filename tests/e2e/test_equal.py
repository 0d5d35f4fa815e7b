# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same data by chat and by counter, on one server: what is stored is equal."""
import os

import desk
import journey
import papers
import tap
from seal import Seal, read_variant
from test_sms import read_rows
from world import SOURCE, Citizen, Failure, World

CITIZEN = '919800000001'
OPERATOR = 'example.meena'
MARKET = os.path.join(SOURCE, 'tests', 'e2e', 'market')
COLUMNS = ('service', 'service_version', 'subdivision', 'state', 'stage', 'version',
           'office_reference', 'birth_digest', 'due - submitted')

INCOME = {**desk.INCOME, 'mobile': CITIZEN[2:], 'address.street': 'Gali 4'}
FAMILY = (('Mohan Lal', 'spouse', '38', '120000'), ('Ravi', 'son', '12', '0'),
          ('Anu', 'daughter', '9', '0'))


def read_stored(world, seal, number):
    """(who typed what, all else that is stored of an application)."""
    row = read_rows(world, f"SELECT {', '.join(COLUMNS)}, sealed FROM application "
                           f"WHERE number = '{number}'")[0]
    stored = read_variant(seal.open_column('application', number, row[-1]))
    stored.update(zip(COLUMNS, row))
    stored['moves'] = read_rows(world, 'SELECT sequence, move, from_state, to_state, stage, reason '
                                       f"FROM move WHERE number = '{number}' ORDER BY sequence")
    stored['answers'], stored['papers'] = stored['answers']
    return stored.pop('authors'), stored


def must_be_equal(what, one, other):
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            raise Failure(f'{what} {key}: “{one.get(key)}” by chat, “{other.get(key)}” at the counter')


def compare(world, chat, receipt):
    """Equal but for who typed it, and the sheet on which it was declared."""
    seal = Seal(world.state)
    counter = read_rows(world, f"SELECT application FROM receipt WHERE number = '{receipt}'")[0][0]
    typed_there, there = read_stored(world, seal, chat)
    typed_here, here = read_stored(world, seal, counter)
    sheets = [paper for paper in here['papers'] if paper[0] == 'declaration']
    if [paper[1] for paper in sheets] != ['signed-sheet']:
        raise Failure(f'the signed sheet is {sheets}')
    here['papers'] = [paper for paper in here['papers'] if paper[0] != 'declaration']
    must_be_equal('the answer', there.pop('answers'), here.pop('answers'))
    must_be_equal('of the application', there, here)
    must_be_equal('typed', dict.fromkeys(typed_there, OPERATOR),
                  {path: OPERATOR for path in typed_here if path != 'declaration'})
    if set(typed_there.values()) != {'whatsapp'} \
            or set(typed_here.values()) != {f'operator/{OPERATOR}@jangpura'}:
        raise Failure(f'typed by {set(typed_there.values())} and {set(typed_here.values())}')


def start(world):
    world.add_plugin('market', *(os.path.join(MARKET, name) for name in os.listdir(MARKET)))
    world.start()
    return desk.Desk(world, OPERATOR).sign_in()


def add_members(operator, draft, group, fields, members):
    for index, member in enumerate(members, 1):
        operator.fill(draft, {}, deed=f'add {group}')
        operator.fill(draft, {f'{group}.{index}.{field}': value
                              for field, value in zip(fields, member)})


def income():
    with World(plugins='whatsapp;csc;revenue;market') as world:
        operator = start(world)
        chat = journey.apply_in_english(Citizen(world, CITIZEN, 'Sita'))
        draft = operator.begin('REV-INC')
        add_members(operator, draft, 'family', ('name', 'relation', 'age', 'income'), FAMILY)
        operator.fill(draft, INCOME, desk.income_papers(), 'review')
        compare(world, chat, operator.pay(draft))


def fill_stall_by_chat(world):
    """Everything up to the review."""
    citizen = Citizen(world, CITIZEN, 'Asha')
    citizen.say('Hi', 'OTP')
    journey.tap_like(citizen, 'Markets')
    citizen.tap('English')
    citizen.tap('For myself', 'your name')
    citizen.say('Asha', 'date of birth')
    citizen.say('1/2/1985', 'sub-division')
    citizen.say('Rohini', 'sell')
    citizen.tap('Food', 'licence')
    citizen.say('FL 22', 'helps')
    citizen.say('Mohan Lal, 38\nRavi, 17')
    citizen.tap('No, that is all', 'identity')
    citizen.send_file(papers.photo(), 'image/jpeg', 'Please check', caption='Voter card')
    return citizen


def submit_by_chat(citizen):
    citizen.tap('All correct', 'What I have said is true')
    citizen.tap('I agree')
    return journey.find_number(citizen.text())


def fill_stall_at_counter(operator):
    draft = operator.begin('MKT-STALL')
    add_members(operator, draft, 'helper', ('name', 'age'), (('Mohan Lal', '38'), ('Ravi', '17')))
    operator.fill(draft, {'name': 'Asha', 'dob': '1/2/1985', 'area': 'rohini', 'goods': 'food'})
    operator.fill(draft, {'licence': 'FL 22'},
                  {'identity': ('voter-id', 'image/jpeg', papers.photo())}, 'review')
    return draft


def condition():
    """A question that is asked only after some answers, and a group."""
    with World(plugins='whatsapp;csc;revenue;market') as world:
        operator = start(world)
        chat = submit_by_chat(fill_stall_by_chat(world))
        compare(world, chat, operator.pay(fill_stall_at_counter(operator), '100'))


def withdrawn():
    """The answer changes, after which the question is asked no more."""
    with World(plugins='whatsapp;csc;revenue;market') as world:
        operator = start(world)
        citizen = fill_stall_by_chat(world)
        citizen.tap('Change something')
        citizen.tap('Goods', 'sell')
        citizen.tap('Clothes', 'Please check')
        draft = fill_stall_at_counter(operator)
        operator.fill(draft, {'goods': 'clothes'})
        compare(world, submit_by_chat(citizen), operator.pay(draft, '100'))


if __name__ == '__main__':
    tap.run(income, condition, withdrawn)
