# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who may include whom, and that no header includes itself by a detour."""
import os
import re

from source import includes

SUBDIR = re.compile(r"^\s*subdir\s*\(\s*'([^']+)'\s*\)", re.M)
# Stand-alone programs inside a plugin's folder: they share no file with it.
OWN_ROOTS = ('plugins/whatsapp/sandbox',)
# What a plugin's control program, a program of its own, may have of the server.
CONTROL = re.compile(r'^plugins/(?:departments/)?[^/]+/control/')
CONTROL_FOLDERS = ('print', 'tools')


def read_order(tree):
    build = tree.get('server/meson.build')
    return SUBDIR.findall(build.text) if build else []


def check_layers(tree, report):
    order = read_order(tree)
    if not order:
        report.fail('server/meson.build', 1, 'layer', 'names no folder with subdir()')
    for source in tree.c_files():
        parts = source.path.split('/')
        if parts[0] == 'server' and len(parts) > 2:
            check_server_file(tree, report, order, source, parts[1])
        elif parts[0] == 'plugins':
            check_plugin_file(tree, report, order, source)


def check_server_file(tree, report, order, source, folder):
    if folder not in order:
        report.fail(source.path, 1, 'layer', f'{folder}/ has no subdir() in server/meson.build')
        return
    for line, name, quoted in includes(source):
        text = judge_server_include(tree, order, source, folder, name) if quoted else None
        if text:
            report.fail_unless_waived(source, line, 'layer', text)


def judge_server_include(tree, order, source, folder, name):
    first = name.split('/')[0]
    if '/' not in name:
        return None if is_own(tree, source, name) else f'"{name}" is no file of {folder}/'
    if first == folder:
        return None
    if first not in order:
        return f'"{name}": {first}/ is no folder of server/'
    if order.index(first) > order.index(folder):
        return f'"{name}": {first}/ stands after {folder}/ in server/meson.build'
    return None


def check_plugin_file(tree, report, order, source):
    for line, name, quoted in includes(source):
        text = judge_plugin_include(tree, order, source, name, quoted)
        if text:
            report.fail_unless_waived(source, line, 'layer', text)


def judge_plugin_include(tree, order, source, name, quoted):
    if quoted:
        if is_own(tree, source, name):
            return None
        if CONTROL.match(source.path) and name.split('/')[0] in CONTROL_FOLDERS:
            return None
        return f'"{name}" is no file of this plugin; of the server a plugin includes only <khidki.h>'
    if name.startswith('khidki') and name not in ('khidki.h', 'khidki-testing.h'):
        return f'<{name}>: a plugin includes only <khidki.h>'
    if name.split('/')[0] in order:
        return f'<{name}>: a plugin includes only <khidki.h>'
    return None


def plugin_root(path):
    """The folder that holds the plugin a file belongs to."""
    for root in OWN_ROOTS:
        if path.startswith(root + '/'):
            return root
    parts = path.split('/')
    return '/'.join(parts[:3 if parts[1] == 'departments' else 2])


def is_own(tree, source, name):
    folder = tree.folder(source.path)
    is_plugin = source.path.startswith('plugins/')
    root = plugin_root(source.path) if is_plugin else folder
    for start in {folder, root}:
        path = os.path.normpath(f'{start}/{name}')
        if path in tree:
            return plugin_root(path) == root if is_plugin else path.startswith(root + '/')
    return is_generated(tree, folder, name)


def is_generated(tree, folder, name):
    """Generated headers exist only in the build folder; the build file names them."""
    build = tree.get(f'{folder}/meson.build')
    return build is not None and f"'{os.path.splitext(name)[0]}" in build.text


def check_cycles(tree, report):
    graph = {source.path: header_edges(tree, source)
             for source in tree.c_files() if source.path.endswith('.h')}
    for cycle in strongly_connected(graph):
        report.fail(cycle[0], 1, 'cycle', 'headers include each other: ' + ' → '.join(cycle))


def header_edges(tree, source):
    edges = []
    for _, name, _ in includes(source):
        for folder in (tree.folder(source.path), 'server', 'server/libkhidki'):
            path = os.path.normpath(f'{folder}/{name}')
            if path in tree:
                edges.append(path)
                break
    return edges


def strongly_connected(graph):
    """Tarjan, without recursion; only components that are cycles."""
    index, low, stack, found = {}, {}, [], []
    for root in sorted(graph):
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            node, edges = work[-1]
            step(graph, index, low, stack, work, node, edges)
            if work and work[-1][0] == node and work[-1][1] is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    found.append(take_component(stack, node))
    return [sorted(part) for part in found if len(part) > 1 or part[0] in graph[part[0]]]


def step(graph, index, low, stack, work, node, edges):
    for target in edges:
        if target not in graph:
            continue
        if target not in index:
            index[target] = low[target] = len(index)
            stack.append(target)
            work.append((target, iter(graph[target])))
            return
        if target in stack:
            low[node] = min(low[node], index[target])
    work[-1] = (node, None)


def take_component(stack, node):
    part = []
    while True:
        part.append(stack.pop())
        if part[-1] == node:
            return part
