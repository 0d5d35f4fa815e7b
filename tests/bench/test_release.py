# SPDX-License-Identifier: LGPL-2.1-or-later
"""No benchmark measures what was built of other sources."""
import os
import tempfile
import unittest

import release

RULES = """rule copy
  command = cp $in $out
build serve: copy source
"""


class Release(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix='khidki-bench-')
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.write('build.ninja', RULES)
        self.write('source', 'one')

    def write(self, name, text):
        with open(f'{self.folder}/{name}', 'w', encoding='utf-8') as file:
            file.write(text)

    def read_built(self):
        with open(f'{self.folder}/serve', encoding='utf-8') as file:
            return file.read()

    def make(self):
        kept, release.FOLDER = release.FOLDER, self.folder
        try:
            return release.choose(None)
        finally:
            release.FOLDER = kept

    def refuse(self):
        with self.assertRaises(SystemExit) as caught:
            release.choose(self.folder)
        self.assertIn(f'ninja -C {self.folder} serve', str(caught.exception))

    def test_made_anew(self):
        for text in ('one', 'two'):
            self.write('source', text)
            self.assertEqual(self.make(), self.folder)
            self.assertEqual(self.read_built(), text)
            os.utime(f'{self.folder}/serve', (1, 1))

    def test_named_and_old(self):
        self.refuse()
        self.make()
        self.assertEqual(release.choose(self.folder), self.folder)
        os.utime(f'{self.folder}/serve', (1, 1))
        self.refuse()
        self.assertEqual(self.read_built(), 'one')

    def test_named_and_empty(self):
        os.unlink(f'{self.folder}/build.ninja')
        self.refuse()


if __name__ == '__main__':
    unittest.main()
