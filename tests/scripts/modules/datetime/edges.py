# Folds, gaps, odd texts and odd subclasses
import copy
import datetime
import pickle
import time
import warnings
from datetime import date, timedelta, timezone, tzinfo

datetime_ = datetime.datetime


def attempt(f, *args):
    try:
        print(f.__qualname__, args, '->', repr(f(*args)))
    except Exception as e:
        print(f.__qualname__, args, type(e).__name__, e)


class Sub(datetime_):
    pass


a = Sub(2012, 1, 1, fold=1)
for b in a.replace(year=2013), copy.replace(a, year=2013), a + timedelta(1), a.replace(fold=0):
    print(type(b).__name__, b.year, b.fold)


class Eastern(tzinfo):
    """Two o'clock in the morning of November 3 comes twice, March 10 leaves it out."""

    def utcoffset(self, dt):
        return self.dst(dt) - timedelta(hours=5)

    def dst(self, dt):
        plain = dt.replace(tzinfo=None, fold=0)
        start, end = datetime_(2002, 3, 10, 2), datetime_(2002, 11, 3, 1)
        if start <= plain < start + timedelta(hours=1):
            return timedelta(hours=0 if dt.fold else 1)
        if end <= plain < end + timedelta(hours=1):
            return timedelta(hours=0 if dt.fold else 1)
        return timedelta(hours=1) if start <= plain < end else timedelta()

    def tzname(self, dt):
        return 'E\ud800%T'


zone = Eastern()
for wall in datetime_(2002, 11, 3, 1, 30, tzinfo=zone), datetime_(2002, 3, 10, 2, 30, tzinfo=zone), datetime_(2002, 7, 1, tzinfo=zone):
    other = wall.astimezone(timezone.utc)
    print(wall == other, wall != other, wall <= other, hash(wall) == hash(wall.replace(fold=1)), wall == wall.replace(fold=1))
print(ascii(datetime_(2002, 7, 1, tzinfo=zone).strftime('%Z|%%')))
for text in '2022W525', '2022W52', '2022W52520', '2022W525T20', '2022-W52-5T20:30', '9999-12-31T24:00', '2009-04-01T24:00', '2009-04-32T24:00', '2020-01-01T12:30,5', '2020-01-01T12:30:01,5':
    attempt(datetime_.fromisoformat, text)
for args in (2020, 53, 1), (1 << 40, 1, 1), (2020, 1 << 70, 1), (2020, 54, 1), (2020, 1, 8):
    attempt(date.fromisocalendar, *args)
print(pickle.loads(pickle.dumps(date(2020, 1, 1).isocalendar())), date(2020, 1, 1).isocalendar().__reduce__())
print(ascii(datetime_(2001, 2, 3, 4).isoformat('\ud800')))
for format in '\ud83d', '\ud83d%Y\udc0d', '\0%d\0', '%', '%%', '100%%Y':
    print(ascii(datetime_(2001, 2, 3, 4).strftime(format)), ascii(time.strftime(format, (2001, 2, 3, 4, 5, 6, 7, 8, 0))))
print(datetime.time(1, 2, tzinfo=tzinfo()).strftime('%H:%M'))
attempt(datetime.time(1, 2, tzinfo=tzinfo()).strftime, '%z')
for text in '-00:02:01.000003', '+0530', '+05:3007.25', 'Z', 'z', '-2400', '+01:0203', '+0102:03', '-000':
    attempt(datetime_.strptime, text, '%z')
    attempt(datetime.time.strptime, text, '%z')
for args in (b'\x31\x39\x03\x1c',), (b'\x07\xd0\x0d\x01', 1, 1):
    attempt(date, *args)
attempt(datetime.time, b'\x01\x02\x03\x00\x00\x01', 'utc')
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    time.strptime('03-14', '%m-%d')
    datetime_.strptime('20-03-14', '%y-%m-%d')
print([str(w.message) for w in seen])
for year in -(1 << 31) + 1900, -(1 << 31) + 1899, 1 << 31:
    attempt(time.asctime, (year, 1, 1, 0, 0, 0, 0, 1, 0))
