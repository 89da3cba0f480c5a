"""The order in which modules die at the end: finalisers of what only the module holds see their globals."""
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        say("del", self.name, Thing is not None, len(kept))


def say(*words):
    print(*words)


kept = []
first = Thing("first")
_private = Thing("private")
last = Thing("last")
cycle = Thing("cycle")
cycle.me = cycle
kept.append(Thing("in a list"))
ref = weakref.ref(first, lambda r: say("callback", r() is None))
finalizer = weakref.finalize(last, say, "finalize")
print("end of the script")
