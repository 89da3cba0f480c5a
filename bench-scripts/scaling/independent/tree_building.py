"""Each thread allocates and walks its own binary trees."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

DEPTH, TREES = 12, scaled(250)


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    return Node(build(depth - 1), build(depth - 1)) if depth else None


def count(node):
    return 1 + count(node.left) + count(node.right) if node is not None else 0


def worker(index):
    return sum(count(build(DEPTH)) for _ in range(TREES))


run(worker, TREES * (2 ** DEPTH - 1), lambda nodes: nodes == TREES * (2 ** DEPTH - 1))
