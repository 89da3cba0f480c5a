# frame.f_locals is a view of the variables that writes through (PEP 667)
import re, sys
def f(a, b=2):
    c = [1]
    def inner(): return c
    inner = inner()
    fr = sys._getframe()
    return fr, fr.f_locals
fr, p = f(1)
T = type(p)
print(T, T.__module__, T.__qualname__, T.__mro__, T.__doc__)
print([n for n in dir(p)])
print(sorted(T.__dict__))
def t(s, **k):
    try: print(s, '->', re.sub(r'(<frame|0x).*?>', '<...>', repr(eval(s, globals(), k))))
    except BaseException as e: print(s, '->', type(e).__name__, e)
for s in ["p['zz']","p['a']","p[1]","p[[]]","hash(p)","p==p","p==fr.f_locals","p==dict(p)","dict(p)==p","p!=dict(p)","p<p","len(p)","list(p)","p.keys()","p.values()","p.items()","reversed(p)","list(reversed(p))","'a' in p","[] in p","1 in p","p.get('a')","p.get('q')","p.get('q',3)","p.get()","p.pop('a')","p.pop('zz')","p.pop('zz',1)","p.pop()","p.popitem()","p.clear()","p.setdefault('a',5)","p.setdefault('n',7)","p['n']","p.update({'a':9})","p.update(1)","p.update()","p.update(a=1)","p.update([('a',1)])","p['a']","p|{'x':1}","{'x':1}|p","p|1","p|p == p","p.copy()","p.__delitem__('a')","p.__delitem__('zz')","p.__delitem__('n')","'n' in p","T()","T(1)","T(fr)==p","T(fr,1)","T(fr,x=1)","T(frame=fr)","bool(p)","p.x","setattr(p,'x',1)","p.fromkeys","repr(p)[:20]","str(p)==repr(dict(p))","p.__setitem__(1,2)","p[1]","p","p.setdefault(1)","p.__contains__(2)","p.__class_getitem__", "p.__ior__(1)","p.__ior__({'a':77})","p['a']","p.__or__(1)","T.__hash__","p.__eq__(1)","p.__len__()","p.setdefault()", "p.get(1,2,3)","p.keys(1)","p.setdefault('u')", "p.update(None)","p.update({'a':1},{})","p.update(5,5)"]:
    t(s)
class C:
    print(type(sys._getframe().f_locals))
    print([type(sys._getframe().f_locals) for i in range(1)], [sys._getframe().f_locals for i in range(1)], [locals() for i in range(1)])
print(type(sys._getframe().f_locals), [type(sys._getframe().f_locals) for i in range(1)])
match p:
    case {'b': v}: print('match', v)
from _collections_abc import Mapping, MutableMapping
print(isinstance(p, Mapping), isinstance(p, MutableMapping))
def g():
    x = 1
    yield x
    yield x
    y = x
    yield y
gg = g(); next(gg)
fl = gg.gi_frame.f_locals
fl['x'] = 5
print(next(gg), fl)
fl['y'] = 8
print(fl, gg.gi_frame.f_locals)
print(next(gg), fl)
fra = gg.gi_frame
gg.close()
print(fl, fra.f_back, gg.gi_frame)
g2 = g(); fl = g2.gi_frame.f_locals; print(fl); fl['x']=3; print(fl); print(next(g2))
def h(a):
    def inner():
        nonlocal a
        sys._getframe().f_locals['a'] = 10
        sys._getframe(1).f_locals['z'] = 11
        sys._getframe(1).f_locals['extra'] = 12
    z = 1
    inner()
    l = locals()
    l['a'] = 99
    del l['inner']
    return a, z, l, sorted(sys._getframe().f_locals)
print(h(1))
exec("fr.f_locals['b']=100") 
print(p['b'])
def hidden():
    l = [locals() for i in range(2)]
    m = [sys._getframe().f_locals for j in range(1)]
    return [set(x) for x in l], set(m[0])
print([sorted(x) for x in hidden()[0]], sorted(hidden()[1]))
fr.clear(); print(p)

