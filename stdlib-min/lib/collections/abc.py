"""The public address of the abstract base classes; they live in `_collections_abc`."""

from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
