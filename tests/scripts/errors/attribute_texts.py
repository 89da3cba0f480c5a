# texts of AttributeError and TypeError for builtin objects
import sys
import math
import types


class C:
    __slots__ = ("s",)


def fn(): pass


objs = {"int": 1, "float": 1.5, "str": "s", "bytes": b"b", "list": [], "tuple": (), "dict": {}, "set": set(), "None": None, "True": True, "...": ..., "NotImplemented": NotImplemented, "func": fn, "lambda": lambda: 0, "builtin": len, "method": [].append, "slot wrapper": int.__add__, "type": int, "class": C, "instance": C(), "module": math, "range": range(1), "slice": slice(1), "gen": (i for i in ()), "iter": iter([]), "code": fn.__code__, "exc": ValueError(), "property": property(), "super": super(C, C()), "object": object(), "frozenset": frozenset(), "complex": 1j, "memoryview": memoryview(b""), "dictview": {}.keys(), "cell": types.CellType(1), "namespace": types.SimpleNamespace(a=1), "mappingproxy": int.__dict__, "zip": zip()}
for name, o in objs.items():
    out = []
    for f in (lambda: o.missing, lambda: setattr(o, "missing", 1), lambda: delattr(o, "missing"), lambda: o(), lambda: o[0], lambda: o + None, lambda: len(o), lambda: iter(o), lambda: -o):
        try:
            f()
            out.append("ok")
        except Exception as e:
            out.append(f"{type(e).__name__}: {e}")
    print(name, *out, sep="\n    ")
    if hasattr(fn, "missing"):
        del fn.missing
