# SPDX-License-Identifier: LGPL-2.1-or-later
"""An operator at the counter: reads its pages and sends their forms, as a browser without scripts."""
import html.parser
import http.client
import json
import re
import secrets
import socket
import urllib.parse

import papers
from world import Failure

PASSWORD = 'four words are good'
SESSION = '__Host-khidki-counter'

# What everybody says of an income certificate; another has more or other than that.
INCOME = {
    'name': 'Sita Devi', 'gender': 'female', 'dob': '15/8/1990', 'mobile': '9876543210',
    'parent.relation': 'father', 'parent.name': 'Ram Prasad', 'id.type': 'voter-id',
    'id.last4': '4321', 'address.house': 'H-12', 'address.locality': 'Rohini Sector 7',
    'address.pin': '110085', 'address.subdivision': 'rohini', 'own.source': 'daily-wage',
    'own.income': '84000', 'purpose': 'school-admission',
}


def income_papers():
    return {'identity': ('voter-id', 'image/jpeg', papers.photo()),
            'residence': ('electricity-bill', 'application/pdf', papers.document()),
            'photo': (None, 'image/jpeg', papers.photo())}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.where = response.getheader('Location') or ''
        self.cookie = response.getheader('Set-Cookie') or ''
        self.text = response.read().decode()

    def __repr__(self):
        return f'{self.status} {self.where} {" ".join(read_text(self.text).split())[:400]}'


def exchange(port, request, cut=None, timeout=60):
    """Sends bytes and gives the answer. With a cut only so many are sent, no answer is awaited."""
    with socket.create_connection(('127.0.0.1', port), timeout) as line:
        line.sendall(request[:cut])
        if cut is not None:
            return None
        response = http.client.HTTPResponse(line)
        response.begin()
        return Answer(response)


class Form:
    def __init__(self, action, whole):
        self.action, self.whole = action, whole
        self.fields, self.buttons = {}, []


class Reader(html.parser.HTMLParser):
    """The forms of a page, with what stands in their boxes."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.select = [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == 'form':
            self.form = Form(values.get('action', ''), values.get('enctype', '').startswith('multi'))
            self.forms.append(self.form)
        elif self.form is not None:
            self.read_box(tag, values)

    def read_box(self, tag, values):
        name, value = values.get('name'), values.get('value') or ''
        kind = values.get('type', 'text')
        if tag == 'button':
            self.form.buttons.append((name, value))
        elif tag == 'select':
            self.select = name
        elif tag == 'option' and (self.select not in self.form.fields or 'selected' in values):
            self.form.fields[self.select] = value
        elif tag == 'input' and name and kind != 'file' \
                and (kind not in ('radio', 'checkbox') or 'checked' in values):
            self.form.fields[name] = value

    def handle_endtag(self, tag):
        if tag == 'form':
            self.form = None


def read_form(text, action, **wanted):
    """The first form that goes to @action, a pattern, and has these values in it."""
    for form in Reader(text).forms:
        if re.fullmatch(action, form.action) and wanted.items() <= form.fields.items():
            return form
    raise Failure(f'no form to {action} with {wanted} on:\n{read_text(text)}')


def read_text(text):
    text = re.sub(r'<(script|style).*?</\1>', ' ', text, flags=re.S)
    return re.sub(r'\s+', ' ', re.sub(r'<[^>]+>', ' ', text))


def join_parts(fields, files):
    """multipart/form-data: its type and its bytes."""
    edge = secrets.token_hex(16)
    pieces = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
              for name, value in fields.items()]
    for name, (mime, data) in files.items():
        pieces.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="paper"\r\n'
                      f'Content-Type: {mime}\r\n\r\n'.encode() + data + b'\r\n')
    return f'multipart/form-data; boundary={edge}', b''.join(pieces) + f'--{edge}--\r\n'.encode()


class Desk:
    """One operator, signed in."""

    def __init__(self, world, name):
        self.world, self.name, self.session = world, name, ''
        self.language = 'en'

    # What goes over the wire.

    def make_request(self, method, path, body=b'', kind=None):
        head = [f'{method} {path} HTTP/1.1', f'Host: 127.0.0.1:{self.world.port}',
                f'Cookie: {SESSION}={self.session}; __Host-khidki-language={self.language}', 'Connection: close']
        if method == 'POST':
            head += [f'Content-Type: {kind}', f'Content-Length: {len(body)}']
        return '\r\n'.join(head).encode() + b'\r\n\r\n' + body

    def make_post(self, path, fields, files=None):
        if files is None:
            body = urllib.parse.urlencode(fields).encode()
            return self.make_request('POST', path, body, 'application/x-www-form-urlencoded')
        kind, body = join_parts(fields, files)
        return self.make_request('POST', path, body, kind)

    def send(self, request, cut=None):
        return exchange(self.world.port, request, cut)

    def get(self, path):
        return self.send(self.make_request('GET', path))

    def read(self, path):
        """A page that must be there."""
        answer = self.get(path)
        if answer.status != 200:
            raise Failure(f'{path}: {answer}')
        return answer.text

    def post(self, form, fields=None, files=None):
        """Sends @form with what was typed into it; must lead to another page; gives its address."""
        whole = files or ({} if form.whole else None)
        answer = self.send(self.make_post(form.action, {**form.fields, **(fields or {})}, whole))
        if answer.status != 303:
            raise Failure(f'{form.action} {fields}: {answer}')
        if SESSION in answer.cookie:
            self.session = answer.cookie.split('=', 1)[1].split(';')[0]
        return answer.where

    # What an operator does.

    def sign_in(self):
        status, said, complaint = self.world.control('operator', 'invite', self.name)
        if status != 0:
            raise Failure(f'operator invite: {complaint}')
        words = {'id': self.name, 'proof': json.loads(said)['invitation'], 'password': PASSWORD,
                 'again': PASSWORD}
        self.post(read_form(self.read('/counter/password'), '/counter/password'), words)
        self.post(read_form(self.read('/counter/sign-in'), '/counter/sign-in'),
                  {'id': self.name, 'password': PASSWORD})
        if not self.session:
            raise Failure(f'{self.name} was not signed in')
        return self

    def begin(self, service):
        """The address of a new draft."""
        page = self.read('/counter/?q=')
        return self.post(read_form(page, '/counter/begin', service=service), {'relation': 'self'})

    def fill(self, draft, answers, files=None, deed='save'):
        """Everything on one page, by one tap: where that leads."""
        form = read_form(self.read(draft), draft)
        kinds = {f'kind:{path}': kind for path, (kind, _, _) in (files or {}).items() if kind}
        parts = {f'file:{path}': (mime, data) for path, (_, mime, data) in (files or {}).items()}
        return self.post(form, {**{f'f:{path}': value for path, value in answers.items()}, **kinds,
                                'do': deed}, parts)

    def prepare(self, service, answers, files):
        """A draft whose review can be paid for: its address."""
        draft = self.begin(service)
        where = self.fill(draft, answers, files, 'review')
        if where != f'{draft}/review':
            raise Failure(f'{draft} was not taken to the review: {where}')
        return draft

    def read_payment(self, draft):
        return read_form(self.read(f'{draft}/review'), f'{draft}/submit')

    def pay(self, draft, received=''):
        """Declared on a signed sheet; gives the number of the receipt."""
        form = self.read_payment(draft)
        where = self.post(form, {'received': received, 'do': 'submit'},
                          {'sheet': ('image/jpeg', papers.photo())})
        return read_receipt_number(where)


def read_receipt_number(where):
    found = re.match(r'/counter/receipt/([A-Z0-9-]+)(\?|$)', where)
    if not found:
        raise Failure(f'no receipt at {where}')
    return found.group(1)
