"""shutil.ExecError is deprecated; other names are none."""
import shutil
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(shutil.ExecError)
for w in caught:
    print(w.category.__name__, w.message)
try:
    shutil.Missing
except AttributeError as e:
    print(e)
