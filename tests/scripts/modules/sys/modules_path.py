"""sys.modules, sys.path, import of own modules from a folder, reload, module attributes, import errors."""
import importlib, os, sys, tempfile

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

top = tempfile.mkdtemp()
def write(name, text):
    path = os.path.join(top, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
write("plain.py", "print('loading', __name__)\nvalue = 1\n_private = 2\ndef get(): return value\n")
write(
    "pack/__init__.py", "from . import inner\nfrom .inner import thing as renamed\n__all__ = ['renamed', 'inner']\n"
)
write("pack/inner.py", "thing = 'thing of ' + __name__\nimport sys\n")
write("pack/deep/__init__.py", "")
write("pack/deep/leaf.py", "from ..inner import thing\nfrom ... import nothing\n")
write("broken.py", "x = 1\nraise ValueError('while loading')\n")
write("syntax.py", "def f(:\n")
write("cyc_a.py", "import cyc_b\nname = 'a'\ndef other(): return cyc_b.name\n")
write("cyc_b.py", "import cyc_a\nname = 'b'\nhas = hasattr(cyc_a, 'name')\n")
write(
    "lazy.py",
    "def __getattr__(name):\n    if name == 'magic': return 42\n    raise AttributeError(name)\ndef __dir__(): return ['magic']\n"
)
sys.path.insert(0, top)
sys.dont_write_bytecode = True
import plain
import plain as again
from plain import get, value as v
print(
    plain is again, get(), v, plain.__name__, os.path.basename(plain.__file__), "plain" in sys.modules,
    plain.__spec__.name, plain.__package__ == "", plain.__doc__
)
import pack
print(
    pack.renamed, pack.inner.thing, pack.__name__, pack.__path__ == [os.path.join(top, "pack")],
    sorted(n for n in vars(pack) if not n.startswith("__")), sys.modules["pack.inner"] is pack.inner
)
ns = {}
exec("from pack import *", ns)
print(sorted(n for n in ns if not n.startswith("__")))
exec("from plain import *", ns)
print("value" in ns, "_private" in ns)
for text in (
    "import broken", "import syntax", "import missing_thing", "import plain.sub", "from plain import nope",
    "from pack import nope", "import pack.deep.leaf", "from . import x", "import pack.zzz"
):
    try:
        exec(text, {"__name__": "__main__"})
        print(text, "worked")
    except Exception as e:
        print(text, "->", type(e).__name__, str(e).replace(top, "TOP").split(" (")[0], getattr(e, "name", None))
print("broken" in sys.modules, "syntax" in sys.modules)
import cyc_a, cyc_b
print(cyc_a.other(), cyc_b.has)
import lazy
print(lazy.magic, dir(lazy))
fails(lambda: lazy.other)
plain.value = 99
print(
    plain.get(), importlib.reload(plain) is plain, plain.value, importlib.import_module("pack.inner").thing,
    importlib.import_module(".inner", "pack") is pack.inner, __import__("pack.inner").__name__,
    __import__("pack.inner", fromlist=["thing"]).__name__
)
sys.modules["fake"] = "not a module"
import fake
print(fake)
sys.modules["blocked"] = None
fails(lambda: exec("import blocked"))
del sys.modules["plain"]
import plain as fresh
print(fresh is again, fresh.value)
fails(importlib.import_module, ".x")
fails(importlib.reload, 5)
fails(__import__, "")
fails(__import__, 5)
import shutil
shutil.rmtree(top)
