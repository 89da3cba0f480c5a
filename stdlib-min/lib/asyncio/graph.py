"""Who waits for whom: the call graph of futures and tasks."""

__all__ = (
    "capture_call_graph", "format_call_graph", "print_call_graph", "FrameCallGraphEntry", "FutureCallGraph",
)

import dataclasses
import sys
import types

from . import events, futures, tasks


@dataclasses.dataclass(frozen=True, slots=True)
class FrameCallGraphEntry:
    """A frame of a future's call stack."""

    frame: types.FrameType


@dataclasses.dataclass(frozen=True, slots=True)
class FutureCallGraph:
    """A future, its call stack with the innermost frame last, and the graphs of those that wait for it."""

    future: futures.Future
    call_stack: tuple[FrameCallGraphEntry, ...]
    awaited_by: tuple["FutureCallGraph", ...]


def _check_future(future):
    if not isinstance(future, futures.Future):
        raise TypeError(f"{future!r} object does not appear to be compatible with asyncio.Future")


def _waiting_for(future, limit):
    return tuple(_build_graph_for_future(waiter, limit=limit) for waiter in future._asyncio_awaited_by or ())


def _build_graph_for_future(future, *, limit=None):
    """The graph of a future that does not run now."""
    _check_future(future)
    get_coro = getattr(future, "get_coro", None)
    coro = get_coro() if get_coro and limit != 0 else None
    stack = []
    # From the task's coroutine through what it awaits.
    while coro is not None:
        if hasattr(coro, "cr_await"):
            if coro.cr_frame is not None:
                stack.append(FrameCallGraphEntry(coro.cr_frame))
            coro = coro.cr_await
        elif hasattr(coro, "ag_await"):
            stack.append(FrameCallGraphEntry(coro.ag_frame))
            coro = coro.ag_await
        else:
            break
    waiting = _waiting_for(future, limit)
    if limit is not None:
        stack = stack[:limit] if limit > 0 else stack[limit:] if limit < 0 else stack
    stack.reverse()
    return FutureCallGraph(future, tuple(stack), waiting)


def capture_call_graph(future=None, /, *, depth=1, limit=None):
    """The graph of a future, by default of the running task; None outside of tasks.

    The stack of the running task begins `depth` frames above this one. `limit`: at most so many frames of each stack, from
    its start if positive, from its end if negative.
    """
    loop = events._get_running_loop()
    if future is None:
        if loop is None:
            raise RuntimeError(
                "capture_call_graph() is called outside of a running event loop and no *future* to introspect "
                "was provided")
        future = tasks.current_task(loop=loop)
        if future is None:
            # In a callback.
            return None
    elif loop is None or future is not tasks.current_task(loop=loop):
        return _build_graph_for_future(future, limit=limit)
    _check_future(future)

    stack = []
    frame = sys._getframe(depth) if limit != 0 else None
    try:
        while frame is not None:
            stack.append(FrameCallGraphEntry(frame))
            is_async = isinstance(frame.f_generator, (types.CoroutineType, types.AsyncGeneratorType))
            outer = frame.f_back
            if is_async and outer is not None and outer.f_generator is None:
                # The task's coroutine: what is outside belongs to the loop.
                break
            frame = outer
    finally:
        # No cycle through this frame.
        del frame
    waiting = _waiting_for(future, limit)
    if limit is not None:
        # The stack stands the other way round here.
        stack = stack[:-limit] if limit < 0 else stack[-limit:] if limit > 0 else stack
    return FutureCallGraph(future, tuple(stack), waiting)


def _describe_frame(frame):
    kind = ""
    code = frame.f_code
    generator = frame.f_generator
    if generator is not None:
        for prefix, name in (("cr", "async"), ("ag", "async generator"), ("gi", "generator")):
            inner = getattr(generator, f"{prefix}_frame", None)
            if hasattr(generator, f"{prefix}_frame"):
                kind = f"{name} "
                frame = inner if inner is not None else frame
                code = getattr(generator, f"{prefix}_code")
                break
    return f"File {code.co_filename!r}, line {frame.f_lineno}, in {kind}{code.co_qualname}()"


def _render(graph, lines, level):
    def add(text):
        lines.append(" " * 4 * level + text)

    future = graph.future
    if isinstance(future, tasks.Task):
        add(f"* Task(name={future.get_name()!r}, id={id(future):#x})")
    else:
        add(f"* Future(id={id(future):#x})")
    if graph.call_stack:
        add("  + Call stack:")
        for entry in graph.call_stack:
            add(f"  |   {_describe_frame(entry.frame)}")
    if graph.awaited_by:
        add("  + Awaited by:")
        for waiter in graph.awaited_by:
            _render(waiter, lines, level + 1)


def format_call_graph(future=None, /, *, depth=1, limit=None):
    """capture_call_graph() as a text; "" if there is none."""
    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    if graph is None:
        return ""
    lines = []
    try:
        _render(graph, lines, 0)
    finally:
        # It holds frames.
        del graph
    return "\n".join(lines)


def print_call_graph(future=None, /, *, file=None, depth=1, limit=None):
    """Print format_call_graph(); to sys.stdout by default."""
    print(format_call_graph(future, depth=depth, limit=limit), file=file)
