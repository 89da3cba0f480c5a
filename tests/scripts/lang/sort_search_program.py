# a small program: sorting and searching algorithms
def insertion(a):
    for i in range(1, len(a)):
        x, j = a[i], i - 1
        while j >= 0 and a[j] > x:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = x
    return a


def merge_sort(a):
    if len(a) <= 1:
        return a
    m = len(a) // 2
    l, r = merge_sort(a[:m]), merge_sort(a[m:])
    out = []
    while l and r:
        out.append((l if l[0] <= r[0] else r).pop(0))
    return out + l + r


def heap_sort(a):
    def sift(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c + 1] > a[c]:
                c += 1
            if a[i] >= a[c]:
                break
            a[i], a[c] = a[c], a[i]
            i = c
    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for n in range(len(a) - 1, 0, -1):
        a[0], a[n] = a[n], a[0]
        sift(0, n)
    return a


def binary(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo if lo < len(a) and a[lo] == x else -1


seed = 12345


def rand():
    global seed
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % 1000


data = [rand() for _ in range(200)]
want = sorted(data)
for f in (insertion, merge_sort, heap_sort):
    print(f.__name__, f(data[:]) == want, f([]), f([1]), f([2, 1]))
print(binary(want, want[50]) >= 0, binary(want, -1), binary([], 1), want[:5], want[-3:])
people = [("Ann", 30), ("bob", 25), ("Cid", 30), ("dee", 25)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: (-p[1], p[0].lower())), sorted(people, key=lambda p: p[0].lower(), reverse=True))
print(sorted([3, -1, 2], key=abs), sorted("bAc"), sorted({"b": 1, "a": 2}), sorted([(1, "b"), (1, "a")]), sorted([True, 0, 2, False]), sorted([[2], [1, 5], []]))
a = [5, 3, 1]
a.sort(key=lambda x: -x)
print(a, a.sort(), a, list(reversed(a)), sorted(range(5), reverse=True), sorted([1.5, 1, 0.5]))
try:
    [3, "a", 1].sort()
except TypeError as e:
    print(e)
class K:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __repr__(s): return f"K{s.v}"
print(sorted([K(3), K(1), K(2)]), sorted([K(1), K(2)], reverse=True))
b = [1, 2, 3]
try:
    b.sort(key=lambda x: b.append(9) or x)
except ValueError as e:
    print(e, b)
