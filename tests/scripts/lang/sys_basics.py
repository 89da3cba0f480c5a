# the sys module objects a script meets
import sys
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14), type(sys.version_info).__name__, sys.version_info.releaselevel == "final")
print(sys.byteorder, sys.maxsize == 2 ** 63 - 1, sys.maxunicode, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.hash_info.modulus, sys.hash_info.width)
print(sys.argv, sys.getrecursionlimit(), sys.getdefaultencoding(), sys.stdin.isatty(), sys.stdout.encoding, sys.flags.optimize, sys.platform == "linux")
print("sys" in sys.modules, sys.modules["sys"] is sys, sys.modules[__name__].__name__, "nope" in sys.modules, isinstance(sys.path, list), "math" in sys.builtin_module_names or True)
print(sys.exc_info(), sys.exception(), sys.intern("abc") is sys.intern("abc"), sys.getsizeof([]) > 0, callable(sys.exit), sys.is_finalizing())


def f():
    fr = sys._getframe()
    return fr.f_code.co_name, fr.f_lineno, fr.f_back.f_code.co_name, sorted(fr.f_locals), fr.f_globals is globals()


print(f())
for text in ("sys.intern(5)", "sys.getrecursionlimit(1)", "sys._getframe(100)", "sys.setrecursionlimit()", "sys.nope", "sys.exit(1, 2)", "sys.getsizeof()", "sys.stdout.write(5)", "sys.stdin.write('x')"):
    try:
        eval(text)
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
try:
    sys.exit("msg")
except SystemExit as e:
    print(repr(e), e.code)
out = []
sys.displayhook = lambda v: out.append(v)
exec(compile("1 + 1\n", "f", "single"))
print(out)
del sys.displayhook
sys.displayhook = sys.__displayhook__
exec(compile("'shown'\n", "f", "single"))
print(sys.stdout is sys.__stdout__, sys.stdout.fileno(), sys.stderr.fileno(), sys.stdin.fileno(), sys.stdout.writable(), sys.stdin.readable())
