# from __future__ import annotations keeps strings
"""Docstring before the future import."""
from __future__ import annotations
import typing


def f(a: int, b: undefined[ 1 ,2] = 3, *c: x.y.z, d: "quoted" = 1, **e: lambda q: q+1) -> a if b else c: pass


print(f.__annotations__)


class C:
    v: int = 1
    w: list[ str ]
    z: (yield_like) = None

    def m(self) -> C: pass


print(C.__annotations__, C.m.__annotations__)
x: {1: 2, **d} = 1
y: [a, *b]
z: f"{q!r:>5}"
w: not a and b or c
v: -1 ** 2
u: a[1:2, ::3]
t: (a, b)
s: "text" 'joined'
r: 1 < 2 <= 3 != 4
q: await_ if x else ...
p: None
print(__annotations__)
print(typing.get_type_hints(C, {"yield_like": int}) if hasattr(typing, "get_type_hints") else "")
print(__doc__, annotations.compiler_flag != 0, f.__annotations__["return"])
def local():
    v: undefined = 1
    return v
print(local())
