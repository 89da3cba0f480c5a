"""None, Ellipsis, NotImplemented: type, repr, identity, attributes, misuse."""
import warnings

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    None, ..., NotImplemented, type(None), type(...), type(NotImplemented), None is None, Ellipsis is ...,
    bool(None), bool(...), None == False, None != 0, hash(None) == hash(None), {None: 1}[None], [None, ...],
    str(None), repr(...), f"{None} {...}", None or "x", not None
)
print(
    type(None)(), type(...)(), type(NotImplemented)() is NotImplemented, isinstance(None, type(None)),
    callable(None), None.__class__.__name__, None.__bool__(), dir(None)[0], None.__doc__ is not None,
    [x for x in (None, 0, "", []) if x is None], None in [None], sorted([None], key=lambda x: 0)
)
none, dots = None, ...
for f in (
    lambda: none.x, lambda: none(), lambda: none[0], lambda: none + 1, lambda: None < None, lambda: len(None),
    lambda: iter(None), lambda: -None, lambda: int(None), lambda: "a" + none, lambda: [] + none,
    lambda: None in None, lambda: type(None)(1), lambda: type("N", (type(None),), {}),
    lambda: setattr(None, "x", 1), lambda: dots[0], lambda: bool(NotImplemented), lambda: not NotImplemented,
    lambda: NotImplemented < 1, lambda: format(None, "5"), lambda: sum([None]), lambda: none * 2
):
    fails(f)
