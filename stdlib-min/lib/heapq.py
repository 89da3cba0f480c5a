"""Heaps: lists whose first item is the smallest (or, in the `_max` variants, the largest).

Pushing and popping is native (`_heapq`). Here is what works on whole iterables: merge(), nlargest()
and nsmallest(). Invariant of a heap: h[k] <= h[2k+1] and h[k] <= h[2k+2].
"""

from _heapq import (
    heapify, heapify_max, heappop, heappop_max, heappush, heappush_max, heappushpop,
    heappushpop_max, heapreplace, heapreplace_max,
)

__all__ = [
    "heappush", "heappop", "heapify", "heapreplace", "heappushpop", "heappush_max", "heappop_max",
    "heapify_max", "heapreplace_max", "heappushpop_max", "nlargest", "nsmallest", "merge",
]


# The names from the time before the `_max` functions were public.
_heapify_max = heapify_max
_heappop_max = heappop_max
_heappush_max = heappush_max
_heappushpop_max = heappushpop_max
_heapreplace_max = heapreplace_max


# Not public either, but scripts that change a priority in place call these two.

def _siftdown(heap, startpos, pos):
    """Move heap[pos] towards the root, no further than startpos, until its parent is not larger."""
    item = heap[pos]
    while pos > startpos:
        parent = (pos - 1) >> 1
        if not item < heap[parent]:
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item


def _siftup(heap, pos):
    """Move heap[pos] to a leaf along the smaller children, and from there up to its place."""
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < len(heap):
        if child + 1 < len(heap) and not heap[child] < heap[child + 1]:
            child += 1
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _siftdown(heap, start, pos)


def merge(*iterables, key=None, reverse=False):
    """Merge sorted inputs into one sorted iterator, without reading more than it must.

    `reverse` expects and gives the largest first. Equal items keep the order of the inputs.
    """
    if reverse:
        make, replace, pop, direction = heapify_max, heapreplace_max, heappop_max, -1
    else:
        make, replace, pop, direction = heapify, heapreplace, heappop, 1
    # Entries: [key or item, input number, next of the input, item]. The number decides between
    # equal keys, so the last two are never compared.
    heap = []
    for number, iterable in enumerate(map(iter, iterables)):
        fetch = iterable.__next__
        try:
            item = fetch()
        except StopIteration:
            continue
        heap.append([item if key is None else key(item), number * direction, fetch, item])
    make(heap)
    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                yield entry[3]
                entry[3] = item = entry[2]()
                entry[0] = item if key is None else key(item)
                replace(heap, entry)
        except StopIteration:
            pop(heap)
    if heap:
        fetch = heap[0][2]
        yield heap[0][3]
        yield from fetch.__self__


def _size_if_known(iterable):
    try:
        return len(iterable)
    except (TypeError, AttributeError):
        return None


def _select(n, iterable, key, make_heap, replace, direction, is_better, reverse):
    """The n best items, best first. The heap keeps the worst of the chosen on top.

    Each entry is (key, order, item): `order` makes earlier items win among equals and keeps the
    items themselves from being compared.
    """
    it = iter(iterable)
    chosen = [
        (item if key is None else key(item), order, item)
        for order, item in zip(range(0, n * direction, direction), it)
    ]
    if not chosen:
        return []
    make_heap(chosen)
    worst = chosen[0][0]
    order = n * direction
    for item in it:
        value = item if key is None else key(item)
        if is_better(value, worst):
            replace(chosen, (value, order, item))
            worst = chosen[0][0]
            order += direction
    chosen.sort(reverse=reverse)
    return [item for _, _, item in chosen]


_NOTHING = object()


def nsmallest(n, iterable, key=None):
    """Return the n smallest items, smallest first; like sorted(iterable, key=key)[:n]."""
    if n == 1:
        result = min(iterable, default=_NOTHING, key=key)
        return [] if result is _NOTHING else [result]
    size = _size_if_known(iterable)
    if size is not None and n >= size:
        return sorted(iterable, key=key)[:n]
    return _select(n, iterable, key, heapify_max, heapreplace_max, 1,
                   lambda value, worst: value < worst, False)


def nlargest(n, iterable, key=None):
    """Return the n largest items, largest first; like sorted(…, reverse=True)[:n]."""
    if n == 1:
        result = max(iterable, default=_NOTHING, key=key)
        return [] if result is _NOTHING else [result]
    size = _size_if_known(iterable)
    if size is not None and n >= size:
        return sorted(iterable, key=key, reverse=True)[:n]
    return _select(n, iterable, key, heapify, heapreplace, -1,
                   lambda value, worst: worst < value, True)
