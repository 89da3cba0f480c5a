"""A finaliser at the end of a program that imports nothing and never printed before."""


class K:
    def __del__(self):
        print("del", self.n, __name__)


a = K()
a.n = 1
f = open(__file__)


def keeps_globals():
    return a
