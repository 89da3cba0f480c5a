"""The program waits for its threads at exit; atexit functions run after them."""
import atexit, threading, time
atexit.register(print, "atexit runs last")
def slow(n):
    time.sleep(0.03 * n)
    print("thread", n, "ends")
for n in (1, 3, 2): threading.Thread(target=slow, args=(n * 2,)).start()
print("main ends")
