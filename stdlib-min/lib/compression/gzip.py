"""The module gzip under the name that all formats share."""

from gzip import *
