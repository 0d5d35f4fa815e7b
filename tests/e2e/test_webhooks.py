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
from world import SOURCE, Failure, World, call

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


def keys(world):
    path = f'file:{world.state}/khidki.db?mode=ro'
    with sqlite3.connect(path, uri=True) as database:
        return [tuple(row) for row in database.execute('SELECT channel, key FROM event')]


def ids(value):
    """The ids of messages in a body, to hold against what was stored."""
    if isinstance(value, dict):
        for entry in value.get('messages') or []:
            if isinstance(entry, dict) and isinstance(entry.get('id'), str) and entry['id']:
                yield entry['id']
        for inner in value.values():
            yield from ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ids(inner)


def every_shape_once():
    fed = list(bodies())
    with World() as world:
        world.start_sandbox('--no-verify')
        world.write_config(number_id=NUMBER_ID)
        world.start_server()
        # Keys lie as keyed digests, for a message's id holds a phone number: what
        # was stored is told by how many there are, body by body.
        expected, before = set(), 0
        for name, body in fed:
            status = post(world, body)
            if status != 200:
                raise Failure(f'{name}: {status}')
            fresh = set(ids(json.loads(body))) - expected
            expected |= fresh
            after = len(keys(world))
            if after - before < len(fresh):
                raise Failure(f'{name}: {len(fresh)} messages, {after - before} keys stored')
            before = after
        first = keys(world)
        if len(first) != len(set(first)):
            raise Failure('a key is stored twice')
        print(f'# {len(fed)} bodies, {len(first)} keys, {len(expected)} message ids')

        for name, body in fed:
            if post(world, body) != 200:
                raise Failure(f'{name}: refused at the second feed')
        if keys(world) != first:
            raise Failure('a second feed added something')


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
