# SPDX-License-Identifier: LGPL-2.1-or-later
"""A server under the load of a crowd."""
import asyncio
import json
import os
import sqlite3
import time

from crowd import Crowd
from ledger import RATE, Ledger, read_in_flight
from world import BUILD, Failure, World

APPLY_SECONDS = 60
REST_SECONDS = 120
SHOWN_FAULTS = 20


def is_sanitized():
    with open(os.path.join(BUILD, 'server', 'khidkid'), 'rb') as file:
        return b'__asan_init' in file.read()


# Sanitizers and a busy machine make it slow, not broken.
PATIENCE = 4 if is_sanitized() else 1
SERVE_SECONDS = 5 * PATIENCE


class Rig:
    def __init__(self, seed, store_query='', environment=None, **crowd):
        self.world = World(store_query=store_query, environment=environment)
        with open(os.path.join(self.world.folder, 'app-secret'), encoding='ascii') as file:
            self.crowd = Crowd(self.world.port, file.read().strip(), seed=seed, **crowd)
        self.slowest = 0
        self.in_flight = []
        self.retried = 0

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, trace):
        self.crowd.give_up()
        self.world.__exit__(kind, value, trace)

    async def begin(self, serve=True):
        await self.crowd.start()
        self.world.write_config(self.crowd.far_end.url, rate=RATE)
        if serve:
            await self.serve_again()

    async def serve_again(self):
        start = time.monotonic()
        self.world.start_server(wait=False)
        while not await asyncio.to_thread(self.world.is_ready):
            if time.monotonic() - start > SERVE_SECONDS:
                raise Failure(f'not served again within {SERVE_SECONDS} s')
            await asyncio.sleep(0.02)
        self.slowest = max(self.slowest, time.monotonic() - start)

    def note_in_flight(self):
        """The server is dead: what it was sending is what may be uncertain."""
        self.in_flight.append(read_in_flight(self.world.state))

    def retry_parked(self):
        """Who was alone under way at two deaths of others' doing was put aside: an administrator
        lets it go on."""
        events = json.loads(self.world.control('queue')[1])['events_parked']
        for event in events:
            status, _, text = self.world.control('queue', 'retry', 'event', str(event['id']))
            if status != 0:
                raise Failure(f'queue retry event: {status} {text}')
        self.retried += len(events)

    def is_at_rest(self):
        database = sqlite3.connect(f'file:{self.world.state}/khidki.db?mode=ro', uri=True)
        try:
            open_rows = database.execute(
                "SELECT (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')) + "
                "(SELECT count(*) FROM job WHERE state <> 'parked')").fetchone()[0]
        finally:
            database.close()
        return open_rows == 0

    async def settle(self):
        """The crowd falls silent, every row is worked off, the server stops; what there is then."""
        await self.crowd.until_one_applied(APPLY_SECONDS)
        await self.crowd.stop_talking()
        await asyncio.to_thread(self.retry_parked)
        end = time.monotonic() + REST_SECONDS
        while not await asyncio.to_thread(self.is_at_rest) and time.monotonic() < end:
            await asyncio.sleep(0.1)
        await asyncio.to_thread(self.world.stop_server)
        return Ledger(self.world.state, self.crowd, self.in_flight)

    def report(self, ledger):
        for name, value in ledger.figures().items():
            print(f'# {name}: {value}')
        print(f'# put aside and tried again: {self.retried}')
        print(f'# slowest start: {self.slowest:.2f} s')
        print(f'# silences: {self.crowd.lost}')
        for what, times in self.crowd.odd.items():
            print(f'# odd: {times} × {what!r}')
        for fault in ledger.faults[:SHOWN_FAULTS]:
            print(f'# fault: {fault}', flush=True)
        if ledger.faults:
            raise Failure(f'{len(ledger.faults)} faults')
