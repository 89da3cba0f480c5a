# stderr: ignore
"""Order at the end: main ends, threads end, atexit functions in reverse order, exceptions in them."""
import atexit, threading, time
def bye(n): print("atexit", n)
def broken(): raise ValueError("in atexit")
for n in range(3): atexit.register(bye, n)
atexit.register(broken)
atexit.register(bye, n="keyword")
@atexit.register
def decorated(): print("decorated")
atexit.unregister(len)
def slow():
    time.sleep(0.05)
    print("thread", threading.main_thread().is_alive())
threading.Thread(target=slow).start()
threading.Thread(target=lambda: time.sleep(60), daemon=True).start()
print("main ends")
