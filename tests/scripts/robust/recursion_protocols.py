# endless recursion through every special method ends in RecursionError
import sys
def t(name,g):
    try: r=g(); print(name,'ok')
    except RecursionError as e: print(name,'RE')
    except Exception as e: print(name,type(e).__name__)
def mk(name, body):
    ns={}
    exec('class A:\n def %s' % body, ns); return ns['A']
def T(name, body, use):
    A=mk(name,body)
    t(name, lambda: use(A))
T('getattr','__getattr__(s,n): return getattr(s,n)',lambda A:A().q)
T('getattribute','__getattribute__(s,n): return getattr(s,n)',lambda A:A().q)
T('setattr','__setattr__(s,n,v): setattr(s,n,v)',lambda A:setattr(A(),'q',1))
T('delattr','__delattr__(s,n): delattr(s,n)',lambda A:delattr(A(),'q'))
T('call','__call__(s): return s()',lambda A:A()())
T('len','__len__(s): return len(s)',lambda A:len(A()))
T('bool','__bool__(s): return bool(s)',lambda A:bool(A()))
T('iter','__iter__(s): return iter(s)',lambda A:iter(A()))
T('iter2','__iter__(s): return [*s]',lambda A:iter(A()))
T('next','__next__(s): return next(s)',lambda A:next(A()))
T('contains','__contains__(s,o): return o in s',lambda A:1 in A())
T('getitem','__getitem__(s,o): return s[o]',lambda A:A()[1])
T('setitem','__setitem__(s,o,v): s[o]=v',lambda A:A().__setitem__(1,2))
T('delitem','__delitem__(s,o):\n  del s[o]',lambda A:A().__delitem__(1))
T('add','__add__(s,o): return s+o',lambda A:A()+1)
T('iadd','__iadd__(s,o):\n  s+=o\n  return s',lambda A:A().__iadd__(1))
T('index','__index__(s): return [1][s]',lambda A:[1][A()])
T('index2','__index__(s): return range(s)',lambda A:range(A()))
T('int','__int__(s): return int(s)',lambda A:int(A()))
T('float','__float__(s): return float(s)',lambda A:float(A()))
T('complex','__complex__(s): return complex(s)',lambda A:complex(A()))
T('format','__format__(s,f): return format(s,f)',lambda A:f'{A()}')
T('bytes','__bytes__(s): return bytes(s)',lambda A:bytes(A()))
T('enter','__enter__(s):\n  with s: pass\n def __exit__(s,*a): pass',lambda A:A().__enter__())
T('new','__new__(c): return c()',lambda A:A())
T('init','__init__(s): s.__class__()',lambda A:A())
T('dir','__dir__(s): return dir(s)',lambda A:dir(A()))
T('round','__round__(s): return round(s)',lambda A:round(A()))
T('hash','__hash__(s): return hash((s,))',lambda A:hash(A()))
T('eq','__eq__(s,o): return [s]==[o]',lambda A:A()==A())
T('lt','__lt__(s,o): return [s]<[o]',lambda A:A()<A())
T('lt2','__lt__(s,o): return sorted([s,o])',lambda A:A()<A())
T('repr','__repr__(s): return "%r"%s',lambda A:repr(A()))
T('repr2','__repr__(s): return repr({1:(s,)})',lambda A:repr(A()))
T('str','__str__(s): return str(s)',lambda A:str(A()))
T('str2','__str__(s): return f"{s}"',lambda A:str(A()))
T('neg','__neg__(s): return -s',lambda A:-A())
T('missing','__missing__(s,k): return s[k]',lambda A:type('D',(dict,),{'__missing__':A.__missing__})()[1])
T('reversed','__reversed__(s): return reversed(s)',lambda A:reversed(A()))
T('length_hint','__length_hint__(s): return list(s)\n def __iter__(s): return s\n def __next__(s): raise StopIteration',lambda A:list(A()))
T('get','__get__(s,o,c): return o.x',lambda A:type('B',(),{'x':A()})().x)
T('set','__set__(s,o,v): o.x=v',lambda A:setattr(type('B',(),{'x':A()})(),'x',1))
T('prop','x(s): return s.x\n x=property(x)',lambda A:A().x)
T('subclasshook','__subclasshook__(c,o): return issubclass(o,c)',lambda A:issubclass(int,A))
T('class_getitem','__class_getitem__(c,o): return c[o]',lambda A:A[1])
T('init_subclass','__init_subclass__(c): type("X",(c,),{})',lambda A:type('X',(A,),{}))
T('del','__del__(s): type(s)()',lambda A:1)
T('key','k(s): return sorted([1],key=lambda _: s.k())',lambda A:A().k())
T('gen','g(s):\n  yield from s.g()',lambda A:next(A().g()))
T('gen2','g(s): return sum(s.g() for _ in [1])',lambda A:A().g())
T('exec','g(s): exec("s.g()",{"s":s})',lambda A:A().g())
T('eval','g(s): return eval("s.g()",{"s":s})',lambda A:A().g())
T('map','g(s): return list(map(lambda _:s.g(),[1]))',lambda A:A().g())
T('super','g(s): return super().__getattribute__("g")()',lambda A:A().g())
T('kw','g(s,**k): return s.g(**k)',lambda A:A().g(a=1))
T('mro','mro(c): return type("X",(),{}, )',lambda A:A())
class M(type):
    def __call__(c): return c()
class B(metaclass=M): pass
t('metacall',lambda: B())
class M(type):
    def __getattr__(c,n): return getattr(c,n)
class B(metaclass=M): pass
t('metagetattr',lambda: B.x)
class M(type):
    def __prepare__(n,b): return M('X',(),{}) and {}
    def __new__(m,n,b,d): return m(n,b,d)
def q():
    class B(metaclass=M): pass
t('metanew',q)
def q():
    raise q()
t('raise',q)
def q():
    try: q()
    finally: q()
sys.setrecursionlimit(60)
t('finally',lambda: None)
sys.setrecursionlimit(1000)
import functools
@functools.lru_cache
def q(n): return q(n+1)
t('lru',lambda:q(0))
@functools.singledispatch
def q(n): return q(n)
t('sd',lambda:q(0))
t('cmp_to_key',lambda: sorted([1,2],key=functools.cmp_to_key(lambda a,b: sorted([1,2],key=None) and rec())))
def rec(): return sorted([1,2],key=lambda x: rec())
t('reckey',rec)
t('reduce',lambda: rr())
def rr(): return functools.reduce(lambda a,b: rr(),[1,2])
t('reduce',rr)
import abc
class AB(abc.ABC):
    @classmethod
    def __subclasshook__(c,o): return issubclass(o,c)
t('abc',lambda: issubclass(int,AB))
print('end')
