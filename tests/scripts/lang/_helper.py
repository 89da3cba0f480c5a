"""Helper module of import_forms."""
value = 42
public = "star public"
_private = "hidden"
counter = [0]


def func(x):
    return x * 21


def star_func():
    return "star func"


class Klass:
    def who(self):
        return __name__
