"""Carrying exceptions from threads to the main thread by hand: traceback, notes, groups."""
import threading, traceback
class Carrier(threading.Thread):
    error = None
    def run(self):
        try: super().run()
        except BaseException as e: self.error = e
def level(n):
    if n: level(n - 1)
    else: raise ValueError("deep")
def chain():
    try: level(1)
    except ValueError as e:
        e.add_note("noted in the thread")
        raise RuntimeError("outer") from e
errors = []
for target, args in (
    (level, (2,)), (chain, ()), (len, (5,)), (lambda: {}["k"], ()), (lambda: exit(3), ()), (lambda: [].pop(), ())
):
    c = Carrier(target=target, args=args)
    c.start()
    c.join()
    errors.append(c.error)
    print(type(c.error).__name__, c.error, repr(c.error.__cause__))
print([f.name for f in traceback.extract_tb(errors[0].__traceback__)][-3:], errors[1].__cause__.__notes__)
try: raise errors[0]
except ValueError as e:
    print(
        "raised again in main", e, traceback.extract_tb(e.__traceback__)[0].name,
        traceback.extract_tb(e.__traceback__)[-1].name
    )
try: raise ExceptionGroup("all", [e for e in errors if isinstance(e, Exception)])
except* ValueError as g: print("group", len(g.exceptions))
except* Exception as g: print("others", [type(e).__name__ for e in g.exceptions])
