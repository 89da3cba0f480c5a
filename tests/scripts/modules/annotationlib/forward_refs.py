"""annotationlib: forward references stand anywhere in a value, keep what was known, and follow their cells."""
import annotationlib
from annotationlib import Format, ForwardRef, call_annotate_function, get_annotations, type_repr
from string.templatelib import Interpolation, Template
from typing import Union, get_args


def shown(text, *rest):
    print(text, *[r if isinstance(r, str) else repr(r) for r in rest])


def texts(obj, format=Format.FORWARDREF):
    out = {}
    for name, value in get_annotations(obj, format=format).items():
        out[name] = f'<{value.__forward_arg__}>' if isinstance(value, ForwardRef) else repr(value).split(' at 0x')[0]
    return out


def f(a: some.module, b: some[module], c: some | {int: str}, d: some | [obj, 1.5, None], e: -some,
      g: unknown | str | list[str] | tuple[int, ...], h: [int, other], i: some(int, k=bool),
      j: some[int:obj], l: (other, ...), m: {other}, n: some < 3):
    pass


shown('forward', texts(f))
print('string', get_annotations(f, format=Format.STRING))

known = get_annotations(f, format=Format.FORWARDREF)
print(known['g'].evaluate(globals={'unknown': float}), known['g'].evaluate(format=Format.STRING))
print(known['i'].evaluate(globals={'some': lambda *a, **k: (a, k)}))
print(type(known['h']).__name__, type(known['h'][1]).__name__, known['h'][1].__forward_arg__)


class C:
    pipe: str | undefined
    union: Union[str, undefined]
    local: 'later'


refs = get_annotations(C, format=Format.FORWARDREF)
print(refs['pipe'].evaluate(globals={'undefined': int}), get_args(refs['union'])[0],
      get_args(refs['union'])[1].__forward_is_class__, refs['local'])


def cells():
    def inner(one: x, two: x[y]):
        pass
    first = get_annotations(inner, format=Format.FORWARDREF)
    print(type(first['one'].__cell__).__name__, sorted(first['two'].__cell__))
    try:
        first['one'].evaluate()
    except NameError as error:
        print(error)
    x, y = list, int
    print(first['one'].evaluate(), first['two'].evaluate())
    print(get_annotations(inner, format=Format.FORWARDREF))
    again = get_annotations(inner)
    print(again)


cells()


def partial(x: annotationlib.undef, y: list[int], z: 1 + int, r: range[1]):
    pass


shown('partial', texts(partial))


def templates(x: t'{a}', y: list[t'{a:b} {c!r} {d!s:t}'], z: t'{a | b * c}'):
    pass


print(get_annotations(templates, format=Format.STRING))
print(type_repr(Template('hi', Interpolation(42))), type_repr(len), type_repr([].append), type_repr(...))


def formatted(x: f'{a}'):
    pass


for format in (Format.STRING, Format.FORWARDREF):
    try:
        print(get_annotations(formatted, format=format))
    except Exception as error:
        print(type(error).__name__, error)


def only_value(format, /):
    if format == Format.VALUE:
        return {'x': str}
    raise NotImplementedError(format)


print([call_annotate_function(only_value, f) for f in (Format.VALUE, Format.FORWARDREF, Format.STRING)])


def with_fakes(format, /, __F=Format, __E=NotImplementedError):
    if format == __F.VALUE:
        return {'x': str}
    if format == __F.VALUE_WITH_FAKE_GLOBALS:
        return {'x': int}
    raise __E(format)


print([call_annotate_function(with_fakes, f) for f in (Format.VALUE, Format.FORWARDREF, Format.STRING)])


def star(*args: '*tuple[int, ...]'):
    pass


print(get_annotations(star, eval_str=True))


class Weird:
    @property
    def __annotations__(self):
        return 'no dict'


for format in (Format.VALUE, Format.FORWARDREF, Format.STRING):
    try:
        get_annotations(Weird(), format=format)
    except ValueError as error:
        print(str(error).split('.')[-1])

for text in ('if', '1+', 'a b'):
    try:
        ForwardRef(text).evaluate()
    except SyntaxError as error:
        print(error)
print(hash(ForwardRef('int')) == hash(ForwardRef('int')), ForwardRef('int') == ForwardRef('int', module='m'))
