"""An uncaught RecursionError prints the repeated line once."""
import sys
sys.setrecursionlimit(60)
def again(n):
    return again(n + 1)
print("start")
again(0)
