# Processes by fork: life, exit statuses, names, refusals, what the child sees.
import multiprocessing as mp
import os
import signal
import sys
import time

ctx = mp.get_context('fork')
Process = ctx.Process
heap = {'list': [1, 2, 3]}


def child(conn, *args, **kwargs):
    heap['list'].append(4)
    me = mp.current_process()
    conn.send((args, kwargs, heap['list'], me.name, me.daemon, me.pid == os.getpid(),
               mp.parent_process().pid == os.getppid(), mp.parent_process().is_alive()))


here, there = ctx.Pipe()
p = Process(target=child, args=(there, 1), kwargs={'b': 2}, name='first')
print(p.exitcode, p.pid, p.ident, p.is_alive(), p.name, p.daemon)
p.start()
print(here.recv(), heap)
p.join()
print(p.exitcode, p.is_alive(), mp.active_children())

# ways to end
for what in (lambda: None, lambda: sys.exit(), lambda: sys.exit(3), lambda: os._exit(4),
             lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: sys.exit(True)):
    p = Process(target=what)
    p.start()
    p.join()
    print(p.exitcode, end=' ')
print()


class Sub(Process):
    def run(self):
        sys.exit(len(self.name))


p = Sub(name='seven77')
p.start()
p.join(30)
print(p.exitcode, mp.parent_process())


def forever():
    time.sleep(100)


for stop in ('terminate', 'kill'):
    p = Process(target=time.sleep, args=(100,), daemon=True)
    p.start()
    print(p.is_alive(), p in mp.active_children())
    p.join(0)
    getattr(p, stop)()
    p.join()
    print(stop, p.exitcode, repr(p).split()[-3:])

print(Process(name='x').name, type(Process()).__name__)


def refused(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


p = Process(target=forever)
refused(p.join)
refused(lambda: p.sentinel)
refused(Process, 'group')
p.start()
refused(p.start)
refused(p.close)
refused(setattr, p, 'daemon', True)
p.kill()
p.join()
p.close()
refused(p.join)
refused(lambda: p.exitcode)
refused(p.is_alive)
print(repr(p).split()[-1])


def grandchild():
    p = Process(target=print, args=('grandchild',))
    try:
        p.start()
    except AssertionError as error:
        print(error, flush=True)
    else:
        p.join()


for daemon in (False, True):
    p = Process(target=grandchild, daemon=daemon)
    sys.stdout.flush()
    p.start()
    p.join()

# sentinels
from multiprocessing.connection import wait
ps = [Process(target=sys.exit, args=(n,)) for n in range(3)]
for p in ps:
    p.start()
left = {p.sentinel: p for p in ps}
while left:
    for s in wait(list(left)):
        left.pop(s).join()
print([p.exitcode for p in ps])

# the end runs atexit functions and finalizers of the child
import atexit


def with_atexit():
    atexit.register(print, 'atexit of the child', flush=True)
    mp.util.Finalize(None, print, ('finalizer', 1), exitpriority=1)
    mp.util.Finalize(None, print, ('finalizer', 2), exitpriority=2)


import multiprocessing.util
atexit.register(print, 'atexit of the parent')
sys.stdout.flush()
p = Process(target=with_atexit)
p.start()
p.join()
print(p.exitcode)


# not joined: the end of the program does it
Process(target=lambda: (time.sleep(0.2), print('waited for', flush=True))).start()
