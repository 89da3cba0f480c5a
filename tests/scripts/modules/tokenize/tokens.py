"""Tokens of all kinds of source text, and what is no source text."""
import tokenize, io, sys
cases=["x","x\n","","\n","# c","# c\n","if x:\n  y\n","if x:\n  y","if x:\n  y\n # c\nz\n","(1,\n2)\n","(1,","x = '''a\nb'''\n","x='a","'''a\n","a $ b\n","?\n","!\n","a!=b\n","1a\n","1__0\n","0x\n","0777\n","1.e5j+.5\n","x)\n","(]\n","(\n]\n","f'a{b!r:>{w}}c{{d}}'\n","f'{x=}'\n","f'''a{\nb}\n'''\n","f'{x:%H:%M}'\n","rf'\\{x}\\n'\n","t'a{b}'\n","f'\\N{DIGIT ONE}{x}'\n","f'a","f'{a","f'{a}}'\n","a\\\nb\n","a \\","if x:\n\ty\n        z\n","if x:\n  a\n b\n","  x\n","x;y # c\r\nz\r\n","\x0cx\n","def f():\n    pass\n\n\n# end\n","é=1\n","a\u200bb\n","x = 1 if 2else 3\n","1if 1else 2\n","async def f(): await x\n","f'{a:{b}}{c:d{e}f}g'\n","f'{{}}'\n","f''\n","f'{lambda x: 1}'\n","f'{a[\"b\"]}'\n","f'{x!r}'\n","b'a' u'b' Rb'c'\n","...\n..\n","a->b:=c\n","0b102\n","0o8\n","1e\n","1_\n","'a\\\nb'\n","f'a\\\nb{x}'\n","f'{x:\n}'\n","f'''{x:a\nb}'''\n","<>\n","a<>b\n","if x:\n    y\n    \n  \nz\n","(a\n# c\n\n)\n","class A:\n  def f(self):\n    return 1\n  # c\n  x = 1\n", "f'{a}' f\"{b}\"\n", "f'{x!s:10}'", "\\\n", "x \\\n\n", "f'{1:{2:{3}}}'\n", "print(f'{a} {{b}} {c}')\n", "f'}'\n", "f'{}'\n", "f'{a b}'\n","\ufeffx\n","x\x00y\n","$\n","a`b\n","f'{x:{{y}}}'\n", "f'{x:}}'\n", "f'{x,}'\n", "f'{(x)}'\n", "f'{ {1:2}[1] }'\n", "f'{x:=5}'\n", "f'{x!=y}'\n","f'{x == y = }'\n","f'{x:\\n}'\n","rf'{x:\\n}'\n"]
for c in cases:
    print(repr(c))
    try:
        for t in tokenize.generate_tokens(io.StringIO(c, newline='').readline):
            print('   ',tokenize.tok_name[t.type],repr(t.string),t.start,t.end,repr(t.line), tokenize.tok_name[t.exact_type])
    except Exception as e: print('   ', type(e).__name__, e.args)
source = b'# -*- coding: latin-1 -*-\nx = "\xe9"  # c\ndef f(a):\n    return f"{a!r:>{5}}"\n'
toks = list(tokenize.tokenize(io.BytesIO(source).readline))
print(toks[0], tokenize.untokenize(toks) == source)
print(tokenize.untokenize((t.type, t.string) for t in toks))
for first in (b'\xef\xbb\xbfx\n', b'#coding: utf8\n', b'x\n# coding: nope\n', b'# coding: nope\n', b'\xef\xbb\xbf# coding: latin-1\n', b'\xff\n', b'#!x\n# vim: set fileencoding=iso-8859-15 :\n'):
    try: print(tokenize.detect_encoding(io.BytesIO(first).readline))
    except SyntaxError as e: print(e)
