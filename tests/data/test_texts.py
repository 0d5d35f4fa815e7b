# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every text that a citizen reads, in every language: there, whole, and in its script."""
import json
import re
import sys
import unicodedata
import unittest
from pathlib import Path

ROOT = Path(sys.argv.pop(1))
LANGUAGES = ('en', 'hi', 'pa', 'ur')
SCRIPTS = {'hi': 'DEVANAGARI', 'pa': 'GURMUKHI', 'ur': 'ARABIC'}
# Names of other makers, kinds of files, and what stands so on paper.
LATIN = {'numbers', 'OTP', 'PIN', 'PDF', 'JPEG', 'PNG', 'MB', 'SDM', 'DM', 'UIDAI', 'NFS', 'BPL', 'IFSC', 'QR', 'CSC', 'Khidki',
         'WhatsApp', 'SBIN0001234', 'ABC1234567', 'ABCDE1234F', 'H-12', 'sita@example.in', 'English'}
# Only a certificate's words: it is written in Hindi and English.
OFFICIAL = ('Certificate', 'Line')
BUTTON, ROW, BODY = 20, 24, 1024
ISOLATES = '\u2066\u2068\u2069'


def read(text):
    """(group, key) to value, a keyfile's escapes undone."""
    values, group = {}, ''
    for line in text.splitlines():
        if line.startswith('['):
            group = line[1:line.index(']')]
        elif line and not line.startswith('#') and '=' in line:
            key, value = line.split('=', 1)
            values[group, key] = value.replace('\\n', '\n').replace('\\s', ' ')
    return values


def localised(values):
    """language to (group, key) to value, of one file with key[language]=."""
    by_language = {language: {} for language in LANGUAGES}
    for (group, key), value in values.items():
        base, bracket, language = key.partition('[')
        by_language[language[:-1] if bracket else 'en'][group, base] = value
    return by_language


def units(text):
    return len(text.encode('utf-16-le')) // 2


def placeholders(text):
    return sorted(re.findall(r'\{[a-z0-9-]*\}+', text))


def words(text):
    """The runs of letters, without placeholders."""
    plain = re.sub(r'\{[a-z0-9-]*\}', ' ', text)
    for foreign in sorted(LATIN, key=len, reverse=True):
        plain = re.sub(rf'(?<![A-Za-z]){re.escape(foreign)}(?![A-Za-z])', ' ', plain)
    return re.findall(r'[^\W\d_]+', plain)


def script(letter):
    return unicodedata.name(letter, '?').split()[0]


def find_strange(language, text):
    """What is not in the script of the language; Latin is nobody's but English's."""
    return [word for word in words(text)
            if any(unicodedata.category(letter)[0] == 'L' and script(letter) != SCRIPTS[language] for letter in word)]


def is_line_right_to_left(line):
    """By its first strong letter outside of isolates, as UAX 9 and the phones decide."""
    depth = 0
    for letter in line:
        if letter in '\u2066\u2068':
            depth += 1
        elif letter == '\u2069':
            depth -= 1
        elif depth == 0 and unicodedata.bidirectional(letter) in ('R', 'AL'):
            return True
        elif depth == 0 and unicodedata.bidirectional(letter) == 'L':
            return False
    return None


def without_values(text):
    """As it is filled: a value that is not of the script stands in an isolate."""
    return re.sub(r'\{[a-z0-9-]*\}', '\u2068x\u2069', text)


def complaints(texts):
    """Of language to key to text: what no citizen should meet."""
    found = []
    for language in LANGUAGES:
        for key in set(texts['en']) ^ set(texts[language]):
            found.append(f'{language} {key}: is in one language only')
        for key in set(texts['en']) & set(texts[language]):
            text, english = texts[language][key], texts['en'][key]
            if placeholders(text) != placeholders(english):
                found.append(f'{language} {key}: {placeholders(text)}, English has {placeholders(english)}')
            if text.strip() == '':
                found.append(f'{language} {key}: is empty')
            if language == 'en':
                continue
            if words(english) and text == english:
                found.append(f'{language} {key}: is a copy of the English')
            strange = find_strange(language, text)
            if strange:
                found.append(f'{language} {key}: {strange} in another script')
            if language == 'ur':
                found += [f'ur {key}: reads from the left: {line}' for line in without_values(text).split('\n')
                          if is_line_right_to_left(line) is False]
                if re.search(r'\d-\d|\d \d', re.sub(r'\u2066[^\u2069]*\u2069', '', text)):
                    found.append(f'ur {key}: digits in groups outside of an isolate')
                if text.count('\u2066') + text.count('\u2068') != text.count('\u2069'):
                    found.append(f'ur {key}: an isolate is not closed')
    return sorted(found)


def plural_complaints(texts):
    """Each language says every number: one and other, whoever has one of them."""
    return [f'{language} {key}: one plural form without the other' for language in LANGUAGES for key in texts[language]
            if key[1].endswith(('.one', '.other'))
            and (key[0], key[1].rsplit('.', 1)[0] + ('.other' if key[1].endswith('.one') else '.one')) not in texts[language]]


def load_folder(folder):
    return {language: {key: value for key, value in read((ROOT / folder / f'{language}.ini').read_text('utf-8')).items()
                       if key[0] != 'reviewed'} for language in LANGUAGES}


class Checks(unittest.TestCase):
    """What is bad is caught."""

    def look(self, **texts):
        both = {language: {('g', 'k'): texts.get(language, default)} for language, default in
                (('en', 'Two {count}'), ('hi', 'दो {count}'), ('pa', 'ਦੋ {count}'), ('ur', 'دو {count}'))}
        return complaints(both)

    def test_bad(self):
        self.assertEqual(self.look(), [])
        for bad in ({'pa': 'ਦੋ'}, {'pa': 'दो {count}'}, {'ur': 'Two {count}'}, {'ur': 'PDF دو {count}'}, {'hi': ' '},
                    {'ur': 'دو {count} 25-08-1990'}, {'ur': 'دو \u2066{count}'}, {'ur': 'دو {counts}'},
                    {'pa': 'ਦੋ {count} ready'}):
            self.assertNotEqual(self.look(**bad), [], bad)
        self.assertNotEqual(complaints({'en': {}, 'hi': {}, 'pa': {('g', 'k'): 'ਦੋ'}, 'ur': {}}), [])
        half = {language: {('g', 'k.one'): 'x'} for language in LANGUAGES}
        self.assertEqual(len(plural_complaints(half)), 4)


class Texts(unittest.TestCase):
    def hold(self, texts):
        self.assertEqual(complaints(texts), [])
        self.assertEqual(plural_complaints(texts), [])

    def test_conversation(self):
        texts = load_folder('server/conversation/texts')
        for language in LANGUAGES:
            # In the choice of the language every one stands in its own script.
            self.assertLessEqual(units(texts[language].pop(('row', 'language'))), ROW)
            for (group, key), text in texts[language].items():
                most = {'label': BUTTON, 'row': ROW}.get(group, BODY)
                self.assertLessEqual(units(text), most, f'{language} {group}.{key}')
        self.assertGreater(len(texts['en']), 200)
        self.hold(texts)

    def test_forms(self):
        values = read((ROOT / 'server/forms/texts.ini').read_text('utf-8'))
        self.hold(localised({key: value for key, value in values.items() if key[0] == 'Texts'}))

    def test_pages(self):
        texts = load_folder('server/pages/texts')
        for language in LANGUAGES:
            texts[language].pop(('frame', 'other-language'))
        self.hold(texts)

    def test_services(self):
        for path in sorted((ROOT / 'plugins/departments').glob('*/*.seva')):
            values = read(path.read_text('utf-8'))
            texts = {key: value for key, value in values.items() if key[0].split()[0] not in OFFICIAL}
            told = {key for key in texts if '[hi]' in key[1]}
            keys = {(group, key.split('[')[0]) for group, key in told} - {('Service', 'Reviewed')}
            found = complaints(localised({(group, key): value for (group, key), value in texts.items()
                                          if (group, key.split('[')[0]) in keys}))
            self.assertEqual(found, [])
            for language in LANGUAGES:
                self.assertIn(('Service', f'Reviewed[{language}]'), values, path)

    def test_departments(self):
        for path in sorted((ROOT / 'plugins/departments').glob('*/department.ini')):
            values = localised(read(path.read_text('utf-8')))
            keys = set(values['hi'])
            self.hold({language: {key: text for key, text in values[language].items() if key in keys}
                       for language in LANGUAGES})

    def test_places(self):
        for name in ('places/delhi.ini', 'centres/example.ini'):
            values = {key: value for key, value in read((ROOT / 'data' / name).read_text('utf-8')).items()
                      if key[0].split()[0] in ('City', 'District', 'Subdivision', 'Centre')}
            keys = {(group, key.split('[')[0]) for group, key in values if '[hi]' in key}
            self.hold(localised({(group, key): value for (group, key), value in values.items()
                                 if (group, key.split('[')[0]) in keys}))

    def test_templates(self):
        templates = json.loads((ROOT / 'data/templates/whatsapp.json').read_text('utf-8'))
        texts = {language: {} for language in LANGUAGES}
        for template in templates:
            for component in template['components']:
                if component['type'] == 'BODY':
                    # WhatsApp counts its values, where we name them.
                    text = re.sub(r'\{\{(\d)\}\}', r'{value-\1}', component['text'])
                    self.assertLessEqual(units(text), 824)
                    texts[template['language']][template['name'], 'body'] = text
        self.hold(texts)


if __name__ == '__main__':
    unittest.main()
