"""Tests as classes, in the manner of JUnit.

A TestCase holds tests, its methods that start with `test`; a TestSuite holds cases and suites; a TestLoader finds them,
a TestRunner runs them and keeps what happened in a TestResult.

    import unittest

    class Sums(unittest.TestCase):
        def test_small(self):
            self.assertEqual(1 + 2, 3)

    if __name__ == "__main__":
        unittest.main()
"""

__all__ = [
    "IsolatedAsyncioTestCase", "TestResult", "TestCase", "TestSuite", "TextTestRunner", "TestLoader",
    "FunctionTestCase", "main", "defaultTestLoader", "SkipTest", "skip", "skipIf", "skipUnless", "expectedFailure",
    "TextTestResult", "installHandler", "registerResult", "removeResult", "removeHandler", "addModuleCleanup",
    "doModuleCleanups", "enterModuleContext",
]

__unittest = True

from .result import TestResult
from .case import (
    FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups, enterModuleContext, expectedFailure, skip,
    skipIf, skipUnless,
)
from .suite import BaseTestSuite, TestSuite
from .loader import TestLoader, defaultTestLoader
from .main import TestProgram, main
from .runner import TextTestResult, TextTestRunner
from .signals import installHandler, registerResult, removeHandler, removeResult


def __dir__():
    return globals().keys() | {"IsolatedAsyncioTestCase"}


def __getattr__(name):
    # asyncio is large, and few need it.
    if name == "IsolatedAsyncioTestCase":
        from .async_case import IsolatedAsyncioTestCase
        globals()[name] = IsolatedAsyncioTestCase
        return IsolatedAsyncioTestCase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
