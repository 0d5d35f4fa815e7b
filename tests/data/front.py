# SPDX-License-Identifier: LGPL-2.1-or-later
"""An nginx of the test's own with the shipped configuration, at other addresses."""
import os
import re
import shutil
import subprocess
import threading

NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin:/sbin')
NAME = 'khidki.example.gov.in'
MAIN = '''worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr info;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  include khidki.conf;
}
'''


class Front:
    """@backend, @plain, @tls: where khidkid is, and where nginx listens, as nginx writes them."""

    def __init__(self, folder, conf, backend, plain, tls):
        self.folder, self.process = folder, None
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1',
                        '-subj', f'/CN={NAME}', '-addext', f'subjectAltName=DNS:{NAME},IP:127.0.0.1',
                        '-keyout', self.at('key.pem'), '-out', self.at('cert.pem')],
                       check=True, capture_output=True)
        self.write('khidki.conf', self.adapt(conf, backend, plain, tls))
        self.write('nginx.conf', MAIN)
        self.check = subprocess.run(self.command('-t'), capture_output=True, text=True, check=False)

    def at(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.at(name), 'w', encoding='utf-8') as stream:
            stream.write(text)

    def command(self, *more):
        return [NGINX, '-p', self.folder, '-c', self.at('nginx.conf'), '-e', 'stderr', *more]

    def adapt(self, conf, backend, plain, tls):
        """The shipped file with other addresses and paths, else as it is."""
        with open(conf, encoding='utf-8') as stream:
            text = stream.read()
        for pattern, other in (
                (r'server 127\.0\.0\.1:8080;', f'server {backend};'),
                (r'listen 80;', f'listen {plain};'),
                (r'listen 443 ssl http2;', f'listen {tls} ssl http2;'),
                (r'listen \[::\][^;]*;', ''),
                (r'/etc/ssl/khidki/fullchain\.pem', self.at('cert.pem')),
                (r'/etc/ssl/khidki/key\.pem', self.at('key.pem')),
                (r'/var/log/nginx/', self.folder + '/')):
            text, count = re.subn(pattern, other, text)
            assert count, pattern
        return text

    def start(self):
        self.process = subprocess.Popen(self.command(), stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if 'start worker process ' in line:
                break
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
