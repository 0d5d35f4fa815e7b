# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs functions as a TAP program."""
import sys
import traceback


def run(*tests):
    wanted = [test for test in tests if len(sys.argv) < 2 or test.__name__ in sys.argv[1:]]
    print(f'1..{len(wanted)}', flush=True)
    failed = 0
    for number, test in enumerate(wanted, 1):
        name = test.__name__.replace('_', '-')
        try:
            test()
            print(f'ok {number} {name}', flush=True)
        except Exception:  # a test fails by any of them
            failed += 1
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
            print(f'not ok {number} {name}', flush=True)
    sys.exit(1 if failed else 0)
