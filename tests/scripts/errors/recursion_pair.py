# mutual recursion repeats two lines, which are not folded
import sys
sys.setrecursionlimit(60)


def ping():
    return pong()


def pong():
    ping()


ping()
