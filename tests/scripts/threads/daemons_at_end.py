# Daemon threads stop for good before the modules go; what they have locked inside native code is free.
import sys
import threading
import time

lock = threading.Lock()
started = threading.Barrier(6)


def spin():
    started.wait()
    while True:
        [i for i in range(10)]


def lock_user():
    started.wait()
    while True:
        with lock:
            pass
        sys.stderr.write('')


def sleeper():
    started.wait()
    while True:
        time.sleep(0.001)


def printer():
    started.wait()
    with open('/dev/null', 'w') as out:
        while True:
            print('x' * 100, file=out)


def late():
    started.wait()
    time.sleep(30)
    print('never')


for target in (spin, lock_user, sleeper, printer, late):
    threading.Thread(target=target, daemon=True).start()
started.wait()
time.sleep(0.02)
print('end', sys.is_finalizing())
