#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The house lint: lint.py ROOT [CHECK…]. Exit 1 when a rule is broken."""
import sys

from callers import check_callers
from calls import ELSEWHERE, KNOWN, check_calls
from comments import check_comments
from layers import check_cycles, check_layers
from names import check_names
from sizes import check_sizes
from source import Report, Tree
from tidy import check_tidy

CHECKS = {
    'layers': check_layers,
    'cycles': check_cycles,
    'sizes': check_sizes,
    'calls': check_calls,
    'callers': check_callers,
    'names': check_names,
    'comments': check_comments,
    'tidy': check_tidy,
}


def run(tree, names):
    report = Report()
    for name in names:
        CHECKS[name](tree, report)
    return report


def show(report):
    for warning in report.warnings:
        print(f'warning: {warning}')
    for waiver in report.waivers:
        print(f'waived: {waiver}')
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if any(problem.rule in KNOWN | ELSEWHERE for problem in report.problems):
        print('Where a rule must not hold, the same line says why: '
              '/* lint: allow RULE – reason */', file=sys.stderr)
    print(f'{len(report.problems)} broken, {len(report.warnings)} warnings, '
          f'{len(report.waivers)} waived')


def main(arguments):
    if not arguments or any(name not in CHECKS for name in arguments[1:]):
        print(f'usage: lint.py ROOT [{"|".join(CHECKS)}]…', file=sys.stderr)
        return 2
    tree = Tree.read(arguments[0])
    if not tree.c_files():
        print(f'{arguments[0]}: no C file found', file=sys.stderr)
        return 2
    report = run(tree, arguments[1:] or list(CHECKS))
    show(report)
    return 1 if report.problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
