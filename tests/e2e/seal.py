# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is sealed in a state folder, opened with its keys."""
import ast
import base64
import ctypes
import ctypes.util
import hashlib
import os
import re

from world import NUMBER_ID

CONTEXT = b'khidki-1'
KEY_ID, NONCE, TAG = 4, 24, 16
# What is printed of a GVariant beside a literal of Python's: boxes and types. Strings stay.
NOT_PYTHON = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|[<>]|@\S+ |\bu?int\d+ """)


class Seal:
    """What the keys of the state folder make of a name, and open."""

    def __init__(self, state):
        with open(os.path.join(state, 'seal.key'), 'rb') as file:
            master = base64.b64decode(file.read().split()[0])
        self.columns, self.digests, self.files = (
            hashlib.blake2b(digest_size=32, key=master, salt=bytes([use]), person=CONTEXT).digest()
            for use in (1, 2, 3))
        self.papers = os.path.join(state, 'papers')
        self.sodium = ctypes.CDLL(ctypes.util.find_library('sodium'))

    def digest(self, purpose, text):
        return hashlib.blake2b(f'{purpose}\0{text}'.encode(), digest_size=16,
                               key=self.digests).hexdigest()

    def account(self, number):
        return self.digest('account', f'whatsapp\n{NUMBER_ID}\n{number}')

    def open_paper(self, name):
        """The content of a paper's file; raises if it is not whole."""
        folded = self.digest('paper-file', name)
        with open(os.path.join(self.papers, folded[:2], folded[2:4], folded[4:]), 'rb') as file:
            data = file.read()
        state = ctypes.create_string_buffer(52)
        if self.sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, data[12:36], self.files):
            raise ValueError('head')
        plain, rest, tag = b'', data[36:], ctypes.c_ubyte()
        chunk = 65536 + 17
        while rest:
            sealed, rest = rest[:chunk], rest[chunk:]
            out = ctypes.create_string_buffer(len(sealed))
            last = b'' if rest else name.encode()
            if self.sodium.crypto_secretstream_xchacha20poly1305_pull(
                    state, out, None, ctypes.byref(tag), sealed, ctypes.c_ulonglong(len(sealed)),
                    last or None, ctypes.c_ulonglong(len(last))):
                raise ValueError('chunk')
            plain += out.raw[:len(sealed) - 17]
        if tag.value != 3 or hashlib.sha256(plain).hexdigest() != name:
            raise ValueError('end')
        return plain

    def open_column(self, place, row, sealed):
        """The bytes of a sealed column; raises if they are not what was sealed there."""
        address = f'{place}\0{row}'.encode()
        nonce, rest = sealed[KEY_ID:KEY_ID + NONCE], sealed[KEY_ID + NONCE:]
        out = ctypes.create_string_buffer(len(rest))
        if self.sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                out, None, None, rest, ctypes.c_ulonglong(len(rest)), address,
                ctypes.c_ulonglong(len(address)), nonce, self.columns):
            raise ValueError(f'{place} {row}')
        return out.raw[:len(rest) - TAG]


def read_variant(data):
    """A serialised a{sv} as a dictionary, by GLib itself."""
    glib = ctypes.CDLL('libglib-2.0.so.0')
    pointer = ctypes.c_void_p
    for name, result, *arguments in (
            ('g_bytes_new', pointer, ctypes.c_char_p, ctypes.c_size_t),
            ('g_variant_type_new', pointer, ctypes.c_char_p),
            ('g_variant_new_from_bytes', pointer, pointer, pointer, ctypes.c_int),
            ('g_variant_ref_sink', pointer, pointer),
            ('g_variant_print', pointer, pointer, ctypes.c_int),
            ('g_bytes_unref', None, pointer), ('g_variant_unref', None, pointer),
            ('g_variant_type_free', None, pointer), ('g_free', None, pointer)):
        getattr(glib, name).restype, getattr(glib, name).argtypes = result, arguments
    kind, content = glib.g_variant_type_new(b'a{sv}'), glib.g_bytes_new(data, len(data))
    variant = glib.g_variant_ref_sink(glib.g_variant_new_from_bytes(kind, content, 0))
    printed = glib.g_variant_print(variant, 0)
    text = ctypes.string_at(printed).decode()
    glib.g_free(printed)
    glib.g_variant_unref(variant)
    glib.g_bytes_unref(content)
    glib.g_variant_type_free(kind)
    return ast.literal_eval(NOT_PYTHON.sub(lambda found: found.group(1) or '', text))
