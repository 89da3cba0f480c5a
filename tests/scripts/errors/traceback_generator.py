# traceback through yield from and send
def leaf():
    received = yield 1
    return received.upper()


def middle():
    result = yield from leaf()
    return result


def top():
    yield from middle()


g = top()
next(g)
try:
    g.send(5)
except AttributeError:
    import traceback
    traceback.print_exc()
h = top()
next(h)
h.throw(ValueError("thrown in"))
