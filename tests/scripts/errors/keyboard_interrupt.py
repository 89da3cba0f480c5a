# KeyboardInterrupt raised by the script (status 130 is set by the signal's default)
# stderr: ignore
def f():
    try:
        raise KeyboardInterrupt
    except Exception:
        print("not caught here")
    finally:
        print("finally")


try:
    f()
except KeyboardInterrupt as e:
    print("caught", repr(e))
