# SPDX-License-Identifier: LGPL-2.1-or-later
"""The shipped front: nginx takes it, lets through what is public and nothing else."""
import http.server
import os
import shutil
import socket
import socketserver
import ssl
import sys
import tempfile
import threading
import unittest

import front

CONF = sys.argv.pop(1) if len(sys.argv) > 1 else 'data/nginx/khidki.conf'


class Backend(http.server.BaseHTTPRequestHandler):
    """Stands where khidkid stands and says what came through."""

    def answer(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        text = f"{self.path} {len(body)} {self.headers.get('X-Forwarded-For')}".encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass

    def address_string(self):
        return 'unix'


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class Front(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='khidki-nginx-')
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.front = front.Front(cls.folder, CONF, f'unix:{cls.at("back.sock")}', f'unix:{cls.at("plain.sock")}',
                                f'unix:{cls.at("front.sock")}')
        cls.backend = Server(cls.at('back.sock'), Backend)
        # nginx drops its rights when it was started as root.
        os.chmod(cls.folder, 0o755)
        os.chmod(cls.at('back.sock'), 0o666)
        threading.Thread(target=cls.backend.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.stop_backend)
        cls.front.start()
        cls.addClassCleanup(cls.front.stop)

    @classmethod
    def stop_backend(cls):
        cls.backend.shutdown()
        cls.backend.server_close()

    @classmethod
    def at(cls, name):
        return os.path.join(cls.folder, name)

    def ask(self, method, path, size=0, headers=''):
        """(status, body) of one request over TLS."""
        context = ssl.create_default_context(cafile=self.at('cert.pem'))
        plain = socket.socket(socket.AF_UNIX)
        plain.connect(self.at('front.sock'))
        with context.wrap_socket(plain, server_hostname='khidki.example.gov.in') as client:
            head = (f'{method} {path} HTTP/1.1\r\nHost: khidki.example.gov.in\r\n{headers}'
                    f'Connection: close\r\nContent-Length: {size}\r\n\r\n')
            client.sendall(head.encode())
            try:
                client.sendall(b'x' * size)
            except OSError:
                pass
            answer = b''.join(iter(lambda: client.recv(65536), b''))
        head, _, body = answer.partition(b'\r\n\r\n')
        return int(head.split()[1]), body.decode(), head.decode()

    def test_accepted_without_a_warning(self):
        self.assertEqual(self.front.check.returncode, 0, self.front.check.stderr)
        self.assertNotIn('[warn]', self.front.check.stderr)

    def test_public(self):
        for method, path, size in (('GET', '/whatsapp/webhook?hub.mode=subscribe', 0),
                                   ('POST', '/whatsapp/webhook', 2 * 1024 * 1024),
                                   ('GET', '/f/TOKEN', 0), ('POST', '/f/TOKEN', 1000),
                                   ('GET', '/verify/12345678901234?t=a', 0),
                                   ('POST', '/verify/', 5000), ('GET', '/numbers', 0), ('GET', '/centres?place=110085', 0),
                                   ('GET', '/style.0123456789abcdef.css', 0),
                                   ('GET', '/counter/', 0), ('POST', '/counter/sign-in', 5000),
                                   ('POST', '/counter/draft/ab', 26 * 1024 * 1024),
                                   ('GET', '/counter/asset/0123456789abcdef.css', 0),
                                   ('GET', '/.well-known/jwks.json', 0)):
            status, body, head = self.ask(method, path, size)
            self.assertEqual((status, body), (200, f'{path} {size} unix:'), path)
            self.assertIn('no-referrer', head)

    def test_not_public(self):
        for path in ('/metrics', '/readyz', '/livez', '/', '/whatsapp/webhook/', '/whatsapp',
                     '/f/../metrics', '/f/%2e%2e/metrics', '//metrics'):
            self.assertEqual(self.ask('GET', path)[0] // 100, 4, path)

    def test_methods(self):
        for method, path in (('PUT', '/whatsapp/webhook'), ('DELETE', '/f/TOKEN'),
                             ('POST', '/verify/1'), ('POST', '/numbers'),
                             ('POST', '/centres'),
                             ('PUT', '/counter/draft/ab'), ('DELETE', '/counter/sign-in')):
            self.assertEqual(self.ask(method, path)[0], 403, path)

    def test_too_large(self):
        self.assertEqual(self.ask('POST', '/whatsapp/webhook', 3 * 1024 * 1024 + 1)[0], 413)
        self.assertEqual(self.ask('POST', '/f/TOKEN', 64 * 1024 + 1)[0], 413)
        self.assertEqual(self.ask('POST', '/verify/', 16 * 1024 + 1)[0], 413)
        self.assertEqual(self.ask('POST', '/counter/begin', 256 * 1024 + 1)[0], 413)
        self.assertEqual(self.ask('POST', '/counter/draft/ab', 102 * 1024 * 1024 + 1)[0], 413)

    def test_nobody_says_who_they_are(self):
        status, body, _ = self.ask('GET', '/.well-known/jwks.json', headers='X-Forwarded-For: 1.2.3.4\r\n')
        self.assertEqual((status, body.split()[-1]), (200, 'unix:'))

    def test_zz_rate(self):
        statuses = [self.ask('GET', f'/verify/{number}')[0] for number in range(30)]
        self.assertIn(429, statuses)
        self.assertEqual(self.ask('GET', '/whatsapp/webhook')[0], 200)

    def test_zz_rate_of_sign_in(self):
        statuses = [self.ask('POST', '/counter/sign-in')[0] for _ in range(40)]
        self.assertIn(429, statuses)
        self.assertEqual(self.ask('GET', '/counter/day')[0], 200)

    def test_zzz_log_holds_no_token(self):
        self.ask('GET', '/f/SECRETTOKEN')
        self.front.stop()
        logged = ''
        for name in ('khidki.log', 'khidki-error.log'):
            with open(self.at(name), encoding='utf-8') as stream:
                logged += stream.read()
        self.assertIn('GET 200', logged)
        self.assertNotIn('TOKEN', logged)


if __name__ == '__main__':
    if front.NGINX is None or shutil.which('openssl') is None:
        print('nginx or openssl is not installed')
        sys.exit(77)
    unittest.main()
