# SPDX-License-Identifier: LGPL-2.1-or-later
"""A message that ends the process, by whatever death: put aside the second time, and nothing else."""
import asyncio
import json
import os
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import meta  # noqa: E402
import tap  # noqa: E402
from crowd import choices, texts  # noqa: E402
from ledger import Seal, open_copy  # noqa: E402
from world import BUILD, SOURCE, Failure, World, wait_until  # noqa: E402

DEATHS = {'abort': '1', 'stack': '2', 'killed': '3'}
KILLER = '919810000001'
INNOCENT = '91982'
PLUGIN = ('crash.plugin', 'department.ini', 'CRASH-ONE.seva')


class Scene:
    """A server with the department, and Meta's end."""

    def __init__(self):
        self.world = World(plugins='whatsapp;revenue;crash')
        self.far_end = meta.FarEnd()
        self.heard = {}
        self.world.add_plugin(
            'crash', *(os.path.join(SOURCE, 'tests', 'faults', 'crash', name) for name in PLUGIN),
            os.path.join(BUILD, 'tests', 'faults', 'libkhidki-test-crash.so'))

    async def __aenter__(self):
        await self.far_end.start()
        self.world.write_config(self.far_end.url)
        await self.serve()
        return self

    async def __aexit__(self, kind, value, trace):
        if self.world.server.poll() is None:
            self.world.kill_server()
        self.world.__exit__(kind, value, trace)
        self.far_end.server.close()

    async def serve(self):
        await asyncio.to_thread(self.world.start_server)

    async def post(self, number, key, message):
        line = meta.Line(self.world.port, self.world.tokens['app-secret'])
        try:
            return await line.post(meta.message_body(number, 'Sita', key, message))
        finally:
            line.close()

    async def hear(self, number, message, key=None):
        """Says something; gives what comes back."""
        answer = asyncio.get_running_loop().create_future()
        self.far_end.listeners[number] = lambda sent: answer.done() or answer.set_result(sent)
        status = await self.post(number, key or f'wamid.{os.urandom(8).hex()}', message)
        if status != 200:
            raise Failure(f'{texts(message)}: {status}')
        return await asyncio.wait_for(answer, 60)

    async def walk_to_the_question(self):
        heard = await self.hear(KILLER, say('Hi'))
        for part in ('English', 'Crashes', 'Crash certificate', 'For myself'):
            if any(part in title for title in choices(heard)):
                heard = await self.hear(KILLER, tap_like(heard, part))
        heard = await self.hear(KILLER, say('Sita Devi'))
        if 'How shall it crash' not in texts(heard):
            raise Failure(f'not asked how to crash: {texts(heard)}')

    async def await_death(self):
        await asyncio.to_thread(wait_until, 'the process ends',
                                lambda: self.world.server.poll() is not None)

    def outcomes(self):
        with open_copy(self.world.state) as database:
            return dict(database.execute('SELECT key, outcome FROM event'))


def say(text):
    return {'type': 'text', 'text': {'body': text}}


def tap_like(heard, part):
    for title, (kind, choice) in choices(heard).items():
        if part in title:
            return {'type': 'interactive',
                    'interactive': {'type': kind, kind: {'id': choice, 'title': title}}}
    raise Failure(f'“{part}” was not offered')


async def die(how, innocents):
    async with Scene() as scene:
        await scene.walk_to_the_question()
        messages = {'wamid.killer': (KILLER, say(DEATHS[how]))}
        for number in range(innocents):
            messages[f'wamid.innocent.{number}'] = (f'{INNOCENT}{number:07}', say('Hi'))
        waiting, deaths = dict(messages), 0
        while waiting:
            answers = await asyncio.gather(*(scene.post(number, key, message) for key, (
                number, message) in waiting.items()))
            for key, status in zip(list(waiting), answers):
                if status == 200:
                    del waiting[key]
            if waiting:
                await scene.await_death()
                deaths += 1
                if deaths > 2:
                    raise Failure(f'{how}: the process died {deaths} times')
                await scene.serve()
        outcomes, seal = scene.outcomes(), Seal(scene.world.state)
        found = {key: outcomes.get(seal.digest('event', key)) for key in messages}
        print(f'# {how} beside {innocents}: {deaths} deaths', flush=True)
        if deaths != 2 or found.pop('wamid.killer') != 'parked' or set(found.values()) - {'done'}:
            raise Failure(f'{how}: {deaths} deaths, {found}')
        await retry(scene)


async def retry(scene):
    """The citizen goes on with something else; an administrator sees the event and drops it."""
    if 'crash' not in texts(await scene.hear(KILLER, say('4'))).lower():
        raise Failure('the conversation does not go on')
    events = json.loads(scene.world.control('queue')[1])['events_parked']
    if len(events) != 1:
        raise Failure(f'{events} are put aside')
    number = str(events[0]['id'])
    for expected in (0, 1):
        status, _, text = scene.world.control('queue', 'drop', 'event', number)
        if status != expected:
            raise Failure(f'queue drop: {status} {text}')


def a_killer_alone():
    for how in DEATHS:
        asyncio.run(die(how, 0))


def a_killer_among_others():
    for how in DEATHS:
        asyncio.run(die(how, 30))


if __name__ == '__main__':
    tap.run(a_killer_alone, a_killer_among_others)
