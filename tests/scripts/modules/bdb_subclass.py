"""A debugger of one's own: what it is told, breakpoints with conditions and counts, what is skipped."""

import bdb
import os


class Recorder(bdb.Bdb):
    def __init__(self, commands, skip=None):
        super().__init__(skip)
        self.commands = list(commands)

    def where(self, what, frame, more=''):
        print(what, os.path.basename(frame.f_code.co_filename), frame.f_lineno, frame.f_code.co_name, more)
        command = self.commands.pop(0) if self.commands else 'continue'
        if command in ('next', 'return', 'until'):
            getattr(self, 'set_' + command)(frame)
        else:
            getattr(self, 'set_' + command)()

    def user_call(self, frame, args):
        self.where('call', frame)

    def user_line(self, frame):
        self.where('line', frame)

    def user_return(self, frame, value):
        self.where('return', frame, value)

    def user_exception(self, frame, info):
        self.where('exception', frame, info[0].__name__)

    def do_clear(self, arg):
        print('cleared', arg, self.clear_bpbynumber(arg))


def inner(n):
    if n > 2:
        raise ValueError(n)
    return n + 1


def numbers():
    yield 1
    yield 2


def outer(n):
    total = 0
    for i in numbers():
        total += inner(i)
    try:
        inner(n)
    except ValueError:
        total = -1
    return total


for commands in ([], ['step'] * 60, ['next'] * 60, ['step', 'step', 'return', 'next', 'until', 'step', 'quit'],
                 ['step', 'next', 'next', 'step', 'return', 'step', 'return', 'next', 'next']):
    print('---', commands[:9])
    print(Recorder(commands).runcall(outer, 3))

here = os.path.abspath(__file__)
r = Recorder([])
for line, extra in (36, {}), (45, {'temporary': True}), (49, {'cond': 'i > 1'}), (36, {'cond': 'undefined'}), (9999, {}):
    print(r.set_break(here, line, **extra))
bdb.Breakpoint.bpbynumber[1].ignore = 1
bdb.Breakpoint.bpbynumber[4].disable()
print(r.runcall(outer, 1))
for b in filter(None, bdb.Breakpoint.bpbynumber):
    print(b.bpformat().replace(here, 'FILE'), '|', str(b).replace(here, 'FILE'))
print(r.get_break(here, 49), r.get_file_breaks(here), [b.number for b in r.get_breaks(here, 36)])
print(r.clear_break(here, 36), r.clear_break(here, 3).replace(here, 'FILE'), r.clear_break('nothing.py', 3)[:20])
for arg in '', 'x', '99', '1', '3':
    try:
        print(r.get_bpbynumber(arg).number)
    except ValueError as e:
        print(e)
print(r.clear_all_breaks(), r.clear_all_breaks(), r.get_all_breaks())
print(r.runeval('outer(1)', globals()), r.run('x = outer(0)'), x)
print(r.canonic('<string>'), r.canonic(here) == here)
r = Recorder(['step'] * 30, skip=['oth*', 'fnmatch'])
print(r.is_skipped_module('fnmatch'), r.is_skipped_module('bdb'), r.is_skipped_module(None))
space = {'__name__': 'other', 'inner': inner}
exec('def away():\n    return inner(1)', space)
print(r.runcall(lambda: space['away']()))
try:
    bdb.Bdb(backend='none')
except ValueError as e:
    print(e)
