"""HTML text: escaping it, and reading character references."""

import re as _re

from html.entities import html5 as _named

__all__ = ["escape", "unescape"]

# What browsers make of references to the C1 controls and to no character (WHATWG HTML, 13.2.5.80).
_REPLACED = {0x00: "\ufffd", 0x0D: "\r"}
_REPLACED.update({0x80 + i: c for i, c in enumerate(
    "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f"
    "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178")})

_reference = _re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def escape(s, quote=True):
    """Replace `&`, `<` and `>`, and the quotes unless *quote* is false."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


def _is_dropped(code):
    """Whether a reference to the code point stands for nothing: most controls and the noncharacters."""
    return (0x1 <= code <= 0x8 or code == 0xB or 0xE <= code <= 0x1F or 0x7F <= code <= 0x9F
            or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def _number(text):
    code = int(text[1:], 16) if text[0] in "xX" else int(text)
    if code in _REPLACED:
        return _REPLACED[code]
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return "" if _is_dropped(code) else chr(code)


def _character(match):
    text = match[1]
    if text[0] == "#":
        return _number(text[1:].rstrip(";"))
    if text in _named:
        return _named[text]
    # The longest name that needs no semicolon.
    for end in range(len(text) - 1, 1, -1):
        if text[:end] in _named:
            return _named[text[:end]] + text[end:]
    return "&" + text


def unescape(s):
    """Replace all character references, named and numeric, by the HTML 5 rules for text."""
    return _reference.sub(_character, s) if "&" in s else s
