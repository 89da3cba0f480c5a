# Which texts are whole statements, which need more, which are wrong.
import ast
import codeop
import warnings

texts = ['', '\n', '# c', 'x = 1', 'x = (1,', 'x = (1)', 'if 1:', 'if 1:\n  pass', 'if 1:\n  pass\n', 'if 1:\n  pass\nelse:', 'def f():',
         'def f():\n  """doc', 'def f():\n  return 1\n', 'a b', 'x = ', '"""', '"""abc\n', "'abc", "'abc\\", 'x = 1 +', 'x = \\', 'x = \\\n',
         '1)', '[1, 2', '{1: 2', 'f(', 'f(a, b c', 'try:', 'try:\n  x\n', 'try:\n  x\nexcept:\n  y\n', 'class A:\n\n', '@d', '@d\ndef f(): pass',
         'return', 'yield', 'for', 'for x in y:\n  pass\n\n', 'with a as b:', 'lambda', 'lambda: 1', 'async def f():', 'x: int', 'del', 'pass;',
         'pass; x = (', 'match x:', 'match x:\n  case 1:', 'if 1: pass\n', ' x', '  x = 1', 'x\n  y', '\x00', 'a = """x\n""" b', 'f"{', 'f"{a', 'f"""{',
         'import', 'import a.', 'from a import (', '0xfg', '1 if 2', '1 if 2 else', 'assert', 'raise x from', 'global', 'é = 1', 'a = $', 'print "x"',
         'while 1:\n  break\n\nx', 'if 1:\n  x\n y', 'def f(x', 'def f(x)', '*a', '(yield)', 'not', 'await', 'x = 1;\n', 'if 1:\n\n  pass\n\n']
for symbol in 'single', 'exec', 'eval':
    for text in texts:
        try:
            c = codeop.compile_command(text, '<t>', symbol)
        except Exception as e:
            result = type(e).__name__
        else:
            result = 'more' if c is None else 'whole'
        print(symbol, repr(text), result)
compiler = codeop.CommandCompiler()
print(compiler('from __future__ import annotations') is not None, hex(compiler.compiler.flags))
c = compiler('def f(x: y): pass\n')
space = {}
exec(c, space)
print(space['f'].__annotations__)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    codeop.compile_command("'\\q'")
    print(len(seen), seen[0].category.__name__)
tree = codeop.Compile()('1 + 1', '<t>', 'eval', flags=ast.PyCF_ONLY_AST)
print(ast.dump(tree))
