"""The part of `decimal` that is not native: signals, views of flags and traps, templates of contexts, localcontext."""

import numbers as _numbers
from collections import namedtuple
from collections.abc import MutableMapping
from contextvars import ContextVar

import _decimal
from _decimal import (
    MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, Context, Decimal, getcontext, setcontext,
)

__version__ = "1.70"
__libmpdec_version__ = "2.5.1"

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
IEEE_CONTEXT_MAX_BITS = 512

ROUND_UP = "ROUND_UP"
ROUND_DOWN = "ROUND_DOWN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_05UP = "ROUND_05UP"

DecimalTuple = namedtuple("DecimalTuple", "sign digits exponent", module="decimal")
DecimalTuple.__doc__ = "A Decimal as a tuple; the exponent of special values is 'F', 'n' or 'N'."


# ------------------------------------------------------------------ signals


class DecimalException(ArithmeticError):
    """The base of all signals."""


class Clamped(DecimalException):
    """An exponent was changed to fit the context."""


class InvalidOperation(DecimalException):
    """An operation that has no result."""


class ConversionSyntax(InvalidOperation):
    """A text that is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A finite number by zero, or the logarithm of zero."""


class DivisionImpossible(InvalidOperation):
    """An integer quotient with more digits than the precision has."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero by zero."""


class Inexact(DecimalException):
    """Digits that are not zero were lost by rounding."""


class InvalidContext(InvalidOperation):
    """A context that does not allow an operation."""


class Rounded(DecimalException):
    """Digits were lost by rounding, perhaps zeros."""


class Subnormal(DecimalException):
    """A result below the normal numbers."""


class Overflow(Inexact, Rounded):
    """A result too large for the context."""


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result that was rounded."""


class FloatOperation(DecimalException, TypeError):
    """A float in a constructor or comparison."""


_SIGNALS = (
    InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped,
)
_CONDITIONS = (InvalidOperation, ConversionSyntax, DivisionImpossible, DivisionUndefined, InvalidContext)


class SignalDict(MutableMapping):
    """A view of a context's flags or traps."""

    __slots__ = ("_context", "_traps")

    def __init__(self, context, traps):
        self._context = context
        self._traps = traps

    def __len__(self):
        return len(_SIGNALS)

    def __iter__(self):
        return iter(_SIGNALS)

    def __getitem__(self, signal):
        return _decimal._signal(self._context, self._traps, signal)

    def __setitem__(self, signal, value):
        _decimal._set_signal(self._context, self._traps, signal, value)

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return self.copy() == other.copy()
        if isinstance(other, dict):
            # All signals must be there.
            try:
                return len(other) == len(_SIGNALS) and all(bool(other[s]) == self[s] for s in _SIGNALS)
            except KeyError:
                return False
        return NotImplemented

    __hash__ = None

    def __repr__(self):
        return "{" + ", ".join(f"{s!r}:{self[s]}" for s in _SIGNALS) + "}"

    def copy(self):
        return {s: self[s] for s in _SIGNALS}


# ------------------------------------------------------------------ contexts

_decimal._setup(
    _SIGNALS, _CONDITIONS, DecimalTuple, SignalDict, _numbers.Rational, ContextVar("decimal_context"), (),
)

DefaultContext = Context(
    prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
BasicContext = Context(
    prec=9, rounding=ROUND_HALF_UP, flags=[],
    traps=[Clamped, InvalidOperation, DivisionByZero, Overflow, Underflow],
)
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_decimal._setup(
    _SIGNALS, _CONDITIONS, DecimalTuple, SignalDict, _numbers.Rational, ContextVar("decimal_context"),
    (DefaultContext, BasicContext, ExtendedContext),
)

_SETTINGS = frozenset(("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"))


class ContextManager:
    """What localcontext() gives: a context to be current within a with statement."""

    __slots__ = ("_new", "_saved")

    def __init__(self, new):
        self._new = new

    def __enter__(self):
        self._saved = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, kind, value, traceback):
        setcontext(self._saved)
        return False


def localcontext(ctx=None, **kwargs):
    """A manager that makes a copy of a context, with some settings changed, the current one."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    new = ctx.copy()
    for name, value in kwargs.items():
        if name not in _SETTINGS:
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if value is not None:
            setattr(new, name, value)
    return ContextManager(new)


def IEEEContext(bits, /):
    """The context of one of IEEE 754's interchange formats: `bits` is a multiple of 32."""
    if bits <= 0 or bits > IEEE_CONTEXT_MAX_BITS or bits % 32:
        raise ValueError(f"argument must be a multiple of 32, with a maximum of {IEEE_CONTEXT_MAX_BITS}")
    emax = 3 * 2 ** (bits // 16 + 3)
    return Context(
        prec=9 * (bits // 32) - 2, rounding=ROUND_HALF_EVEN, Emin=1 - emax, Emax=emax, capitals=1, clamp=1,
        flags=[], traps=[],
    )


_numbers.Number.register(Decimal)

# All of it shows up as members of the module that users import.
for _member in (*_SIGNALS, *_CONDITIONS, DecimalException, SignalDict, ContextManager, localcontext, IEEEContext):
    _member.__module__ = "decimal"
