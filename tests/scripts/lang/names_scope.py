# local, global, nonlocal names, builtins
x = "global"


def read():
    return x


def local():
    x = "local"
    return x


def change():
    global x, created
    x = "changed"
    created = 1


def outer():
    x = "outer"

    def read_outer():
        return x

    def set_outer():
        nonlocal x
        x = "set"

    def own():
        x = "own"
        return x

    def to_global():
        global x
        return x
    before = read_outer(), own(), to_global()
    set_outer()
    return before, x


print(read(), local(), outer(), x)
change()
print(x, created)


def unbound():
    print(x)
    x = 1


def deleted():
    y = 1
    del y
    return y


def free():
    def inner():
        return late
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    late = 5
    return inner()


for f in (unbound, deleted):
    try:
        f()
    except UnboundLocalError as e:
        print(e)
print(free())
try:
    undefined_name
except NameError as e:
    print(e, e.name)


class K:
    x = "class"
    y = x + "!"
    z = [x for _ in range(1)]

    def method(self):
        return x


print(K.y, K.z, K().method())


def shadow(print=len):
    return print("abc")


print(shadow())
len = lambda v: "shadowed"
print(len([]))
del len
print(len([1]))


def deep():
    a = 1

    def b():
        def c():
            nonlocal a
            a += 1
            return a
        return c
    return b()(), a


print(deep())
funcs = [lambda: i for i in range(3)]
print([f() for f in funcs])
funcs = [lambda i=i: i for i in range(3)]
print([f() for f in funcs])
exec("made_by_exec = 3")
print(made_by_exec, "made_by_exec" in globals(), __name__)
def g():
    for i in range(2):
        pass
    return i
print(g())
