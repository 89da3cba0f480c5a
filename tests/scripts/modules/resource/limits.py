# Limits of the process and what it has used.
import resource

soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.prlimit(0, resource.RLIMIT_CORE)[0])
resource.setrlimit(resource.RLIMIT_CORE, [0, hard])
tests = [
    lambda: resource.getrlimit(99), lambda: resource.getrlimit(-1), lambda: resource.getrlimit('a'),
    lambda: resource.getrlimit(2**40), lambda: resource.getrlimit(), lambda: resource.setrlimit(99, (1, 1)),
    lambda: resource.setrlimit(4, (1,)), lambda: resource.setrlimit(4, 1), lambda: resource.setrlimit(4, (1, 2, 3)),
    lambda: resource.setrlimit(4, ('a', 1)), lambda: resource.setrlimit(4, (-2, -1)), lambda: resource.setrlimit(4, (2**70, 1)),
    lambda: resource.setrlimit(4, (0.5, 1)), lambda: resource.setrlimit(4, (10, 5)), lambda: resource.getrusage(5),
    lambda: resource.getrusage('a'), lambda: resource.setrlimit(1),
]
for t in tests:
    try:
        print(t())
    except Exception as e:
        print(type(e).__name__, e)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_utime >= 0, usage[2] == usage.ru_maxrss > 0, len(usage), type(usage).__name__, resource.error)
print(sorted((n, getattr(resource, n)) for n in dir(resource) if n.startswith('R')))
print(resource.getpagesize() in (4096, 16384, 65536))
