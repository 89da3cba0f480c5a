# an error in a class body and in a decorator
def deco(cls):
    return cls.nothing


class Fine:
    x = 1


@deco
class Broken:
    y = [1, 2]
    z = Fine.x
