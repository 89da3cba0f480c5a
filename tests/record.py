#!/usr/bin/env python3
"""Records what CPython 3.14 prints for the scripts, and checks the records.

    python3.14 tests/record.py [--verify] [--self-test] [--python PATH] [FILTER ...]

For every script NAME.py below tests/scripts, tests/stress and tests/wishlist (files and
folders that start with `_` hold helper modules, not tests) the record consists of

    NAME.out   standard output, always there
    NAME.err   standard error, only when something was written to it
    NAME.rc    exit status, only when it is not 0

A FILTER is a substring of the script's path; without one all scripts are taken.
Each script runs twice, with different hash seeds: a script whose output depends on the
order of a set of strings, on addresses or on the clock is refused, not recorded.

Directives stand in the leading comment lines of a script:

    # args: a "b c"      arguments, split like a shell does
    # stdin: one\\ntwo\\n  standard input (\\n \\t \\r \\\\ and \\xHH are understood)
    # flags: -O          interpreter flags before the script; with -c or -m among them
                         the script's own path is not passed
    # env: K=V           one more environment variable (repeatable)
    # stderr: ignore     standard error is neither recorded nor compared

The working directory is the script's own folder; of the environment only PATH stays.

NORMALISATION (the runner in tests/src/normalise.rs does the same; the cases in
tests/normalise_cases.txt are checked by both):

 1. the absolute path of the script's folder, with its slash, is removed, so that
    tracebacks read `File "name.py"`;
 2. a traceback entry whose file is an absolute path after step 1, or starts with
    `<frozen ` or `<typhon>/`, belongs to the standard library: its line is dropped with the source
    and caret lines below it and a "[Previous line repeated" line after those;
 3. ` at 0x` followed by hexadecimal digits becomes ` at 0x?`.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = ("scripts", "stress", "wishlist")
TIMEOUT_S = 60

ENTRY = re.compile(r'^(?P<margin>[ |]*)  File "(?:/|<frozen |<typhon>/)[^"]*", line \d+, in ')
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|.)")


def normalise(text, folder):
    """Apply the three rules of the module's docstring to one stream."""
    text = text.replace(folder.rstrip("/") + "/", "")
    kept = []
    margin = None  # of the entry that is being dropped
    for line in text.splitlines(keepends=True):
        found = ENTRY.match(line)
        if found:
            margin = found["margin"]
            continue
        if margin is not None:
            if line.startswith(margin + "    "):
                continue
            if line.startswith(margin + "  [Previous line repeated "):
                continue
            margin = None
        kept.append(ADDRESS.sub(" at 0x?", line))
    return "".join(kept)


def unescape(text):
    """The escapes of a `# stdin:` directive."""
    named = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}

    def one(found):
        code = found[1]
        if len(code) == 3:
            return chr(int(code[1:], 16))
        return named.get(code, found[0])

    return ESCAPE.sub(one, text)


class Directives:
    """What the leading comment lines of a script ask for."""

    def __init__(self, path):
        self.args, self.flags, self.env = [], [], {}
        self.stdin = ""
        self.ignore_stderr = False
        with open(path, encoding="latin-1", newline="") as file:
            for line in file:
                if not line.startswith("#"):
                    break
                self._take(line)

    def _take(self, line):
        found = re.match(r"# (args|stdin|flags|env|stderr): (.*?)\s*$", line)
        if not found:
            return
        key, value = found.groups()
        if key == "args":
            self.args = shlex.split(value)
        elif key == "flags":
            self.flags = shlex.split(value)
        elif key == "stdin":
            self.stdin = unescape(value)
        elif key == "env":
            name, _, setting = value.partition("=")
            self.env[name] = setting
        elif value == "ignore":
            self.ignore_stderr = True


def run(python, path, seed):
    """Run one script; returns (stdout, stderr, exit status), normalised."""
    asked = Directives(path)
    env = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": seed,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    env.update(asked.env)
    command = [python, *asked.flags]
    if "-c" not in asked.flags and "-m" not in asked.flags:
        command.append(path.name)
    command += asked.args
    done = subprocess.run(
        command,
        cwd=path.parent,
        env=env,
        input=asked.stdin.encode("utf-8"),
        capture_output=True,
        timeout=TIMEOUT_S,
    )
    out, err = (
        normalise(stream.decode("utf-8", "backslashreplace"), str(path.parent))
        for stream in (done.stdout, done.stderr)
    )
    return out, "" if asked.ignore_stderr else err, done.returncode


def expected_files(path, result):
    """The record as {file: text or None when it must not exist}."""
    out, err, status = result
    return {
        path.with_suffix(".out"): out,
        path.with_suffix(".err"): err or None,
        path.with_suffix(".rc"): f"{status}\n" if status else None,
    }


def take(python, library, path, verify):
    """Record or verify one script; returns a list of complaints."""
    try:
        first, second = run(python, path, "0"), run(python, path, "1")
    except subprocess.TimeoutExpired:
        return [f"{path}: ran longer than {TIMEOUT_S} s"]
    if first != second:
        return [f"{path}: two runs differ:\n{difference(first, second)}"]
    if any(library in stream for stream in first[:2]):
        return [f"{path}: prints the path of the standard library, which is not the same everywhere"]
    complaints = []
    for file, text in expected_files(path, first).items():
        old = file.read_bytes().decode("utf-8") if file.exists() else None
        if old == text:
            continue
        if verify:
            complaints.append(f"{file}: differs from the record:\n{difference(old, text)}")
        elif text is None:
            file.unlink()
        else:
            file.write_bytes(text.encode("utf-8"))
    return complaints


def difference(old, new):
    """The first line in which two results differ."""
    one, two = (str(side).replace("\\n", "\n").split("\n") for side in (old, new))
    for left, right in zip(one + [None], two + [None]):
        if left != right:
            return f"  - {left}\n  + {right}"
    return "  (line ends)"


def self_test():
    """Check `normalise` with the cases that the Rust runner checks too."""
    bad = 0
    text = (HERE / "normalise_cases.txt").read_text(encoding="utf-8")
    cases = text.split("=== case\n")[1:]
    for number, case in enumerate(cases, 1):
        given, wanted = case.split("--- becomes\n")
        if normalise(given, "/tests/dir") != wanted:
            print(f"case {number}:\n{normalise(given, '/tests/dir')}instead of\n{wanted}")
            bad += 1
    print(f"{len(cases) - bad} passed, {bad} failed")
    return 1 if bad or not cases else 0


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description="Record or verify CPython's output.")
    parser.add_argument("--verify", action="store_true", help="compare instead of writing")
    parser.add_argument("--self-test", action="store_true", help="check the normalisation")
    parser.add_argument("--python", default=sys.executable, help="the CPython 3.14 to run")
    parser.add_argument("filter", nargs="*", help="substring of a script's path")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    ask = "import os, sys; print(sys.implementation.name, *sys.version_info[:2]); print(os.__file__)"
    answer = subprocess.run([options.python, "-c", ask], capture_output=True, text=True)
    version, _, library = answer.stdout.strip().partition("\n")
    if version != "cpython 3 14":
        parser.error(f"the records are those of CPython 3.14, not of {options.python}")
    paths = sorted(p for name in FOLDERS for p in (HERE / name).rglob("*.py"))
    paths = [p for p in paths if not any(n.startswith("_") for n in p.relative_to(HERE).parts)]
    if options.filter:
        paths = [p for p in paths if any(f in str(p) for f in options.filter)]
    if not paths:
        print("no script matches")
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda p: take(options.python, os.path.dirname(library), p, options.verify), paths))
    complaints = [line for result in results for line in result]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    word = "verified" if options.verify else "recorded"
    failed = sum(1 for result in results if result)
    print(f"{len(paths) - failed} {word}, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
