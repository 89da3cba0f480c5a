# traceback through calls
def inner(n):
    return 10 / n


def outer(n):
    value = inner(n - 1)
    return value


print(outer(3))
outer(1)
