"""Clocks: order, resolution, differences, sleeping, and the formats that do not depend on the day."""
import time

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

clocks = [time.monotonic, time.perf_counter, time.time, time.process_time, time.thread_time]
for c in clocks:
    values = [c() for _ in range(1000)]
    print(c.__name__, all(a <= b for a, b in zip(values, values[1:])), isinstance(values[0], float))
for c in (time.monotonic_ns, time.perf_counter_ns, time.time_ns, time.process_time_ns):
    a, b = c(), c()
    print(c.__name__, a <= b, type(a).__name__)
start, cpu = time.perf_counter(), time.process_time()
time.sleep(0.1)
print(0.1 <= time.perf_counter() - start < 3, time.process_time() - cpu < 0.1)
start = time.process_time()
n = 0
while time.process_time() - start < 0.02: n += 1
print(n > 10, abs(time.time() - time.time_ns() / 1e9) < 1)
for s in ("2024-01-01", "1999-12-31", "2000-02-29"):
    t = time.strptime(s, "%Y-%m-%d")
    print(s, t.tm_yday, t.tm_wday, time.strftime("%d/%m/%y %a %j %U", t), time.strftime("%A, %B %d", t))
print(
    time.gmtime(0)[:6], time.gmtime(86399)[3:6], time.gmtime(951782400)[:3], time.asctime(time.gmtime(0)),
    time.gmtime(1.9).tm_sec, time.gmtime(-0.5)[:6]
)
for name in ("monotonic", "perf_counter", "process_time", "time", "thread_time"):
    i = time.get_clock_info(name)
    print(name, i.monotonic, i.adjustable, 0 < i.resolution < 1)
fails(time.sleep, float("nan"))
fails(time.sleep, -0.001)
fails(time.sleep, None)
fails(time.strptime, "32 2001", "%d %Y")
fails(time.strptime, "x", 5)
fails(time.monotonic, 1)
