# UnboundLocalError and free variables
counter = 0


def later():
    print(counter)
    counter = 1


def conditional(flag):
    if flag:
        value = 1
    return value


def loop():
    for item in []:
        pass
    return item


def except_name():
    try:
        raise ValueError
    except ValueError as err:
        pass
    return err


def deleted():
    x = 1
    del x
    x += 1


def free():
    def g():
        return w
    g()
    w = 1


def nested_class():
    class C:
        y = y
    y = 1


def comp():
    [q for _ in "a"]
    q = 1


def with_name():
    with_body = [p for p in range(2)]
    return p


for f in (later, lambda: conditional(False), loop, except_name, deleted, free, nested_class, comp, with_name):
    try:
        f()
    except NameError as e:
        print(getattr(f, "__name__"), type(e).__name__, e, e.name)
later()
