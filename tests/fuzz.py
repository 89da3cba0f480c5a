#!/usr/bin/env python3
"""Generates programs from a grammar and compares Typhon with CPython 3.14.

    python3.14 tests/fuzz.py --typhon target/release/typhon [--seed 1] [--count 200] [--size 40]

Program number N of seed S is always the same. Every statement runs under `try`, and its
exception is printed, so that one difference does not hide the next. A difference in output
or exit status, a crash and a hang are findings: the program is made smaller while the two
still disagree, and printed with both outputs. Exit status 1 if there is a finding.

What the programs print never depends on the order of a set, on addresses or on time.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import warnings

PROLOGUE = '''
def show(v, depth=0):
    """A text of v that is the same in every run."""
    if depth > 4:
        return '...'
    if isinstance(v, (set, frozenset)):
        return type(v).__name__ + str(sorted(show(x, depth + 1) for x in v))
    if isinstance(v, (list, tuple)):
        return type(v).__name__ + '[' + ', '.join(show(x, depth + 1) for x in list(v)[:50]) + ']'
    if isinstance(v, dict):
        return '{' + ', '.join(show(k, depth + 1) + ': ' + show(x, depth + 1) for k, x in list(v.items())[:50]) + '}'
    if isinstance(v, (int, float, complex, str, bytes, bytearray, range, slice, type(None), type(...))):
        return repr(v)[:300]
    if isinstance(v, Box):
        return f'Box({show(v.v, depth + 1)})'
    if isinstance(v, BaseException):
        return f'{type(v).__name__}({show(v.args, depth + 1)})'
    return '<' + type(v).__name__ + '>'


def clip(v):
    """Keeps values small: programs must not grow without bound."""
    if isinstance(v, int) and not isinstance(v, bool) and abs(v) > 1 << 200:
        return v % 1000003
    if isinstance(v, (str, bytes, bytearray, list, tuple, range)) and len(v) > 60:
        return v[:7]
    if isinstance(v, (set, frozenset, dict)) and len(v) > 60:
        return type(v)()
    return v


class Box:
    def __init__(self, v=0): self.v = v
    def __add__(self, o): return Box(clip([self.v, getattr(o, 'v', o)]))
    def __radd__(self, o): return Box(o)
    def __eq__(self, o): return isinstance(o, Box) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __lt__(self, o): return self.v < getattr(o, 'v', o)
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return self.v[i]
    def __iter__(self): return iter(self.v)
    def __contains__(self, x): return x in self.v
    def __call__(self, *a, **k): return Box((a, sorted(k)))
    def __bool__(self): return bool(self.v)
    def __index__(self): return self.v
    def __enter__(self): return self.v
    def __exit__(self, kind, e, tb): return isinstance(self.v, str)
    def __getattr__(self, name):
        if name.startswith('q'): return name
        raise AttributeError(name)
    def __format__(self, spec): return f'<{spec}>'
    def __neg__(self): return Box(-self.v)


def note(n, e):
    print(n, type(e).__name__, str(e)[:200])


a = 5; b = [1, 2, 3]; c = 'abc'; d = {'k': 1, 2: 'two'}; e = (1, 'x', None); f = 2.5; g = {1, 2}; h = b'xyz'
'''

NAMES = list("abcdefgh")
BINARY = ["+", "-", "*", "/", "//", "%", "&", "|", "^", "@", "<", "<=", ">", ">=", "==", "!=", "in", "not in", "is",
          "and", "or"]
METHODS = {
    "str": ["upper()", "split({e})", "join({e})", "find({e})", "replace({e}, {e})", "strip()", "encode()", "center(9)",
            "partition({e})", "startswith({e})", "zfill(6)", "format({e}, x={e})", "rsplit(None, 1)", "title()",
            "isdigit()", "count({e})", "index({e})", "splitlines()", "expandtabs()", "translate({e})"],
    "list": ["append({e})", "pop()", "pop({e})", "sort()", "reverse()", "index({e})", "insert({e}, {e})", "copy()",
             "extend({e})", "remove({e})", "count({e})", "clear()", "sort(key=str)", "sort(key=lambda x: {e})"],
    "dict": ["get({e})", "items()", "keys()", "pop({e}, None)", "setdefault({e}, {e})", "update({e})", "values()",
             "popitem()", "copy()", "fromkeys({e})"],
    "set": ["add({e})", "union({e})", "discard({e})", "issubset({e})", "difference({e})", "remove({e})",
            "symmetric_difference({e})", "isdisjoint({e})"],
    "int": ["bit_length()", "to_bytes(40, 'big', signed=True)", "conjugate()", "as_integer_ratio()", "is_integer()"],
    "bytes": ["decode()", "hex()", "split({e})", "find({e})", "upper()", "join({e})", "translate({e})"],
}
CALLS = ["len({e})", "str({e})", "repr({e})[:80]", "list({e})", "tuple({e})", "set({e})", "sum({e})", "min({e})",
         "max({e}, {e})", "sorted({e})", "abs({e})", "bool({e})", "int({e})", "float({e})", "list(reversed({e}))",
         "list(zip({e}, {e}))", "list(enumerate({e}))", "list(map(str, {e}))", "any({e})", "all({e})", "divmod({e}, {e})",
         "round({e}, 2)", "hash({e}) and 1", "isinstance({e}, int)", "dict({e})", "bytes({e})", "chr({e})", "ord({e})",
         "pow({e}, 3, 7)", "range({e})", "slice({e}, {e})", "frozenset({e})", "bytearray({e})", "next(iter({e}), None)",
         "getattr({e}, 'v', 0)", "type({e}).__name__", "callable({e})", "format({e}, '>8')", "hex({e})", "ascii({e})[:80]",
         "Box({e})", "list(filter(None, {e}))", "complex({e})", "iter({e}) and 1", "bin({e})"]
CONSTANTS = ["0", "1", "-1", "2", "7", "255", "256", "10**20", "-3", "True", "False", "None", "1.5", "-0.0", "1e300",
             "float('inf')", "''", "'a'", "'abc'", "'é€'", "'12'", "b''", "b'ab'", "[]", "()", "{}", "set()", "...", "2j",
             "'{0}'", "'%s'", "range(3)", "(1,)", "[1, 2]", "{1: 2}", "{3}", "'\\ud800'", "float('nan')"]


class Generator:
    """One program. All choices come from `self.r`."""

    def __init__(self, seed, size):
        self.r = random.Random(seed)
        self.size = size
        self.loops = 0
        self.in_function = self.in_loop = False

    def pick(self, options):
        return self.r.choice(options)

    # -- expressions

    def expr(self, depth=0):
        r = self.r.random()
        if depth > 3 or r < 0.22:
            return self.pick(NAMES) if self.r.random() < 0.6 else self.pick(CONSTANTS)
        kinds = (self.binary, self.call, self.method, self.display, self.comprehension, self.subscript, self.other,
                 self.binary, self.call, self.fstring)
        return self.pick(kinds)(depth + 1)

    def fill(self, template, depth):
        while "{e}" in template:
            template = template.replace("{e}", self.expr(depth + 1), 1)
        return template

    def binary(self, depth):
        op = self.pick(BINARY)
        if self.r.random() < 0.05:
            return f"({self.expr(depth)} {self.pick(['<<', '>>', '**'])} {self.pick(['0', '1', '3', '-1'])})"
        if self.r.random() < 0.1:
            return f"({self.expr(depth)} {self.pick(['<', '==', 'in'])} {self.expr(depth)} < {self.expr(depth)})"
        return f"({self.expr(depth)} {op} {self.expr(depth)})"

    def call(self, depth):
        return self.fill(self.pick(CALLS), depth)

    def method(self, depth):
        kind = self.pick(list(METHODS))
        return f"({self.expr(depth)}).{self.fill(self.pick(METHODS[kind]), depth)}"

    def display(self, depth):
        n = self.r.randrange(4)
        items = [("*" if self.r.random() < 0.15 else "") + self.expr(depth) for _ in range(n)]
        shape = self.r.randrange(4)
        if shape == 0:
            return "[" + ", ".join(items) + "]"
        if shape == 1:
            return "(" + "".join(i + ", " for i in items) + ")"
        if shape == 2 and items:
            return "{" + ", ".join(items) + "}"
        pairs = [f"**{self.expr(depth)}" if self.r.random() < 0.1 else f"{self.expr(depth)}: {self.expr(depth)}"
                 for _ in range(n)]
        return "{" + ", ".join(pairs) + "}"

    def comprehension(self, depth):
        target = self.pick(["i", "i, j", "i, *j", "_"])
        where = f"for {target} in {self.expr(depth)}"
        what = self.pick(["i", "(i, i)", self.expr(depth)]) if target != "_" else self.expr(depth)
        if self.r.random() < 0.4:
            where += f" if {self.expr(depth)}"
        shape = self.pick(["[{w} {f}]", "{{{w} {f}}}", "list({w} {f})", "{{{w}: {w} {f}}}"])
        return shape.format(w=what, f=where)

    def subscript(self, depth):
        index = self.pick([self.expr(depth), f"{self.expr(depth)}:", f":{self.expr(depth)}", "::-1", "1:-1",
                           f"{self.expr(depth)}:{self.expr(depth)}:2"])
        return f"({self.expr(depth)})[{index}]"

    def other(self, depth):
        return self.pick([
            lambda: f"({self.expr(depth)} if {self.expr(depth)} else {self.expr(depth)})",
            lambda: f"(not {self.expr(depth)})",
            lambda: f"(-({self.expr(depth)}))",
            lambda: f"(~({self.expr(depth)}))",
            lambda: f"(lambda x, y=1, *z, **k: {self.expr(depth)})({self.expr(depth)})",
            lambda: f"(lambda *x, k={self.expr(depth)}: (x, k))(*{self.expr(depth)})",
            lambda: f"({self.pick(NAMES)} := {self.expr(depth)})",
            lambda: f"Box({self.expr(depth)}).{self.pick(['v', 'q', 'zz'])}",
            lambda: f"('%s %r %5d' % ({self.expr(depth)}, {self.expr(depth)}, {self.expr(depth)}))",
        ])()

    def fstring(self, depth):
        inner = self.expr(4)
        spec = self.pick(["", ":>10", ":x", ":.3f", "!r", "!s:^9", ":,", ":{a}"])
        quote = '"""'
        if "\\" in inner or '"' in inner:
            inner = self.pick(NAMES)
        return f"f{quote}<{{{inner}{spec}}}>{quote}"

    # -- statements; each gives a list of lines

    def target(self):
        return self.pick([
            self.pick(NAMES), self.pick(NAMES), self.pick(NAMES),
            f"{self.pick(NAMES)}, {self.pick(NAMES)}",
            f"{self.pick(NAMES)}, *{self.pick(NAMES)}",
            f"[{self.pick(NAMES)}, ({self.pick(NAMES)}, {self.pick(NAMES)})]",
            f"{self.pick(NAMES)}[{self.expr(3)}]",
            f"{self.pick(NAMES)}[{self.expr(3)}:{self.expr(3)}]",
            f"{self.pick(NAMES)}.v",
        ])

    def statement(self, depth):
        r = self.r.random()
        if depth < 3 and r < 0.38:
            return self.pick((self.if_, self.for_, self.while_, self.try_, self.with_, self.match_, self.def_,
                              self.class_, self.generator))(depth + 1)
        if r < 0.7:
            name = self.target()
            return [f"{name} = clip({self.expr()})"]
        if r < 0.78:
            op = self.pick(["+", "-", "*", "//", "%", "|", "&", "^"])
            name = self.pick(NAMES)
            return [f"{name} {op}= {self.expr(1)}", f"{name} = clip({name})"]
        if r < 0.82:
            return [f"del {self.pick(NAMES)}[{self.expr(2)}]"]
        if r < 0.85:
            return [f"assert {self.expr(1)}, {self.expr(2)}"]
        if r < 0.88 and self.in_loop:
            return [f"if {self.expr(2)}: {self.pick(['break', 'continue'])}"]
        if r < 0.91 and self.in_function:
            return [f"if {self.expr(2)}: return {self.expr(1)}"]
        if r < 0.93:
            return [f"raise {self.pick(['ValueError', 'KeyError', 'TypeError'])}({self.expr(2)})"]
        return [f"print(show({self.expr()}))"]

    def body(self, depth, least=1):
        lines = []
        for _ in range(self.r.randrange(least, least + 3)):
            lines += self.statement(depth)
        return ["    " + line for line in lines]

    def if_(self, depth):
        lines = [f"if {self.expr(1)}:", *self.body(depth)]
        if self.r.random() < 0.4:
            lines += [f"elif {self.expr(1)}:", *self.body(depth)]
        if self.r.random() < 0.5:
            lines += ["else:", *self.body(depth)]
        return lines

    def loop_body(self, depth):
        outer, self.in_loop = self.in_loop, True
        lines = self.body(depth)
        self.in_loop = outer
        return lines

    def for_(self, depth):
        target = self.pick([self.pick(NAMES), "i", "i, j"])
        lines = [f"for {target} in list({self.expr(1)})[:5]:", *self.loop_body(depth)]
        if self.r.random() < 0.3:
            lines += ["else:", *self.body(depth)]
        return lines

    def while_(self, depth):
        self.loops += 1
        n = f"n{self.loops}"
        lines = [f"{n} = 0", f"while {n} < 4 and ({self.expr(1)}):", f"    {n} += 1", *self.loop_body(depth)]
        if self.r.random() < 0.3:
            lines += ["else:", *self.body(depth)]
        return lines

    def try_(self, depth):
        lines = ["try:", *self.body(depth)]
        kind = self.r.randrange(4)
        if kind != 0:
            what = self.pick(["Exception", "(TypeError, ValueError)", "LookupError"])
            lines += [f"except {what} as x:", "    note('caught', x)", *self.body(depth, 0)]
            if self.r.random() < 0.3:
                lines += ["else:", *self.body(depth)]
        if kind == 0 or self.r.random() < 0.4:
            outer, self.in_loop = self.in_loop, False
            in_function, self.in_function = self.in_function, False
            lines += ["finally:", "    print('finally')", *self.body(depth, 0)]
            self.in_loop, self.in_function = outer, in_function
        return lines

    def with_(self, depth):
        return [f"with Box({self.expr(2)}) as {self.pick(NAMES)}:", *self.body(depth)]

    def pattern(self, depth=0):
        if depth > 2 or self.r.random() < 0.4:
            return self.pick(["0", "'abc'", "None", "-1", "1.5", "_", "True"])
        return self.pick([
            lambda: f"[{self.pattern(depth + 1)}, *_]",
            lambda: f"({self.pattern(depth + 1)}, {self.pattern(depth + 1)})",
            lambda: f"{{'k': {self.pattern(depth + 1)}}}",
            lambda: f"Box(v={self.pattern(depth + 1)})",
            lambda: f"{self.pick(['int', 'str', 'list', 'dict', 'float'])}()",
            lambda: f"(1 | {self.pick(['2', 'str()', 'None'])})",
        ])()

    def match_(self, depth):
        lines = [f"match {self.expr(1)}:"]
        for _ in range(self.r.randrange(1, 3)):
            guard = f" if {self.expr(2)}" if self.r.random() < 0.3 else ""
            pattern = self.pattern()
            if pattern == "_" and not guard:
                pattern = "0"
            lines += [f"    case {pattern}{guard}:", *["    " + line for line in self.body(depth)]]
        lines += ["    case m:", "        print('else', show(m))"]
        return lines

    def function_body(self, depth):
        saved = self.in_loop, self.in_function
        self.in_loop, self.in_function = False, True
        lines = self.body(depth)
        self.in_loop, self.in_function = saved
        return lines

    def def_(self, depth):
        self.loops += 1
        name = f"fn{self.loops}"
        head = self.pick(["", f"{self.pick(NAMES)}=1", "*i", "i=0, /, j=2", "*, i=3", "i=1, *j, **k"])
        own = head.split("=")[0].strip("*") if head else ""
        lines = [f"def {name}({head}):"]
        shared = [n for n in NAMES if n != own and self.r.random() < 0.4]
        if shared:
            lines.append(f"    {self.scope_word(depth)} " + ", ".join(shared))
        lines += self.function_body(depth)
        lines.append(f"print(show({name}({self.pick(['', self.expr(2), '*' + self.expr(3)])})))")
        return lines

    def scope_word(self, depth):
        return "global"

    def generator(self, depth):
        self.loops += 1
        name = f"gen{self.loops}"
        lines = [f"def {name}(i=1, j=2):", *self.function_body(depth), f"    x = yield {self.expr(2)}",
                 f"    yield from list({self.expr(2)})[:3]", "    return i"]
        use = self.pick([f"print(show(list({name}())[:9]))", f"print(show(next({name}())))",
                         f"it = {name}(); next(it); print(show(it.send(1)))", f"it = {name}(); next(it); it.close()",
                         f"it = {name}(); next(it); it.throw(ValueError('t'))"])
        return [*lines, use]

    def class_(self, depth):
        self.loops += 1
        name = f"C{self.loops}"
        base = self.pick(["", "(Box)", "(list)", "(dict)", "(int)", "(str)", "(Exception)"])
        lines = [f"class {name}{base}:", f"    x = {self.expr(2)}"]
        for method in self.r.sample(["__repr__", "__eq__", "__len__", "__getitem__", "__add__", "__bool__", "run"], 2):
            extra = {"__eq__": ", o", "__getitem__": ", o", "__add__": ", o"}.get(method, "")
            lines.append(f"    def {method}(self{extra}): return {self.expr(2)}")
        lines.append("    __hash__ = None" if self.r.random() < 0.2 else "    y = 1")
        value = self.pick([f"{name}()", f"{name}({self.expr(3)})"])
        use = self.pick(["len(v)", "v == 1", "v + 1", "bool(v)", "v.run()", "v.x", "v[0]", "repr(v)[:80]", "str(v)[:80]",
                         "{v: 1}", "v.zz", "isinstance(v, int)", "sorted([v, v])"])
        if " at 0x" in use or use.startswith(("repr", "str")):
            use = f"'at 0x' in {use} or {use}"
        return [*lines, f"v = {value}", f"print(show({use}))"]

    def program(self):
        """A list of chunks; each is a list of lines that runs on its own."""
        chunks = []
        for number in range(self.size):
            lines = self.statement(0)
            chunk = ["try:", *["    " + line for line in lines], "except Exception as x:",
                     f"    note({number}, x)"]
            # What is no Python (an assignment expression in a comprehension's iterable, say) says nothing.
            try:
                compile("\n".join(chunk), "chunk", "exec")
            except SyntaxError:
                continue
            chunks.append(chunk)
        return chunks


EPILOGUE = "\nfor name in 'abcdefgh':\n    print(name, show(globals().get(name)))\n"


def text_of(chunks):
    return PROLOGUE + "\n".join("\n".join(chunk) for chunk in chunks) + EPILOGUE


ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def run(binary, file):
    """(output, exit status or reason)."""
    try:
        done = subprocess.run([binary, file], capture_output=True, timeout=20, stdin=subprocess.DEVNULL,
                              env={"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")})
    except subprocess.TimeoutExpired:
        return "", "hangs"
    errors = done.stderr.decode("utf-8", "replace")
    if "panicked at" in errors or done.returncode < 0:
        return errors, f"crashes with {done.returncode}"
    # What stands on standard error (warnings, tracebacks of syntax errors) is not compared, but for its last line.
    last = errors.strip().rsplit("\n", 1)[-1] if done.returncode else ""
    return ADDRESS.sub(" at 0x?", done.stdout.decode("utf-8", "replace") + last), done.returncode


class Comparison:
    """Two binaries and a file to hand programs over."""

    def __init__(self, python, typhon, file):
        self.python, self.typhon, self.file = python, typhon, file

    def __call__(self, chunks):
        """The two results; None if they are the same."""
        with open(self.file, "w", encoding="utf-8", errors="surrogatepass") as out:
            out.write(text_of(chunks))
        wanted = run(self.python, self.file)
        if isinstance(wanted[1], str):
            # CPython itself hangs or crashes: nothing to compare with.
            return None
        got = run(self.typhon, self.file)
        return None if wanted == got else (wanted, got)


def smaller(compare, chunks):
    """Drops chunks as long as the two still disagree."""
    size = max(1, len(chunks) // 2)
    while size >= 1:
        start = 0
        while start < len(chunks):
            fewer = chunks[:start] + chunks[start + size:]
            if compare(fewer) is not None:
                chunks = fewer
            else:
                start += size
        size //= 2
    return chunks


def report(number, chunks, found):
    wanted, got = found
    print(f"=== program {number}: CPython {wanted[1]}, Typhon {got[1]}")
    print("\n".join("\n".join(chunk) for chunk in chunks))
    one, two = wanted[0].split("\n"), got[0].split("\n")
    for left, right in zip(one + [""] * len(two), two + [""] * len(one)):
        if left != right:
            print(f"--- CPython: {left}\n--- Typhon:  {right}")
            break
    sys.stdout.flush()


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description="Compare Typhon with CPython on generated programs.")
    parser.add_argument("--typhon", required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first program")
    parser.add_argument("--size", type=int, default=40, help="statements in a program")
    options = parser.parse_args()
    findings = 0
    warnings.simplefilter("ignore", SyntaxWarning)
    with tempfile.TemporaryDirectory() as folder:
        compare = Comparison(options.python, options.typhon, os.path.join(folder, "program.py"))
        for number in range(options.first, options.first + options.count):
            chunks = Generator(f"{options.seed}/{number}", options.size).program()
            if compare(chunks) is None:
                continue
            findings += 1
            chunks = smaller(compare, chunks)
            report(number, chunks, compare(chunks) or (("", ""), ("", "not repeatable")))
    print(f"{options.count} programs, {findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
