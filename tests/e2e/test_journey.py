# SPDX-License-Identifier: LGPL-2.1-or-later
"""From Hi on WhatsApp to the certificate in the chat, over real sockets."""
import json
import os
import re
import subprocess
import tempfile

import journey
import offline
import tap
from world import Citizen, Failure, World, call, wait_until

INCOME, BIRTH = '₹ 2,04,000', '15/08/1990'
ASSISTANT, PATWARI, TEHSILDAR = 'example.assistant', 'example.patwari', 'example.tehsildar'


def must(world, *words, officer=None):
    status, out, err = world.control(*words, officer=officer)
    if status != 0:
        raise Failure(f'khidkictl {" ".join(words)}: {status} {out} {err}')
    return json.loads(out) if out.strip() else {}


def decide(world, number):
    must(world, 'app', 'take', number, officer=ASSISTANT)
    must(world, 'app', 'forward', number, officer=ASSISTANT)
    must(world, 'app', 'forward', number, officer=PATWARI)
    must(world, 'app', 'approve', number, officer=TEHSILDAR)


def await_document(citizen):
    def arrived():
        citizen.poll(1)
        return any(entry.get('media') for entry in citizen.received)
    wait_until('the certificate arrives', arrived)
    return next(entry for entry in reversed(citizen.received) if entry.get('media'))


def read_pdf(data):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'certificate.pdf')
        with open(path, 'wb') as file:
            file.write(data)
        if os.environ.get('KHIDKI_KEEP'):
            subprocess.run(['cp', path, os.environ['KHIDKI_KEEP']], check=True)
        text = subprocess.run(['pdftotext', '-layout', path, '-'], check=True, capture_output=True,
                              text=True).stdout
        subprocess.run(['pdftoppm', '-png', '-r', '150', path, os.path.join(folder, 'page')], check=True)
        pictures = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.png')]
        code = subprocess.run(['zbarimg', '--quiet', '--raw'] + pictures, check=False,
                              capture_output=True, text=True).stdout.strip()
    return text, code


def check_certificate(world, citizen, entry, name):
    citizen.last = entry
    text, code = read_pdf(citizen.document())
    if 'SPECIMEN' not in text or name not in text:
        raise Failure(f'the certificate lacks SPECIMEN or {name}:\n{text}')
    if not code.startswith(f'{world.url}/verify/'):
        raise Failure(f'the QR leads elsewhere: {code}')
    scanned = code.split('#')[0]
    status, body = call(scanned)
    for part in (name, INCOME, BIRTH):
        if status != 200 or part not in body.decode():
            raise Failure(f'{scanned}: {status}; a scan does not show {part}')
    page = scanned.split('?')[0]
    status, body = call(page)
    for part in (name, INCOME, BIRTH):
        if status != 200 or part in body.decode():
            raise Failure(f'{page}: {status}; {part} is shown to whoever has the number alone')
    claims = offline.check(world, code)
    if claims['val'] != {'total': INCOME, 'dob': BIRTH} or name not in claims['nam']:
        raise Failure(f'the signature vouches for {claims}')


def two_weeks_later(apply, name, again):
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000001', 'Sita')
        number = apply(citizen)
        if citizen.sent > 25:
            raise Failure(f'{citizen.sent} messages are too many')
        world.advance('14d')
        decide(world, number)
        entry = await_document(citizen)
        if entry['message']['type'] != 'template':
            raise Failure('after the window has closed only a template may come')
        check_certificate(world, citizen, entry, name)

        citizen.received.clear()
        citizen.act('text', {'body': again})
        entry = await_document(citizen)
        if entry['message']['type'] != 'document':
            raise Failure('within the window it comes as a document')
        check_certificate(world, citizen, entry, name)
        wait_until('the application is delivered',
                   lambda: must(world, 'app', 'show', number)['state'] == 'delivered')
        if 'holds' not in json.dumps(must(world, 'audit', 'verify')):
            raise Failure('the audit chain does not hold')
        world.stop_server()


def english():
    two_weeks_later(journey.apply_in_english, 'Sita Devi', 'certificate')


def hindi():
    two_weeks_later(journey.apply_in_hindi, 'सीता', 'प्रमाण पत्र')


def query_and_rejection():
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000002', 'Sita')
        number = journey.apply_in_english(citizen)
        must(world, 'app', 'take', number, officer=ASSISTANT)
        citizen.expect('begun to check')
        status, out, err = world.control('app', 'approve', number, officer=ASSISTANT)
        if status != 1:
            raise Failure(f'who may not approve did: {status} {out} {err}')
        must(world, 'app', 'ask', number, 'Which school is it for?', officer=ASSISTANT)
        citizen.expect('Which school is it for?')
        # The natural way: below the question, without a tap before it.
        citizen.say('Government school, Rohini', 'Shall I send this', 'Government school, Rohini')
        citizen.tap('Send the answer', 'has gone to the office')
        wait_until('the answer has reached the office',
                   lambda: must(world, 'app', 'show', number)['state'] == 'scrutiny')
        must(world, 'app', 'ask', number, 'Which class?', officer=ASSISTANT)
        citizen.expect('Which class?')
        status, out, err = world.control('app', 'resume', number, officer=ASSISTANT)
        if status != 1 or '15 days' not in out + err:
            raise Failure(f'the office did not wait: {status} {out} {err}')
        world.advance('15d')
        wait_until('the office need not wait any more',
                   lambda: world.control('app', 'resume', number, officer=ASSISTANT)[0] == 0)
        told = citizen.expect('goes on without your answer')
        if citizen.last['message']['type'] != 'template':
            raise Failure(f'after the window has closed only a template may come: {told}')
        must(world, 'app', 'reject', number, 'R03', 'The salary slip is blurred.', officer=ASSISTANT)
        told = citizen.expect('application_rejected', 'The salary slip is blurred.')
        if '–' in told.split('\n') or 'Proof of identity' in told:
            raise Failure(f'the reason misleads: {told}')
        citizen.say('apply again', 'copied your earlier answers')


def sent_certificates(world):
    """(id at Meta's end, id of the upload) of every send of the document."""
    return [(send['id'], send['body']['document']['id'])
            for send in world.ask_sandbox('sends?after=0')['sends']
            if send['accepted'] and send['body']['type'] == 'document']


def await_certificates(world, count):
    return wait_until(f'the certificate is sent {count} times',
                      lambda: sent_certificates(world)[count - 1:] and sent_certificates(world))


def failed_later():
    """Meta takes the certificate and tells afterwards that it could not deliver it."""
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000004', 'Sita')
        number = journey.apply_in_english(citizen)
        world.ask_sandbox('statuses', {'automatic': False})
        decide(world, number)
        first, upload = await_certificates(world, 1)[0]
        world.ask_sandbox('statuses', {'id': first, 'status': 'failed', 'code': 131000})
        second, again = await_certificates(world, 2)[1]
        if again != upload:
            raise Failure('a passing trouble is no reason for another upload')
        world.ask_sandbox('statuses', {'id': second, 'status': 'failed', 'code': 131053})
        third, again = await_certificates(world, 3)[2]
        if again == upload:
            raise Failure('the upload that could not be delivered was sent once more')
        world.ask_sandbox('statuses', {'id': third, 'status': 'delivered'})
        wait_until('the application is delivered',
                   lambda: must(world, 'app', 'show', number)['state'] == 'delivered')
        if len(sent_certificates(world)) != 3:
            raise Failure(f'sent too often: {sent_certificates(world)}')


def private_field():
    """An identifier is never asked in the chat: it has a page of its own."""
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000003', 'Sita')
        journey.fill_in_english(citizen)
        citizen.tap('Change something')
        while 'Ration card number' not in citizen.choices():
            citizen.tap('Show more')
        citizen.tap('Ration card number', f'{world.url}/f/')
        link = re.search(re.escape(world.url) + r'/f/[\w-]+', citizen.text()).group()
        status, page = call(link)
        if status != 200 or 'ration' not in page.decode().lower():
            raise Failure(f'{link}: {status}')
        field = re.search(r'<input[^>]* name="([^"]+)"', page.decode()).group(1)
        form = {'Content-Type': 'application/x-www-form-urlencoded', 'Origin': world.url,
                'Sec-Fetch-Site': 'same-origin'}
        status, _ = call(link, f'{field}=x'.encode(), form)
        if status != 422:
            raise Failure(f'a wrong value gave {status}')
        status, done = call(link, f'{field}=DL07123456'.encode(), form)
        if status != 200:
            raise Failure(f'the right value gave {status}')
        text = citizen.expect('3456')
        if 'DL07123456' in text:
            raise Failure('the chat shows the whole number')
        if call(link, f'{field}=DL07123456'.encode(), form)[1] != done:
            raise Failure('a doubled form changed something')
        if 'All correct' not in citizen.choices():
            raise Failure(f'not back at the review: {text}')
        journey.submit_in_english(citizen)


if __name__ == '__main__':
    tap.run(english, hindi, query_and_rejection, failed_later, private_field)
