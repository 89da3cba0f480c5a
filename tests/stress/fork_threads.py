# Forks in the middle of threads that change shared objects: each child finds them whole and can go on with them.
import _thread
import os
import queue
import threading
import warnings

warnings.simplefilter('ignore', DeprecationWarning)
shared = {'list': list(range(100)), 'dict': {}, 'text': ''}
stop = False


class Thing:
    def __init__(self, n):
        self.n = n
        self.twice = [n, n]


def change(n):
    i = 0
    while not stop:
        i += 1
        shared['list'].append(shared['list'].pop(0))
        shared['dict'][n, i % 50] = Thing(i)
        shared['dict'].pop((n, (i + 25) % 50), None)
        shared[f'new{n}'] = [Thing(i) for _ in range(5)]
        with lock:
            shared['text'] = f'{n} {i}'


def child():
    """0 if everything works in the child."""
    if sorted(shared['list']) != sorted(set(shared['list'])) or len(shared['list']) < 96:
        return 1
    if any(thing.twice != [thing.n] * 2 for thing in list(shared['dict'].values())):
        return 2
    if threading.active_count() != 1:
        return 3
    # New threads, locks, collections.
    import gc
    gc.collect()
    box = []
    threads = [threading.Thread(target=lambda k=k: box.append(sum(range(1000)) + k)) for k in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if sorted(box) != [499500, 499501, 499502]:
        return 4
    made = {i: Thing(i) for i in range(1000)}
    for thing in made.values():
        thing.cycle = thing
    for i in range(0, 1000, 2):
        del made[i]
    if len(made) != 500 or not _thread.allocate_lock().acquire():
        return 5
    if os.fork() == 0:
        os._exit(0)
    return os.waitstatus_to_exitcode(os.wait()[1])


lock = threading.Lock()
empty, event, condition = queue.SimpleQueue(), threading.Event(), threading.Condition()


def wait():
    with condition:
        condition.wait_for(lambda: stop)


threads = [threading.Thread(target=change, args=(n,)) for n in range(4)]
threads += [threading.Thread(target=empty.get), threading.Thread(target=event.wait),
            threading.Thread(target=wait), threading.Thread(target=lambda: threads[0].join())]
for t in threads:
    t.start()
statuses = []
for _ in range(30):
    pid = os.fork()
    if pid == 0:
        status = 99
        try:
            status = child()
        finally:
            os._exit(status)
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
stop = True
empty.put(None)
event.set()
with condition:
    condition.notify_all()
for t in threads:
    t.join()
print(len(statuses), set(statuses))
