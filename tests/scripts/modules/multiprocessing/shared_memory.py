# Shared memory by name, and lists in it.
import multiprocessing as mp
import pickle
from multiprocessing.shared_memory import SharedMemory, ShareableList

ctx = mp.get_context('fork')


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


block = SharedMemory(create=True, size=100)
print(block.size, len(block.buf), block.name.startswith('psm_'), repr(block) == f'SharedMemory({block.name!r}, size=100)')


def child(name):
    other = SharedMemory(name)
    other.buf[10:15] = b'hello'
    other.close()
    print(other.buf)


p = ctx.Process(target=child, args=(block.name,))
p.start()
p.join()
print(bytes(block.buf[8:17]))
again = pickle.loads(pickle.dumps(block))
again.buf[0] = 1
print(block.buf[0], again.name == block.name)
view = again.buf[1:3]
refused(again.close)
view.release()
again.close()
again.close()
try:
    SharedMemory(block.name, create=True, size=5)
except FileExistsError as error:
    print(error.errno, error.filename == '/' + block.name)
block.close()
block.unlink()
refused(SharedMemory, 'no-such-name-anywhere')
refused(SharedMemory)
refused(SharedMemory, create=True)
refused(SharedMemory, create=True, size=-1)

items = ShareableList([1, 'text', b'bytes', None, True, 2.5, 'ünï', -5])
print(list(items), len(items), items.format, items[-1], items.index(None), items.count(True))
items[0] = 10 ** 12
items[1] = 'longer!'
items[3] = 'new'
items[4] = None
print(list(items))
refused(items.__setitem__, 1, 'much too long for it')
refused(items.__setitem__, 0, 2 ** 70)
refused(items.__getitem__, 8)
refused(items.__setitem__, 8, 1)
refused(items.index, 'none')
refused(ShareableList, [[]])
other = pickle.loads(pickle.dumps(items))
other[7] = 77
print(items[7], repr(items) == f'ShareableList({list(items)}, name={items.shm.name!r})')
other.shm.close()
items.shm.close()
items.shm.unlink()
