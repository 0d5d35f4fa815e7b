# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the tree and takes C apart just far enough for the checks."""
import os
import re
from dataclasses import dataclass, field

SKIPPED_FOLDERS = {'node_modules', '__pycache__'}
TEXT_ENDINGS = ('.c', '.h', '.py', '.sh', '.sql', '.js', '.css', '.html', '.in', '.md',
                '.ini', '.conf', '.seva', '.po', '.txt', '.json', '.service', '.xml',
                'meson.build')
WAIVER = re.compile(r'(?:/\*|//|#|--)\s*lint: allow ([\w-]+)\s*(?:[–—:-]+\s*(.*?))?\s*(?:\*/)?\s*$')


@dataclass
class Problem:
    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f'{self.path}:{self.line}: {self.rule}: {self.text}'


@dataclass
class Report:
    problems: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    waivers: list = field(default_factory=list)

    def fail(self, path, line, rule, text):
        self.problems.append(Problem(path, line, rule, text))

    def warn(self, path, line, rule, text):
        self.warnings.append(Problem(path, line, rule, text))

    def fail_unless_waived(self, source, line, rule, text):
        """A waiver needs a reason; it counts as used only where it was needed."""
        waiver = source.waivers.get(line)
        if waiver is None or waiver[0] != rule:
            self.fail(source.path, line, rule, text)
        elif not waiver[1]:
            self.fail(source.path, line, 'waiver', f'allows {rule} without a reason')
        else:
            self.waivers.append(Problem(source.path, line, rule, waiver[1]))


class Source:
    """One file: its text, and for C the code with comments and strings blanked."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split('\n')
        self.waivers = find_waivers(self.lines)
        self._code = None

    @property
    def is_c(self):
        return self.path.endswith(('.c', '.h'))

    @property
    def code(self):
        if self._code is None:
            self._code, self._strings = blank(self.text)
        return self._code

    @property
    def strings(self):
        """(offset, content) of each string literal."""
        self.code
        return self._strings

    def line_at(self, offset):
        return self.text.count('\n', 0, offset) + 1


def find_waivers(lines):
    found = {}
    for number, line in enumerate(lines, 1):
        if 'lint: allow' in line:
            match = WAIVER.search(line)
            if match:
                found[number] = (match.group(1), match.group(2) or '')
    return found


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(text):
    """Returns the text, as long as before, without comments and literals."""
    strings = []

    def replace(match):
        token = match.group(0)
        if token[0] == '"':
            strings.append((match.start(), token[1:-1]))
        if token[0] in '"\'':
            return token[0] + ' ' * (len(token) - 2) + token[0]
        return re.sub(r'[^\n]', ' ', token)

    return TOKEN.sub(replace, text), strings


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.M)


def includes(source):
    """(line, name, quoted) of each #include that is not commented out."""
    for match in INCLUDE.finditer(source.text):
        if source.code[match.start():match.end()].strip():
            yield source.line_at(match.start()), match.group(1) or match.group(2), bool(match.group(1))


class Tree:
    """All files of the project, by path relative to its root."""

    def __init__(self, files):
        self.files = {path: Source(path, text) for path, text in sorted(files.items())}

    @classmethod
    def read(cls, root):
        return cls(dict(read_files(root)))

    def __contains__(self, path):
        return path in self.files

    def get(self, path):
        return self.files.get(path)

    def c_files(self):
        return [source for source in self.files.values() if source.is_c]

    def folder(self, path):
        return os.path.dirname(path)


def read_files(root):
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if is_ours(folder, name))
        for name in sorted(names):
            full = os.path.join(folder, name)
            if os.path.islink(full) or not is_text(full, name):
                continue
            with open(full, encoding='utf-8', errors='replace') as stream:
                yield os.path.relpath(full, root).replace(os.sep, '/'), stream.read()


def is_ours(folder, name):
    if name in SKIPPED_FOLDERS or (name.startswith('.') and name != '.ci'):
        return False
    if name.startswith('build'):
        return False
    return not os.path.isdir(os.path.join(folder, name, 'meson-private'))


def is_text(full, name):
    if name.endswith(TEXT_ENDINGS):
        return True
    if '.' in name.lstrip('.'):
        return False
    with open(full, 'rb') as stream:
        return stream.read(2) == b'#!'
