"""Runs one test file of the ft_utils package out of its source, on the ft_utils of the interpreter.

    typhon run.py SOURCE/ft_utils test_concurrency [ARGUMENTS OF unittest]

What the interpreter provides is imported first; helpers of the tests come from the source.
"""

import sys

import ft_utils.concurrency
import ft_utils.local
import ft_utils.synchronization
import unittest

source, name, *arguments = sys.argv[1:]
ft_utils.__path__.append(source)
unittest.main(module=f"ft_utils.tests.{name}", argv=[name, *arguments])
