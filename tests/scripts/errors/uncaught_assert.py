# AssertionError with a message and without a caret where the whole line is it
def check(v):
    assert isinstance(v, int), f"not an int: {v!r}"
    assert (v > 0 and
            v < 10)


check(5)
check(50)
