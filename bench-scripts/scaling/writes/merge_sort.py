"""Parallel merge sort: threads sort pieces, then merge pairs of them, with a barrier after each level."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

PIECES, LENGTH = 16, scaled(6_000, 4)


class State:
    def __init__(self, count):
        self.barrier = threading.Barrier(count)
        self.pieces, seed = [], 7
        for _ in range(PIECES):
            piece = []
            for _ in range(LENGTH):
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
                piece.append(seed >> 4)
            self.pieces.append(piece)
        self.sum = sum(map(sum, self.pieces))


def insertion_sort(items):
    for i in range(1, len(items)):
        item = items[i]
        while i and items[i - 1] > item:
            items[i] = items[i - 1]
            i -= 1
        items[i] = item
    return items


def merge_sort(items):
    if len(items) <= 8:
        return insertion_sort(items)
    half = len(items) // 2
    return merge(merge_sort(items[:half]), merge_sort(items[half:]))


def merge(a, b):
    merged, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            merged.append(a[i])
            i += 1
        else:
            merged.append(b[j])
            j += 1
    return merged + a[i:] + b[j:]


def worker(index, count, state):
    pieces = state.pieces
    for k in part(PIECES, index, count):
        pieces[k] = merge_sort(pieces[k])
    step = 1
    while step < PIECES:
        state.barrier.wait()
        pairs = range(0, PIECES, 2 * step)
        for k in part(len(pairs), index, count):
            at = pairs[k]
            pieces[at] = merge(pieces[at], pieces[at + step])
        step *= 2


def finish(state, results):
    return state.pieces[0], state.sum


def check(answer):
    items, total = answer
    in_order = all(items[i] <= items[i + 1] for i in range(len(items) - 1))
    return in_order and len(items) == PIECES * LENGTH and sum(items) == total


share(worker, PIECES * LENGTH, check, State, finish)
