"""State on classes and modules seen by all threads: class attributes, class methods, module globals, caches."""
import threading
class Registry:
    lock = threading.Lock()
    names = []
    total = 0
    @classmethod
    def add(cls, name):
        with cls.lock:
            cls.names.append(name)
            cls.total += 1
            return cls.total
def together(f, n=6):
    threads = [threading.Thread(target=f, args=(i,)) for i in range(n)]
    for t in threads: t.start()
    for t in threads: t.join()
together(lambda i: [Registry.add((i, k)) for k in range(50)])
print(
    Registry.total, len(set(Registry.names)),
    all([k for j, k in Registry.names if j == i] == list(range(50)) for i in range(6))
)
flag = False
seen = []
ready = threading.Barrier(4)
def watch(i):
    ready.wait()
    while not flag: pass
    seen.append(i)
threads = [threading.Thread(target=watch, args=(i,)) for i in range(3)]
for t in threads: t.start()
ready.wait()
flag = True
for t in threads: t.join()
print(sorted(seen))
class Once:
    instance, lock, made = None, threading.Lock(), 0
    @classmethod
    def get(cls):
        if cls.instance is None:
            with cls.lock:
                if cls.instance is None:
                    cls.made += 1
                    cls.instance = cls()
        return cls.instance
got = []
together(lambda i: got.append(Once.get()))
print(Once.made, len(set(map(id, got))), len(got))
class Node:
    def __init__(self): self.children = []
root = Node()
def grow(i):
    node = root
    for k in range(20):
        child = Node()
        node.children.append(child)
        node = child
together(grow)
def depth(n): return 1 + max(map(depth, n.children), default=0)
def size(n): return 1 + sum(map(size, n.children))
print(depth(root), size(root), len(root.children))
kinds = {}
def define(i):
    cls = type(f"T{i}", (Node,), {"tag": i, "get": lambda self: self.tag})
    kinds[i] = cls().get()
together(define)
print(sorted(kinds.items()), len(Node.__subclasses__()) <= 6)
text = {}
def names(i):
    for k in range(100): text[f"key{k}"] = text.get(f"key{k}", "") or f"value{k}"
together(names)
print(len(text), all(v == "value" + k[3:] for k, v in text.items()))
