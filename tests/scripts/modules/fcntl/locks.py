"""fcntl.flock and fcntl.lockf: who holds a lock keeps others out until it goes."""
import fcntl
import os
import tempfile


def show(f, *args):
    try:
        print(f.__name__, args[1:], "->", f(*args))
    except Exception as e:
        print(f.__name__, args[1:], type(e).__name__, e)


with tempfile.NamedTemporaryFile() as first:
    first.write(b"0123456789")
    first.flush()
    with open(first.name, "r+b") as second:
        show(fcntl.flock, first, fcntl.LOCK_EX)
        show(fcntl.flock, second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        show(fcntl.flock, first, fcntl.LOCK_UN)
        show(fcntl.flock, second, fcntl.LOCK_SH | fcntl.LOCK_NB)
        show(fcntl.flock, first, fcntl.LOCK_SH | fcntl.LOCK_NB)
        show(fcntl.flock, first, 77)
        show(fcntl.flock, first, "x")
    show(fcntl.lockf, first, fcntl.LOCK_EX, 4, 2)
    child = os.fork()
    if child == 0:
        # Locks on ranges belong to a process.
        status = 0
        with open(first.name, "r+b") as mine:
            try:
                fcntl.lockf(mine, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 5)
            except OSError:
                status |= 1
            fcntl.lockf(mine, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 6)
            fcntl.lockf(mine, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, -10, os.SEEK_END)
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    show(fcntl.lockf, first, fcntl.LOCK_UN)
    show(fcntl.lockf, first, 0)
    show(fcntl.lockf, first, 64)
    show(fcntl.lockf, first, fcntl.LOCK_EX, "x")
    show(fcntl.lockf, first, fcntl.LOCK_EX, 0, 0, 9)
    show(fcntl.lockf, first, fcntl.LOCK_EX, 1, 1 << 70)
    show(fcntl.lockf, first)
