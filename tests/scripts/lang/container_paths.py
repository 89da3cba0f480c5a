"""Items, membership, loops and set changes where the machine has ways of its own: the results must not tell."""

import heapq
from collections import deque


class Odd:
    """Equal to 3, with its hash."""

    def __eq__(self, other):
        return other == 3

    def __hash__(self):
        return hash(3)


def items():
    rows, pair = [[1, 2], [3, 4]], (5, 6)
    print(rows[1][-1], rows[-2][0], pair[-1], pair[0], rows[True][False])
    for what in (rows, pair):
        for index in (2, -3, "x", 1 << 70):
            try:
                what[index]
            except (IndexError, TypeError) as e:
                print(type(e).__name__, e)
    rows[-1] = rows[0]
    rows[0][1] = "text" * 2
    print(rows)
    table = {"a": 1, 1: "one", (1, 2): "pair", 2.0: "two"}
    table["a"] = table["a"] + 1
    table[True] = "still one"
    print(table, table[1.0], table[2], table[1, 2], table.get("no"), table.get("no", pair), table.get(2))
    try:
        table["no"]
    except KeyError as e:
        print(repr(e))


def membership():
    small = {1, 2, 3, "x", (1, 2), None}
    print([k in small for k in (1, 1.0, True, 4, "x", "y", (1, 2), (1, 2.0), (2, 1), None, Odd())])
    print([k not in small for k in (3, -1, -2, "".join(["x"]))])
    print(3 in {Odd()}, 3 in {-1: 0}, -1 in {-2}, 0 in {False}, 0 in set(), "k" in {"k": 0})
    for k in range(4):
        if k in small and not k in {2}:
            print("in", k, end=" ")
        elif k not in small or False:
            print("out", k, end=" ")
    print()
    try:
        [] in small
    except TypeError as e:
        print(e)


def loops():
    short, long = iter([1, 2]), iter([1, 2, 3, 4])
    for a, b in zip(long, short):
        print(a, b, end=" ")
    print(a, b, list(long), list(short))
    for n, (x, y) in enumerate([(1, "a"), (2, "b")], (1 << 62) - 2):
        print(n, x, y)
    table = {i: str(i) for i in range(5)}
    del table[2]
    for k, v in table.items():
        print(k, v, end=" ")
    print([k for k in table], [v for v in table.values()], [x for x in {3, 1, 2}])
    for change in (lambda: table.pop(0), lambda: table.update({"new": 0})):
        try:
            for k in table:
                change()
        except RuntimeError as e:
            print(e)
    some = {1, 2}
    try:
        for x in some:
            some.add(x + 10)
    except RuntimeError as e:
        print(e)
    x, y, z = [1, 2, 3]
    x, y = y, x
    print(x, y, z)
    for bad in ([1, 2], (1, 2, 3, 4), {1: 2}):
        try:
            x, y, z = bad
        except ValueError as e:
            print(e)
    print(x, y, z)


def changes():
    s = set()
    for turn in range(200):
        s.add(turn % 7)
        s.add(-turn)
        s.discard(turn % 5)
        s.discard(3 - turn)
    print(len(s), sum(s), sorted(s)[:4], list(s)[:6])
    print({x % 9 for x in range(40)} - {x for x in range(3)}, {1} | {True, 1.0}, len({(i, 0) for i in range(50)} & {(7, 0)}))
    heap = []
    for x in (5, 3.5, 8, -1, 3):
        heapq.heappush(heap, x)
    heapq.heappush(heap, Odd.__len__ if hasattr(Odd, "__len__") else 4)
    print([heapq.heappop(heap) for _ in range(len(heap))])
    pairs = [(2, "b"), (1, "z"), (2, "a"), (1, "y")]
    heapq.heapify(pairs)
    print([heapq.heappop(pairs) for _ in range(4)])
    queue = deque([1, 2], 3)
    for x in (3, 4):
        queue.append(x)
    print(queue, queue.popleft(), queue.pop(), queue)
    stack = [1]
    stack.append(stack.pop() + 1)
    print(stack, stack.pop(), stack)
    for empty in (stack.pop, deque().pop, deque().popleft, set().pop):
        try:
            empty()
        except (IndexError, KeyError) as e:
            print(type(e).__name__, e)


for part in (items, membership, loops, changes):
    print("--", part.__name__)
    part()
