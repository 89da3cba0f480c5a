"""join with a timeout returns; join of a finished thread returns at once; joins from several threads."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

gate = threading.Event()
t = threading.Thread(target=gate.wait)
t.start()
print(t.join(0.01), t.is_alive(), t.join(timeout=0), t.is_alive(), t.join(-1), t.is_alive())
results = []
def joiner():
    t.join()
    results.append("joined")
group = [threading.Thread(target=joiner) for _ in range(3)]
for g in group: g.start()
print(results)
gate.set()
for g in group: g.join()
print(results, t.is_alive(), t.join(5), t.join())
def self_join():
    try: threading.current_thread().join()
    except RuntimeError as e: results.append(str(e))
s = threading.Thread(target=self_join)
s.start()
s.join()
print(results[-1])
fails(t.join, "x")
fails(t.join, 1, 2)
