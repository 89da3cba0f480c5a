"""Items replaced without a lock while others move them: nothing is lost, nothing comes out twice, nothing is dead."""
from _crowd import crowd

SIZE = 24


class Token:
    """What the lists hold; `check` tells a whole one."""
    def __init__(self, owner, number):
        self.owner, self.number = owner, number
        self.check = owner * 1_000_003 + number


def good(token):
    assert token.check == token.owner * 1_000_003 + token.number
    return token


shared = [Token(-1, n) for n in range(SIZE)]


def store(index, turns):
    """Fresh objects, private to this thread until somebody finds them."""
    n = 0
    for _ in turns():
        for _ in range(100):
            n += 1
            try:
                shared[n % SIZE] = Token(index, n)
                shared[-1 - n % 5] = good(shared[n % 7])
            except IndexError:
                # The list is shorter for a moment.
                pass
    return n


def move(index, turns):
    """The length is kept by this thread."""
    for n in turns():
        at = n % SIZE
        token = good(shared.pop(at))
        shared.insert((at * 7) % SIZE, token)
        shared.reverse()
        shared[at : at + 3] = [good(t) for t in shared[at : at + 3]]
        del shared[at]
        shared.append(Token(index, n))
        shared.insert(0, good(shared.pop()))
        shared.extend([good(shared.pop()), Token(index, n)])
        good(shared.pop(0))
        assert len(shared) == SIZE
        if n % 8 == 0:
            try:
                shared.sort(key=lambda t: t.number)
            except ValueError as e:
                assert str(e) == "list modified during sort"


def read(index, turns):
    seen = 0
    for _ in turns():
        for token in shared:
            good(token)
            seen += 1
        for token in shared[2:9]:
            good(token)
        for token in list(shared):
            good(token)
    return seen


results = crowd(store, move, read, store, threads=4)
assert len(shared) == SIZE, len(shared)
assert all(good(t) for t in shared)
assert results[0] > 0 and results[2] > 0 and results[3] > 0


# Texts of changing length are joined while they are replaced.
texts = ["a" * 10] * 32


def replace_text(index, turns):
    for n in turns():
        for i in range(32):
            texts[i] = chr(97 + index) * (n % 50) if n & 1 else chr(0x3B1 + index) * 3


def join_text(index, turns):
    for _ in turns():
        joined = ",".join(texts)
        parts = joined.split(",")
        assert len(parts) == 32
        assert all(len(set(p)) <= 1 for p in parts)


crowd(replace_text, join_text, threads=4, seconds=1.0)

# Lists that their owners change and others store into: they are shared in the middle of a change.
board = [[Token(k, i) for i in range(6)] for k in range(4)]


def change_own(index, turns):
    for n in turns():
        mine = [Token(index, i) for i in range(6)]
        board[index] = mine
        for k in range(30):
            mine.insert(k % 3, Token(index, k))
            mine.reverse()
            good(mine.pop(k % 4))
            mine[1:3] = [Token(index, k)]
            mine.append(Token(index, n))
            for token in mine:
                good(token)
        assert len(mine) == 6


def store_there(index, turns):
    n = 0
    for _ in turns():
        for k in range(4):
            n += 1
            there = board[k]
            try:
                there[n % 5] = Token(index, n)
                good(there[n % 4])
            except IndexError:
                pass


crowd(change_own, store_there, threads=4, seconds=1.0)
print("ok list_stores")
