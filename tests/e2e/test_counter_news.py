# SPDX-License-Identifier: LGPL-2.1-or-later
"""News of a case whose citizen is known by the number that was typed at a counter."""
import tap
from counter import Counter
from test_doors import count, space
from test_journey import ASSISTANT, PATWARI, TEHSILDAR, must
from test_sms import line
from world import Failure, wait_until

OPERATOR, MOBILE = 'example.meena', '9876543210'
PHONE = f'91{MOBILE}'
# In Hindi, since nobody has said in which language they read.
APPROVED, REJECTED = 'मंज़ूर हो गया', 'नामंज़ूर हुआ'


def reject(world, number):
    must(world, 'app', 'take', number, officer=ASSISTANT)
    must(world, 'app', 'reject', number, 'R05', officer=ASSISTANT)


def approve(world, number):
    must(world, 'app', 'take', number, officer=ASSISTANT)
    must(world, 'app', 'forward', number, officer=ASSISTANT)
    must(world, 'app', 'forward', number, officer=PATWARI)
    must(world, 'app', 'approve', number, officer=TEHSILDAR)


def read_all(phone):
    """All whole texts, until nothing comes any more."""
    texts = [phone.expect(PHONE, patience=40)]
    while True:
        try:
            texts.append(phone.expect(PHONE, patience=8))
        except Failure:
            return texts


def expect_once(phone, number, decision):
    texts = read_all(phone)
    told = [text for text in texts if decision in text and space(number) in text]
    if len(told) != 1:
        raise Failure(f'“{decision}” not once: ' + ' || '.join(texts))
    for text in texts:
        # One language in a text that is paid by the part.
        if 'Income' in text or 'officer' in text:
            raise Failure(f'in two languages: {text}')


def decided():
    with line('csc;sms;revenue') as (world, _, phone):
        counter = Counter(world, OPERATOR)
        first, second = counter.serve(MOBILE), counter.serve(MOBILE)
        phone.connect()
        approve(world, first)
        expect_once(phone, first, APPROVED)
        reject(world, second)
        expect_once(phone, second, REJECTED)
        count(world, "channel <> 'sms'", 0)
        count(world, "state <> 'delivered'", 0)


def read_queue(world):
    return must(world, 'queue')['outbox_troubled']


def expect_failed(world, least):
    """No channel tells it, and an administrator sees that."""
    wait_until('the queue shows it', lambda: [
        row['state'] for row in read_queue(world)].count('failed') >= least)


def is_signed_out(counter):
    """Nobody is, who was not there for days."""
    counter.go('/counter/')
    return 'name="password"' in counter.text


def no_channel_yet():
    """Nothing texts when it is decided: what is not too old goes out once something does."""
    with line('csc;revenue', sandbox=True) as (world, _, phone):
        counter = Counter(world, OPERATOR)
        old = counter.serve(MOBILE)
        reject(world, old)
        # What each is told: received, taken up, decided.
        expect_failed(world, 3)
        world.advance('8d')
        wait_until('the server follows the clock', lambda: is_signed_out(counter))
        counter.sign_in(OPERATOR)
        young = counter.serve(MOBILE)
        reject(world, young)
        expect_failed(world, 6)
        phone.connect()
        world.plugins = 'csc;sms;revenue'
        world.write_config()
        world.reload()
        expect_once(phone, young, REJECTED)
        if any(space(old) in part[4] for part in phone.received):
            raise Failure('what was decided eight days ago is news')
        expect_failed(world, 3)


if __name__ == '__main__':
    tap.run(decided, no_channel_yet)
