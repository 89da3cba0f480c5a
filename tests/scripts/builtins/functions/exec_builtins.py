# What stands under __builtins__ in the globals of exec and eval decides which builtins code sees.
import types


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


class Frozen(dict):
    def __setitem__(self, key, value):
        raise KeyError('read-only')


class Deaf(dict):
    def __getitem__(self, key):
        raise ArithmeticError(key)


proxy = types.MappingProxyType({'extra': 41})
show(eval, 'extra + 1', {'__builtins__': proxy})
show(eval, 'missing', {'__builtins__': proxy})
show(exec, 'import a.b', {'__builtins__': types.MappingProxyType({})})
space = {'__builtins__': types.MappingProxyType({'__import__': lambda *args: args})}
exec('import a.b', space)
print(space['a'][0], space['a'][1] is space, space['a'][3:])
show(exec, 'class A: pass', {'__builtins__': {}})
show(exec, 'class A: pass', {'__builtins__': Frozen()})
show(exec, 'print(1)', {'__builtins__': 12})
show(exec, '__builtins__["x"] = 2', {'__builtins__': Frozen(len=len)})
show(exec, 'x = 1', Frozen())
show(eval, 'name', Deaf(name=1))
show(eval, 'name', {'__builtins__': Deaf(name=1)})
show(eval, 'len([1])', {'__builtins__': Frozen(len=len)})

# The same code with builtins that change.
code = compile('len([1, 2])', 'code', 'eval')
space = {}
for builtins in ({'len': len}, types.MappingProxyType({'len': sum}), {'len': max}, Frozen(len=min)):
    space['__builtins__'] = builtins
    for _ in range(3):
        show(eval, code, space)
