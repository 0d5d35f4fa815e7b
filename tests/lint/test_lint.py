# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lint itself: what is bad must be caught, what is good must pass."""
import unittest

from lint import CHECKS, run
from source import Tree, blank

HEADER = '/* SPDX-License-Identifier: LGPL-2.1-or-later */\n'
BUILD = "# SPDX-License-Identifier: LGPL-2.1-or-later\nsubdir('libkhidki')\nsubdir('store')\nsubdir('intake')\n"
HERE = 'server/intake/khidki-thing.c'


def look(check, files):
    tree = Tree({'server/meson.build': BUILD, **files})
    return run(tree, [check] if check else list(CHECKS))


def rules(check, files):
    return sorted({problem.rule for problem in look(check, files).problems})


def calls(body, path=HERE):
    return rules('calls', {path: HEADER + body})


class Layers(unittest.TestCase):
    def include(self, path, line, more=()):
        return rules('layers', {path: HEADER + line + '\n', **dict(more)})

    def test_server(self):
        store = {'server/store/khidki-store.h': HEADER}
        for path, line, expected in (
                (HERE, '#include "store/khidki-store.h"', []),
                (HERE, '#include <glib.h>', []),
                ('server/khidkid.c', '#include "intake/khidki-thing.h"', []),
                ('server/store/khidki-store.c', '#include "khidki-store.h"', []),
                ('server/store/khidki-store.c', '/* #include "intake/khidki-thing.h" */', []),
                ('server/store/khidki-store.c', '#include "intake/khidki-thing.h"', ['layer']),
                ('server/store/khidki-store.c', '  #  include "intake/khidki-thing.h"', ['layer']),
                ('server/libkhidki/khidki-a.c', '#include "store/khidki-store.h"', ['layer']),
                (HERE, '#include "khidki-store.h"', ['layer']),
                (HERE, '#include "../store/khidki-store.h"', ['layer']),
                (HERE, '#include "elsewhere/khidki-store.h"', ['layer']),
                ('server/unbuilt/khidki-a.c', '', ['layer'])):
            self.assertEqual(self.include(path, line, store), expected, (path, line))

    def test_waiver(self):
        line = '#include "intake/khidki-thing.h" /* lint: allow layer – until it moves */'
        self.assertEqual(self.include('server/store/khidki-store.c', line), [])

    def test_generated(self):
        build = {'server/store/meson.build': "configure_file(output: 'khidki-made.h')"}
        self.assertEqual(self.include('server/store/khidki-a.c', '#include "khidki-made.h"', build), [])

    def test_plugins(self):
        own = {'plugins/sms/khidki-sms-parse.h': HEADER,
               'plugins/sms/inner/khidki-sms-deep.h': HEADER,
               'plugins/csc/khidki-csc-parse.h': HEADER,
               'plugins/whatsapp/khidki-whatsapp-parse.h': HEADER}
        for path, line, expected in (
                ('plugins/sms/khidki-sms-a.c', '#include <khidki.h>', []),
                ('plugins/sms/khidki-sms-a.c', '#include <json-glib/json-glib.h>', []),
                ('plugins/sms/khidki-sms-a.c', '#include "khidki-sms-parse.h"', []),
                ('plugins/sms/khidki-sms-a.c', '#include "inner/khidki-sms-deep.h"', []),
                ('plugins/sms/inner/khidki-sms-deep.c', '#include "../khidki-sms-parse.h"', []),
                ('plugins/sms/khidki-sms-a.c', '#include "../csc/khidki-csc-parse.h"', ['layer']),
                ('plugins/sms/khidki-sms-a.c', '#include "store/khidki-store.h"', ['layer']),
                ('plugins/sms/khidki-sms-a.c', '#include <store/khidki-store.h>', ['layer']),
                ('plugins/sms/khidki-sms-a.c', '#include <khidki-host.h>', ['layer']),
                ('plugins/sms/khidki-sms-a.c', '#include "tools/khidki-tool.h"', ['layer']),
                ('plugins/sms/control/khidki-sms-control.c', '#include "tools/khidki-tool.h"', []),
                ('plugins/sms/control/khidki-sms-control.c', '#include "store/khidki-store.h"', ['layer']),
                ('plugins/sms/control/khidki-sms-control.c', '#include "khidki-sms-parse.h"', []),
                ('plugins/whatsapp/sandbox/khidki-page.c',
                 '#include "../khidki-whatsapp-parse.h"', ['layer'])):
            self.assertEqual(self.include(path, line, own), expected, (path, line))

    def test_cycles(self):
        def headers(*edges):
            names = {name for edge in edges for name in edge}
            return {f'server/store/khidki-{name}.h': HEADER + ''.join(
                f'#include "store/khidki-{b}.h"\n' for a, b in edges if a == name)
                for name in names}
        self.assertEqual(rules('cycles', headers(('a', 'b'), ('b', 'c'), ('a', 'c'))), [])
        self.assertEqual(rules('cycles', headers(('a', 'b'), ('b', 'c'), ('c', 'a'))), ['cycle'])
        self.assertEqual(rules('cycles', headers(('a', 'a'))), ['cycle'])
        two = headers(('a', 'b'), ('b', 'a'), ('c', 'd'), ('d', 'c'), ('b', 'c'))
        self.assertEqual(len(look('cycles', two).problems), 2)


class Sizes(unittest.TestCase):
    def function(self, lines):
        inside = '  if (a)\n    {\n    }\n'
        filler = '  step ();\n' * (lines - 3 - inside.count('\n'))
        return f'static int\nname_it (int a)\n{{\n{filler}{inside}}}\n'

    def test_functions(self):
        for lines, expected in ((60, (0, 0)), (61, (0, 1)), (80, (0, 1)), (81, (1, 0))):
            report = look('sizes', {HERE: HEADER + self.function(lines)})
            self.assertEqual((len(report.problems), len(report.warnings)), expected, lines)

    def test_what_is_no_function(self):
        table = 'static const Row rows[] = {\n' + '  { 1 },\n' * 90 + '};\n'
        braces = 'static void\nf (void)\n{\n  g ("}{");\n  /* } */\n  h (\'{\');\n}\n' * 20
        macro = '#define BEGIN(x) \\\n  if (x) {\n' * 3 + braces
        for body in (table, braces, macro):
            self.assertEqual(rules('sizes', {HERE: HEADER + body}), [])

    def test_files(self):
        for lines, expected in ((500, (0, 0)), (501, (0, 1)), (800, (0, 1)), (801, (1, 0))):
            report = look('sizes', {'tests/a.py': '# a\n' * lines})
            self.assertEqual((len(report.problems), len(report.warnings)), expected, lines)


class Calls(unittest.TestCase):
    def test_bad(self):
        for body, rule in (
                ('a = g_get_real_time ();', 'clock'), ('a = time (NULL);', 'clock'),
                ('d = g_date_time_new_now_utc ();', 'clock'), ('g_get_monotonic_time();', 'clock'),
                ('g_timeout_add_seconds (1, f, a);', 'timer'), ('g_timeout_source_new (1);', 'timer'),
                ('a = rand ();', 'randomness'), ('g_random_int ();', 'randomness'),
                ('randombytes_buf (b, 4);', 'randomness'), ('getrandom (b, 4, 0);', 'randomness'),
                ('crypto_sign_keypair (a, b);', 'randomness'),
                ('soup_session_send_and_read (s, m, NULL, NULL);', 'network'),
                ('soup_session_send (s, m);', 'network'), ('g_spawn_sync (a);', 'network'),
                ('g_socket_client_connect_to_host (c);', 'network'), ('system ("ls");', 'network'),
                ('g_main_loop_run (loop);', 'loop'), ('g_main_context_iteration (c, 1);', 'loop'),
                ('if (a) goto out;', 'goto'), ('g_error ("no");', 'abort'),
                ('n = strtol (a, &b, 10);', 'number'), ('n = atoi (a);', 'number'),
                ('g_assert (a > 0);', 'assert'), ('g_assert_nonnull (a);', 'assert'),
                ('assert (a);', 'assert'), ('n = g_utf8_collate (a, b);', 'locale'),
                ('n = strcasecmp (a, b);', 'locale'), ('c = toupper (c);', 'locale'),
                ('if (isdigit (c)) f ();', 'locale'), ('strcoll (a, b);', 'locale'),
                ('strcpy (a, b);', 'copy'), ('sprintf (a, b);', 'copy'), ('strcat (a, b);', 'copy'),
                ('void khidki_do (int a, GError **error);', 'void-error'),
                ('q = "SELECT a FROM b";', 'sql'),
                ('q = g_strdup_printf ("DELETE FROM %s", (a));', 'sql-paste'),
                ('g_string_append_printf (s, (a), "UPDATE a SET b=%d", 1);', 'sql-paste')):
            self.assertEqual(calls(body), [rule], body)

    def test_good(self):
        for body in (
                'a = khidki_host_now (host);', 'a->time (b);', 'khidki_time (b);', 'int time;',
                'soup_session_send_async (s);', 'g_socket_client_connect_to_host_async (c);',
                'crypto_sign_seed_keypair (a, b, c);', '/* goto */ f ("goto time () rand ()");',
                'static void\nf (KhidkiRandomFunc random)\n{\n  random (a, b);\n}',
                'n = g_ascii_strcasecmp (a, b); g_ascii_isdigit (c);', 'G_STATIC_ASSERT (1);',
                'g_return_if_fail (a); khidki_is_digit (c); self->isalpha (c);',
                'n = g_ascii_string_to_signed (a);', 'g_snprintf (a, 4, b);', 'say ("SELECTED");',
                'gboolean khidki_do (int a, GError **error);'):
            self.assertEqual(calls(body), [], body)

    def test_places(self):
        for path, body, expected in (
                ('server/khidkid.c', 'g_main_loop_run (l);', []),
                ('server/gate/khidki-plugin-host.c', 'g_get_real_time ();', []),
                ('server/gate/khidki-gate.c', 'g_get_real_time ();', ['clock']),
                ('tests/e2e/test-a.c', 'g_main_loop_run (l); q = "SELECT 1";', []),
                ('server/store/khidki-a.c', 'q = "SELECT a FROM b";', []),
                ('server/store/khidki-a.c', 'q = g_strconcat ("SELECT ", a, NULL);', ['sql-paste']),
                ('tests/e2e/test-a.c', 'g_assert_true (a);', []),
                ('tests/e2e/test-a.c', 'goto a;', ['goto'])):
            self.assertEqual(calls(body, path), expected, (path, body))

    def test_waivers(self):
        reason = look('calls', {HERE: 'time (0); /* lint: allow clock – a log stamp */\n'})
        self.assertEqual((reason.problems, reason.waivers[0].text), ([], 'a log stamp'))
        for line in ('time (0); /* lint: allow clock */', 'time (0); /* lint: allow clock – */',
                     'f (); /* lint: allow clock – not needed */',
                     'f (); /* lint: allow everything – no */'):
            self.assertEqual(calls(line), ['waiver'], line)
        self.assertEqual(calls('time (0); /* lint: allow timer – wrong */'), ['clock', 'waiver'])


class Callers(unittest.TestCase):
    DEFINED = 'int\nkhidki_thing_count (void)\n{\n}\n'
    CALL = 'int\nmain (void)\n{\n  khidki_thing_count ();\n}\n'

    def look(self, defined, path=HERE, **more):
        files = {name.replace('__', '/').replace('_', '-') + '.c': text for name, text in more.items()}
        return rules('callers', {path: HEADER + defined, **files})

    def test_bad(self):
        self.assertEqual(self.look(self.DEFINED), ['caller'])
        self.assertEqual(self.look(self.DEFINED, tests__test_thing=self.CALL), ['caller'])
        self.assertEqual(self.look(self.DEFINED + self.CALL), ['caller'])
        self.assertEqual(self.look(self.DEFINED, server__khidkid='/* khidki_thing_count (); */'), ['caller'])
        self.assertEqual(self.look('int\nkhidki_thing_free (void)\n{\n}\n'), ['caller'])

    def test_good(self):
        self.assertEqual(self.look(self.DEFINED, server__khidkid=self.CALL), [])
        self.assertEqual(self.look('static ' + self.DEFINED), [])
        self.assertEqual(self.look('GType\nkhidki_thing_get_type (void)\n{\n}\n'), [])
        self.assertEqual(self.look(self.DEFINED.replace('count', 'free')
                                   + self.CALL.replace('count', 'free')), [])
        for line in ('G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiThing, khidki_thing_count)',
                     '#define each(x) \\\n  khidki_thing_count (x)'):
            self.assertEqual(rules('callers', {HERE: HEADER + self.DEFINED,
                                               'server/intake/khidki-thing.h': HEADER + line + '\n'}), [])

    def test_declared(self):
        """A header's declaration is no call, but makes a function of the public library whole."""
        for path, expected in (('server/intake/khidki-thing.h', ['caller']),
                               ('server/libkhidki/khidki-thing-private.h', ['caller', 'internal']),
                               ('server/libkhidki/khidki-thing.h', [])):
            self.assertEqual(rules('callers', {HERE: HEADER + self.DEFINED, path: HEADER
                                               + 'int khidki_thing_count (void);\n'}), expected, path)

    def test_internal(self):
        header = 'server/libkhidki/khidki-thing-private.h'
        here, there = 'server/libkhidki/khidki-a.c', 'server/store/khidki-b.c'
        for declared, caller, expected in (
                ('int khidki_thing_count (void);', here, ['internal']),
                ('const char *\nkhidki_thing_count (int a,\n  int b);', here, ['internal']),
                ('G_GNUC_INTERNAL\nint khidki_thing_count (void);', here, []),
                ('int khidki_thing_count (void);', there, []),
                ('int khidki_thing_count (void);', 'tests/test-a.c', [])):
            self.assertEqual(rules('callers', {header: HEADER + declared + '\n',
                                               caller: HEADER + self.CALL}), expected, declared)

    def test_waivers(self):
        waived = self.DEFINED.replace('int\n', 'int /* lint: allow caller – a test counts */\n')
        self.assertEqual(self.look(waived), [])
        self.assertEqual(self.look(waived.replace(' – a test counts', '')), ['waiver'])
        self.assertEqual(self.look(waived, server__khidkid=self.CALL), ['waiver'])


class Comments(unittest.TestCase):
    HEADER_PATH = 'server/libkhidki/khidki-thing.h'
    DECLARED = 'guint khidki_thing_count (KhidkiThing *self,\n  const char *words[2]);\n'
    COMMENT = ('/**\n * khidki_thing_count:\n * @self: a thing\n * @words: two\n *\n'
               ' * Returns: how many\n *\n * Since: 0.1\n */\n')

    def look(self, comment, declared=DECLARED, path=HEADER_PATH):
        return rules('comments', {path: HEADER + declared,
                                  'server/libkhidki/khidki-thing.c': HEADER + comment})

    def test_good(self):
        self.assertEqual(self.look(self.COMMENT), [])
        self.assertEqual(self.look('', self.COMMENT + self.DECLARED), [])
        self.assertEqual(self.look('', 'GType khidki_thing_get_type (void);\n'), [])
        for path in ('server/libkhidki/khidki-thing-private.h', 'server/store/khidki-thing.h'):
            self.assertEqual(self.look('', path=path), [], path)
        self.assertEqual(self.look(self.COMMENT.replace(' * @words: two\n', ''),
                                   'guint khidki_thing_count (KhidkiThing *self, GError **error);\n'), [])

    def test_bad(self):
        for old, new in (('/**', '/*'), ('count', 'number'), (' * @words: two\n', ''),
                         (' * Since: 0.1\n', '')):
            self.assertEqual(self.look(self.COMMENT.replace(old, new)), ['comment'], old)


class Names(unittest.TestCase):
    def test_names(self):
        here = {'plugins/ivr/khidki-ivr-plugin.c': HEADER,
                'plugins/departments/town/khidki-town-plugin.c': HEADER}
        for body, expected in (
                ('f ("whatsapp");', ['plugin-name']), ('f ("SMS: %s", a);', ['plugin-name']),
                ('f ("khidki_csc_desk");', ['plugin-name']), ('f ("ivr");', ['plugin-name']),
                ('f ("/town/");', ['plugin-name']), ('f ("departments");', []),
                ('#include "sms/khidki-a.h"', ['plugin-name']),
                ('#include <khidki-whatsapp.h>', ['plugin-name']),
                ('f ("mismatch, township");', []), ('/* as on "whatsapp" */', []),
                ('f ("csc"); /* lint: allow plugin-name – a word that people say */', []),
                ('f ("csc"); /* lint: allow plugin-name */', ['waiver']),
                ('f ("a"); /* lint: allow plugin-name – no need */', ['waiver'])):
            self.assertEqual(rules('names', {HERE: HEADER + body + '\n', **here}), expected, body)
        self.assertEqual(rules('names', {'plugins/ivr/khidki-ivr-a.c': 'f ("sms");'}), [])
        self.assertEqual(rules('names', {'tests/server/test-a.c': 'f ("sms");'}), [])


class Tidy(unittest.TestCase):
    def test_files(self):
        for path, text, expected in (
                (HERE, HEADER, []), (HERE, 'int a;\n', ['licence']),
                ('server/store/khidki-a.h', HEADER + '#pragma once\n', []),
                ('server/store/khidki-a.h', HEADER, ['pragma']),
                ('check', '#!/bin/bash\necho\n', ['licence']),
                ('README.md', 'run /wo' + 'rk/main\n', ['path']),
                ('docs/a.md', 'in /tmp/' + 'wt/a\n', ['path']),
                ('docs/a.md', 'far' + 'm-7\n', ['path']), ('a.seva', 'far' + 'm-house\n', []),
                ('a.seva', '/wo' + 'rk/a\n', ['path']), ('docs/a.md', 'paperwork/x\n', []),
                ('server/store/store.c', HEADER, ['name']), ('server/khidkid.c', HEADER, [])):
            self.assertEqual(rules('tidy', {path: text}), expected, (path, text))

    def test_space(self):
        for text, expected in (('f ();\n', []), ('f (); \n', ['space']), ('\tf ();\n', ['space']),
                               ('f ();', ['space']), ('f ();\n\n', []),
                               ('g_autoptr(GList) a;\n', ['space']), ('g_autoptr (GList) a;\n', [])):
            self.assertEqual(rules('tidy', {HERE: HEADER + text}), expected, text)
        self.assertEqual(rules('tidy', {'docs/a.md': 'a\tb '}), [])

    def test_class(self):
        one = 'G_DEFINE_FINAL_TYPE (KhidkiThing, khidki_thing, G_TYPE_OBJECT)\n'
        other = 'G_DEFINE_BOXED_TYPE (KhidkiA,\n  khidki_a, khidki_a_ref, khidki_a_unref)\n'
        kind = 'G_DEFINE_INTERFACE (KhidkiB, khidki_b, G_TYPE_OBJECT)\n'
        for path, text, expected in ((HERE, one, []), (HERE, one + other, ['class']),
                                     (HERE, other, ['class']), (HERE, kind + kind, []),
                                     ('tests/test-a.c', one + other, [])):
            self.assertEqual(rules('tidy', {path: HEADER + text}), expected, (path, text))

    def test_layer_table(self):
        rows = ['| `server/libkhidki` | a |', '| `server/store` | b |', '| `server/intake` | c |']
        self.assertEqual(rules('tidy', {'HACKING.md': '\n'.join(rows)}), [])
        self.assertEqual(rules('tidy', {'HACKING.md': '\n'.join(rows[:2])}), ['layer-table'])
        self.assertEqual(rules('tidy', {'HACKING.md': '\n'.join(rows[::-1])}), ['layer-table'])

    def test_readme(self):
        code = {'plugins/sms/khidki-sms-plugin.c': HEADER}
        full = '# SMS\n## What it does\n## Wire format\n## Secrets and network\n## How it fails\n## Tests\n'
        self.assertEqual(rules('tidy', code), ['readme'])
        self.assertEqual(rules('tidy', {**code, 'plugins/sms/README.md': full}), [])
        part = {**code, 'plugins/sms/README.md': full.replace('## Tests', '')}
        self.assertEqual(rules('tidy', part), ['readme'])
        town = {'plugins/departments/town/khidki-town-plugin.c': HEADER,
                'plugins/departments/town/README.md': '## What it does\n## Services\n## How it fails\n'}
        self.assertEqual(rules('tidy', town), ['readme'])


class Blanking(unittest.TestCase):
    def test_length_and_lines(self):
        text = 'a = "x\\"y"; // b\n/* c\nd */ e = \'"\';\n'
        code, strings = blank(text)
        self.assertEqual((len(code), code.count('\n')), (len(text), text.count('\n')))
        self.assertEqual(strings, [(4, 'x\\"y')])
        self.assertNotIn('d', code)


if __name__ == '__main__':
    unittest.main()
