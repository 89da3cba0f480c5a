# generators: send, throw, close
def echo():
    print("started", end=" ")
    v = None
    while True:
        try:
            v = yield v
            print("got", v, end=" ")
        except ValueError as e:
            print("caught", repr(e), end=" ")
            v = "after error"


g = echo()
try:
    g.send(1)
except TypeError as e:
    print(e)
print(g.send(None))
print(g.send(5))
print(next(g))
print(g.throw(ValueError("v")))
print(g.throw(ValueError))
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("out", repr(e))
try:
    g.send(1)
except StopIteration as e:
    print(repr(e))
print(g.close())


def closing():
    try:
        yield 1
    except GeneratorExit:
        print("exit", end=" ")
        raise
    finally:
        print("finally", end=" ")


g = closing()
next(g)
print(g.close(), g.close())
g = closing()
print(g.close())
try:
    next(g)
except StopIteration:
    print("closed before start")


def ret_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "value of close"


g = ret_on_close()
next(g)
print(g.close())


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def other():
    try:
        yield 1
    finally:
        raise OSError("in finally")


g = other()
next(g)
try:
    g.close()
except OSError as e:
    print(repr(e), repr(e.__context__))
g = echo()
try:
    g.throw(IndexError("before start"))
except IndexError as e:
    print(repr(e))
print(list(g))
for bad in ("g.throw()", "g.throw(5)", "g.throw(int)", "g.send()", "g.throw(ValueError, 1, 2, 3)", "next()", "next(5)", "next(g, 1, 2)"):
    g = echo()
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)


def averager():
    total = n = 0
    avg = None
    while (x := (yield avg)) is not None:
        total += x
        n += 1
        avg = total / n
    return total


a = averager()
next(a)
print(a.send(10), a.send(20), a.send(60))
try:
    a.send(None)
except StopIteration as e:
    print(e.value)


def swap_exc():
    try:
        yield
    except KeyError as e:
        raise ValueError("new") from e


g = swap_exc()
next(g)
try:
    g.throw(KeyError("old"))
except ValueError as e:
    print(repr(e), repr(e.__cause__))
def in_args():
    print("args", (yield 1), (yield 2), end=";")
    return [(yield 3), (yield 4)], {"k": (yield 5)}
g = in_args()
r = next(g)
try:
    while True: r = g.send(r * 10)
except StopIteration as e: print(e.value)
