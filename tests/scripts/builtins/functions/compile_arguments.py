"""compile(): names that are paths, modes that are none, texts that end too early, long numbers."""
import pathlib
import sys


class Path:
    def __fspath__(self):
        return 'a/path.py'


for name in ('text', b'bytes', pathlib.PurePosixPath('x/y'), Path()):
    print(compile('1', name, 'eval').co_filename)
for name in (bytearray(b'x'), memoryview(b'x'), [1], 5):
    try:
        compile('1', name, 'eval')
    except TypeError as error:
        print(error)
for mode in (5, None):
    try:
        compile('1', 'x', mode)
    except TypeError as error:
        print(error)
try:
    compile('1', 'x', 'other')
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(700)
compile('3' * 700, 'x', 'eval')
try:
    compile('a = 1\nb = ' + '3' * 701, 'x', 'exec')
except SyntaxError as error:
    print(error.lineno, error)
sys.set_int_max_str_digits(4300)
for text in ('try:', '[1 for x', 'if x:', 'def f(', 'a b', "'''abc", 'x = (', 'try:\n pass', 'x = 1'):
    try:
        compile(text, '<s>', 'exec', 0x200 | 0x4000)
        print('whole', repr(text))
    except SyntaxError as error:
        print(type(error).__name__, repr(text))
