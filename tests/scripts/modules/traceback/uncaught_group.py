"""An uncaught exception group with nested groups, causes and contexts."""
def fail(n):
    if n == 0:
        raise KeyError("zero")
    if n == 1:
        try:
            fail(0)
        except KeyError:
            raise TypeError("one")
    raise ValueError(f"number {n}")
errors = []
for n in range(3):
    try:
        fail(n)
    except Exception as e:
        errors.append(e)
print("collected", len(errors))
raise ExceptionGroup("several failures", [errors[0], ExceptionGroup("inner", errors[1:])])
