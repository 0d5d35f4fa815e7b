# SPDX-License-Identifier: LGPL-2.1-or-later
"""Many citizens at once, who repeat what was not answered, as Meta and people do."""
import asyncio
import collections
import os
import random
import re
import time

import meta
import papers

AGAIN_SECONDS = 0.05
SILENCE_SECONDS = 3
# What became of a file is told a while later: there may be more of them.
FILE_SECONDS = 8
MOST_TURNS = 70
TOLD_OF = 0.3
NUMBER = re.compile(r'\d{4} \d{4} \d{4} \d{2}')

# What a person answers to what they read: the first that fits. [] is tapped, {} is a file.
ANSWERS = (
    ('If you agree, tap', '[I agree]'),
    ('Is everything right?', '[All correct]'),
    ('Which language', '[English]'),
    ('Who is it for?', '[For myself]'),
    ('full name', 'Sita Devi'),
    ('a woman, a man', '[Female]'),
    ('date of birth?', '15/8/1990'),
    ('mobile number can', '[*]'),
    ('Whose name should stand', 'Father, Ram Prasad'),
    ('Which identity card', 'Voter card, 4321'),
    ('Where do you live', 'H-12, Gali 4, Rohini Sector 7, 110085'),
    ('Which office', '[Rohini]'),
    ('What do you do', 'Daily wage, 84000'),
    ('Who else belongs', 'Mohan Lal, spouse, 38, 120000\nRavi, son, 12, 0'),
    ('anyone else in the family', '[No, that is all]'),
    ('What do you need the certificate', '[School admission]'),
    ('one of your identity cards', '{1Voter card}'),
    ('one paper that shows', '{2Electricity bill}'),
    ('photo of yourself', '{1photo}'),
    ('What do you need?', '[राजस्व]'),
)


def texts(value):
    """All that can be read in a message."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return '\n'.join(texts(inner) for inner in value)
    return ''


def choices(message):
    found = {}
    action = message.get('interactive', {}).get('action', {})
    for button in action.get('buttons', []):
        found[button['reply']['title']] = ('button_reply', button['reply']['id'])
    for section in action.get('sections', []):
        for row in section['rows']:
            found[row['title']] = ('list_reply', row['id'])
    return found


class Files(dict):
    """Media ids are a digit for the kind and the citizen's number: each file is another."""

    def __missing__(self, name):
        kind, data = (('image/jpeg', papers.photo()) if name[0] == '1'
                      else ('application/pdf', papers.document()))
        return kind, data + b'\n%' + name.encode()


class Crowd:
    """Walks chats and remembers what was acknowledged."""

    def __init__(self, port, secret, brief=20, whole=10, seed=0):
        self.port, self.secret = port, secret
        self.brief, self.whole = brief, whole
        self.random = random.Random(seed)
        self.far_end = meta.FarEnd(Files())
        self.far_end.on_sent = self.tell_status
        self.attempted = {}
        self.acknowledged = set()
        self.order = collections.defaultdict(list)
        self.agreed, self.submitted = set(), set()
        self.odd = collections.Counter()
        self.lost = 0
        self.stopping = False
        self.broken = None
        self.next_number = 919810000000
        self.tasks = set()
        self.idle_lines = []

    async def start(self):
        await self.far_end.start()
        for turns in [MOST_TURNS] * self.whole + [6] * self.brief:
            self.run(self.walk_on(turns))

    def run(self, work):
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.broken = self.broken or task.exception()
            self.stopping = True

    async def until_one_applied(self, seconds):
        """A life of little but deaths is too short for a whole form."""
        end = time.monotonic() + seconds
        while self.whole and not self.submitted and not self.stopping and time.monotonic() < end:
            await asyncio.sleep(0.1)

    async def stop_talking(self):
        """Everybody is heard to the end of what they said."""
        self.stopping = True
        while self.tasks:
            await asyncio.wait(list(self.tasks))
        if self.broken is not None:
            raise self.broken
        for line in self.idle_lines:
            line.close()

    def give_up(self):
        for task in list(self.tasks):
            task.cancel()

    async def deliver(self, line, key, kind, body):
        self.attempted[key] = kind
        while True:
            status = await line.post(body)
            if status == 200:
                self.acknowledged.add(key)
                return
            if status not in (None, 503):
                self.odd[status] += 1
            await asyncio.sleep(AGAIN_SECONDS)

    def tell_status(self, number, far_id, key):
        self.order[number].append(key)
        if self.random.random() < TOLD_OF and not self.stopping:
            self.run(self.send_status(number, far_id, key))

    async def send_status(self, number, far_id, key):
        line = self.idle_lines.pop() if self.idle_lines else meta.Line(self.port, self.secret)
        for status in ('sent', 'delivered'):
            await self.deliver(line, f'{far_id}:{status}', 'status',
                               meta.status_body(number, far_id, key, status))
        self.idle_lines.append(line)

    async def walk_on(self, turns):
        while not self.stopping:
            self.next_number += 1
            await Citizen(self, str(self.next_number)).walk(turns)


class Citizen:
    def __init__(self, crowd, number):
        self.crowd, self.number = crowd, number
        self.line = meta.Line(crowd.port, crowd.secret)
        self.heard = asyncio.Queue()

    async def walk(self, turns):
        listeners = self.crowd.far_end.listeners
        listeners[self.number] = self.heard.put_nowait
        message = self.text('Hi')
        patient = turns == MOST_TURNS
        while turns > 0 and message is not None and (patient or not self.crowd.stopping):
            turns -= 1
            await self.say(message)
            message = await self.listen(message)
        del listeners[self.number]
        self.line.close()

    async def say(self, message):
        key = f'wamid.in.{self.number}.{os.urandom(8).hex()}'
        if message.get('interactive', {}).get('button_reply', {}).get('title') == 'I agree':
            self.crowd.agreed.add(self.number)
        await self.crowd.deliver(self.line, key, message['type'],
                                 meta.message_body(self.number, 'Sita', key, message))

    async def listen(self, said):
        """What to say to what comes; silence lets one repeat it."""
        try:
            heard = await asyncio.wait_for(
                self.heard.get(), SILENCE_SECONDS if said['type'] in ('text', 'interactive') else FILE_SECONDS)
        except asyncio.TimeoutError:
            self.crowd.lost += 1
            return said
        while not self.heard.empty():
            heard = self.heard.get_nowait()
        text = texts(heard)
        if NUMBER.search(text):
            self.crowd.submitted.add(self.number)
            return None
        for words, answer in ANSWERS:
            if words in text:
                return self.answer(answer, choices(heard))
        self.crowd.odd[text[:60]] += 1
        return self.text('status')

    def answer(self, answer, offered):
        if answer[0] == '[':
            title = next(iter(offered), '') if answer == '[*]' else answer[1:-1]
            if title not in offered:
                return self.text('menu')
            kind, choice = offered[title]
            return {'type': 'interactive',
                    'interactive': {'type': kind, kind: {'id': choice, 'title': title}}}
        if answer[0] == '{':
            return self.file(answer[1], answer[2:-1])
        return self.text(answer)

    def text(self, body):
        return {'type': 'text', 'text': {'body': body}}

    def file(self, kind, caption):
        name = kind + self.number
        mime, data = self.crowd.far_end.files[name]
        part = {'mime_type': mime, 'sha256': meta.digest(data), 'id': name, 'caption': caption}
        if kind == '2':
            return {'type': 'document', 'document': {**part, 'filename': 'bill.pdf'}}
        return {'type': 'image', 'image': part}
