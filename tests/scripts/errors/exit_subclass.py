# a subclass of SystemExit, atexit-like finally order
class Quit(SystemExit):
    def __init__(self):
        super().__init__(9)


def f():
    try:
        raise Quit
    finally:
        print("leaving")


f()
