"""datetime: dates, times, deltas, time zones, formatting, arithmetic, errors."""
from datetime import date, time, datetime, timedelta, timezone

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

d = date(2024, 2, 29)
print(
    d, repr(d), d.year, d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.replace(year=2023, day=1),
    d.strftime("%A %d %B %Y %j"), d + timedelta(1), d - date(2024, 1, 1), date.fromisoformat("2024-02-29"),
    date.fromordinal(1), d.ctime(), d.timetuple()[:3], date.min, date.max, d < date(2024, 3, 1),
    date.fromisocalendar(2024, 9, 4)
)
t = datetime(2024, 2, 29, 13, 14, 15, 123456)
print(
    t, repr(t), t.isoformat(), t.isoformat(" ", "minutes"), t.date(), t.time(), t + timedelta(hours=11),
    t.replace(microsecond=0), t.strftime("%Y-%m-%d %H:%M:%S.%f %p"),
    datetime.strptime("5/3/99 7:08", "%d/%m/%y %H:%M"), datetime.fromisoformat("2024-02-29T13:14:15+02:00"),
    datetime.combine(d, time(1, 2)), t - datetime(2024, 1, 1), t.timetuple().tm_yday, f"{t:%H:%M}"
)
x = timedelta(days=1, hours=2, minutes=3, seconds=4.5)
print(
    x, repr(x), x.days, x.seconds, x.microseconds, x.total_seconds(), -x, x * 2, x / 2, x // timedelta(hours=1),
    x % timedelta(hours=1), divmod(x, timedelta(hours=5)), abs(-x), timedelta(-1), timedelta(milliseconds=1500),
    timedelta(weeks=1), x > timedelta(1), timedelta.max, timedelta(0) == timedelta(), bool(timedelta()),
    sum([x, x], timedelta())
)
u = datetime(2024, 1, 1, tzinfo=timezone.utc)
z = timezone(timedelta(hours=5, minutes=30), "IST")
print(
    u, repr(u), u.astimezone(z), z, repr(z), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), u.utcoffset(),
    u.tzname(), u.astimezone(z) == u, timezone.utc, timezone(timedelta(hours=-3)), time(1, 2, tzinfo=z),
    u.isoformat(), u.astimezone(z).strftime("%z %Z"), datetime(2024, 1, 1) == u, hash(u) == hash(u.astimezone(z))
)
for f, a in (
    (date, (2023, 2, 29)), (date, (0, 1, 1)), (date, (2024, 13, 1)), (date, ("a", 1, 1)), (date, (2024,)),
    (datetime, (2024, 1, 1, 24)), (time, (25,)), (timedelta, ("a",)), (timedelta, (10**10,)),
    (date.fromisoformat, ("2024-2-9",)), (date.fromisoformat, (5,)), (datetime.strptime, ("x", "%Y")),
    (datetime.strptime, ("2024 z", "%Y")), (timezone, (5,)), (timezone, (timedelta(days=1),)),
    (datetime.fromisoformat, ("2024-13-01",))
):
    fails(f, *a)
fails(lambda: date.max + timedelta(1))
fails(lambda: t - u)
fails(lambda: t < u)
fails(lambda: d + 1)
fails(lambda: x / 0)
fails(lambda: d < t)
fails(lambda: setattr(d, "year", 1))
