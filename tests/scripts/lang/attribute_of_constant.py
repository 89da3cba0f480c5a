# Storing what a call returned, when that is a shared object: the register is empty afterwards.


class Box:
    pass


def same(x):
    return x


def fill(box, n):
    box.first = same(())
    box.second = same("text")
    box.third = same(n)
    box.first = same(Box)
    return box


for n in range(5):
    box = fill(Box(), n)
    print(box.first is Box, box.second, box.third)
