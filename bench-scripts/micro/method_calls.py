"""Method calls on instances: own, inherited, overridden and through super()."""

ROUNDS = 1_700_000


class Counter:
    def __init__(self):
        self.value = 0

    def step(self, by):
        self.value += by
        return self

    def read(self):
        return self.value


class Doubling(Counter):
    def step(self, by):
        return super().step(by * 2)


def main():
    plain, doubling = Counter(), Doubling()
    bound = plain.step
    for i in range(ROUNDS):
        plain.step(1).step(2)
        doubling.step(i & 3)
        bound(1)
        plain.read()
    return plain.read(), doubling.read()


result = main()
assert result == (ROUNDS * 4, 2 * sum(i & 3 for i in range(ROUNDS)))
print("method_calls", ROUNDS, *result)
