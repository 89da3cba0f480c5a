# How objects are sent: ForkingPickler, reductions, keys.
import functools
import io
import multiprocessing as mp
import pickle
from multiprocessing import reduction
from multiprocessing.reduction import ForkingPickler


def refused(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


class Odd:
    def __init__(self, n):
        self.n = n

    def method(self):
        return self.n


def rebuild(n):
    made = Odd(n)
    made.rebuilt = True
    return made


ForkingPickler.register(Odd, lambda odd: (rebuild, (odd.n + 1,)))
data = ForkingPickler.dumps(Odd(1))
print(type(data).__name__, ForkingPickler.loads(data).__dict__, pickle.loads(pickle.dumps(Odd(1))).__dict__)
data.release()
for value in (Odd(5).method, functools.partial(int, '12', base=3), list.append, int.__add__, [1, 'x']):
    made = ForkingPickler.loads(ForkingPickler.dumps(value))
    print(made() if isinstance(value, (functools.partial, type(Odd.method.__get__(0)))) else made)
out = io.BytesIO()
reduction.dump({1: Odd(3)}, out)
print(pickle.loads(out.getvalue())[1].n)
refused(pickle.dumps, mp.current_process().authkey)
refused(pickle.dumps, mp.get_context('fork').Semaphore())


# subclasses with their own table and override, as others' code does it
class Mine(pickle.Pickler):
    dispatch_table = {Odd: lambda odd: (complex, (odd.n, 1))}

    def reducer_override(self, obj):
        if isinstance(obj, type) and obj.__name__ == 'Local':
            return str, ('a local class',)
        return NotImplemented


class Table(ForkingPickler):
    pass


def local():
    class Local:
        pass
    return Local


out = io.BytesIO()
Mine(out).dump([Odd(1), local(), Odd(2)])
print(pickle.loads(out.getvalue()))
out = io.BytesIO()
Table(out, 2).dump(Odd(7))
print(out.getvalue()[:2], pickle.loads(out.getvalue()).n)
print(isinstance(reduction.AbstractReducer.ForkingPickler, type), mp.reducer is reduction)
