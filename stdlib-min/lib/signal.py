"""Signals and what to do when one arrives.

Owns the enumerations; the numbers in this module are their members, and the
functions that take or return signals, handlers or masks convert both ways.
Everything else is the native `_signal`.
"""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum


def _members(test):
    return {name: value for name, value in vars(_signal).items()
            if name.isupper() and test(name)}


Signals = _IntEnum('Signals', _members(
    lambda name: name.startswith('SIG') and not name.startswith('SIG_')),
    module=__name__, qualname='Signals')
Handlers = _IntEnum('Handlers', {'SIG_DFL': 0, 'SIG_IGN': 1}, module=__name__,
                    qualname='Handlers')
globals().update(Signals.__members__)
globals().update(Handlers.__members__)
_masks = _members(lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))
if _masks:
    Sigmasks = _IntEnum('Sigmasks', _masks, module=__name__, qualname='Sigmasks')
    globals().update(Sigmasks.__members__)
del _masks


def _int_to_enum(value, enum_klass):
    """The member with this value; *value* itself if there is none."""
    if not isinstance(value, int):
        return value
    try:
        return enum_klass(value)
    except ValueError:
        return value


def _enum_to_int(value):
    """The number behind a member; other objects, functions for example, pass."""
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def _documented(function):
    """Copy the docstring of the native function of the same name."""
    function.__doc__ = getattr(_signal, function.__name__).__doc__
    return function


@_documented
def signal(signalnum, handler):
    old = _signal.signal(_enum_to_int(signalnum), _enum_to_int(handler))
    return _int_to_enum(old, Handlers)


@_documented
def getsignal(signalnum):
    return _int_to_enum(_signal.getsignal(signalnum), Handlers)


if hasattr(_signal, 'pthread_sigmask'):
    @_documented
    def pthread_sigmask(how, mask):
        return {_int_to_enum(x, Signals) for x in _signal.pthread_sigmask(how, mask)}

if hasattr(_signal, 'sigpending'):
    @_documented
    def sigpending():
        return {_int_to_enum(x, Signals) for x in _signal.sigpending()}

if hasattr(_signal, 'sigwait'):
    @_documented
    def sigwait(sigset):
        return _int_to_enum(_signal.sigwait(sigset), Signals)

if hasattr(_signal, 'valid_signals'):
    @_documented
    def valid_signals():
        return {_int_to_enum(x, Signals) for x in _signal.valid_signals()}
else:
    def valid_signals():
        """All signals of this system."""
        return set(Signals)
