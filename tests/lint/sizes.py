# SPDX-License-Identifier: LGPL-2.1-or-later
"""How long functions and files are."""
import re

FUNCTION_MOST, FUNCTION_SHOULD = 80, 60
FILE_MOST, FILE_SHOULD = 800, 500
SIZED = ('.c', '.h', '.py', '.sh', '.js', '.css', '.html')
DIRECTIVE = re.compile(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.M)
NAME = re.compile(r'(\w+)\s*$')


def check_sizes(tree, report):
    for source in tree.files.values():
        if source.path.endswith(SIZED):
            judge(report, source.path, 1, 'file', source.text.count('\n'), FILE_SHOULD, FILE_MOST)
        if source.is_c:
            for name, line, length in functions(source.code):
                judge(report, source.path, line, f'function {name}', length,
                      FUNCTION_SHOULD, FUNCTION_MOST)


def judge(report, path, line, what, length, should, most):
    if length > most:
        report.fail(path, line, 'size', f'{what} has {length} lines, at most {most}')
    elif length > should:
        report.warn(path, line, 'size', f'{what} has {length} lines, better under {should}')


def functions(code):
    """(name, line, lines) of each function; code has neither comments nor literals."""
    code = DIRECTIVE.sub(lambda match: re.sub(r'[^\n]', ' ', match.group(0)), code)
    depth = 0
    start = None
    for match in re.finditer(r'[{}]', code):
        if match.group(0) == '{':
            if depth == 0:
                start = head_of(code, match.start())
            depth += 1
            continue
        depth = max(depth - 1, 0)
        if depth == 0 and start is not None:
            name, offset = start
            first = code.count('\n', 0, offset) + 1
            yield name, first, code.count('\n', offset, match.start()) + 1
            start = None


def head_of(code, brace):
    """(name, offset) when the brace opens a function, else None."""
    before = code[:brace].rstrip()
    if not before.endswith(')'):
        return None
    depth = 0
    for offset in range(len(before) - 1, -1, -1):
        depth += {')': 1, '(': -1}.get(before[offset], 0)
        if depth == 0:
            match = NAME.search(before, max(0, offset - 200), offset)
            return (match.group(1), match.start()) if match else None
    return None
