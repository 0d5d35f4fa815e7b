# SPDX-License-Identifier: LGPL-2.1-or-later
"""In the place of Kannel's sendsms, where a test is about what comes and not about Kannel."""
import http.server
import json
import secrets
import threading
import urllib.parse

ACCEPTED = b'0: Accepted for delivery'


class Handler(http.server.BaseHTTPRequestHandler):
    """Takes texts at Kannel's address, and tells at /texts what came."""

    def answer(self, status, body, mime='text/plain'):
        self.send_response(status)
        self.send_header('Content-Type', mime)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        line = self.server.line
        where = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(where.query))
        if where.path == '/texts':
            self.answer(200, json.dumps(line.texts).encode(), 'application/json')
        elif query.get('password') != line.password:
            self.answer(403, b'Authorization failed for sendsms')
        else:
            line.texts.append({'to': query['to'], 'text': query['text']})
            self.answer(202, ACCEPTED)

    def log_message(self, *_):
        pass


class Sendsms:
    """Looks to write_line() like a Kannel; delivers nothing."""

    def __init__(self):
        self.secret, self.password = secrets.token_hex(16), secrets.token_hex(8)
        self.texts = []
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.line = self
        self.thread = threading.Thread(target=self.server.serve_forever)

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server.server_port}'

    @property
    def send_url(self):
        return f'{self.url}/cgi-bin/sendsms'

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
