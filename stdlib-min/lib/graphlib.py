"""Topological order of a graph of dependencies."""

from types import GenericAlias

__all__ = ['TopologicalSorter', 'CycleError']

_READY = -1
_DONE = -2


class CycleError(ValueError):
    """The graph has a cycle: args[1] lists its nodes, the first again at the end."""


class _Node:
    __slots__ = 'node', 'waiting', 'successors'

    def __init__(self, node):
        self.node = node
        # How many predecessors are not done; then _READY and _DONE.
        self.waiting = 0
        self.successors = []


class TopologicalSorter:
    """Nodes such that each comes after those that it depends on.

    graph maps nodes to the nodes that they depend on.
    """

    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._passed = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _find(self, node):
        if (found := self._nodes.get(node)) is None:
            found = self._nodes[node] = _Node(node)
        return found

    def add(self, node, *predecessors):
        """A node and nodes that must come before it; more of these may follow."""
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        found = self._find(node)
        found.waiting += len(predecessors)
        for other in predecessors:
            self._find(other).successors.append(node)

    def prepare(self):
        """Ends adding and looks for cycles; CycleError if there is one."""
        if self._ready is not None:
            if self._passed > 0:
                raise ValueError('cannot prepare() after starting sort')
        else:
            self._ready = [n.node for n in self._nodes.values() if n.waiting == 0]
        if cycle := self._cycle():
            raise CycleError('nodes are in a cycle', cycle)

    def get_ready(self):
        """The nodes that have become ready since the last call."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        ready = tuple(self._ready)
        for node in ready:
            self._nodes[node].waiting = _READY
        self._ready.clear()
        self._passed += len(ready)
        return ready

    def is_active(self):
        """Whether there is more to come."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._finished < self._passed or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Marks nodes that get_ready gave; what depends on them may become ready."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        for node in nodes:
            if (found := self._nodes.get(node)) is None:
                raise ValueError(f'node {node!r} was not added using add()')
            if found.waiting >= 0:
                raise ValueError(f'node {node!r} was not passed out (still not ready)')
            if found.waiting == _DONE:
                raise ValueError(f'node {node!r} was already marked done')
            found.waiting = _DONE
            for successor in found.successors:
                other = self._nodes[successor]
                other.waiting -= 1
                if other.waiting == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _cycle(self):
        """A cycle by depth-first search with a stack of its own; None if there is none."""
        seen = set()
        for start in self._nodes:
            if start in seen:
                continue
            seen.add(start)
            path = [start]
            places = {start: 0}
            todo = [iter(self._nodes[start].successors)]
            while todo:
                for node in todo[-1]:
                    if node in places:
                        return path[places[node]:] + [node]
                    if node not in seen:
                        seen.add(node)
                        places[node] = len(path)
                        path.append(node)
                        todo.append(iter(self._nodes[node].successors))
                        break
                else:
                    del places[path.pop()]
                    todo.pop()
        return None

    def static_order(self):
        """All nodes in order."""
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    __class_getitem__ = classmethod(GenericAlias)
