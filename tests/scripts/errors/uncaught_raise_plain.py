# raise of a class, no message
def f():
    raise ValueError


f()
