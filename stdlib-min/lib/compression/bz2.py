"""The module bz2 under the name that all formats share."""

from bz2 import *
