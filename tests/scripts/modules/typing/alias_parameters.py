"""TypeAliasType checks its parameters; signatures of the functions behind lazy values; names in weak references."""
import inspect
import weakref
from typing import ParamSpec, TypeAliasType, TypeVar, TypeVarTuple

T, D = TypeVar('T'), TypeVar('D', default=int)
Ts, P = TypeVarTuple('Ts'), ParamSpec('P', default=[int])
for params in ((int,), (1,), ('x',), [T], 5, (D, T), (T, D), (P, T), (Ts, T), (D, Ts)):
    try:
        print(TypeAliasType('A', int, type_params=params).__type_params__)
    except TypeError as error:
        print(error)
try:
    TypeAliasType(1, int)
except TypeError as error:
    print(error)


def f(x: int):
    pass


type A[X: int = str] = int
for g in (f.__annotate__, A.evaluate_value, A.__type_params__[0].evaluate_bound):
    print(inspect.signature(g))


def variadic(*args, **kwargs):
    pass


params = list(inspect.signature(variadic).parameters.values())
for extra in params:
    try:
        inspect.Signature([*params[:1 + (extra is params[1])], extra.replace(name='more')])
    except ValueError as error:
        print(error)


class Asked(dict):
    def __getattr__(self, name):
        return self[name]


asked, named = Asked(), Asked(__name__='n')
for o in (asked, named, f, Asked):
    print(repr(weakref.ref(o)).split(' at 0x')[1].split(' ', 1)[-1], 'Asked' in repr(weakref.ref(o)))

import sys
import types
import typing

print(issubclass(typing.List, typing.List | typing.Tuple), issubclass(int, typing.List | typing.Tuple))
sys.modules['made'] = types.ModuleType('made')
names = vars(sys.modules['made'])
exec('''from __future__ import annotations
from typing import TypedDict
class TD[Unique](TypedDict):
    a: Unique
''', names)
print(typing.get_type_hints(names['TD']))
