"""All threads write to one dictionary, each under keys of its own."""

from _dictionaries import disjoint

disjoint(dict)
