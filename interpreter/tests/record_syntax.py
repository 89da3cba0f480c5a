"""Records what CPython's parser says to the cases of syntax_errors.txt.

Usage: python3.14 record_syntax.py [syntax_errors.txt]

Each line of the file is tab-separated: mode, source, and behind them what this script writes: `ok`, or type, message,
line, offset, end line, end offset (`-` for none). Sources and messages are escaped: \\n, \\t, \\r, \\0, \\\\. To add a
case, add a line with mode and source and run the script with the version of CPython that Typhon follows.
"""

import ast
import pathlib
import sys
import warnings

ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
PLAIN = {v[1]: k for k, v in ESCAPES.items()}


def escape(text):
    return "".join(ESCAPES.get(c, c) for c in text)


def unescape(text):
    out, chars = [], iter(text)
    for c in chars:
        out.append(PLAIN[next(chars)] if c == "\\" else c)
    return "".join(out)


def outcome(source, mode):
    """The columns that describe what the parser (not the compiler) makes of a source."""
    try:
        compile(source, "<string>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as e:
        place = [e.lineno, e.offset, e.end_lineno, e.end_offset]
        return [type(e).__name__, escape(e.msg), *("-" if p is None else str(p) for p in place)]
    except (ValueError, MemoryError, RecursionError) as e:
        return [type(e).__name__, escape(str(e)), "-", "-", "-", "-"]
    return ["ok"]


def main():
    if sys.version_info[:2] != (3, 14):
        sys.exit("this records CPython 3.14")
    here = pathlib.Path(__file__).parent
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "syntax_errors.txt"
    warnings.simplefilter("ignore")
    lines = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            mode, source, *_ = line.split("\t")
            line = "\t".join([mode, source, *outcome(unescape(source), mode)])
        lines.append(line)
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
