# ExceptionGroup and except*
def show(e, depth=0):
    print("  " * depth + repr(e) if not isinstance(e, BaseExceptionGroup) else "  " * depth + f"{type(e).__name__} {e.message}: {len(e.exceptions)}")
    for s in getattr(e, "exceptions", ()):
        show(s, depth + 1)


eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("inner", [KeyError(2), ValueError(3)]), TypeError(4)])
show(eg)
print(eg, repr(eg), eg.args)
match, rest = eg.split(ValueError)
show(match); show(rest)
show(eg.subgroup(lambda e: isinstance(e, KeyError)))
print(eg.subgroup(OSError), eg.split(OSError)[1] is not None, eg.derive([OSError()]))
try:
    raise eg
except* ValueError as g:
    print("value:"); show(g, 1)
except* (KeyError, TypeError) as g:
    print("others:"); show(g, 1)
else:
    print("never")
finally:
    print("finally")
try:
    try:
        raise eg
    except* KeyError as g:
        print("handled", len(g.exceptions))
except ExceptionGroup as g:
    print("rest:"); show(g, 1)
try:
    raise ValueError("naked")
except* ValueError as g:
    print("wrapped:"); show(g, 1)
try:
    pass
except* ValueError:
    print("never")
else:
    print("else")
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except BaseException as e:
    show(e)
    print(repr(e.exceptions[0].__context__))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as g:
        raise
except BaseException as e:
    show(e)
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as g:
        raise OSError("replaced") from g
except BaseException as e:
    show(e)
for text in ("ExceptionGroup('m', [])", "ExceptionGroup('m', [1])", "ExceptionGroup('m', 5)", "ExceptionGroup(1, [ValueError()])", "ExceptionGroup('m', [KeyboardInterrupt()])", "type(BaseExceptionGroup('m', [ValueError()]))", "type(BaseExceptionGroup('m', [KeyboardInterrupt()]))", "ExceptionGroup('m', (ValueError(),)).exceptions", "eg.subgroup(5)", "eg.split('x')", "ExceptionGroup('m', [ValueError()]).message"):
    try:
        print(text, repr(eval(text)))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
for bad in (ExceptionGroup, BaseExceptionGroup, (ValueError, ExceptionGroup), 5):
    try:
        try:
            raise ValueError
        except* bad:
            pass
    except BaseException as e:
        print(type(e).__name__, e)


class MyGroup(ExceptionGroup):
    def __new__(cls, msg, excs, code):
        self = super().__new__(cls, msg, excs)
        self.code = code
        return self

    def derive(self, excs):
        return MyGroup(self.message, excs, self.code)


m = MyGroup("mine", [ValueError(), KeyError()], 42)
a, b = m.split(ValueError)
print(type(a).__name__, a.code, type(b).__name__, b.code)
e = ExceptionGroup("n", [ValueError(1), TypeError(2)])
e.add_note("note")
print(e.subgroup(TypeError).__notes__)
def f():
    for i in range(3):
        try:
            if i == 1: raise ValueError(i)
        except* ValueError:
            print("star in loop", i)
    return "end"
print(f())
