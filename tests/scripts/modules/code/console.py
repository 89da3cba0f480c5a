# Interactive consoles within a script.
import code
import sys

sys.stderr = sys.stdout


def play(*lines, **kwargs):
    lines = iter(lines)

    def read(prompt=''):
        try:
            line = next(lines)
        except StopIteration:
            raise EOFError
        if isinstance(line, BaseException):
            raise line
        print(prompt, line, sep='')
        return line

    try:
        code.interact(readfunc=read, **kwargs)
    except SystemExit as e:
        print('SystemExit', e.args)
    print('-----')


play('x = 1', 'x', 'if x:', '  print("yes")', '', 'x +', 'y', '1/0', 'def f():', '  raise KeyError(3)', '', 'f()', banner='hello')
play('x', banner='', local={'x': 'given'}, exitmsg='bye')
play('x', KeyboardInterrupt(), 'y = (', KeyboardInterrupt(), '2', banner='', local={'x': 'given'}, exitmsg='')
play('raise SystemExit(5)', '1', banner='')
play('exit(5)', '1', banner='', local_exit=True)
play('raise SystemExit(5)', '1', banner='', local_exit=True)
play('class A:', '    def f(self):', '        return 5', '', 'A().f()', '_', 'import sys', 'sys.ps1', banner='')
i = code.InteractiveInterpreter({'a': 1})
print(i.runsource('a'), i.runsource('a('), i.runsource('a b'), i.runsource('1/0'), i.runsource('if a:\n  a', symbol='exec'))
i.runcode(compile('b = a + 1', 'f', 'exec'))
print(i.locals['b'], i.locals['a'])
try:
    i.runsource('raise SystemExit("out")')
except SystemExit as e:
    print(repr(e))


def hook(kind, value, tb):
    print('hook', kind.__name__, value, tb is not None)


sys.excepthook = hook
i.runsource('1/0')
i.runsource('1 1')
print(sys.last_type, type(sys.last_exc), sys.last_value is sys.last_exc)


def bad(kind, value, tb):
    raise ValueError('hook failed')


sys.excepthook = bad
i.runsource('1/0')
sys.excepthook = sys.__excepthook__
c = code.InteractiveConsole(filename='<mine>')
print(c.push('def g(:'), c.push('def g():'), c.push('  return 1/0'), c.push(''), c.push('g()'), c.buffer)
c.push('(')
c.resetbuffer()
print(c.buffer)
