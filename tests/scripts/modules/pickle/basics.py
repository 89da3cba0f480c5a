"""Pickles of all protocols: what they hold, what comes back, errors, hooks."""
import pickle, collections, datetime, sys, enum, io
class A:
    def __init__(self,x): self.x=x
    def __eq__(self,o): return type(o) is type(self) and self.__dict__==o.__dict__
class S:
    __slots__=('a','b')
class E(enum.Enum): X=1; Y='b'
class L(list): pass
P=collections.namedtuple('P','a b')
class R:
    def __reduce__(self): return (A,(5,))
rec=[]; rec.append(rec)
rt=([],); rt[0].append(rt)
s=S(); s.a=1; s.b='x'
l=L([1,2]); l.z=3
objs=[None,True,0,255,-1,65536,2**31,-2**31-1,2**100,-2**2000,1.5,'','é€😀\n\\','x'*300,b'',b'abc',b'x'*70000,bytearray(b'q'),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],list(range(2500)),{},{'a':1},dict.fromkeys(range(2100)),set(),{1},frozenset([1,2]),len,A,A(3),P(1,2),E.X,l,collections.OrderedDict(a=1),collections.Counter('aab'),datetime.datetime(2020,1,2),datetime.timedelta(1),range(3),slice(1,2),1j,type(None),...,NotImplemented,ValueError('x',1),collections.deque([1],3),A.__init__,[].append,list[int],int|str, collections.defaultdict(list,{1:[2]}), memoryview]
for p in range(6):
    for o in objs:
        try:
            d=pickle.dumps(o,p); 
            print(p, repr(o)[:30].split(' at 0x')[0], len(d), hash(d) if 0 else sum(d)*7919%10007)
            r=pickle.loads(d)
            if repr(r).split(' at 0x')[0]!=repr(o).split(' at 0x')[0]: print('  DIFF', repr(r)[:50])
        except Exception as e: print(p, repr(o)[:30].split(' at 0x')[0], type(e), str(e).split(' at 0x')[0], getattr(e,'__notes__',None))
    r=pickle.loads(pickle.dumps(rec,p)); print(r[0] is r); r=pickle.loads(pickle.dumps(rt,p)); print(r[0][0] is r)
    try:
        r=pickle.loads(pickle.dumps(s,p)); print(r.a,r.b)
    except Exception as e: print(type(e),e)
    print(pickle.loads(pickle.dumps(R(),p)).x)
def bad(x, p=None):
    try: pickle.dumps(x,p); print('ok')
    except Exception as e: print(type(e), str(e).split(' at 0x')[0], getattr(e,'__notes__',None))
bad(lambda:0); bad([1,{'a':lambda:0}]); bad((i for i in ())); bad(sys); bad({1,(lambda:0)}); bad(A(lambda:1))
def f():
    def g(): pass
    return g
bad(f()); bad(1,9)
class B1:
    def __reduce__(self): return 5
class B2:
    def __reduce__(self): return (1,2)
class B3:
    def __reduce__(self): return (A,)
class B4:
    def __reduce__(self): return (A,5)
for c in B1,B2,B3,B4: bad(c())
def badl(b):
    try: print(pickle.loads(b))
    except Exception as e: print(type(e), e)
for b in (b'', b'.', b'N', b'\x80\x09N.', b'}(.', b'cnomod\nx\n.', b'cbuiltins\nnope\n.', b'h\0.', b'a.', b'\xff', b'S1\n.', b'X\x05\0\0\0ab', b'(', b'0.', b'e.', b'\x95\x05\0\0\0\0\0\0\0N.', b'R.', b'NR.', b'\x80\x04\x95\x01\0\0\0\0\0\0\0N\x8c', b'Ix\n.', b'I5', b'Px\n.', b"S'a\\n'\n.", b'(lp0\nI1\na.', b'(dp0\nS"a"\nI1\ns.', b'\x82\x05.', b'}NNNs.'): badl(b)
badl('x')
class PP(pickle.Pickler):
    def persistent_id(self,o): return ('pid',o.x) if isinstance(o,A) else None
    def reducer_override(self,o):
        if isinstance(o,R): return (str,('over',))
        return NotImplemented
class UU(pickle.Unpickler):
    def persistent_load(self,p): return p
f=io.BytesIO(); PP(f).dump([A(1),R(),2]); print(UU(io.BytesIO(f.getvalue())).load())
bufs=[]; d=pickle.dumps([pickle.PickleBuffer(b'abc'),pickle.PickleBuffer(bytearray(b'x'))],5,buffer_callback=bufs.append); print(d, len(bufs), pickle.loads(d,buffers=bufs)[0].__class__.__name__)
print(pickle.loads(pickle.dumps([pickle.PickleBuffer(b'abc'),pickle.PickleBuffer(bytearray(b'x'))],5)))
x=[]
for i in range(450): x=[x]
print(len(pickle.dumps(x))); 
print(pickle.PicklingError, pickle.Pickler, pickle.PickleBuffer, pickle.dumps([1,'a',{'b':(1.5,None)}]))
a='shared'; print(pickle.dumps([a,a,(1,2),(1,2)]), pickle.dumps([a,a],0), pickle.dumps(A(1)), pickle.dumps(A(1),2))
import copyreg, threading
class Ext: pass
copyreg.add_extension(__name__, "Ext", 200)
print(pickle.dumps(Ext, 2), pickle.loads(pickle.dumps(Ext, 2)) is Ext)
copyreg.remove_extension(__name__, "Ext", 200)
class D(pickle.Pickler):
    dispatch_table = {A: lambda a: (A, (a.x + 1,))}
f = io.BytesIO(); D(f).dump(A(1)); print(pickle.loads(f.getvalue()).x)
class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"no {module}.{name}")
try: Restricted(io.BytesIO(pickle.dumps(A(1)))).load()
except pickle.UnpicklingError as e: print(e)
f = io.BytesIO(); p = pickle.Pickler(f)
p.dump("a"); p.dump("a"); p.clear_memo(); p.dump([1]); f.seek(0)
u = pickle.Unpickler(f); print(u.load(), u.load(), u.load())
try: u.load()
except EOFError as e: print(e)
class State:
    def __getstate__(self): return {"v": 1}
    def __setstate__(self, s): self.got = s
print(pickle.loads(pickle.dumps(State())).got)
class New:
    def __new__(cls, *a, **k): self = object.__new__(cls); self.a = (a, k); return self
    def __getnewargs_ex__(self): return (1,), {"k": 2}
for p in range(2, 6): print(pickle.loads(pickle.dumps(New(), p)).a)
deep = []
for _ in range(20000): deep = [deep]
back = pickle.loads(pickle.dumps(deep))
depth = 0
while back: back = back[0]; depth += 1
while deep: deep = deep[0]
print("depth", depth)
def work(out): out.append(pickle.loads(pickle.dumps([A(i) for i in range(200)]))[199].x)
out = []
ts = [threading.Thread(target=work, args=(out,)) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(out)
