# What a child that fails leaves on standard error.
import multiprocessing as mp
import sys

ctx = mp.get_context('fork')


def fails(x):
    raise ValueError(f'bad {x}')


p = ctx.Process(target=fails, args=(3,), name='worker')
p.start()
p.join()
print(p.exitcode)
p = ctx.Process(target=sys.exit, args=('a message',))
p.start()
p.join()
print(p.exitcode)
