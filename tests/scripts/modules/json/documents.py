"""A larger document: building, dumping with several layouts, editing, reading back, converting classes."""
import json
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return vars(self) == vars(o)
def encode(o):
    if isinstance(o, Point): return {"__point__": [o.x, o.y]}
    if isinstance(o, set): return {"__set__": sorted(o)}
    if isinstance(o, bytes): return {"__bytes__": o.hex()}
    raise TypeError(f"cannot encode {type(o).__name__}")
def decode(d):
    if "__point__" in d: return Point(*d["__point__"])
    if "__set__" in d: return set(d["__set__"])
    if "__bytes__" in d: return bytes.fromhex(d["__bytes__"])
    return d
doc = {
    "title": "Überschrift \"quoted\"", "points": [Point(1, 2.5), Point(-3, 0)], "tags": {"b", "a"},
    "raw": b"\x00\xff", "nested": {"list": [[], [1], [1, [2]]], "none": None, "flags": [True, False]},
    "numbers": [0, -0.0, 1e100, 1.5e-7, 12345678901234567890]
}
text = json.dumps(doc, default=encode, sort_keys=True)
print(text)
back = json.loads(text, object_hook=decode)
print(back == doc, back["points"][0].y, sorted(back["tags"]), back["raw"])
print(json.dumps(doc, default=encode, indent=4, ensure_ascii=False))
print(json.dumps(
    doc, default=encode, separators=(",", ":"), indent=None
) == json.dumps(doc, default=encode).replace(", ", ",").replace(": ", ":"))
try:
    json.dumps({"a": [1, {2}, object]}, default=encode)
except TypeError as e:
    print(e, getattr(e, "__notes__", None))
lines = "\n".join(json.dumps({"id": i, "sq": i * i}) for i in range(3))
print([json.loads(l)["sq"] for l in lines.splitlines()])
def walk(x, path="$"):
    if isinstance(x, dict):
        for k, v in x.items(): yield from walk(v, f"{path}.{k}")
    elif isinstance(x, list):
        for i, v in enumerate(x): yield from walk(v, f"{path}[{i}]")
    else: yield path, x
for p, v in walk(json.loads('{"a": [1, {"b": "x"}], "c": {"d": null}}')): print(p, v)
big = json.dumps(list(range(5000)))
print(
    len(big), sum(json.loads(big)), json.dumps("x" * 100000) == '"' + "x" * 100000 + '"',
    json.loads(json.dumps("\u2028\x00\x1f😀")) == "\u2028\x00\x1f😀"
)
deep = json.loads("[" * 500 + "]" * 500)
n = 0
while deep:
    deep, n = deep[0], n + 1
print(n)
