# flags: -m unittest
# args: -q minus_m.Tests minus_m.py
# stderr: ignore
"""python -m unittest: the exit status, and what tests print."""
import sys, unittest

class Tests(unittest.TestCase):
    def test_one(self): print("one", sys.argv[0].endswith("unittest"))
    def test_two(self): print("two"); self.fail()
