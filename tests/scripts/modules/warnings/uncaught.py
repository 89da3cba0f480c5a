# stderr: ignore
"""Warnings without filters go to standard error, once per place."""
import warnings
def old():
    warnings.warn("old() is going away", DeprecationWarning, stacklevel=2)
    return 1
for _ in range(3):
    warnings.warn("repeated place")
print(old(), old())
warnings.warn_explicit("explicit", UserWarning, "somewhere.py", 7)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    old()
    print(len(w), w[0].message)
warnings.simplefilter("error")
try:
    warnings.warn("now an error", RuntimeWarning)
except RuntimeWarning as e:
    print("caught", e)
