"""The module zlib under the name that all formats share."""

from zlib import *
