"""The module lzma under the name that all formats share."""

from lzma import *
