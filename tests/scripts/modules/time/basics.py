"""time: clocks, struct_time, formatting, parsing, sleep, errors; time zone fixed to UTC."""
import os
os.environ["TZ"] = "UTC"
import time

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

time.tzset()
a = time.monotonic()
time.sleep(0.02)
b = time.monotonic()
print(
    b - a >= 0.02, b - a < 5, time.perf_counter() <= time.perf_counter(), time.time() > 1.6e9,
    type(time.time_ns()).__name__, time.process_time() >= 0, type(time.monotonic_ns()).__name__,
    time.thread_time() >= 0, time.timezone, time.tzname, time.daylight, time.sleep(0)
)
g = time.gmtime(0)
print(
    g, tuple(g), g.tm_year, g[7], g.tm_zone, time.gmtime(1e9)[:6], time.gmtime(-1)[:6],
    time.localtime(86400 * 365)[:3], time.gmtime(1709164800).tm_yday
)
print(time.mktime((2000, 1, 1, 0, 0, 0, 0, 0, 0)), time.asctime(g), time.ctime(0), time.ctime(1e9))
f = time.strftime
t = time.gmtime(1234567890)
print(
    f("%Y-%m-%d %H:%M:%S %j %a %A %b %B %d %e %y %I %p %U %w %W %% %Z %x %X", t), f("", t), f("%H", g), f("é %Y", t)
)
print(
    time.strptime("2024-02-29 13:14:15", "%Y-%m-%d %H:%M:%S")[:8], time.strptime("5 Mar 99", "%d %b %y")[:3],
    time.strptime("12:30 PM", "%I:%M %p")[3:5], time.strptime("  7 2001", " %d %Y")[2],
    time.strptime("Monday", "%A")[6]
)
print(
    time.struct_time(range(9)), time.struct_time((1, 2, 3, 4, 5, 6, 7, 8, 9)).tm_mon,
    len(time.struct_time(range(9))), time.get_clock_info("monotonic").monotonic
)
fails(time.sleep, -1)
fails(time.sleep, "a")
fails(time.sleep)
fails(time.gmtime, "a")
fails(time.gmtime, 1e30)
fails(time.gmtime, float("nan"))
fails(time.mktime, (1, 2))
fails(time.mktime, 5)
fails(time.strftime, 5)
fails(time.strftime, "%Y", (1, 2))
fails(time.strftime, "%Y", (2000, 13, 1, 0, 0, 0, 0, 0, 0))
fails(time.strptime, "x", "%Y")
fails(time.strptime, "2024-13", "%Y-%m")
fails(time.strptime, "2024", "%Y-%m")
fails(time.strptime, "2024x", "%Y")
fails(time.strptime, "1", "%Q")
fails(time.struct_time, 5)
fails(time.struct_time, (1, 2))
fails(setattr, g, "tm_year", 1)
fails(time.get_clock_info, "x")
fails(time.asctime, (1,))
