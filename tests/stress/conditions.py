"""A bounded buffer built on one Condition: what four threads put in the other four take out."""
import threading
from _crowd import crowd

buffer = []
condition = threading.Condition()
finished = []
PRODUCERS = 4


def produce(index, turns):
    total = 0
    for n in turns():
        with condition:
            while len(buffer) >= 10:
                condition.wait()
            buffer.append(n)
            condition.notify_all()
        total += n
    with condition:
        finished.append(index)
        condition.notify_all()
    return total


def consume(index, turns):
    total = 0
    while True:
        with condition:
            condition.wait_for(lambda: buffer or len(finished) == PRODUCERS)
            if not buffer:
                return -total
            total += buffer.pop(0)
            condition.notify_all()


assert sum(crowd(produce, consume)) == 0 and not buffer
print("ok conditions", len(finished))
