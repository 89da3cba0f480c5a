"""append, appendleft, pop, popleft and rotate of one deque: all tokens stay."""
from collections import deque
from _crowd import crowd

TOKENS = 300
shared = deque(range(TOKENS))
window = deque(maxlen=20)


def body(index, turns):
    held = []
    for n in turns():
        try:
            held.append(shared.pop() if n & 1 else shared.popleft())
        except IndexError as e:
            assert str(e) == "pop from an empty deque"
        if len(held) > 4:
            shared.append(held.pop())
            shared.appendleft(held.pop())
            shared.rotate(n % 5 - 2)
        window.append(n)
        assert len(window) <= 20
        if n % 100 == 0:
            shared.extend(held)
            held = []
    shared.extend(held)


crowd(body)
assert sorted(shared) == list(range(TOKENS)) and len(window) == 20
print("ok deque_tokens", len(shared))
