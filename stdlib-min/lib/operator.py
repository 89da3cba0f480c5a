"""The operators of the language as functions; all of them are native, in `_operator`.

Owns only the names with underscores (`operator.__add__` is `operator.add`).
"""

from _operator import *

__all__ = [
    "abs", "add", "and_", "attrgetter", "call", "concat", "contains", "countOf", "delitem", "eq",
    "floordiv", "ge", "getitem", "gt", "iadd", "iand", "iconcat", "ifloordiv", "ilshift",
    "imatmul", "imod", "imul", "index", "indexOf", "inv", "invert", "ior", "ipow", "irshift",
    "is_", "is_none", "is_not", "is_not_none", "isub", "itemgetter", "itruediv", "ixor", "le",
    "length_hint", "lshift", "lt", "matmul", "methodcaller", "mod", "mul", "ne", "neg", "not_",
    "or_", "pos", "pow", "rshift", "setitem", "sub", "truediv", "truth", "xor",
]

_PLAIN = {
    "attrgetter", "countOf", "indexOf", "is_", "is_none", "is_not", "is_not_none", "itemgetter",
    "length_hint", "methodcaller", "truth",
}
globals().update(
    (f"__{_name.rstrip('_')}__", globals()[_name]) for _name in __all__ if _name not in _PLAIN
)
del _PLAIN
