# daemon threads that run, hold locks, wait for input, make garbage and start threads while the process ends
import atexit, os, queue, sys, threading, time


def spin():
    n, d = 0, {}
    while True:
        n += 1
        d[n % 100] = sorted([3, 1, str(n) and n])


lock = threading.Lock()


def locker():
    while True:
        with lock:
            time.sleep(0.0001)


def reader():
    r, w = os.pipe()
    os.read(r, 1)


class Dying:
    def __del__(self): len("x")


def garbage():
    while True:
        x = Dying()
        x.me = x


def generators():
    def g():
        try:
            while True: yield 1
        finally:
            len("x")
    while True:
        for i in g(): break


def waiter():
    queue.Queue().get()


def raiser():
    while True:
        try: int("x")
        except ValueError: pass


def starter():
    while True:
        t = threading.Thread(target=len, args=("",), daemon=True)
        try:
            t.start()
            t.join()
        except RuntimeError:
            pass


for f in (spin, locker, reader, garbage, generators, waiter, raiser, starter):
    threading.Thread(target=f, daemon=True).start()


atexit.register(lambda: print("atexit", flush=True))
time.sleep(0.05)
print("main ends", flush=True)
