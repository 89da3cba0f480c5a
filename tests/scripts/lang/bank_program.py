# a small program: state, custom exceptions, a log
class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have


class Account:
    _next = 1

    def __init__(self, owner, balance=0):
        self.owner, self._balance = owner, balance
        self.number = Account._next
        Account._next += 1
        self.history = []

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self._balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self.history.append(("withdraw", amount))
        return self

    def __str__(self):
        return f"#{self.number} {self.owner}: {self._balance:,}"


def transfer(a, b, amount):
    a.withdraw(amount)
    try:
        b.deposit(amount)
    except ValueError:
        a._balance += amount
        raise


a, b = Account("Ann", 1000), Account("Bob")
a.deposit(500).withdraw(200)
transfer(a, b, 300)
print(a, b, sep="\n")
for bad in (lambda: b.withdraw(10 ** 6), lambda: a.deposit(-5), lambda: transfer(a, b, 99999), lambda: transfer(a, b, 0), lambda: setattr(a, "balance", 1)):
    try:
        bad()
    except InsufficientFunds as e:
        print("funds:", e, e.need - e.have)
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
print(a, b, a.history, b.history, sep="\n")
