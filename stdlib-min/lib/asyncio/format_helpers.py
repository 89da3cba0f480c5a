"""Texts about callbacks and the places where things were created."""

import functools
import inspect
import reprlib
import sys
import traceback

from . import constants


def _get_function_source(func):
    """File and first line of a function, through wrappers and partial objects; None if there is no Python code."""
    func = inspect.unwrap(func)
    while isinstance(func, (functools.partial, functools.partialmethod)):
        func = inspect.unwrap(func.func)
    if inspect.isfunction(func):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    return None


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None, debug=debug)
    if place := _get_function_source(func):
        text += f" at {place[0]}:{place[1]}"
    return text


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    """The arguments of a call. They may hold secrets, so only debug mode shows them."""
    if not debug:
        return "()"
    parts = [reprlib.repr(a) for a in args or ()]
    parts += [f"{name}={reprlib.repr(value)}" for name, value in (kwargs or {}).items()]
    return f"({', '.join(parts)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    while isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        func, args, kwargs = func.func, func.args, func.keywords
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def extract_stack(f=None, limit=None):
    """The innermost frames from `f` outwards, as a StackSummary whose last entry is `f` itself."""
    if f is None:
        f = sys._getframe().f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack
