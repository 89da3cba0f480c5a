# sys.setprofile, tracing of all threads, errors in trace functions, f_trace of a running frame
import sys, threading, time
# profile
out = []
def prof(frame, event, arg):
    out.append((frame.f_code.co_name, event, getattr(arg, '__name__', arg) if event.startswith('c_') else (arg if isinstance(arg,(int,str,type(None))) else type(arg).__name__)))
def f(x): return len([x]) + g(x)
def g(x):
    try: int('q')
    except ValueError: pass
    "abc".upper()
    [1].append(2)
    return sum(map(h, [1]))
def h(x): return x
def bad(): raise KeyError
sys.setprofile(prof)
f(1)
try: bad()
except KeyError: pass
sys.setprofile(None)
for o in out: print(o)
# all threads
stop = False; names = set()
def busy():
    while not stop: tick()
def tick(): time.sleep(0.001)
ts = [threading.Thread(target=busy) for _ in range(3)]
for t in ts: t.start()
def tr(fr, ev, arg):
    names.add((fr.f_code.co_name, ev)); return tr
threading.settrace_all_threads(tr)
time.sleep(0.1)
threading.settrace_all_threads(None)
for i in range(5):
    cur = sys._current_frames()
    for t in ts:
        fr = cur[t.ident]
        w = []
        while fr: w.append(fr.f_code.co_name); fr.f_lineno; fr.f_locals; fr = fr.f_back
        assert 'busy' in w, w
stop = True
for t in ts: t.join()
print(('tick','call') in names, ('tick','line') in names, sys.gettrace())
# errors
def boom(fr, ev, arg): raise RuntimeError('boom')
sys.settrace(boom)
try: h(1)
except RuntimeError as e: print('caught', e, sys.gettrace())
sys.settrace(None)
def lines():
    def loc(fr, e, a):
        if e == 'line': fr.f_locals['x'] = 10
        return loc
    sys.settrace(lambda fr, e, a: loc)
    def q():
        x = 1
        y = x
        return x
    r = q()
    sys.settrace(None)
    return r
print(lines())
try: sys._getframe().f_lineno = 3
except ValueError as e: print(e)
def late():
    a = 1
    got = []
    def loc(fr, e, arg): got.append((fr.f_lineno - fr.f_code.co_firstlineno, e)); return loc
    sys.settrace(loc)
    sys._getframe().f_trace = loc
    b = 2
    c = 3
    sys.settrace(None)
    return got
print(late())
fr = sys._getframe()
for n in ('f_trace', 'f_trace_lines', 'f_trace_opcodes', 'f_generator'): print(n, getattr(fr, n))
try: fr.f_trace_lines = 1
except TypeError as e: print(e)
