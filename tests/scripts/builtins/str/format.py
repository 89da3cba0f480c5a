"""str.format: fields, attributes, items, nesting, conversions, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
    def __format__(self, spec):
        return f"<{spec or 'plain'}:{self.x},{self.y}>"
p = Point(3, "four")
print("{} {}".format(1, 2), "{1} {0} {1}".format("a", "b"), "{name}/{0}".format(7, name="n"))
print("{0.x} {0.y} {1[0]} {1[key]}".format(p, {0: "zero", "key": "val"}), "{a[1]}{a[2]}".format(a=[1, 2, 3]))
print("{} {:spec} {!r} {!s:>14} {!a}".format(p, p, p, p, "é"))
print("{{}} {{{}}}".format(5), "{:>{w}.{p}f}".format(3.14159, w=8, p=2), "{:{}{}}".format("x", "^", 5))
print("{0!r:^10}|{1:*<6}|{2:+d}|{3:#x}|{3:#b}|{3:08.3f}|{4:,}|{4:_}".format("q", "w", 5, 255, 1234567))
print(
    "{:%}".format(0.256), "{:.1%}".format(0.256), "{:e}".format(12345.678), "{:G}".format(1e-10),
    "{:c}".format(0x1F600)
)
print("{a.__class__.__name__}".format(a=p), "{0[0][1]}".format([[1, 2]]), "{:d}".format(True), "{}".format(True))
print("{x} {y}".format_map({"x": 1, "y": 2}))
class Missing(dict):
    def __missing__(self, key):
        return f"<{key}>"
print("{a} {b}".format_map(Missing(a=1)))
fails("{}".format)
fails("{1}".format, 1)
fails("{a}".format)
fails("{0} {}".format, 1, 2)
fails("{} {0}".format, 1, 2)
fails("{".format, 1)
fails("}".format, 1)
fails("{0".format, 1)
fails("{!x}".format, 1)
fails("{!}".format, 1)
fails("{0.}".format, 1)
fails("{0[}".format, 1)
fails("{0[]}".format, [1])
fails("{0[a]}".format, [1])
fails("{0.nope}".format, 1)
fails("{:d}".format, "x")
fails("{:s}".format, 1)
fails("{:>{}}".format, 1)
fails("{:x}".format, 1.5)
fails("{0!rx}".format, 1)
fails("{:5z}".format, 1)
fails("{a}".format_map, 5)
fails("{a}".format_map)
