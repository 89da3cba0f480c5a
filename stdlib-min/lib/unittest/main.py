"""The command line of tests."""

import argparse
import os
import sys

from . import loader, runner
from .signals import installHandler

__unittest = True

_NO_TESTS_EXITCODE = 5

_EXAMPLES = """\
Examples:
  %(prog)s test_module               - run tests from test_module
  %(prog)s module.TestClass          - run tests from module.TestClass
  %(prog)s module.Class.test_method  - run specified test method
  %(prog)s path/to/test_file.py      - run tests from test_file.py
"""

_MODULE_EXAMPLES = """\
Examples:
  %(prog)s                           - run default set of tests
  %(prog)s MyTestSuite               - run suite 'MyTestSuite'
  %(prog)s MyTestCase.testSomething  - run MyTestCase.testSomething
  %(prog)s MyTestCase                - run all 'test*' test methods
                                       in MyTestCase
"""


def _convert_name(name):
    """The module name of the path of a Python file; other names as they are."""
    if not os.path.isfile(name) or not name.lower().endswith(".py"):
        return name
    if os.path.isabs(name):
        relative = os.path.relpath(name, os.getcwd())
        if os.path.isabs(relative) or relative.startswith(os.pardir):
            return name
        name = relative
    return os.path.normpath(name)[:-3].replace("\\", ".").replace("/", ".")


def _convert_names(names):
    return [_convert_name(name) for name in names]


def _convert_select_pattern(pattern):
    return pattern if "*" in pattern else f"*{pattern}*"


class TestProgram:
    """Reads the command line, loads tests, runs them and leaves with a status: 0, 1 (failures), 5 (no tests)."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(
        self, module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=loader.defaultTestLoader,
        exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False,
        durations=None
    ):
        if isinstance(module, str):
            self.module = __import__(module)
            for part in module.split(".")[1:]:
                self.module = getattr(self.module, part)
        else:
            self.module = module
        argv = sys.argv if argv is None else argv
        self.exit = exit
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.verbosity = verbosity
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        # Tests show warnings that are hidden by default, unless somebody said something about them.
        self.warnings = "default" if warnings is None and not sys.warnoptions else warnings
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.progName = os.path.basename(argv[0])
        self.parseArgs(argv)
        self.runTests()

    def _print_help(self, *args, **kwargs):
        print(self._main_parser.format_help())
        if self.module is None:
            print(_EXAMPLES % {"prog": self.progName})
            self._discovery_parser.print_help()
        else:
            print(_MODULE_EXAMPLES % {"prog": self.progName})

    def parseArgs(self, argv):
        """Read the command line and load the tests."""
        self._initArgParsers()
        if self.module is None and len(argv) > 1 and argv[1].lower() == "discover":
            self._do_discovery(argv[2:])
            return
        self._main_parser.parse_args(argv[1:], self)
        if self.module is None and not self.tests:
            self._do_discovery([])
            return
        if self.tests:
            self.testNames = _convert_names(self.tests)
            if __name__ == "__main__":
                self.module = None
        elif self.defaultTest is None:
            # All of the module.
            self.testNames = None
        elif isinstance(self.defaultTest, str):
            self.testNames = (self.defaultTest,)
        else:
            self.testNames = list(self.defaultTest)
        self.createTests()

    def createTests(self, from_discovery=False, Loader=None):
        """Load the tests."""
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if from_discovery:
            loader = self.testLoader if Loader is None else Loader()
            self.test = loader.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _initArgParsers(self):
        common = self._getParentArgParser()
        self._main_parser = self._getMainArgParser(common)
        self._discovery_parser = self._getDiscoveryArgParser(common)

    def _getParentArgParser(self):
        parser = argparse.ArgumentParser(add_help=False)
        add = parser.add_argument
        add("-v", "--verbose", dest="verbosity", action="store_const", const=2, help="Verbose output")
        add("-q", "--quiet", dest="verbosity", action="store_const", const=0, help="Quiet output")
        add("--locals", dest="tb_locals", action="store_true", help="Show local variables in tracebacks")
        add(
            "--durations", dest="durations", type=int, default=None, metavar="N",
            help="Show the N slowest test cases (N=0 for all)",
        )
        # What the program was told by its caller is no option.
        for short, long, name, text in (
            ("-f", "--failfast", "failfast", "Stop on first fail or error"),
            ("-c", "--catch", "catchbreak", "Catch Ctrl-C and display results so far"),
            ("-b", "--buffer", "buffer", "Buffer stdout and stderr during tests"),
        ):
            if getattr(self, name) is None:
                add(short, long, dest=name, action="store_true", help=text)
                setattr(self, name, False)
        if self.testNamePatterns is None:
            add(
                "-k", dest="testNamePatterns", action="append", type=_convert_select_pattern,
                help="Only run tests which match the given substring",
            )
            self.testNamePatterns = []
        return parser

    def _getMainArgParser(self, parent):
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = self.progName
        parser.print_help = self._print_help
        parser.add_argument(
            "tests", nargs="*", help="a list of any number of test modules, classes and test methods."
        )
        return parser

    def _getDiscoveryArgParser(self, parent):
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = f"{self.progName} discover"
        parser.epilog = (
            "For test discovery all test modules must be importable from the top level directory of the project."
        )
        add = parser.add_argument
        add("-s", "--start-directory", dest="start", help="Directory to start discovery ('.' default)")
        add("-p", "--pattern", dest="pattern", help="Pattern to match tests ('test*.py' default)")
        add(
            "-t", "--top-level-directory", dest="top",
            help="Top level directory of project (defaults to start directory)",
        )
        # The same by position.
        for name in ("start", "pattern", "top"):
            add(name, nargs="?", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return parser

    def _do_discovery(self, argv, Loader=None):
        self.start, self.pattern, self.top = ".", "test*.py", None
        if argv is not None:
            if self._discovery_parser is None:
                self._initArgParsers()
            self._discovery_parser.parse_args(argv, self)
        self.createTests(from_discovery=True, Loader=Loader)

    def _make_runner(self):
        options = {
            "verbosity": self.verbosity, "failfast": self.failfast, "buffer": self.buffer, "warnings": self.warnings,
        }
        try:
            try:
                return self.testRunner(**options, tb_locals=self.tb_locals, durations=self.durations)
            except TypeError:
                # A class from before there were these two.
                return self.testRunner(**options)
        except TypeError:
            return self.testRunner()

    def runTests(self):
        """Run what was loaded."""
        if self.catchbreak:
            installHandler()
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        testRunner = self._make_runner() if isinstance(self.testRunner, type) else self.testRunner
        self.result = testRunner.run(self.test)
        if self.exit:
            if not self.result.wasSuccessful():
                sys.exit(1)
            if self.result.testsRun == 0 and len(self.result.skipped) == 0:
                sys.exit(_NO_TESTS_EXITCODE)
            sys.exit(0)


main = TestProgram
