# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks a certificate as docs/verify-a-certificate.md tells a school to do it."""
import json
import os
import re
import subprocess
import sys
import tempfile

from world import SOURCE, Failure, call

HOLDS_OF_SPECIMEN = 3


def take_program():
    with open(os.path.join(SOURCE, 'docs/verify-a-certificate.md'), encoding='utf-8') as file:
        found = re.findall(r'<!-- file: (\S+) -->\n```python\n(.*?)```', file.read(), re.S)
    if len(found) != 1:
        raise Failure(f'the page holds {[name for name, _ in found]}')
    return found[0][1]


def run(program, keys, code):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (('check.py', program), ('jwks.json', keys)):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(text)
        done = subprocess.run([sys.executable, os.path.join(folder, 'check.py'),
                               os.path.join(folder, 'jwks.json'), code],
                              capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def must_fail(program, keys, code, what):
    status, out, _ = run(program, keys, code)
    if status != 1 or out:
        raise Failure(f'{what} passed the check: {status} {out}')


def exchange(text, place):
    """Another letter of base64url there."""
    return text[:place] + ('A' if text[place] != 'A' else 'B') + text[place + 1:]


def check(world, code):
    """What was signed; and that nothing of it can be altered."""
    status, body = call(f'{world.url}/.well-known/jwks.json')
    if status != 200:
        raise Failure(f'no keys to check a certificate with: {status}')
    program, keys = take_program(), body.decode()
    status, out, err = run(program, keys, code)
    if status != HOLDS_OF_SPECIMEN:
        raise Failure(f'the check without a network ended with {status}: {out} {err}')

    header, payload, signature = code.split('#')[1].split('.')
    for place in range(0, len(payload), 7):
        must_fail(program, keys, f'{header}.{exchange(payload, place)}.{signature}', 'an altered payload')
    must_fail(program, keys, f'{header}.{payload}.{exchange(signature, 10)}', 'an altered signature')
    other = json.loads(keys)
    other['keys'][0]['x'] = exchange(other['keys'][0]['x'], 5)
    must_fail(program, json.dumps(other), code, 'another key')
    return json.loads(out)
