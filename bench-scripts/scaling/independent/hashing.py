"""Each thread hashes: its own FNV-1a over bytes, hash() of tuples and strings, and digests of hashlib."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import run, scaled

import hashlib

ROUNDS = scaled(500)
DATA = bytes(range(256)) * 16


def fnv(data):
    state = 0xCBF29CE484222325
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state


def worker(index):
    table, chain = {}, b""
    for turn in range(ROUNDS):
        table[turn, fnv(DATA)] = str(turn)
        for k in range(400):
            table[(k, str(k), -k)] = turn
        chain = hashlib.sha256(chain + DATA).digest()
        chain = hashlib.md5(chain).digest() + chain
    return len(table), chain.hex(), fnv(b"a")


# The known value of FNV-1a of "a" (64 bits).
run(worker, ROUNDS * len(DATA), lambda r: r[0] == ROUNDS + 400 and r[2] == 0xAF63DC4C8601EC8C)
