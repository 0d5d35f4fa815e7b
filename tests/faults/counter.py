# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pay, print and submit at a counter: sent twice, late, in a wrong order, cut off, and the server
killed between. Each draft is charged once, numbered once and in the ledger once."""
import collections
import http.client
import os
import random
import sys
import threading
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))
import desk  # noqa: E402
import papers  # noqa: E402
import tap  # noqa: E402
from cash import Cash  # noqa: E402
from desk import Desk  # noqa: E402
from rig import PATIENCE  # noqa: E402
from world import SOURCE, Failure, World  # noqa: E402

KILLS = int(os.environ.get('KHIDKI_KILLS', '18'))
SEED = int(os.environ.get('KHIDKI_SEED', '0')) or int(time.time())
OPERATORS = ('example.meena', 'example.arif')
MOST_WAITING = 3
LONGEST = 0.5 * PATIENCE
SHOWN_FAULTS = 20
MARKET = os.path.join(SOURCE, 'tests', 'e2e', 'market')

STALL = {'name': 'Asha', 'dob': '1/2/1985', 'area': 'rohini', 'goods': 'clothes'}
SERVICES = {
    'REV-INC': (3000, desk.INCOME, desk.income_papers),
    'MKT-STALL': (5050, STALL, lambda: {'identity': ('voter-id', 'image/jpeg', papers.photo())}),
}

# What the server answers to a form that is not to be taken: the box, what is in it, the answer.
WRONG = {'undeclared': ({}, 422), 'too little': ({'received': '1'}, 422),
         'other amounts': ({'charge': '5000'}, 409), 'an older version': ({'version': '1'}, 303)}


class Case:
    """A draft at its review, and what the operators were told of it."""

    def __init__(self, service, draft, forms):
        self.service, self.draft, self.forms = service, draft, forms
        self.tried, self.number = False, None
        # By its key: whether a print said that it is a copy; None while no answer came.
        self.prints = {}

    @property
    def id(self):
        return self.draft.rsplit('/', 1)[1]


class Counter:
    """Two operators of one centre, and what they do at once."""

    def __init__(self, world, chance):
        self.world, self.chance = world, chance
        self.desks = {name: Desk(world, name) for name in OPERATORS}
        self.cases, self.waiting, self.faults = [], [], []
        self.counts = collections.Counter()
        self.lock = threading.Lock()

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def prepare(self):
        """A draft that one operator has filled and both have before them."""
        service = self.chance.choice(list(SERVICES))
        _, answers, files = SERVICES[service]
        draft = self.desks[self.chance.choice(OPERATORS)].prepare(service, answers, files())
        case = Case(service, draft, {name: one.read_payment(draft)
                                     for name, one in self.desks.items()})
        self.cases.append(case)
        self.waiting.append(case)

    # Single requests. An answer that did not come says nothing.

    def send(self, name, request, cut=None):
        self.counts['requests'] += 1
        try:
            answer = self.desks[name].send(request, cut)
        except (OSError, http.client.HTTPException):
            self.counts['no answer'] += 1
            return None
        self.counts['cut off' if cut is not None else 'answered'] += 1
        return answer

    def note_receipt(self, case, answer, what):
        if answer is None:
            return False
        if answer.status != 303 or '/counter/receipt/' not in answer.where:
            self.fault(f'{what} of {case.draft}: {answer}')
            return False
        number = desk.read_receipt_number(answer.where)
        with self.lock:
            if case.number not in (None, number):
                self.faults.append(f'{case.draft} was given {case.number} and then {number}')
            case.number = number
        return True

    def pay(self, case, name, cut=None):
        form = case.forms[name]
        fields = {**form.fields, 'do': 'submit', 'received': '100'}
        request = self.desks[name].make_post(form.action, fields,
                                             {'sheet': ('image/jpeg', papers.photo())})
        case.tried = True
        return self.note_receipt(case, self.send(name, request, cut and cut(len(request))), 'pay')

    def pay_wrongly(self, case, name, what):
        """Refused; or shown as taken, if it may have been by a right form."""
        form, (changes, wanted) = case.forms[name], WRONG[what]
        files = {} if what == 'undeclared' else {'sheet': ('image/jpeg', papers.photo())}
        fields = {**form.fields, 'do': 'submit', **changes}
        answer = self.send(name, self.desks[name].make_post(form.action, fields, files))
        if answer is None or (answer.status == wanted and 'receipt' not in answer.where):
            return
        if case.tried:
            self.note_receipt(case, answer, what)
        else:
            self.fault(f'{case.draft}, {what}: {answer}')

    def print(self, case, name, key, cut=None):
        """One tap on a button to print, and the paper that it leads to."""
        place = f'/counter/receipt/{case.number or case.id}/print'
        fields = {'token': case.forms[name].fields['token'], 'key': key, 'size': 'a5'}
        request = self.desks[name].make_post(place, fields)
        numbered = case.number is not None
        if numbered:
            case.prints.setdefault(key, None)
        answer = self.send(name, request, cut and cut(len(request)))
        if answer is None:
            return
        if not numbered:
            if answer.status != 404:
                self.fault(f'{case.draft} was printed before anybody knew its number: {answer}')
            return
        if answer.status != 303:
            self.fault(f'print of {place}: {answer}')
            return
        sheet = self.send(name, self.desks[name].make_request('GET', answer.where))
        if sheet is not None:
            self.note_print(case, key, sheet)

    def note_print(self, case, key, sheet):
        if sheet.status != 200 or case.number not in sheet.text:
            self.fault(f'the paper of {case.number}: {sheet}')
            return
        copy = 'COPY' in sheet.text
        with self.lock:
            if case.prints[key] not in (None, copy):
                self.faults.append(f'{case.number}, print {key}: a copy now and not before')
            case.prints[key] = copy

    def look(self, case, name):
        """Opens the draft; one that was taken is shown as its receipt."""
        answer = self.send(name, self.desks[name].make_request('GET', case.draft))
        if answer is not None and answer.status != 200:
            self.note_receipt(case, answer, 'look')

    # Schedules.

    def draw_cut(self):
        """Cut off nowhere, somewhere in the request, or when all of it was sent."""
        drawn = self.chance.random()
        share = self.chance.random()
        if drawn < 0.5:
            return None
        return (lambda length: length) if drawn < 0.85 else (lambda length: int(length * share))

    def draw_deed(self, case):
        """What somebody does, to be called at its time; maybe a whole row of taps."""
        name = self.chance.choice(OPERATORS)
        drawn = self.chance.random()
        if drawn < 0.5:
            cut = self.draw_cut()
            return lambda: self.pay(case, name, cut)
        if drawn < 0.6:
            what = self.chance.choice(list(WRONG))
            return lambda: self.pay_wrongly(case, name, what)
        if drawn < 0.7:
            return lambda: self.look(case, name)
        known = sorted(case.prints)
        key = self.chance.choice(known) if known and self.chance.random() < 0.5 \
            else f'{self.chance.getrandbits(64):016x}'
        cut = self.draw_cut()
        return lambda: self.print(case, name, key, cut)

    def draw_schedule(self, cases, end):
        """[(when, deed)]: in any order, a third of them twice at the same moment, a few too late."""
        schedule = []
        for case in cases:
            for _ in range(self.chance.randint(2, 5)):
                deed, at = self.draw_deed(case), self.chance.uniform(0, 1.1 * end)
                schedule += [(at, deed)] * self.chance.choice((1, 1, 2))
        return schedule

    def run(self, schedule, end):
        """Does it all, and kills the server at @end, whatever is under way."""
        start = time.monotonic()

        def do(at, deed):
            time.sleep(max(start + at - time.monotonic(), 0))
            try:
                deed()
            except Exception as error:  # whatever it is, it must not be lost in a thread
                self.fault(f'{type(error).__name__}: {error}')

        threads = [threading.Thread(target=do, args=one) for one in schedule]
        for thread in threads:
            thread.start()
        time.sleep(max(start + end - time.monotonic(), 0))
        self.world.kill_server()
        for thread in threads:
            thread.join()

    def repeat_unknown(self):
        """As an operator would who had no answer: she looks, or she taps once more."""
        for case in self.waiting:
            name = self.chance.choice(OPERATORS)
            if case.tried and case.number is None:
                if self.chance.random() < 0.5:
                    self.look(case, name)
                if case.number is None and not self.pay(case, name):
                    self.fault(f'{case.draft} cannot be paid for')
            for key in [key for key, copy in case.prints.items() if copy is None]:
                self.print(case, name, key)
        self.waiting = [case for case in self.waiting if case.number is None]

    def play(self):
        while len(self.waiting) < MOST_WAITING:
            self.prepare()
        taken = [case for case in self.cases if case.number is not None]
        again = self.chance.sample(taken, min(len(taken), 2))
        end = self.chance.uniform(0.02, LONGEST)
        self.run(self.draw_schedule(self.waiting + again, end), end)
        self.world.start_server()
        self.waiting += again
        self.repeat_unknown()


def report(counter, cash, kills):
    print(f'# kills: {kills}')
    for name, value in {**counter.counts, **cash.figures()}.items():
        print(f'# {name}: {value}')
    faults = counter.faults + cash.faults
    for fault in faults[:SHOWN_FAULTS]:
        print(f'# fault: {fault}', flush=True)
    if faults:
        raise Failure(f'{len(faults)} faults')


def charged_once():
    print(f'# seed {SEED}', flush=True)
    with World(plugins='csc;revenue;market') as world:
        world.add_plugin('market', *(os.path.join(MARKET, name) for name in os.listdir(MARKET)))
        world.sandbox_url = 'http://127.0.0.1:1'
        world.write_config()
        world.start_server()
        counter = Counter(world, random.Random(SEED))
        for one in counter.desks.values():
            one.sign_in()
        for _ in range(KILLS):
            counter.play()
        prices = {service: price for service, (price, _, _) in SERVICES.items()}
        report(counter, Cash(counter, prices), KILLS)


if __name__ == '__main__':
    tap.run(charged_once)
