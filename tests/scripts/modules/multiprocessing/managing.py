# Managers: objects in a process of their own, and their proxies.
import multiprocessing as mp
import multiprocessing.shared_memory
from multiprocessing.managers import BaseManager, BaseProxy, SharedMemoryManager

ctx = mp.get_context('fork')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {str(error).strip().splitlines()[-2:][0]}')


class Counter:
    def __init__(self, n=0):
        self.n = n

    def add(self, k=1):
        self.n += k
        return self.n

    def _hidden(self):
        return 'hidden'

    def fails(self):
        raise LookupError('as asked')

    def gives(self):
        return lambda: None


def squares(n):
    yield from (i * i for i in range(n))


class Manager(BaseManager):
    pass


Manager.register('Counter', Counter)
Manager.register('Open', Counter, exposed=('add', '_hidden'))
Manager.register('squares', squares, proxytype=mp.managers.IteratorProxy)


def fill(d, l, lock, n):
    for i in range(5):
        with lock:
            d[n] = d.get(n, 0) + i
            l.append((n, i))


with ctx.Manager() as m:
    d, l, lock = m.dict(a=1), m.list(), m.Lock()
    ps = [ctx.Process(target=fill, args=(d, l, lock, n)) for n in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(sorted(d.items(), key=str), sorted(l) == [(n, i) for n in range(3) for i in range(5)])
    print(len(d), 'a' in d, d.pop('a'), sorted(list(d)), str(d) == repr(dict(d)), d.copy() == dict(d))
    refused(d.__getitem__, 'none')
    l[:] = [3, 1, 2]
    l.sort()
    l += [4]
    l *= 2
    print(l, l[1:3], l + [9], len(l), l.index(4), 2 in l, [x for x in l])
    nested = m.list([m.dict(x=1)])
    nested[0]['y'] = 2
    print(nested[0].copy(), type(nested[0]).__name__)
    s = m.set([1, 2])
    s.add(3)
    s |= {4}
    s -= {1}
    print(sorted(s), len(s), s & {2}, 3 in s)
    ns = m.Namespace(x=1)
    ns.y = [2]
    print(ns, ns.x, ns.y, hasattr(ns, 'z'))
    del ns.x
    print(ns)
    v, a = m.Value('i', 5), m.Array('i', [1, 2, 3])
    v.value += 1
    a[1] = 20
    print(v.value, v, list(a), a[1], len(a), a)
    q = m.Queue(1)
    q.put('item')
    print(q.full(), q.get(), q.empty())
    e, sem = m.Event(), m.BoundedSemaphore(1)
    e.set()
    print(e.is_set(), e.wait(), sem.acquire(), sem.acquire(False), lock.acquire(), lock.acquire(False))
    lock.release()
    c = m.Condition()
    with c:
        print(c.wait(0.01), c.wait_for(lambda: 5))
        c.notify_all()
    b = m.Barrier(1)
    print(b.wait(), b.parties, b.n_waiting, b.broken)
    with m.Pool(2) as pool:
        print(pool.map(abs, [-1, 2]), pool.apply_async(abs, (-3,)).get(), list(pool.imap(abs, [-5])))
    print(d._getvalue() == d.copy(), repr(d)[:40])
refused(m.list)

with Manager(ctx=ctx) as m:
    c = m.Counter(5)
    print(c.add(), c.add(k=10), type(c).__name__, isinstance(c, BaseProxy))
    refused(c.fails)
    refused(c.gives)
    refused(lambda: c._hidden())
    print(m.Open()._hidden(), list(m.squares(5)))
    print(m._number_of_objects() >= 1)
    refused(m.Counter, 1, 2, 3)
    other = Manager(m.address, authkey=mp.current_process().authkey)
    other.connect()
    print(other.Counter(3).add(4))
    refused(m.start)
refused(m.start)

with SharedMemoryManager(ctx=ctx) as m:
    block, items = m.SharedMemory(16), m.ShareableList(['a', 1, None])
    block.buf[:2] = b'ok'
    print(bytes(block.buf[:2]), list(items))
    name = block.name
    block.close()
    items.shm.close()
try:
    mp.shared_memory.SharedMemory(name)
except FileNotFoundError as error:
    print('gone', error.errno)
