"""select, poll, epoll: readiness, timeouts, errors."""
import os, select, threading, time

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

r, w = os.pipe()
print(select.select([r], [], [], 0), select.select([], [w], [], 0) == ([], [w], []), select.select([], [], [], 0))
os.write(w, b"x")
class File:
    def fileno(self): return r
f = File()
print(select.select([r, f], [w], [], 5) == ([r, f], [w], []), select.select((r,), (), ()) == ([r], [], []))
p = select.poll()
p.register(r, select.POLLIN)
p.register(w)
print(sorted(p.poll(0)) == sorted([(r, select.POLLIN), (w, select.POLLOUT)]))
p.modify(w, 0)
print(p.poll() == [(r, select.POLLIN)], p.unregister(w), p.poll(100) == [(r, select.POLLIN)])
os.read(r, 1)
start = time.monotonic()
print(p.poll(50), time.monotonic() - start >= 0.049, p.poll(0), p.poll(0.5))
with select.epoll() as e:
    e.register(r, select.EPOLLIN)
    print(e.poll(0), e.closed, e.fileno() > 2)
    threading.Timer(0.05, os.write, (w, b"y")).start()
    print(e.poll(5) == [(r, select.EPOLLIN)], e.poll(0, 1) == [(r, 1)])
    e.modify(r, select.EPOLLIN | select.EPOLLET)
    print(len(e.poll(0)), len(e.poll(0)))
    e.unregister(r)
    fails(e.unregister, r)
    fails(e.register, w, -1)
    fails(e.poll, 0, 0)
print(e.closed)
fails(e.poll)
os.close(w)
print(p.poll(1000) == [(r, select.POLLIN | select.POLLHUP)])
for bad in ([-1], ["a"], [99999], 1): fails(select.select, bad, [], [])
fails(select.select, [r], [], [], -1)
fails(select.select, [r], [], [], "a")
fails(select.select, [r], [])
fails(p.modify, 99, 1)
fails(p.unregister, 99)
fails(p.register, r, -1)
fails(p.register, r, 70000)
fails(p.poll, "a")
fails(select.epoll, -5)
print(select.error is OSError, select.PIPE_BUF >= 512)
