# SPDX-License-Identifier: LGPL-2.1-or-later
"""The server knows no plugin by name: what it must know of one, limits and abilities say."""
import re

from source import includes

RULE = 'plugin-name'
# Kinds, not plugins.
KINDS = {'departments'}
# Those of the plan, whether they are in the tree yet or not.
PLANNED = {'whatsapp', 'sms', 'csc', 'revenue'}


def plugin_names(tree):
    found = set(PLANNED)
    for path in tree.files:
        parts = path.split('/')
        if parts[0] == 'plugins' and len(parts) > 2:
            inner = parts[1] in KINDS and len(parts) > 3
            found.add(parts[2] if inner else parts[1])
    return found - KINDS


def check_names(tree, report):
    # Not a part of another word, but khidki_sms and "sms:" are that name.
    pattern = re.compile(r'(?<![A-Za-z])(' + '|'.join(sorted(plugin_names(tree)))
                         + r')(?![A-Za-z])', re.I)
    for source in tree.c_files():
        if source.path.startswith('server/'):
            check_file(report, source, pattern)


def check_file(report, source, pattern):
    said = [(source.line_at(offset), text) for offset, text in source.strings]
    said += [(line, name) for line, name, _ in includes(source)]
    needed = set()
    for line, text in sorted(set(said)):
        match = pattern.search(text)
        if match:
            needed.add(line)
            report.fail_unless_waived(source, line, RULE, f'"{text}" names the plugin '
                                      f'{match.group(1)}; let it say what it can do')
    for line, (rule, _) in source.waivers.items():
        if rule == RULE and line not in needed:
            report.fail(source.path, line, 'waiver', f'nothing here needs {rule}')
