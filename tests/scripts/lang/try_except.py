# try, except, else, finally: order of events
def run(action):
    try:
        print("try", end=" ")
        action()
    except ValueError as e:
        print("value:", e, end=" ")
    except (KeyError, IndexError) as e:
        print("lookup:", repr(e), end=" ")
    except ArithmeticError:
        print("arith", end=" ")
    else:
        print("else", end=" ")
    finally:
        print("finally")


def fail(e):
    def inner():
        raise e
    return inner


run(lambda: None)
run(fail(ValueError("bad")))
run(lambda: {}["k"])
run(lambda: [][1])
run(lambda: 1 / 0)
run(lambda: 2.0 ** 10000)
try:
    run(fail(TypeError("escapes")))
except TypeError as e:
    print("outer", e)
try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args, str(e) == "")
try:
    raise ValueError("a", 1)
except Exception as e:
    print(repr(e), e, e.args)
try:
    e
except NameError as err:
    print(err)
try:
    try:
        1 / 0
    finally:
        print("cleanup")
except ZeroDivisionError as e:
    print("then", e)
try:
    try:
        raise KeyError("k")
    except KeyError:
        print("again")
        raise
except KeyError as e:
    print("reraised", e)


class MyError(Exception):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise MyError(5)
except MyError as e:
    print(e, e.code, e.args, isinstance(e, Exception))
try:
    raise 5
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)
for x in range(3):
    try:
        if x == 1:
            continue
        if x == 2:
            break
        print("body", x)
    finally:
        print("fin", x)
