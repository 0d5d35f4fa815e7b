# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a disk may hold after the power went, from the trace that power.c wrote."""
import os
import shutil
import struct

HEAD = struct.Struct('<BQqII')
MAKE, FOLDER, WRITE, SIZE, SYNC_BEGIN, SYNC_END, RENAME, LINK, REMOVE = range(1, 10)
SECTOR = 512


def read_trace(path):
    with open(path, 'rb') as file:
        data = file.read()
    place, order = 0, 0
    while place + HEAD.size <= len(data):
        kind, inode, offset, first, second = HEAD.unpack_from(data, place)
        place += HEAD.size
        if place + first + second > len(data):
            return
        order += 1
        yield (order, kind, inode, offset, data[place:place + first],
               data[place + first:place + first + second])
        place += first + second


class File:
    """Its durable content, and what was done since it was last synced."""

    def __init__(self, content=b'', mode=0o600):
        self.content, self.mode = bytearray(content), mode
        self.pending = []
        self.begun = 0

    def apply(self, change):
        offset, data = change[1:]
        if data is None:
            del self.content[offset:]
            self.content.extend(bytes(offset - len(self.content)))
        else:
            self.content.extend(bytes(max(0, offset - len(self.content))))
            self.content[offset:offset + len(data)] = data

    def keep(self, chosen):
        rest = []
        for change in self.pending:
            if chosen(change):
                self.apply(change)
            else:
                rest.append(change)
        self.pending = rest


class Folder(File):
    """Its content are names; a name without a file is one that was removed."""

    def __init__(self):
        super().__init__(mode=0o700)
        self.content = {}

    def apply(self, change):
        name, file = change[1:]
        if file is None:
            self.content.pop(name, None)
        else:
            self.content[name] = file


class Disk:
    """A state folder before a run, and what the run's trace did to it."""

    def __init__(self, root):
        self.root = root
        self.files = {}
        self.now = {root: self.scan(root)}

    def scan(self, path):
        folder = self.files[os.stat(path).st_ino] = Folder()
        for entry in os.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                folder.content[entry.name] = self.scan(entry.path)
            elif entry.is_file(follow_symlinks=False):
                with open(entry.path, 'rb') as file:
                    content = File(file.read(), entry.stat().st_mode & 0o777)
                folder.content[entry.name] = self.files[entry.inode()] = content
        return folder

    def find(self, path):
        """As the run saw it, with everything done."""
        file = self.now[self.root]
        for name in os.path.relpath(path, self.root).split('/'):
            if name == '.':
                continue
            seen = dict(file.content)
            for change in file.pending:
                if change[2] is None:
                    seen.pop(change[1], None)
                else:
                    seen[change[1]] = change[2]
            file = seen[name]
        return file

    def name(self, order, path, file):
        self.find(os.path.dirname(path)).pending.append((order, os.path.basename(path), file))

    def run(self, records):
        for order, kind, inode, offset, first, second in records:
            if kind in (MAKE, FOLDER):
                self.files[inode] = Folder() if kind == FOLDER else File()
                self.name(order, first.decode(), self.files[inode])
            elif kind in (RENAME, LINK):
                source, target = first.decode(), second.decode()
                self.name(order, target, self.find(source))
                if kind == RENAME:
                    self.name(order, source, None)
            elif kind == REMOVE:
                self.name(order, first.decode(), None)
            elif kind == WRITE:
                self.files[inode].pending.append((order, offset, second))
            elif kind == SIZE:
                self.files[inode].pending.append((order, offset, None))
            elif kind == SYNC_BEGIN:
                self.files[inode].begun = order
            elif kind == SYNC_END:
                file = self.files[inode]
                file.keep(lambda change, begun=file.begun: change[0] < begun)
            self.last = order

    last = 0

    def everything(self):
        """Each file and folder once, also those whose name is not durable."""
        found, wait = {}, [self.now[self.root]]
        while wait:
            file = wait.pop()
            if id(file) in found:
                continue
            found[id(file)] = file
            if isinstance(file, Folder):
                wait += file.content.values()
                wait += [change[2] for change in file.pending if change[2] is not None]
        return found.values()

    def cut(self, way, chance):
        """Power goes: nothing that was not synced stays, or all up to a moment, or some of it."""
        moment = chance.randint(0, self.last)
        for file in list(self.everything()):
            if way == 'prefix':
                file.keep(lambda change: change[0] <= moment)
            elif way == 'some' and isinstance(file, Folder):
                file.keep(lambda change: chance.random() < 0.5)
            elif way == 'some':
                self.tear(file, chance)
            file.pending = []

    def tear(self, file, chance):
        """A write may reach the disk in some of its sectors."""
        for order, offset, data in file.pending:
            if data is None:
                if chance.random() < 0.5:
                    file.apply((order, offset, None))
                continue
            for start in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    file.apply((order, offset + start, data[start:start + SECTOR]))

    def write(self, path):
        """Makes the folder anew at @path."""
        shutil.rmtree(path, ignore_errors=True)
        self.write_folder(self.now[self.root], path)

    def write_folder(self, folder, path):
        os.mkdir(path, 0o700)
        for name, file in folder.content.items():
            target = os.path.join(path, name)
            if isinstance(file, Folder):
                self.write_folder(file, target)
            elif not name.endswith('-shm'):  # mapped into memory: SQLite makes it anew
                with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file.mode), 'wb') as out:
                    out.write(file.content)


