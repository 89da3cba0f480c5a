# stdin: s\ns\nr\np c\nc\ns\ns\nw 1\nc\ns\ns\nc\nw 1\np a\nu\nexceptions\nexceptions 0\nl\nq\nw 1\nl\nc\nexceptions\nc\nn\np x\ns\ns\nb 11\nc\np c\ncl 1\nc\np g\ndisplay g\ndisplay x\ndisplay x +\np x\nx = 8\nn\nq\nn\nq\ny\n
# stderr: ignore
"""What the module pdb offers to programs: run, runeval, runcall, post_mortem, set_trace, Pdb."""

import pdb
import sys


def f(a, b):
    c = a + b
    return c * 2


def chain():
    try:
        1 / 0
    except ZeroDivisionError:
        f(1, 'x')


pdb.run('f(1, 2)\nprint("x")')
print(pdb.runeval('f(3, 4)'))
print(pdb.runcall(f, 5, 6))
try:
    chain()
except TypeError as e:
    pdb.post_mortem(e)
    pdb.post_mortem(e.__traceback__)
    pdb.post_mortem()
try:
    pdb.post_mortem()
except ValueError as e:
    print(type(e))
p = pdb.Pdb(skip=['noth*'], nosigint=True)
p.prompt = '(Mine) '
p.set_trace()
x = f(1, 2)
print(pdb.get_default_backend())
try:
    pdb.set_default_backend('other')
except ValueError as e:
    print(e)


class G:
    def __repr__(self):
        raise RuntimeError('r')


g = G()
pdb.set_trace(header='head', commands=['p x', 'n'])
print('z')
print('y')
