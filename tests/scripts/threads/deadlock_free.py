"""Dining philosophers with ordered locks, readers and writers, a latch: protocols that must end."""
import threading
forks = [threading.Lock() for _ in range(5)]
meals = [0] * 5
def dine(i):
    first, second = sorted((i, (i + 1) % 5))
    for _ in range(100):
        with forks[first], forks[second]: meals[i] += 1
group = [threading.Thread(target=dine, args=(i,)) for i in range(5)]
for g in group: g.start()
for g in group: g.join()
print(meals)
class ReadWrite:
    def __init__(self): self.c, self.readers, self.writing = threading.Condition(), 0, False
    def read(self, f):
        with self.c:
            self.c.wait_for(lambda: not self.writing)
            self.readers += 1
        try: return f()
        finally:
            with self.c:
                self.readers -= 1
                self.c.notify_all()
    def write(self, f):
        with self.c:
            self.c.wait_for(lambda: not self.writing and not self.readers)
            self.writing = True
        try: return f()
        finally:
            with self.c:
                self.writing = False
                self.c.notify_all()
rw, pair, bad = ReadWrite(), [0, 0], []
def writer():
    for _ in range(50): rw.write(lambda: pair.__setitem__(slice(None), [pair[0] + 1, pair[1] + 1]))
def reader():
    for _ in range(50):
        a, b = rw.read(lambda: tuple(pair))
        if a != b: bad.append((a, b))
group = [threading.Thread(target=f) for f in (writer, reader, writer, reader, reader)]
for g in group: g.start()
for g in group: g.join()
print(pair, bad)
class Latch:
    def __init__(self, n): self.n, self.c = n, threading.Condition()
    def down(self):
        with self.c:
            self.n -= 1
            if not self.n: self.c.notify_all()
    def wait(self):
        with self.c: return self.c.wait_for(lambda: self.n <= 0, 30)
latch = Latch(4)
group = [threading.Thread(target=latch.down) for _ in range(4)]
for g in group: g.start()
print(latch.wait(), latch.n)
turn, log, c = [0], [], threading.Condition()
def rounds(i):
    for _ in range(3):
        with c:
            c.wait_for(lambda: turn[0] % 3 == i)
            log.append("abc"[i])
            turn[0] += 1
            c.notify_all()
group = [threading.Thread(target=rounds, args=(i,)) for i in (2, 0, 1)]
for g in group: g.start()
for g in group: g.join()
print("".join(log))
