# NameError of a standard module, ImportError suggestions
import traceback
for code in ("math.floor(1)", "itertools.chain", "from math import flor", "import mth", "import collectons.abc", "import colections", "from _helper_names import publik", "import _helper_name"):
    try:
        exec(code)
    except (NameError, ImportError) as e:
        print(code, "->", traceback.format_exception(e)[-1], end="")
from math import ciel
