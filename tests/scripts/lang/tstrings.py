# template strings (PEP 750)
name, n = "World", 3
t = t"Hello {name}!"
print(type(t).__name__, t.strings, t.values, t.interpolations[0].value, t.interpolations[0].expression, t.interpolations[0].conversion, repr(t.interpolations[0].format_spec))
u = t"{n:>{n + 2}} {name!r} {n + 1 = } {{x}}"
print(u.strings, u.values)
for i in u.interpolations:
    print(repr(i.value), repr(i.expression), repr(i.conversion), repr(i.format_spec), i)


def render(t):
    out = []
    for part in t:
        if isinstance(part, str):
            out.append(part)
        else:
            v = part.value
            if part.conversion:
                v = {"r": repr, "s": str, "a": ascii}[part.conversion](v)
            out.append(format(v, part.format_spec))
    return "".join(out)


print(render(u), render(t"{n:05d}|{'x':*^5}"), render(t""), t"".strings, t"{n}".strings, t"{n}{name}".strings)
print(t"a" + t"b{n}", (t"{n}x" + t"y{n}").strings, (t"one" t"two").strings)
try:
    t"a" + "b"
except TypeError as e:
    print(e)
try:
    "b" + t"a"
except TypeError as e:
    print(e)
from string.templatelib import Template, Interpolation
print(isinstance(t, Template), isinstance(t.interpolations[0], Interpolation), Template("a", Interpolation(5, "five"), "b").values, list(t"x{n}"), t == t"Hello {name}!")
match t.interpolations[0]:
    case Interpolation(v, e):
        print(v, e)
print(rt"\n{n}".strings, tr"\d".strings, T"{n}".values, t"""multi
{n}""".strings, t'{t"{n}"}'.values[0].values)
for text in ("t'{}'", "t'{n!x}'", "t'a' 'b'", "t'a' b'b'", "bt'a'", "ft'a'", "t'{n'", "t'}'", "ut'a'"):
    try:
        eval(text)
        print(text, "ok")
    except SyntaxError as e:
        print(text, e.msg)
