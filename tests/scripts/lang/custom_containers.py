# complete container classes: linked list, stack, ordered set, tree, lazy sequence
class LinkedList:
    class Node:
        __slots__ = "value", "next"
        def __init__(self, value, next=None): self.value, self.next = value, next

    def __init__(self, items=()):
        self.head, self.size = None, 0
        for x in reversed(list(items)):
            self.push(x)

    def push(self, x):
        self.head = self.Node(x, self.head)
        self.size += 1

    def pop(self):
        if self.head is None:
            raise IndexError("pop from empty LinkedList")
        v, self.head = self.head.value, self.head.next
        self.size -= 1
        return v

    def __iter__(self):
        n = self.head
        while n:
            yield n.value
            n = n.next

    def __len__(self): return self.size
    def __bool__(self): return self.size > 0
    def __contains__(self, x): return any(v == x for v in self)
    def __reversed__(self): return reversed(list(self))
    def __repr__(self): return " -> ".join(map(repr, self)) or "empty"
    def __eq__(self, o): return isinstance(o, LinkedList) and list(self) == list(o)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return LinkedList(list(self)[i])
        if i < 0:
            i += self.size
        for k, v in enumerate(self):
            if k == i:
                return v
        raise IndexError(f"index {i} out of range")

    def __add__(self, o): return LinkedList([*self, *o])

    def __iadd__(self, o):
        self.__init__([*self, *o])
        return self


l = LinkedList([1, 2, 3])
print(l, len(l), 2 in l, 9 in l, l[0], l[-1], l[1:], list(reversed(l)), l + [4], l == LinkedList([1, 2, 3]), bool(LinkedList()), LinkedList())
same = l
l += "ab"
print(l, same is l, l.pop(), l, sum(x for x in l if isinstance(x, int)))
for f in (lambda: LinkedList().pop(), lambda: l[99], lambda: l["x"], lambda: l < l):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Tree:
    def __init__(self): self.root = None
    def add(self, k):
        if self.root is None:
            self.root = [k, None, None]
            return
        n = self.root
        while True:
            i = 1 if k < n[0] else 2
            if n[i] is None:
                n[i] = [k, None, None]
                return
            n = n[i]
    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n[1])
                yield n[0]
                yield from walk(n[2])
        return walk(self.root)
    def depth(self):
        d = lambda n: 0 if n is None else 1 + max(d(n[1]), d(n[2]))
        return d(self.root)


t = Tree()
for x in [5, 2, 8, 1, 9, 3, 7]:
    t.add(x)
print(list(t), t.depth(), 8 in t, 4 in t)


class OSet:
    def __init__(self, it=()): self.d = dict.fromkeys(it)
    def add(self, x): self.d[x] = None
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
    def __contains__(self, x): return x in self.d
    def __or__(self, o): return OSet([*self, *o])
    def __and__(self, o): return OSet(x for x in self if x in o)
    def __sub__(self, o): return OSet(x for x in self if x not in o)
    def __repr__(self): return f"OSet({list(self)})"


print(OSet("hello") | OSet("world"), OSet("hello") & "lo", OSet("abc") - {"b"}, len(OSet("aab")))


class Lazy:
    def __init__(self, f): self.f, self.cache = f, {}
    def __getitem__(self, i):
        if i not in self.cache:
            self.cache[i] = self.f(self, i)
        return self.cache[i]


fib = Lazy(lambda s, i: i if i < 2 else s[i - 1] + s[i - 2])
print(fib[50], len(fib.cache))
class Multi(dict):
    def __setitem__(self, k, v): super().__setitem__(k, self.get(k, []) + [v])
m = Multi(); m["a"] = 1; m["a"] = 2; m.update(a=3); print(m)
class Attr(dict):
    def __getattr__(self, n):
        try: return self[n]
        except KeyError: raise AttributeError(n) from None
    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__
o = Attr(x=1); o.y = 2; del o.x; print(o, o.y, hasattr(o, "x"), "y" in o)
try: o.zz
except AttributeError as e: print(repr(e))
