"""Work on all cores: map, for_each, reduce and sort over a pool of threads. See docs/parallel.md."""

from _parallel import for_each, map, reduce, set_workers, sort, workers

__all__ = ['map', 'for_each', 'reduce', 'sort', 'workers', 'set_workers']
