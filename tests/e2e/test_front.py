# SPDX-License-Identifier: LGPL-2.1-or-later
"""The documented deployment: a whole server behind nginx with the shipped configuration. Meta, a
citizen, an operator and who checks a certificate come in by its TLS, as the world does."""
import contextlib
import http.server
import os
import ssl
import sys
import tempfile
import threading
import urllib.error
import urllib.request

import papers
import tap
from counter import ANSWERS, Counter
from test_sms import read_rows, read_states
from world import SOURCE, Citizen, Failure, World, call, free_port, wait_until

sys.path.insert(1, f'{SOURCE}/tests/data')
import front  # pylint: disable=wrong-import-position

OPERATOR, MOBILE = 'example.meena', '9876543210'
MOST = 25 * 1024 * 1024


class Relay(http.server.BaseHTTPRequestHandler):
    """Meta's side knows no certificate of a test: what it posts is carried to the front by TLS."""
    protocol_version = 'HTTP/1.1'
    to, secure, seen = '', None, []

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ('host', 'connection', 'content-length')}
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                             urllib.request.HTTPSHandler(context=self.secure))
        try:
            with opener.open(urllib.request.Request(self.to + self.path, body, headers), timeout=30) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        self.seen.append((len(body), status))
        self.send_response(status)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class FrontedWorld(World):
    """As strangers see it: by the address of the front, whose certificate they trust."""
    public = None

    @property
    def url(self):
        return self.public or super().url


@contextlib.contextmanager
def relay(to, secure):
    Relay.to, Relay.secure, Relay.seen = to, secure, []
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f'http://127.0.0.1:{server.server_port}'
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def fronted():
    with FrontedWorld('whatsapp;csc;revenue') as world, tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        plain, tls = free_port(), free_port()
        nginx = front.Front(folder, f'{SOURCE}/data/nginx/khidki.conf', f'127.0.0.1:{world.port}',
                            f'127.0.0.1:{plain}', f'127.0.0.1:{tls}')
        os.environ['SSL_CERT_FILE'] = nginx.at('cert.pem')
        world.public = f'https://127.0.0.1:{tls}'
        try:
            with relay(world.public, ssl.create_default_context(cafile=nginx.at('cert.pem'))) as meta:
                world.start_sandbox('--webhook', f'{meta}/whatsapp/webhook')
                world.write_config()
                world.start_server()
                nginx.start()
                yield world, plain
        finally:
            nginx.stop()


def a_webhook():
    """Signed bytes come through as they are, also the largest; a larger one ends at the front."""
    with fronted() as (world, _):
        asha = Citizen(world, '919811000001', 'Asha')
        asha.say('Hi', 'Khidki')
        asha.say('\u0928\u092e\u0938\u094d\u0924\u0947 \U0001f64f \\/ "x"')
        wait_until('the delivery is known', lambda: 'delivered' in read_states(world))
        if not Relay.seen or {status for _, status in Relay.seen} != {200}:
            raise Failure(Relay.seen)
        for size, expected in ((3 * 1024 * 1024, 401), (3 * 1024 * 1024 + 1, 413)):
            status, _ = call(f'{world.url}/whatsapp/webhook', b'x' * size, {'Content-Type': 'application/json'})
            if status != expected:
                raise Failure(f'{size} bytes: {status}')


def a_counter():
    """A whole form with the largest file that may be: cookies, the form's origin and the file
    arrive, and the certificate's page is found."""
    with fronted() as (world, _):
        counter = Counter(world, OPERATOR)
        counter.go('/counter/')
        counter.submit({'q': 'inc'})
        counter.submit({}, ('relation', 'self'))
        counter.submit({f'f:{name}': value for name, value in {**ANSWERS, 'mobile': MOBILE}.items()},
                       ('do', 'save'))
        counter.submit({'kind:residence': 'electricity-bill'}, ('do', 'paper residence'),
                       {'file:residence': ('b.pdf', 'application/pdf', papers.document(MOST))})
        wait_until('the paper is there', lambda: read_rows(world, f'SELECT hash FROM paper WHERE size = {MOST}'))
        number = counter.serve(MOBILE)
        if read_rows(world, 'SELECT number FROM application') != [(number,)]:
            raise Failure('the receipt has a number that the rows do not have')


if __name__ == '__main__':
    tap.run(a_webhook, a_counter)
