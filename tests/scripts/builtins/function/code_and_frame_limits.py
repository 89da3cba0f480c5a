"""Attributes of frames that cannot be deleted or set so; code of another kind for a function."""
import sys
f=sys._getframe()
for n in ('f_trace_lines','f_trace_opcodes','f_trace','f_lineno','f_locals'):
    try: delattr(f,n); print(n,'ok')
    except Exception as e: print(n, type(e).__name__, e)
for n in ('f_trace_lines','f_trace_opcodes'):
    try: setattr(f,n,1)
    except Exception as e: print(n, type(e).__name__, e)
import types
try: types.FunctionType((lambda:0).__code__, {}, closure=(1,))
except Exception as e: print(e)
def g(): yield
def h(): pass
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    h.__code__=g.__code__
print([str(x.message) for x in w])
