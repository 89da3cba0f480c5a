"""Methods of bytearray whose arguments change it: `__index__` and `__bool__` run before the bytes are read."""

class Index:
    def __init__(self, act, value=0):
        self.act = act
        self.value = value
    def __index__(self):
        self.act()
        return self.value
    def __bool__(self):
        self.act()
        return True

def show(name, what, *args):
    try:
        result = what(*args)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(name, result, len(b))

for name in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
    b = bytearray(b"abc" * 30)
    show(name, getattr(b, name), b"abc", Index(b.clear))
    b = bytearray(b"abc" * 30)
    show(name, getattr(b, name), b"abc", 0, Index(b.clear, 50))
    if name in ("startswith", "endswith"):
        continue
    b = bytearray(b"abc" * 30)
    show(name, getattr(b, name), Index(b.clear, 97))
    b = bytearray(b"abc" * 30)
    needle = bytearray(b"abc")
    show(name, getattr(b, name), needle, Index(needle.clear))

def fresh():
    global b
    b = bytearray(b"a,b\tc\n" * 3)
    return b
show("in", lambda: Index(fresh().clear, 97) in b)
show("item", lambda: fresh()[Index(b.clear, 3)])
show("slice", lambda: fresh()[Index(b.clear, 3):])
show("set", lambda: fresh().__setitem__(Index(b.clear, 3), 4))
show("set", lambda: fresh().__setitem__(3, Index(b.clear, 4)))
show("set", lambda: fresh().__setitem__(slice(Index(b.clear, 3), 5), b"xy"))
show("set", lambda: fresh().__setitem__(slice(Index(b.clear, 3), 5), b"xyz"))
show("del", lambda: fresh().__delitem__(Index(b.clear, 3)))
show("del", lambda: fresh().__delitem__(slice(Index(b.clear, 3), 5)))
show("*", lambda: fresh() * Index(b.clear, 3))
show("split", lambda: fresh().split(b",", Index(b.clear, 2)))
show("rsplit", lambda: fresh().rsplit(b",", Index(b.clear, 2)))
show("replace", lambda: fresh().replace(b",", b"--", Index(b.clear, 2)))
show("expandtabs", lambda: fresh().expandtabs(Index(b.clear, 3)))
show("splitlines", lambda: fresh().splitlines(Index(b.clear)))
show("hex", lambda: fresh().hex(",", Index(b.clear, 2)))
show("center", lambda: fresh().center(Index(b.clear, 30)))
show("zfill", lambda: fresh().zfill(Index(b.clear, 30)))
show("append", lambda: fresh().append(Index(b.clear, 97)))
show("insert", lambda: fresh().insert(Index(b.clear, 3), 97))
show("pop", lambda: fresh().pop(Index(b.clear, 3)))
show("remove", lambda: fresh().remove(Index(b.clear, 97)))
