# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the installed configuration tells people to read is installed beside it; what the pages
tell them to type is there."""
import glob
import json
import os
import re
import subprocess
import sys
import unittest

SOURCE, BUILD = sys.argv[1:3]
del sys.argv[1:]


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding='utf-8') as file:
        return file.read()


class Installed(unittest.TestCase):
    def test_files(self):
        done = subprocess.run(['meson', 'introspect', '--installed', BUILD], capture_output=True,
                              text=True, check=True)
        places = set(json.loads(done.stdout).values())
        folder = os.path.dirname(next(place for place in places
                                      if place.endswith('/khidki/khidki.conf')))
        named = set(re.findall(r'(?<![\w/.])[\w-]+/[\w-]+\.(?:md|conf|ini)\b', read('data', 'khidki.conf')))
        self.assertIn('docs/sms.md', named)
        self.assertIn('places/README.md', named)
        for name in sorted(named):
            self.assertIn(os.path.join(folder, name), places)

    def test_commands(self):
        """Each `khidkictl WORD …` of a page is a command, or a plugin's own program."""
        known = re.findall(r'^  \{ "([a-z -]+)"', read('server', 'admin', 'khidki-command.c'), re.M)
        self.assertIn('audit verify', known)
        for path in sorted(glob.glob(os.path.join(SOURCE, 'docs', '*.md'))):
            for words in re.findall(r'khidkictl((?: --[a-z]+| [a-z][a-z-]*)+)', read(path)):
                typed = [word for word in words.split() if not word.startswith('--')]
                if not typed or typed[0] == 'whatsapp':
                    continue
                found = any(name.split() == typed[:len(name.split())] for name in known)
                self.assertTrue(found, f'{os.path.basename(path)}: khidkictl {" ".join(typed)}')


if __name__ == '__main__':
    unittest.main()
