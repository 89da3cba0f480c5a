"""All threads write to one concurrent dictionary, each under keys of its own."""

from _dictionaries import concurrent_dict, disjoint

disjoint(concurrent_dict())
