"""All threads write and read one plain dictionary: what the concurrent one is compared with."""

from _dictionaries import everywhere

everywhere(dict)
