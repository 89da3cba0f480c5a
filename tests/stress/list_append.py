"""append from all threads: nothing lost, nothing twice, each thread's items in its order."""
from _crowd import crowd

shared = []


def body(index, turns):
    count = 0
    for n in turns():
        shared.append((index, n))
        count += 1
    return count


counts = crowd(body, limit=150_000)
assert len(shared) == sum(counts), (len(shared), counts)
following = [0] * len(counts)
for index, n in shared:
    assert n == following[index], (index, n, following[index])
    following[index] += 1
assert following == counts and all(counts)
print("ok list_append")
