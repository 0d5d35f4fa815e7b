# SPDX-License-Identifier: LGPL-2.1-or-later
"""What plugins hold on to is as it was written down; and that would be noticed if not."""
import os
import re
import shutil
import sys
import tempfile

import abi
from abi import Broken

sys.path.insert(0, os.path.join(abi.SOURCE, 'tests/e2e'))
import tap  # noqa: E402

BUILD = os.environ['KHIDKI_BUILD']
ADVICE = 'Read "The ABI" in HACKING.md; if it is meant: tests/abi/update BUILD'


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def differences(expected, found):
    gone = [f'gone: {name}' for name in sorted(set(expected) - set(found))]
    return gone + [f'new: {name}' for name in sorted(set(found) - set(expected))]


def symbols_are_as_written():
    for name in abi.LIBRARIES:
        found = abi.exported(abi.built_library(BUILD, name))
        different = differences(read(f'{abi.HERE}/{name}.symbols').split(), found)
        if different:
            raise Broken('\n'.join([f'{name} exports other symbols', *different, ADVICE]))


def types_are_as_written():
    with tempfile.TemporaryDirectory() as folder:
        library = abi.compile_library(abi.SOURCE, BUILD, folder)
        different = abi.compare(f'{abi.HERE}/khidki-1.abi', abi.dump(library, abi.SOURCE, folder))
        if different:
            raise Broken(f'{different}\n{ADVICE}')


def layout_has_all():
    """A struct or an enumeration that came later is in it too."""
    asserted = re.findall(r'G_STATIC_ASSERT \((.*) == -?\d+\);', read(f'{abi.HERE}/test-layout.c'))
    different = differences(asserted, list(abi.questions()))
    if different:
        raise Broken('\n'.join(['test-layout.c holds others', *different, ADVICE]))
    for name in ('KhidkiChannelInterface', 'KhidkiCounterInterface', 'KhidkiHostInterface',
                 'KhidkiDepartmentInterface', 'KhidkiBackOfficeInterface', 'KhidkiLimits',
                 'KhidkiFolderDepartmentClass', 'KhidkiPluginSizes', 'KhidkiPageFrame'):
        if f'sizeof ({name})' not in asserted:
            raise Broken(f'{name} is not in it')


# That each goes red.

def swap(text, first, second):
    """Two members, each a whole statement."""
    if first not in text or second not in text:
        raise Broken(f'{first} or {second} is not there any more')
    return text.replace(first, '@').replace(second, first).replace('@', second)


SWAPPED = (
    'khidki-channel.h',
    lambda text: swap(text, '  gboolean (*start_finish) (KhidkiChannel *self, GAsyncResult *result, GError **error);\n',
                      '  gboolean (*stop_finish) (KhidkiChannel *self, GAsyncResult *result, GError **error);\n'))
BREAKS = {
    'a vfunc in another place': SWAPPED,
    'less padding': ('khidki-limits.h', lambda text: re.sub(r'padding\[\d\]', 'padding[1]', text)),
    'a slot used': ('khidki-host.h', lambda text: text.replace(
        '  gpointer padding[5];', '  void (*more) (KhidkiHost *self);\n  gpointer padding[4];')),
    'a value in the middle': ('khidki-error.h', lambda text: text.replace(
        '  KHIDKI_ERROR_BUSY,\n', '  KHIDKI_ERROR_NEW,\n  KHIDKI_ERROR_BUSY,\n')),
}


def changed_source(folder, name, change):
    """The public headers with one of them changed."""
    source = os.path.join(folder, 'changed')
    shutil.rmtree(source, ignore_errors=True)
    for library in abi.LIBRARIES.values():
        shutil.copytree(f'{abi.SOURCE}/server/{library}', f'{source}/server/{library}')
    path = f'{source}/server/libkhidki/{name}'
    before = read(path)
    after = change(before)
    if before == after:
        raise Broken(f'nothing changes in {name}')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(after)
    return source


def layout_would_be_red():
    flags = ['-fsyntax-only', '-std=gnu11', *abi.glib_flags('--cflags')]
    layout = f'{abi.HERE}/test-layout.c'
    abi.must(['cc', *flags, layout, *abi.include_flags(abi.SOURCE, BUILD)])
    with tempfile.TemporaryDirectory() as folder:
        for what, (name, change) in BREAKS.items():
            source = changed_source(folder, name, change)
            done = abi.run(['cc', *flags, layout, *abi.include_flags(source, BUILD)])
            if 'static assertion failed' not in done.stderr:
                raise Broken(f'{what} is not seen: {done.stderr}')


def only_types(source, folder, inside='int private;'):
    """A library that has the types of the headers, and one of its own."""
    os.makedirs(folder, exist_ok=True)
    program = os.path.join(folder, 'types.c')
    with open(program, 'w', encoding='utf-8') as file:
        file.write(f'#include <khidki.h>\nstruct _KhidkiEvent {{ {inside} }};\n'
                   'int khidki_event_answer (KhidkiEvent *event);\n'
                   'int khidki_event_answer (KhidkiEvent *event) { return event->private; }\n')
    target = os.path.join(folder, 'types.o')
    abi.must(['cc', '-c', '-fno-eliminate-unused-debug-types', '-o', target, program, *abi.FLAGS,
              *abi.include_flags(source, BUILD), *abi.glib_flags('--cflags')])
    return abi.dump(abi.link([target], folder), source, folder)


def types_would_be_red():
    with tempfile.TemporaryDirectory() as folder:
        before = only_types(abi.SOURCE, f'{folder}/before')
        if abi.compare(before, only_types(abi.SOURCE, f'{folder}/same')):
            raise Broken('nothing has changed, and abidiff says otherwise')
        inside = 'long more; int private;'
        if abi.compare(before, only_types(abi.SOURCE, f'{folder}/inside', inside)):
            raise Broken('what no plugin can see is compared')
        for what, (name, change) in BREAKS.items():
            after = only_types(changed_source(folder, name, change), f'{folder}/after')
            if not abi.compare(before, after):
                raise Broken(f'{what} is not seen')
        if differences(['khidki_event_answer'], abi.exported(f'{folder}/before/libkhidki-1.so')):
            raise Broken('a symbol is not seen')
        abi.must(['cc', '-shared', '-o', f'{folder}/less.so', '-x', 'c', '/dev/null'])
        if not differences(['khidki_event_answer'], abi.exported(f'{folder}/less.so')):
            raise Broken('a symbol less is not seen')


if __name__ == '__main__':
    tap.run(symbols_are_as_written, types_are_as_written, layout_has_all, layout_would_be_red,
            types_would_be_red)
