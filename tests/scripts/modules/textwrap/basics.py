"""textwrap: wrap, fill, shorten, dedent, indent with their options."""
import textwrap as t

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

s = "The quick brown fox jumps over the lazy dog, then sleeps in the well-known sun-drenched corner of supercalifragilistic fields."
for w in (10, 20, 40, 200): print(t.wrap(s, w))
print(t.fill(s, 30, initial_indent="* ", subsequent_indent="  "))
print(t.fill(s, 15, break_long_words=False, break_on_hyphens=False))
print(
    t.wrap("a\tb  c\n\nd", 10), t.wrap("a  b   c", 4, drop_whitespace=False), t.wrap("", 5), t.wrap("   ", 5),
    t.wrap("x" * 12, 5), t.wrap("one. two", 40, fix_sentence_endings=True),
    t.wrap("a\nb", replace_whitespace=False), t.wrap("a\tb", expand_tabs=True, tabsize=4),
    t.wrap(s, 20, max_lines=2), t.wrap(s, 20, max_lines=2, placeholder="~"), t.wrap("é" * 7 + " 😀", 4)
)
print(
    t.shorten("Hello  world!   again", 15), t.shorten("Hello world", 5, placeholder="."),
    t.shorten(s, 40, placeholder=" [more]"), t.shorten("x", 9)
)
print(
    repr(t.dedent("   a\n     b\n\n   c")), repr(t.dedent("\ta\n\t b")), repr(t.dedent(" a\n\tb")),
    repr(t.dedent("a\n  b")), repr(t.dedent("  \n  a\n ")), repr(t.dedent(""))
)
print(
    repr(t.indent("a\n\nb\n", "> ")), repr(t.indent("a\n \nb", "-", lambda l: True)),
    repr(t.indent("a\nb", "+", lambda l: "b" in l))
)
w = t.TextWrapper(width=12, subsequent_indent="..", break_long_words=True)
print(w.wrap(s)[:4], w.width, w.fill("short"))
w.width = 25
print(w.fill(s))
fails(t.wrap, s, 0)
fails(t.wrap, s, -1)
fails(t.wrap, 5)
fails(t.wrap, s, "a")
fails(t.fill, s, 10, nope=1)
fails(t.shorten, s, 3, placeholder="long one")
fails(t.dedent, 5)
fails(t.indent, "a")
fails(t.wrap, s, 4, max_lines=1, placeholder="12345")
