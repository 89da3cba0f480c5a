"""A memoryview that is released while a subscript or a value is being computed."""

class Release:
    def __index__(self):
        view.release()
        return 1
    def __float__(self):
        view.release()
        return 1.0
    def __bool__(self):
        view.release()
        return True

def show(name, what):
    try:
        result = what()
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(name, result, base)

for format in "Bbhlqd?c":
    for name, what in (
        ("value", lambda: view.__setitem__(0, Release())),
        ("index", lambda: view[Release()]),
        ("both", lambda: view.__setitem__(Release(), 1)),
    ):
        base = bytearray(16)
        view = memoryview(base).cast(format)
        show(format + " " + name, what)
view = memoryview(base := bytearray(4))
show("slice", lambda: view.__setitem__(slice(Release(), 3), b"ab"))
view = memoryview(base := bytearray(b"abcd"))
part = view[Release():3]
print(part.tobytes(), part.shape)
view = memoryview(base := bytearray(4))
show("hex", lambda: view.hex(",", Release()))
view = memoryview(base := bytearray(4)).cast("B", (2, 2))
show("item", lambda: view[0, Release()])
show("shape", lambda: memoryview(base).cast("B", (2, Release())))
