"""All threads import the same modules at once; each sees complete modules, and the same ones."""
import sys
from _crowd import crowd


def body(index, turns):
    seen = []
    for n in turns():
        import bisect
        import heapq
        import string
        from collections import OrderedDict
        from textwrap import dedent
        assert heapq.heappushpop and bisect.insort and string.digits == "0123456789" and dedent(" x") == "x"
        assert OrderedDict and sys.modules["heapq"] is heapq
        if not seen:
            seen = [id(bisect), id(heapq), id(string), id(OrderedDict)]
        assert seen == [id(bisect), id(heapq), id(string), id(OrderedDict)]
    return tuple(seen)


assert len(set(crowd(body))) == 1
print("ok imports", "heapq" in sys.modules)
