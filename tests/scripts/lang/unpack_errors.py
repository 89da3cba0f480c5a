# errors of unpacking
def attempt(text, **names):
    try:
        exec(text, names)
        print("ok", {k: v for k, v in names.items() if k != "__builtins__"})
    except Exception as e:
        print(f"{text!r}: {type(e).__name__}: {e}")


attempt("a, b = 1, 2")
attempt("a, b = 1,")
attempt("a, b = 1, 2, 3")
attempt("a, b, c = 'ab'")
attempt("a, b = []")
attempt("a, b = [1, 2, 3, 4]")
attempt("a, b = iter([1, 2, 3, 4])")
attempt("a, *b = []")
attempt("a, *b, c = [1]")
attempt("a, *b, c, d = iter('ab')")
attempt("*a, b, c = [1]")
attempt("a, b = 5")
attempt("a, = None")
attempt("[a] = 1.5")
attempt("a, (b, c) = 1, 2")
attempt("a, (b, c) = 1, (2,)")
attempt("(a, b), c = 'ab', 1")
attempt("a, b = {1, 2, 3}")
attempt("a, b = {'x': 1, 'y': 2, 'z': 3}")
attempt("a, b = {'x': 1}")
attempt("for a, b in [1]: pass")
attempt("for a, b in [(1,)]: pass")
attempt("[x for x, y in [(1, 2, 3)]]")
attempt("f(*5)", f=print)
attempt("f(**5)", f=print)
attempt("f(**{1: 2})", f=print)
attempt("f(*[1], *5)", f=print)
attempt("[*5]")
attempt("{*5}")
attempt("(*None,)")
attempt("{**5}")
attempt("{**[1]}")
attempt("a = *(1, 2), *'xy'")
attempt("a = [*range(3), *[]]")
attempt("a = {**{1: 2}, 3: 4, **{1: 5}}")


class Failing:
    def __iter__(self):
        yield 1
        raise RuntimeError("mid way")


attempt("a, b = f", f=Failing())
attempt("a, *b = f", f=Failing())
attempt("a = f", f=1)


class NoIter:
    __iter__ = None


attempt("a, b = n", n=NoIter())
attempt("a, b = n", n=object())
