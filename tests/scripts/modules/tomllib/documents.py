# Documents of TOML 1.0 and what is none.
import io
import tomllib
from decimal import Decimal

good = r'''
# a comment
title = "TOML \u00e9 \U0001F600 \"q\" \\ \t"
'quoted' = 'raw \n'
"a b".c."d.e" = 1
int = [1, +2, -3, 1_000, 0x_dead, ]
[numbers]
ints = [0, +0, -0, 0xDEAD_beef, 0o755, 0b1101, 9_223_372_036_854_775_807]
floats = [1.0, -0.5, 5e+22, 1e06, -2E-2, 6.626e-34, 1_0.0_1, inf, +inf, -inf, nan, -nan]
[ times . "of" . day ]
odt = [1979-05-27T07:32:00Z, 1979-05-27T00:32:00.999999999-07:00, 1979-05-27 07:32:00z]
ldt = 1979-05-27T07:32:00.5
ld = 1979-05-27
lt = [07:32:00, 00:32:00.1]
[strings]
a = """
Roses \
   are red \

   "" two ""\""" three"""""
b = ''
c = '''.replace('int = [1, +2, -3, 1_000, 0x_dead, ]\n', '') + """'''
raw ''two'' \\'''''
d = [ 'a', "b", '''c''', \"\"\"d\"\"\" , # comment
  {}, { x = 1, y.z = [ ] , 'k k' = {a=true} }, [[], [ 1,
  2, ] ] ]
[[fruit]]
name = 'apple'
[fruit.physical]
color = 'red'
[[fruit.variety]]
name = 'x'
[[fruit.variety]]
[[fruit]]
[a.b.c]
x = 1
[a]
y = false
[a.b]
z.w = 1
"""
data = tomllib.loads(good)
for key, value in data.items():
    print(key, '=', value)
print(tomllib.loads(good.replace('\n', '\r\n')) == data or 'nan differs')
print(tomllib.loads('x = 1.10', parse_float=Decimal), tomllib.loads('x=[nan,1e3]', parse_float=str))
print(tomllib.load(io.BytesIO(b'a = "\xc3\xa9"')), tomllib.loads(''), tomllib.loads('\n\n# x'), tomllib.loads('\ufeff'[1:]))

bad = ['a', 'a =', '= 1', 'a = 1 b = 2', 'a = 1\na = 2', '[a]\n[a]', '[a', '[]', '[a.]', '[[a]', '[a]]', 'a.b = 1\na.b.c = 2', 'a = 01', 'a = 1__0',
       'a = 1_', 'a = .5', 'a = 5.', 'a = 0xg', 'a = +0x1', 'a = "x', "a = 'x", 'a = "\\q"', 'a = "\\ud800"', 'a = "\\u12"', 'a = "\\UFFFFFFFF"', 'a = """x',
       "a = '''x", 'a = "a\nb"', 'a = [1', 'a = [1 2]', 'a = [,]', 'a = {', 'a = {b=1,}', 'a = {b=1\n}', 'a = {b=1, b=2}', 'a = {b={c=1}, b.d=2}',
       'a = {}\n[a.b]', 'a = []\n[[a]]', '[[a]]\n[a]', '[a]\n[[a]]', 'a = 2020-13-01', 'a = 2020-02-30', 'a = 25:00:00', 'a = 2020-01-01T25:00:00Z',
       'a = true1', 'a = True', 'a = infinity', 'a = \x01', '# \x01', 'a = "\x7f"', "a = '\x01'", 'a\x00 = 1', '[fruit]\napple.color = 1\n[fruit.apple]',
       '[a.b]\n[a]\nb.c = 1', '[[a]]\nb=1\n[[a.b]]', '"""k""" = 1', 'a b = 1', 'a = 1\r', 'é = 1', 'a = """\\ x"""', '[a]\nb.c=1\n[a.b]\n', 'a.b=1\n[a]', '\n\n  x y', '[ [a]]']
for text in bad:
    try:
        print(repr(text), 'fine', tomllib.loads(text))
    except tomllib.TOMLDecodeError as e:
        print(repr(text), e, (e.msg, e.pos, e.lineno, e.colno), e.doc == text.replace('\r\n', '\n'))
for f in (lambda: tomllib.loads(b'a=1'), lambda: tomllib.load(io.StringIO('a=1')), lambda: tomllib.loads('x=1.0', parse_float=lambda s: []),
          lambda: tomllib.load(io.BytesIO(b'\xff')), lambda: tomllib.loads('a.' * 1005 + 'a = 1')):
    try:
        print(f())
    except (TypeError, ValueError, RecursionError) as e:
        print(type(e).__name__, e)
print(tomllib.__all__, tomllib.TOMLDecodeError.__mro__[1])
