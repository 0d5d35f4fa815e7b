# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people whom nobody knows can make the server keep: nothing."""
import os

import desk
import tap
from world import Failure, World


def count_papers(world):
    return sum(len(names) for _, _, names in os.walk(os.path.join(world.state, 'papers')))


def files_of_nobody():
    """Small enough to be taken for a form without files, and with no session or an invented one."""
    with World(plugins='csc;revenue') as world:
        world.sandbox_url = 'http://127.0.0.1:1'
        world.write_config()
        world.start_server()
        stranger = desk.Desk(world, 'nobody')
        for session in ('', '0' * 64):
            stranger.session = session
            files = {f'file:{place}': ('image/jpeg', os.urandom(20000)) for place in range(4)}
            answer = stranger.send(stranger.make_post('/counter/draft/x', {'f:name': 'Sita'}, files))
            if answer.status != 403 or 'name="f:name" value="Sita"' not in answer.text:
                raise Failure(f'what was typed is not kept: {answer}')
            if count_papers(world) != 0:
                raise Failure(f'{count_papers(world)} files of a stranger are kept')
        operator = desk.Desk(world, 'example.meena').sign_in()
        operator.fill(operator.begin('REV-INC'), {}, desk.income_papers())
        if count_papers(world) == 0:
            raise Failure('files are kept elsewhere: this test looks at nothing')


if __name__ == '__main__':
    tap.run(files_of_nobody)
