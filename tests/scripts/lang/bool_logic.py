# and, or, not, truth of values
for a in (True, False):
    for b in (True, False):
        print(a, b, a and b, a or b, not a, a == b, a != b, a ^ b, a & b, a | b)
print(1 and 2, 0 and 2, 1 or 2, 0 or 2, "" or "x", [] or None, None and 1)
print(0 or "" or [] or "last", 1 and "a" and [] and "never")


def loud(value):
    print("eval", value, end="; ")
    return value


print(loud(0) and loud(1))
print(loud(1) and loud(2))
print(loud(1) or loud(2))
print(loud(0) or loud(2) and loud(3))
print(not loud(0) and not loud(""))
for x in (0, 1, -1, 0.0, 0.1, "", " ", [], [0], (), (0,), {}, {0: 0}, set(), {0}, None, ..., 0j, b"", range(0), range(1)):
    print(repr(x), bool(x), end=" | ")
print()


class Falsy:
    def __bool__(self):
        return False


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Bad:
    def __bool__(self):
        return 1


class Negative:
    def __len__(self):
        return -1


print(bool(Falsy()), bool(Sized(0)), bool(Sized(2)), not Sized(0), bool(object()))
for bad in (Bad, Negative):
    try:
        bool(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(True is True, isinstance(True, int), bool.__mro__, True + 0, repr(False))
print("yes" if [] else "no", "yes" if 1 else "no", 1 if 0 else 2 if 0 else 3)
