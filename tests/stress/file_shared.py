"""One text file and one binary file, written by all threads: complete lines, all there.

The binary file has a lock of its own; the text file has none, so the threads take one for it.
"""
import os
import tempfile
import threading
from _crowd import crowd

path = os.path.join(tempfile.gettempdir(), f"stress_file_{os.getpid()}")
text = open(path + ".txt", "w", encoding="utf-8")
raw = open(path + ".bin", "wb")
lock = threading.Lock()


def body(index, turns):
    count = 0
    for n in turns():
        with lock:
            text.write(f"{index} {n} {'x' * (n % 30)} é\n")
        raw.write(b"%d %d\n" % (index, n))
        if n % 500 == 0:
            with lock:
                text.flush()
            raw.flush()
        count += 1
    return count


try:
    counts = crowd(body, limit=30_000)
    text.close()
    raw.close()
    following = [0] * 8
    with open(path + ".txt", encoding="utf-8") as f:
        for line in f:
            index, n, rest = line.rstrip("\n").split(" ", 2)
            assert int(n) == following[int(index)], line
            assert rest == "x" * (int(n) % 30) + " é", line
            following[int(index)] += 1
    assert following == counts, (following, counts)
    following = [0] * 8
    with open(path + ".bin", "rb") as f:
        for line in f:
            index, n = line.split()
            assert int(n) == following[int(index)], line
            following[int(index)] += 1
    assert following == counts
finally:
    os.remove(path + ".txt")
    os.remove(path + ".bin")
print("ok file_shared", os.path.exists(path + ".txt"))
