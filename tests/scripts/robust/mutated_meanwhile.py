# containers that change while they are walked, compared or sorted
import collections,sys
def t(name,g):
    try: r=g(); print(name,'ok',repr(r)[:60])
    except RecursionError: print(name,'RecursionError')
    except BaseException as e: print(name,type(e).__name__,str(e)[:100])
def a():
    d={1:1}
    for k in d: d[k+1]=1
t('dict',a)
def a():
    d={i:1 for i in range(5)}
    for k in d: del d[k]
t('dictdel',a)
def a():
    d={i:1 for i in range(5)}
    for k in d.items(): d.clear()
t('items',a)
def a():
    d={1:1}
    for k in d: d[5]=1; del d[1]
t('dictsame',a)
def a():
    s={1}
    for k in s: s.add(k+1)
t('set',a)
def a():
    s={1,2}
    for k in s: s.discard(k)
t('setdel',a)
def a():
    s=collections.deque([1,2])
    for k in s: s.append(k)
t('deque',a)
def a():
    s=collections.OrderedDict(a=1,b=2)
    for k in s: s[k+'x']=1

def a():
    s=collections.OrderedDict(a=1,b=2)
    for k in s: del s[k]

def a():
    l=[1,2,3]
    for k in l:
        if len(l)<100: l.append(k)
    return len(l)
t('list',a)
def a():
    l=[1,2,3]
    for k in l: l.clear()
    return l
t('listclear',a)
class E:
    def __init__(s,f): s.f=f
    def __eq__(s,o): s.f(); return False
    def __lt__(s,o): s.f(); return False
    def __hash__(s): return 1
def a():
    l=[]; l.extend([E(l.clear) for i in range(10)])
    return l.index(5), 
t('index',a)
def a():
    l=[]; l.extend([E(l.clear) for i in range(10)])
    return l.count(5)
t('count',a)
def a():
    l=[]; l.extend([E(l.clear) for i in range(10)])
    l.remove(5)
t('remove',a)
def a():
    l=[]; l.extend([E(l.clear) for i in range(10)])
    return 5 in l
t('in',a)
def a():
    l=[]; l.extend([E(l.clear) for i in range(10)])
    return l==[1]*10
t('eq',a)
def a():
    l=[]; l.extend([E(lambda: l.append(1)) for i in range(10)])
    l.sort()
t('sort',a)
def a():
    l=[3,2,1]
    l.sort(key=lambda x: l.clear())
t('sortkey',a)
def a():
    l=[3,2,1]
    l.sort(key=lambda x: l.append(1) or 1)
t('sortkey2',a)
def a():
    d={}
    for i in range(5): d[E(d.clear)]=i
    return len(d)
t('dicteq',a)
def a():
    d={}
    e=[E(lambda: d.update({j:1 for j in range(100)})) for i in range(5)]
    for x in e: d[x]=1
    return len(d)
t('dicteq2',a)
def a():
    s=set()
    for i in range(5): s.add(E(s.clear))
    return len(s)
t('seteq',a)
def a():
    s=set(); e=[E(s.clear) for i in range(3)]
    s.add(e[0]); return len(s|{e[1]}), len(s&{e[2]}), s=={e[1]}
t('setops',a)
def a():
    s=collections.deque(); s.extend([E(s.clear) for i in range(3)])
    return s.index(4)
t('dqindex',a)
def a():
    s=collections.deque(); s.extend([E(s.clear) for i in range(3)])
    s.remove(4)
t('dqremove',a)
def a():
    s=collections.deque(); s.extend([E(s.clear) for i in range(3)])
    return 4 in s
t('dqin',a)
def a():
    s=collections.deque(); s.extend([E(s.clear) for i in range(3)])
    return s.count(4)
t('dqcount',a)
def a():
    b=bytearray(b'abc'); m=memoryview(b)
    b.append(1)
t('export',a)
def a():
    b=bytearray(b'abc')
    class I:
        def __index__(s): b.clear(); return 1
    b[I()]=1
t('ba',a)
def a():
    b=bytearray(b'abc')
    class I:
        def __index__(s): b.clear(); return 1
    b[0]=I()
t('ba2',a)
def a():
    b=bytearray(b'abc')
    class I:
        def __index__(s): b.clear(); return 1
    b[I():]=b'123'
    return b
t('ba3',a)
def a():
    l=[1,2,3]
    class I:
        def __index__(s): l.clear(); return 1
    l[I()]=5
t('li',a)
def a():
    l=[1,2,3]
    class I:
        def __index__(s): l.clear(); return 1
    l[I():3]=[5]; return l
t('li2',a)
def a():
    l=[1,2,3]
    class I:
        def __index__(s): l.clear(); return 1
    l.insert(I(),5); return l
t('li3',a)
def a():
    l=[1,2,3]
    def g():
        for i in range(5): l.clear(); yield i
    l[1:2]=g(); return l
t('li4',a)
def a():
    l=[1,2,3]
    def g():
        for i in range(5): l.clear(); yield i
    l[::2]=g(); return l
t('li5',a)
def a():
    l=[1,2,3]
    def g():
        for i in range(5): l.append(i); yield i
    l.extend(g()); return l
t('li6',a)
def a():
    l=[1,2,3]; l.extend(l); l+=l; l[1:1]=l; return l
t('li7',a)
def a():
    l=[1,2,3]
    return list(map(lambda x: l.clear(), l)), ''.join(str(l.pop()) for x in [1])
t('li8',a)
def a():
    l=['a']*5
    class S:
        def __iter__(s):
            for i in range(5): l.clear(); yield 'a'
    return ''.join(S())
t('join',a)
def a():
    d={'a':1}
    class K(str):
        def __eq__(s,o): d.clear(); return True
        def __hash__(s): return hash('a')
    return d[K('a')]
t('dk',a)
def a():
    def g():
        return next(x)
        yield
    x=g(); return next(x)
t('gen',a)
def a():
    def g():
        yield from x
    x=g(); return next(x)
t('gen2',a)
def a():
    def g():
        x.throw(ValueError)
        yield
    x=g(); return next(x)
t('gen3',a)
def a():
    def g():
        x.close()
        yield
    x=g(); return next(x)
t('gen4',a)
def a():
    l=[]
    l.append(l); d={}; d[1]=d; 
    return repr(l),repr(d)
t('self',a)
def a():
    l=[]; l.append(l); m=[]; m.append(m)
    return l==m
t('selfeq',a)
def a():
    l=[]; l.append(l)
    return l<[l]
t('selflt',a)
def a():
    class A: pass
    A.__bases__=(A,)
t('bases',a)
def a():
    class A: pass
    class B(A): pass
    A.__bases__=(B,)
t('bases2',a)
def a():
    class A: 
        def f(s): A.f=None; return 1
    x=A(); return x.f(), x.f
t('mf',a)
def a():
    class A: pass
    x=A(); x.__class__=int
t('cls',a)
def a():
    class A: pass
    x=A(); x.__dict__=x.__dict__; x.__dict__['y']=1; d=x.__dict__; x.__dict__={}; return d,x.__dict__
t('dct',a)
def a():
    class A: pass
    x=A(); x.__dict__=5
t('dct2',a)
def a():
    class A: pass
    x=A(); x.__dict__[1]=2; return x.__dict__, dir(x)[:1]
t('dct3',a)
def a():
    globals()[1]=2; del globals()[1]
    e={}; exec('x=1',e,{1:2}); return 1
t('glob',a)
def a():
    f=lambda:x
    f.__code__=(lambda:1).__code__; return f()
t('code',a)
def a():
    y=1
    def f(): return y
    f.__code__=(lambda:1).__code__
t('code2',a)
def a():
    f=lambda a,b=1:a
    f.__defaults__=(1,2,3,4); return f()

def a():
    f=lambda *,b=1:b
    f.__kwdefaults__={1:2}; return f()
t('kwdefaults',a)
def a():
    f=lambda:0
    f.__kwdefaults__=5
t('kwdefaults2',a)
import sys
def a():
    d={}
    class A:
        def __del__(s): d[1]=A(); d.clear()
    d[1]=A(); del d[1]; return 1
#t('deldel',a)
def a():
    l=[]
    class A:
        def __del__(s): l.append(s)
    A(); return len(l)
t('resurrect',a)
def a():
    import weakref
    class A: pass
    x=A(); r=weakref.ref(x,lambda r: 1/0); del x; return r()

print('end')
