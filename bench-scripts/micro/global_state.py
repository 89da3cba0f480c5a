"""Module globals, builtins and constants read and written from functions."""

ROUNDS = 4_000_000
STEP = 3
count = 0
history = []


def advance():
    global count
    count += STEP
    if count % 3000 == 0:
        history.append(count)
    return abs(count) if len(history) else count


def main():
    last = 0
    for _ in range(ROUNDS):
        last = advance()
    return last


last = main()
assert last == count == ROUNDS * STEP
assert len(history) == ROUNDS * STEP // 3000 and history[0] == 3000
print("global_state", count, len(history))
