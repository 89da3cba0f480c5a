# def, return, default values, docstring, recursion
def add(a, b):
    """Add two things."""
    return a + b


def nothing():
    pass


def early(x):
    if x:
        return
    return "late"


def many():
    return 1, 2, 3


print(add(1, 2), add("a", "b"), add([1], [2]))
print(nothing(), early(True), early(False))
print(many(), type(many()))
print(add.__doc__, add.__name__, add.__qualname__, nothing.__doc__)


def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


print(fact(5), fact(20), fact(30))


def append_to(x, acc=[]):
    acc.append(x)
    return acc


print(append_to(1), append_to(2), append_to(3, []), append_to.__defaults__)
n = 5


def default_at_def(x=n):
    return x


n = 6
print(default_at_def())
print((lambda x, y=2: x * y)(3), (lambda: None)(), (lambda *a, **k: (a, k))(1, b=2))
f = add
print(f is add, f(b=1, a=5), callable(f), callable(5))
add.attribute = [1]
print(add.attribute, add.__dict__)


def outer():
    def inner():
        return inner.__qualname__
    return inner


print(outer()(), outer.__qualname__)


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


print(is_even(10), is_odd(7))


def swap(a, b): return b, a


print(swap(1, 2)[0], swap(*"ab"))
print(fact.__module__, fact.__defaults__, fact.__kwdefaults__)
