# breakpoint() and sys.breakpointhook (PEP 553).
import os
import sys
import warnings

print(sys.breakpointhook.__name__, sys.__breakpointhook__ is not None)
sys.breakpointhook = lambda *args, **kwargs: (args, kwargs)
print(breakpoint(1, 2, a=3))
sys.breakpointhook = sys.__breakpointhook__

os.environ['PYTHONBREAKPOINT'] = '0'
print(breakpoint(5))
os.environ['PYTHONBREAKPOINT'] = 'int'
print(breakpoint('17', base=8))
os.environ['PYTHONBREAKPOINT'] = 'os.path.basename'
print(breakpoint('/a/b'))
for name in ('.', '.foo', 'foo.', 'nosuchbuiltin', 'nosuchmodule.f', 'os.nosuch', '/./'):
    os.environ['PYTHONBREAKPOINT'] = name
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        print(breakpoint(), [(w.category.__name__, str(w.message)) for w in caught])
del sys.breakpointhook
try:
    breakpoint()
except RuntimeError as e:
    print(e)
