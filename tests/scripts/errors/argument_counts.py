# Constructors with too many arguments, by position and by name; hints and class names in messages.
import sys


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


show(str, b'x', 'utf-8', 'strict', 4)
show(str, b'x', 'utf-8', 'strict', object=1)
show(str, b'x', 'utf-8', errors='strict', object=1)
show(int, '1', 2, 3)
show(int, '1', base=2, x=3)
show(enumerate, start=1)
show(enumerate)
show(enumerate, [1], foo=2)


class Hint:
    def __iter__(self):
        return iter((5, 6))

    def __length_hint__(self):
        return sys.maxsize


x = [1, 2]
x.extend(Hint())
print(x)


class Outer:
    class Inner:
        pass


show('%c'.__mod__, Outer.Inner())
show('%c'.__mod__, 1.5)
Outer.Inner.__module__ = 'some.module'
show('%c'.__mod__, Outer.Inner())
