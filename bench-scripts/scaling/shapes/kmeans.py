"""K-means: threads assign points to centres and sum up, one of them moves the centres."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

POINTS, CENTRES, TURNS = scaled(24_000, 64), 8, 8


class State:
    def __init__(self, count):
        # The first action of each turn's second half runs in one thread only, while the others wait.
        self.barrier = threading.Barrier(count, action=self.move)
        self.sums = [None] * count
        self.centres = [(10_000 + 20_000 * (k % 4), 10_000 + 40_000 * (k // 4)) for k in range(CENTRES)]
        self.points, seed = [], 5
        for i in range(POINTS):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            # Clouds around (20000 k, 40000 l), in whole numbers so that sums do not depend on their order.
            k = i % CENTRES
            self.points.append((20_000 * (k % 4) + (seed >> 8 & 4095), 40_000 * (k // 4) + (seed >> 16 & 4095)))

    def move(self):
        for k in range(CENTRES):
            n = sum(s[k][2] for s in self.sums)
            if n:
                self.centres[k] = (sum(s[k][0] for s in self.sums) // n, sum(s[k][1] for s in self.sums) // n)


def worker(index, count, state):
    points, mine = state.points, part(POINTS, index, count)
    for _ in range(TURNS):
        sums, centres = [[0, 0, 0] for _ in range(CENTRES)], list(enumerate(state.centres))
        for i in mine:
            x, y = points[i]
            best, nearest = 0, 1 << 60
            for k, (cx, cy) in centres:
                distance = (x - cx) * (x - cx) + (y - cy) * (y - cy)
                if distance < nearest:
                    best, nearest = k, distance
            s = sums[best]
            s[0] += x
            s[1] += y
            s[2] += 1
        state.sums[index] = sums
        state.barrier.wait()


def check(centres):
    clouds = [(20_000 * (k % 4) + 2048, 40_000 * (k // 4) + 2048) for k in range(CENTRES)]
    return all(min(abs(x - cx) + abs(y - cy) for x, y in centres) < 2500 for cx, cy in clouds)


share(worker, POINTS * TURNS, check, State, lambda state, results: sorted(state.centres))
