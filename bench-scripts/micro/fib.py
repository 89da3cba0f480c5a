"""Recursive Fibonacci: plain function calls and small integers."""

N = 34


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


result = fib(N)
assert result == 5702887
print("fib", N, result)
