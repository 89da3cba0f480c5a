"""deepcopy of graphs: shared parts, cycles, classes with slots, subclasses of containers, bound methods."""
import copy
from collections import OrderedDict, defaultdict, deque, Counter
class Node:
    def __init__(self, name, *links): self.name, self.links, self.parent = name, list(links), None
    def __repr__(self): return f"Node({self.name})"
leaf = Node("leaf")
root = Node("root", leaf, Node("mid", leaf))
leaf.parent = root
twin = copy.deepcopy(root)
print(
    twin.links, twin.links[0] is twin.links[1].links[0], twin.links[0].parent is twin, twin is not root,
    leaf.parent is root
)
shared = [1]
data = {"a": shared, "b": [shared, (shared,)], "c": {"d": shared}}
other = copy.deepcopy(data)
other["a"].append(2)
print(other, data, other["b"][1][0] is other["a"])
for box in (
    OrderedDict(a=[1]), defaultdict(list, k=[1]), deque([[1]], maxlen=3), Counter(a=2), {frozenset([1]): [2]},
    ([1], {2}), bytearray(b"x"), [range(3), slice(1), 1.5, None, "s", b"b", 2**70, int, len]
):
    deep, flat = copy.deepcopy(box), copy.copy(box)
    print(
        type(deep).__name__, deep == box, flat == box, deep is not box,
        getattr(deep, "maxlen", getattr(deep, "default_factory", "-"))
    )
class L(list):
    pass
l = L([[1]])
l.tag = ["t"]
m = copy.deepcopy(l)
print(m, m.tag, m.tag is l.tag, type(m).__name__, m[0] is l[0], copy.copy(l).tag is l.tag)
class S:
    __slots__ = ("a", "b", "__dict__")
s = S()
s.a, s.extra = [1], [2]
t = copy.deepcopy(s)
print(t.a, t.extra, t.a is s.a, hasattr(t, "b"))
class Init:
    made = 0
    def __init__(self): Init.made += 1
copy.deepcopy([Init(), Init()])
print(Init.made, copy.deepcopy(Init) is Init)
n = Node("method")
bound = copy.deepcopy([n, n.__repr__])
print(bound[1]() == "Node(method)", bound[1].__self__ is bound[0])
cyc = {}
cyc["me"] = cyc
cyc["list"] = [cyc]
dup = copy.deepcopy(cyc)
print(dup["me"] is dup, dup["list"][0] is dup, list(dup))
memo = {}
x = [leaf]
a, b = copy.deepcopy(x, memo), copy.deepcopy(x, memo)
print(a is b, len(memo) > 1)
deep = []
for _ in range(200): deep = [deep]
print(str(copy.deepcopy(deep)) == str(deep))
e = ValueError("err", 5)
e.extra = [1]
f = copy.copy(e)
print(repr(f), f.extra is e.extra, repr(copy.deepcopy(KeyError("k"))))
