"""How long small pieces of code take."""

import gc
import itertools
import sys
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

dummy_src_name = '<timeit-src>'
default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter

_globals = globals

_TEMPLATE = '''\
def inner(_it, _timer{parameters}):
    {setup}
    _t0 = _timer()
    for _i in _it:
        {statement}
        pass
    _t1 = _timer()
    return _t1 - _t0
'''


def _indented(text, columns):
    return text.replace('\n', '\n' + ' ' * columns)


class Timer:
    """Runs a statement many times; statement and setup are source text or callables."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        space = {}
        outer = _globals() if globals is None else globals
        parameters = ''
        prefix = ''
        if isinstance(setup, str):
            compile(setup, dummy_src_name, 'exec')
            prefix = setup + '\n'
            setup = _indented(setup, 4)
        elif callable(setup):
            space['_setup'] = setup
            parameters += ', _setup=_setup'
            setup = '_setup()'
        else:
            raise ValueError('setup is neither a string nor callable')
        if isinstance(stmt, str):
            compile(prefix + stmt, dummy_src_name, 'exec')
            stmt = _indented(stmt, 8)
        elif callable(stmt):
            space['_stmt'] = stmt
            parameters += ', _stmt=_stmt'
            stmt = '_stmt()'
        else:
            raise ValueError('stmt is neither a string nor callable')
        self.src = _TEMPLATE.format(parameters=parameters, setup=setup, statement=stmt)
        exec(compile(self.src, dummy_src_name, 'exec'), outer, space)
        self.inner = space['inner']

    def print_exc(self, file=None):
        """Print the traceback with the lines of the statement."""
        import linecache
        import traceback
        linecache.cache[dummy_src_name] = (len(self.src), None, self.src.split('\n'),
                                           dummy_src_name)
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """Seconds for so many runs, without the setup."""
        turns = itertools.repeat(None, number)
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self.inner(turns, self.timer)
        finally:
            if collecting:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """The results of several calls of timeit."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """A number of runs that takes 0.2 seconds at least, and the time it took."""
        for step in itertools.count():
            number = (1, 2, 5)[step % 3] * 10 ** (step // 3)
            taken = self.timeit(number)
            if callback:
                callback(number, taken)
            if taken >= 0.2:
                return number, taken


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """Seconds for so many runs of a statement."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """The results of several calls of timeit."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


_UNITS = {'nsec': 1e-9, 'usec': 1e-6, 'msec': 1e-3, 'sec': 1.0}


def main(args=None, *, _wrap_timer=None):
    """The command `python -m timeit`."""
    import getopt
    import os
    try:
        options, args = getopt.getopt(
            sys.argv[1:] if args is None else args, 'n:u:s:r:pvh',
            ['number=', 'setup=', 'repeat=', 'process', 'verbose', 'unit=', 'help'])
    except getopt.error as err:
        print(err)
        print('use -h/--help for command line help')
        return 2
    timer = default_timer
    stmt = '\n'.join(args) or 'pass'
    number = 0
    setup = []
    rounds = default_repeat
    verbose = 0
    unit = None
    precision = 3
    for name, value in options:
        if name in ('-n', '--number'):
            number = int(value)
        elif name in ('-s', '--setup'):
            setup.append(value)
        elif name in ('-u', '--unit'):
            if value not in _UNITS:
                print('Unrecognized unit. Please select nsec, usec, msec, or sec.',
                      file=sys.stderr)
                return 2
            unit = value
        elif name in ('-r', '--repeat'):
            rounds = max(int(value), 1)
        elif name in ('-p', '--process'):
            timer = time.process_time
        elif name in ('-v', '--verbose'):
            if verbose:
                precision += 1
            verbose += 1
        elif name in ('-h', '--help'):
            print('usage: timeit [-n N] [-r N] [-u U] [-s S] [-p] [-v] [-h] [--] [statement]')
            return 0
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    sys.path.insert(0, os.curdir)
    runner = Timer(stmt, '\n'.join(setup) or 'pass', timer)

    def show(seconds):
        scale = unit
        if scale is None:
            scale = next((u for u, s in reversed(_UNITS.items()) if seconds >= s), 'nsec')
        return f'{seconds / _UNITS[scale]:.{precision}g} {scale}'

    try:
        if not number:
            def callback(runs, taken):
                s = '' if runs == 1 else 's'
                print(f'{runs} loop{s} -> {taken:.{precision}g} secs')
            number, _ = runner.autorange(callback if verbose else None)
            if verbose:
                print()
        times = runner.repeat(rounds, number)
    except Exception:
        runner.print_exc()
        return 1
    if verbose:
        print('raw times:', ', '.join(map(show, times)))
        print()
    each = [t / number for t in times]
    best, worst = min(each), max(each)
    print(f"{number} loop{'s' if number != 1 else ''}, best of {rounds}: {show(best)} per loop")
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit(
            'The test results are likely unreliable. The worst time '
            f'({show(worst)}) was more than four times slower than the best time ({show(best)}).',
            UserWarning, '', 0)
    return None


if __name__ == '__main__':
    sys.exit(main())
