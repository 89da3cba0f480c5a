"""Instances with cyclic attributes are created, linked and dropped beside a tight collector."""
import gc
from _crowd import crowd


class Tree:
    def __init__(self, parent=None):
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)


root = Tree()
root.slots = [None] * 16


def size(tree):
    return 1 + sum(size(child) for child in list(tree.children))


def body(index, turns):
    count = 0
    for n in turns():
        top = Tree()
        for _ in range(3):
            child = Tree(top)
            Tree(child)
        assert size(top) == 7 and top.children[1].parent is top
        root.slots[n % 16] = top
        other = root.slots[(n + 5) % 16]
        if other is not None:
            assert all(child.parent is other for child in list(other.children))
        count += 1
    return count


assert all(crowd(body, beside=gc.collect))
# A thread does one turn at least: on a machine that stands still, no more.
assert all(size(tree) == 7 for tree in root.slots if tree is not None) and root.slots[0] is not None
print("ok gc_instances", len(root.slots))
