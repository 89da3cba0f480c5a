"""str.join: iterables, single items, errors that name the index."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Name(str):
    pass

print(", ".join(["a", "b", "c"]), repr("".join([])), "-".join("xyz"))
print("+".join(str(i) for i in range(5)), ".".join({"k": 1, "l": 2}))
one = "only"
print("sep".join([one]) is one, type("sep".join([Name("n")])).__name__)
print(type(Name(",").join(["a", "b"])).__name__)
print("é".join(["a", "😀", "ß"]), len("😀".join("ab")))
fails(",".join, ["a", 1])
fails(",".join, [b"a"])
fails(",".join, ["a", "b", None, 3])
fails(",".join, 5)
fails(",".join, None)
fails(",".join)
fails(",".join, "a", "b")
def source():
    yield "one"
    raise KeyError("stopped")
fails("".join, source())
