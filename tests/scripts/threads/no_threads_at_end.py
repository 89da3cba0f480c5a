# A finaliser that runs while the modules go can start no thread.
import sys
import threading


class Late:
    def __del__(self):
        print('finalizing', sys.is_finalizing())
        try:
            threading.Thread(target=print).start()
        except Exception as e:
            print(type(e).__name__, e)


late = Late()
print('end')
