"""The tree of builtin exceptions."""
import builtins
classes = [c for c in vars(builtins).values() if isinstance(c, type) and issubclass(c, BaseException)]
names = {c.__name__ for c in classes}
def show(c, depth=0):
    print("  " * depth + c.__name__)
    for s in sorted(c.__subclasses__(), key=lambda k: k.__name__):
        if s.__name__ in names and s.__module__ == "builtins": show(s, depth + 1)
show(BaseException)
print(IOError is OSError, EnvironmentError is OSError, len([c for c in classes if c.__name__ in names]) > 60)
print(
    [k.__name__ for k in ModuleNotFoundError.__mro__], [k.__name__ for k in ExceptionGroup.__mro__],
    [k.__name__ for k in UnicodeEncodeError.__mro__]
)
