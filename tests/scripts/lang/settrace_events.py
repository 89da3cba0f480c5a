# sys.settrace: which events a function sees
import sys
def show(fn, *args, opc=False):
    print('==', fn.__name__)
    out = []
    def tr(frame, event, arg):
        if frame.f_code.co_name == 'stop': return None
        if event == 'exception': arg = (arg[0].__name__, str(arg[1]))
        if event == 'return' and not isinstance(arg, (int, type(None), str)): arg = type(arg).__name__
        out.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, event, arg))
        return tr
    sys.settrace(tr)
    try: fn(*args)
    except BaseException as e: out.append(repr(e))
    sys.settrace(None)
    for o in out: print(o)
def simple():
    a = 1
    b = 2
    return a + b
def loop():
    for i in range(2):
        x = i
    else:
        y = 1
    while x:
        x -= 1
    while True:
        if y: break
    for i in (1,2): pass
    return 3
def exc():
    try:
        1/0
    except ZeroDivisionError as e:
        pass
    finally:
        z = 1
    try:
        inner()
    except ValueError:
        return 5
def inner():
    raise ValueError(2)
def gen():
    yield 1
    x = yield 2
    return 7
def usegen():
    for i in gen():
        pass
    g = gen()
    next(g)
    try: g.throw(KeyError('k'))
    except KeyError: pass
    return list(gen())
def yf():
    yield from gen()
def useyf(): return list(yf())
class CM:
    def __enter__(self): return 1
    def __exit__(self, *a): return True
def withs():
    with CM() as c:
        x = c
    with CM():
        1/0
    return 0
def oneline(): return 1
def cell():
    a = 1
    def f():
        return a
    f()
    return [x for x in range(2)]
def cls():
    class A:
        x = 1
        def m(self): return 1
    return A().m()
@staticmethod
def deco():
    pass
def usedeco():
    deco()
def multi():
    x = (1,
         2,
         oneline(
         ))
    if x and (
        x):
        pass
    else:
        pass
    return x
def raises():
    inner()
def ff(a=1, *b, c=2):
    if a:
        return
    return
def matcher(x):
    match x:
        case 1:
            y = 1
        case 2 if x:
            y = 2
        case _:
            y = 3
    del y
    assert x
def tryfin():
    for i in range(2):
        try:
            continue
        finally:
            x = 1
    while True:
        try:
            break
        finally: x = 2
def nested():
    def f():
        return g()
    def g():
        return (lambda: 3)()
    return f()
async def co():
    return 5
async def co2():
    await co()
def useco():
    try: co2().send(None)
    except StopIteration: pass
for f in [simple, loop, exc, usegen, useyf, withs, oneline, cell, cls, usedeco, multi, raises, ff]: show(f)
for i in (1,2,3,0): show(matcher, i)
show(tryfin); show(nested); show(useco)
