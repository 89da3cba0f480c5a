"""Breadth-first search on a random graph, level by level: threads divide the frontier and mark what they find."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

NODES, DEGREE, ROOTS = scaled(60_000, 50), 4, 4


class State:
    def __init__(self, count):
        self.links, seed = [[] for _ in range(NODES)], 17
        for node in range(NODES):
            for k in range(DEGREE):
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                target = (node + 1) % NODES if k == 0 else (seed >> 4) % NODES
                self.links[node].append(target)
        self.barrier = threading.Barrier(count, action=self.gather)
        self.found = [[] for _ in range(count)]
        self.begin(0)

    def begin(self, root):
        self.level, self.distance, self.frontier = 0, [-1] * NODES, [root]
        self.distance[root] = 0

    def gather(self):
        """Runs in one thread: two threads may have found the same node in the same level."""
        self.frontier = sorted(set().union(*self.found))
        self.level += 1


def search(index, count, state):
    links, distance = state.links, state.distance
    while state.frontier:
        frontier, following, found = state.frontier, state.level + 1, []
        for k in part(len(frontier), index, count):
            for target in links[frontier[k]]:
                if distance[target] < 0:
                    distance[target] = following
                    found.append(target)
        state.found[index] = found
        state.barrier.wait()
    return state.level


def worker(index, count, states):
    return [search(index, count, state) for state in states]


def prepare(count):
    states = [State(count) for _ in range(ROOTS)]
    for k, state in enumerate(states):
        state.begin(k * NODES // ROOTS)
    return states


def finish(states, results):
    assert all(r == results[0] for r in results)
    return [(state.level, sum(state.distance), state.distance[:50]) for state in states], [
        all(state.distance[t] <= state.distance[n] + 1 for n in range(NODES) for t in state.links[n])
        and min(state.distance) == 0 and state.distance.count(0) == 1 for state in states]


share(worker, NODES * DEGREE * ROOTS, lambda a: all(a[1]) and len(a[0]) == ROOTS, prepare, finish)
