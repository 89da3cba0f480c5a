# assert is removed by -O
# flags: -O
assert False, "not raised"
assert 1 / 0
print(__debug__)
if __debug__:
    print("debug")
else:
    print("optimised")


def f():
    """doc stays with one -O"""
    assert False
    return "ok"


print(f(), f.__doc__)
