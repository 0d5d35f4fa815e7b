# SPDX-License-Identifier: LGPL-2.1-or-later
"""A citizen with a rare name walks the whole journey; afterwards nothing tells of her."""
import base64
import os
import re
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import journey  # noqa: E402
import tap  # noqa: E402
import test_journey as office  # noqa: E402
from world import Citizen, Failure, World, call  # noqa: E402

NAME = 'Zorawari Quxdevi'
HOUSE = 'Kanarigarh House 7731'
BIRTH = '15/8/1990'
PHONE = '9187654301'
DEVANAGARI = str.maketrans('0123456789', '०१२३४५६७८९')
PERMUTATION = ('0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901',
               '2793806415', '7046913258')
PRODUCT = ('0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321',
           '6598710432', '7659821043', '8765932104', '9876543210')


def number_like_aadhaar(start):
    """Eleven digits and the one that makes Verhoeff's sum zero."""
    for last in '0123456789':
        total = 0
        for place, digit in enumerate(reversed(start + last)):
            total = int(PRODUCT[total][int(PERMUTATION[place % 8][int(digit)])])
        if total == 0:
            return start + last
    raise AssertionError


NUMBERS = [number_like_aadhaar(start) for start in ('73910458262', '49120573861', '86402719350')]
SIGNS = ('-', '/', ', ', ':', '|', '\n', '       ')


def spaced(number):
    return ' '.join((number[:4], number[4:8], number[8:]))


class Canary(Citizen):
    """Writes too much, as people do."""

    def __init__(self, world):
        super().__init__(world, '91' + PHONE, NAME)
        self.captions = [f'my card {spaced(NUMBERS[2])}']

    def tap(self, title, *parts):
        super().tap(title, *parts)
        if title == 'For myself':
            for text in (f'My Aadhaar is {spaced(NUMBERS[0])}', NUMBERS[0],
                         f'आधार {spaced(NUMBERS[1]).translate(DEVANAGARI)}',
                         *(sign.join(re.findall('....', NUMBERS[1])) for sign in SIGNS)):
                super().say(text)
        return self.text()

    def say(self, text, *parts):
        return super().say(text.replace('H-12', HOUSE), *parts)

    def send_file(self, data, mime, *parts, filename='paper', caption=''):
        return super().send_file(data, mime, *parts, filename=filename,
                                 caption=f'{self.captions.pop()} {caption}' if self.captions else caption)


def forms(text):
    """What a text may look like to who looks for it."""
    found = {text.encode(), text.lower().encode(), text.upper().encode(), text.encode('utf-16-le')}
    if text.isdigit():
        found |= {text.translate(DEVANAGARI).encode(), *(sign.join(re.findall('....', text)).encode() for sign in SIGNS),
                  ' '.join(re.findall('....', text)).encode(),
                  spaced(text).translate(DEVANAGARI).encode()}
    plain = set(found)
    for form in plain:
        found.add(form.hex().encode())
        found.add(form.hex().upper().encode())
        for shift in range(3):
            # The ends depend on what stands beside it.
            coded = base64.b64encode(bytes(shift) + form)[-(-8 * shift // 6):8 * (shift + len(form)) // 6]
            found |= {coded, coded.replace(b'+', b'-').replace(b'/', b'_')}
    return {form for form in found if len(form) >= 6}


SECRETS = {secret: forms(secret) for secret in
           [NAME, *NAME.split(), HOUSE, HOUSE.split()[0], PHONE, *NUMBERS]}


def tells(data):
    return [secret for secret, looks in SECRETS.items() if any(form in data for form in looks)]


def around(data, secret):
    """Where it stands; the log of a test may say it."""
    place = min(data.find(form) for form in SECRETS[secret] if form in data)
    return data[max(0, place - 60):place + 60]


def files_below(folder):
    for path, _, names in os.walk(folder):
        for name in filter(lambda name, path=path: os.path.isfile(os.path.join(path, name)), names):
            with open(os.path.join(path, name), 'rb') as file:
                yield os.path.relpath(os.path.join(path, name), folder), file.read()


def from_control(world, number):
    for words in (['status'], ['plugins'], ['queue'], ['app', 'show', number], ['app', 'list'],
                  ['audit', 'verify'], ['audit', 'verify', number]):
        for as_json in (True, False):
            status, out, err = world.control(*words, as_json=as_json)
            print(f'# khidkictl {" ".join(words)}: {status}, {len(out)} characters')
            yield f'khidkictl {" ".join(words)}', (out + err).encode()


def look(places):
    faults, looked, size = [], 0, 0
    for place, data in places:
        faults += [f'{place} tells “{secret}”: {around(data, secret)!r}' for secret in tells(data)]
        looked, size = looked + 1, size + len(data)
    print(f'# looked at {looked} places, {size} bytes')
    if faults:
        raise Failure('; '.join(faults))


def the_search_finds_what_is_there():
    for secret in SECRETS:
        for kept in (secret, f'x{secret}y', secret.lower()):
            raw = kept.encode()
            for data in (raw, raw.hex().encode(), base64.b64encode(b'ab' + raw + b'c'),
                         base64.b64encode(b'a' + raw), base64.urlsafe_b64encode(raw)):
                if secret not in tells(b'{"v":"' + data + b'"}'):
                    raise Failure(f'{secret} is not found in {data!r}')
    if tells(b'{"nothing":"here"}'):
        raise Failure('something is found in nothing')


def nothing_tells_of_a_citizen():
    with World() as world:
        world.start()
        citizen = Canary(world)
        number = journey.apply_in_english(citizen, name=NAME)
        office.decide(world, number)
        entry = office.await_document(citizen)
        citizen.last = entry
        text, _ = office.read_pdf(citizen.document())
        if NAME not in text:
            raise Failure('the certificate is not hers')
        citizen.say('status')
        look(list(from_control(world, number)))
        status, metrics = call(f'{world.admin_url}/metrics')
        if status != 200:
            raise Failure(f'/metrics: {status}')
        look([('/metrics', metrics)])
        running = list(files_below(world.state))
        if not any(name.endswith('-wal') and data for name, data in running):
            raise Failure('there was no WAL to look at')
        look(running)
        world.kill_server()
        look(files_below(world.state))
        world.start_server()
        world.stop_server()
        look(files_below(world.state))
        with open(world.log_path, 'rb') as log:
            look([('the log', log.read())])
        if not any(name.startswith('papers/') for name, _ in files_below(world.state)):
            raise Failure('there were no papers to look at')


if __name__ == '__main__':
    tap.run(the_search_finds_what_is_there, nothing_tells_of_a_citizen)
