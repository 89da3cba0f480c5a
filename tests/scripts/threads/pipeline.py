"""A pipeline of threads with back-pressure: parse, transform, collect, all bounded, errors travel along."""
import queue, threading
class Stage(threading.Thread):
    def __init__(self, f, source, target):
        super().__init__()
        self.f, self.source, self.target, self.seen = f, source, target, 0
    def run(self):
        while True:
            item = self.source.get()
            if item is END:
                self.target.put(END)
                return
            self.seen += 1
            try:
                if isinstance(item, Exception): raise item
                self.target.put(self.f(item))
            except Exception as e:
                self.target.put(e)
END = object()
def build(*functions):
    queues = [queue.Queue(maxsize=2) for _ in range(len(functions) + 1)]
    stages = [Stage(f, a, b) for f, a, b in zip(functions, queues, queues[1:])]
    for s in stages: s.start()
    return queues[0], queues[-1], stages
def feed(q, items):
    for i in items: q.put(i)
    q.put(END)
first, last, stages = build(int, lambda x: 100 // x, lambda x: x + 0.5, str)
feeder = threading.Thread(target=feed, args=(first, ["1", "2", "x", "0", "50", "7"]))
feeder.start()
while (item := last.get()) is not END:
    print(item if isinstance(item, str) else f"{type(item).__name__}: {item}")
feeder.join()
for s in stages: s.join()
print([s.seen for s in stages])
