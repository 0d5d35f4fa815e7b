# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every type of message that Meta has, to a whole server: one useful answer each."""
import tap
from world import Citizen, Failure, World

QUESTION = 'full name'
HELPLINE = '1031'
UNSUPPORTED = {'code': 131051, 'title': 'Message type unknown'}
LOST = {'code': 131052, 'title': 'Media download error'}


def interactive(kind, **reply):
    return {'type': 'interactive', 'interactive': {'type': kind, kind: reply}}


def medium(kind, mime, **more):
    return {'type': kind, kind: {'id': '44100', 'mime_type': mime, **more}}


# What comes in the middle of a form, and what stands in the one answer.
ANSWERED = {
    'empty text': ({'type': 'text', 'text': {'body': ''}}, QUESTION),
    'emoji': ({'type': 'text', 'text': {'body': '👍'}}, QUESTION),
    'stale tap': (interactive('list_reply', id='1:service:REV-INC', title='Income'), QUESTION),
    'tap without an id': (interactive('button_reply', title='Help'), HELPLINE),
    'flow': (interactive('nfm_reply', name='flow', body='Sent', response_json='{}'), QUESTION),
    'call permission': (interactive('call_permission_reply', response='accept'), QUESTION),
    'no interactive': ({'type': 'interactive', 'errors': [UNSUPPORTED]}, QUESTION),
    'template button': ({'type': 'button', 'button': {'text': 'help'}}, HELPLINE),
    'photo that is not there': (medium('image', 'image/jpeg'), QUESTION),
    'document': (medium('document', 'application/pdf', filename='a.pdf'), QUESTION),
    'file of another kind': (medium('document', 'application/msword'), QUESTION),
    'file that Meta did not get': ({'type': 'unsupported', 'errors': [LOST]}, 'did not reach us'),
    'voice note': (medium('audio', 'audio/ogg; codecs=opus', voice=True), HELPLINE),
    'music': (medium('audio', 'audio/mpeg'), HELPLINE),
    'video': (medium('video', 'video/mp4'), 'cannot watch videos'),
    'sticker': (medium('sticker', 'image/webp'), QUESTION),
    'place': ({'type': 'location', 'location': {'latitude': 28.72, 'longitude': 77.1}},
              'Service centres near'),
    'place that is none': ({'type': 'location', 'location': {'latitude': 128, 'longitude': 77}},
                           QUESTION),
    'card': ({'type': 'contacts', 'contacts': [{'name': {'formatted_name': 'Ram'}}]}, 'contact cards'),
    'order': ({'type': 'order', 'order': {'catalog_id': '1', 'product_items': []}}, QUESTION),
    'poll': ({'type': 'unsupported', 'unsupported': {'type': 'poll'}, 'errors': [UNSUPPORTED]}, QUESTION),
    'edit': ({'type': 'edit', 'edit': {'original_message_id': 'wamid.X'}}, 'what you changed'),
    'welcome': ({'type': 'request_welcome'}, QUESTION),
    'ephemeral': ({'type': 'ephemeral'}, QUESTION),
    'unknown': ({'type': 'unknown', 'errors': [UNSUPPORTED]}, QUESTION),
    'of next year': ({'type': 'hologram', 'hologram': {}}, QUESTION),
}
SILENT = {
    'reaction': {'type': 'reaction', 'reaction': {'message_id': 'wamid.X', 'emoji': '👍'}},
    'reaction taken back': {'type': 'reaction', 'reaction': {'message_id': 'wamid.X'}},
    'deleted': {'type': 'revoke', 'revoke': {'original_message_id': 'wamid.X'}},
    'in a group': {'type': 'text', 'text': {'body': 'Hi'}, 'group_id': 'g'},
}


def begin(world, place, name):
    citizen = Citizen(world, f'9198110{place:05}', name)
    citizen.say('Hi', 'OTP')
    citizen.say('English')
    citizen.say('income certificate')
    citizen.say('For myself', QUESTION)
    return citizen


def must_be_all(citizen, name):
    """Nothing else came: who says something has the next answer to it."""
    citizen.say('help', HELPLINE)
    if len(citizen.poll(0)) > 0:
        raise Failure(f'{name}: answered more than once')


def everything_is_answered_once():
    with World() as world:
        world.start()
        for place, (name, (message, part)) in enumerate(ANSWERED.items()):
            citizen = begin(world, place, name)
            citizen.act('raw', message)
            try:
                citizen.expect(part)
            except Failure as failure:
                raise Failure(f'{name}: {failure}') from failure
            must_be_all(citizen, name)


def what_waits_for_no_answer_has_none():
    with World() as world:
        world.start()
        for place, (name, message) in enumerate(SILENT.items()):
            citizen = begin(world, place, name)
            citizen.act('raw', message)
            must_be_all(citizen, name)


if __name__ == '__main__':
    tap.run(everything_is_answered_once, what_waits_for_no_answer_has_none)
