"""glob0 and glob1, which are deprecated."""
import glob
import os
import tempfile
import warnings

with tempfile.TemporaryDirectory() as d:
    for name in ('a', 'ab', '.h', 'b'):
        open(os.path.join(d, name), 'w').close()
    os.mkdir(os.path.join(d, 'dir'))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        for pattern in ('a', 'a*', '.h', '.*', 'dir', '*', 'no'):
            print(repr(pattern), glob.glob0(d, pattern), sorted(glob.glob1(d, pattern)))
        print(glob.glob0(os.fsencode(d), b'b'), sorted(glob.glob1(os.fsencode(d), b'?')), glob.glob0(d, ''))
        print(glob.glob0(d + '/none', ''), glob.glob1(d + '/none', '*'))
    for w in seen[:2]:
        print(w.category.__name__, w.message, os.path.basename(w.filename) == os.path.basename(__file__))
