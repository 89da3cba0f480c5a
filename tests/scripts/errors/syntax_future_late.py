# a future import after other code
import sys
from __future__ import annotations
