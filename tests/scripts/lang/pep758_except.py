# except without parentheses (PEP 758), and its limits
def f(e):
    try:
        raise e
    except ValueError, KeyError:
        return "two"
    except TypeError, IndexError, OSError:
        return "three"
    except (ArithmeticError, LookupError) as x:
        return f"parens {x!r}"
    except Exception:
        return "other"


for e in (ValueError(), KeyError(), TypeError(), IndexError(), OSError(), ZeroDivisionError(), LookupError("l"), RuntimeError()):
    print(type(e).__name__, f(e))
try:
    raise ExceptionGroup("g", [ValueError(1), KeyError(2), TypeError(3)])
except* ValueError, KeyError:
    print("star two")
except* TypeError:
    print("star one")
for text in ("try: pass\nexcept A, B as e: pass", "try: pass\nexcept* A, B as e: pass", "try: pass\nexcept A, B: pass", "try: pass\nexcept A, : pass", "try: pass\nexcept *A: pass\nexcept B: pass", "try: pass\nexcept: pass\nexcept A: pass", "try: pass", "try:\n pass\nx = 1", "try: pass\nexcept* : pass", "try: pass\nelse: pass", "try: pass\nfinally: pass\nexcept A: pass", "try: pass\nexcept A as b.c: pass", "try: pass\nexcept A as (b): pass", "try: pass\nexcept A as 1: pass", "except A: pass", "finally: pass", "try: pass\nexcept A\n pass", "try:\npass", "for i in x:\n try: pass\n except* A: break", "for i in x:\n try: pass\n except* A: continue", "def f():\n try: pass\n except* A: return", "try: pass\nexcept (A, B as e): pass", "try: pass\nexcept (A, B) as e, f: pass"):
    try:
        compile(text, "s", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), type(e).__name__, e.msg, e.lineno, e.offset)
