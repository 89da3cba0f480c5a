# Orders, groups of what is ready, cycles, and what is refused.
import graphlib
from graphlib import CycleError, TopologicalSorter


def groups(graph):
    ts = TopologicalSorter(graph)
    ts.prepare()
    while ts:
        ready = ts.get_ready()
        yield sorted(ready)
        ts.done(*ready)


print(list(groups({2: {11}, 9: {11, 8}, 10: {11, 3}, 11: {7, 5}, 8: {7, 3}})))
print(list(groups({})), list(groups({1: {}})), list(groups({1: [2, 2], 2: []})))
print(list(TopologicalSorter({'d': ['b', 'c'], 'b': ['a'], 'c': ['a']}).static_order()))
for graph in {1: {1}}, {1: {2}, 2: {1}}, {1: {2}, 2: {3}, 3: {1}, 4: {5}}, {1: {2}, 2: {3}, 3: {4, 5}, 4: {2}, 5: {}}:
    try:
        print(list(TopologicalSorter(graph).static_order()))
    except CycleError as e:
        message, cycle = e.args
        print(type(e).__mro__[1], message, cycle[0] == cycle[-1], len(cycle), sorted(set(cycle)))


def refused(f, *args):
    try:
        print('fine', f(*args))
    except Exception as e:
        print(type(e).__name__, e)


ts = TopologicalSorter()
ts.add('x', 'y', 'z')
ts.add('x', 'w')
for f in ts.get_ready, ts.is_active, ts.done, bool:
    refused(f, *([ts] if f is bool else []))
ts.prepare()
ts.prepare()
refused(ts.add, 'q')
refused(ts.done, 'unknown')
refused(ts.done, 'x')
print(sorted(ts.get_ready()), ts.get_ready(), ts.is_active())
refused(ts.prepare)
ts.done('y')
refused(ts.done, 'y')
print(ts.get_ready())
ts.done('w', 'z')
print(ts.get_ready(), ts.is_active())
refused(ts.done, 'x')
print(ts.is_active(), bool(ts))
refused(TopologicalSorter({1: 2}).prepare) if False else refused(TopologicalSorter, {1: 2})
refused(TopologicalSorter, {1: [[]]})
print(TopologicalSorter[int], graphlib.__all__)
