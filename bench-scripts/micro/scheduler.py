"""A small cooperative operating system: tasks of several kinds pass packets through queues."""

from collections import deque

ITEMS = 270_000


class Packet:
    __slots__ = ("kind", "value", "hops")

    def __init__(self, kind, value):
        self.kind = kind
        self.value = value
        self.hops = 0


class Task:
    def __init__(self, system, name, priority):
        self.system = system
        self.name = name
        self.priority = priority
        self.inbox = deque()
        self.runs = 0
        system.add(self)

    def ready(self):
        return bool(self.inbox)

    def run(self):
        self.runs += 1
        self.step()

    def send(self, target, packet):
        packet.hops += 1
        self.system.tasks[target].inbox.append(packet)


class Source(Task):
    left = ITEMS

    def ready(self):
        return self.left > 0

    def step(self):
        self.left -= 1
        self.send("work" if self.left % 3 else "device", Packet("data", self.left))


class Worker(Task):
    def step(self):
        packet = self.inbox.popleft()
        packet.value = packet.value * 2 + 1
        self.send("device" if packet.hops < 3 else "sink", packet)


class Device(Task):
    pending = None

    def step(self):
        packet = self.inbox.popleft()
        if packet.kind == "data":
            packet.kind = "seen"
            self.send("work", packet)
        else:
            packet.kind = "done"
            self.send("sink", packet)


class Sink(Task):
    total = 0
    count = 0
    hops = 0

    def step(self):
        packet = self.inbox.popleft()
        self.total += packet.value
        self.count += 1
        self.hops += packet.hops


class System:
    def __init__(self):
        self.tasks = {}
        self.order = []

    def add(self, task):
        self.tasks[task.name] = task
        self.order.append(task)
        self.order.sort(key=lambda t: -t.priority)

    def run(self):
        turns = 0
        while True:
            for task in self.order:
                if task.ready():
                    task.run()
                    turns += 1
                    break
            else:
                return turns


system = System()
source, worker = Source(system, "source", 1), Worker(system, "work", 3)
device, sink = Device(system, "device", 4), Sink(system, "sink", 9)
turns = system.run()
assert sink.count == ITEMS and source.runs == ITEMS and turns == sink.hops + ITEMS
assert worker.runs + device.runs + sink.runs == sink.hops
print("scheduler", turns, sink.total, sink.hops)
