"""Locales.

The interpreter knows the locales that every system has: "C" (also called "POSIX") and "C.UTF-8". They differ in the
encoding only. Numbers are formatted by whatever `localeconv` gives, so that other conventions can be put in its place.
"""

import _collections_abc
import os
import re

__all__ = [
    "getlocale", "getdefaultlocale", "getpreferredencoding", "Error", "setlocale", "localeconv", "strcoll", "strxfrm",
    "str", "atof", "atoi", "format_string", "currency", "normalize", "LC_CTYPE", "LC_COLLATE", "LC_TIME",
    "LC_MONETARY", "LC_NUMERIC", "LC_ALL", "CHAR_MAX", "getencoding", "LC_MESSAGES",
]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

_text = str


class Error(Exception):
    """A locale that the system does not have."""


# ------------------------------------------------------------------ settings

# All categories of the system, those without a constant included.
_NAMES = (
    "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME",
    "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
)
_UTF8 = ("C.UTF-8", "C.utf8")


def _from_environment(name):
    """The locale that the environment names for a category."""
    for variable in ("LC_ALL", name, "LANG"):
        value = os.environ.get(variable)
        if value:
            return value
    return "C"


def _checked(locale):
    """The name under which the system knows a locale."""
    if locale in ("C", "POSIX"):
        return "C"
    if locale.startswith("C.") and locale[2:].lower().replace("-", "") == "utf8":
        return locale
    raise Error("unsupported locale setting")


_current = dict.fromkeys(_NAMES, "C")
# Text is UTF-8 from the start, whatever the environment says.
_current["LC_CTYPE"] = "C.UTF-8"


def _queried(category):
    if category != LC_ALL:
        return _current[_NAMES[category]]
    if len(set(_current.values())) == 1:
        return _current["LC_CTYPE"]
    return ";".join(f"{name}={locale}" for name, locale in _current.items())


def _setlocale(category, locale=None):
    if not isinstance(category, int):
        raise TypeError(f"'{type(category).__name__}' object cannot be interpreted as an integer")
    if not LC_CTYPE <= category <= LC_ALL:
        raise Error("locale query failed" if locale is None else "unsupported locale setting")
    if locale is None:
        return _queried(category)
    if not isinstance(locale, _text):
        raise TypeError(f"setlocale() argument 2 must be str or None, not {type(locale).__name__}")
    names = _NAMES if category == LC_ALL else (_NAMES[category],)
    if category == LC_ALL and "=" in locale:
        given = dict(part.partition("=")[::2] for part in locale.split(";"))
        new = {name: _checked(given.get(name, "")) for name in names if name in given}
    else:
        new = {name: _checked(locale or _from_environment(name)) for name in names}
    _current.update(new)
    return _queried(category)


def setlocale(category, locale=None):
    """Sets a category to a locale, given as text or as (language, encoding); None asks for the setting."""
    if locale and not isinstance(locale, _text):
        locale = normalize(_build_localename(locale))
    return _setlocale(category, locale)


def _build_localename(localetuple):
    try:
        language, encoding = localetuple
        if language is None:
            language = "C"
        return language if encoding is None else language + "." + encoding
    except (TypeError, ValueError):
        raise TypeError(
            "Locale must be None, a string, or an iterable of two strings -- language code, encoding."
        ) from None


def normalize(localename):
    """The usual spelling of a locale's name; names that are not known stay as they are."""
    code = localename.lower()
    base, dot, encoding = code.partition(".")
    if base in ("c", "posix"):
        if not dot:
            return "C"
        if encoding.replace("-", "") == "utf8":
            return "C.UTF-8"
    if re.fullmatch(r"[a-z]{2,3}_[a-z]{2}", base) and encoding.replace("-", "") == "utf8":
        language, _, country = base.partition("_")
        return f"{language}_{country.upper()}.UTF-8"
    return localename


def _parse_localename(localename):
    """Language and encoding of a locale's name."""
    code = normalize(localename)
    if "@" in code:
        code, modifier = code.split("@", 1)
        if modifier == "euro" and "." not in code:
            return code, "iso-8859-15"
    if "." in code:
        return tuple(code.split(".")[:2])
    if code == "C":
        return None, None
    if code == "UTF-8":
        return None, "UTF-8"
    raise ValueError("unknown locale: " + localename)


def getlocale(category=LC_CTYPE):
    """The setting of a category as (language, encoding)."""
    name = _setlocale(category)
    if category == LC_ALL and ";" in name:
        raise TypeError("category LC_ALL is not supported")
    return _parse_localename(name)


def getdefaultlocale(envvars=("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE")):
    """What the environment asks for, as (language, encoding)."""
    for variable in envvars:
        name = os.environ.get(variable)
        if name:
            if variable == "LANGUAGE":
                name = name.split(":")[0]
            return _parse_localename(name)
    return _parse_localename("C")


def getencoding():
    """The encoding of the current locale."""
    return nl_langinfo(CODESET)


def getpreferredencoding(do_setlocale=True):
    """The encoding of the locale that the environment names, or of the current one."""
    if not do_setlocale:
        return getencoding()
    old = _current["LC_CTYPE"]
    try:
        setlocale(LC_CTYPE, "")
    except Error:
        pass
    encoding = getencoding()
    _current["LC_CTYPE"] = old
    return encoding


# ------------------------------------------------------------------ conventions

# Conventions that stand in for those of the locale.
_override_localeconv = {}


def localeconv():
    """How numbers and amounts of money are written."""
    conv = dict.fromkeys(
        ("int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep"), ""
    )
    conv["mon_grouping"] = []
    conv["positive_sign"] = conv["negative_sign"] = ""
    for name in (
        "int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space",
        "p_sign_posn", "n_sign_posn",
    ):
        conv[name] = CHAR_MAX
    conv["decimal_point"] = "."
    conv["thousands_sep"] = ""
    conv["grouping"] = []
    conv.update(_override_localeconv)
    return conv


_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_INFO = {}


def _items(first, prefix, values):
    for i, value in enumerate(values, 1):
        globals()[f"{prefix}{i}"] = first + i - 1
        _INFO[first + i - 1] = value


_items(131072, "ABDAY_", [d[:3] for d in _DAYS])
_items(131079, "DAY_", _DAYS)
_items(131086, "ABMON_", [m[:3] for m in _MONTHS])
_items(131098, "MON_", _MONTHS)
CODESET = 14
for _name, _number, _value in (
    ("RADIXCHAR", 65536, "."), ("THOUSEP", 65537, ""), ("AM_STR", 131110, "AM"), ("PM_STR", 131111, "PM"),
    ("D_T_FMT", 131112, "%a %b %e %H:%M:%S %Y"), ("D_FMT", 131113, "%m/%d/%y"), ("T_FMT", 131114, "%H:%M:%S"),
    ("T_FMT_AMPM", 131115, "%I:%M:%S %p"), ("ERA", 131116, ""), ("ERA_D_FMT", 131118, ""),
    ("ALT_DIGITS", 131119, ""), ("ERA_D_T_FMT", 131120, ""), ("ERA_T_FMT", 131121, ""),
    ("CRNCYSTR", 262159, "-"), ("YESEXPR", 327680, "^[yY]"), ("NOEXPR", 327681, "^[nN]"),
):
    globals()[_name] = _number
    _INFO[_number] = _value


def nl_langinfo(key):
    """One of the locale's texts, by the constants of this module."""
    if key == CODESET:
        return "ANSI_X3.4-1968" if _current["LC_CTYPE"] == "C" else "UTF-8"
    try:
        return _INFO[key]
    except KeyError:
        raise ValueError("unsupported langinfo constant") from None


def strcoll(a, b, /):
    """-1, 0 or 1, as the texts follow each other: by code points."""
    strxfrm(a), strxfrm(b)
    return (a > b) - (a < b)


def strxfrm(s, /):
    """A text whose order by code points is the order of `strcoll`."""
    if not isinstance(s, _text):
        raise TypeError(f"strxfrm() argument must be str, not {type(s).__name__}")
    if "\0" in s:
        raise ValueError("embedded null character")
    return s


# ------------------------------------------------------------------ numbers


def _intervals(grouping):
    """Sizes of groups from the right: 0 repeats the last one for ever, CHAR_MAX ends them."""
    last = None
    for size in grouping:
        if size == CHAR_MAX:
            return
        if size == 0:
            if last is None:
                raise ValueError("invalid grouping")
            while True:
                yield last
        yield size
        last = size


def _group(s, monetary=False):
    """Digits with separators, blanks around them kept, and how many characters the separators have."""
    conv = localeconv()
    separator = conv["mon_thousands_sep" if monetary else "thousands_sep"]
    grouping = conv["mon_grouping" if monetary else "grouping"]
    if not grouping:
        return s, 0
    body = s.rstrip() if s[-1] == " " else s
    right = s[len(body):]
    left = ""
    groups = []
    for size in _intervals(grouping):
        if not body or body[-1] not in "0123456789":
            left, body = body, ""
            break
        groups.append(body[-size:])
        body = body[:-size]
    if body:
        groups.append(body)
    groups.reverse()
    return left + separator.join(groups) + right, len(separator) * (len(groups) - 1)


def _strip_padding(s, amount):
    """Without so many of the blanks around it, those on the left first."""
    left = min(len(s) - len(s.lstrip(" ")), amount)
    s = s[left:]
    right = min(len(s) - len(s.rstrip(" ")), amount - left)
    return s[:len(s) - right]


def _localize(formatted, grouping=False, monetary=False):
    whole, dot, fraction = formatted.partition(".")
    added = 0
    if grouping:
        whole, added = _group(whole, monetary=monetary)
    if dot:
        whole += localeconv()["mon_decimal_point" if monetary else "decimal_point"] + fraction
    return _strip_padding(whole, added) if added else whole


def _format(percent, value, grouping=False, monetary=False, *additional):
    formatted = percent % ((value, *additional) if additional else value)
    return _localize(formatted, grouping, monetary) if percent[-1] in "eEfFgGdiu" else formatted


_CONVERSION = re.compile(r"%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]")


def format_string(f, val, grouping=False, monetary=False):
    """`f % val`, with numbers as the locale writes them."""
    found = [(m[0], m["modifiers"].count("*")) for m in _CONVERSION.finditer(f)]
    out = []
    if isinstance(val, _collections_abc.Mapping):
        for percent, _ in found:
            out.append("%" if percent[-1] == "%" else _format(percent, val, grouping, monetary))
    else:
        if not isinstance(val, tuple):
            val = (val,)
        i = 0
        for percent, stars in found:
            if percent[-1] == "%":
                out.append("%")
            else:
                out.append(_format(percent, val[i], grouping, monetary, *val[i + 1:i + 1 + stars]))
                i += 1 + stars
    return _CONVERSION.sub("%s", f) % tuple(out)


def currency(val, symbol=True, grouping=False, international=False):
    """An amount of money as the locale writes it."""
    conv = localeconv()
    digits = conv["int_frac_digits" if international else "frac_digits"]
    if digits == CHAR_MAX:
        raise ValueError("Currency formatting is not possible using the 'C' locale.")
    # Angle brackets mark where the sign may stand.
    s = "<" + _localize(f"{abs(val):.{digits}f}", grouping, monetary=True) + ">"
    kind = "n" if val < 0 else "p"
    if symbol:
        name = conv["int_curr_symbol" if international else "currency_symbol"]
        space = " " if conv[kind + "_sep_by_space"] else ""
        if conv[kind + "_cs_precedes"]:
            s = name + space + s
        else:
            if international and name[-1] == " ":
                name = name[:-1]
            s = s + space + name
    place = conv[kind + "_sign_posn"]
    sign = conv["negative_sign" if val < 0 else "positive_sign"]
    if place == 0:
        s = "(" + s + ")"
    elif place == 2:
        s = s + sign
    elif place == 3:
        s = s.replace("<", sign)
    elif place == 4:
        s = s.replace(">", sign)
    else:
        s = sign + s
    return s.replace("<", "").replace(">", "")


def str(val):
    """A float as the locale writes it."""
    return _format("%.12g", val)


def delocalize(string):
    """A number as the locale writes it, as Python writes it."""
    conv = localeconv()
    if conv["thousands_sep"]:
        string = string.replace(conv["thousands_sep"], "")
    if conv["decimal_point"]:
        string = string.replace(conv["decimal_point"], ".")
    return string


def localize(string, grouping=False, monetary=False):
    """A number as Python writes it, as the locale writes it."""
    return _localize(string, grouping, monetary)


def atof(string, func=float):
    """The float that a text stands for."""
    return func(delocalize(string))


def atoi(string):
    """The int that a text stands for."""
    return int(delocalize(string))
