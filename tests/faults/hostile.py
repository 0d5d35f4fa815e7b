# SPDX-License-Identifier: LGPL-2.1-or-later
"""What strangers may send to a webhook, while a citizen chats and must be served."""
import asyncio
import os
import re
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import meta  # noqa: E402
import tap  # noqa: E402
from rig import Rig, is_sanitized  # noqa: E402
from world import Failure  # noqa: E402

SANITIZED = is_sanitized()
# The promise is held to the second on a clock of its own in tests/server/http; here sanitizers
# and a machine that does other work may delay what is due.
DROP_SECONDS = 15 + (5 if SANITIZED else 0)
LARGE = 200 * 1024 * 1024
PIECE = bytes(64 * 1024)
DEPTH = 100_000
# What is odd in a text that is signed.
ODD = (b'\xff\xfe', b'\xc0\x80', b'\xed\xa0\x80', b'a\x00b', b'\\u0000', b'\\ud800')
# Pages that are kept for the next request; sanitizers hold on to much more.
MARGIN_KB = 150_000 if SANITIZED else 24_000
PEAK_KB = 400_000 if SANITIZED else 64_000


def post(length, *more, signature=None):
    lines = ['POST /whatsapp/webhook HTTP/1.1', 'Host: localhost', 'Content-Type: application/json']
    if length is not None:
        lines.append(f'Content-Length: {length}')
    if signature is not None:
        lines.append(f'X-Hub-Signature-256: {signature}')
    return '\r\n'.join(lines + list(more) + ['', '']).encode()


class Peer:
    """A stranger's connection."""

    def __init__(self, port):
        self.port, self.sent = port, 0

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection('127.0.0.1', self.port)
        return self

    async def __aexit__(self, kind, value, trace):
        self.writer.transport.abort()

    async def send(self, data):
        """Whether it could still be sent."""
        try:
            self.writer.write(data)
            await self.writer.drain()
            self.sent += len(data)
            return not self.reader.at_eof()
        except OSError:
            return False

    async def rest(self):
        """What still comes until the server closes; fails if it does not."""
        heard = b''
        try:
            while True:
                some = await self.reader.read(65536)
                if not some:
                    return heard
                heard += some
        except OSError:
            return heard

    async def status(self):
        return int((await meta.read_message(self.reader))[0].split()[1])


async def within(what, work):
    try:
        return await asyncio.wait_for(work, DROP_SECONDS)
    except asyncio.TimeoutError:
        raise Failure(f'{what}: not dropped within {DROP_SECONDS} s') from None


def expect(what, found, *allowed):
    if found not in allowed:
        raise Failure(f'{what}: expected {allowed}, found {found}')


class Hostile:
    def __init__(self, rig):
        self.rig, self.port = rig, rig.world.port
        self.secret = rig.crowd.secret

    def signed(self, body, *more):
        return post(len(body), *more, signature=meta.sign(self.secret, body)) + body

    async def answer(self, data):
        """The status of one request; 0 if the server only closed."""
        async with Peer(self.port) as peer:
            await peer.send(data)
            try:
                return await within('an answer', peer.status())
            except (OSError, EOFError):
                return 0

    # Too large.

    async def pour(self, head, frame=lambda piece: piece):
        async with Peer(self.port) as peer:
            async def flood():
                more = await peer.send(head)
                while more and peer.sent < LARGE:
                    more = await peer.send(frame(PIECE))
                return await peer.rest()
            heard = await within('a body of 200 MB', flood())
            # What is under way when it is refused may run out; that it was not kept, memory shows.
            if heard and not heard.startswith(b'HTTP/1.1 413 '):
                raise Failure(f'200 MB were answered {heard[:100]!r}')

    async def large_bodies(self):
        chunk = lambda piece: b'%x\r\n%s\r\n' % (len(piece), piece)  # noqa: E731
        for _ in range(3):
            await self.pour(post(LARGE, signature='sha256=' + '0' * 64))
            await self.pour(post(None, 'Transfer-Encoding: chunked'), chunk)

    async def many_headers(self):
        async with Peer(self.port) as peer:
            async def flood():
                more = await peer.send(post(None)[:-2])
                for _ in range(1000):
                    more = more and await peer.send(b'a: b\r\n' * 1000)
                    if not more:
                        break
                return await peer.rest()
            await within('a million headers', flood())

    # Not what it should be.

    async def deep_json(self):
        for body, status in ((b'[' * DEPTH + b']' * DEPTH, 400), (b'[' * DEPTH, 400),
                             (b'{"a":' * DEPTH + b'1' + b'}' * DEPTH, 200)):
            expect('deep JSON, signed', await self.answer(self.signed(body)), status, 0)
            expect('deep JSON', await self.answer(post(len(body)) + body), 401, 0)

    async def odd_json(self):
        # One person's words hold up nobody whose words came with them.
        for i, odd in enumerate(ODD):
            body = meta.message_body('919899999999', 'X', f'wamid.odd{i}', {
                'type': 'text', 'text': {'body': 'ODD'}})
            expect(f'{odd!r} in a text', await self.answer(self.signed(body.replace(b'ODD', odd))), 200)
        body = meta.message_body('919899999999', 'X', 'wamid.bad', {
            'type': 'text', 'text': {'body': 'BAD'}})
        for bad in (b'', b'\xef\xbb\xbf' + body, body + body, body[:-1], b'nul', b'[1e999999]'):
            expect(f'{bad[:20]!r}', await self.answer(self.signed(bad)), 400)
        async with Peer(self.port) as peer:
            await peer.send(b'\xff\x00\xfe GET \r\n\r\n')
            await within('no HTTP', peer.rest())

    async def signatures(self):
        body = meta.message_body('919899999999', 'X', 'wamid.sig', {
            'type': 'text', 'text': {'body': 'Hi'}})
        right = meta.sign(self.secret, body)
        wrong = (None, '', 'sha256=', right[:-1], right + '0', right[:7] + right[7:].upper(),
                 'sha1=' + right[7:47], 'sha256=' + '0' * 64, meta.sign(self.secret, body + b' '),
                 meta.sign('', body), 'sha256=' + '\xff' * 64)
        for signature in wrong:
            head = post(len(body), signature=signature)
            expect(f'the signature {signature}', await self.answer(head + body), 401, 400)

    async def two_lengths(self):
        body = b'{}'
        signature = meta.sign(self.secret, body)
        for more in (('Content-Length: 5',), ('Transfer-Encoding: chunked',)):
            head = post(len(body), *more, signature=signature)
            expect(f'{more[0]} as well', await self.answer(head + body + b'xyz\r\n\r\n'), 400, 0)
        for length in ('-1', '1e3', '99999999999999999999', '0x10', '2, 5', ''):
            expect(f'the length {length}',
                   await self.answer(post(length, signature=signature) + body), 400, 413, 401, 0)

    async def replays(self):
        body = meta.message_body('919899999998', 'X', 'wamid.replayed', {
            'type': 'text', 'text': {'body': 'Hi'}})
        heard = []
        self.rig.crowd.far_end.listeners['919899999998'] = heard.append

        async def some():
            line = meta.Line(self.port, self.secret)
            for _ in range(100):
                expect('a replay', await line.post(body), 200)
            line.close()
        await asyncio.gather(*[some() for _ in range(10)])
        await asyncio.sleep(1)
        if len(heard) != 1:
            raise Failure(f'1,000 replays were answered {len(heard)} times')

    # Slow.

    async def half_open(self, data):
        async with Peer(self.port) as peer:
            await peer.send(data)
            await within('a half-open connection', peer.rest())

    async def drip(self, data):
        async with Peer(self.port) as peer:
            async def drops():
                for place in range(len(data)):
                    if not await peer.send(data[place:place + 1]):
                        return
                    await asyncio.sleep(0.5)
            await within('a drip', asyncio.wait([asyncio.ensure_future(work) for work in (
                drops(), peer.rest())], return_when=asyncio.FIRST_COMPLETED))

    async def slow_peers(self):
        begun = post(1000, signature='sha256=' + '0' * 64)
        halves = [b'', b'POST', begun[:-2], begun, begun + b'{"a":']
        works = [self.half_open(halves[number % len(halves)]) for number in range(500)]
        works += [self.drip(begun + bytes(1000)) for _ in range(20)]
        works += [self.drip(begun[:-4] + b'\r\nX-More: ' + b'a' * 1000) for _ in range(20)]
        start = time.monotonic()
        await asyncio.gather(*works)
        print(f'# all slow peers were dropped after {time.monotonic() - start:.1f} s')

    async def deaf_peers(self):
        """They ask a lot and read nothing: answers pile up at their end only."""
        peers = [Peer(self.port) for _ in range(50)]
        for peer in peers:
            await peer.__aenter__()
            peer.reader._limit = 1  # nothing is read ahead
            peer.writer.transport.pause_reading()
            peer.writer.write(b'GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n' * 5000)
        await asyncio.sleep(3)
        for peer in peers:
            await peer.__aexit__(None, None, None)


def memory(process, name):
    with open(f'/proc/{process}/status', encoding='ascii') as file:
        return int(re.search(name + r':\s+(\d+) kB', file.read()).group(1))


async def attack(rig, name):
    """The citizens' replies go on while it lasts."""
    seen = rig.crowd.far_end.seen
    before, start = sum(seen.values()), time.monotonic()
    await getattr(Hostile(rig), name)()
    await asyncio.sleep(0.5)
    served = sum(seen.values()) - before
    print(f'# {name}: {time.monotonic() - start:.1f} s, {served} replies meanwhile, '
          f'{memory(rig.world.server.pid, "VmRSS")} kB', flush=True)
    if rig.world.server.poll() is not None:
        raise Failure(f'{name} ended the server: {rig.world.server.returncode}')
    if served == 0:
        raise Failure(f'nobody was served during {name}')


async def siege(attacks, options):
    options = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1' + options
    async with Rig(1, environment={'ASAN_OPTIONS': options}, brief=3, whole=0) as rig:
        await rig.begin()
        process = rig.world.server.pid
        await asyncio.sleep(3)
        before = memory(process, 'VmRSS')
        for name in attacks:
            await attack(rig, name)
        after, peak = memory(process, 'VmRSS'), memory(process, 'VmHWM')
        print(f'# resident: {before} kB before, {after} kB after, {peak} kB at most')
        if rig.world.server.poll() is not None or after - before > MARGIN_KB or peak - before > PEAK_KB:
            raise Failure('memory was not flat')
        ledger = await rig.settle()
        faults = [fault for fault in ledger.faults if '91989999999' not in fault
                  and 'wamid.replayed' not in fault and 'no application' not in fault]
        if faults:
            raise Failure('; '.join(faults[:10]))
        known = [key for key, _ in ledger.events]
        if any(key in known or ledger.seal.digest('event', key) in known
               for key in ('wamid.sig', 'wamid.bad')):
            raise Failure('what was refused was kept')
        if 'odd_json' in attacks and not all(ledger.seal.digest('event', f'wamid.odd{i}') in known
                                             for i in range(len(ODD))):
            raise Failure('what was signed was not kept')


def strangers_hold_up_nobody():
    asyncio.run(siege(('signatures', 'odd_json', 'deep_json', 'replays', 'many_headers',
                       'large_bodies', 'deaf_peers', 'slow_peers'), ''))


def two_lengths_hold_up_nobody():
    """libsoup 3.2 loses the path of each request whose length it cannot read."""
    asyncio.run(siege(('two_lengths',), ':detect_leaks=0'))


if __name__ == '__main__':
    tap.run(strangers_hold_up_nobody, two_lengths_hold_up_nobody)
