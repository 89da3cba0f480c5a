# assert with and without a message
assert True
assert 1, "unused"
for text in ("assert False", "assert 0, 'message'", "assert [], [1, 2]", "assert None, None", "assert 1 == 2, f'{1} is not {2}'", "assert ''"):
    try:
        exec(text)
    except AssertionError as e:
        print(text, "->", repr(e), str(e), e.args)


def costly():
    print("message evaluated")
    return "text"


assert True, costly()
try:
    assert not True, costly()
except AssertionError as e:
    print(e)
try:
    assert 1 / 0
except ZeroDivisionError as e:
    print(e)
print(__debug__)
AssertionError_saved = AssertionError
AssertionError = ValueError
try:
    assert False, "original class is used"
except AssertionError_saved as e:
    print(type(e).__name__, e)
