# Queues between processes.
import multiprocessing as mp
import pickle

ctx = mp.get_context('fork')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except BaseException as error:
        print(f'{type(error).__module__}.{type(error).__name__}: {error}')


q = ctx.Queue()
print(q.empty(), q.full(), q.qsize())
refused(q.get, False)
refused(q.get, timeout=0.01)
refused(q.get_nowait)


def produce(n):
    for i in range(20):
        q.put((n, i))


ps = [ctx.Process(target=produce, args=(n,)) for n in range(3)]
for p in ps:
    p.start()
got = [q.get() for _ in range(60)]
for p in ps:
    p.join()
print(sorted(got) == [(n, i) for n in range(3) for i in range(20)])
# each producer's items are in order
print(all([i for m, i in got if m == n] == list(range(20)) for n in range(3)))
q.put('x' * 200_000)
print(len(q.get()))
q.close()
refused(q.put, 1)
refused(q.get)
q.join_thread()

q = ctx.Queue(2)
q.put(1)
q.put(2)
print(q.full(), q.qsize())
refused(q.put, 3, False)
refused(q.put, 3, timeout=0.01)
print(q.get(), q.get(), q.full())
q.close()
q.join_thread()

q = ctx.JoinableQueue()


def consume():
    while (item := q.get()) is not None:
        results.put(item * 2)
        q.task_done()
    q.task_done()


results = ctx.SimpleQueue()
ps = [ctx.Process(target=consume) for _ in range(2)]
for p in ps:
    p.start()
for i in range(10):
    q.put(i)
q.join()
print(sorted(results.get() for _ in range(10)), results.empty())
for p in ps:
    q.put(None)
q.join()
for p in ps:
    p.join()
refused(q.task_done)
results.close()

# a child ends only when what it has put is written
q = ctx.Queue()
p = ctx.Process(target=lambda: [q.put('y' * 100_000) for _ in range(5)])
p.start()
print(sum(len(q.get()) for _ in range(5)))
p.join()
print(p.exitcode)

for thing in (ctx.Queue(), ctx.SimpleQueue(), ctx.Lock()):
    refused(pickle.dumps, thing)
