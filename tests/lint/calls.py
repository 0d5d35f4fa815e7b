# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls that only some places may make, and SQL that is never pasted together."""
import fnmatch
import re

WORLD = ('clock', 'timer', 'randomness', 'network', 'loop')

# rule: (what to look for, what to use instead)
FORBIDDEN = {
    'clock': (r'g_get_real_time|g_get_monotonic_time|g_get_current_time|time|gettimeofday|'
              r'clock_gettime|localtime(?:_r)?|g_date_time_new_now\w*|g_timer_new',
              'take the instant from khidki_host_now() or as an argument'),
    'timer': (r'g_timeout_add\w*|g_timeout_source_new\w*|sleep|usleep|nanosleep|g_usleep|alarm|'
              r'setitimer|timerfd_create',
              'use khidki_host_add_timer() or a job row'),
    'randomness': (r'g_random_\w+|g_rand_\w+|rand|srand|rand_r|random|srandom|drand48|getrandom|'
                   r'getentropy|arc4random\w*|randombytes_\w+|g_uuid_string_random|uuid_generate\w*|'
                   r'crypto_\w+_keygen|crypto_\w+(?<!_seed)_keypair',
                   'use khidki_host_fill_random() or have it handed in'),
    'network': (r'soup_session_send|soup_session_send_and_read|g_socket_client_connect(?:_to_\w+)?'
                r'(?<!_async)(?<!_finish)|'
                r'g_spawn_sync|g_spawn_command_line_sync|g_subprocess_communicate(?:_utf8)?|'
                r'g_subprocess_wait(?:_check)?|g_resolver_lookup_by_name|getaddrinfo|system|popen',
                'use the _async form'),
    'loop': (r'g_main_loop_run|g_main_context_iteration',
             'no nested main loop anywhere: use callbacks'),
    'abort': (r'g_error|abort', 'return a GError; input from outside never ends the process'),
    'number': (r'strto[a-z]+|atoi|atol|atoll|atof|sscanf',
               'use g_ascii_string_to_signed() or g_ascii_string_to_unsigned()'),
    'assert': (r'g_assert\w*|assert',
               'return a GError; g_return_if_fail() is for what a caller has promised'),
    'locale': (r'g_utf8_collate\w*|strcoll\w*|strxfrm\w*|strn?casecmp|to(?:upper|lower)|'
               r'is(?:alpha|alnum|digit|xdigit|space|punct|upper|lower|print|cntrl|graph)',
               'it depends on LANG: use g_ascii_*(), g_unichar_*() or khidki_alphabet_dup_key()'),
    'copy': (r'strcpy|strncpy|stpcpy|strcat|strncat|sprintf|vsprintf|gets',
             'use g_strdup(), g_strlcpy(), g_strdup_printf() or GString'),
}

# (where, rules, why): everywhere else these are handed in.
ALLOWED = (
    ('server/khidkid.c', WORLD, 'the process: the world that is handed in begins here'),
    ('server/khidkictl.c', WORLD, 'a command that runs and ends'),
    ('server/khidki-worker.c', WORLD, 'a child of its own without a main loop'),
    ('server/worker/*', WORLD, 'the same child'),
    ('server/gate/khidki-*host*.c', WORLD, 'the one place a plugin gets its world from'),
    ('server/tools/*', WORLD, 'the same for programs of plugins that run and end'),
    ('plugins/*/control/*', WORLD, 'a command that runs and ends'),
    ('server/libkhidki-testing/*', WORLD + ('assert',), 'runs tests and turns their main loop'),
    ('plugins/whatsapp/sandbox/*', WORLD, 'a far end of its own, never loaded by the server'),
    ('tests/*', WORLD + ('sql', 'abort', 'assert'), 'tests are their own host, look into the database '
                                          'and may end themselves'),
)

GOTO = re.compile(r'\bgoto\b')
SQL = re.compile(r'\s*(?:SELECT|INSERT|UPDATE|DELETE)\s')
PASTING = re.compile(r'\b(?:\w*printf\w*|g_strconcat|g_strjoin|g_string_append|g_string_prepend)\s*\(')
VOID_ERROR = re.compile(r'\bvoid\s+\w+\s*\([^()]*\bGError\s*\*\*\s*\w*\s*\)')


def compile_rules():
    return {rule: re.compile(r'(?<![\w.])(?<!->)(' + pattern + r')\s*\(')
            for rule, (pattern, _) in FORBIDDEN.items()}


RULES = compile_rules()


def reason_for(path, rule):
    for where, rules, why in ALLOWED:
        if rule in rules and fnmatch.fnmatchcase(path, where):
            return why
    return None


def check_calls(tree, report):
    for source in tree.c_files():
        for rule, pattern in RULES.items():
            if reason_for(source.path, rule) is None:
                check_rule(report, source, rule, pattern)
        for match in GOTO.finditer(source.code):
            report.fail(source.path, source.line_at(match.start()), 'goto',
                        'use g_autoptr and early returns')
        for match in VOID_ERROR.finditer(source.code):
            report.fail_unless_waived(source, source.line_at(match.start()), 'void-error',
                                      'what can fail returns a gboolean or a value')
        check_sql(report, source)
    check_unused_waivers(tree, report)


def check_rule(report, source, rule, pattern):
    for match in pattern.finditer(source.code):
        if is_handed_in(source.code, match.group(1)):
            continue
        report.fail_unless_waived(source, source.line_at(match.start()), rule,
                                  f'{match.group(1)}(): {FORBIDDEN[rule][1]}')


def is_handed_in(code, name):
    """A callback that a caller passed under the name, such as KhidkiRandomFunc random."""
    return re.search(r'\b[A-Z]\w*Func\s+' + name + r'\b(?!\s*\()', code) is not None


def check_sql(report, source):
    pasted = list(pasted_ranges(source.code))
    may_hold = source.path.startswith('server/store/') or reason_for(source.path, 'sql')
    for offset, content in source.strings:
        if not SQL.match(content):
            continue
        line = source.line_at(offset)
        if any(start <= offset < end for start, end in pasted):
            report.fail_unless_waived(source, line, 'sql-paste',
                                      'SQL made by pasting: name the statement, bind parameters')
        elif not may_hold:
            report.fail_unless_waived(source, line, 'sql',
                                      'SQL lies in server/store/sql/, one file per using folder')


def pasted_ranges(code):
    """(start, end) of the arguments of each call that pastes text together."""
    for match in PASTING.finditer(code):
        depth = 0
        for offset in range(match.end() - 1, len(code)):
            depth += {'(': 1, ')': -1}.get(code[offset], 0)
            if depth == 0:
                yield match.end(), offset
                break


KNOWN = set(FORBIDDEN) | {'sql', 'sql-paste', 'void-error'}
# Their own checks look for those of theirs that waive nothing.
ELSEWHERE = {'layer', 'plugin-name', 'caller'}


def check_unused_waivers(tree, report):
    """A waiver that waives nothing hides that the rule changed its mind."""
    used = {(waiver.path, waiver.line) for waiver in report.waivers}
    for source in tree.c_files():
        for line, (rule, _) in source.waivers.items():
            if rule in ELSEWHERE:
                continue
            if rule not in KNOWN:
                report.fail(source.path, line, 'waiver', f'{rule} is no rule that can be waived')
            elif (source.path, line) not in used:
                report.fail(source.path, line, 'waiver', f'nothing here needs {rule}')
