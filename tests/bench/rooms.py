#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tells what of a perf recording was spent under which room of the server.

usage: perf script -i FILE -F comm,ip,sym,dso | tests/bench/rooms.py BUILD

A sample belongs to the innermost function of ours on its stack, and below that
to the library that ran.
"""
import collections
import glob
import os
import re
import subprocess
import sys

FRAME = re.compile(r'^\s+[0-9a-f]+ (.*) \((.*)\)$')
LIBRARIES = (('sqlite', 'sqlite'), ('gda', 'libgda'), ('sodium', 'sodium'), ('soup', 'libsoup'),
             ('json', 'json-glib'), ('gio', 'gio'), ('gobject', 'gobject'), ('kernel', 'kernel'))


def symbols(build):
    """{function: file}; a name that stands in two files is told by neither alone."""
    found = collections.defaultdict(set)
    for archive in glob.glob(f'{build}/server/*/*.a'):
        folder = os.path.basename(os.path.dirname(archive))
        listing = subprocess.run(['nm', '--defined-only', archive], capture_output=True, text=True,
                                 check=False).stdout
        name = ''
        for line in listing.splitlines():
            if line.endswith('.o:'):
                name = os.path.basename(line[:-5]).replace('khidki-', '')
            elif len(line.split()) == 3 and line.split()[1] in 'tT':
                found[re.sub(r'\..*', '', line.split()[2])].add(f'{folder}/{name}')
    return found


def rooms_of(stack, known):
    """(room, file, library) of one sample, innermost frame first."""
    library = None
    for symbol, where in stack:
        if library is None:
            library = next((name for part, name in LIBRARIES if part in where), None)
        base = os.path.basename(where)
        if base.startswith('libkhidki-') or base in ('whatsapp.so', 'revenue.so'):
            return f'plugin {base}', symbol, library or 'own'
        name = re.sub(r'[.+].*', '', symbol)
        if (base == 'khidkid') and name in known:
            files = sorted(known[name])
            return files[0].split('/', 1)[0], files[0], library or 'own'
    return ('-', '-', library or 'other')


def samples(lines):
    thread, stack = None, []
    for line in lines:
        frame = FRAME.match(line)
        if frame:
            stack.append(frame.groups())
        elif line.strip():
            thread = line.strip()
        elif thread:
            yield thread, stack
            thread, stack = None, []
    if thread:
        yield thread, stack


def main():
    known = symbols(sys.argv[1])
    tables = [collections.Counter() for _ in range(3)]
    total = 0
    for thread, stack in samples(sys.stdin):
        room, file, library = rooms_of(stack, known)
        total += 1
        tables[0][(thread, room)] += 1
        tables[1][(thread, room, library)] += 1
        tables[2][(thread, file)] += 1
    for table, most in zip(tables, (20, 30, 30)):
        for key, count in table.most_common(most):
            print(f'{100 * count / max(total, 1):5.1f} %  {"  ".join(key)}')
        print()


if __name__ == '__main__':
    main()
