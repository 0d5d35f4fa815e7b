# SPDX-License-Identifier: LGPL-2.1-or-later
"""What ./run and the benchmarks build: all that a server runs, and nothing of the tests."""
import json
import os
import subprocess
import sys
import unittest

BUILD = os.path.abspath(sys.argv.pop(1))


def ask_ninja(tool):
    listing = subprocess.run(['ninja', '-C', BUILD, '-t', tool, 'serve'], check=True, text=True,
                             stdout=subprocess.PIPE)
    return {line.strip(' |') for line in listing.stdout.splitlines()}


class Serve(unittest.TestCase):
    def test_everything_that_runs(self):
        with open(f'{BUILD}/meson-info/intro-targets.json', encoding='utf-8') as file:
            targets = json.load(file)
        runs = {os.path.relpath(path, BUILD) for target in targets
                if target['installed'] and target['type'] in ('executable', 'shared module')
                for path in target['filename']}
        self.assertIn('server/khidkid', runs)
        self.assertEqual(runs - ask_ninja('query'), set())

    def test_nothing_of_the_tests(self):
        inputs = ask_ninja('inputs')
        self.assertIn('../server/khidkid.c', inputs)
        self.assertEqual([path for path in inputs if path.startswith('../tests/')], [])


if __name__ == '__main__':
    unittest.main()
