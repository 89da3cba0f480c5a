"""All threads write to one concurrent dictionary, each under texts of its own, which lie anywhere in it."""

from _dictionaries import concurrent_dict, disjoint

disjoint(concurrent_dict(), str)
