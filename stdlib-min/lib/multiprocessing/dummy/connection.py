"""Connections within one process: two queues."""

from queue import Queue

__all__ = ['Client', 'Listener', 'Pipe']

families = [None]


class Connection:
    """One end: it sends to one queue and receives from the other."""

    def __init__(self, _in, _out):
        self._in = _in
        self._out = _out
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        """Whether something can be received within so many seconds."""
        waiting = self._in
        if waiting.qsize() > 0:
            return True
        if timeout <= 0.0:
            return False
        with waiting.not_empty:
            waiting.not_empty.wait(timeout)
        return waiting.qsize() > 0

    def close(self):
        """Nothing: there is no descriptor."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Listener:
    """Accepts the ends that clients of this process have made."""

    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    def accept(self):
        """The next connection."""
        return Connection(*self._backlog_queue.get())

    def close(self):
        """Accept no more."""
        self._backlog_queue = None

    @property
    def address(self):
        """What a client needs."""
        return self._backlog_queue

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address):
    """A connection to a listener's address."""
    ours, theirs = Queue(), Queue()
    address.put((theirs, ours))
    return Connection(ours, theirs)


def Pipe(duplex=True):
    """Two ends."""
    first, second = Queue(), Queue()
    return Connection(first, second), Connection(second, first)
