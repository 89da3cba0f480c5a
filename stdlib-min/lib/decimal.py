"""Decimal floating-point arithmetic after the General Decimal Arithmetic specification.

Numbers, contexts and their operations are native (`_decimal`); the rest stands in `_decimal_types`.
"""

from _decimal_types import (
    Decimal, Context, DecimalTuple, DefaultContext, BasicContext, ExtendedContext,
    DecimalException, Clamped, InvalidOperation, DivisionByZero, Inexact, Rounded, Subnormal,
    Overflow, Underflow, FloatOperation, DivisionImpossible, InvalidContext, ConversionSyntax,
    DivisionUndefined,
    ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP,
    ROUND_HALF_DOWN, ROUND_05UP,
    setcontext, getcontext, localcontext, IEEEContext,
    MAX_PREC, MAX_EMAX, MIN_EMIN, MIN_ETINY, IEEE_CONTEXT_MAX_BITS, HAVE_THREADS, HAVE_CONTEXTVAR,
)
from _decimal_types import __libmpdec_version__, __version__
