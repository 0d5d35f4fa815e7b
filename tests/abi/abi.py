# SPDX-License-Identifier: LGPL-2.1-or-later
"""What plugins hold on to: the layout of the public headers, the symbols, the types."""
import glob
import os
import re
import shlex
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
LIBRARIES = {'khidki-1': 'libkhidki', 'khidki-testing-1': 'libkhidki-testing'}
FLAGS = ['-g', '-O0', '-fPIC', '-std=gnu11', '-D_GNU_SOURCE', '-DG_LOG_USE_STRUCTURED']

STRUCT = re.compile(r'^struct _(Khidki\w+)\n\{\n(.*?)^\};|^typedef struct\n\{\n(.*?)^\} (Khidki\w+);', re.M | re.S)
ENUM = re.compile(r'^typedef enum\n\{\n(.*?)^\} (Khidki\w+);', re.M | re.S)
COMMENT = re.compile(r'/\*.*?\*/', re.S)
MEMBER = re.compile(r'\(\*(\w+)\)\s*\(|(\w+)(?:\[\w+\])?\s*$')


class Broken(Exception):
    """What is built is not what was promised."""


def run(command, **more):
    if shutil.which(command[0]) is None and not os.path.exists(command[0]):
        raise Broken(f'{command[0]} is not installed; .ci/packages names what has it')
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def must(command, **more):
    done = run(command, **more)
    if done.returncode != 0:
        raise Broken(f'{shlex.join(command)}:\n{done.stdout}{done.stderr}')
    return done.stdout


def glib_flags(what):
    return must(['pkg-config', what, 'gio-2.0', 'gmodule-2.0']).split()


def public_headers(source=SOURCE):
    """The paths of what is installed, in the order of the names."""
    return sorted(path for folder in LIBRARIES.values()
                  for path in glob.glob(f'{source}/server/{folder}/*.h')
                  if installs(source, folder, os.path.basename(path)))


def installs(source, folder, name):
    with open(f'{source}/server/{folder}/meson.build', encoding='utf-8') as file:
        return f"'{name}'" in file.read()


def include_flags(source, build):
    return [f'-I{source}/server/libkhidki', f'-I{source}/server/libkhidki-testing',
            f'-I{source}/server', f'-I{build}/server/libkhidki']


# The layout.

def members(body):
    """The names of a struct's members, in order."""
    found = []
    for statement in COMMENT.sub('', body).split(';'):
        # G_GNUC_* and bit fields do not occur in a public struct.
        match = MEMBER.search(statement.strip())
        if match:
            found.append(match.group(1) or match.group(2))
    return found


def structs(text):
    for match in STRUCT.finditer(text):
        yield match.group(1) or match.group(4), members(match.group(2) or match.group(3))


def enumerators(text):
    for match in ENUM.finditer(text):
        for value in COMMENT.sub('', match.group(1)).split(','):
            if value.strip():
                yield value.split('=')[0].strip()


def questions(source=SOURCE):
    """The expressions whose values are promised."""
    for path in public_headers(source):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for name, names in structs(text):
            yield f'sizeof ({name})'
            for member in names:
                yield f'G_STRUCT_OFFSET ({name}, {member})'
        yield from enumerators(text)


def measure(source, build, folder):
    """(expression, value) as the compiler has it."""
    asked = list(questions(source))
    lines = ['#include <khidki-testing.h>', '#include <khidki.h>', '#include <stdio.h>',
             'int main (void) {']
    lines += [f'printf ("%ld\\n", (long) ({expression}));' for expression in asked]
    program = os.path.join(folder, 'measure')
    with open(program + '.c', 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines + ['return 0; }', '']))
    must(['cc', '-std=gnu11', '-o', program, program + '.c', *include_flags(source, build),
          *glib_flags('--cflags')])
    return list(zip(asked, must([program]).split()))


def write_layout(measured):
    lines = ['/* SPDX-License-Identifier: LGPL-2.1-or-later */',
             '/* Written by tests/abi/update; see "The ABI" in HACKING.md before you run it. */',
             '#include <khidki-testing.h>', '#include <khidki.h>', '',
             '#if GLIB_SIZEOF_VOID_P == 8 && GLIB_SIZEOF_LONG == 8', '']
    lines += [f'G_STATIC_ASSERT ({expression} == {value});' for expression, value in measured]
    return '\n'.join(lines + ['', '#endif', '', 'int', 'main (void)', '{', '  return 0;', '}', ''])


# The symbols.

def exported(library):
    """Versions and addresses apart."""
    shown = must(['nm', '-D', '--defined-only', '--format=posix', library])
    return sorted(line.split()[0] for line in shown.splitlines())


def built_library(build, name):
    return f'{build}/server/{LIBRARIES[name]}/lib{name}.so'


# The types.

def compile_library(source, build, folder):
    """libkhidki-1 as it is without sanitizers, which would stand in its types."""
    objects = []
    # Names that are the same wherever it is built: they come into the dump.
    flags = FLAGS + [f'-ffile-prefix-map={source}=.'] + include_flags(source, build)
    flags += glib_flags('--cflags')

    def compile_one(path):
        target = os.path.join(folder, os.path.basename(path)[:-2] + '.o')
        must(['cc', '-c', '-o', target, os.path.relpath(path, source), *flags], cwd=source)
        return target

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects += pool.map(compile_one, sorted(glob.glob(f'{source}/server/libkhidki/*.c')))
    return link(objects, folder)


def link(objects, folder):
    library = os.path.join(folder, 'libkhidki-1.so')
    must(['cc', '-shared', '-Wl,-soname,libkhidki-1.so.0', '-o', library, *objects,
          *glib_flags('--libs')])
    return library


def dump(library, source, folder):
    """The types that a plugin can see, those of interfaces too, which no function names."""
    headers = os.path.join(folder, 'headers')
    os.makedirs(headers, exist_ok=True)
    for path in public_headers(source):
        shutil.copy(path, headers)
    target = os.path.join(folder, 'khidki-1.abi')
    must(['abidw', '--load-all-types', '--headers-dir', headers, '--drop-private-types',
          '--type-id-style', 'hash', '--no-comp-dir-path', '--no-corpus-path', '--no-show-locs',
          '--out-file', target, library])
    return target


def compare(before, after):
    """What abidiff says; "" if nothing differs."""
    # Both are dumps of what is public already: abidiff 2.2 ends by an assertion
    # when it is to drop private types from a dump itself.
    done = run(['abidiff', '--non-reachable-types', before, after])
    if done.returncode not in (0, 4, 12):
        raise Broken(f'abidiff: {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout if done.returncode else ''
