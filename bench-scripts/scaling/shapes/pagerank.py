"""PageRank by power iteration on a random graph, nodes divided between the threads."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

NODES, LINKS, TURNS, DAMPING = scaled(8_000, 20), 8, 40, 0.85


class State:
    def __init__(self, count):
        self.barrier = threading.Barrier(count)
        self.into = [[] for _ in range(NODES)]
        self.degree = [0] * NODES
        seed = 31
        for node in range(NODES):
            for k in range(LINKS):
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                # Half of the links go to few nodes, as in the web.
                target = (seed >> 8) % (NODES if k & 1 else max(NODES // 20, 1))
                self.into[target].append(node)
                self.degree[node] += 1
        self.rank = [1.0 / NODES] * NODES
        self.next = [0.0] * NODES


def worker(index, count, state):
    into, degree, mine = state.into, state.degree, part(NODES, index, count)
    rank, following = state.rank, state.next
    for _ in range(TURNS):
        for node in mine:
            total = 0.0
            for source in into[node]:
                total += rank[source] / degree[source]
            following[node] = (1.0 - DAMPING) / NODES + DAMPING * total
        state.barrier.wait()
        rank, following = following, rank
    return rank is state.rank


def finish(state, results):
    rank = state.rank if results[0] else state.next
    best = sorted(range(NODES), key=lambda n: (-rank[n], n))[:10]
    # CPython adds floats with compensation, others do not.
    return round(sum(rank), 9), best, rank[0], rank[-1]


def check(answer):
    # Every node has links, so no rank is lost; the popular twentieth leads.
    return abs(answer[0] - 1.0) < 1e-9 and all(n < max(NODES // 20, 1) for n in answer[1][:min(10, NODES // 20)])


share(worker, NODES * LINKS * TURNS, check, State, finish)
