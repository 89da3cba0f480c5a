# Weeks, months and years as lists; names; what is refused.
import calendar

for first in 0, 3, 6:
    c = calendar.Calendar(first)
    print(list(c.iterweekdays()))
    for y, m in (2024, 2), (2023, 12), (1, 1), (9999, 12), (2015, 2):
        print(y, m, c.monthdayscalendar(y, m))
        print(c.monthdays2calendar(y, m)[0], c.monthdays2calendar(y, m)[-1])
        print(list(c.itermonthdays3(y, m))[:7], list(c.itermonthdays4(y, m))[-7:])
print([len(row) for row in calendar.Calendar().yeardatescalendar(2020, 5)])
print(calendar.Calendar().yeardays2calendar(2020)[0][1][0], calendar.Calendar().yeardayscalendar(2020)[3][2][-1])
print(calendar.Calendar(6).monthdatescalendar(2021, 3)[0])
for y in 1900, 2000, 2023, 2024, 0, -4:
    print(y, calendar.isleap(y), calendar.leapdays(y, 2024), calendar.monthrange(y, 2), calendar.weekday(y, 1, 31))
print(calendar.timegm((1970, 1, 1, 0, 0, 0, 0, 1, 0)), calendar.timegm((2038, 1, 19, 3, 14, 8)), calendar.timegm((2000, 2, 60, 25, 61, 61)))
print(list(calendar.day_name), list(calendar.day_abbr), list(calendar.month_name), list(calendar.month_abbr))
print(calendar.month_name[3:5], calendar.day_abbr[-1], len(calendar.month_abbr), len(calendar.day_name))
print(calendar.JANUARY, repr(calendar.MONDAY), calendar.Month.MAY, repr(calendar.Day(6)), calendar.Month(2) + 1, calendar.mdays)


def refused(f, *args):
    try:
        print('fine', f(*args))
    except Exception as e:
        print(type(e).__name__, type(e).__mro__[1:3], e)


refused(calendar.monthrange, 2020, 13)
refused(calendar.setfirstweekday, 7)
refused(calendar.month, 2020, 0)
refused(calendar.weekday, 2020, 2, 30)
refused(lambda: calendar.month_name[13])
refused(lambda: calendar.Nothing)
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.firstweekday(), calendar.monthcalendar(2022, 5), calendar.weekheader(3))
