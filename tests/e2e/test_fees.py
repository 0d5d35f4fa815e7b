# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a form costs at the counter, when the services are read anew in between."""
import os

import desk
import papers
import tap
from test_sms import read_rows
from world import SOURCE, Failure, World, wait_until

MARKET = os.path.join(SOURCE, 'tests', 'e2e', 'market')


def submit(operator, form):
    fields = {**form.fields, 'do': 'submit'}
    return operator.send(operator.make_post(form.action, fields,
                                            {'sheet': ('image/jpeg', papers.photo())}))


def begin(world):
    """An operator, and a draft that can be paid for."""
    world.add_plugin('market', *(os.path.join(MARKET, name) for name in os.listdir(MARKET)))
    world.sandbox_url = 'http://127.0.0.1:1'
    world.write_config()
    world.start_server()
    operator = desk.Desk(world, 'example.meena').sign_in()
    draft = operator.prepare(
        'MKT-STALL', {'name': 'Asha', 'dob': '1/2/1985', 'area': 'rohini', 'goods': 'clothes'},
        {'identity': ('voter-id', 'image/jpeg', papers.photo())})
    return operator, draft


def must_say(operator, form, status, words):
    """By language, what the page says to @form."""
    for language, text in words.items():
        operator.language = language
        answer = submit(operator, form)
        if answer.status != status or text not in answer.text:
            raise Failure(f'expected “{text}”: {answer}')
    operator.language = 'en'


def fee_changes():
    """A form that was begun before costs what it costs today."""
    with World(plugins='csc;market') as world:
        operator, draft = begin(world)
        old = operator.read_payment(draft)
        with open(os.path.join(world.extra_plugins, 'market', 'MKT-STALL.seva'), 'a',
                  encoding='utf-8') as file:
            file.write('\n[Fee 2025-02-01]\nGovernment=25\n')
        world.reload()
        wait_until('the new fee is shown',
                   lambda: operator.read_payment(draft).fields['fee'] == '2500')
        must_say(operator, old, 409, {'en': 'The amounts have changed', 'hi': 'रकम बदल गई है'})
        answer = submit(operator, operator.read_payment(draft))
        if answer.status != 303:
            raise Failure(f'the new amount: {answer}')
        lines = read_rows(world, 'SELECT head, paise FROM ledger ORDER BY head')
        if lines != [('government-fee', 2500), ('service-charge', 3000)]:
            raise Failure(f'the ledger has {lines}')


def day_closed():
    """Nothing is taken on a day that is counted, and that is what is said."""
    with World(plugins='csc;market') as world:
        operator, draft = begin(world)
        form = operator.read_payment(draft)
        for one in desk.Reader(operator.read('/counter/day')).forms:
            if one.action == '/counter/day' and 'token' in one.fields:
                operator.post(one, {'remark': 'none'})
        must_say(operator, form, 403, {'en': 'Your day is closed', 'hi': 'आपका आज का दिन बंद है'})
        if read_rows(world, 'SELECT count(*) FROM ledger') != [(0,)]:
            raise Failure('something was taken')


if __name__ == '__main__':
    tap.run(fee_changes, day_closed)
