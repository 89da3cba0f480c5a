"""The % operator on str: every conversion, flags, mappings, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def mod(f, a):
    return f % a
print("%d %i %u %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6, 7, 8))
print("%x %X %#x %#X %o %#o %#06x" % (255, 255, 255, 255, 8, 8, 255))
print("%s %r %a %5s|%-5s|%.2s|%5.1s|" % ("s", "r", "é", "ab", "ab", "abcdef", "xyz"))
print("%f %.2f %8.3f|%-8.1f|%+f|%e %.1E %g %G %g" % (
    1.5, 2.345, 3.14159, 2.25, 1.0, 12345.6789, 0.00012, 1e20, 1e-7, 100000.0
))
print("%c%c%c %%" % ("a", 98, 0x1F600), "%(a)s %(b)05.1f %(a)r" % {"a": "k", "b": 2.5})
print("%*d|%-*d|%.*f|%*.*f" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.71828))
print("%d %s" % (3.99, 3.99), "%d" % True, "%s" % None, "%s %s" % ("t", (1, 2)), "%s" % [1, 2])
print("no args" % (), "no args" % {}, "no args" % {"a": 1}, "%s" % ((1, 2),))
print("%.0f %.0f %.0f %#.0f" % (0.5, 1.5, 2.5, 3), "%d" % 10**25, "%x" % -(10**20))
print("%f %f %F %05f" % (float("inf"), float("nan"), float("-inf"), float("inf")))
fails(mod, "%d", "x")
fails(mod, "%d", None)
fails(mod, "%x", 1.5)
fails(mod, "%f", "x")
fails(mod, "%c", "ab")
fails(mod, "%c", -1)
fails(mod, "%c", 1.5)
fails(mod, "%c", 0x110000)
fails(mod, "%s %s", 1)
fails(mod, "%s %s", (1,))
fails(mod, "%s", (1, 2))
fails(mod, "none", 1)
fails(mod, "none", (1,))
fails(mod, "%(a)s", 1)
fails(mod, "%(a)s", {})
fails(mod, "%(a", {})
fails(mod, "%", 1)
fails(mod, "%5%|", ())
fails(mod, "%5%|", (1,))
fails(mod, "%y", 1)
fails(mod, "ab%", ())
fails(mod, "%*d", ("x", 1))
fails(mod, "%(a)*d", {"a": 1})
fails(mod, "%.*f", (1.5, 2))
