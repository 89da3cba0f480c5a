"""Objects of every kind travel from thread to thread and come back unchanged."""
from collections import deque
from _crowd import crowd

mail = [deque() for _ in range(8)]


class Parcel:
    __slots__ = ("n", "data")

    def __init__(self, n, data):
        self.n = n
        self.data = data


def contents(n):
    return [n, float(n), str(n), (n, (n,)), {n: [n]}, {n}, frozenset([n]), bytes([n % 256]), range(n), n ** 20, complex(n, 1), None, slice(n)]


def body(index, turns):
    sent = received = 0
    for n in turns():
        mail[(index + 1 + n % 7) % 8].append(Parcel(n, contents(n)))
        sent += 1
        while len(mail[index]) > 3:
            parcel = mail[index].popleft()
            assert parcel.data == contents(parcel.n)
            received += 1
    return sent, received


results = crowd(body, limit=60_000)
left = sum(len(box) for box in mail)
assert sum(s for s, _ in results) == sum(r for _, r in results) + left
for box in mail:
    for parcel in box:
        assert parcel.data == contents(parcel.n)
print("ok handoff", len(mail))
