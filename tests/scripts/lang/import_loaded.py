"""Imports of modules that stand in sys.modules already: what they look at, and what they must not leave out."""

import builtins
import sys
import threading
import types


def plain():
    import made
    return made


def names():
    from made import x, y
    return x, y


def dotted():
    import made.inner
    return made


def dotted_as():
    import made.inner as i
    return i


def submodule():
    from made import inner
    return inner


def everything():
    exec("from made import *", scope := {})
    return sorted(n for n in scope if n != "__builtins__")


def outcome(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


class Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        return f"computed {name}"


made = types.ModuleType("made")
made.x, made.y = 1, 2
for _ in range(3):
    sys.modules["made"] = made
    print(plain() is made, names())

print("changed")
made.x = "other"
print(names())
del made.y
print(outcome(names))
made.y = None
print(names())

print("replaced in sys.modules")
other = types.ModuleType("made")
other.x, other.y = 10, 20
sys.modules["made"] = other
print(plain() is other, names())

print("a module class of its own")
sys.modules["made"] = Module("made")
print(outcome(names))

print("no module at all")
sys.modules["made"] = types.SimpleNamespace(x="a", y="b")
print(plain(), names())

print("__getattr__ of the module")
asked = []


def module_getattr(name):
    asked.append(name)
    if name == "y":
        return "asked for y"
    raise AttributeError(f"no {name}")


other.__getattr__ = module_getattr
del other.y
sys.modules["made"] = other
print(names(), asked)

print("None, missing")
sys.modules["made"] = None
print(outcome(plain))
del sys.modules["made"]
print(outcome(plain))

print("packages")
package, inner = types.ModuleType("made"), types.ModuleType("made.inner")
package.__path__ = []
sys.modules["made"], sys.modules["made.inner"] = package, inner
print(outcome(dotted) is package, outcome(dotted_as) is inner, outcome(submodule) is inner)
package.inner = "an attribute"
print(dotted() is package, dotted_as(), submodule())
package.__all__ = ["inner"]
print(everything())
print(outcome(names))

print("__import__ replaced")
real = builtins.__import__


def told(name, globals=None, locals=None, fromlist=(), level=0):
    print("  import", name, fromlist, level, type(globals).__name__, locals is None)
    return real(name, globals, locals, fromlist, level)


builtins.__import__ = told
try:
    dotted()
    submodule()
finally:
    builtins.__import__ = real
del builtins.__import__
print(outcome(plain))
builtins.__import__ = real

print("threads")
modules = [types.ModuleType("made") for _ in range(2)]
for m in modules:
    m.x = m.y = m
sys.modules["made"] = modules[0]
seen = []


def ask():
    for _ in range(2000):
        m = plain()
        x, y = names()
        if m not in modules or x is not y:
            seen.append((m, x, y))


def change():
    for i in range(2000):
        sys.modules["made"] = modules[i % 2]


threads = [threading.Thread(target=f) for f in (ask, ask, change)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(seen)
