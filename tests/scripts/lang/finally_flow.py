# control flow through try/finally: return, break, continue, override
import warnings
warnings.simplefilter("ignore")
log = []


def ret():
    try:
        return log.append("try") or "value"
    finally:
        log.append("finally")


def loops():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(f"f{i}")
    else:
        out.append("else")
    return out


def nested():
    try:
        try:
            return "inner"
        finally:
            log.append("f1")
    finally:
        log.append("f2")


def value_fixed():
    x = 1
    try:
        return x
    finally:
        x = 2


def list_not_fixed():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def while_finally():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                continue
            return n
        finally:
            log.append(n)


def except_return():
    try:
        1 / 0
    except ZeroDivisionError:
        return "except"
    else:
        return "else"
    finally:
        log.append("fin")


def else_raises():
    try:
        try:
            pass
        except ValueError:
            return "wrong"
        else:
            raise ValueError("from else")
        finally:
            log.append("fin")
    except ValueError as e:
        return str(e)


def exec_override(src, call="f()"):
    ns = {}
    exec(src, ns)
    try:
        return ns["f"]()
    except Exception as e:
        return repr(e)


for f in (ret, loops, nested, value_fixed, list_not_fixed, while_finally, except_return, else_raises):
    print(f.__name__, f(), log)
    log.clear()
print(exec_override("def f():\n try:\n  1/0\n finally:\n  return 'swallowed'"))
print(exec_override("def f():\n try:\n  return 1\n finally:\n  return 2"))
print(exec_override("def f():\n for i in range(3):\n  try:\n   1/0\n  finally:\n   continue\n return i"))
print(exec_override("def f():\n for i in range(3):\n  try:\n   return i\n  finally:\n   break\n return 'after'"))
print(exec_override("def f():\n while True:\n  try:\n   raise ValueError\n  finally:\n   break\n return 'broke'"))
print(exec_override("def f():\n try:\n  return 1\n finally:\n  raise KeyError('k')"))
print(exec_override("def f():\n try:\n  try:\n   raise ValueError(1)\n  finally:\n   raise KeyError(2)\n except KeyError as e:\n  return repr(e.__context__)"))


def deep(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        deep(n - 1)
    finally:
        log.append(n)


try:
    deep(4)
except ValueError as e:
    print(e, log)
def gen():
    try:
        yield 1
        return "r"
    finally:
        yield "from finally"
print(list(gen()))
def try_in_finally():
    try:
        raise ValueError("a")
    finally:
        try:
            raise KeyError("b")
        except KeyError as e:
            log.append(repr(e.__context__))
log.clear()
try: try_in_finally()
except ValueError as e: print(e, log)
def del_name():
    e = "outer"
    try: raise ValueError
    except ValueError as e: pass
    try: return e
    except UnboundLocalError as err: return str(err)
print(del_name())
def with_loop():
    for x in "ab":
        try:
            for y in "cd":
                try:
                    if y == "d": break
                finally: log.append(x + y)
        finally: log.append(x)
    return log
log.clear(); print(with_loop())
