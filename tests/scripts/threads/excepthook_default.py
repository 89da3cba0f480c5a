"""The report of an uncaught exception in a thread goes to standard error; the program goes on with status 0."""
import threading
def inner(n): return 1 / n
def work(): inner(0)
t = threading.Thread(target=work, name="worker")
t.start()
t.join()
print("still here", t.is_alive())
