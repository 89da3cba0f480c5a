"""An exception in the main thread: its report, then the threads still finish; status 1."""
import threading, time
def slow():
    time.sleep(0.1)
    print("the thread finished")
threading.Thread(target=slow).start()
print("main fails now", flush=True)
raise LookupError("main failed")
