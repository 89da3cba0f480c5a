# raise from, __cause__, __context__, __suppress_context__
def info(e):
    return repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__


def catch(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, *info(e))


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("during")


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("from") from e


def from_none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("none") from None


def from_class():
    raise ValueError from KeyError


def from_bad():
    raise ValueError from 5


def in_finally():
    try:
        1 / 0
    finally:
        raise KeyError("finally")


def nested():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise KeyError(2)
    except KeyError:
        raise IndexError(3)


def same():
    e = ValueError("same")
    try:
        raise e
    except ValueError:
        raise e


def cycle():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        raise a


def bare():
    raise


def bare_in_func():
    def helper():
        raise
    try:
        raise ValueError("helper")
    except ValueError:
        helper()


def after_except():
    try:
        raise ValueError
    except ValueError:
        pass
    raise


def not_exc():
    raise "text"


def not_exc_class():
    raise int


def makes_wrong():
    class E(Exception):
        def __new__(cls):
            return 5
    raise E


def ctor_fails():
    class E(Exception):
        def __init__(self):
            1 / 0
    raise E


for f in (implicit, explicit, from_none, from_class, from_bad, in_finally, nested, same, cycle, bare, bare_in_func, after_except, not_exc, not_exc_class, makes_wrong, ctor_fails):
    catch(f)
try:
    nested()
except IndexError as e:
    print(repr(e.__context__), repr(e.__context__.__context__), repr(e.__context__.__context__.__context__))
try:
    cycle()
except ValueError as e:
    print(repr(e.__context__), repr(e.__context__.__context__))
e = ValueError("x")
e.__cause__ = KeyError("c")
print(*info(e))
e.__context__ = None
e.__suppress_context__ = False
for name, v in (("__cause__", 5), ("__context__", "x"), ("__traceback__", 1), ("args", 5), ("__notes__", 1)):
    try:
        setattr(e, name, v)
        print(name, getattr(e, name))
    except TypeError as err:
        print(err)
try:
    raise ValueError("tb").with_traceback(None)
except ValueError as err:
    print(err.__traceback__.tb_lineno, err.__traceback__.tb_frame.f_code.co_name, err.__traceback__.tb_next)
import sys
try:
    raise KeyError("outer")
except KeyError as k:
    print(sys.exception() is k, sys.exc_info()[0], sys.exc_info()[1] is k)
    try:
        raise ValueError
    except ValueError:
        print(repr(sys.exception()), repr(sys.exception().__context__))
    print(repr(sys.exception()))
print(sys.exception(), sys.exc_info())
