# endless recursion in the main thread and in a thread with a small stack
import threading
threading.stack_size(262144)
def f(n): return f(n+1)
class A:
    def __getattr__(s,n): return getattr(s,n+'x')
    def __repr__(s): return repr(s)
    def __eq__(s,o): return s==o
    def __hash__(s): return hash(s)
    def __lt__(s,o): return s<o
    def __del__(s): pass
def run():
    for g in (lambda: f(0), lambda: A().a, lambda: repr(A()), lambda: A()==1, lambda: hash(A()), lambda: A()<1, lambda: sorted([A(),A()]), lambda: isinstance(1, X), lambda: str([A()]), lambda: {A():1}, lambda: [A()]==[A()], lambda: max(A(),A())):
        try: g()
        except RecursionError as e: print('RE')
        except Exception as e: print(type(e).__name__)
class M(type):
    def __instancecheck__(s,o): return isinstance(o,s)
class X(metaclass=M): pass
run()
t=threading.Thread(target=run); t.start(); t.join()
