# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an administrator asks of a WhatsApp number: doctor, templates and poster."""
import contextlib
import http.server
import json
import os
import ssl
import subprocess
import threading

import tap
from world import BUILD, NUMBER_ID, SOURCE, Citizen, Failure, World, free_port, wait_until, write

ACCOUNT = '419561257915477'
CHECKS = ['configuration', 'graph', 'clock', 'token', 'number', 'account', 'subscription',
          'templates en', 'templates hi', 'templates pa', 'templates ur',
          'webhook', 'wrong token', 'unsigned', 'signed']


def run(world, *words, config=None):
    """(exit, output, errors) of khidkictl whatsapp …"""
    environment = dict(os.environ, KHIDKI_DATA=f'{SOURCE}/data',
                       KHIDKI_CONTROL_PATH=f'{BUILD}/plugins/whatsapp/control')
    environment.pop('CREDENTIALS_DIRECTORY', None)
    environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '') + world.sanitizer
    done = subprocess.run([f'{BUILD}/server/khidkictl', '--config', config or world.config_path,
                           'whatsapp', *words], capture_output=True, text=True, timeout=120,
                          check=False, env=environment)
    if 'Sanitizer' in done.stderr:
        raise Failure(done.stderr)
    return done.returncode, done.stdout, done.stderr


def doctor(world, *words, **more):
    status, text, errors = run(world, 'doctor', '--json', *words, **more)
    if not text:
        raise Failure(f'exit {status}: {errors}')
    findings = json.loads(text)
    wrong = [one for one in findings if one['result'] == 'wrong']
    if status != (1 if wrong else 0):
        raise Failure(f'exit {status} with {wrong}')
    return findings


def must_be_good(findings):
    bad = [one for one in findings if one['result'] != 'ok']
    if bad:
        raise Failure(f'expected that all is well: {bad}')


def must_find(findings, check, text, remedy, others=()):
    """@check, and beside it @others only, is wrong, with these words."""
    wrong = {one['check']: one for one in findings if one['result'] == 'wrong'}
    if set(wrong) != {check, *others}:
        raise Failure(f'expected {check} to be wrong, found {list(wrong.values())}')
    for part, where in ((text, 'text'), (remedy, 'remedy')):
        if part not in wrong[check][where]:
            raise Failure(f'expected “{part}” in {wrong[check]}')


class Clinic(World):
    """A world whose configuration names the business account."""
    sanitizer = ''

    def write_config(self, graph_url=None, number_id=NUMBER_ID, rate=80):
        super().write_config(graph_url, number_id, rate)
        with open(self.config_path, 'a', encoding='utf-8') as file:
            file.write(f'business-account-id={ACCOUNT}\n')

    def change(self, before, after):
        """Another configuration for the doctor; the server keeps its own."""
        with open(self.config_path, encoding='utf-8') as file:
            text = file.read()
        if before not in text:
            raise Failure(f'{before} is not in the configuration')
        path = os.path.join(self.folder, 'other.conf')
        write(path, text.replace(before, after, 1))
        return path

    def secret(self, name, value):
        """The configuration with another secret."""
        path = os.path.join(self.folder, f'other-{name}')
        write(path, value)
        return self.change(f'file:{self.folder}/{name}\n', f'file:{path}\n')

    def account(self, **values):
        return self.ask_sandbox('account', values)


@contextlib.contextmanager
def clinic():
    with Clinic() as world:
        world.start()
        yield world


@contextlib.contextmanager
def serving(handle, context=None):
    """A far end that answers each call as @handle (request) does."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get('Content-Length', 0))
            self.body = self.rfile.read(length)
            status, body = handle(self)
            self.send_response(status)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_healthy_number():
    with clinic() as world:
        findings = doctor(world)
        must_be_good(findings)
        if [one['check'] for one in findings] != CHECKS:
            raise Failure([one['check'] for one in findings])
        status, text, _ = run(world, 'doctor')
        if status != 0 or '[whatsapp]\n  ok         configuration' not in text:
            raise Failure(text)
        if 'Nothing' in world.tokens.values() or world.tokens['access-token'] in text:
            raise Failure('a secret was shown')


def what_it_sends_is_acted_on_by_nobody():
    with clinic() as world:
        doctor(world)
        status, text, _ = world.control('status')
        if status != 0 or json.loads(text).get('alarms'):
            raise Failure(text)
        if world.ask_sandbox('sends?after=0')['sends']:
            raise Failure('a citizen was written to')


def the_token():
    with clinic() as world:
        must_find(doctor(world, config=world.secret('access-token', 'x')), 'token', '190',
                  'make a new token')
        for code, remedy in ((0, 'make a new token'), (190, 'make a new token'),
                             (3, 'System users'), (10, 'System users'), (200, 'System users'),
                             (131031, 'Request review'), (133010, 'section 3')):
            world.account(refuse=code)
            must_find(doctor(world), 'token', f'error {code}:', remedy)
        world.account(refuse=4)
        findings = {one['check']: one for one in doctor(world)}
        if findings['token']['result'] != 'not-tried' or 'minutes' not in findings['token']['remedy']:
            raise Failure(findings['token'])


def the_number():
    with clinic() as world:
        other = world.change(f'phone-number-id={NUMBER_ID}', 'phone-number-id=911100000000')
        must_find(doctor(world, config=other), 'number', 'phone-number-id=911100000000',
                  'neither of the two ids is the number', others=('account',))
        for field, value, remedy in (('status', 'DISCONNECTED', 'section 3'),
                                     ('status', 'RESTRICTED', 'Request review'),
                                     ('name_status', 'DECLINED', '131037'),
                                     ('code_verification_status', 'NOT_VERIFIED', 'verify the number'),
                                     ('quality_rating', 'RED', 'no broadcasts')):
            before = world.account()[field]
            world.account(**{field: value})
            must_find(doctor(world), 'number', value, remedy)
            world.account(**{field: before})
        must_find(doctor(world, config=world.change('rate=80', 'rate=1000')), 'number', 'rate= says 1000',
                  'rate=80')
        must_find(doctor(world, config=world.change('display-number=+91 11 2000 0000',
                                                    'display-number=+91 11 2000 0009')),
                  'number', 'told to dial +91 11 2000 0009', 'correct display-number=')
        world.account(throughput='HIGH')
        must_be_good(doctor(world, config=world.change('rate=80', 'rate=1000')))


def the_account():
    with clinic() as world:
        world.account(has_number=False)
        must_find(doctor(world), 'account', 'does not have the number', 'business-account-id=')
        world.account(has_number=True, subscribed=False)
        must_find(doctor(world), 'subscription', 'reaches nobody', 'section 6')
        world.account(subscribed=True)
        other = world.change(f'business-account-id={ACCOUNT}', 'business-account-id=1')
        must_find(doctor(world, config=other), 'account', '100', 'neither of the two ids')
        none = world.change(f'business-account-id={ACCOUNT}\n', '')
        findings = {one['check']: one for one in doctor(world, config=none)}
        if findings['account']['result'] != 'not-tried' or 'set business-account-id=' not in \
                findings['account']['remedy']:
            raise Failure(findings['account'])


def the_clock():
    with clinic() as world:
        world.advance('20s')
        other = world.change(f'clock-file={world.clock_file}\n', '')
        must_be_good(doctor(world, config=other))
        world.advance('10m')
        must_find(doctor(world, config=other), 'clock', 'seconds behind Meta', 'timedatectl')
        # Whoever follows the sandbox's clock is right by it.
        must_be_good(doctor(world))


def templates_of(world):
    return world.ask_sandbox('templates')['templates']


def the_templates():
    with clinic() as world:
        all_of_them = templates_of(world)

        def put(name, language, **values):
            one = next(one for one in all_of_them
                       if (one['name'], one['language']) == (name, language))
            world.ask_sandbox('templates', {**one, **values})

        for state, words, remedy in (('PAUSED', 'application_received is paused', 'another language'),
                                     ('REJECTED', 'application_received is rejected', 'ask for a review'),
                                     ('PENDING', 'still looked at', 'wait')):
            put('application_received', 'pa', status=state)
            must_find(doctor(world), 'templates pa', words, remedy)
        put('application_received', 'pa', status='APPROVED')
        put('application_received', 'ur', components=[{'type': 'BODY', 'text': 'Only {{1}}'}])
        must_find(doctor(world), 'templates ur', 'other variables', 'delete them')
        # A long list comes in pages.
        put('application_received', 'ur')
        world.ask_sandbox('templates', {'templates': [
            {**all_of_them[0], 'name': f'a_{number:03}'} for number in range(450)]})
        must_be_good(doctor(world))
        if json.loads(run(world, 'templates', '--missing')[1]):
            raise Failure('what stands on a later page is not seen')


def templates_that_are_missing():
    """What --missing prints is what go-live hands in, and then it is no longer missing."""
    shipped = json.load(open(f'{SOURCE}/data/templates/whatsapp.json', encoding='utf-8'))
    with Clinic() as world:
        world.start_sandbox()
        world.write_config()
        status, text, _ = run(world, 'templates')
        if status != 0 or json.loads(text) != shipped:
            raise Failure('not all templates as they are shipped')
        status, text, _ = run(world, 'templates', '--language', 'hi')
        if json.loads(text) != [one for one in shipped if one['language'] == 'hi']:
            raise Failure(text)
        if run(world, 'templates', '--language', 'ta')[0] != 1:
            raise Failure('there is nothing in Tamil')
        status, text, _ = run(world, 'templates', '--missing')
        if (status, json.loads(text)) != (0, []):
            raise Failure(f'{status} {text}')
    with Clinic() as world:
        few = os.path.join(world.folder, 'few.json')
        write(few, json.dumps([one for one in shipped if one['language'] != 'hi']))
        world.start_sandbox('--templates', few)
        world.write_config()
        status, text, _ = run(world, 'templates', '--missing')
        missing = json.loads(text)
        if missing != [one for one in shipped if one['language'] == 'hi']:
            raise Failure(text)
        must_find(doctor(world), 'templates hi', 'is missing', 'templates --missing',
                  others=('webhook',))
        for one in missing:
            hand_in(world, one)
        waiting = json.loads(run(world, 'templates', '--missing')[1])
        if waiting != missing:
            raise Failure('what Meta still looks at is not approved')
        for one in missing:
            world.ask_sandbox('templates', {**one, 'status': 'APPROVED'})
        if json.loads(run(world, 'templates', '--missing')[1]):
            raise Failure('they are approved')
        world.stop_sandbox()
        if run(world, 'templates', '--missing')[0] != 3:
            raise Failure('a Meta that is not there was reached')


def hand_in(world, template):
    import urllib.request
    request = urllib.request.Request(
        f'{world.sandbox_url}/v25.0/{ACCOUNT}/message_templates', json.dumps(template).encode(),
        {'Authorization': f'Bearer {world.tokens["access-token"]}'})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        if json.load(answer)['status'] != 'PENDING':
            raise Failure('it was not taken')


def meta_is_not_there():
    with clinic() as world:
        closed = world.change(f'graph-url={world.sandbox_url}', f'graph-url=http://127.0.0.1:{free_port()}')
        must_find(doctor(world, config=closed), 'graph', 'cannot be reached', 'firewall')
        nowhere = world.change(f'graph-url={world.sandbox_url}', 'graph-url=http://graph.invalid')
        must_find(doctor(world, config=nowhere), 'graph', 'cannot be reached', 'look names up')
        with serving(lambda request: (200, b'<html>')) as port:
            other = world.change(f'graph-url={world.sandbox_url}', f'graph-url=http://127.0.0.1:{port}')
            must_find(doctor(world, config=other), 'token', 'not JSON', 'graph-url=')


def the_configuration():
    with clinic() as world:
        for before, after, words in (
                ('graph-url=', 'graf-url=', 'graph-url'),
                (f'file:{world.folder}/app-secret', 'file:/nowhere', 'app-secret')):
            findings = doctor(world, config=world.change(before, after))
            must_find(findings, 'configuration', words, 'sections 2 and 4')
            if len(findings) != 2 or findings[1]['result'] != 'not-tried':
                raise Failure(findings)
        must_find(doctor(world, config=world.change(f'public-url={world.url}\n', '')), 'configuration',
                  'public-url= is missing', 'public-url=')
        if run(world, 'doctor', config='/nowhere.conf')[0] != 1:
            raise Failure('a configuration that is not there')
        status, text, errors = run(world, 'doctor', '--number', 'ward')
        if (status, text) != (1, '') or 'there is no group [whatsapp ward]' not in errors:
            raise Failure(f'{status} {text} {errors}')
        if run(world, 'doctor', '--output', 'x')[0] != 2 \
                or run(world, 'physician')[0] != 2 or run(world, 'poster')[0] != 2:
            raise Failure('what cannot be understood was')


def a_further_number():
    with clinic() as world:
        with open(world.config_path, encoding='utf-8') as file:
            text = file.read()
        group = text[text.index('[whatsapp]'):].replace('[whatsapp]', '[whatsapp ward]')
        with open(world.config_path, 'a', encoding='utf-8') as file:
            file.write(group.replace(NUMBER_ID, '1'))
        findings = doctor(world)
        if {one['group'] for one in findings} != {'whatsapp', 'whatsapp ward'}:
            raise Failure(findings)
        must_be_good([one for one in findings if one['group'] == 'whatsapp'])
        must_be_good(doctor(world, '--number='))
        must_find(doctor(world, '--number', 'ward'), 'number', 'phone-number-id=1', 'ids',
                  others=('account',))


def credentials():
    """credential:NAME is found beside the configuration by whom no service manager started."""
    with clinic() as world:
        for folder in ('credentials', 'elsewhere'):
            os.mkdir(os.path.join(world.folder, folder), 0o700)
        for name, value in world.tokens.items():
            write(os.path.join(world.folder, 'credentials', name), value)
        other = world.change(f'file:{world.folder}/access-token', 'credential:access-token')
        must_be_good(doctor(world, config=other))
        must_find(doctor(world, '--credentials', os.path.join(world.folder, 'elsewhere'), config=other),
                  'configuration', 'credential', 'sections 2 and 4')


def the_webhook():
    with clinic() as world:
        def front(port):
            return world.change(f'public-url={world.url}', f'public-url=http://127.0.0.1:{port}')

        must_find(doctor(world, config=front(free_port())), 'webhook', 'cannot be reached',
                  'nobody listens')
        nowhere = world.change(f'public-url={world.url}', 'public-url=http://khidki.invalid')
        must_find(doctor(world, config=nowhere), 'webhook', 'cannot be reached', 'DNS')
        for status, remedy in ((404, 'location and proxy_pass'), (502, 'does not reach khidkid'),
                               (503, 'full'), (301, 'does not follow'), (500, 'journalctl')):
            with serving(lambda request, status=status: (status, b'')) as port:
                must_find(doctor(world, config=front(port)), 'webhook', f'answers {status}', remedy)
        with serving(lambda request: (200, b'Welcome to nginx')) as port:
            must_find(doctor(world, config=front(port)), 'webhook', 'not what was asked', 'proxy_pass')
        must_find(doctor(world, config=world.secret('verify-token', 'another')), 'webhook', 'answers 403',
                  'other secrets')
        must_find(doctor(world, config=world.secret('app-secret', 'another')), 'signed', 'answered 401',
                  'another app-secret=')
        world.stop_server()
        must_find(doctor(world), 'webhook', 'cannot be reached', 'nobody listens')


def a_webhook_that_nobody_guards():
    """Something that says yes to everything is not khidkid."""
    def yes(request):
        query = request.path.partition('hub.challenge=')[2].partition('&')[0]
        return 200, query.encode()

    with clinic() as world, serving(yes) as port:
        other = world.change(f'public-url={world.url}', f'public-url=http://127.0.0.1:{port}')
        must_find(doctor(world, config=other), 'wrong token', 'answered 200', 'proxy_pass',
                  others=('unsigned',))


def a_certificate():
    with clinic() as world:
        files = [os.path.join(world.folder, name) for name in ('key.pem', 'certificate.pem')]
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
                        '-keyout', files[0], '-out', files[1]], check=True, capture_output=True)
        # The search for leaks falls over what GnuTLS keeps for each thread: so it does with a
        # bare session of libsoup's.
        world.sanitizer = ':intercept_tls_get_addr=0'
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files[1], files[0])
        with serving(lambda request: (200, b''), context) as port:
            self_signed = f'https://localhost:{port}'
            must_find(doctor(world, config=world.change(f'public-url={world.url}',
                                                        f'public-url={self_signed}')),
                      'webhook', 'not signed by anybody', 'the whole chain')
            findings = doctor(world, config=world.change(f'graph-url={world.sandbox_url}',
                                                         f'graph-url={self_signed}'))
            must_find(findings, 'graph', 'not signed by anybody', 'ca-certificates')
        with serving(lambda request: (200, b'')) as port:
            must_find(doctor(world, config=world.change(f'public-url={world.url}',
                                                        f'public-url=https://localhost:{port}')),
                      'webhook', 'cannot be reached', 'TLS')


def a_provider_company():
    """Its own headers are used, and what it does not have is not held against it."""
    with Clinic() as world:
        seen = []

        def answer(request):
            seen.append(dict(request.headers))
            if request.headers.get('D360-API-KEY') != world.tokens['access-token']:
                return 401, b'{}'
            return 404, b'{"meta": {"success": false}}'

        with serving(answer) as port:
            world.write_config(f'http://127.0.0.1:{port}')
            with open(world.config_path, 'a', encoding='utf-8') as file:
                file.write('auth-header=D360-API-KEY\nsignature-header=x-360dialog-signature\n')
            world.start_server()
            findings = {one['check']: one for one in doctor(world)}
            for check in ('token', 'number', 'account', 'subscription', 'templates'):
                if findings[check]['result'] != 'not-tried':
                    raise Failure(findings[check])
            if findings['signed']['result'] != 'ok' or 'Authorization' in str(seen):
                raise Failure(f'{findings["signed"]} {seen}')
            must_find(doctor(world, config=world.secret('access-token', 'x')), 'token', '401',
                      'make a new token')


PROVIDER = {'auth-header': 'D360-API-KEY', 'signature-header': 'x-360dialog-signature'}


def speak(world, header):
    """The configuration with these headers, and the server on it."""
    world.write_config()
    with open(world.config_path, 'a', encoding='utf-8') as file:
        file.writelines(f'{name}={value}\n' for name, value in header.items())
    world.start_server()


def status_of(world):
    return world.control('status')[1]


def a_provider_in_the_sandbox():
    """With the company's headers all goes as with Meta; with others both sides refuse, and say so."""
    with Clinic() as world:
        world.start_sandbox(*(word for name, value in PROVIDER.items() for word in (f'--{name}', value)))
        speak(world, PROVIDER)
        asha = Citizen(world, '919811000001', 'Asha')
        asha.say('Hi', 'Khidki')
        must_be_good(doctor(world))
        sends = world.ask_sandbox('sends')['sends']
        if not sends or not all(one['accepted'] for one in sends):
            raise Failure(sends)
        # The token where Meta wants it: nothing leaves, an alarm and the doctor say so.
        world.ask_sandbox('headers', {'auth': 'X-Other-Key', 'signature': PROVIDER['signature-header']})
        asha.act('text', {'body': 'menu'})
        wait_until('the alarm', lambda: f'refused-whatsapp-{NUMBER_ID}' in status_of(world))
        must_find(doctor(world), 'token', 'in the header D360-API-KEY: HTTP 401', 'auth-header=')
        # The company has the right one again: what waited leaves.
        world.ask_sandbox('headers', {'auth': PROVIDER['auth-header'],
                                      'signature': PROVIDER['signature-header']})
        wait_until('what waited', lambda: asha.poll(2), 120)
        if 'refused-whatsapp' in status_of(world):
            raise Failure(status_of(world))


def a_provider_that_signs_elsewhere():
    """Webhooks signed in a header that is not looked at are refused, until one is right."""
    with Clinic() as world:
        world.start_sandbox('--signature-header', PROVIDER['signature-header'])
        speak(world, {})
        asha = Citizen(world, '919811000001', 'Asha')
        asha.act('text', {'body': 'Hi'})
        wait_until('the alarm', lambda: 'none is signed' in status_of(world))
        if 'signature-header=' not in status_of(world) or 'X-Hub-Signature-256' not in status_of(world):
            raise Failure(status_of(world))
        if world.ask_sandbox('sends')['sends']:
            raise Failure('an unsigned webhook was acted on')
        world.ask_sandbox('headers', {})
        asha.expect('Khidki')
        if 'none is signed' in status_of(world):
            raise Failure(status_of(world))


def read_code(path):
    return subprocess.run(['zbarimg', '--quiet', '--raw', path], capture_output=True, text=True,
                          check=True).stdout.strip()


def draw(world, name, *words):
    path = os.path.join(world.folder, name)
    status, text, errors = run(world, 'poster', '--output', f'{path}.pdf', *words)
    if status != 0:
        raise Failure(errors)
    subprocess.run(['pdftoppm', '-r', '80', '-png', f'{path}.pdf', path], check=True)
    words_on_it = subprocess.run(['pdftotext', '-raw', f'{path}.pdf', '-'], capture_output=True, text=True,
                                 check=True).stdout
    pages = sorted(file for file in os.listdir(world.folder)
                   if file.startswith(f'{name}-') and file.endswith('.png'))
    return [os.path.join(world.folder, page) for page in pages], words_on_it


def leave_out(world, *keys):
    with open(world.config_path, encoding='utf-8') as file:
        lines = [line for line in file if line.split('=')[0] not in keys]
    with open(world.config_path, 'w', encoding='utf-8') as file:
        file.writelines(lines)


def a_poster():
    with Clinic() as world:
        world.start_sandbox()
        world.write_config()
        leave_out(world, 'display-number', 'brand')
        pages, words = draw(world, 'meta')
        if [read_code(page) for page in pages] != ['https://wa.me/911120000000?text=Hi']:
            raise Failure('the code does not lead to the chat')
        for part in ('+91 11200 00000', f'{world.url}/numbers', '1031', 'Helpline',
                     'Government services on WhatsApp'):
            if part not in words:
                raise Failure(f'expected {part} in\n{words}')
        with open(world.config_path, 'a', encoding='utf-8') as file:
            file.write('brand=Dilli Seva\ndisplay-number=+91 11 2000 0001\n'
                       '[whatsapp ward]\nbrand=Ward 7\ndisplay-number=+91 11 2000 0002\n')
        pages, words = draw(world, 'two')
        if [read_code(page) for page in pages] != ['https://wa.me/911120000001?text=Hi',
                                                   'https://wa.me/911120000002?text=Hi']:
            raise Failure('not a page for each number')
        if 'Dilli Seva' not in words or 'Ward 7' not in words or '+91 11 2000 0002' not in words:
            raise Failure(words)
        pages, words = draw(world, 'own', '--number', 'ward', '--digits', '+91 98765 43210')
        if [read_code(page) for page in pages] != ['https://wa.me/919876543210?text=Hi']:
            raise Failure('--digits does not count')
        path = os.path.join(world.folder, 'none.pdf')
        if run(world, 'poster', '--output', path, '--number=', '--digits', '011 2000 0001')[0] != 1 \
                or os.path.exists(path):
            raise Failure('a number without its country was taken')


def find_below(root, name):
    found = [path for folder, _, names in os.walk(root)
             for path in (os.path.join(folder, one) for one in names) if path.endswith('/' + name)]
    if len(found) != 1:
        raise Failure(f'{name}: installed as {found}')
    return found[0]


def an_installation():
    """What is installed is found by what is installed, and needs nothing of the build."""
    with Clinic() as world:
        root = os.path.join(world.folder, 'root')
        subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet'], check=True,
                       env=dict(os.environ, DESTDIR=root), stdout=subprocess.DEVNULL)
        control, program, templates, library = (
            find_below(root, name)
            for name in ('bin/khidkictl', 'khidkictl-whatsapp', 'whatsapp.json', 'libkhidki-1.so.0'))
        # Below a folder of its own it has to be told; where it is installed it knows.
        for path, knows in ((os.path.dirname(program), control),
                            (os.path.dirname(os.path.dirname(templates)), program)):
            with open(knows, 'rb') as file:
                if path[len(root):].encode() + b'\0' not in file.read():
                    raise Failure(f'{knows} does not look into {path[len(root):]}')
        world.sandbox_url = 'http://127.0.0.1:1'
        world.write_config()
        environment = {'PATH': os.environ['PATH'], 'LD_LIBRARY_PATH': os.path.dirname(library),
                       'KHIDKI_CONTROL_PATH': os.path.dirname(program),
                       'KHIDKI_DATA': os.path.dirname(os.path.dirname(templates))}
        done = subprocess.run([control, '--config', world.config_path, 'whatsapp', 'templates'], check=True,
                              capture_output=True, text=True, env=environment, cwd='/')
        with open(templates, encoding='utf-8') as file:
            if json.loads(done.stdout) != json.load(file):
                raise Failure(done.stdout)
        done = subprocess.run([control, '--help'], check=True, capture_output=True, text=True,
                              env=environment, cwd='/')
        if '\n  whatsapp …\n' not in done.stdout:
            raise Failure(done.stdout)


if __name__ == '__main__':
    tap.run(a_healthy_number, what_it_sends_is_acted_on_by_nobody, the_token, the_number, the_account,
            the_clock, the_templates, templates_that_are_missing, meta_is_not_there, the_configuration,
            a_further_number, credentials, the_webhook, a_webhook_that_nobody_guards, a_certificate,
            a_provider_company, a_provider_in_the_sandbox, a_provider_that_signs_elsewhere, a_poster, an_installation)
