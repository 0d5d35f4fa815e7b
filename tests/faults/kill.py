# SPDX-License-Identifier: LGPL-2.1-or-later
"""kill -9 at random moments under load, restart, reconcile."""
import asyncio
import os
import random
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import tap  # noqa: E402
from rig import Rig  # noqa: E402

KILLS = int(os.environ.get('KHIDKI_KILLS', '30'))
SEED = int(os.environ.get('KHIDKI_SEED', '0')) or int(time.time())


async def campaign(kills):
    chance = random.Random(SEED)
    print(f'# seed {SEED}', flush=True)
    async with Rig(SEED) as rig:
        await rig.begin()
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.1, 2))
            rig.world.kill_server()
            rig.note_in_flight()
            await rig.serve_again()
        ledger = await rig.settle()
        print(f'# kills: {kills}')
        rig.report(ledger)


def nothing_is_lost_by_kills():
    asyncio.run(campaign(KILLS))


if __name__ == '__main__':
    tap.run(nothing_is_lost_by_kills)
