"""Transfers between accounts that have a lock each, taken in order."""

import sys

sys.path.insert(0, sys.path[0] + "/..")
from harness import part, scaled, share

import threading

ACCOUNTS, TRANSFERS = 256, scaled(400_000)


class Account:
    __slots__ = ("number", "balance", "lock")

    def __init__(self, number):
        self.number = number
        self.balance = 1000
        self.lock = threading.Lock()


def transfer(source, target, amount):
    first, second = (source, target) if source.number < target.number else (target, source)
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount


def plan(i):
    mixed = (i * 2654435761 + 97) & 0xFFFFFFFF
    source = mixed % ACCOUNTS
    target = (source + 1 + (mixed >> 10) % (ACCOUNTS - 1)) % ACCOUNTS
    return source, target, mixed >> 20 & 63


def worker(index, count, accounts):
    for i in part(TRANSFERS, index, count):
        source, target, amount = plan(i)
        transfer(accounts[source], accounts[target], amount)


def finish(accounts, results):
    return [a.balance for a in accounts]


def check(balances):
    wanted = [1000] * ACCOUNTS
    for i in range(TRANSFERS):
        source, target, amount = plan(i)
        wanted[source] -= amount
        wanted[target] += amount
    return balances == wanted and sum(balances) == 1000 * ACCOUNTS


share(worker, TRANSFERS, check, lambda count: [Account(i) for i in range(ACCOUNTS)], finish)
