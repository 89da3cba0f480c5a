"""Classes whose instances a native __new__ makes, with Python and native __init__; __exit__ after an exception."""


class Odd(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


class Bare(Exception):
    pass


class Table(dict):
    def __init__(self, n):
        self.n = n


class Loud(Exception):
    def __init__(self, value):
        return value  # not None


for i in range(4):
    e = Odd(i)
    print(e.args, e.value, Bare(i, i).args, Table(i).n, len(Table(3)))
try:
    for v in (None, None, 1):
        print(repr(Loud(v)))
except TypeError as e:
    print(e)


class Changing(Exception):
    count = 0

    def __new__(cls, *args):
        Changing.count += 1
        if Changing.count == 5:
            Changing.__init__ = lambda self, *args: setattr(self, "late", args)
        if Changing.count == 7:
            return "something else"
        if Changing.count == 8:
            raise KeyError("no")
        return super().__new__(cls, *args)

    def __init__(self, *args):
        self.early = args


class One(Changing):
    def __init__(self, x):
        self.one = x


def attributes(o):
    return vars(o) if hasattr(o, "__dict__") else o


for i in range(7):
    print(i, attributes(Changing(i)))
try:
    Changing(7)
except KeyError as e:
    print("KeyError", e)
Changing.count = 0
for i in range(7):
    print(i, attributes(One(i)))
for args in ((), (1, 2)):
    try:
        One(*args)
        print("made")
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)


class Guard:
    def __init__(self, answer):
        self.answer = answer

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        print("exit", kind and kind.__name__, value, trace is not None)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def guarded(answer, error):
    try:
        with Guard(answer):
            if error is not None:
                raise error
        print("swallowed" if error else "quiet")
    except Exception as e:
        names, t = [], e.__traceback__
        while t:
            names.append(t.tb_frame.f_code.co_name)
            t = t.tb_next
        print(type(e).__name__, e, type(e.__context__).__name__, names)


for answer in (True, False, None, [], [1], ValueError("inside")):
    guarded(answer, KeyError("k"))
    guarded(answer, None)


class Short:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return len(args) == 3


with Short():
    1 / 0


class Wrong:
    def __enter__(self):
        return self

    def __exit__(self):
        return True


try:
    with Wrong():
        1 / 0
except TypeError as e:
    print(e, type(e.__context__).__name__)


def deep(n):
    with Short():
        if n:
            deep(n - 1)
        raise KeyError(n)
    return n


print(deep(50))


class Getter:
    @property
    def value(self):
        return plain(1)

    def __add__(self, other):
        return plain(other)


def plain(x):
    return x


g = Getter()
print([g.value + plain(2) + (g + 3) + plain(g.value) for _ in range(3)])
