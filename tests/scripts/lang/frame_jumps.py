"""Jumps of a traced frame to other lines: what is told, what is refused, what becomes of blocks that are left."""

import sys
def f():
    a = 1
    b = 2
    for i in range(3):
        c = 3
        d = 4
    e = 5
    return e
def run(func, frm, to, event='line'):
    first = func.__code__.co_firstlineno
    done = False
    def tr(frame, ev, arg):
        nonlocal done
        print(ev, frame.f_lineno - first, frame.f_lasti > 0)
        if not done and ev == event and frame.f_lineno == first + frm:
            done = True
            try:
                frame.f_lineno = first + to
                print('jumped to', frame.f_lineno - first)
            except Exception as e:
                print(type(e).__name__, e)
        return tr
    sys.settrace(tr)
    try:
        r = func()
    except BaseException as e:
        sys.settrace(None)
        r = repr(e)
    sys.settrace(None)
    print('->', r)
run(f, 2, 7)
run(f, 4, 5)
run(f, 4, 4)
run(f, 5, 2)
run(f, 5, 3)
run(f, 2, 0)
run(f, 4, 7)
run(f, 2, 4)
def g():
    try:
        pass
    finally:
        a = 1
    pass
    return 3
run(g, 1, 2)
run(g, 2, 5)
run(g, 5, 2)
run(g, 2, 6)
run(g, 6, 4)
def h():
    yield 1
    x = 2
    yield 2
    y = 3
def k():
    return list(h())
import types
def run2(func, inner, frm, to, event):
    first = inner.__code__.co_firstlineno
    done = False
    def tr(frame, ev, arg):
        nonlocal done
        if frame.f_code is not inner.__code__:
            return
        print(ev, frame.f_lineno - first, arg)
        if not done and ev == event and frame.f_lineno == first + frm:
            done = True
            try:
                frame.f_lineno = first + to
                print('jumped to', frame.f_lineno - first)
            except Exception as e:
                print(type(e).__name__, e)
        return tr
    sys.settrace(tr)
    try:
        r = func()
    except BaseException as e:
        r = repr(e)
    sys.settrace(None)
    print('->', r)
run2(k, h, 1, 3, 'return')
run2(k, h, 1, 4, 'return')
run2(k, h, 3, 1, 'return')
run2(k, h, 1, 4, 'call')
run2(k, h, 3, 4, 'line')
run2(k, h, 4, 1, 'return')


class Manager:
    def __enter__(self):
        print('enter')

    def __exit__(self, *args):
        print('exit', args[0])
        return True


def blocks():
    print('start', sys.exception())
    try:
        print('try')
        with Manager():
            raise KeyError
        print('behind')
        raise ValueError
    except ValueError as e:
        print('except', repr(sys.exception()))
        for i in [
                1,
                2]:
            print('turn', i)
    finally:
        print('finally', repr(sys.exception()))
    print('end', repr(sys.exception()))
    return 1


first = blocks.__code__.co_firstlineno
for places in ((4, 6), (5, 1), (5, 14), (9, 16), (13, 4), (13, 15), (3, 9), (1, 5), (13, 0), (15, 13), (2, 99), (2, -3),
               (7, 16), (13, 17)):
    print(places)
    run(blocks, *places)


def cells(a):
    def inner():
        return a, b
    b = 2
    print(inner())
    c = [a +
         b
         for _ in range(2)]
    return c


def quiet(func, inner, frm, to):
    first = inner.__code__.co_firstlineno
    done = False
    def tr(frame, ev, arg):
        nonlocal done
        if not done and frame.f_code is inner.__code__ and ev == 'line' and frame.f_lineno == first + frm:
            done = True
            try:
                frame.f_lineno = first + to
                print('jumped to', frame.f_lineno - first)
            except ValueError as e:
                print(e)
        return tr
    sys.settrace(tr)
    try:
        r = func()
    except NameError as e:
        r = repr(e)
    sys.settrace(None)
    print('->', r)


first = cells.__code__.co_firstlineno
for places in ((3, 4), (4, 0), (5, 8), (6, 5), (4, 1)):
    print(places)
    quiet(lambda: cells(1), cells, *places)


def refused(number):
    seen = {}
    def tr(frame, event, arg):
        try:
            frame.f_lineno = number
        except ValueError as e:
            seen[event] = str(e)
        return tr
    sys.settrace(tr)
    cells(1)
    sys.settrace(None)
    print(seen)


refused('1')
refused(2.0)
refused(True)
refused(1 << 70)
refused(1)
try:
    sys._getframe().f_lineno = 3
except ValueError as e:
    print(e)
