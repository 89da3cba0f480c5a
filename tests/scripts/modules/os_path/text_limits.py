# Paths that no file can have are still text; long ones take time in proportion to their length.
import os
import os.path

for path in ('\0', 'a\0b/../c', './\0//x', b'a\0/.', 'a/./b'):
    print(ascii(os.path.normpath(path)))
os.environ['A'] = 'B'
n = 30_000
print(os.path.expandvars('$A' * n) == 'B' * n, os.path.expandvars('${A}A' * n) == 'BA' * n,
      os.path.expandvars('${' * 10 * n) == '${' * 10 * n, os.path.expandvars(b'$A!' * n) == b'B!' * n)
print(os.path.expandvars('${A}${nope}${A'), os.path.expandvars('}${A}$'), os.path.expandvars('${}$A}'))
