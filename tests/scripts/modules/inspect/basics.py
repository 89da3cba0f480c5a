"""inspect: signatures, sources, documentation, members, frames."""
import inspect
def f(a,/,b:int=3,*c,d=5,**e)->str:
    "doc"
    return locals()
print(inspect.signature(f), inspect.getfullargspec(f))
for o in (len, print, [].append, str.join, dict.fromkeys, object, zip, range, list.__add__, (1).__add__, type, sorted, int.from_bytes, object.__init__, __import__, min, Exception, dict, int, sorted, "".split, str.split, bytes.hex, object.__new__, super, staticmethod, property, map, open, __build_class__):
    try: print(o, inspect.signature(o))
    except Exception as e: print(type(e), e)
print(inspect.getsource(f))
class A:
    """Doc
      of A
    """
    def m(self, x): return x
    @classmethod
    def c(cls, y): pass
    @staticmethod
    def s(z): pass
    @property
    def p(self): "p doc"
    def __init__(self, q, *, r=1): self.q=q
print(inspect.signature(A), inspect.signature(A.m), inspect.signature(A(1).m), inspect.signature(A.c), inspect.signature(A.s))
print(inspect.getsource(A), inspect.getdoc(A), inspect.getdoc(A.p))
print([x for x in inspect.classify_class_attrs(A) if x.defining_class is A])
print(inspect.getmembers(A(3), lambda x: not callable(x) and not isinstance(x,(dict,str)))[-2:])
print(inspect.getmodule(A), inspect.stack()[0].function)
import functools
print(inspect.signature(functools.partial(f, 1, d=3)), inspect.signature(functools.partial(f, b=3)))
s=inspect.signature(f)
b=s.bind(1,2,3,4,d=6,z=7); print(b, b.args, b.kwargs); b.apply_defaults(); print(b)
for args,kw in (((),{}),((1,),{'b':2,'a':3}),((1,2),{'b':3})):
    try: print(s.bind(*args,**kw))
    except TypeError as e: print(e)
def k(a,*,b): pass
for args,kw in (((),{}),((1,2),{}),((1,),{'c':3}),((1,),{}),((),{'a':1,'b':1}),((1,),{'a':1})):
    try: print(inspect.signature(k).bind(*args,**kw))
    except TypeError as e: print(e)
print(inspect.getattr_static(A(1),'p'), inspect.getattr_static(A,'c'), inspect.isabstract(A))
print(repr(inspect.Parameter('x', inspect.Parameter.KEYWORD_ONLY, default=3)), inspect.Parameter.empty, inspect.Parameter.POSITIONAL_ONLY, repr(inspect.Parameter.POSITIONAL_ONLY), inspect.Parameter)
def g():
    x=1; yield x
i=g(); print(inspect.getgeneratorstate(i)); next(i); print(inspect.getgeneratorstate(i), dict(inspect.getgeneratorlocals(i))); i.close(); print(inspect.getgeneratorstate(i))
print(inspect.getclosurevars(k), inspect.unwrap(f) is f)
print(inspect.cleandoc("a\n   b\n     c\n"), inspect.getcallargs(f,1,2,3,x=4))
import enum
class E(enum.Enum): A=1
print(inspect.signature(E), inspect.signature(enum.Enum))
from dataclasses import dataclass
@dataclass
class D: x:int; y:str='a'
print(inspect.signature(D))
# a comment
# two lines
def commented(): return lambda x: (x,
   1)
print(inspect.getcomments(commented), inspect.getsource(commented()), inspect.getsourcelines(commented))
import collections
def placeholder(a, b, c=3): pass
print(inspect.signature(functools.partial(placeholder, functools.Placeholder, 2)))
class Meta(type):
    def __call__(cls, z): pass
class WithMeta(metaclass=Meta): pass
class WithNew:
    def __new__(cls, n, /): pass
class Callable:
    def __call__(self, k=1): pass
print(inspect.signature(WithMeta), inspect.signature(WithNew), inspect.signature(Callable()), inspect.signature(Callable))
def wrapped(x): pass
@functools.wraps(wrapped)
def outer(*args, **kw): pass
print(inspect.signature(outer), inspect.signature(outer, follow_wrapped=False), inspect.unwrap(outer) is wrapped)
s = inspect.signature(lambda a: 0)
print(s.replace(parameters=[inspect.Parameter("b", inspect.Parameter.POSITIONAL_ONLY)], return_annotation=int), s == inspect.signature(lambda a: 1))
for bad in (lambda: inspect.Parameter("1", 1), lambda: inspect.Parameter("a", 2, default=1), lambda: inspect.Parameter(5, 1),
            lambda: inspect.Parameter("a", 9), lambda: inspect.Parameter("class", 1), lambda: inspect.signature(5),
            lambda: inspect.Signature([inspect.Parameter("a", 3), inspect.Parameter("b", 1)]),
            lambda: inspect.Signature([inspect.Parameter("a", 1), inspect.Parameter("a", 1)]),
            lambda: inspect.Signature([inspect.Parameter("a", 1, default=2), inspect.Parameter("b", 1)]),
            lambda: inspect.getfullargspec(5), lambda: inspect.getfile(5), lambda: inspect.getsource(len), lambda: inspect.getfile(int),
            lambda: inspect.getattr_static(A, "nope"), lambda: inspect.getcallargs(placeholder), lambda: inspect.getcallargs(placeholder, 1, 2, 3, 4)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
async def co(): pass
async def ag(): yield
c = co()
print(inspect.getcoroutinestate(c), inspect.isawaitable(c), inspect.iscoroutinefunction(co), inspect.isasyncgenfunction(ag))
c.close()
print(inspect.getcoroutinestate(c), inspect.getasyncgenstate(ag()))
def raises():
    try: 1 / 0
    except ZeroDivisionError: return [(t.function, t.lineno, t.code_context) for t in inspect.trace()]
print(raises())
print(inspect.getfullargspec(A.m), inspect.getargvalues(inspect.currentframe()).args, inspect.getclasstree([A, Callable], unique=True)[0])
print([inspect.signature(x).format(max_width=10) for x in (wrapped, f)][1])
for x in (int.real, A.p, str.join, len, A.m, A(1).m, A.c, (1).__add__, type.__dict__["__mro__"]):
    print([n for n in ("isfunction", "ismethod", "isbuiltin", "isroutine", "ismethoddescriptor", "isdatadescriptor", "isgetsetdescriptor", "ismethodwrapper") if getattr(inspect, n)(x)])
