"""A mock in the place of `open`."""

import io

from . import mock as mocks
from ._calls import DEFAULT


def _lines_of(data):
    """The lines of what a file gives, ends included."""
    return io.BytesIO(data) if isinstance(data, bytes) else io.StringIO(data)


def mock_open(mock=None, read_data=""):
    """A mock for `open`: what it opens gives `read_data`, and is a context."""
    if mock is None:
        mock = mocks.MagicMock(name="open", spec=open)
    names = sorted(set(dir(io.TextIOWrapper)) | set(dir(io.BytesIO)))
    handle = mocks.MagicMock(spec=names)
    handle.__enter__.return_value = handle
    state = {"data": _lines_of(read_data)}

    def unless_set(name, effect):
        def answer(*args, **kwargs):
            method = getattr(handle, name)
            if method._mock_return_value is not DEFAULT:
                return method.return_value
            return effect(*args, **kwargs)

        return answer

    def leave(*args):
        handle.close()

    def lines():
        yield from state["data"]

    def next_line():
        if handle.readline._mock_return_value is not DEFAULT:
            return handle.readline.return_value
        return next(state["data"])

    handle.write.return_value = None
    handle.read.side_effect = unless_set("read", lambda *a, **k: state["data"].read(*a, **k))
    handle.readline.side_effect = unless_set("readline", lambda *a, **k: state["data"].readline(*a, **k))
    handle.readlines.side_effect = unless_set("readlines", lambda *a, **k: state["data"].readlines(*a, **k))
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line
    handle.__exit__.side_effect = leave

    def reset(*args, **kwargs):
        # Each opening begins anew.
        state["data"] = _lines_of(read_data)
        return DEFAULT

    mock.side_effect = reset
    mock.return_value = handle
    return mock
