# SPDX-License-Identifier: LGPL-2.1-or-later
"""From Hi on WhatsApp to the certificate in the chat, over real sockets."""
import json
import re
import subprocess
import tempfile

import papers
import tap
from world import Citizen, Failure, World, call, wait_until

OFFICERS = {'scrutiny': 'ramesh', 'approval': 'kavita'}


def apply_in_english(citizen):
    """Everything up to the number; gives it."""
    citizen.say('Hi', 'OTP')
    citizen.tap(next(title for title in citizen.choices() if 'राजस्व' in title))
    if 'English' in citizen.choices():
        citizen.tap('English')
    citizen.tap('For myself', 'full name')
    citizen.say('Sita Devi')
    citizen.tap('Female', 'date of birth')
    citizen.say('15/8/1990')
    mobile = [title for title in citizen.choices() if title.endswith(citizen.number[-10:])]
    citizen.tap(mobile[0], 'father')
    citizen.say('Father, Ram Prasad')
    citizen.say('Voter card, 4321')
    citizen.say('H-12, Gali 4, Rohini Sector 7, 110085', 'Which office')
    citizen.tap('Rohini')
    citizen.say('Daily wage, 84000', 'family')
    citizen.say('Mohan Lal, spouse, 38, 120000\nRavi, son, 12, 0\nAnu, daughter, 9, 0')
    citizen.tap('No, that is all')
    citizen.tap('School admission', 'identity')
    citizen.send_file(papers.photo(), 'image/jpeg', '✓')
    citizen.send_file(papers.document(), 'application/pdf', '✓', filename='bill.pdf')
    citizen.send_file(papers.photo(), 'image/jpeg', 'Please check')
    citizen.tap('All correct', 'declare')
    citizen.tap('I agree')
    return find_number(citizen.text())


def find_number(text):
    found = re.search(r'\d{4} \d{4} \d{4} \d{2}', text)
    if not found:
        raise Failure(f'no number in:\n{text}')
    return found.group().replace(' ', '')


def must(world, *words, officer=None):
    status, out, err = world.control(*words, officer=officer)
    if status != 0:
        raise Failure(f'khidkictl {words}: {status} {out} {err}')
    return json.loads(out) if out.strip() else {}


def state_of(world, number):
    return must(world, 'app', 'show', number).get('state')
