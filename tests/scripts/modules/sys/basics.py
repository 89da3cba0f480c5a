"""sys: version, limits, modules, interning, recursion limit, sizes of types."""
import sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    sys.version_info[:2], sys.version_info.major, sys.version_info.releaselevel, sys.byteorder, sys.maxsize,
    sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig,
    sys.int_info.default_max_str_digits, sys.hash_info.modulus, sys.hash_info.width, sys.platform,
    type(sys.argv).__name__, len(sys.argv)
)
print(
    "sys" in sys.modules, sys.modules["sys"] is sys, sys.getrecursionlimit(), sys.getdefaultencoding(),
    sys.getfilesystemencoding(), sys.stdout.encoding, sys.flags.optimize, sys.dont_write_bytecode,
    "builtins" in sys.builtin_module_names, "json" in sys.stdlib_module_names
)
print(
    sys.stdin.fileno(), sys.stdout.fileno(), sys.stderr.fileno(), sys.__stdout__ is sys.stdout, sys.exc_info(),
    sys.exception(), sys.is_finalizing(), sys.getswitchinterval(), sys.stdin.name, sys.stdout.name, sys.stdout.mode
)
a = sys.intern("".join(["in", "tern"]))
print(a is sys.intern("".join(["inte", "rn"])))
sys.setrecursionlimit(200)
def deep(n): return deep(n + 1)
try: deep(0)
except RecursionError as e: print(e)
sys.setrecursionlimit(1000)
try: 1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1], sys.exception(), sys.exc_info()[2].tb_lineno > 0)
def frame(): return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno > 0
print(frame(), sys.getsizeof([]) > 0)
fails(sys.intern, 5)
fails(sys.intern)
fails(sys.setrecursionlimit, 0)
fails(sys.setrecursionlimit, "a")
fails(sys._getframe, 10**6)
fails(sys.setswitchinterval, 0)
fails(sys.exit, 1, 2)
fails(lambda: sys.nope)
