#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""summary.py TESTLOG: tells how meson's tests went; the last line counts them.

Exit 1 when a test failed and also when none ran: silence is no success.
"""
import json
import os
import sys

PASSED = {'OK', 'EXPECTEDFAIL'}
SKIPPED = {'SKIP'}
# Of what a failed test said, the reason last: it is among what went to standard error.
SHOWN_LINES = 40


def read(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8', errors='replace') as stream:
        return [json.loads(line) for line in stream if line.strip()]


def main(path):
    results = read(path)
    passed = [test for test in results if test['result'] in PASSED]
    skipped = [test for test in results if test['result'] in SKIPPED]
    failed = [test for test in results if test not in passed and test not in skipped]
    for test in sorted(passed, key=lambda test: -test['duration'])[:5]:
        print(f"{test['duration']:8.1f} s  {test['name']}")
    for test in skipped:
        print(f"skipped: {test['name']}")
    for test in failed:
        print(f"{test['result'].lower()}: {test['name']}")
        for stream in 'stdout', 'stderr':
            for line in test.get(stream, '').splitlines()[-SHOWN_LINES:]:
                print('    ' + line)
    if not results:
        print('no test was run')
    print(f'{len(passed)} passed, {len(failed)} failed')
    return 0 if passed and not failed else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
