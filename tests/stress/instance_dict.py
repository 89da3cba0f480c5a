"""The dictionary of an instance and its attributes are one thing, also while threads use both."""
from _crowd import crowd


class Thing:
    pass


thing = Thing()


def by_attribute(index, turns):
    count = 0
    for n in turns():
        setattr(thing, f"a{index}", n)
        assert thing.__dict__[f"a{index}"] == n
        count = n
    return count


def by_dict(index, turns):
    count = 0
    for n in turns():
        vars(thing)[f"d{index}"] = n
        assert getattr(thing, f"d{index}") == n
        if n % 5 == 0:
            del thing.__dict__[f"d{index}"]
            assert getattr(thing, f"d{index}", None) is None
            vars(thing)[f"d{index}"] = n
        count = n
    return count


counts = crowd(by_attribute, by_dict)
assert vars(thing) == {("d" if i & 1 else "a") + str(i): n for i, n in enumerate(counts)}
print("ok instance_dict", len(vars(thing)))
