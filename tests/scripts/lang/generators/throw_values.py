# throw() with a value that is no instance of the class; closing over subjects that misbehave.
import sys


def g():
    while True:
        try:
            print('got', (yield))
        except ValueError as e:
            print('caught', repr(e), e.__context__)


x = g()
next(x)
import warnings
warnings.simplefilter('ignore')
x.throw(ValueError, TypeError(1))
x.throw(ValueError, ValueError(1), None)
x.throw(ValueError, (1, 2))
x.throw(ValueError, 'text')
x.throw(ValueError)


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        raise ZeroDivisionError(name)


def d():
    yield from Broken()


for call in (lambda y: y.send(1), lambda y: y.throw(AttributeError)):
    y = d()
    print(next(y))
    try:
        call(y)
    except ZeroDivisionError as e:
        print('division', e)
sys.unraisablehook = lambda u: print('unraisable', u.exc_type.__name__, u.exc_value)
y = d()
next(y)
print(y.close())


class Group(ExceptionGroup):
    result = ('one',)

    def split(self, *args):
        return self.result


for Group.result in ('text', (), ('one',)):
    try:
        try:
            raise Group('g', [OSError(1)])
        except* OSError:
            pass
    except TypeError as e:
        print(e)
