"""python -m unittest"""

import os.path
import sys

if sys.argv[0].endswith("__main__.py"):
    # The help then shows what to type.
    sys.argv[0] = os.path.basename(sys.executable) + " -m unittest"

__unittest = True

from .main import main

main(module=None)
