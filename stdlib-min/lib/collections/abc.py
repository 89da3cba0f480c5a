"""The public address of the abstract base classes; they live in `_collections_abc`.

Both addresses name one module, so that tools that look for a class where it says it lives find it.
"""

import sys
import _collections_abc
from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias

sys.modules[__name__] = _collections_abc
