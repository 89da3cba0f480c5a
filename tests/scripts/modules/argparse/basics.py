"""argparse: positional and optional arguments, types, actions, groups, help, errors."""
import argparse, contextlib, io, sys
import os
os.environ["COLUMNS"] = "80"
def run(p, *a):
    err, out = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out): r = p.parse_args(list(a))
        print(a, "->", dict(sorted(vars(r).items())))
    except SystemExit as e:
        print(
            a, "exit", e.code,
            out.getvalue() + err.getvalue().strip().splitlines()[-1] if err.getvalue() else out.getvalue()
        )
p = argparse.ArgumentParser(prog="prog", description="What it does.", epilog="The end.")
p.add_argument("name", help="the name")
p.add_argument("rest", nargs="*", type=int, help="numbers")
p.add_argument("-v", "--verbose", action="count", default=0)
p.add_argument("-o", "--out", metavar="FILE", help="output (default: %(default)s)", default="-")
p.add_argument("--level", choices=["low", "high"])
p.add_argument("--flag", action="store_true")
p.add_argument("--no", dest="yes", action="store_false")
p.add_argument("--add", action="append", type=float)
p.add_argument("--two", nargs=2)
p.add_argument("--opt", nargs="?", const="C", default="D")
p.add_argument("--version", action="version", version="%(prog)s 1.2")
p.add_argument("--color", action=argparse.BooleanOptionalAction)
for a in (
    ["n"], ["n", "1", "2", "-vv", "--out=x"], ["-o", "f", "n", "--level", "low", "--flag", "--no"],
    ["n", "--add", "1", "--add=2.5", "--two", "a", "b", "--opt"], ["n", "--opt", "x", "--no-color"], ["--", "-n"],
    ["n", "--verb"], ["n", "-vofile"], [], ["n", "x"], ["n", "--level", "mid"], ["n", "--two", "a"],
    ["n", "--nope"], ["n", "--o"], ["n", "--add", "q"], ["--version"], ["n", "-1"], ["n", "--flag=1"],
    ["n", "--ver"]
):
    run(p, *a)
p.print_help()
p.print_usage()
print(p.format_usage() == p.format_usage(), p.parse_known_args(["n", "--zzz", "1"]), p.get_default("out"))
q = argparse.ArgumentParser(prog="q")
g = q.add_mutually_exclusive_group(required=True)
g.add_argument("-a", action="store_true")
g.add_argument("-b", action="store_const", const=5)
q.add_argument("--req", required=True, type=lambda s: s.upper())
h = q.add_argument_group("special", "group text")
h.add_argument("--in-group")
for a in (
    ["-a", "--req", "x"], ["-a", "-b", "--req", "x"], ["--req", "x"], ["-a"],
    ["-b", "--req", "y", "--in-group", "z"]
):
    run(q, *a)
q.print_help()
s = argparse.ArgumentParser(prog="s")
sub = s.add_subparsers(dest="cmd", required=True, help="commands")
x = sub.add_parser("add", help="adds", aliases=["a"])
x.add_argument("n", type=int)
y = sub.add_parser("del")
y.set_defaults(func="delete")
for a in (["add", "5"], ["a", "6"], ["del"], ["zip"], [], ["add", "x"]): run(s, *a)
s.print_help()
def_err = argparse.ArgumentTypeError
def even(t):
    if int(t) % 2: raise def_err(f"{t} is odd")
    return int(t)
t = argparse.ArgumentParser(
    prog="t", exit_on_error=False, add_help=False, fromfile_prefix_chars=None, allow_abbrev=False
)
t.add_argument("e", type=even)
t.add_argument("--long-name", default=argparse.SUPPRESS)
run(t, "4")
run(t, "4", "--long-name=v")
try: t.parse_args(["3"])
except argparse.ArgumentError as e: print(type(e).__name__, e)
for bad in (
    lambda: p.add_argument("--flag"), lambda: p.add_argument("a", required=True),
    lambda: p.add_argument("--x", nargs=0), lambda: p.add_argument("--y", action="zap"),
    lambda: p.add_argument("b c", dest="d"), lambda: p.add_argument("--z", type=5), lambda: p.add_argument()
):
    try:
        bad()
        print("accepted")
    except Exception as e: print(type(e).__name__, e)
print(
    argparse.Namespace(a=1, b="x"), argparse.Namespace(a=1) == argparse.Namespace(a=1),
    "a" in argparse.Namespace(a=1)
)
