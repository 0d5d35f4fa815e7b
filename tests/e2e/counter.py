# SPDX-License-Identifier: LGPL-2.1-or-later
"""A counter's pages as a browser without scripts uses them."""
import html.parser
import json
import re
import secrets
import urllib.parse
import urllib.request

import papers
from world import Failure

PASSWORD = 'four words are good'
ANSWERS = {
    'name': 'Sita Devi', 'gender': 'female', 'dob': '15/8/1990', 'parent.relation': 'father',
    'parent.name': 'Ram Prasad', 'id.type': 'voter-id', 'id.last4': '4321', 'address.house': 'H-12',
    'address.locality': 'Rohini Sector 7', 'address.pin': '110085', 'address.subdivision': 'rohini',
    'own.source': 'daily-wage', 'own.income': '84000', 'purpose': 'school-admission',
}


class Forms(html.parser.HTMLParser):
    """The forms of a page, each with its fields as they stand and its buttons."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.by_id, self.select, self.area = [], {}, None, None
        self.feed(text)

    def owner(self, values):
        if 'form' in values:
            return self.by_id.get(values['form'])
        return self.forms[-1] if self.forms and self.forms[-1]['open'] else None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == 'form':
            form = {'action': values.get('action', ''), 'method': values.get('method', 'get').lower(),
                    'parts': values.get('enctype') == 'multipart/form-data',
                    'fields': {}, 'buttons': [], 'open': True}
            self.forms.append(form)
            if 'id' in values:
                self.by_id[values['id']] = form
            return
        if tag == 'option' and self.select:
            form, name = self.select
            if name not in form['fields'] or 'selected' in values:
                form['fields'][name] = values.get('value', '')
            return
        form, name = self.owner(values), values.get('name')
        if form is None:
            return
        if tag == 'button' or (tag == 'input' and values.get('type') == 'submit'):
            form['buttons'].append((name, values.get('value', ''), values.get('formaction')))
        elif name is None:
            return
        elif tag == 'select':
            self.select = (form, name)
        elif tag == 'textarea':
            self.area = (form, name)
            form['fields'][name] = ''
        elif tag == 'input' and values.get('type') == 'file':
            form['fields'].setdefault(name, None)
        elif tag == 'input' and (values.get('type') not in ('radio', 'checkbox') or 'checked' in values):
            form['fields'][name] = values.get('value', '')
        elif tag == 'input':
            form['fields'].setdefault(name, None)

    def handle_endtag(self, tag):
        if tag == 'form':
            self.forms[-1]['open'] = False
        elif tag == 'select':
            self.select = None
        elif tag == 'textarea':
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area[0]['fields'][self.area[1]] += data

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)


class Stay(urllib.request.HTTPRedirectHandler):
    """Where it leads to is asked with the cookies of the answer."""

    def redirect_request(self, *_):
        return None


def write_parts(fields, files):
    boundary = secrets.token_hex(16)
    body = b''
    for name, value in fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (filename, mime, data) in files.items():
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                 f'Content-Type: {mime}\r\n\r\n').encode() + data + b'\r\n'
    return f'multipart/form-data; boundary={boundary}', body + f'--{boundary}--\r\n'.encode()


class Counter:
    """An operator who is signed in."""

    def __init__(self, world, operator):
        self.world, self.cookies, self.text, self.address = world, {}, '', ''
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
        invitation = json.loads(world.control('operator', 'invite', operator)[1])['invitation']
        self.go('/counter/password')
        self.submit({'id': operator, 'proof': invitation, 'password': PASSWORD, 'again': PASSWORD})
        self.sign_in(operator)

    def sign_in(self, operator):
        self.go('/counter/sign-in')
        self.submit({'id': operator, 'password': PASSWORD})

    def go(self, path, body=None, mime=None):
        self.address = urllib.parse.urljoin(self.address or f'{self.world.url}/', path)
        headers = {'Cookie': '; '.join(f'{name}={value}' for name, value in self.cookies.items())}
        if body is not None:
            headers.update({'Content-Type': mime, 'Origin': self.world.url})
        request = urllib.request.Request(self.address, data=body, headers=headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.text = answer.read().decode()
                self.keep(answer.headers)
        except urllib.error.HTTPError as answer:
            self.keep(answer.headers)
            self.text = answer.read().decode()
            if answer.code not in (302, 303):
                raise Failure(f'{self.address}: {answer.code} {self.text[-1500:]}') from None
            self.go(answer.headers['Location'])

    def keep(self, headers):
        for line in headers.get_all('Set-Cookie') or []:
            name, _, value = line.split(';')[0].partition('=')
            self.cookies[name] = value

    def submit(self, fields, button=None, files=None):
        """The form that has all these fields and that button."""
        for form in Forms(self.text).forms:
            buttons = [found for found in form['buttons'] if button is None or found[:2] == button]
            if not buttons or not set(fields) | set(files or {}) <= set(form['fields']):
                continue
            name, value, action = buttons[0]
            data = {key: was for key, was in form['fields'].items() if was is not None}
            data.update(fields)
            if name:
                data[name] = value
            if form['method'] == 'get':
                self.go(f"{action or form['action']}?{urllib.parse.urlencode(data)}")
            elif form['parts']:
                mime, body = write_parts(data, files or {})
                self.go(action or form['action'], body, mime)
            else:
                self.go(action or form['action'], urllib.parse.urlencode(data).encode(),
                        'application/x-www-form-urlencoded')
            return
        raise Failure(f'no form with {list(fields)}, {button}, {list(files or {})} in:\n{self.text[-6000:]}')

    def serve(self, mobile):
        """A whole form, from three letters to the number."""
        self.go('/counter/')
        self.submit({'q': 'inc'})
        self.submit({}, ('relation', 'self'))
        self.submit({f'f:{name}': value for name, value in {**ANSWERS, 'mobile': mobile}.items()},
                    ('do', 'save'))
        photo, document = ('p.jpg', 'image/jpeg', papers.photo()), ('b.pdf', 'application/pdf', papers.document())
        for paper, kind, file in (('identity', 'voter-id', photo), ('residence', 'electricity-bill', document),
                                  ('photo', None, photo)):
            self.submit({f'kind:{paper}': kind} if kind else {}, ('do', f'paper {paper}'), {f'file:{paper}': file})
        self.submit({}, ('do', 'review'))
        self.submit({}, None, {'sheet': photo})
        found = re.search(r'class="[^"]*big"[^>]*>([\d ]{14,})<', self.text)
        if not found:
            raise Failure(f'no number in:\n{self.text[-6000:]}')
        return found.group(1).replace(' ', '')
