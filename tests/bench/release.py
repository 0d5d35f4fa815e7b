# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a benchmark measures is what the sources say now."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
FOLDER = os.path.join(SOURCE, 'build-bench')
SERVER = ('serve',)
GENERATOR = ('tests/bench/khidki-bench', 'tests/bench/khidki-bench-bare')


def make(targets):
    """A release build in its own folder."""
    if not os.path.exists(os.path.join(FOLDER, 'build.ninja')):
        subprocess.run(['meson', 'setup', FOLDER, SOURCE, '--buildtype=release'], check=True,
                       stdout=sys.stderr)
    subprocess.run(['ninja', '-C', FOLDER, *targets], check=True, stdout=subprocess.DEVNULL)
    return FOLDER


def check(folder, targets):
    """A folder that somebody named is measured as it stands, but never one that is old."""
    told = subprocess.run(['ninja', '-C', folder, '-n', *targets], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if told.returncode or 'no work to do' not in told.stdout:
        sys.exit(f'{folder} is not what the sources say: ninja -C {folder} {" ".join(targets)}')
    return os.path.abspath(folder)


def choose(folder, targets=SERVER):
    """@folder: one that stands, or None for a release build that is made."""
    return check(folder, targets) if folder else make(targets)
