# SPDX-License-Identifier: LGPL-2.1-or-later
"""What every file and every plugin folder carries, and what none may name."""
import os
import re

from layers import read_order

SPDX = 'SPDX-License-Identifier: '
LICENSED = ('.c', '.h', '.h.in', '.py', '.sh', '.js', '.css', '.html', 'meson.build')
PLUGIN_HEADINGS = ('What it does', 'Wire format', 'Secrets and network', 'How it fails', 'Tests')
DEPARTMENT_HEADINGS = ('What it does', 'Services', 'How it fails', 'Tests')
HEADING = re.compile(r'^#+\s*(.*?)\s*$', re.M)
LAYER = re.compile(r'^\| `server/([\w-]+)` \|', re.M)
# In pieces, so that this file does not name them either.
PRIVATE = re.compile('|'.join(('/wo' + 'rk/', '/tmp/' + r'wt\b', r'\bfar' + 'm-')))
PLACES_ONLY = re.compile('|'.join(('/wo' + 'rk/', '/tmp/' + r'wt\b')))
# What citizens and clerks read may speak of country houses and incomes.
SPOKEN = ('.seva', '.ini', '.po')
CLOSE = re.compile(r'\bg_auto(?:ptr|free|slist|list|queue)?\(')
SPACE = re.compile(r'[ \t]+$|\t')
CLASS = re.compile(r'^G_DEFINE_\w*TYPE\w* \(\s*\w+,\s*(\w+)', re.M)
SERVER_PROGRAMS = ('khidkid.c', 'khidkictl.c')


def check_tidy(tree, report):
    for source in tree.files.values():
        check_licence(report, source)
        check_pragma(report, source)
        check_paths(report, source)
        check_name(report, source)
        check_space(report, source)
        check_class(report, source)
    for folder, headings in plugin_folders(tree):
        check_readme(tree, report, folder, headings)
    check_layer_table(tree, report)


def check_layer_table(tree, report):
    """The table that newcomers read says what the build does, or it misleads."""
    page = tree.get('HACKING.md')
    if page is None:
        return
    shown = LAYER.findall(page.text)
    if shown != read_order(tree):
        report.fail(page.path, 1, 'layer-table', 'lists other folders than server/meson.build: '
                    + ', '.join(sorted(set(shown) ^ set(read_order(tree))) or ['another order']))


def check_licence(report, source):
    script = source.text.startswith('#!')
    if not script and not source.path.endswith(LICENSED):
        return
    if not any(SPDX in line for line in source.lines[:3]):
        report.fail(source.path, 1, 'licence', f'no "{SPDX}…" in the first lines')


def check_pragma(report, source):
    name = os.path.basename(source.path)
    if name.endswith(('.h', '.h.in')) and '#pragma once' not in source.lines:
        report.fail(source.path, 1, 'pragma', 'a header says #pragma once')


def check_paths(report, source):
    pattern = PLACES_ONLY if source.path.endswith(SPOKEN) else PRIVATE
    for number, line in enumerate(source.lines, 1):
        match = pattern.search(line)
        if match:
            report.fail(source.path, number, 'path',
                        f'"{match.group(0)}" is a place on one machine')


def check_name(report, source):
    parts = source.path.split('/')
    name = parts[-1]
    if parts[0] not in ('server', 'plugins') or not name.endswith(('.c', '.h')):
        return
    if parts[0] == 'server' and len(parts) == 2 and name in SERVER_PROGRAMS:
        return
    if not re.fullmatch(r'khidki(-[a-z0-9-]+)?\.[ch]', name):
        report.fail(source.path, 1, 'name', 'a file is named for its thing: khidki-<thing>.c')


def check_space(report, source):
    if not source.path.endswith(('.c', '.h', '.py', 'meson.build')):
        return
    for number, line in enumerate(source.lines, 1):
        if SPACE.search(line):
            report.fail(source.path, number, 'space', 'a tab, or nothing but space at the end')
        if source.is_c and CLOSE.search(line):
            report.fail(source.path, number, 'space', 'a space stands before a parenthesis')
    if source.text and not source.text.endswith('\n'):
        report.fail(source.path, len(source.lines), 'space', 'the last line does not end')


def check_class(report, source):
    """One class a file, the file named for it; interfaces of one kind may stand together."""
    if not source.path.startswith(('server/', 'plugins/')) or not source.path.endswith('.c'):
        return
    for match in CLASS.finditer(source.code):
        name = match.group(1).replace('_', '-') + '.c'
        if os.path.basename(source.path) != name:
            report.fail(source.path, source.line_at(match.start()), 'class',
                        f'{match.group(1)} has a file of its own: {name}')


def plugin_folders(tree):
    """(folder, headings) of every folder below plugins/ that holds code or data of one."""
    found = {}
    for path in tree.files:
        parts = path.split('/')
        if parts[0] != 'plugins' or not path.endswith(('.c', '.plugin.in', '.seva')):
            continue
        if parts[1] == 'departments' and len(parts) > 3:
            found['/'.join(parts[:3])] = DEPARTMENT_HEADINGS
        elif parts[1] != 'departments' and len(parts) == 3:
            found['/'.join(parts[:2])] = PLUGIN_HEADINGS
        elif parts[1] != 'departments':
            found['/'.join(parts[:3])] = ()
    return sorted(found.items())


def check_readme(tree, report, folder, headings):
    readme = tree.get(f'{folder}/README.md')
    if readme is None:
        report.fail(f'{folder}/README.md', 1, 'readme', 'is missing')
        return
    present = HEADING.findall(readme.text)
    for heading in headings:
        if heading not in present:
            report.fail(readme.path, 1, 'readme', f'has no heading "{heading}"')
