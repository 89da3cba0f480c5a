"""Natives called with every kind of arguments, by name of a builtin and by that of a method, and what looks like them."""
import sys, traceback
class A: 
    def get(self, x): return ('A', x)
    def append(self, *a, **k): return a, k
    def upper(self): return 'UP'
class L(list): pass
def t(f):
    try: return f()
    except BaseException as e: return repr(e)
for o in ('abc', A(), [1], L([3]), {1: 2}, 5):
    print(t(lambda: o.get(1)), t(lambda: o.append(7)), t(lambda: o.upper()), t(lambda: o.append(7, k=3)), t(lambda: o.get(1, 2, 3, 4)))
class B: up = str.upper
print(t(lambda: B().up()), t(lambda: len()), t(lambda: len(1, 2)), t(lambda: len(x=1)), sorted([3, 1, 2], key=lambda v: -v, reverse=True), sorted([3,1]), t(lambda: sorted()))
print(int('12', base=3), t(lambda: int(x=3)), dict(a=1, **{'b': 2}), max([1, 2], key=lambda v: -v), 'x'.split(sep='y', maxsplit=1), str(b'ab', encoding='ascii'))
big = list(range(20)); print(t(lambda: print(*big, sep='-', end='!\n')), '{a}{b}{c}{d}{e}{f}{g}{h}{i}'.format(a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8,i=9))
class M(type):
    def __call__(cls, *a, **k): return ('M', a, k)
class X(metaclass=M): pass
print(X(1, 2, k=3))
class I:
    def __init_subclass__(cls, **k): print('sub', sorted(k.items()))
class J(I, a=1, b=2): pass
class K:
    def __init__(self, a, *, b=2): self.v = a, b
print(K(1, b=3).v, t(lambda: K(1, c=3)), K(a=3).v)
class Odd(Exception):
    def __init__(self, v, w=3): super().__init__(v); self.v = v, w
def f(n):
    if n: return f(n-1)
    raise Odd(5, w=8)
try: f(2)
except Odd as e:
    print(e.args, e.v, [x.lineno for x in traceback.extract_tb(e.__traceback__)], sys.exc_info()[1] is e)
try:
    try: raise ValueError
    except ValueError: raise KeyError('a', 2)
except KeyError as e: print(repr(e), repr(e.__context__), e.__context__.args)
class S(ValueError): pass
print(S(1, 2).args, S().args, t(lambda: S(x=1)), t(lambda: ValueError(1, x=3)))
S.__init__ = lambda self, *a: print('init', a)
print(S(4).args)
def g():
    try: yield 1
    except ValueError as e: yield repr(e), repr(e.__context__)
try: raise KeyError(1)
except KeyError:
    h = g(); next(h); print(h.throw(ValueError('q')))
print(sys.exc_info())
def ctx():
    try:
        raise TypeError('t')
    finally:
        print('fin', sys.exc_info()[0])
try: ctx()
except (KeyError, TypeError) as e: print(e)
try: raise 3
except TypeError as e: print(e)
try: raise OSError(2, 'no')
except OSError as e: print(repr(e), e.errno)
import functools
print(functools.partial(int, base=2)('101'), t(lambda: functools.partial(K, b=9)(1).v))
try: raise Odd
except TypeError as e: print(e)
l=[]; ap=l.append; ap(3); print(l, t(lambda: ap()))
prof=[]
sys.setprofile(lambda fr, ev, arg: prof.append((ev, getattr(arg, '__name__', None))) if ev.startswith('c_') else None)
len([]); 'x'.upper(); l.append(3); t2 = t(lambda: len(3))
sys.setprofile(None); print(prof)
