def gen(n):
    try:
        x = yield n
        yield from range(x)
        return 5
    finally:
        print("done")

def w(p):
    for i in p:
        with open(i) as f, lock:
            if f:
                continue
            return f.read()

def m(x):
    match x:
        case 1 | 2:
            return "a"
        case [a, 3 as b, *c]:
            return a, b, c
        case {"k": v, **rest} if v:
            return rest
        case Point(x=0, y=(1 | None) as q):
            return q
        case str():
            return 1
        case _:
            pass

def clo(a):
    b = [lambda: i + a for i in range(3)]
    def inner():
        nonlocal a
        a += 1
        return a
    return inner, a, b

def e():
    try:
        f()
    except (A, B) as ex:
        return ex
    except C:
        pass
    else:
        return 1
    finally:
        g()
