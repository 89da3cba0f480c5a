"""Calls whose frames the machine pushes: classes, star arguments, and what keeps their arguments alive."""
class A:
    def __init__(self):
        yield 1
try: A()
except TypeError as e: print(e)
class B:
    def __init__(self): return 5
try: B()
except TypeError as e: print(e)
def gen(*a):
    yield from a
print(list(gen(*[1,2],3)))
def f(a,b=3,*c,d=4): return (a,b,c,d)
print(f(*(1,)), f(*[1,2,3,4]), f(*"ab"))
try: f(*())
except TypeError as e: print(e)
def boom(a): raise ValueError(a)
for i in range(3):
    try: boom(*[i])
    except ValueError as e: print(e, e.__traceback__.tb_lineno)
a,*b=(1,2,3); print(a,b)
*a,b=(1,2,3); print(a,b)
a,*b,c=(1,2); print(a,b,c)
try: a,*b,c=(1,)
except ValueError as e: print(e)
t=(1,2,3)
t,*u=t; print(t,u)
class C:
    def __init__(self, x): self.x = x; self.y = [x]
    def __del__(self): print('del', self.x)
C(1); print('after')
def mk(*a): return C(*a)
mk(3); print('x')
def rec(n, *a): return n if n == 0 else rec(*(n-1, *a))
print(rec(300, 1, 2))
try:
    def inf(*a): return inf(*a)
    inf(1)
except RecursionError as e: print(e)
