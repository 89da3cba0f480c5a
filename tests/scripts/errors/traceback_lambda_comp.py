# frames of lambdas, comprehensions, generators and class bodies
data = [3, 2, 1, 0]


class Runner:
    table = {n: (lambda v: 6 // v) for n in "ab"}

    def go(self):
        gen = (self.table["a"](v) for v in data)
        return [x for x in gen]


def main():
    r = Runner()
    return list(map(lambda f: f(), [r.go]))


main()
