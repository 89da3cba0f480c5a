"""A warning that a filter makes an exception begins at who issued it; what handlers raise keeps its entries."""
import traceback
import warnings

def entries(e):
    return [frame.name for frame in traceback.extract_tb(e.__traceback__)]

def old():
    warnings.warn("old", DeprecationWarning, stacklevel=2)

def explicit():
    warnings.warn_explicit("odd", UserWarning, "some.py", 7)

for function in (old, explicit, lambda: warnings.warn("x", category=5), lambda: warnings.warn(),
                 lambda: warnings.warn_explicit("x"), lambda: warnings.warn("x", skip_file_prefixes=[])):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            function()
        except Exception as e:
            print(type(e).__name__, e, entries(e))

def show(*args, **kwargs):
    raise LookupError("cannot show")

with warnings.catch_warnings():
    warnings.simplefilter("always")
    warnings.showwarning = show
    try:
        old()
    except LookupError as e:
        print(entries(e)[:2], entries(e)[-1])

# The same warning twice: the entries add up.
with warnings.catch_warnings():
    warnings.simplefilter("error")
    w = UserWarning("again")
    def first(): warnings.warn(w)
    def second(): warnings.warn(w)
    for function in (first, second):
        try:
            function()
        except UserWarning as e:
            print(entries(e))
print(type(warnings.warn).__name__, warnings.warn.__name__, warnings.warn.__module__)
