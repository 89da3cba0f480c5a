"""Text made at run time in all threads: equal strings are equal keys, interning gives one object."""
import sys
from _crowd import crowd

table = {}


def body(index, turns):
    count = 0
    for n in turns():
        name = "attr_" + str(n % 200)
        interned = sys.intern(name)
        assert interned == name and sys.intern("attr_" + f"{n % 200}") is interned
        table[name] = interned
        assert table["attr_%d" % (n % 200)] is interned
        assert hash(name) == hash(interned) and name.upper().lower() == interned
        text = "-".join([name, name.title(), str(index)])
        assert text.split("-")[2] == str(index) and text.replace("attr", "x").startswith("x_")
        count += 1
    return count


assert all(crowd(body))
assert len(table) == 200 and all(key == value for key, value in table.items())
print("ok strings", len(table))
