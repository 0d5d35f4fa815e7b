# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_sanitizers.py SLIPS: as tests are run, what it does wrong ends it badly."""
import subprocess
import sys
import unittest

SLIPS = sys.argv.pop()
# Of tests/meson.build: no program ends so by itself.
BAD = 23


class Sanitizers(unittest.TestCase):
    def run_slips(self, *words):
        done = subprocess.run([SLIPS, *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    def test_nothing_wrong(self):
        self.assertEqual(self.run_slips(), (0, ''))

    def test_a_lost_slice(self):
        status, errors = self.run_slips('leak')
        self.assertIn('detected memory leaks', errors)
        self.assertEqual(status, BAD)

    def test_what_is_undefined(self):
        status, errors = self.run_slips('overflow')
        self.assertIn('signed integer overflow', errors)
        self.assertEqual(status, BAD)


if __name__ == '__main__':
    unittest.main()
