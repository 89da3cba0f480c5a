"""errno, the OSError family, and signal handlers in the main thread."""
import errno, os, signal, threading, time

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    errno.ENOENT, errno.EACCES, errno.EEXIST, errno.errorcode[2], errno.EINTR, errno.EAGAIN,
    len(errno.errorcode) > 50
)
for code in (
    "ENOENT", "EACCES", "EEXIST", "EISDIR", "ENOTDIR", "EPIPE", "EINTR", "ECHILD", "ESRCH", "EAGAIN", "ETIMEDOUT",
    "ECONNREFUSED", "ECONNRESET", "EPERM", "EINVAL", "EBADF"
):
    e = OSError(getattr(errno, code), "text", "file")
    print(code, type(e).__name__, e)
print(
    OSError("one"), OSError(1), repr(OSError(2, "b")), OSError(2, "m", "f", None, "g"), OSError(1, 2, 3, 4, 5).args,
    OSError().errno, OSError(2, "x").strerror, IOError is OSError, EnvironmentError is OSError,
    FileNotFoundError(5, "kept").errno, BlockingIOError(11, "m", 3).characters_written
)
seen = []
old = signal.signal(signal.SIGUSR1, lambda n, f: seen.append((n, f.f_code.co_name)))
print(old == signal.SIG_DFL, old)
def here():
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.05)
here()
print(
    seen == [(signal.SIGUSR1, "here")] or seen, signal.SIGUSR1, repr(signal.SIGINT), signal.Signals(2).name,
    signal.getsignal(signal.SIGUSR1) is not None, signal.SIGINT in signal.valid_signals(), signal.strsignal(15)
)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print(len(seen))
signal.raise_signal(signal.SIGUSR1)
def boom(n, f): raise TimeoutError("from the handler")
signal.signal(signal.SIGALRM, boom)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True: pass
except TimeoutError as e: print(e)
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
except KeyboardInterrupt as e: print("KeyboardInterrupt", e.args)
out = []
def other():
    try: signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    except ValueError as e: out.append(str(e))
t = threading.Thread(target=other)
t.start()
t.join()
print(out)
fails(signal.signal, 999, signal.SIG_DFL)
fails(signal.signal, signal.SIGUSR1, 5.5)
fails(signal.signal, signal.SIGKILL, signal.SIG_IGN)
fails(signal.getsignal, 999)
fails(signal.raise_signal, "a")
print(signal.alarm(0), signal.SIG_DFL, signal.Handlers(1))
workers_seen = []
signal.signal(
    signal.SIGUSR1, lambda n, f: workers_seen.append(threading.current_thread() is threading.main_thread())
)
t = threading.Thread(target=lambda: os.kill(os.getpid(), signal.SIGUSR1))
t.start()
t.join()
time.sleep(0.05)
print(workers_seen)
try: raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "name")
except OSError as e: print(e, e.errno == errno.ENOENT, e.filename)
