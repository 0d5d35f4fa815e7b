# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a citizen says and taps on the way to an income certificate."""
import re

import papers
from world import Failure


def find_number(text):
    found = re.search(r'\d{4} \d{4} \d{4} \d{2}', text)
    if not found:
        raise Failure(f'no number in:\n{text}')
    return found.group().replace(' ', '')


def tap_like(citizen, part, *expected):
    for title in citizen.choices():
        if part in title:
            return citizen.tap(title, *expected)
    raise Failure(f'nothing like “{part}” was offered; there were {list(citizen.choices())}')


def apply_in_english(citizen, name='Sita Devi'):
    """Everything up to the number; gives it."""
    fill_in_english(citizen, name)
    return submit_in_english(citizen)


def fill_in_english(citizen, name='Sita Devi', papers_too=True):
    """Everything up to the review, or up to the first paper."""
    citizen.say('Hi', 'OTP')
    tap_like(citizen, 'राजस्व')
    if 'English' in citizen.choices():
        citizen.tap('English')
    citizen.tap('For myself', 'full name')
    citizen.say(name)
    citizen.tap('Female', 'date of birth')
    citizen.say('15/8/1990')
    tap_like(citizen, citizen.number[-10:], 'father')
    citizen.say('Father, Ram Prasad')
    citizen.say('Voter card, 4321')
    citizen.say('H-12, Gali 4, Rohini Sector 7, 110085', 'Which office')
    citizen.tap('Rohini')
    citizen.say('Daily wage, 84000', 'family')
    citizen.say('Mohan Lal, spouse, 38, 120000\nRavi, son, 12, 0\nAnu, daughter, 9, 0')
    citizen.tap('No, that is all')
    citizen.tap('School admission', 'identity')
    if papers_too:
        send_papers(citizen, 'Please check')


def submit_in_english(citizen):
    citizen.tap('All correct', 'declare')
    citizen.tap('I agree')
    return find_number(citizen.text())


def send_papers(citizen, last):
    """At a machine's pace: a caption tells which paper it is, or the next would be taken as
    another page of the one before."""
    citizen.send_file(papers.photo(), 'image/jpeg', '✓', caption='Voter card')
    citizen.send_file(papers.document(), 'application/pdf', '✓', filename='bill.pdf',
                      caption='Electricity bill')
    citizen.send_file(papers.photo(), 'image/jpeg', last, caption='photo')


def apply_in_hindi(citizen):
    citizen.say('नमस्ते', 'OTP')
    tap_like(citizen, 'राजस्व')
    if 'हिन्दी' in citizen.choices():
        citizen.tap('हिन्दी')
    tap_like(citizen, 'मेरे लिए')
    citizen.say('सीता देवी')
    citizen.tap('महिला')
    citizen.say('१५ अगस्त १९९०')
    tap_like(citizen, citizen.number[-10:])
    citizen.say('पिता राम प्रसाद')
    citizen.say('वोटर कार्ड 4321')
    citizen.say('H-12, गली 4, रोहिणी सेक्टर 7, 110085')
    tap_like(citizen, 'रोहिणी')
    citizen.say('दिहाड़ी, 84000')
    citizen.say('मोहन लाल, पति, 38, 120000\nरवि, बेटा, 12, 0\nअनु, बेटी, 9, 0')
    tap_like(citizen, 'नहीं')
    tap_like(citizen, 'स्कूल')
    send_papers(citizen, 'सीता देवी')
    tap_like(citizen, 'सही')
    tap_like(citizen, 'सहमत')
    return find_number(citizen.text())
