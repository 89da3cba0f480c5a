# hashing and equality across types
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(0) == hash(0.0) == hash(False), hash(2 ** 61 - 1), hash(-1), hash(-2), hash(2 ** 61), hash(0.5), hash(1e100), hash(float("inf")), hash(-float("inf")), hash(1j), hash(2 + 3j))
print({1: "a", 1.0: "b", True: "c"}, {1, 1.0, True}, {0: 1}[False], {"a": 1}.get("a"), len({1, 2.0, 2, 3j}), (1, 2) == (1.0, 2.0), hash((1, 2)) == hash((1.0, 2.0)), {(1, 2): "t"}[1.0, 2.0])


class K:
    def __init__(self, v, h): self.v, self.h = v, h
    def __hash__(self): return self.h
    def __eq__(self, o): eqs.append((self.v, o.v)); return self.v == o.v
    def __repr__(self): return f"K{self.v}"


eqs = []
d = {K(1, 5): "a"}
print(d.get(K(1, 5)), d.get(K(2, 5)), d.get(K(1, 6)), eqs)
eqs.clear()
k = K(3, 7)
d[k] = "b"
print(d[k], k in d, eqs)
d[K(3, 7)] = "c"
print(d, len(d))
s = {K(i, 1) for i in range(5)}
print(len(s), sorted(x.v for x in s), K(3, 1) in s, K(9, 1) in s)


class NoHash:
    __hash__ = None


class EqOnly:
    def __eq__(self, o): return True


class HashErr:
    def __hash__(self): raise ValueError("hash fails")


class EqErr:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq fails")


class BadHash:
    def __hash__(self): return "x"


class Neg:
    def __hash__(self): return -1


class Mutable:
    def __init__(self): self.h = 1
    def __hash__(self): return self.h


for text in ("hash(NoHash())", "hash(EqOnly())", "{HashErr()}", "{1, EqErr()}", "{EqErr(), EqErr()}", "{EqErr(): 1}[EqErr()]", "hash(BadHash())", "hash(Neg())", "{[]}", "{{}: 1}", "{(1, [2])}", "hash(slice(1, 2)) == hash(slice(1, 2))", "{EqOnly()}", "hash((1, {}))", "frozenset([[]])", "{} in {}", "[] in {1: 2}", "{1: 2}.get([])", "{1: 2}.pop({})", "set().add([])", "{1}.discard([])", "[] in set()", "{1} in {frozenset([1])}", "dict.fromkeys([[]])", "hash(range(3)) == hash(range(0, 3, 1))", "hash(bytearray())", "hash(memoryview(b'a')) == hash(b'a')", "hash(type) == hash(type)", "hash(None) == hash(None)", "hash(NotImplemented) is not None", "{1: 2}[1, [2]]"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
m = Mutable()
d = {m: 1}
m.h = 2
print(m in d, list(d) == [m], len(d))
nan = float("nan")
print({nan: 1}.get(nan), nan in {nan}, {nan} == {nan}, [nan] == [nan], (nan,) == (nan,), {float("nan")} == {float("nan")}, nan in (nan,), hash(nan) == hash(nan))
print(frozenset([1, 2]) == {1, 2}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), frozenset() == set(), {frozenset([1]): "f"}[frozenset([1])], {1, 2} == {2, 1}, {1: 2, 3: 4} == {3: 4, 1: 2}, [1, 2] == (1, 2), "a" == b"a", {"x": [1]} == {"x": [1]}, range(3) == range(0, 3), range(0) == range(1, 1))
