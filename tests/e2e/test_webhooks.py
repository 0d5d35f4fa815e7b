# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signed bodies of every shape, fed to a running server: each key once."""
import hashlib
import hmac
import json
import os
import re
import sqlite3
import time

import tap
from world import SOURCE, Failure, World, call, wait_until

FIXTURES = os.path.join(SOURCE, 'tests/plugins/whatsapp/fixtures')
NUMBER_ID = '274981630015522'


def bodies():
    """Every fixture, as if it had just happened."""
    for name in sorted(os.listdir(FIXTURES)):
        with open(os.path.join(FIXTURES, name), encoding='utf-8') as file:
            text = file.read()
        now = str(int(time.time()))
        yield name, re.sub(r'("timestamp"\s*:\s*")\d+(")', r'\g<1>' + now + r'\g<2>', text).encode()


def sign(world, body):
    return 'sha256=' + hmac.new(world.tokens['app-secret'].encode(), body, hashlib.sha256).hexdigest()


def post(world, body, signature=None):
    return call(f'{world.url}/whatsapp/webhook', body,
                {'Content-Type': 'application/json',
                 'X-Hub-Signature-256': signature or sign(world, body)})[0]


def ask(world, statement):
    path = f'file:{world.state}/khidki.db?mode=ro'
    with sqlite3.connect(path, uri=True) as database:
        return database.execute(statement).fetchall()


def keys(world):
    return ask(world, 'SELECT channel, key FROM event')


# What a second feed must not add to, nor change.
TABLES = ('account', 'account_alias', 'application', 'certificate', 'draft', 'event', 'job', 'move',
          'outbox', 'paper', 'person', 'private_link')


def census(world):
    """How many rows there are of everything, and how often each account was written."""
    counts = {table: ask(world, f'SELECT count(*) FROM {table}')[0][0] for table in TABLES}
    accounts = ask(world, 'SELECT account, version, last_inbound FROM account ORDER BY account')
    return counts, accounts, ask(world, 'SELECT id, key, state, attempts FROM outbox ORDER BY id')


def settle(world):
    """Until nothing waits to be sent or done."""
    def idle():
        return not ask(world, "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending') "
                              "UNION SELECT 1 FROM job WHERE state NOT IN ('done', 'parked')")
    wait_until('nothing is under way', idle)


def text_of(value, name):
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def list_of(value, name):
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def digest(context, node):
    return 'digest', context, json.dumps(node, sort_keys=True)


def message_key(ours, number, message):
    key = text_of(message, 'id') or digest(number, message)
    # The same message may come on the right number's route too.
    other = isinstance(message, dict) and not ours
    return ('other-number', key) if other else key


def status_key(ours, number, status):
    identity, name = text_of(status, 'id'), text_of(status, 'status')
    if not identity or not name or len(name) > 64:
        return digest('status ' + number, status)
    payment = status.get('payment')
    trade = payment.get('transaction', {}) if isinstance(payment, dict) else {}
    key = (identity, name,
           text_of(status, 'recipient_participant_id')
           or text_of(status, 'recipient_participant_user_id'),
           isinstance(payment, dict) and (text_of(trade, 'id'), text_of(trade, 'status')))
    return key if ours else ('other-number', key)


def change_keys(context, change):
    value = change.get('value') if isinstance(change, dict) else None
    messages, statuses, errors = (list_of(value, name)
                                  for name in ('messages', 'statuses', 'errors'))
    if not isinstance(value, dict) or change.get('field') != 'messages' \
            or not messages + statuses + errors:
        yield digest(context, change)
        return
    metadata = value.get('metadata')
    number = text_of(metadata, 'phone_number_id') or ''
    ours = number == NUMBER_ID
    yield from (message_key(ours, number, message) for message in messages)
    yield from (status_key(ours, number, status) for status in statuses)
    for place, error in enumerate(errors):
        yield digest(f'{context} error {place}', error)


def expected_keys(body):
    """By what each message, status, error and notice of a body is known again."""
    root = json.loads(body)
    entries = root.get('entry')
    if root.get('object') != 'whatsapp_business_account' or not isinstance(entries, list):
        yield digest('', root)
        return
    for entry in entries:
        identity = text_of(entry, 'id') or ''
        time_of = entry.get('time', 0) if isinstance(entry, dict) else 0
        context = f'{identity}@{time_of}'
        changes = entry.get('changes') if isinstance(entry, dict) else None
        if not isinstance(changes, list):
            yield digest(context, entry)
            continue
        for change in changes:
            yield from change_keys(context, change)


def feed(world, fed):
    """Every body once; each must store exactly the keys that are new in it."""
    expected, before = set(), len(keys(world))
    for name, body in fed:
        status = post(world, body)
        if status != 200:
            raise Failure(f'{name}: {status}')
        fresh = set(expected_keys(body)) - expected
        expected |= fresh
        after = len(keys(world))
        if after - before != len(fresh):
            raise Failure(f'{name}: {len(fresh)} new keys, {after - before} stored')
        before = after
    return expected


def every_shape_once():
    fed = list(bodies())
    with World() as world:
        world.start_sandbox('--no-verify')
        world.write_config(number_id=NUMBER_ID)
        world.start_server()
        # Keys lie as keyed digests, for a message's id holds a phone number: what
        # was stored is told by how many there are, body by body.
        expected = feed(world, fed)
        settle(world)
        first, rows = keys(world), census(world)
        if len(first) != len(expected) or len(first) != len(set(first)):
            raise Failure(f'{len(expected)} keys expected, {len(first)} rows, {len(set(first))} keys')
        if rows[0]['outbox'] == 0 or rows[0]['account'] == 0:
            raise Failure(f'nobody was answered: {rows[0]}')
        print(f'# {len(fed)} bodies, {len(first)} keys, {rows[0]["outbox"]} replies')

        for name, body in fed:
            if post(world, body) != 200:
                raise Failure(f'{name}: refused at the second feed')
        settle(world)
        again = census(world)
        if keys(world) != first or again != rows:
            changed = [f'{old} became {new}' for old, new in zip(rows, again) if old != new]
            raise Failure(f'a second feed did something: {changed}')


def a_flipped_byte_is_refused():
    with World() as world:
        world.start_sandbox('--no-verify')
        world.write_config(number_id=NUMBER_ID)
        world.start_server()
        flipped = 0
        for name, body in bodies():
            signature = sign(world, body)
            for place in range(0, len(body), max(1, len(body) // 12)):
                damaged = bytearray(body)
                damaged[place] ^= 1
                status = post(world, bytes(damaged), signature)
                if status != 401:
                    raise Failure(f'{name}: byte {place} flipped gave {status}')
                flipped += 1
        if keys(world):
            raise Failure('something was stored all the same')
        print(f'# {flipped} flipped bytes refused')


if __name__ == '__main__':
    tap.run(every_shape_once, a_flipped_byte_is_refused)
