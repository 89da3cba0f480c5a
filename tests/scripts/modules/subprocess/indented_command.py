"""The text of -c may be indented as a whole, in blanks or tabs; tracebacks show the lines without the margin."""
import subprocess

# The interpreter as this script was started, loader and all.
with open("/proc/self/cmdline") as own:
    words = own.read().split("\0")
interpreter = words[:next(i for i, w in enumerate(words) if w.endswith(".py"))]

TEXTS = (
    "    print(1)\n    if True:\n        print(2)\n",
    "\n        import sys\n\n        print(sys.argv)\n   \n        print('''a\n          b''')\n      ",
    "\tprint(1)\n\tprint(2)\n",
    "\tprint(1)\n        print(2)\n",
    "    print(1)\n  print(2)\n",
    "print(1)\n    ",
    "   \n  \n",
    "    def f():\n        raise KeyError(1)\n    f()\n",
    "  '''doc\n  string'''\n  print(ascii(__doc__))",
)
for text in TEXTS:
    done = subprocess.run([*interpreter, "-c", text], capture_output=True, text=True)
    print(done.returncode, ascii(done.stdout), ascii(done.stderr))
