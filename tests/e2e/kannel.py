# SPDX-License-Identifier: LGPL-2.1-or-later
"""Kannel's two boxes in a folder of their own, and a phone on its fake SMSC."""
import os
import queue
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from world import Failure, free_port, wait_until, write

BEARERBOX, SMSBOX = '/usr/sbin/bearerbox', '/usr/sbin/smsbox'
FAKESMSC = '/usr/lib/kannel/test/fakesmsc'
NUMBER, HEADER = '7738299899', 'KHIDKI'
GOT = re.compile(r'Got message \d+: <(.*)>$')


def is_open(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(('127.0.0.1', port)) == 0


def end(process, how=signal.SIGTERM):
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Kannel:
    """bearerbox and smsbox; what they hold is on the disk when they are killed."""

    def __init__(self, folder, inbound_url, secret, password):
        self.folder = folder
        self.admin_port, self.box_port = free_port(), free_port()
        self.send_port, self.smsc_port = free_port(), free_port()
        self.inbound_url, self.secret, self.password = inbound_url, secret, password
        self.bearerbox = self.smsbox = None
        for name in ('spool', 'reports'):
            os.makedirs(os.path.join(folder, name), exist_ok=True)

    @property
    def send_url(self):
        return f'http://127.0.0.1:{self.send_port}/cgi-bin/sendsms'

    @property
    def config_path(self):
        return os.path.join(self.folder, 'kannel.conf')

    def write_config(self):
        write(self.config_path, f'''group = core
admin-port = {self.admin_port}
admin-password = {self.password}
smsbox-port = {self.box_port}
box-allow-ip = "127.0.0.1"
log-file = {self.folder}/bearerbox.log
log-level = 1
store-type = spool
store-location = {self.folder}/spool
dlr-storage = spool
dlr-spool = {self.folder}/reports

group = smsc
smsc = fake
smsc-id = fake
port = {self.smsc_port}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {self.send_port}
log-file = {self.folder}/smsbox.log
log-level = 1
http-request-retry = 1000
http-queue-delay = 1

group = sendsms-user
username = khidki
password = {self.password}
user-allow-ip = "127.0.0.1"
max-messages = 4
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
get-url = "{self.inbound_url}?secret={self.secret}&from=%p&to=%P&text=%b&charset=%C&coding=%c&at=%T&id=%I"
''')

    def run(self, program, port, what):
        with open(os.path.join(self.folder, 'boxes.out'), 'ab') as out:
            process = subprocess.Popen([program, '-v', '4', self.config_path], stdout=out, stderr=out,
                                       stdin=subprocess.DEVNULL)

        def is_up():
            if process.poll() is not None:
                raise Failure(f'{what} ended with {process.returncode}')
            return is_open(port)
        wait_until(f'{what} listens', is_up, 30)
        return process

    def start_bearerbox(self):
        self.bearerbox = self.run(BEARERBOX, self.box_port, 'bearerbox')

    def start_smsbox(self):
        self.smsbox = self.run(SMSBOX, self.send_port, 'smsbox')

    def start(self):
        self.write_config()
        self.start_bearerbox()
        self.start_smsbox()

    def kill(self):
        """Both at once, as when the power goes."""
        for process in (self.smsbox, self.bearerbox):
            end(process, signal.SIGKILL)

    def stop(self):
        end(self.smsbox)
        end(self.bearerbox)


def read_body(kind, body):
    """A part of several does not say in which alphabet it is; zero bytes do."""
    if kind == 'text':
        return body
    data = urllib.parse.unquote_to_bytes(body.replace('+', ' '))
    wide = kind == 'ucs-2' or any(byte < 0x20 and byte not in (0x0a, 0x0d) for byte in data)
    return data.decode('utf-16-be') if wide else data.decode('utf-8', 'replace')


def decode(line):
    """(sender, recipient, part, parts, text) of a line of the fake SMSC."""
    sender, recipient, kind, rest = line.split(' ', 3)
    part, parts = 1, 1
    if kind == 'udh':
        head, kind, rest = rest.split(' ', 2)
        header = urllib.parse.unquote_to_bytes(head.replace('+', ' '))
        parts, part = header[4], header[5]
    return sender, recipient, part, parts, read_body(kind, rest)


class Phone:
    """Phones on the fake SMSC: each text is sent by Kannel's own fakesmsc."""

    def __init__(self, kannel):
        self.kannel = kannel
        self.process = None
        self.lines = queue.Queue()
        self.received = []

    def read(self, stream):
        for line in stream:
            found = GOT.search(line.rstrip())
            if found:
                self.lines.put(found.group(1))

    def connect(self, *messages, interval=0.05):
        end(self.process)
        command = [FAKESMSC, '-H', '127.0.0.1', '-r', str(self.kannel.smsc_port),
                   '-i', str(interval), '-m', str(len(messages))]
        self.process = subprocess.Popen(command + (list(messages) or ['1 1 text -']),
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL, text=True, errors='replace')
        threading.Thread(target=self.read, args=(self.process.stdout,), daemon=True).start()

    def say(self, number, text):
        if text.isascii():
            self.connect(f'{number} {NUMBER} text {text}')
        else:
            body = ''.join(f'%{byte:02x}' for byte in text.encode('utf-16-be'))
            self.connect(f'{number} {NUMBER} ucs2 {body}')

    def take(self, patience):
        try:
            message = decode(self.lines.get(timeout=patience))
        except queue.Empty:
            return None
        self.received.append(message)
        return message

    def expect(self, number, *parts, patience=30):
        """The next whole text to that number; it must hold every part."""
        pieces, end_at = {}, time.monotonic() + patience
        while time.monotonic() < end_at:
            message = self.take(1)
            if message is None or message[1].lstrip('+') != number:
                continue
            pieces[message[2]] = message[4]
            if len(pieces) == message[3]:
                text = ''.join(pieces[i] for i in sorted(pieces))
                for part in parts:
                    if part not in text:
                        raise Failure(f'expected “{part}” in:\n{text}')
                return text
        raise Failure(f'no text came to {number}, expected {parts}; came: {self.received[-5:]}')

    def ask(self, number, text, *parts):
        self.say(number, text)
        return self.expect(number, *parts)

    def expect_silence(self, seconds=2):
        message = self.take(seconds)
        if message:
            raise Failure(f'came unasked: {message}')

    def stop(self):
        end(self.process)
