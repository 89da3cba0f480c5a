"""What `parallel` means, one item after the other: for interpreters without the module."""
import functools

def map(function, iterable, /, *, chunk=None):
    check(chunk)
    return [function(x) for x in iterable]

def for_each(function, iterable, /, *, chunk=None):
    check(chunk)
    for x in iterable: function(x)

def reduce(function, iterable, /, *initial, chunk=None):
    check(chunk)
    try:
        return functools.reduce(function, iterable, *initial)
    except TypeError as e:
        if "empty" not in str(e): raise
        raise TypeError("reduce() of empty iterable with no initial value") from None

def sort(iterable, /, *, key=None, reverse=False, chunk=None):
    check(chunk)
    return sorted(iterable, key=key, reverse=reverse)

def check(chunk):
    if chunk is not None and chunk <= 0: raise ValueError("chunk must be positive")

def workers(): return 1

def set_workers(n):
    if not 1 <= n <= 1024: raise ValueError("number of workers must be in 1..1024")
