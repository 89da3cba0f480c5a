# None, Ellipsis, NotImplemented as values
import types
print(None, ..., NotImplemented, type(None), type(...), type(NotImplemented), None is None, ... is Ellipsis)
print(bool(None), bool(...), [None] * 2, {None: 1}[None], None == False, None == 0, repr(None), str(...), hash(...) == hash(Ellipsis))
print(type(None)() is None, type(...)() is ..., type(NotImplemented)() is NotImplemented, types.NoneType is type(None), types.EllipsisType is type(...), types.NotImplementedType is type(NotImplemented))


def f(): ...


def g(): return


def h(x=...): return x is ...


print(f(), g(), h(), h(1), f.__defaults__, None.__class__, None.__doc__ is not None, None.__eq__(None), None.__eq__(1), None.__bool__())
try:
    bool(NotImplemented)
except TypeError as e:
    print(e)
for text in ("None()", "None.x", "None + 1", "None[0]", "None < None", "len(None)", "int(None)", "for_none()", "type(None)(1)", "setattr(None, 'x', 1)", "None @ 1", "-None", "type('X', (type(None),), {})", "type('X', (type(...),), {})", "''.join(None)", "[].extend(None)", "dict(None)", "sum(None)", "min(None)", "sorted(None)", "None in [None]", "None in None", "print(*None)", "open(None)", "isinstance(None, type(None))", "iter(None)", "next(None)", "float(None)", "str(None)", "list(None)", "tuple(None)", "abs(None)", "round(None)", "None or 5", "None and 5", "not None", "None is not None", "None if None else 1", "f'{None}'", "f'{None!r:>6}'", "'%s %r' % (None, None)", "...[0]", "...()", "... + 1"):
    import warnings
    warnings.simplefilter("ignore")
    def for_none():
        for x in None:
            pass
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
print(type(None).__mro__, type(...).__name__, [x for x in (None, 0, "", [], False) if x is None], max([1, None], key=lambda v: v or 0), None.__hash__() == hash(None), dict.fromkeys("ab"))
