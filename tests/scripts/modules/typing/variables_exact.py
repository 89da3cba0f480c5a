"""Type variables: defaults, modules, equality of P.args and P.kwargs, what cannot be a base."""
import typing
from typing import (NoDefault, Optional, ParamSpec, TypeAliasType, TypedDict, TypeVar, TypeVarTuple, Union)

P = ParamSpec('P')
print(P.args == P.kwargs, P.args == P.args, P.kwargs == P.kwargs)
print(TypeVar('T', default=None).__default__, ParamSpec('Q', default=None).__default__,
      TypeVarTuple('Ts', default=None).__default__, TypeVar('U').__default__)
print(TypeVar('T', default=None).has_default(), TypeVar('T').has_default())
for union in (int | str, Optional[int], Union[int, TypeVar('T')]):
    print(union.__module__, union.__qualname__)
    try:
        list(union)
    except TypeError as error:
        print(error)
for base in (TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, typing.ParamSpecArgs, typing.ParamSpecKwargs, P.args):
    try:
        class Sub(base):
            pass
    except TypeError as error:
        print(error)
names = {}
exec('from typing import *\nT = TypeVar("T")\nP = ParamSpec("P")\nTs = TypeVarTuple("Ts")', names)
print(names['T'].__module__, names['P'].__module__, names['Ts'].__module__, P.__module__)


def f[A, *B, **C]():
    pass


type Alias[A] = list[A]
print([v.__module__ for v in f.__type_params__], Alias.__module__, Alias.__type_params__[0].__module__)
print(ParamSpec('P', bound=(int, str)).__bound__, TypeVar('T', bound='int').__bound__)
try:
    TypeVar('T', bound=(int, str))
except TypeError as error:
    print(error)


class D(TypedDict):
    a: 'int'
    b: None


print(D.__annotations__)
