# Calendars as text and as HTML.
import calendar

print(calendar.TextCalendar().formatyear(2024))
print(calendar.TextCalendar(6).formatyear(1900, 3, 2, 1, 4))
print(calendar.TextCalendar(2).formatmonth(2000, 2, 10, 2))
print(repr(calendar.TextCalendar().formatmonth(0, 2)))
print(repr(calendar.TextCalendar().formatweekheader(12)))
calendar.prmonth(2021, 7)
calendar.prcal(2021, m=6)
calendar.TextCalendar().prweek([(1, 0), (0, 1)], 5)
print()
h = calendar.HTMLCalendar(6)
h.cssclasses = ['a'] * 5 + ['b b', 'c']
h.cssclass_noday = 'none'
h.cssclass_month_head = 'head'
print(h.formatmonth(2024, 2))
print(h.formatmonth(2024, 2, withyear=False)[:200])
print(calendar.HTMLCalendar().formatyearpage(2023, 5, css='x.css', encoding='ascii').decode()[:900])
print(calendar.HTMLCalendar().formatyearpage(2023, css=None)[-200:])
print(calendar.LocaleTextCalendar(locale='C').formatmonth(2024, 1))
print(calendar.LocaleHTMLCalendar(0, 'C').formatweekday(2))
calendar.format(['a', 'bcd', 'ef'], 5, 2)
