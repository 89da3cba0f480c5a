"""json.dumps: every type, options, key kinds, subclasses, errors."""
import json

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = json.dumps
print(
    d(None), d(True), d(5), d(-1.5), d(1e20), d(1e-7), d(10**25), d("a\"\\\n\t\x00\x7fé😀\u2028/"), d([]), d({}),
    d([1, [2, {"a": None}]]), d((1, 2)), d({"a": 1, 2: 3, None: 4, True: 5, 1.5: 6}), d(0.1), d(1e16),
    d(float("inf")), d(float("nan")), d(-float("inf")), d(-0.0)
)
print(
    d("é😀", ensure_ascii=False), d([1, {"b": 2}], indent=2), d({"b": 1, "a": [1, 2]}, sort_keys=True, indent="\t"),
    d([1, 2], separators=(",", ":")), d({"a": 1}, separators=(",", ":")), d([], indent=1), d({}, indent=1),
    d([[], {}], indent=1), d({(1, 2): 3, "a": 4}, skipkeys=True), d([1], indent=0), d("\ud800"), d({1: 1, "1": 2})
)
class E(json.JSONEncoder):
    def default(self, o): return {"complex": [o.real, o.imag]} if isinstance(o, complex) else super().default(o)
class L(list): pass
class S(str): pass
class I(int):
    def __repr__(self): return "not used"
class F(float):
    def __repr__(self): return "not used"
print(
    d(1 + 2j, cls=E), d({1, 2}, default=sorted), d([L([1]), S("s"), I(5), F(2.5)]),
    json.JSONEncoder(indent=1, sort_keys=True).encode({"b": 1, "a": 2}),
    "".join(json.JSONEncoder().iterencode([1, {"a": "b"}])), d(b"x", default=lambda o: o.decode())
)
import io
f = io.StringIO()
json.dump({"x": [1, 2]}, f, indent=1)
print(f.getvalue())
fails(d, {1})
fails(d, 1j)
fails(d, b"x")
fails(d, {(1,): 2})
fails(d, float("nan"), allow_nan=False)
fails(d, object)
fails(d, {"a": {"b": [{1}]}})
fails(d)
fails(d, 1, nope=2)
fails(d, {"b": 1, 2: 1}, sort_keys=True)
r = []
r.append(r)
fails(d, r)
q = {}
q["q"] = q
fails(d, q)
fails(d, 1j, cls=E, default=5)
fails(d, [1], default=5)
fails(d, {1}, default=5)
def loop(o): return o
fails(d, {1}, default=loop)
deep = []
for _ in range(100000): deep = [deep]
try: d(deep)
except RecursionError: print("RecursionError")
