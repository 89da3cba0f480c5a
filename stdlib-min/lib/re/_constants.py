"""Names that tools which look into regular expressions ask for."""

from re import PatternError

MAGIC = 20241114
MAXREPEAT = 4294967295
MAXGROUPS = 1073741823

error = PatternError
