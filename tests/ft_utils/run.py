"""Runs one test file of the ft_utils package out of its source, on the ft_utils of the interpreter.

    typhon run.py SOURCE/ft_utils test_concurrency [ARGUMENTS OF unittest]

What the interpreter provides is imported first; helpers of the tests come from the source. On an interpreter without
asyncio the tests that need it are skipped, and the report says which.
"""

import sys
import types

import ft_utils.concurrency
import ft_utils.local
import ft_utils.synchronization
import unittest

source, name, *arguments = sys.argv[1:]
ft_utils.__path__.append(source)

try:
    import asyncio
except ImportError:
    # The test files import it at their head.
    sys.modules["asyncio"] = asyncio = types.ModuleType("asyncio")
needs_asyncio = not hasattr(asyncio, "run")


class Loader(unittest.TestLoader):
    def loadTestsFromTestCase(self, cls):
        if needs_asyncio and (
            issubclass(cls, unittest.IsolatedAsyncioTestCase) or cls.__name__.startswith("TestProcessSemaphore")
        ):
            cls = unittest.skip("needs asyncio")(cls)
        return super().loadTestsFromTestCase(cls)


unittest.main(module=f"ft_utils.tests.{name}", argv=[name, *arguments], testLoader=Loader())
