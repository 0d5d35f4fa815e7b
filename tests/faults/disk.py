# SPDX-License-Identifier: LGPL-2.1-or-later
"""A disk that is full, or fails a sync: what cannot be kept is not acknowledged, and the server ends."""
import asyncio
import os
import resource
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import meta  # noqa: E402
import tap  # noqa: E402
from ledger import Seal, check_kept, open_copy  # noqa: E402
from world import BUILD, Failure, World, wait_until  # noqa: E402

SHIM = os.path.join(BUILD, 'tests', 'faults', 'libkhidki-power.so')
# The database after its first start is about 200 kB; a message is written twice.
MOST_BYTES = 1_500_000
LINES = 4
MOST_MESSAGES = 1000
TEXT = 'Hi ' + 'x' * 900
# A start syncs more often with each file of the schema, some 25 times by now; a hundred
# commits later SQLite writes the log back, and a sync that fails then costs nothing: the log
# stays as it is.
FAILING_SYNCS = (31, 40, 53)


class Run:
    """Citizens write until the server ends."""

    def __init__(self, world):
        self.world = world
        self.acknowledged, self.refused = set(), set()
        self.next = 0

    async def talk(self, stop):
        line = meta.Line(self.world.port, self.world.tokens['app-secret'])
        while not stop() and self.next < MOST_MESSAGES:
            self.next += 1
            number = self.next
            key = f'wamid.disk.{number}'
            status = await line.post(meta.message_body(f'91983{number:07}', 'Sita', key, {
                'type': 'text', 'text': {'body': TEXT}}))
            if status == 200:
                self.acknowledged.add(key)
            else:
                self.refused.add(key)
            if status is None:
                break
        line.close()

    async def until_it_ends(self):
        ended = lambda: self.world.server.poll() is not None  # noqa: E731
        await asyncio.gather(*(self.talk(ended) for _ in range(LINES)))
        await asyncio.to_thread(wait_until, 'the server ends', ended)

    async def again(self):
        """What was not acknowledged is sent again, as Meta does."""
        line = meta.Line(self.world.port, self.world.tokens['app-secret'])
        for key in self.refused:
            number = int(key.rpartition('.')[2])
            if await line.post(meta.message_body(f'91983{number:07}', 'Sita', key, {
                    'type': 'text', 'text': {'body': TEXT}})) != 200:
                raise Failure(f'{key} is refused by a server that is well')
        line.close()
        self.acknowledged |= self.refused


def limit_files():
    """As on a disk that is full: a write beyond it fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))


def check_each_once(world, run):
    faults = check_kept(world.state, run.acknowledged)
    seal = Seal(world.state)
    with open_copy(world.state) as database:
        keys = [key for key, in database.execute('SELECT key FROM event')]
        parked = database.execute("SELECT count(*) FROM event WHERE outcome = 'parked'").fetchone()[0]
    digests = {seal.digest('event', f'wamid.disk.{number}') for number in range(1, run.next + 1)}
    if len(keys) != len(set(keys)) or set(keys) - digests:
        faults.append('keys are there twice, or nobody sent them')
    if parked:
        faults.append(f'{parked} events were put aside, and the disk was the reason')
    return faults


async def fail(prepare=None, failing_sync=0):
    far_end = meta.FarEnd()
    await far_end.start()
    with World() as world:
        world.write_config(far_end.url)
        if failing_sync:
            world.environment = {
                'LD_PRELOAD': SHIM, 'KHIDKI_POWER_FOLDER': world.state,
                'KHIDKI_POWER_TRACE': os.path.join(world.folder, 'trace'),
                'KHIDKI_POWER_FAIL_SYNC': str(failing_sync),
                'ASAN_OPTIONS': 'verify_asan_link_order=0:' + os.environ.get('ASAN_OPTIONS', '')}
        await asyncio.to_thread(world.start_server, True, prepare)
        run = Run(world)
        await run.until_it_ends()
        status = world.server.returncode
        print(f'# {len(run.acknowledged)} acknowledged, {len(run.refused)} not; ended with {status}',
              flush=True)
        if status != 1:
            raise Failure(f'ended with {status}, expected 1')
        if not run.acknowledged or not run.refused:
            raise Failure('nothing was shown')
        faults = check_kept(world.state, run.acknowledged)
        world.environment = {}
        await asyncio.to_thread(world.start_server)
        await run.again()
        await asyncio.to_thread(world.stop_server)
        faults += check_each_once(world, run)
        if faults:
            raise Failure('; '.join(faults[:10]))
    far_end.server.close()


def a_full_disk_acknowledges_nothing():
    asyncio.run(fail(prepare=limit_files))


def a_failed_sync_acknowledges_nothing():
    for number in FAILING_SYNCS:
        asyncio.run(fail(failing_sync=number))


if __name__ == '__main__':
    tap.run(a_full_disk_acknowledges_nothing, a_failed_sync_acknowledges_nothing)
