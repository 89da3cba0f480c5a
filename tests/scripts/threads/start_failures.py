"""What happens when run is missing, when the target is no callable, and when threads make threads."""
import threading
out = []
threading.excepthook = lambda args: out.append(f"{args.exc_type.__name__}: {args.exc_value}")
for target in (5, "x", len, lambda a: a, print.__class__):
    t = threading.Thread(target=target)
    t.start()
    t.join()
print(*out, sep="\n")
log = []
def nest(n):
    log.append(n)
    if n:
        t = threading.Thread(target=nest, args=(n - 1,))
        t.start()
        t.join()
        log.append(-n)
nest(5)
print(log)
class Twice(threading.Thread):
    def run(self): log.append("run")
t = Twice()
t.start()
t.join()
try: t.start()
except RuntimeError as e: print(e)
t = Twice()
t.run()
t.run()
t.start()
t.join()
print(log[-4:])
many = [threading.Thread(target=log.append, args=(i,)) for i in range(100)]
del log[:]
for m in many: m.start()
for m in many: m.join()
print(sorted(log) == list(range(100)), threading.active_count())
