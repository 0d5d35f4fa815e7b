# SPDX-License-Identifier: LGPL-2.1-or-later
"""A plugin uses the server through libkhidki-1 alone, and shows it nothing but its entry."""
import os
import subprocess
import sys
import tempfile

import abi
from abi import Broken

sys.path.insert(0, os.path.join(abi.SOURCE, 'tests/e2e'))
import tap  # noqa: E402

BUILD = os.environ['KHIDKI_BUILD']
ENTRY = ['peas_register_types']
OURS = 'libkhidki'
PUBLIC = 'libkhidki-1.so.0'
# What a sanitizer puts into whatever it builds.
FOREIGN = ('__asan_', '__ubsan_', '__odr_asan')


def names(library, which):
    shown = abi.must(['nm', '-D', which, '--format=posix', library])
    return {line.split()[0].split('@')[0] for line in shown.splitlines()}


def needed(library):
    shown = abi.must(['readelf', '-d', library])
    return {line.split('[')[1].rstrip(']') for line in shown.splitlines() if '(NEEDED)' in line}


def judge(library, public):
    """What is wrong with it, in words."""
    wrong = [f'uses {name}, which libkhidki-1 does not have'
             for name in sorted(names(library, '--undefined-only'))
             if name.startswith('khidki_') and name not in public]
    wrong += [f'is linked with {name}' for name in sorted(needed(library))
              if name.startswith(OURS) and name != PUBLIC]
    shown = sorted(name for name in names(library, '--defined-only') if not name.startswith(FOREIGN))
    if shown != ENTRY:
        wrong.append(f'exports {", ".join(shown) or "nothing"}, expected {ENTRY[0]}')
    return wrong


def public_symbols():
    return set(abi.exported(abi.built_library(BUILD, 'khidki-1')))


def built_plugins():
    """Each library that a plugin's file names is there."""
    found = []
    for folder, _, files in os.walk(f'{BUILD}/plugins'):
        for name in files:
            if name.endswith('.plugin'):
                module = read_module(os.path.join(folder, name))
                found += [os.path.join(folder, f'lib{module}.so')] if module else []
    if len(found) < 3:
        raise Broken(f'these are not all plugins: {found}')
    return found


def read_module(path):
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.startswith('Module='):
                return line.split('=')[1].strip()
    return None


def plugins_use_the_library_alone():
    public = public_symbols()
    wrong = [f'{os.path.basename(library)} {what}'
             for library in built_plugins() for what in judge(library, public)]
    if wrong:
        raise Broken('\n'.join(wrong))


def one_that_does_not_is_seen():
    with tempfile.TemporaryDirectory() as folder:
        library = f'{folder}/libbad.so'
        store = f'{folder}/libkhidki-store.so'
        subprocess.run(['cc', '-shared', '-fPIC', '-Wl,-soname,libkhidki-store.so', '-o', store,
                        '-x', 'c', '-'], check=True, text=True, input='void khidki_store_open (void); void khidki_store_open (void) {}')
        subprocess.run(['cc', '-shared', '-fPIC', '-o', library, '-x', 'c', '-', '-x', 'none', store],
                       check=True, text=True,
                       input='void khidki_store_open (void); void peas_register_types (void);'
                             'void peas_register_types (void) { khidki_store_open (); }'
                             'int helper; ')
        wrong = judge(library, public_symbols())
        for part in ('uses khidki_store_open', 'is linked with libkhidki-store.so', 'exports helper'):
            if not any(part in what for what in wrong):
                raise Broken(f'“{part}” is not seen, only: {wrong}')


if __name__ == '__main__':
    tap.run(plugins_use_the_library_alone, one_that_does_not_is_seen)
