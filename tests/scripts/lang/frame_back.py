# f_back of frames that have ended, and of the frames of tracebacks
import sys
def g():
    yield sys._getframe()
    yield 2
x = g(); fr = next(x)
print(fr.f_back)
list(x)
print('ended', fr.f_back)
def g2():
    yield sys._getframe()
    1/0
x = g2(); fr = next(x)
try: next(x)
except ZeroDivisionError as e: print('raised', fr.f_back, e.__traceback__.tb_next.tb_frame is fr)
def a():
    return b()
def b():
    f = sys._getframe()
    return f
f = a()
print([f.f_code.co_name, f.f_back and f.f_back.f_code.co_name, f.f_back and f.f_back.f_back.f_code.co_name])
def c():
    1/0
def d(): c()
def names(f):
    out = []
    while f: out.append((f.f_code.co_name, f.f_lineno)); f = f.f_back
    return out
def e():
    try: d()
    except ZeroDivisionError as e: return e
ex = e()
tb = ex.__traceback__
while tb:
    print(names(tb.tb_frame)); tb = tb.tb_next
def lam():
    return list(map(lambda x: 1//x, [0]))
try: lam()
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print(names(tb.tb_frame)); tb = tb.tb_next
    sv = e
def again(): raise sv
try: again()
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print('again', names(tb.tb_frame)); tb = tb.tb_next
class C:
    def __init__(self): self.x
    def __getattr__(self, n): raise AttributeError(n)
try: C()
except AttributeError as e:
    tb = e.__traceback__
    while tb:
        print('C', names(tb.tb_frame)); tb = tb.tb_next
import threading
def th():
    try: d()
    except ZeroDivisionError as e:
        tb = e.__traceback__
        while tb.tb_next: tb = tb.tb_next
        print(names(tb.tb_frame)[:3])
t = threading.Thread(target=th); t.start(); t.join()
async def co():
    await co2()
async def co2(): 1/0
try: co().send(None)
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print('co', names(tb.tb_frame)); tb = tb.tb_next
