# 'return' outside function: found by the compiler after parsing
def f():
    return 1


return 2
