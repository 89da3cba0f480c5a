"""Descriptors, properties, __getattr__ and __setattr__ on one shared instance."""
import threading
from _crowd import crowd


class Account:
    def __init__(self):
        self._lock = threading.Lock()
        self._balance = 0
        self.log = {}

    @property
    def balance(self):
        with self._lock:
            return self._balance

    @balance.setter
    def balance(self, value):
        with self._lock:
            self._balance = value

    def __getattr__(self, name):
        if name.startswith("virtual_"):
            return name[8:]
        raise AttributeError(name)

    def add(self, amount):
        with self._lock:
            self._balance += amount
            return self._balance


account = Account()


def body(index, turns):
    moved = 0
    for n in turns():
        account.add(n)
        moved += n
        account.log[index] = n
        assert account.log[index] == n and account.virtual_x == "x"
        assert isinstance(account.balance, int)
        try:
            account.missing
        except AttributeError as e:
            assert str(e) == "missing"
    return moved


assert sum(crowd(body)) == account.balance
account.balance = 5
print("ok properties", account.balance)
