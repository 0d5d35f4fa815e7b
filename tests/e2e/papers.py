# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files as people send them, made here so that no test carries a real one."""
import functools
import os
import subprocess
import tempfile


@functools.lru_cache
def photo():
    """A JPEG that the worker finds readable."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'photo')
        subprocess.run(['pdftoppm', '-jpeg', '-r', '80', '-singlefile', '-', path], check=True,
                       input=document(), stderr=subprocess.DEVNULL)
        with open(path + '.jpg', 'rb') as file:
            return file.read()


@functools.lru_cache
def document(size=0):
    """A PDF of one page with words on it, small or of so many bytes."""
    text = write_document(0)
    if size == 0:
        return text
    padding = size - len(text)
    return write_document(padding - (len(write_document(padding)) - size))


def write_document(padding):
    content = b'BT /F1 24 Tf 72 720 Td (Electricity bill, H-12 Rohini) Tj ET'
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>',
               b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R '
               b'/Resources << /Font << /F1 5 0 R >> >> >>',
               b'<< /Length %d >>\nstream\n%s\nendstream' % (len(content), content),
               b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
    text, places = b'%PDF-1.4\n%' + b' ' * padding + b'\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    start = len(text)
    text += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    text += b''.join(b'%010d 00000 n \n' % place for place in places)
    text += b'trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, start)
    return text
