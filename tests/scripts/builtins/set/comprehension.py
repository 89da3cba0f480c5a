"""Set displays, comprehensions, removal of duplicates, sets of tuples and frozen sets."""
print(
    {1, 1, 2}, {x % 3 for x in range(10)}, len({x: 1 for x in "aab"}), {(1, 2), (1, 2), (2, 1)} == {(1, 2), (2, 1)},
    set(), {*[1, 2], *{2, 3}}
)
seen, unique = set(), []
for x in [3, 1, 3, 2, 1]:
    if x not in seen:
        seen.add(x)
        unique.append(x)
print(unique, sorted(seen), list(dict.fromkeys([3, 1, 3, 2, 1])))
primes = {n for n in range(2, 50) if all(n % d for d in range(2, n))}
print(sorted(primes), len(primes), max(primes), sum(primes))
a, b = set("abracadabra"), set("alacazam")
print(sorted(a), sorted(a - b), sorted(a | b), sorted(a & b), sorted(a ^ b))
print(
    {frozenset(p) for p in [(1, 2), (2, 1)]} == {frozenset({1, 2})}, {1} in [{1}], {1, 2, 3} >= {1},
    set([1]) == {1.0} == {True}
)
s = set(range(5))
s2 = s
s2.add(9)
s = s | {10}
print(sorted(s), sorted(s2), s == s2)
edges = {(1, 2), (2, 3), (3, 1), (3, 4)}
reach = {1}
while True:
    more = {b for a, b in edges if a in reach} | reach
    if more == reach:
        break
    reach = more
print(sorted(reach), sorted({a for e in edges for a in e}), all({a, b} <= reach for a, b in edges))
big = set()
for i in range(2000):
    big.add(i * 7 % 1000)
for i in range(0, 1000, 2):
    big.discard(i)
print(len(big), sum(big), min(big), 501 in big, 500 in big)
print(
    sorted({"b", "a", "c"}, reverse=True), sorted([{3}, {1, 2}], key=len),
    max({"a": 5, "b": 9}.items(), key=lambda p: p[1])
)
