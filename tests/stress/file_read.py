"""All threads read lines from one open file: every line goes to somebody, whole.

The threads take a lock: readline of a file promises nothing without one.
"""
import os
import threading
import tempfile
from _crowd import crowd

LINES = 60_000
path = os.path.join(tempfile.gettempdir(), f"stress_read_{os.getpid()}.txt")
with open(path, "w", encoding="utf-8") as f:
    for i in range(LINES):
        f.write(f"line {i} {'é' * (i % 11)}\n")


def body(index, turns):
    got = []
    for n in turns():
        with lock:
            line = shared.readline()
        if isinstance(line, bytes):
            line = line.decode()
        if not line:
            break
        word, number, rest = line.split(" ")
        assert word == "line" and rest == "é" * (int(number) % 11) + "\n", line
        got.append(int(number))
    return got


def check(results):
    assert sorted(n for got in results for n in got) == list(range(LINES))
    assert all(got == sorted(got) for got in results)


lock = threading.Lock()
try:
    with open(path, "rb") as shared:
        check(crowd(body, seconds=30.0))
    with open(path, encoding="utf-8") as shared:
        check(crowd(body, seconds=30.0))
finally:
    os.remove(path)
print("ok file_read", LINES)
