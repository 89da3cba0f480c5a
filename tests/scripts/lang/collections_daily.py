# collections, itertools, functools in daily use
from collections import namedtuple, Counter, defaultdict, OrderedDict, deque, ChainMap
import itertools as it
import functools as ft

P = namedtuple("P", ["x", "y"], defaults=[9])
p = P(1)
print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, p == (1, 9), P._make([3, 4]), P(y=1, x=2), *p)
for text in ("P()", "P(1, 2, 3)", "P(z=1)", "p._replace(q=1)", "setattr(p, 'x', 5)", "namedtuple('X', 'a a')", "namedtuple('X', '_a')", "namedtuple('X', 'class')", "namedtuple('1', 'a')", "P._make([1, 2, 3])"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
c = Counter("mississippi")
print(c, c.most_common(2), c["zz"], c + Counter("ms"), c - Counter("iiii"), sorted(c.elements()), c.total(), Counter(a=1) & Counter(a=5), Counter(a=1) | Counter(a=5), +Counter(a=-1, b=1))
d = defaultdict(list)
d["a"].append(1); d["b"]
print(d, d.get("zz"), len(d), defaultdict(int, k=1)["q"])
q = deque([1, 2, 3], maxlen=3)
q.append(4); q.appendleft(0)
print(q, q.popleft(), q.pop(), q, q.maxlen); q.extend("ab"); q.rotate(1); print(q, q[0], list(reversed(q)), "a" in q)
try: deque().pop()
except IndexError as e: print(e)
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], dict(m), m.maps, m.new_child({"z": 0})["z"])
o = OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, o.popitem(last=False), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
print(list(it.chain("ab", [1])), list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat(1, 2)), list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=2)))
print(list(it.product("ab", [1, 2])), list(it.permutations("abc", 2)), list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)), list(it.product([0, 1], repeat=2)))
print([(k, list(g)) for k, g in it.groupby("aabbca")], list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(5))), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("abc", [1], fillvalue="-")), list(it.compress("abc", [1, 0, 1])), list(it.pairwise("abcd")), list(it.batched("abcde", 2)), list(it.chain.from_iterable(["ab", "c"])), [list(t) for t in it.tee("ab")])
print(ft.reduce(lambda a, b: a + b, [1, 2, 3]), ft.reduce(max, [3, 1], 9), ft.partial(pow, 2)(5), ft.partial(int, base=2)("101"), ft.partial(print, 1).args)
try: ft.reduce(max, [])
except TypeError as e: print(e)
@ft.lru_cache(maxsize=2)
def sq(n): print("calc", n, end=" "); return n * n
print(sq(1), sq(2), sq(1), sq(3), sq(2), sq.cache_info()); sq.cache_clear(); print(sq.cache_info())
@ft.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80))
@ft.singledispatch
def kind(x): return "object"
@kind.register
def _(x: int): return "int"
@kind.register(list)
def _(x): return "list"
print(kind(1), kind([]), kind("s"), kind(True), sorted([3, 1, 2], key=ft.cmp_to_key(lambda a, b: b - a)))
class Sd:
    @ft.singledispatchmethod
    def f(self, x): return "base"
    @f.register
    def _(self, x: str): return "str"
print(Sd().f(1), Sd().f("a"))
