"""ConcurrentDeque moves tokens between its ends: none is lost or doubled, whatever else is done to it meanwhile."""
import sys; sys.path.append("../scripts/modules/ft_utils"); import _model
import gc
from _crowd import crowd
from ft_utils.concurrency import ConcurrentDeque

TOKENS = 200
shared = ConcurrentDeque([str(i)] for i in range(TOKENS))


def right(index, turns):
    held = []
    for n in turns():
        try:
            held.append(shared.pop())
            held.append(shared.popleft())
        except RuntimeError as e:
            assert str(e) == "pop from an empty ConcurrentDeque"
        while len(held) > n % 5:
            (shared.append if n % 2 else shared.appendleft)(held.pop())
    shared.extend(held)


def remover(index, turns):
    for n in turns():
        token = [str(n % TOKENS)]
        try:
            shared.remove(token)
        except ValueError:
            continue
        assert len(token) == 1
        shared.extendleft([token])
        shared.rotate(n % 7 - 3)


def reader(index, turns):
    for n in turns():
        seen = [token[0] for token in shared]
        assert len(set(seen)) == len(seen) <= TOKENS
        [str(n % TOKENS)] in shared
        try:
            assert shared[n % TOKENS - TOKENS // 2][0].isdigit()
        except IndexError:
            pass
        len(shared), shared == ConcurrentDeque(), repr(shared)[0]


def maker(index, turns):
    for n in turns():
        d = ConcurrentDeque(range(10))
        d.append(d)
        d.clear() if n % 2 else d.append([d])
        if n % 50 == 0:
            gc.collect()


crowd(right, right, remover, reader, right, remover, maker, reader)
assert sorted(int(token[0]) for token in shared) == list(range(TOKENS))
print("ok ft_deque", len(shared))
