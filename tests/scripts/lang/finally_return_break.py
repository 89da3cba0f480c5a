# break, continue and return in a finally block that runs on the way of a return: the value is given up
import warnings


class N:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


def breaks(n):
    for i in range(n):
        try:
            return N(f"value {i}")
        finally:
            if i < 2: continue
            if i == 2: break
    print("after the loop")
    return "end", i


print(breaks(5))
print(breaks(1).name)


def outer():
    while True:
        try:
            try:
                return N("inner") and N("second")
            finally:
                break
        finally:
            print("outer finally")
    return "left"


print(outer())


def replaced():
    try:
        return N("first")
    finally:
        return "second"


print(replaced())


def in_with():
    class CM:
        def __enter__(self): return self
        def __exit__(self, *a): print("exit", a)
    for x in (1, 2):
        with CM():
            try: return N("with")
            finally: continue
    return "done"


print(in_with())
for text in ("try: pass\nfinally: continue", "try: pass\nfinally: break", "try: pass\nfinally: return", "def f():\n try: pass\n finally: break",
             "for x in y:\n try: pass\n finally:\n  for z in w: continue\n  continue"):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        try: compile(text, "<t>", "exec"); print(repr(text), "ok", end=" ")
        except SyntaxError as e: print(repr(text), e.msg, end=" ")
        print([str(w.message) for w in log])
