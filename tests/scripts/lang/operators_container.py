# container protocol: getitem, setitem, delitem, contains, len, missing, iter
class Log:
    def __getitem__(self, k): return ("get", k)
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __contains__(self, k): print("contains", k, end=" "); return k
    def __len__(self): return 4
    def __iter__(self): return iter([1, 2])
    def __reversed__(self): return iter("rev")


o = Log()
print(o[0], o["k"], o[1:2], o[1, 2], o[...], o[None], o[-1], o[:, 1])
o[0] = 1
o[1:3] = [5]
del o[0], o["x":]
print(1 in o, 0 in o, "" not in o, len(o), list(o), list(reversed(o)), bool(o))


class Missing(dict):
    def __missing__(self, k): return f"missing {k}"


m = Missing(a=1)
print(m["a"], m["zz"], m.get("zz"), "zz" in m, m)


class Counter(dict):
    def __missing__(self, k):
        self[k] = 0
        return 0


c = Counter()
for ch in "hello":
    c[ch] += 1
print(c)


class NoDict(dict):
    def __getitem__(self, k): return "overridden"
    def __contains__(self, k): return True


nd = NoDict(a=1)
print(nd["q"], nd.get("a"), "q" in nd, dict(nd), {**nd}, list(nd.items()))


class IterContains:
    def __iter__(self):
        for i in range(5):
            print("yield", i, end=" ")
            yield i


print(2 in IterContains(), 99 in IterContains())


class SeqLike:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        if i < 0:
            i += self.n
        if not 0 <= i < self.n:
            raise IndexError("out")
        return i * 100


s = SeqLike(5)
print(list(s), s[-1], s[1:3], s[::-1], 300 in s, 301 in s, list(reversed(s)), max(s), sorted(s, reverse=True), [*s], tuple(s), *s)
a, *r = s
print(a, r, list(map(lambda x: x + 1, s)), sum(s), any(s), all(s), dict(enumerate(s)), list(zip(s, "ab")))


class Nothing: pass


n = Nothing()
for text in ("n[0]", "n[0] = 1", "del n[0]", "1 in n", "len(n)", "for _ in n: pass", "n[1:2]", "nil[0]", "nil['a']", "five[0]", "five[0] = 1", "del five[0]", "1 in five", "len(five)", "len(None)", "'a' in None", "prt[0]", "int['a']", "lam[1]", "s[10]", "s['a']", "five[1:2]", "gen[0]", "len(gen)", "rng['a']", "st[0] = 1", "del st[0]", "tp[0] = 1", "st[1.5]", "tp['k']", "Nothing[int]", "{}[{}]", "{}[[]] = 1", "bt['a']", "bt[10]", "1 in 'a'", "b'a' in 'a'", "'a' in b'a'", "300 in b'a'", "1.5 in b'a'"):
    nil, prt, lam = None, print, lambda: 0
    five, gen, rng, st, tp, bt = 5, (i for i in "a"), range(3), "str", (1,), b"abc"
    try:
        exec(text)
        print(text, "ok")
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
class NoContains:
    __contains__ = None
    def __iter__(self): return iter([1])
try: 1 in NoContains()
except TypeError as e: print(e)
import operator
print(operator.length_hint(Log()), operator.length_hint(iter([1, 2])), operator.contains("abc", "b"), operator.getitem([5], 0))
class Hint:
    def __length_hint__(self): return 10
    def __iter__(self): return iter("ab")
print(list(Hint()), operator.length_hint(Hint()), operator.length_hint(object(), 3))
