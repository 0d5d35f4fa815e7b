# SPDX-License-Identifier: LGPL-2.1-or-later
"""The benchmark itself: it ends, everybody is answered, its output can be read."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'e2e'))

import tap  # noqa: E402  pylint: disable=wrong-import-position

LOST = ('unanswered', 'unacknowledged', 'strange', 'refused', 'broken')


def bench():
    command = [sys.executable, '-B', os.path.join(HERE, 'run'), '--build', os.environ['KHIDKI_BUILD'],
               '--seconds', '2', '--json', '--only', 'bare,papers,flood', '--flood', '5',
               '--journeys', '3']
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_everybody_is_answered():
    rows = bench()
    assert [figures['row'] for figures in rows] == ['bare 32', 'papers 8', 'flood 15+5/s'], rows
    for figures in rows:
        lost = {name: figures[name] for name in LOST if figures[name]}
        assert not lost, f'{figures["row"]}: {lost}'
        assert figures['turns'] > 0, figures
    assert rows[1]['journeys'] >= 3 and rows[1]['paper_ms']['count'] > 0, rows[1]
    assert rows[2]['status_ms']['count'] > 0, rows[2]


if __name__ == '__main__':
    tap.run(test_everybody_is_answered)
