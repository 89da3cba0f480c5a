# generators: finally, with, return and exceptions while suspended
log = []


class CM:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        log.append("enter " + self.name)
        return self

    def __exit__(self, t, v, tb):
        log.append(f"exit {self.name} {t.__name__ if t else None}")


def managed():
    with CM("a"), CM("b"):
        yield 1
        yield 2


def show(title):
    print(title, log)
    log.clear()


list(managed()); show("exhausted")
g = managed(); next(g); g.close(); show("closed")
g = managed(); next(g)
try:
    g.throw(ValueError)
except ValueError:
    show("thrown")
g = managed(); next(g); del g; show("dropped")
for x in managed():
    break
show("broken loop")


def loop_finally():
    for i in range(3):
        try:
            yield i
        finally:
            log.append(i)


g = loop_finally(); next(g); next(g); g.close(); show("loop")


def nested():
    try:
        try:
            yield 1
        finally:
            log.append("in")
            yield "in finally"
    except KeyError as e:
        log.append(repr(e))
        yield "handled"
    finally:
        log.append("out")


g = nested()
print(next(g), g.throw(KeyError("k")), next(g), list(g)); show("nested")


def exc_state():
    try:
        raise ValueError("inner")
    except ValueError:
        yield 1
        try:
            raise
        except ValueError as e:
            yield repr(e)


g = exc_state()
try:
    raise KeyError("outside")
except KeyError:
    next(g)
    import sys
    print(repr(sys.exception()), next(g), repr(sys.exception()))


def context():
    try:
        yield
    except TypeError:
        yield repr(sys.exception())
    yield repr(sys.exception())


g = context(); next(g)
print(g.throw(TypeError("t")), next(g))


def ret_in_finally():
    try:
        yield 1
        return "try"
    finally:
        log.append("f")


g = ret_in_finally(); next(g)
try:
    next(g)
except StopIteration as e:
    print(e.value, log)


def while_true():
    while True:
        try:
            yield
        except ValueError:
            continue
        except KeyError:
            break
        else:
            log.append("else")


log.clear()
g = while_true(); next(g); next(g); g.throw(ValueError)
try:
    g.throw(KeyError)
except StopIteration:
    print("stopped", log)


def raises_in_cleanup():
    try:
        yield
    finally:
        1 / 0


g = raises_in_cleanup(); next(g)
try:
    g.throw(ValueError("first"))
except ZeroDivisionError as e:
    print(repr(e), repr(e.__context__))
