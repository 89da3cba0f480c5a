"""Classes with keys that are no texts; slots as member descriptors; what their errors name."""
import inspect
import types
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    made = type('Odd', (), {1: 2, 'a': 3})
print([(w.category.__name__, str(w.message)) for w in caught], made.a)


class S:
    __slots__ = ('x',)


print(type(S.x) is types.MemberDescriptorType, inspect.ismemberdescriptor(S.x), type(S.x).__name__,
      inspect.isgetsetdescriptor(S.x))
S.__module__, S.__qualname__ = 'some.where', 'Out.S'
try:
    S().x
except AttributeError as error:
    print(error)
