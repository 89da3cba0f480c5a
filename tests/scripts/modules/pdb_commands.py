# stdin: n\nw 1\na\np a, b\npp {'x': a}\nwhatis t\nwhatis Thing\nwhatis main\nwhatis t.double\nl\nl\nl 1, 5\nl 7\nl .\nll\nsource helper\nsource 3\nu\np a\nd\nd\nd x\nb 12\nb helper\nb pdb_commands.py:23\ntbreak 30\nb\nb nothing\nb 4,\nb 9999\nb 8\nb 12, x > 100\ndisable 1\nenable 1\ncondition 1 r > 2\ncondition 1 r >\nignore 2 1\nignore 2 x\nignore 2 0\ncommands 1\np 'hit', r\nend\ncommands 9\nb\ndisplay a\ndisplay )\ndisplay\nc\nr\na\nretval\nrv\nn\nn\nc\np $_frame is not None\np '$x'\n!a = 5\na\nx = 3; print(x)\np x\nfor i in range(2):\n    print(i)\n\nsum(q * x for q in [1, 2])\ndef double(v): return v * a\ndouble(4)\nundisplay zzz\nundisplay\nalias pr p %1\nalias two p %1, %2\npr x\npr\npr 1 2\ntwo x a\nalias\nalias two\nalias other\nalias bad p %2\nunalias pr\nunalias\nuntil\nuntil 3\nunt 32\nclear 1\nclear 77\nclear nothing\nclear\nn\nxyz\np 1/0\nhelp xyz\nfoo bar\ninteract\nx\nprint(x + 1)\nexit()\ndebug helper(1, 2)\ns\nn\nc\ncl 2\nrun\nexceptions\nj 99\nj x\nj\ns\ns\ns;;s\np 1;;p 2\nn 3\nstep 3\nq\nn\nq\ny\n
# stderr: ignore
"""The commands of pdb behind breakpoint()."""

import sys


def helper(x, *rest, key=None, **more):
    """Docstring."""
    total = x
    for r in rest:
        total += r
    return total


class Thing:
    def __init__(self, n):
        self.n = n

    def double(self):
        return self.n * 2


def main():
    t = Thing(4)
    a = helper(1, 2, 3, key='k', z=9)
    b = t.double()
    breakpoint()
    print('result', a, b)
    a = helper(4, 5)
    c = [q for q in range(3)]
    print('after', c)
    return c


main()
main()
print('not reached')
