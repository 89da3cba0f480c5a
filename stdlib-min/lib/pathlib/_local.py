"""Where the classes of `pathlib` were in Python 3.13: pickles written then name this module."""

from pathlib import __all__ as __all__
from pathlib import *
