"""Random programs whose frames are made to go on at random lines: whatever is refused or raised, the machine stays whole.

CPython itself runs the programs without jumps, as some of these end it.
"""

import random
import sys
import warnings

PROGRAMS, JUMPS, STEPS = 120, 10, 400
VARIABLES = 'abcdefgh'
EXPRESSIONS = [
    '{0}', '{0} + 1', '[{0}, {1}]', '({0}, {1},\n 3)', '[q for q in\n range(3) if q]',
    '[(q, w) for q in [1,\n 2] for w in (3,\n 4)]', '{{q: 1\n for q in range(2)}}', '(lambda z=1:\n z)()',
    'ident({0},\n {1},\n *[1],\n k=2)', 'f"{{{0}!r:>{{3\n}}}} x"', '{0} if 1 else\\\n {1}', '({0} :=\n 5)', '1 < 2 <\\\n 3',
    'list(q for q in\n range(2))', '[lambda: q for q in range(2)]', '{0} and {1} or\\\n {0}', '1 / 0',
    '[[w for w in\n range(q)] for q in\n range(2)]', '"a".join(["b",\n "c"])',
]
SIMPLE = {
    'all': ['{0} = {2}', '{0} = {2}', 'ident({2})', 'pass', 'del {0}', 'raise ValueError', 'raise KeyError(1)',
            'raise TypeError from ValueError(2)', 'raise ExceptionGroup("g", [ValueError(1), KeyError(2)])', '{0} += 1',
            '{0}, *{1} = [1, 2,\n 3]', '(lambda: {0})', 'from os import (path,\n sep)', 'assert {0} is not None, (\n {1})'],
    'loop': ['break', 'continue'],
    'function': ['return {2}'],
    'gen': ['{0} = yield {2}', 'yield {0}', '{0} = yield from [1,\n 2]'],
    'agen': ['{0} = yield {2}', 'yield {0}', '{0} = await coroutine({1})', '{0} = [q async for q in\n Items() if q]'],
    'async': ['{0} = await coroutine({1})', '{0} = [q async for q in\n Items() if q]'],
}
HEADS = {'function': 'def target():', 'gen': 'def target():', 'async': 'async def target():', 'agen': 'async def target():',
         'module': 'if 1:'}


class Manager:
    def __init__(self, n=0):
        self.n = n

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return self.n == 1

    async def __aenter__(self):
        return 1

    async def __aexit__(self, *args):
        return False


class Items:
    def __init__(self):
        self.n = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n += 1
        if self.n > 2:
            raise StopAsyncIteration
        return self.n


def ident(*args, **names):
    return args


def two():
    yield 1
    yield 2


async def coroutine(x):
    return x


class Program:
    """Text of a program, one random statement after the other."""

    def __init__(self, rnd):
        self.rnd = rnd
        self.kind = rnd.choice(['function', 'function', 'gen', 'async', 'agen', 'module'])
        self.lines = [HEADS[self.kind]]
        self.loops = self.stars = self.names = 0
        for v in VARIABLES:
            self.add(1, f'{v} = {rnd.choice(["1", "[1, 2]", "None"])}')
        for _ in range(4):
            self.block(1, 3)
        if 'gen' in self.kind:
            self.add(1, 'yield 9')
        self.text = '\n'.join(self.lines) + '\n'

    def add(self, depth, text):
        self.lines.append('    ' * depth + text)

    def name(self):
        return self.rnd.choice(VARIABLES)

    def fill(self, text):
        expression = self.rnd.choice(EXPRESSIONS).format(self.name(), self.name())
        return text.format(self.name(), self.name(), expression)

    def block(self, depth, nesting):
        for _ in range(self.rnd.randint(1, 3)):
            if nesting <= 0 or self.rnd.random() < 0.45:
                self.simple(depth)
            else:
                getattr(self, self.rnd.choice(['loop', 'loop', 'branch', 'handlers', 'handlers', 'groups', 'managers',
                                               'cases', 'scopes']))(depth, nesting - 1)

    def simple(self, depth):
        choices = SIMPLE['all'] + SIMPLE.get(self.kind, []) * (self.kind != 'function' or not self.stars)
        if self.loops and not self.stars:
            choices = choices + SIMPLE['loop']
        self.add(depth, self.fill(self.rnd.choice(choices)))

    def part(self, depth, nesting, head, often=1.0):
        if self.rnd.random() < often:
            self.add(depth, self.fill(head))
            self.block(depth + 1, nesting)

    def loop(self, depth, nesting):
        stars, self.stars = self.stars, 0
        self.loops += 1
        if self.rnd.random() < 0.3:
            self.names += 1
            self.add(depth, f'k{self.names} = 0')
            self.add(depth, f'while k{self.names} < 2:')
            self.add(depth + 1, f'k{self.names} += 1')
            self.block(depth + 1, nesting)
        elif self.kind in ('async', 'agen') and self.rnd.random() < 0.4:
            self.part(depth, nesting, 'async for {0} in Items():')
        else:
            self.part(depth, nesting, 'for {0} in ' + self.rnd.choice(['range(3)', '[1,\n 2]', 'two()', '"ab"']) + ':')
        self.loops -= 1
        self.stars = stars
        self.part(depth, nesting, 'else:', 0.3)

    def branch(self, depth, nesting):
        self.part(depth, nesting, 'if {2}:')
        self.part(depth, nesting, 'elif {0}:', 0.5)
        self.part(depth, nesting, 'else:', 0.5)

    def handlers(self, depth, nesting):
        self.part(depth, nesting, 'try:')
        clauses = self.rnd.random()
        if clauses < 0.7:
            self.part(depth, nesting, self.rnd.choice(['except ValueError:', 'except (KeyError, TypeError) as {0}:']))
            self.part(depth, nesting, 'except Exception as {0}:', 0.5)
            self.part(depth, nesting, 'else:', 0.3)
        if clauses > 0.4:
            self.part(depth, nesting, 'finally:')

    def groups(self, depth, nesting):
        self.part(depth, nesting, 'try:')
        loops, self.loops = self.loops, 0
        self.stars += 1
        self.part(depth, nesting, 'except* ValueError:')
        self.part(depth, nesting, 'except* (KeyError,\n TypeError) as {0}:', 0.6)
        self.stars -= 1
        self.loops = loops

    def managers(self, depth, nesting):
        heads = ['with Manager() as {0}:', 'with (Manager(1),\n Manager() as {0},\n Manager(2)):']
        if self.kind in ('async', 'agen'):
            heads.append('async with Manager() as {0}:')
        self.part(depth, nesting, self.rnd.choice(heads))

    def cases(self, depth, nesting):
        self.add(depth, self.fill('match {2}:'))
        patterns = ['[1, *x_]', '{{"a": y_}}', 'int() | str()', '[u_, v_] if u_', 'None', '(1, 2) as t_', 'Manager(n=z_)']
        for pattern in self.rnd.sample(patterns, 3):
            self.part(depth + 1, nesting, f'case {pattern}:')
        self.part(depth + 1, 0, 'case _:')

    def scopes(self, depth, nesting):
        self.names += 1
        if self.rnd.random() < 0.5:
            self.add(depth, f'class K{self.names}:')
            self.add(depth + 1, f'm = {self.name()}')
            self.add(depth + 1, 'def f(self): return __class__')
            self.add(depth + 1, '[m for m in\n range(2)]')
        else:
            self.add(depth, f'def f{self.names}(x,\n y=2):')
            self.add(depth + 1, 'global a' if self.kind == 'module' else 'nonlocal a')
            self.add(depth + 1, 'a = x')
            self.add(depth + 1, 'return b')


def drive(kind, target):
    if kind == 'function':
        target()
    elif kind == 'gen':
        g = target()
        for _ in zip(range(9), g):
            pass
        try:
            g.throw(ValueError)
        except (ValueError, StopIteration):
            pass
        g.close()
    elif kind == 'async':
        c = target()
        for _ in range(9):
            c.send(None)
    elif kind == 'agen':
        g = target()
        for _ in range(6):
            try:
                g.__anext__().send(None)
            except StopIteration:
                pass
        try:
            g.aclose().send(None)
        except StopIteration:
            pass


def run(seed, jumps):
    """How many jumps were made; None if the program is none."""
    rnd = random.Random(seed)
    program = Program(rnd)
    try:
        code = compile(program.text, '<target>', 'exec')
    except SyntaxError:
        return None
    steps = made = 0

    def trace(frame, event, arg):
        nonlocal steps, made, jumps
        if frame.f_code.co_filename != '<target>':
            return None
        steps += 1
        if steps > STEPS:
            raise KeyboardInterrupt
        if jumps and rnd.random() < 0.3:
            jumps -= 1
            try:
                frame.f_lineno = rnd.choice(sorted({line for _, _, line in frame.f_code.co_lines() if line}))
                made += 1
            except ValueError:
                pass
        return trace

    space = {f.__name__: f for f in (Manager, Items, ident, two, coroutine)} | {'a': 1, 'b': 2}
    sys.settrace(trace)
    try:
        try:
            exec(code, space)
            drive(program.kind, space.get('target'))
        finally:
            sys.settrace(None)
    except SystemError:
        raise
    except BaseException as e:
        repr(e)
    assert sys.exception() is None, program.text
    return made


warnings.simplefilter('ignore')
jumps = 0 if sys.implementation.name == 'cpython' else JUMPS
results = [run(seed, jumps) for seed in range(PROGRAMS)]
whole = [made for made in results if made is not None]
print(len(whole) > PROGRAMS / 2, sum(whole) > PROGRAMS or not jumps)
