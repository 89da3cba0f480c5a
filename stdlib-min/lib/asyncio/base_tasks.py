"""How tasks are shown."""

import linecache
import reprlib
import traceback

from . import base_futures, coroutines


def _task_repr_info(task):
    info = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        info[0] = "cancelling"
    head = [f"name={task.get_name()!r}"]
    if task._coro:
        head.append(f"coro=<{coroutines._format_coroutine(task._coro)}>")
    if task._fut_waiter is not None:
        head.append(f"wait_for={task._fut_waiter!r}")
    info[1:1] = head
    return info


@reprlib.recursive_repr()
def _task_repr(task):
    return f"<{type(task).__name__} {' '.join(_task_repr_info(task))}>"


def _task_get_stack(task, limit):
    """The frames of a suspended task's coroutine, or of the traceback that ended it."""
    coro, frame = task._coro, None
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        if hasattr(coro, name):
            frame = getattr(coro, name)
            break
    frames = []
    if frame is not None:
        # Innermost first: the newest frames are kept.
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        tb = task._exception.__traceback__
        while tb is not None and (limit is None or len(frames) < limit):
            frames.append(tb.tb_frame)
            tb = tb.tb_next
    return frames


def _task_print_stack(task, limit, file):
    entries = []
    checked = set()
    for frame in task.get_stack(limit=limit):
        code, line = frame.f_code, frame.f_lineno
        if code.co_filename not in checked:
            checked.add(code.co_filename)
            linecache.checkcache(code.co_filename)
        text = linecache.getline(code.co_filename, line, frame.f_globals)
        entries.append((code.co_filename, line, code.co_name, text))
    error = task._exception
    if not entries:
        print(f"No stack for {task!r}", file=file)
    elif error is not None:
        print(f"Traceback for {task!r} (most recent call last):", file=file)
    else:
        print(f"Stack for {task!r} (most recent call last):", file=file)
    traceback.print_list(entries, file=file)
    if error is not None:
        for line in traceback.format_exception_only(type(error), error):
            print(line, file=file, end="")
