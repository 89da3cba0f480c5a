"""sys.exit in the main thread waits for the threads and gives its status."""
import sys, threading, time
def slow():
    time.sleep(0.05)
    print("thread done")
threading.Thread(target=slow).start()
t = threading.Thread(target=sys.exit, args=("ignored in a thread",))
t.start()
t.join()
print("leaving", flush=True)
sys.exit(7)
