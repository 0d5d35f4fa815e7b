# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures that a phone sends in one go, a message each, seconds apart: one answer."""
import time

import journey
import papers
import tap
from world import Citizen, Failure, World, call

PICTURES = 6


def send_only(citizen):
    status, answer = call(f'{citizen.world.sandbox_url}/sandbox/citizens/{citizen.number}/media?filename=paper',
                          papers.photo(), {'Content-Type': 'image/jpeg'})
    if status >= 300:
        raise Failure(f'media: {status} {answer[:200]!r}')


def one_paper():
    with World() as world:
        world.start()
        citizen = Citizen(world, '919800000001', 'Sita')
        journey.fill_in_english(citizen, papers_too=False)
        for _ in range(PICTURES):
            send_only(citizen)
            time.sleep(.7)
        citizen.expect('Identity proof, 2 pages', 'I kept the first 2', 'shows the address')
        if citizen.poll(6):
            raise Failure(f'answered twice:\n{citizen.text()}')
        citizen.say('status', 'no application')
        citizen.tap('Go on with it', 'shows the address')


if __name__ == '__main__':
    tap.run(one_paper)
