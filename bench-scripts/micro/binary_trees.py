"""Allocating and walking many small binary trees."""

DEPTH, TREES = 12, 220


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, left, right, value):
        self.left = left
        self.right = right
        self.value = value


def build(depth, value):
    if not depth:
        return Node(None, None, value)
    return Node(build(depth - 1, 2 * value), build(depth - 1, 2 * value + 1), value)


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def deepest_sum(node):
    return node.value if node.left is None else deepest_sum(node.left) + deepest_sum(node.right)


def main():
    kept = build(DEPTH, 1)
    nodes = 0
    for _ in range(TREES):
        nodes += count(build(DEPTH, 1))
    tuples = 0

    def tuple_tree(depth):
        return (tuple_tree(depth - 1), tuple_tree(depth - 1)) if depth else ()

    def measure(tree):
        return 1 + sum(measure(t) for t in tree)

    tuples = measure(tuple_tree(DEPTH))
    return nodes, deepest_sum(kept), tuples


nodes, deepest, tuples = main()
full = 2 ** (DEPTH + 1) - 1
assert nodes == TREES * full and tuples == full
assert deepest == sum(range(2 ** DEPTH, 2 ** (DEPTH + 1)))
print("binary_trees", nodes, deepest, tuples)
