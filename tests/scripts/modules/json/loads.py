"""json.loads: every form, hooks, and the position of errors."""
import json

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

l = json.loads
print(
    l("null"), l("true"), l("-12"), l("1.5e3"), l("1E5"), l("0"), l("-0"), l("-0.0"),
    l('"a\\n\\u00e9\\ud83d\\ude00\\/"'), l("[]"), l(" [1 , 2 ] "), l('{"a": {"b": [1, null]}}'),
    l('{"a": 1, "a": 2}'), l("123456789012345678901234567890"), l("NaN"), l("-Infinity"), l(b'{"x": "\xc3\xa9"}'),
    l('"é"'), l("[[[]]]"), l('"\\ud800"') == "\ud800", l(bytearray(b"5")), l("1.0").__class__.__name__,
    l("\t\n\r 1")
)
print(
    l('{"a": 1}', object_hook=lambda o: sorted(o)), l('{"b": 1, "a": 2}', object_pairs_hook=list),
    l("[1.5, 2]", parse_float=str, parse_int=float), l("[NaN]", parse_constant=lambda c: c),
    l("[5]", parse_int=lambda s: s + "!"), l('"a\tb"', strict=False), json.JSONDecoder().raw_decode("[1] tail"),
    l('{"a": {"b": 1}}', object_hook=lambda o: list(o.items())), l("[1, 2]".encode("utf-16")),
    l('{"k": "k", "j": "k"}')
)
for bad in (
    "", " ", "nul", "[1,]", "[1 2]", "[", "[1", "{", '{"a"}', '{"a":}', '{"a":1,}', "{a:1}", "{'a':1}", '"abc',
    '"a\nb"', '"\\x"', '"\\u12"', "01", "1.", ".5", "+1", "-", "1e", "--1", "tru", "[1]]", "1 2", '{"a":1 "b":2}',
    "\ufeff1", '"\\ud83d\\', "[1,,2]", "{,}", "nan", '{1: 2}', "[\n1,\n}\n"
):
    try: print(repr(bad), l(bad))
    except json.JSONDecodeError as e: print(repr(bad), "|", e, "|", e.pos, e.lineno, e.colno)
try: l("[1,\n x]")
except ValueError as e: print(type(e).__mro__[1].__name__, e.msg, e.doc == "[1,\n x]", e.args)
fails(l, 5)
fails(l, None)
fails(l)
fails(l, b"\xff")
fails(l, "[1]", object_hook=5)
fails(l, '{"a":1}', object_hook=5)
import io
print(json.load(io.StringIO("[1]")), json.load(io.BytesIO(b"[2]")))
fails(json.load, 5)
try: l("[" * 100000)
except RecursionError: print("RecursionError")
x = {"a": [1, 2.5, "é", None, True, {"n": -1}], "big": 2**70}
print(l(json.dumps(x)) == x, l(json.dumps(x, indent=3)) == x)
