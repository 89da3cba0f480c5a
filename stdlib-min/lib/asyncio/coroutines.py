"""What counts as a coroutine, and how it is shown."""

import collections.abc
import inspect
import os
import sys
import types
import warnings

__all__ = ("iscoroutinefunction", "iscoroutine")


def _is_debug_mode():
    """Whether the command line or the environment ask for debug mode."""
    return sys.flags.dev_mode or (not sys.flags.ignore_environment and bool(os.environ.get("PYTHONASYNCIODEBUG")))


def iscoroutinefunction(func):
    """Whether calling it gives a coroutine. Deprecated: inspect.iscoroutinefunction() does it."""
    warnings._deprecated(
        "asyncio.iscoroutinefunction",
        f"{warnings._DEPRECATED_MSG}; use inspect.iscoroutinefunction() instead",
        remove=(3, 16),
    )
    return _iscoroutinefunction(func)


def _iscoroutinefunction(func):
    return inspect.iscoroutinefunction(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


# Functions made by libraries carry it as an attribute.
_is_coroutine = object()

_COROUTINE_TYPES = (types.CoroutineType, collections.abc.Coroutine)
# Classes that passed the slow test.
_iscoroutine_typecache = {types.CoroutineType}


def iscoroutine(obj):
    """Whether it is a coroutine object."""
    cls = type(obj)
    if cls in _iscoroutine_typecache:
        return True
    if not isinstance(obj, _COROUTINE_TYPES):
        return False
    # Bounded: classes made in a loop must not pile up.
    if len(_iscoroutine_typecache) < 100:
        _iscoroutine_typecache.add(cls)
    return True


def _first(obj, *names):
    """The first of these attributes that is there and true."""
    for name in names:
        value = getattr(obj, name, None)
        if value:
            return value
    return None


def _format_coroutine(coro):
    assert iscoroutine(coro)
    # Extension types may lack any of these attributes.
    name = _first(coro, "__qualname__", "__name__")
    name = f"{name or f'<{type(coro).__name__} without __name__>'}()"
    code = _first(coro, "cr_code", "gi_code")
    if not code:
        running = getattr(coro, "cr_running", None)
        if running is None:
            running = getattr(coro, "gi_running", False)
        return f"{name} running" if running else name
    file = code.co_filename or "<empty co_filename>"
    frame = _first(coro, "gi_frame", "cr_frame")
    if frame is not None:
        return f"{name} running at {file}:{frame.f_lineno}"
    return f"{name} done, defined at {file}:{code.co_firstlineno}"
