# nested groups with tracebacks of their own
def fail(n):
    if n == 0:
        raise KeyError("zero")
    return 1 / (n - 1)


def collect():
    errors = []
    for n in range(2):
        try:
            fail(n)
        except Exception as e:
            errors.append(e)
    return errors


inner = ExceptionGroup("inner", collect())
inner.add_note("a note on the inner group")
try:
    raise inner
except ExceptionGroup as e:
    raise ExceptionGroup("outer", [e, OSError(2, "no file"), ValueError()]) from LookupError("cause")
