# exceptions in __del__ are reported and ignored
class Noisy:
    def __del__(self):
        raise ValueError("in del")

    def __repr__(self):
        return "<noisy>"


n = Noisy()
del n
print("goes on")


def gen():
    try:
        yield
    finally:
        1 / 0


g = gen()
next(g)
del g
print("end")
