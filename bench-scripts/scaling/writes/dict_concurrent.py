"""All threads write and read one concurrent dictionary: of ft_utils where it is installed, else one with a lock a shard."""

from _dictionaries import concurrent_dict, everywhere

everywhere(concurrent_dict())
