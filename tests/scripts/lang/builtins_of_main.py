"""`__builtins__` of the program is the module, that of other namespaces its dictionary."""
import builtins
import string

print(__builtins__ is builtins, __builtins__.len is len, type(string.__builtins__).__name__)
names = {}
exec('def f(): return len', names)
print(type(names['__builtins__']).__name__, names['f']() is len, type(names['f'].__builtins__).__name__)
names = {'__builtins__': {'len': max}}
exec('x = len(1, 2)', names)
print(names['x'])
names = {'__builtins__': builtins}
exec('x = len("ab")\ndef f(): return __builtins__', names)
print(names['x'], names['f']() is builtins)


def g():
    return __builtins__


print(g() is builtins, type(g.__builtins__).__name__)
