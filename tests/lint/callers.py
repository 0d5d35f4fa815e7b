# SPDX-License-Identifier: LGPL-2.1-or-later
"""A function that others can see has a caller among them; only the public libraries are for
callers that nobody here knows, and what is private to one of them does not leave it."""
import re
from collections import defaultdict

RULE = 'caller'
OURS = ('server/', 'plugins/')
PUBLIC = re.compile(r'server/(?:libkhidki|libkhidki-testing)/(?!.*-private\.h$)[\w-]+\.h$')

PRIVATE = re.compile(r'(server/(?:libkhidki|libkhidki-testing)/)[\w-]+-private\.h$')

WORD = re.compile(r'\bkhidki_\w+')
# The return type stands on a line of its own, so that a definition begins with its name.
DEFINITION = re.compile(r'^(khidki_\w+) \(', re.M)
# In a header both stand on one line, or the return type on the one before.
DECLARATION = re.compile(r'^(?!typedef)[A-Za-z_][\w \n*]*?\b(khidki_\w+) \(', re.M)
# What a macro writes, or calls by pasting its name together.
MADE = re.compile(r'khidki_\w+_(?:get_type|error_quark)')
# Who sees a type may have to keep one and to let it go.
MEMORY = re.compile(r'khidki_\w+_(?:ref|unref|free|clear)')
MACRO = re.compile(r'^[ \t]*#[ \t]*define(?:[^\n]*\\\n)*[^\n]*|^G_DEFINE_AUTO[^;\n]*', re.M)


def definitions(source):
    """(line, name) of each function that other files can call."""
    for match in DEFINITION.finditer(source.code):
        before = source.code[:match.start()].rstrip().rsplit('\n', 1)[-1]
        if not before.startswith('static ') and not MADE.fullmatch(match.group(1)):
            yield source.line_at(match.start()), match.group(1)


def uses(source):
    """Names that a file uses; a header those in its macros, for the others it declares."""
    if source.path.endswith('.h'):
        text = '\n'.join(match.group(0) for match in MACRO.finditer(source.code))
        return set(WORD.findall(text))
    defined = {match.start() for match in DEFINITION.finditer(source.code)}
    return {match.group(0) for match in WORD.finditer(source.code) if match.start() not in defined}


def public_names(tree):
    names = set()
    for source in tree.c_files():
        if PUBLIC.match(source.path):
            names.update(WORD.findall(source.code))
    return names


def find_fault(source, name, users):
    if not users:
        return 'nobody calls it; take it out'
    if not any(path.startswith(OURS) for path in users):
        return 'tests alone call it; take it out'
    if users == {source.path} and not MEMORY.fullmatch(name):
        return 'this file alone calls it; make it static'
    return None


def check_callers(tree, report):
    users = defaultdict(set)
    for source in tree.c_files():
        for name in uses(source):
            users[name].add(source.path)
    public = public_names(tree)
    for source in tree.c_files():
        if source.path.startswith(OURS) and source.path.endswith('.c'):
            check_file(report, source, public, users)
        elif PRIVATE.match(source.path):
            check_private(report, source, users)


def check_private(report, source, users):
    """What the libraries' headers keep to themselves is not exported either."""
    folder = PRIVATE.match(source.path).group(1)
    for match in DECLARATION.finditer(source.code):
        name = match.group(1)
        internal = 'G_GNUC_INTERNAL' in match.group(0)
        outside = [path for path in sorted(users[name]) if not path.startswith(folder)]
        if not internal and not outside:
            report.fail(source.path, source.line_at(match.start(1)), 'internal',
                        f'{name}(): only {folder} calls it; say G_GNUC_INTERNAL')


def check_file(report, source, public, users):
    """A waiver stands behind the return type, the line before the name."""
    needed = set()
    for line, name in definitions(source):
        fault = None if name in public else find_fault(source, name, users[name])
        if fault:
            needed.add(line - 1)
            report.fail_unless_waived(source, line - 1, RULE, f'{name}(): {fault}')
    for line, (rule, _) in source.waivers.items():
        if rule == RULE and line not in needed:
            report.fail(source.path, line, 'waiver', f'nothing here needs {rule}')
