"""Attributes of one instance: own names appear and vanish, a common one always has a complete value."""
from _crowd import crowd


class Plain:
    pass


class Slotted:
    __slots__ = ("common", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7")


plain, slotted = Plain(), Slotted()
plain.common = slotted.common = (0, 0)


def body(index, turns):
    own = f"own{index}"
    slot = f"s{index}"
    count = 0
    for n in turns():
        setattr(plain, own, n)
        assert getattr(plain, own) == n
        setattr(slotted, slot, n)
        assert getattr(slotted, slot) == n
        if n % 3 == 0:
            delattr(plain, own)
            assert not hasattr(plain, own)
            delattr(slotted, slot)
            assert not hasattr(slotted, slot)
        plain.common = slotted.common = (n, -n)
        for thing in (plain, slotted):
            a, b = thing.common
            assert a == -b
        setattr(plain, f"extra{n % 20}", n)
        count += 1
    setattr(plain, own, count)
    return count


counts = crowd(body)
assert [getattr(plain, f"own{i}") for i in range(8)] == counts
assert set(vars(plain)) == {"common"} | {f"own{i}" for i in range(8)} | {f"extra{i}" for i in range(20)}
print("ok instance_attributes", len(vars(plain)))
