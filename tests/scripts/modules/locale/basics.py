"""The locales that every system has; numbers by the conventions of others."""
import locale
import os


def t(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


for name in ("LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LANG", "LANGUAGE"):
    os.environ.pop(name, None)
print(locale.localeconv())
t(locale.setlocale, locale.LC_ALL, "C")
t(locale.getlocale)
t(locale.getencoding)
t(locale.nl_langinfo, locale.CODESET)
t(locale.setlocale, locale.LC_CTYPE, "C.UTF-8")
t(locale.setlocale, locale.LC_ALL)
t(locale.getlocale, locale.LC_ALL)
t(locale.getlocale)
t(locale.getlocale, locale.LC_NUMERIC)
t(locale.getpreferredencoding)
saved = locale.setlocale(locale.LC_ALL)
t(locale.setlocale, locale.LC_ALL, "C.utf8")
t(locale.setlocale, locale.LC_ALL, saved)
t(locale.setlocale, locale.LC_ALL, ("C", "UTF-8"))
t(locale.setlocale, locale.LC_ALL, "POSIX")
for bad in ("xx", "de_DE.nope", ("xx_XX", "UTF-8"), 5, ("a", "b", "c")):
    t(locale.setlocale, locale.LC_ALL, bad)
t(locale.setlocale, 77)
t(locale.setlocale, "x")
t(locale.setlocale, locale.LC_ALL, "")
os.environ["LANG"] = "C.UTF-8"
t(locale.setlocale, locale.LC_ALL, "")
for n in ("C", "posix", "c.utf8", "en_US.utf8", "de_DE.UTF-8", ""):
    t(locale.normalize, n)
print([locale.nl_langinfo(getattr(locale, n)) for n in ("DAY_1", "ABDAY_7", "MON_5", "ABMON_12", "D_FMT", "RADIXCHAR", "THOUSEP", "AM_STR", "YESEXPR")])
t(locale.nl_langinfo, 5)
print(locale.strcoll("a", "b"), locale.strcoll("b", "a"), locale.strcoll("a", "a"), sorted(["b", "B", "a"], key=locale.strxfrm))
print(locale.format_string("%d|%5.2f|%s|%%|%-8d|", (1234567, 3.14159, "x", 5)), locale.format_string("%(a)d %(b)s", {"a": 1, "b": 2}), locale.format_string("%*d", (6, 42)))
print(locale.str(1.5), locale.str(1e20), locale.atof("1.5"), locale.atoi("12"), locale.localize("1234.5", True), locale.delocalize("1,5"))
t(locale.currency, 5)
german = dict(
    decimal_point=",", thousands_sep=".", grouping=[3, 3, 0], mon_decimal_point=",", mon_thousands_sep=".", mon_grouping=[3, 3, 0], currency_symbol="€", int_curr_symbol="EUR ",
    frac_digits=2, int_frac_digits=2, p_cs_precedes=0, p_sep_by_space=1, n_cs_precedes=0, n_sep_by_space=1, p_sign_posn=1, n_sign_posn=1, positive_sign="", negative_sign="-",
)
locale._override_localeconv = german
print(locale.format_string("%d|%12.2f|%-12d|%+d|%s|%x", (1234567, 12345.678, 1234567, 1000, 1000, 100000), grouping=True))
print(locale.format_string("%f", 1234.5), locale.format_string("%.10g", -1234567.5, grouping=True), locale.format_string("%15.3f|", 1234567.5, True))
print(locale.atof("1.234.567,5"), locale.atoi("1.234"), locale.str(0.5), locale.localize("1234567.25", True), locale.delocalize("1.234,5"))
print(locale.currency(1234.567), locale.currency(-1234.567, grouping=True), locale.currency(12, symbol=False), locale.currency(5, international=True))
for place in range(6):
    locale._override_localeconv = german | {"n_sign_posn": place, "n_cs_precedes": place % 2}
    print(locale.currency(-1.5), locale.currency(-1.5, international=True))
for grouping in ([3, 2, 0], [3, locale.CHAR_MAX], [2], [1, 2, 3, 0]):
    locale._override_localeconv = german | {"grouping": grouping}
    print(locale.format_string("%d", 1234567890, grouping=True))
locale._override_localeconv = german | {"grouping": [0]}
t(locale.format_string, "%d", 123, True)
