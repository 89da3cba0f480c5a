"""Daemon threads: inheritance of the flag, exit does not wait for them."""
import threading, time, sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def report(): print("daemon flag", threading.current_thread().daemon, "child", threading.Thread().daemon)
for d in (None, False, True):
    t = threading.Thread(target=report, daemon=d)
    print(t.daemon)
    t.start()
    t.join()
t = threading.Thread(target=report)
t.daemon = True
t.start()
t.join()
print(t.daemon)
fails(setattr, threading.current_thread(), "daemon", True)
started = threading.Event()
def forever():
    started.set()
    while True: time.sleep(0.01)
threading.Thread(target=forever, daemon=True).start()
started.wait()
def late():
    time.sleep(0.05)
    print("a thread that is no daemon ends first")
    sys.stdout.flush()
threading.Thread(target=late).start()
print("end of the main program")
