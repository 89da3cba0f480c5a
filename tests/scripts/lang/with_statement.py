# with: enter, exit, suppression, several managers, errors
class CM:
    def __init__(self, name, suppress=False, fail_enter=False, fail_exit=False):
        self.name, self.suppress, self.fail_enter, self.fail_exit = name, suppress, fail_enter, fail_exit

    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise OSError("enter " + self.name)
        return self.name.upper()

    def __exit__(self, *info):
        print("exit", self.name, info[0] and info[0].__name__, info[1])
        if self.fail_exit:
            raise OSError("exit " + self.name)
        return self.suppress


with CM("a"):
    print("body")
with CM("a") as x:
    print(x)
with CM("a") as x, CM("b") as y:
    print(x, y)
with (CM("a") as x, CM("b"), CM("c") as z,):
    print(x, z)
with (CM("par")):
    pass
with (CM("par")) as p:
    print(p)
with CM("ab") as (a, b):
    print(a, b)
with CM("s", suppress=True):
    1 / 0
print("suppressed")
with CM("o", suppress=True), CM("i"):
    raise ValueError("v")
for args in (dict(name="x"), dict(name="x", fail_exit=True), dict(name="x", fail_enter=True)):
    try:
        with CM(**args):
            raise KeyError("k")
    except Exception as e:
        print("out", repr(e), repr(e.__context__))
try:
    with CM("first"), CM("second", fail_enter=True):
        print("never")
except OSError as e:
    print(e)


def ret():
    with CM("r"):
        return "value"


print(ret())
for i in range(3):
    with CM(str(i)):
        if i == 0:
            continue
        break
d = {}
with CM("key") as d["k"]:
    pass
print(d)


class NoEnter:
    def __exit__(self, *a): pass


class NoExit:
    def __enter__(self): pass


class Neither: pass


class Async:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass


for c in (NoEnter, NoExit, Neither, Async):
    try:
        with c():
            pass
    except TypeError as e:
        print(e)
o = CM("inst")
o.__enter__ = lambda: print("not used")
with o:
    pass


class Truth:
    def __enter__(self): return self
    def __exit__(self, *a):
        class T:
            def __bool__(s):
                print("bool asked")
                return True
        return T()


with Truth():
    raise ValueError
with Truth():
    pass
def gen():
    with CM("g") as v:
        yield v
print(list(gen()))
