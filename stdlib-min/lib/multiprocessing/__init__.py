"""Processes with the interface of threads, and what they share.

The functions of this package are methods of the default context, which settles on a start method when one is first
needed. `context` says what a context makes, and where.
"""

import sys

from . import context

_default = context._default_context
__all__ = [name for name in dir(_default) if name[0] != '_']
for _name in __all__:
    globals()[_name] = getattr(_default, _name)
del _default, _name

# Levels of the package's logger.
SUBDEBUG = 5
SUBWARNING = 25

# What the main script defines is found under this name by children that run it under this name.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
