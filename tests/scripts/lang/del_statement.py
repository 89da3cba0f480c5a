# del: names, attributes, items, nested targets
x = 1
del x
try:
    x
except NameError as e:
    print(e)
try:
    del x
except NameError as e:
    print(e)
a = b = c = 1
del a, (b, [c])
print([n for n in ("a", "b", "c") if n in globals()])


class C:
    cls = 1

    def __init__(self):
        self.v = 2

    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)

    def __delitem__(self, key):
        print("delitem", key)


o = C()
del o.v
try:
    del o.v
except AttributeError as e:
    print(e)
try:
    del o.cls
except AttributeError as e:
    print(e)
del C.cls
print(hasattr(C, "cls"))
del o[1], o[1:2], o[1, 2]
d = {"k": 1, "l": {"m": 2}}
del d["l"]["m"], d["k"]
print(d)
try:
    del d["zz"]
except KeyError as e:
    print(repr(e))


def local():
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)
    v = 2
    return v


print(local())


def cell():
    v = 1

    def inner():
        return v
    del v
    try:
        inner()
    except NameError as e:
        print(e)
    try:
        del v
    except UnboundLocalError as e:
        print(e)
    v = 3
    return inner()


print(cell())


class Body:
    temp = 5
    keep = temp + 1
    del temp


print(Body.keep, hasattr(Body, "temp"))
for i in range(2):
    pass
del i
print("i" in globals())
for bad in ("del 1[0]", "del (1).x", "del 'abc'[0]", "del (1,)[0]", "del int.real", "del [].append", "del None.x"):
    try:
        exec(bad)
    except Exception as e:
        print(bad, "->", type(e).__name__ + ":", e)
del ()
del []
print("end")
