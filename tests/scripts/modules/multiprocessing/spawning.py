# args: one "two three"
# Children that begin with a fresh interpreter, by `spawn` and by the fork server.
import multiprocessing as mp
import os
import sys


def work(queue, lock, event, conn, n):
    with lock:
        queue.put((n, __name__, mp.current_process().name, mp.parent_process().pid != os.getpid()))
    event.wait(30)
    if n == 0:
        conn.send(sys.argv[1:])
        conn.close()


def square(x):
    return x * x


class Thing:
    def __init__(self, n):
        self.n = n

    def method(self, queue):
        queue.put(self.n)


def main(method):
    ctx = mp.get_context(method)
    print(ctx.get_start_method())
    queue, lock, event = ctx.Queue(), ctx.Lock(), ctx.Event()
    here, there = ctx.Pipe()
    ps = [ctx.Process(target=work, args=(queue, lock, event, there, n), name=f'w{n}')
          for n in range(2)]
    for p in ps:
        p.start()
    there.close()
    print(sorted(queue.get() for _ in ps))
    event.set()
    print(here.recv())
    for p in ps:
        p.join()
    print([p.exitcode for p in ps])
    p = ctx.Process(target=Thing(5).method, args=(queue,))
    p.start()
    print(queue.get())
    p.join()
    p = ctx.Process(target=sys.exit, args=(9,))
    p.start()
    p.join()
    print(p.exitcode)
    with ctx.Pool(2) as pool:
        print(pool.map(square, range(6)))
    try:
        ctx.Process(target=lambda: None).start()
    except Exception as error:
        print(type(error).__name__)
    try:
        fork = mp.get_context('fork')
        ctx.Process(target=print, args=(fork.Lock(),)).start()
    except RuntimeError as error:
        print(error)


if __name__ == '__main__':
    print(mp.get_all_start_methods(), mp.get_start_method(allow_none=True), mp.get_start_method())
    for name in ('spawn', 'forkserver'):
        main(name)
    try:
        mp.set_start_method('spawn')
    except RuntimeError as error:
        print(error)
    mp.set_start_method('spawn', force=True)
    print(mp.get_start_method())
    try:
        mp.get_context('other')
    except ValueError as error:
        print(error)
    try:
        mp.get_context('fork').set_start_method('spawn')
    except ValueError as error:
        print(error)
