"""string: constants, capwords, Template, Formatter."""
import string

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters, string.digits, string.hexdigits,
    string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable)
)
print(string.capwords("  hello   WORLD x"), string.capwords("a-b-c", "-"))
T = string.Template
t = T("$who likes ${what}, costs $$5 $who_x")
print(
    t.safe_substitute(who="A"), t.substitute(who="A", what="B", who_x=1), T("$a$b").substitute({"a": 1}, b=2),
    t.template, t.get_identifiers(), t.is_valid(), T("$ 1").is_valid(), T("$").safe_substitute()
)
fails(t.substitute, who=1)
fails(T("$ x").substitute)
fails(T("a\n$").substitute)
fails(T("${a").substitute, a=1)
fails(T, 5)
class P(T): delimiter = "%"
print(P("%x $x").substitute(x=5))
F = string.Formatter()
print(
    F.format("{0} {a!r:>5} {b.real}", 1, a="q", b=3), F.vformat("{} {}", (1, 2), {}),
    list(F.parse("a{b!r:c}d{{e}}"))
)
class N(string.Formatter):
    def get_value(self, key, a, k): return k.get(key, f"<{key}>") if isinstance(key, str) else a[key]
    def convert_field(self, v, c): return str(v).upper() if c == "u" else super().convert_field(v, c)
print(N().format("{x} {y!u} {0}", 1, y="up"))
fails(F.format, "{}")
fails(F.format, "{a}")
fails(F.format)
fails(F.format, "{!z}", 1)
fails(F.format, "{0} {}", 1)
