# SPDX-License-Identifier: LGPL-2.1-or-later
"""Meta's end for a load: takes sends, serves files, signs webhooks, forgets nothing."""
import asyncio
import base64
import collections
import hashlib
import hmac
import json
import os
import time

NUMBER_ID = '100200300400500'
ANSWER_SECONDS = 30


def envelope(value):
    value = {'messaging_product': 'whatsapp',
             'metadata': {'display_phone_number': '911100000000', 'phone_number_id': NUMBER_ID},
             **value}
    return {'object': 'whatsapp_business_account',
            'entry': [{'id': '1', 'changes': [{'field': 'messages', 'value': value}]}]}


def message_body(number, name, message_id, message):
    message = {'from': number, 'id': message_id, 'timestamp': str(int(time.time())), **message}
    contact = {'profile': {'name': name}, 'wa_id': number}
    return json.dumps(envelope({'contacts': [contact], 'messages': [message]})).encode()


def status_body(number, far_id, key, status):
    return json.dumps(envelope({'statuses': [{
        'id': far_id, 'status': status, 'timestamp': str(int(time.time())),
        'recipient_id': number, 'biz_opaque_callback_data': key}]})).encode()


def sign(secret, body):
    return 'sha256=' + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def digest(data):
    """As webhooks say it of a file."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


async def read_message(reader):
    """(first line, headers, body) of a request or an answer; None at the end."""
    head = await reader.readuntil(b'\r\n\r\n')
    first, *lines = head.decode('latin-1').split('\r\n')[:-2]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(':') for line in lines)}
    if headers.get('transfer-encoding', '').lower() == 'chunked':
        body = b''
        while True:
            size = int((await reader.readline()).split(b';')[0], 16)
            body += await reader.readexactly(size)
            await reader.readexactly(2)
            if size == 0:
                break
    else:
        body = await reader.readexactly(int(headers.get('content-length', 0)))
    return first, headers, body


class Line:
    """One kept connection to the webhook."""

    def __init__(self, port, secret):
        self.port, self.secret = port, secret
        self.reader = self.writer = None

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    async def post(self, body):
        """The status; None if no answer came."""
        try:
            return await asyncio.wait_for(self.exchange(body), ANSWER_SECONDS)
        except (OSError, EOFError, asyncio.TimeoutError, asyncio.LimitOverrunError, ValueError):
            self.close()
            return None

    async def exchange(self, body):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection('127.0.0.1', self.port)
        self.writer.write((f'POST /whatsapp/webhook HTTP/1.1\r\nHost: localhost\r\n'
                           f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\n'
                           f'X-Hub-Signature-256: {sign(self.secret, body)}\r\n\r\n').encode() + body)
        first, headers, _ = await read_message(self.reader)
        if headers.get('connection', '').lower() == 'close':
            self.close()
        return int(first.split()[1])


class FarEnd:
    """Listens where graph-url= points to."""

    def __init__(self, files=None):
        self.seen = collections.Counter()
        self.files = {} if files is None else files
        self.listeners = {}
        self.on_sent = None
        self.server = None
        self.port = 0
        self.mark = os.urandom(3).hex()

    async def start(self):
        self.server = await asyncio.start_server(self.serve, '127.0.0.1', 0, limit=1 << 20)
        self.port = self.server.sockets[0].getsockname()[1]

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}/v25.0'

    async def serve(self, reader, writer):
        try:
            while True:
                first, headers, body = await read_message(reader)
                kind, answer = self.answer(first.split()[0], first.split()[1], headers, body)
                writer.write(f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n'
                             f'Content-Length: {len(answer)}\r\n\r\n'.encode() + answer)
                await writer.drain()
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def answer(self, method, target, headers, body):
        path = target.partition('?')[0]
        name = path.rpartition('/')[2]
        if method == 'GET' and path.startswith('/file/'):
            return self.files[name]
        if method == 'GET':
            kind, data = self.files[name]
            return 'application/json', json.dumps({
                'url': f'http://127.0.0.1:{self.port}/file/{name}', 'mime_type': kind, 'id': name,
                'sha256': hashlib.sha256(data).hexdigest(), 'file_size': len(data),
                'messaging_product': 'whatsapp'}).encode()
        if name == 'media':
            return 'application/json', json.dumps({'id': '99' + os.urandom(4).hex()}).encode()
        return 'application/json', self.take(json.loads(body))

    def take(self, sent):
        key = sent.get('biz_opaque_callback_data')
        if key is None:  # a read mark
            return b'{"success":true}'
        self.seen[key] += 1
        far_id = f'wamid.out.{self.mark}.{key}.{self.seen[key]}'
        number = sent['to'].lstrip('+')
        if number in self.listeners:
            self.listeners[number](sent)
        if self.on_sent is not None:
            self.on_sent(number, far_id, key)
        return json.dumps({'messaging_product': 'whatsapp', 'messages': [{'id': far_id}],
                           'contacts': [{'input': number, 'wa_id': number}]}).encode()
