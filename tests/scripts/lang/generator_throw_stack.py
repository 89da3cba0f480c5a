"""throw() into a generator that waits for another: the frames between are seen from inside; frame.clear()."""
import sys
import warnings


def names():
    f, out = sys._getframe(1), []
    while f is not None and f.f_code.co_name not in ('<module>', 'main'):
        out.append(f.f_code.co_name)
        f = f.f_back
    return out


def inner(again):
    try:
        yield names()
    except RuntimeError:
        yield names()
        if again:
            yield names()
    return 'done'


def middle(again):
    x = 17
    r = yield from inner(again)
    yield r, x


def outer(again):
    yield from middle(again)


def main():
    g = outer(True)
    print(next(g), g.throw(RuntimeError), next(g), next(g), list(g))
    g = outer(False)
    next(g)
    print(g.throw(RuntimeError), next(g))
    g = outer(False)
    next(g)
    try:
        g.throw(KeyError('k'))
    except KeyError as error:
        tb, lines = error.__traceback__, []
        while tb:
            lines.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(lines, g.gi_frame)

    class Custom:
        def __iter__(self):
            return self

        def __next__(self):
            return 1

        def throw(self, *args):
            return names()

    def over(target):
        try:
            yield from target
        finally:
            print('closed')

    g = over(Custom())
    next(g)
    print(g.throw(ValueError), g.gi_suspended, g.gi_yieldfrom.__class__.__name__)
    del g

    async def a():
        return await b()

    async def b():
        try:
            await Awaitable()
        except ZeroDivisionError:
            return names()

    class Awaitable:
        def __await__(self):
            yield

    c = a()
    c.send(None)
    try:
        c.throw(ZeroDivisionError)
    except StopIteration as stop:
        print(stop.value)

    def deep(n):
        if n:
            yield from deep(n - 1)
        else:
            try:
                yield
            except ValueError:
                yield len(names())

    g = deep(50)
    next(g)
    print(g.throw(ValueError))

    def plain():
        yield 1

    g = plain()
    g.gi_frame.clear()
    print(list(g), g.gi_frame)
    g = plain()
    next(g)
    try:
        g.gi_frame.clear()
    except RuntimeError as error:
        print(error)

    async def never():
        pass

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        c = never()
        c.cr_frame.clear()
        c.close()
        frame = never().cr_frame
        frame.clear()
    print([str(w.message) for w in caught])


main()
