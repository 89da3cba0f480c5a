# [Previous line repeated ... more times]
import sys
sys.setrecursionlimit(150)


def down(n):
    return down(n + 1)


down(0)
