"""The tower of abstract number types.

Owns Number, Complex, Real, Rational and Integral; the built-in numbers are
registered with them.
"""

from abc import ABCMeta, abstractmethod

__all__ = ['Number', 'Complex', 'Real', 'Rational', 'Integral']


class Number(metaclass=ABCMeta):
    """Anything that is a number."""

    __slots__ = ()
    __hash__ = None


def _abstract(names, namespace):
    """Abstract methods for operators, each `__name__`."""
    for name in names.split():
        def method(self, *args):
            raise NotImplementedError
        method.__name__ = f'__{name}__'
        namespace[f'__{name}__'] = abstractmethod(method)


class Complex(Number):
    """Numbers with the operations of complex."""

    __slots__ = ()
    _abstract('complex add radd neg pos mul rmul truediv rtruediv pow rpow abs eq', locals())

    def __bool__(self):
        return self != 0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    @property
    @abstractmethod
    def real(self):
        """The real part."""
        raise NotImplementedError

    @property
    @abstractmethod
    def imag(self):
        """The imaginary part."""
        raise NotImplementedError

    @abstractmethod
    def conjugate(self):
        """(x + yi).conjugate() is x - yi."""
        raise NotImplementedError


Complex.register(complex)


class Real(Complex):
    """Numbers with the operations of float."""

    __slots__ = ()
    _abstract('float trunc floor ceil round floordiv rfloordiv mod rmod lt le', locals())

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        """The number itself."""
        return +self

    @property
    def imag(self):
        """Zero."""
        return 0

    def conjugate(self):
        """The number itself."""
        return +self


Real.register(float)


class Rational(Real):
    """Numbers with a numerator and a denominator."""

    __slots__ = ()

    @property
    @abstractmethod
    def numerator(self):
        """In lowest terms."""
        raise NotImplementedError

    @property
    @abstractmethod
    def denominator(self):
        """In lowest terms, positive."""
        raise NotImplementedError

    def __float__(self):
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """Numbers with the operations of int."""

    __slots__ = ()
    _abstract('int pow lshift rlshift rshift rrshift and rand xor rxor or ror invert', locals())

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        """The number itself."""
        return +self

    @property
    def denominator(self):
        """One."""
        return 1


Integral.register(int)
