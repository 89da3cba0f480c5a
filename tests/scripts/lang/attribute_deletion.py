"""Attributes that go and come back: the last one, one in the middle, while `__dict__` is held, and in many instances."""

class Thing:
    kind = "class"

def state(t):
    return {name: getattr(t, name, "-") for name in ("a", "b", "c", "kind")}

def fresh():
    t = Thing()
    t.a, t.b, t.c = 1, 2, 3
    return t

t = fresh()
del t.c
print(state(t), hasattr(t, "c"))
t.c = 4
print(state(t), list(vars(t)))
t = fresh()
del t.c, t.b
t.c = "new"
t.b = "newer"
print(state(t), list(vars(t)))
t = fresh()
del t.c, t.b, t.a
print(state(t), vars(t))
t.kind = "own"
print(t.kind, vars(t))
del t.kind
print(t.kind, vars(t))
for name in ("kind", "a", "never"):
    try:
        delattr(t, name)
    except AttributeError as e:
        print(e)
t = fresh()
del t.a
print(state(t), list(vars(t)))
t = fresh()
space = t.__dict__
del t.c
t.d = 5
print(space, state(t))

# One site that sees instances of both kinds.
def read(t):
    try:
        return t.c
    except AttributeError:
        return None
things = [fresh() for _ in range(6)]
for t in things[::2]:
    del t.c
print([read(t) for t in things * 2])
for t in things:
    t.c = len(vars(t))
print([read(t) for t in things])

class Noisy:
    def __del__(self):
        print("gone", end=" ")
t = fresh()
t.n = Noisy()
del t.n
print("after", hasattr(t, "n"))

class Sub(Thing):
    def __delattr__(self, name):
        print("delete", name)
        super().__delattr__(name)
s = Sub()
s.x = s.y = 1
del s.y, s.x
print(vars(s))
