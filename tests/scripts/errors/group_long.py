# groups wider than 15 and deeper than 10 are cut
def deep(n):
    return ValueError("bottom") if n == 0 else ExceptionGroup(f"level {n}", [deep(n - 1)])


raise ExceptionGroup("wide", [deep(12)] + [ValueError(i) for i in range(20)])
