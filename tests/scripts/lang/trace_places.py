"""What a trace function sees of the place: f_lasti lies in the part of co_lines() that has f_lineno."""
import sys


def matches(frame):
    found = None
    for start, end, line in frame.f_code.co_lines():
        if start <= frame.f_lasti < end:
            found = line
    return found == frame.f_lineno


events = []


def trace(frame, event, arg):
    events.append((frame.f_lineno - frame.f_code.co_firstlineno, event, matches(frame)))
    return trace


def run(f, *args):
    events.clear()
    sys.settrace(trace)
    try:
        f(*args)
    except Exception as error:
        print(type(error).__name__)
    finally:
        sys.settrace(None)
    print(f.__name__, all(e[2] for e in events), [e[:2] for e in events])


def basic():
    x = 1
    del x
    return 1


def passes():
    try:
        pass
    finally:
        pass
    for _ in range(2):
        pass


def named():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass


def generator():
    def g():
        yield 1
        yield 2
    for x in g():
        pass


def manager():
    class M:
        def __enter__(self):
            return 1

        def __exit__(self, *a):
            return False
    with M() as m:
        m + 1


def fails():
    x = {}
    return x['y']


def nested(n):
    if n:
        if n > 1:
            n = 2
        else:
            n = 3


for f in (basic, passes, named, generator, manager, fails):
    run(f)
run(nested, 2)
run(nested, 0)


def code_of(text, name='<text>'):
    return compile(text, name, 'exec')


print(code_of('a = 1') == code_of('a = 1', 'other'), code_of('a = 1') == code_of('a = 2'))
try:
    fails()
except KeyError as error:
    tb = error.__traceback__.tb_next
    places = list(tb.tb_frame.f_code.co_positions())
    line = places[tb.tb_lasti // 2][0]
    print(line == tb.tb_lineno, places[0][0] == fails.__code__.co_firstlineno)
