# a small program: json in and out
import json
data = {"name": "Ann", "age": 30, "tags": ["a", "b"], "nested": {"t": True, "n": None, "f": 1.5}, "e": [], "o": {}, "u": "é\n\"q\""}
text = json.dumps(data)
print(text)
print(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False))
print(json.loads(text) == data, json.loads('[1, 2.5, -3e2, "x", true, false, null, {"k": []}]'), json.loads(' "\\u00e9\\n" '), json.loads("1"), json.loads("123456789012345678901234567890"))
print(json.dumps([1, (2, 3), 4.0, float("inf"), float("nan")]), json.dumps("a/b\t\x01\u2028"), json.dumps({1: "a", True: "b", None: "c", 1.5: "d"}), json.dumps([1, 2], separators=(",", ":")), json.dumps({"a": [1, {"b": 2}]}, indent="--"), json.dumps([], indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps("日本"), json.dumps("日本", ensure_ascii=False))
for bad in ("{", "[1,]", "{'a': 1}", "", "nul", '{"a" 1}', '{"a": 1,}', "[1 2]", '"abc', '"\x01"', "01", "1.", "-", '{"a": 1} x', '["\\x"]', "[1, 2", '{1: 2}', '"\\u12"', "tru", "\ufeff1"):
    try:
        print(repr(bad), json.loads(bad))
    except json.JSONDecodeError as e:
        print(repr(bad), e, e.lineno, e.colno, e.pos)
for bad in (object, {1, 2}, {(1, 2): 3}, b"x", 1j):
    try:
        json.dumps(bad)
    except TypeError as e:
        print(e)
class Enc(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({3, 1}, cls=Enc), json.dumps([1j], default=str), json.loads('{"x": 1}', object_hook=lambda d: list(d.items())), json.loads('[1.5, 2]', parse_float=str, parse_int=lambda s: -int(s)), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list))
r = []; r.append(r)
try: json.dumps(r)
except ValueError as e: print(e)
import io
f = io.StringIO(); json.dump([1, {"a": None}], f); f.seek(0); print(f.getvalue(), json.load(f))
