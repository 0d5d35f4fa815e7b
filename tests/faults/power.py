# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cuts the power at random moments under load: what was not synced is gone. Restart, reconcile."""
import asyncio
import os
import random
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import tap  # noqa: E402
from ledger import check_kept  # noqa: E402
from recover import Disk, read_trace  # noqa: E402
from rig import PATIENCE, Rig  # noqa: E402
from world import BUILD, Failure  # noqa: E402

CUTS = int(os.environ.get('KHIDKI_CUTS', '30'))
CUTS_TO_GO_RED = 10
CUTS_OF_A_LIFE = 10
SEED = int(os.environ.get('KHIDKI_SEED', '0')) or int(time.time())
SHIM = os.path.join(BUILD, 'tests', 'faults', 'libkhidki-power.so')
WAYS = ('all', 'prefix', 'some')


class Life:
    """A state folder from its first start through several cuts."""

    def __init__(self, rig, chance):
        self.rig, self.chance = rig, chance
        self.world = rig.world
        self.trace = os.path.join(self.world.folder, 'trace')
        self.faults = []
        self.lost = 0

    def prepare(self, changes):
        """What the next start writes down, and where it ends by itself."""
        if os.path.exists(self.trace):
            os.unlink(self.trace)
        self.disk = Disk(self.world.state)
        self.world.environment = {
            'LD_PRELOAD': SHIM, 'KHIDKI_POWER_FOLDER': self.world.state,
            'KHIDKI_POWER_TRACE': self.trace, 'KHIDKI_POWER_CUT': str(changes),
            'ASAN_OPTIONS': 'verify_asan_link_order=0:' + os.environ.get('ASAN_OPTIONS', '')}

    async def cut(self, early):
        changes = self.chance.randint(1, 400 if early else 6000)
        self.prepare(changes)
        self.world.start_server(wait=False)
        end = time.monotonic() + self.chance.uniform(0.5, 2.5) * PATIENCE
        while self.world.server.poll() is None and time.monotonic() < end:
            await asyncio.sleep(0.01)
        self.world.kill_server()
        if self.world.server.returncode not in (99, -9):
            raise Failure(f'khidkid ended by itself with {self.world.server.returncode}')
        way = self.chance.choice(WAYS)
        await asyncio.to_thread(self.recover, way)
        await asyncio.to_thread(self.rig.note_in_flight)
        # Answers of the dead server may have come to hand only now.
        acknowledged = set(self.rig.crowd.acknowledged)
        found = await asyncio.to_thread(check_kept, self.world.state, acknowledged)
        self.faults += [f'{way}, after {changes} changes at most: {fault}'
                        + (' (it was never written)' if fault in self.written else '')
                        for fault in found]

    def recover(self, way):
        self.written = check_kept(self.world.state, set(self.rig.crowd.acknowledged))
        self.disk.run(read_trace(self.trace))
        self.lost += sum(len(file.pending) for file in self.disk.everything())
        self.disk.cut(way, self.chance)
        self.disk.write(self.world.state)


async def live(seed, cuts, store_query=''):
    """(faults at the cuts, changes lost, the rig's ledger if there were none)"""
    chance = random.Random(seed)
    async with Rig(seed, store_query=store_query) as rig:
        life = Life(rig, chance)
        await rig.begin(serve=False)
        for number in range(cuts):
            await life.cut(early=number == 0)
            if life.faults:
                rig.crowd.give_up()
                return life, None
        rig.world.environment = {}
        await rig.serve_again()
        ledger = await rig.settle()
        return life, ledger


async def campaign(cuts):
    print(f'# seed {SEED}', flush=True)
    totals, lost, slowest = {}, 0, 0
    for start in range(0, cuts, CUTS_OF_A_LIFE):
        life, ledger = await live(SEED + start, min(CUTS_OF_A_LIFE, cuts - start))
        faults = life.faults or ledger.faults
        for fault in faults[:20]:
            print(f'# fault: {fault}', flush=True)
        if faults:
            raise Failure(f'{len(faults)} faults with the seed {SEED + start}')
        for name, value in ledger.figures().items():
            totals[name] = totals.get(name, 0) + value
        lost += life.lost
        slowest = max(slowest, life.rig.slowest)
    print(f'# cuts: {cuts}\n# changes not synced at a cut: {lost}')
    for name, value in totals.items():
        print(f'# {name}: {value}')
    print(f'# slowest start: {slowest:.2f} s', flush=True)


def nothing_is_lost_by_power_cuts():
    asyncio.run(campaign(CUTS))


async def go_red():
    for number in range(CUTS_TO_GO_RED):
        life, _ = await live(SEED + number, 3, '?synchronous=off&unsafe=yes')
        if life.faults:
            print(f'# seen in life {number + 1}: {life.faults[0]}')
            return
    raise Failure('a store that does not sync lost nothing: the test sees nothing')


def a_store_that_does_not_sync_is_found_out():
    asyncio.run(go_red())


if __name__ == '__main__':
    tap.run(a_store_that_does_not_sync_is_found_out, nothing_is_lost_by_power_cuts)
