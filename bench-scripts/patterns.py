"""One line of Python at a time: what common operations cost, in nanoseconds.

    patterns.py [TEXT]

Prints `name<TAB>nanoseconds` for each pattern, or for those whose name contains TEXT: the fastest of some rounds. The large
scripts of `micro/` say how fast programs are; this list finds single operations that are slow. `run.py patterns` compares two
interpreters.
"""

import abc
import base64
import bisect
import collections
import contextlib
import copy
import csv
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import heapq
import html
import inspect
import io
import itertools
import json
import logging
import math
import operator
import os
import pathlib
import pickle
import random
import re
import statistics
import string
import struct
import sys
import textwrap
import threading
import time
import urllib.parse
import uuid
import weakref
import zlib

CALLS, ROUNDS, ENOUGH = 1000, 7, 0.1


class A:
    x = 1

    def __init__(self, a, b=2):
        self.a = a
        self.b = b

    @property
    def p(self):
        return self.a

    @staticmethod
    def s(x):
        return x

    @classmethod
    def c(cls, x):
        return x

    def m(self):
        return self.a

    def __eq__(self, other):
        return self.a == other.a

    def __lt__(self, other):
        return self.a < other.a

    def __hash__(self):
        return hash(self.a)

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i

    def __iter__(self):
        return iter((1, 2, 3))

    def __add__(self, other):
        return self

    def __contains__(self, x):
        return True

    def __bool__(self):
        return True

    def __call__(self, x):
        return x

    def __repr__(self):
        return "A"

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


class B(A):
    def __init__(self, a):
        super().__init__(a, 3)

    def m(self):
        return super().m()


class Missing:
    def __getattr__(self, name):
        return name


class Setting:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)


class Descriptor:
    def __get__(self, instance, owner):
        return 1


class Described:
    d = Descriptor()


@dataclasses.dataclass
class DC:
    x: int
    y: int = 2


@dataclasses.dataclass(frozen=True)
class FD:
    x: int
    y: int = 2


class E(enum.Enum):
    RED = 1
    BLUE = 2


class F(enum.Flag):
    A = 1
    B = 2


class SL:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


class W:
    def m(self, x, y, z):
        pass

    def w(self, *args, **kwargs):
        return self.m(*args, **kwargs)


NT = collections.namedtuple("NT", "x y")


@functools.lru_cache(None)
def lru(x):
    return x


@functools.wraps(len)
def wrapped(*args, **kwargs):
    return len(*args, **kwargs)


def gen():
    yield from range(10)


def deleg():
    yield from gen()


@contextlib.contextmanager
def cm():
    yield 1


@functools.singledispatch
def sd(x):
    return x


@sd.register
def _(x: int):
    return x


def make_closure():
    v = 1
    return lambda: v


def make_counter():
    v = 0

    def f():
        nonlocal v
        v += 1
    return f


GV = 1


def gl():
    return GV


def kw(a, b):
    return a


def df(a, b=2, c=3):
    return a


def surplus(*args):
    pass


def surplus_kw(*args, **kwargs):
    pass


def rec(n):
    return n if n == 0 else rec(n - 1)


def ma(x):
    match x:
        case 1:
            return 1
        case [a, b]:
            return a
        case 3:
            return 3


def mc(x):
    match x:
        case DC(x=0):
            return 0
        case DC(x=1, y=y):
            return y


a, a2, bb, g, sa, hd, sl, w = A(1), A(2), B(1), Missing(), Setting(), Described(), SL(1, 2), W()
l, l2, three = list(range(100)), list(range(20)), (1, 2, 3)
d, k = {str(i): i for i in range(100)}, {"x": 1, "y": 2}
s, nt, dc = "hello world foo bar", NT(1, 2), DC(1)
pat, part, tpl = re.compile(r"(\w+) (\w+)"), functools.partial(max, 1), string.Template("$a b")
js = json.dumps({"a": [1, 2, 3], "b": {"c": "d"}, "e": 1.5})
jo = json.loads(js)
pk, now, dec, fr = pickle.dumps(jo), datetime.datetime(2020, 1, 1), decimal.Decimal("1.1"), fractions.Fraction(1, 3)
cl, nl, lg = make_closure(), make_counter(), logging.getLogger("x")
lk, rl, cond, ev, dev = threading.Lock(), threading.RLock(), threading.Condition(), threading.Event(), io.StringIO()

# Name, statement.
PATTERNS = [
    ('attribute x100', 'for i in range(100): a.a'),
    ('property', 'a.p'),
    ('static method', 'A.s(1)'),
    ('class method', 'a.c(1)'),
    ('method', 'a.m()'),
    ('super()', 'bb.m()'),
    ('instance', 'A(1)'),
    ('instance, keywords', 'A(a=1,b=3)'),
    ('instance, super().__init__', 'B(1)'),
    ('__getattr__', 'g.foo'),
    ('__setattr__', 'sa.x=1'),
    ('descriptor', 'hd.d'),
    ('__eq__', 'a==a2'),
    ('__lt__', 'a<a2'),
    ('__hash__', 'hash(a)'),
    ('__len__', 'len(a)'),
    ('__getitem__', 'a[1]'),
    ('__iter__', 'list(a)'),
    ('__add__', 'a+a2'),
    ('__contains__', '1 in a'),
    ('__bool__', 'if a: pass'),
    ('__call__', 'a(1)'),
    ('repr', 'repr(a)'),
    ('with', 'with a: pass'),
    ('dataclass', 'DC(1,2)'),
    ('dataclass ==', 'dc==dc'),
    ('dataclass repr', 'repr(dc)'),
    ('frozen dataclass', 'FD(1)'),
    ('instance with slots', 'SL(1,2)'),
    ('namedtuple', 'NT(1,2)'),
    ('namedtuple attribute', 'nt.x'),
    ('namedtuple unpacked', 'x,y=nt'),
    ('namedtuple replaced', 'nt._replace(x=3)'),
    ('enum attr', 'E.RED'),
    ('enum call', 'E(1)'),
    ('enum name', "E['RED']"),
    ('enum value', 'E.RED.value'),
    ('enum eq', 'E.RED is E.BLUE'),
    ('enum iter', 'list(E)'),
    ('flag or', 'F.A|F.B'),
    ('lru_cache hit', 'lru(1)'),
    ('partial', 'part(2)'),
    ('wrapper of a native', 'wrapped(s)'),
    ('generator', 'list(gen())'),
    ('yield from', 'list(deleg())'),
    ('generator expression', 'sum(x for x in l)'),
    ('contextmanager', 'with cm(): pass'),
    ('listcomp', '[x*2 for x in l]'),
    ('listcomp if', '[x for x in l if x%2]'),
    ('dictcomp', '{x:x for x in l}'),
    ('setcomp', '{x for x in l}'),
    ('sorted', 'sorted(l)'),
    ('sorted key', 'sorted(l,key=lambda x:-x)'),
    ('map', 'list(map(str,l))'),
    ('filter', 'list(filter(None,l))'),
    ('zip', 'list(zip(l,l))'),
    ('enumerate', 'for i,x in enumerate(l): pass'),
    ('reversed', 'list(reversed(l))'),
    ('min key', 'min(l,key=lambda x:x)'),
    ('any', 'any(x>50 for x in l)'),
    ('sum', 'sum(l)'),
    ('slice', 'l[10:50]'),
    ('append', 'm=[]\n    for i in range(50): m.append(i)'),
    ('insert0', 'm=[];m.insert(0,1)'),
    ('pop', 'm=[1,2];m.pop()'),
    ('del', 'm=[1,2];del m[0]'),
    ('concat', 'l+l'),
    ('unpack*', 'x,*y=l'),
    ('starlist', '[*l,*l]'),
    ('in list', '50 in l'),
    ('index', 'l.index(50)'),
    ('copy', 'l.copy()'),
    ('list==', 'l==l[:]'),
    ('dict.get', "d.get('5')"),
    ('d[k]', "d['5']"),
    ('dict in', "'5' in d"),
    ('dict store', "d['z']=1"),
    ('dict.items', 'for k,v in d.items(): pass'),
    ('dict.pop', "e={'a':1};e.pop('a')"),
    ('dict.setdefault', "e={};e.setdefault('a',[])"),
    ('dict.update', 'e={};e.update(d)'),
    ('dict | dict', 'd|d'),
    ('{**d}', '{**d}'),
    ('defaultdict', "e=collections.defaultdict(list);e['a'].append(1)"),
    ('Counter', 'collections.Counter(s)'),
    ('OrderedDict', 'collections.OrderedDict(a=1)'),
    ('deque', 'q=collections.deque();q.append(1);q.popleft()'),
    ('dict, tuple key', 'e={(1,2):3};e[(1,2)]'),
    ('set ops', '{1,2,3}&{2,3}'),
    ('frozenset', 'frozenset(l)'),
    ('dict()', 'dict(a=1,b=2)'),
    ('dict.fromkeys', 'dict.fromkeys(l)'),
    ('f-string', "f'{a.a} and {s} {1.5:.2f}'"),
    ('%', "'%s %d'%(s,3)"),
    ('format', "'{} {}'.format(s,3)"),
    ('join', "','.join(d)"),
    ('split', 's.split()'),
    ('replace', "s.replace('o','0')"),
    ('strip', "'  a '.strip()"),
    ('find', "s.find('foo')"),
    ('startswith', "s.startswith('he')"),
    ('upper', 's.upper()'),
    ('s[i]', 's[3]'),
    ('s[::-1]', 's[::-1]'),
    ('s+s', 's+s'),
    ('str +=', "t=''\n    for i in range(30): t+='x'"),
    ('str ==', "s=='hello world foo baz'"),
    ('for in str', 'for c in s: pass'),
    ('chr(ord())', "chr(ord('a'))"),
    ('str(int)', 'str(12345)'),
    ('int(str)', "int('12345')"),
    ('float(str)', "float('1.5')"),
    ('str(float)', 'str(1.5)'),
    ('encode', 's.encode()'),
    ('decode', "b'abc'.decode()"),
    ('isdigit', "'123'.isdigit()"),
    ('partition', "s.partition(' ')"),
    ('zfill', "'5'.zfill(3)"),
    ('splitlines', "'a\\nb\\n'.splitlines()"),
    ('translate', 's.translate({104:105})'),
    ('count', "s.count('o')"),
    ('in str', "'foo' in s"),
    ('hash', 'hash((1,2,3))'),
    ('re match', 'pat.match(s)'),
    ('re groups', 'pat.match(s).groups()'),
    ('re.match', "re.match(r'h',s)"),
    ('re sub', "pat.sub('x',s)"),
    ('re findall', 'pat.findall(s)'),
    ('re split', "re.split(' ',s)"),
    ('json dumps', 'json.dumps(jo)'),
    ('json loads', 'json.loads(js)'),
    ('pickle', 'pickle.dumps(jo)'),
    ('unpickle', 'pickle.loads(pk)'),
    ('deepcopy', 'copy.deepcopy(jo)'),
    ('copy.copy', 'copy.copy(a)'),
    ('try', 'try: pass\n    except E: pass'),
    ('raise', "try: raise ValueError('x')\n    except ValueError: pass"),
    ('ValueError of int()', "try: int('x')\n    except ValueError: pass"),
    ('KeyError', "try: d['nope']\n    except KeyError: pass"),
    ('AttributeError', 'try: a.nope\n    except AttributeError: pass'),
    ('hasattr, missing', "hasattr(a,'nope')"),
    ('getattr, default', "getattr(a,'nope',1)"),
    ('finally', 'try: pass\n    finally: pass'),
    ('isinstance', 'isinstance(a,A)'),
    ('isinstance, tuple', 'isinstance(a,(int,str,A))'),
    ('isinstance, Sequence', 'isinstance(l,collections.abc.Sequence)'),
    ('isinstance, Sized', 'isinstance(a,collections.abc.Sized)'),
    ('issubclass', 'issubclass(B,A)'),
    ('type()', 'type(a)'),
    ('lambda', '(lambda x:x)(1)'),
    ('closure', 'cl()'),
    ('global', 'gl()'),
    ('nonlocal', 'nl()'),
    ('keyword arguments', 'kw(a=1,b=2)'),
    ('default arguments', 'df(1)'),
    ('recursion', 'rec(10)'),
    ('match value', 'ma(3)'),
    ('match class', 'mc(dc)'),
    (':=', '(y:=5)'),
    ('conditional', '1 if s else 2'),
    ('and, or', 's and l or d'),
    ('chained comparison', '1<2<3'),
    ('int ops', '(7*3+2)//4%5'),
    ('big int', '2**100*3**50'),
    ('pow', '3**5'),
    ('divmod', 'divmod(17,5)'),
    ('float ops', '1.5*2.5/3.5'),
    ('round', 'round(1.567,2)'),
    ('abs', 'abs(-5)'),
    ('bitops', '5&3|8^2'),
    ('math.sqrt', 'math.sqrt(2)'),
    ('complex', '(1+2j)*(3-1j)'),
    ('itertools.chain', 'list(itertools.chain(l,l))'),
    ('itertools.product', "list(itertools.product('ab','cd'))"),
    ('itertools.combinations', 'list(itertools.combinations(range(6),2))'),
    ('itertools.groupby', '[k for k,g in itertools.groupby(l,lambda x:x//10)]'),
    ('itertools.islice', 'list(itertools.islice(l,10))'),
    ('itertools.accumulate', 'list(itertools.accumulate(l))'),
    ('reduce', 'functools.reduce(operator.add,l)'),
    ('itemgetter', 'list(map(operator.itemgetter(0),[(1,2)]*10))'),
    ('attrgetter', "operator.attrgetter('a')(a)"),
    ('cmp_to_key', 'sorted(l,key=functools.cmp_to_key(lambda x,y:x-y))'),
    ('singledispatch', 'sd(1)'),
    ('heapq', 'h=[];heapq.heappush(h,1);heapq.heappop(h)'),
    ('bisect', 'bisect.bisect(l,50)'),
    ('random', 'random.random()'),
    ('randint', 'random.randint(1,10)'),
    ('choice', 'random.choice(l)'),
    ('shuffle', 'random.shuffle(l2)'),
    ('datetime.now', 'datetime.datetime.now()'),
    ('strftime', "now.strftime('%Y-%m-%d')"),
    ('timedelta', 'now+datetime.timedelta(1)'),
    ('isoformat', 'now.isoformat()'),
    ('strptime', "datetime.datetime.strptime('2020-01-01','%Y-%m-%d')"),
    ('Decimal', 'dec*dec'),
    ('Fraction', 'fr+fr'),
    ('struct', "struct.unpack('ii',struct.pack('ii',1,2))"),
    ('hashlib', "hashlib.md5(b'abc').hexdigest()"),
    ('base64', "base64.b64encode(b'abcdef')"),
    ('zlib', "zlib.crc32(b'abc')"),
    ('uuid4', 'uuid.uuid4()'),
    ('urlparse', "urllib.parse.urlparse('http://a.b/c?d=e')"),
    ('quote', "urllib.parse.quote('a b&c')"),
    ('Path /', "pathlib.Path('a')/'b'"),
    ('Path name', "pathlib.Path('a/b.txt').suffix"),
    ('os.path.join', "os.path.join('a','b')"),
    ('splitext', "os.path.splitext('a/b.txt')"),
    ('os.environ', "os.environ.get('HOME')"),
    ('StringIO', "o=io.StringIO();o.write('abc');o.getvalue()"),
    ('BytesIO', "o=io.BytesIO();o.write(b'abc');o.getvalue()"),
    ('csv', "list(csv.reader(['a,b,c','d,e,f']))"),
    ('Template', 'tpl.substitute(a=1)'),
    ('textwrap', "textwrap.wrap('hello world foo bar baz',10)"),
    ('logging, disabled level', "lg.debug('x')"),
    ('signature', 'inspect.signature(df)'),
    ('weakref', 'weakref.ref(a)()'),
    ('html.escape', "html.escape('<a>')"),
    ('statistics', 'statistics.mean([1,2,3])'),
    ('exec', "exec('x=1')"),
    ('eval', "eval('1+1')"),
    ('compile', "compile('x=1','f','exec')"),
    ('class statement', 'class X: pass'),
    ('class with base', 'class X(A):\n        y=1\n        def m(self): pass'),
    ('def statement', 'def f(a,b=1): pass'),
    ('import', 'import os'),
    ('from import', 'from os import path'),
    ('type()', "type('X',(),{})"),
    ('namedtuple', "collections.namedtuple('N','a b')"),
    ('make_dataclass', "dataclasses.make_dataclass('X',['a','b'])"),
    ('Enum()', "enum.Enum('X','A B')"),
    ('setattr()', "setattr(a,'q',1)"),
    ('vars', 'vars(a)'),
    ('dir', 'dir(a)'),
    ('bytes', 'bytes(10)'),
    ('bytearray', "x=bytearray();x.extend(b'abc')"),
    ('memoryview', "memoryview(b'abc')[1]"),
    ('bytes join', "b''.join([b'a']*10)"),
    ('int.to_bytes', "(1000).to_bytes(4,'big')"),
    ('hex', 'hex(255)'),
    ('bin', 'bin(255)'),
    ('sorted str', 'sorted(d)'),
    ('print to StringIO', "print('x', file=dev)"),
    ('max list', 'max(l)'),
    ('range list', 'list(range(100))'),
    ('tuple', 'tuple(l)'),
    ('join of a generator', "''.join(c for c in s)"),
    ('lock', 'with lk: pass'),
    ('event', 'ev.is_set()'),
    ('def f(*a)', 'surplus(1, 2, 3)'),
    ('f(*a)', 'df(*three)'),
    ('def f(*a, **k)', 'surplus_kw(1, 2, x=3)'),
    ('f(*a, **k)', 'surplus_kw(*three, **k)'),
    ('f(**k), no **k', "kw(**{'a': 1, 'b': 2})"),
    ('wrapper of a method', 'w.w(1, 2, 3)'),
    ('with RLock', 'with rl: pass'),
    ('Condition.notify', 'with cond: cond.notify()'),
]


def cost(statement):
    scope = {}
    exec(f"def f():\n    {statement}\n", globals(), scope)
    f, best, clock = scope["f"], float("inf"), time.perf_counter
    for _ in range(ROUNDS):
        start = clock()
        for _ in range(CALLS):
            f()
        seconds = clock() - start
        best = min(best, seconds)
        if seconds > ENOUGH:
            break
    return best / CALLS * 1e9


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, statement in PATTERNS:
        if wanted in name:
            print(f"{name}\t{cost(statement):.1f}", flush=True)


if __name__ == "__main__":
    main()
