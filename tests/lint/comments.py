# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who writes a plugin has the public headers and their comments: each function in them has
one, with every argument and since when it is there."""
import re

from callers import DECLARATION, MADE, PUBLIC

COMMENT = re.compile(r'^/\*\*\n \* (khidki_\w+):(?: \(skip\))?\n(.*?)^ \*/', re.M | re.S)
ARGUMENT = re.compile(r'(\w+)(?:\[\w*\])?\s*(?:,|\))')
DESCRIBED = re.compile(r'^ \* @(\w+):', re.M)
# Called by macros alone.
UNSEEN = ('khidki_plugin_register', 'khidki_error_quark')
# What every asynchronous call has.
USUAL = {'error', 'void'}


def comments_of(tree, folder):
    """name -> text of each function's comment; it stands before what it is about."""
    found = {}
    for source in tree.c_files():
        if source.path.startswith(folder):
            found.update((match.group(1), match.group(2)) for match in COMMENT.finditer(source.text))
    return found


def arguments_of(code, start):
    """The names between the parenthesis at @start and the next one that closes."""
    inside = code[start:code.index(')', start) + 1]
    return [name for name in ARGUMENT.findall(inside) if name not in USUAL]


def check_comments(tree, report):
    for source in tree.c_files():
        if PUBLIC.match(source.path):
            check_header(report, source, comments_of(tree, source.path.rsplit('/', 1)[0] + '/'))


def check_header(report, source, comments):
    for match in DECLARATION.finditer(source.code):
        name, line = match.group(1), source.line_at(match.start(1))
        if MADE.fullmatch(name) or name in UNSEEN:
            continue
        comment = comments.get(name)
        if comment is None:
            report.fail(source.path, line, 'comment', f'{name}(): no comment for gi-docgen')
            continue
        missing = [argument for argument in arguments_of(source.code, match.end() - 1)
                   if argument not in DESCRIBED.findall(comment)]
        if missing or ' * Since: ' not in comment:
            report.fail(source.path, line, 'comment',
                        f'{name}(): says nothing of {", ".join(missing) or "since when"}')
