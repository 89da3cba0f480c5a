# three linked exceptions, cause and context mixed
def a():
    try:
        b()
    except IndexError as e:
        raise KeyError("a") from e


def b():
    try:
        1 / 0
    except ZeroDivisionError:
        [][0]


try:
    a()
finally:
    undefined_in_finally
