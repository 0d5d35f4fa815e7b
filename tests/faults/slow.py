# SPDX-License-Identifier: LGPL-2.1-or-later
"""A far end that is silent, slow, or fails: who waits for it holds up nobody else."""
import asyncio
import collections
import json
import os
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import meta  # noqa: E402
import tap  # noqa: E402
from ledger import check_kept, most_in_flight, open_copy  # noqa: E402
from rig import is_sanitized  # noqa: E402
from world import Failure, World, call, wait_until  # noqa: E402

# The promise; sanitizers and a machine that does other work take their part.
STOP_SECONDS = 10 * (2 if is_sanitized() else 1)
REPLY_SECONDS = 5 * (3 if is_sanitized() else 1)
CROWD = '91981'
OTHER = '91977'
RATE = 100000
SMALL_RATE = 100


class FarEnd(meta.FarEnd):
    """Answers to the crowd as it is told to; to all others at once."""

    def __init__(self, seconds=0.0, fails=False):
        super().__init__()
        self.seconds, self.fails = seconds, fails
        self.marks = 0
        self.heard = collections.OrderedDict()

    async def serve(self, reader, writer):
        try:
            while True:
                _, _, body = await meta.read_message(reader)
                status, answer = await self.answer_slowly(json.loads(body))
                text = json.dumps(answer).encode()
                writer.write(f'HTTP/1.1 {status}\r\nContent-Type: application/json\r\n'
                             f'Content-Length: {len(text)}\r\n\r\n'.encode() + text)
                await writer.drain()
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def answer_slowly(self, message):
        if message.get('status') == 'read':
            self.marks += 1
            await asyncio.sleep(self.seconds)
            return '200 OK', {'success': True}
        number = message['to'].lstrip('+')
        if number.startswith(CROWD):
            await asyncio.sleep(self.seconds)
            if self.fails:
                return '500 No', {'error': {'message': 'x', 'code': 131000, 'is_transient': True}}
        self.heard.setdefault(number, time.monotonic())
        return '200 OK', {'messaging_product': 'whatsapp', 'contacts': [],
                          'messages': [{'id': os.urandom(8).hex()}]}


class Scene:
    """A server and a far end; people who say Hi."""

    def __init__(self, far_end, rate=RATE):
        self.rate, self.at_once = rate, most_in_flight(rate)
        self.far_end, self.world = far_end, World()
        self.acknowledged = set()

    async def __aenter__(self):
        await self.far_end.start()
        self.world.write_config(self.far_end.url, rate=self.rate)
        await asyncio.to_thread(self.world.start_server)
        self.line = meta.Line(self.world.port, self.world.tokens['app-secret'])
        return self

    async def __aexit__(self, kind, value, trace):
        self.line.close()
        self.world.__exit__(kind, value, trace)
        self.far_end.server.close()

    async def say_hi(self, number):
        key = f'wamid.in.{number}.{os.urandom(4).hex()}'
        status = await self.line.post(meta.message_body(number, 'Sita', key, {
            'type': 'text', 'text': {'body': 'Hi'}}))
        if status != 200:
            raise Failure(f'Hi: {status}')
        self.acknowledged.add(key)

    async def crowd(self, count):
        for number in range(count):
            await self.say_hi(f'{CROWD}{number:07}')

    async def until(self, what, check, seconds=60):
        await asyncio.to_thread(wait_until, what, check, seconds)

    async def seconds_to_answer(self, number):
        begun = time.monotonic()
        await self.say_hi(number)
        await self.until(f'an answer to {number}', lambda: number in self.far_end.heard)
        return self.far_end.heard[number] - begun

    def metric(self, name):
        for line in call(f'{self.world.admin_url}/metrics')[1].decode().splitlines():
            if line.startswith(name + ' '):
                return float(line.split()[1])
        raise Failure(f'no metric {name}')

    def states(self):
        with open_copy(self.world.state) as database:
            return collections.Counter(dict(database.execute(
                'SELECT state, count(*) FROM outbox GROUP BY state')))


async def silence(count):
    async with Scene(FarEnd(seconds=3600), SMALL_RATE) as scene:
        at_once = scene.at_once
        await scene.crowd(count)
        await scene.until('sends are under way',
                          lambda: scene.metric('khidki_outbox_in_flight') == at_once)
        begun = time.monotonic()
        await asyncio.to_thread(scene.world.stop_server)
        taken = time.monotonic() - begun
        states = scene.states()
        print(f'# stopped after {taken:.1f} s with {dict(states)}', flush=True)
        if taken > STOP_SECONDS:
            raise Failure(f'ended after {taken:.1f} s')
        if states != {'uncertain': at_once, 'queued': count - at_once}:
            raise Failure(f'expected {at_once} uncertain sends, the rest queued, found {states}')
        faults = check_kept(scene.world.state, scene.acknowledged)
        scene.far_end.seconds = 0
        await asyncio.to_thread(scene.world.start_server)
        await scene.until('the rest is sent', lambda: scene.states()['sent'] == count - at_once)
        if faults or scene.states()['uncertain'] != at_once:
            raise Failure(f'{faults[:5]} {scene.states()}')


async def slowness(count, seconds):
    async with Scene(FarEnd(seconds=seconds)) as scene:
        begun = time.monotonic()
        await scene.crowd(count)
        await scene.until('all are answered', lambda: len(scene.far_end.heard) == count)
        taken = time.monotonic() - begun
        least = count / scene.at_once * seconds
        print(f'# {count} answers after {taken:.1f} s, at best {least:.1f} s, '
              f'{scene.far_end.marks} marks', flush=True)
        if taken > least + 2 * REPLY_SECONDS:
            raise Failure(f'{count} answers took {taken:.1f} s, at best {least:.1f} s')
        if scene.far_end.marks > count / 4:
            raise Failure(f'{scene.far_end.marks} marks for {count} messages')


async def failure(count):
    async with Scene(FarEnd(fails=True)) as scene:
        await scene.crowd(count)
        # At once, and after the server has looked at all rows again.
        for turn, pause in enumerate((0, 2, 33)):
            await asyncio.sleep(pause)
            taken = await scene.seconds_to_answer(f'{OTHER}{turn:07}')
            print(f'# answered after {taken:.1f} s', flush=True)
            if taken > REPLY_SECONDS:
                raise Failure(f'an answer took {taken:.1f} s while {count} others waited')


def a_silent_far_end_delays_no_stop():
    asyncio.run(silence(40))


def marks_of_reading_hold_up_no_reply():
    asyncio.run(slowness(400, 0.5))


def who_waits_holds_up_nobody():
    asyncio.run(failure(1100))


if __name__ == '__main__':
    tap.run(a_silent_far_end_delays_no_stop, marks_of_reading_hold_up_no_reply,
            who_waits_holds_up_nobody)
