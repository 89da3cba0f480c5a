# the format mini-language on strings, str.format, % formatting
for s in ("", "s", "10", "<10", ">10", "^10", "*^11", ".3", "10.3", "é>8", "^9.2s", "010", "<010", "5.0", "{<10", "}>10", "😀^9"):
    print(f"{s:8}", "[" + format("hello", s) + "]", "[" + format("é", s) + "]", "[" + format("", s) + "]")
for spec in ("d", "+", ",", "=10", "#", "x", "_", "z", " ", "0=10", ".s", "10s10"):
    try:
        print(spec, format("hello", spec))
    except ValueError as e:
        print(spec, e)
print("{} {}".format("a", "b"), "{0}{1}{0}".format("x", "y"), "{a}{b}".format(a=1, b=2), "{:>5}|{:<5}|".format(1, 2))
print("{0.real} {0.imag}".format(1 + 2j), "{0[k]} {1[0]} {2[a b]}".format({"k": 1}, [5], {"a b": 3}), "{!r} {!s} {!a}".format("a", "b", "é"))
print("{:{}} {:{w}.{p}}|".format("x", 5, "long text", w=6, p=4), "{{}} {{{}}}".format(1), "{0:{1}}".format(5, "03"))
for f, a, k in (("{} {}", (1,), {}), ("{a}", (), {}), ("{0} {}", (1, 2), {}), ("{} {0}", (1, 2), {}), ("{", (), {}), ("}", (), {}), ("{!x}", (1,), {}), ("{0.nope}", (1,), {}),
                ("{0[x]}", ([1],), {}), ("{0[5]}", ([1],), {}), ("{:d}", ("s",), {}), ("{0", (1,), {}), ("{!}", (1,), {}), ("{a.b}", (), {"a": 1}), ("{0[}", ([1],), {}), ("{[]}", (1,), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{0!rr}", (1,), {}), ("{.}", (1,), {})):
    try:
        print(repr(f.format(*a, **k)))
    except Exception as e:
        print(repr(f), type(e).__name__, e)
print("%s %r %a %d %i %u %f %e %g %c %c %x %o %%" % ("s", "r", "é", 1, 2, 3, 1.5, 1.5, 1.5, 65, "B", 255, 8))
print("%5s|%-5s|%05d|%+d|% d|%5.1f|%-8.2e|%#x|%#o|%.3s|%*d|%-*d|%.*f" % ("a", "b", 42, 5, 5, 3.14159, 1234.5, 255, 8, "abcdef", 5, 42, 5, 42, 2, 3.14159))
print("%(a)s %(b)05.1f %(a)r" % {"a": "x", "b": 2}, "%s" % (1,), "%s" % [1, 2], "%s %s" % ("a", (1, 2)), "%d" % 3.9, "%x" % -255, "%d" % True, "%s" % {})
print("%.0f %.0f %g %g %G" % (0.5, 1.5, 1e-5, 123456789, 1e-10), "%e" % 0, "%s%s" % ("a", None), "%d%%" % 50, "%ld" % 5, "%i" % 10 ** 30, "%.50d" % 7)
for f, v in (("%d", "x"), ("%d", None), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%z", 1), ("%", 1), ("%(a)s", 1), ("%(a)s", {"b": 1}), ("%c", "ab"), ("%c", -1), ("%x", 1.5), ("%f", "a"), ("%(a", {}), ("%*d", ("a", 1)), ("abc", 1), ("%d", 1j), ("%c", 1.5), ("a%", ()), ("%.999999999999d", 1)):
    try:
        print(repr(f % v))
    except Exception as e:
        print(repr(f), type(e).__name__, e)
print("abc" % [], "abc" % {}, "abc" % {"a": 1}, repr("%s" % ""), "%%" % (), "%s" % b"x")
from string import Template
print(Template("$a ${b}c $$").substitute(a=1, b=2), Template("$a $z").safe_substitute(a=1))
