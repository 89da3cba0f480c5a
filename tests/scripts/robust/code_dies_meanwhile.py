"""Functions that take themselves out of their class and fail: their variables and code are seen to the end."""
import gc, sys
def places(e):
    tb=e.__traceback__; out=[]
    while tb:
        f=tb.tb_frame
        if f.f_code.co_name != '<module>': out.append((f.f_code.co_name, sorted((k,type(v).__name__) for k,v in f.f_locals.items() if k not in ('A','i','fr'))))
        tb=tb.tb_next
    return out
def junk(): return [str(i)*20 for i in range(50)]
res=[]
for i in range(20):
    def mk():
        class A:
            @property
            def x(self):
                del type(self).x
                try:
                    junk()
                    raise ValueError
                finally:
                    gc.collect(0)
            def __init__(self, *args):
                del type(self).__init__
                try:
                    junk()
                    if args: raise KeyError(args)
                finally: pass
            def __add__(self, o):
                del type(self).__add__
                try: raise TypeError
                finally: junk()
            def __getitem__(self, k):
                del type(self).__getitem__
                fr = sys._getframe()
                try: return k
                finally: junk()
            def __exit__(self, *a):
                del type(self).__exit__
                try: raise IndexError
                finally: junk()
            def __enter__(self):
                del type(self).__enter__
                return self
            def __iter__(self):
                del type(self).__iter__
                yield 1
                raise OSError
            def __lt__(self, o):
                del type(self).__lt__
                fr = sys._getframe()
                try: return NotImplemented
                finally: junk()
            def __call__(self, *a, **k):
                del type(self).__call__
                fr = sys._getframe()
                try: raise NameError
                finally: junk()
            def __getattr__(self, n):
                if n.startswith('__'): raise AttributeError(n)
                del type(self).__getattr__
                try: raise LookupError
                finally: junk()
        return A
    for act in (lambda A: A().x, lambda A: A(*junk()[:3]), lambda A: A()+1, lambda A: A()[junk()[0]], lambda A: list(A()), lambda A: A()<A(), lambda A: A()(*junk()[:2], **{'k':junk()[1]}), lambda A: A().zzz):
        A=mk()
        try: r=act(A)
        except Exception as e:
            res.append((type(e).__name__, places(e)))
        else: res.append(type(r).__name__)
        junk()
    A=mk()
    try:
        with A(): 1/0
    except Exception as e: res.append((type(e).__name__, places(e)))
n=len(res)//20
print(all(res[:n]==res[k*n:(k+1)*n] for k in range(20)))
for r in res[:n]: print(r)
