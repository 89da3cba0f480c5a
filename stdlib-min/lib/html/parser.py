"""HTML in pieces: a tokeniser after the HTML standard (section 13.2.5) that calls a method for each token.

Text comes by `feed` in parts of any size. What may still grow waits in `rawdata`: a token is told of when it is whole, or
when `close` says that nothing follows. Nothing is an error; what the standard calls a parse error has a defined meaning.
"""

import re as _re

from html import unescape as _unescape
from html.entities import html5 as _named

__all__ = ["HTMLParser"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
# The longest name of a reference, with its ampersand.
_LONGEST_REFERENCE = 34

_blanks = _re.compile(r"[\t\n\r\f ]*")
_separators = _re.compile(r"[\t\n\r\f /]*")
_name = _re.compile(r"[^\t\n\r\f />]*")
# The first character belongs to the name, even if it is `=`.
_attribute = _re.compile(r".[^\t\n\r\f />=]*", _re.DOTALL)
_decimal = _re.compile(r"[0-9]*")
_hexadecimal = _re.compile(r"[0-9a-fA-F]*")
_entity = _re.compile(r"[-.0-9a-zA-Z]*")
_reference_end = _re.compile(r"[\t\n\r\f ;]")
_bare_value = _re.compile(r"[^>\t\n\r\f ]*")
_comment_end = _re.compile(r"--!?>")
_value_reference = _re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*)[;=]?")


def _value_text(value):
    """The text of an attribute's value: names count only if they are whole and no `=` follows them."""
    def text_of(found):
        reference = found[0]
        if reference[1] == "#":
            return _unescape(reference)
        whole = reference[-1] != "=" and reference[1:] in _named
        return _unescape(reference) if whole else reference
    return _value_reference.sub(text_of, value)


def _read_tag(text, at):
    """A tag from its name on: (name, attributes, whether it ends in a slash, its end); None if it is not whole."""
    if text.find(">", at) < 0:
        return None
    start, at = at, _name.match(text, at).end()
    name = text[start:at].lower()
    attributes = []
    while True:
        before, at = at, _separators.match(text, at).end()
        if at == len(text):
            return None
        if text[at] == ">":
            return name, attributes, at > before and text[at - 1] == "/", at + 1
        start, at = at, _attribute.match(text, at).end()
        attribute = text[start:at].lower()
        equals = _blanks.match(text, at).end()
        if text[equals:equals + 1] != "=":
            attributes.append((attribute, None))
            continue
        at = _blanks.match(text, equals + 1).end()
        quote = text[at:at + 1]
        if quote in ("'", '"'):
            start, at = at + 1, text.find(quote, at + 1)
            if at < 0:
                return None
            value = text[start:at]
            at += 1
        else:
            start, at = at, _bare_value.match(text, at).end()
            value = text[start:at]
        attributes.append((attribute, _value_text(value) if "&" in value else value))


class HTMLParser:
    """Calls `handle_starttag`, `handle_endtag`, `handle_data` and the like, which subclasses define, for what it reads.

    With *convert_charrefs* references to characters are part of the text and of nothing else; without it they come by
    `handle_charref` and `handle_entityref`. With *scripting* the content of `noscript` is text.
    """

    CDATA_CONTENT_ELEMENTS = ("script", "style", "xmp", "iframe", "noembed", "noframes")
    RCDATA_CONTENT_ELEMENTS = ("textarea", "title")

    def __init__(self, *, convert_charrefs=True, scripting=False):
        self.convert_charrefs = convert_charrefs
        self.scripting = scripting
        self.reset()

    def reset(self):
        """Forget everything that was fed."""
        self.rawdata = ""
        self.lasttag = "???"
        self.lineno = 1
        self.offset = 0
        self.cdata_elem = None
        self._content_end = None
        self._escapable = True
        self._support_cdata = True
        self._tag_text = None
        self._parts = []
        self._parts_len = 0
        self._wanted = 1

    def feed(self, data):
        """Take more text, and tell of the tokens that are whole."""
        self._parts.append(data)
        self._parts_len += len(data)
        # What is not whole is read again from its start: only after it has doubled, or that would take quadratic time.
        if self._parts_len < self._wanted:
            return
        self._join()
        before = len(self.rawdata)
        self.goahead(False)
        self._wanted = len(self.rawdata) if len(self.rawdata) == before else 1

    def close(self):
        """Tell of what is left: nothing follows."""
        self._join()
        self.goahead(True)

    def _join(self):
        self.rawdata += "".join(self._parts)
        self._parts.clear()
        self._parts_len = 0

    def getpos(self):
        """Line (from 1) and column (from 0) of the token that is being told of."""
        return self.lineno, self.offset

    def updatepos(self, i, j):
        """Move the position from *i* to *j* in `rawdata`; gives *j*."""
        if i >= j:
            return j
        lines = self.rawdata.count("\n", i, j)
        if lines:
            self.lineno += lines
            self.offset = j - self.rawdata.rindex("\n", i, j) - 1
        else:
            self.offset += j - i
        return j

    def get_starttag_text(self):
        """The last start tag as it stands in the text."""
        return self._tag_text

    def set_cdata_mode(self, elem, *, escapable=False):
        """Until the end tag of *elem* everything is text; references count only if it is *escapable*."""
        self.cdata_elem = elem.lower()
        self._escapable = escapable
        if self.cdata_elem == "plaintext":
            self._content_end = _re.compile(r"\z")
            return
        pattern = "</" + _re.escape(self.cdata_elem) + "(?=[\t\n\r\f />])"
        if escapable and not self.convert_charrefs:
            pattern = "&|" + pattern
        self._content_end = _re.compile(pattern, _re.IGNORECASE | _re.ASCII)

    def clear_cdata_mode(self):
        """Markup counts again."""
        self.cdata_elem = None
        self._content_end = None
        self._escapable = True

    def _set_support_cdata(self, flag=True):
        """Whether `<![CDATA[` begins a section, as in foreign elements, or a comment of a kind."""
        self._support_cdata = flag

    def goahead(self, end):
        """Read `rawdata` as far as its tokens are whole, or all of it at the *end*."""
        text = self.rawdata
        n = len(text)
        at = 0
        while at < n:
            stop = self._text_end(text, at, n)
            if stop is None:
                break
            if at < stop:
                self._tell_text(text[at:stop])
                at = self.updatepos(at, stop)
                if at == n:
                    break
            read = self._read_markup if text[at] == "<" else self._read_reference
            after = read(text, at, end)
            if after is None:
                break
            at = self.updatepos(at, after)
        if end and at < n:
            self._tell_text(text[at:])
            at = self.updatepos(at, n)
        self.rawdata = text[at:]

    def _tell_text(self, text):
        if self.convert_charrefs and self._escapable:
            text = _unescape(text)
        self.handle_data(text)

    def _text_end(self, text, at, n):
        """Where the text ends that begins at *at*; None if more of it must come first."""
        if self.cdata_elem:
            found = self._content_end.search(text, at)
            return found.start() if found else None
        stop = text.find("<", at)
        if not self.convert_charrefs:
            amp = text.find("&", at, n if stop < 0 else stop)
            return min((x for x in (stop, amp) if x >= 0), default=n)
        if stop >= 0:
            return stop
        # The last reference may be cut in two.
        amp = text.rfind("&", max(at, n - _LONGEST_REFERENCE))
        if amp >= 0 and not _reference_end.search(text, amp):
            return None
        return n

    # Each reader gets the place of a token and gives the place behind it; None: more text is needed.

    def _read_markup(self, text, at, end):
        second = text[at + 1:at + 2]
        if second in _LETTERS:
            return self._read_start(text, at, end)
        if second == "/":
            return self._read_end(text, at, end)
        if second == "?":
            return self._read_to(text, at, end, ">", self.handle_pi)
        if second == "!":
            return self._read_declaration(text, at, end)
        if not second and not end:
            return None
        self.handle_data("<")
        return at + 1

    def _read_to(self, text, at, end, closer, tell, skip=2, keep=2):
        """A token up to *closer*, which comes *skip* characters behind its start at the earliest."""
        stop = text.find(closer, at + skip)
        if stop >= 0:
            tell(text[at + keep:stop])
            return stop + len(closer)
        if not end:
            return None
        tell(text[at + keep:])
        return len(text)

    def _read_declaration(self, text, at, end):
        if text.startswith("<!--", at):
            return self._read_comment(text, at + 4, end)
        if text.startswith("<![CDATA[", at) and self._support_cdata:
            return self._read_to(text, at, end, "]]>", self.unknown_decl, skip=9, keep=3)
        if text[at:at + 9].lower() == "<!doctype":
            return self._read_to(text, at, end, ">", self.handle_decl, skip=9)
        return self._read_to(text, at, end, ">", self.handle_comment)

    def _read_comment(self, text, at, end):
        for abrupt in (">", "->"):
            if text.startswith(abrupt, at):
                self.handle_comment("")
                return at + len(abrupt)
        found = _comment_end.search(text, at)
        if found:
            self.handle_comment(text[at:found.start()])
            return found.end()
        if not end:
            return None
        content = text[at:]
        for dashes in ("--!", "--", "-"):
            if content.endswith(dashes):
                content = content.removesuffix(dashes)
                break
        self.handle_comment(content)
        return len(text)

    def _read_start(self, text, at, end):
        self._tag_text = None
        read = _read_tag(text, at + 1)
        if read is None:
            # A tag that never ends is none.
            return len(text) if end else None
        tag, attributes, slash, after = read
        self._tag_text = text[at:after]
        self.lasttag = tag
        if slash:
            self.handle_startendtag(tag, attributes)
            return after
        self.handle_starttag(tag, attributes)
        raw = tag in self.CDATA_CONTENT_ELEMENTS or tag == "plaintext" or self.scripting and tag == "noscript"
        if raw or tag in self.RCDATA_CONTENT_ELEMENTS:
            self.set_cdata_mode(tag, escapable=not raw)
        return after

    def _read_end(self, text, at, end):
        third = text[at + 2:at + 3]
        if third in _LETTERS:
            read = _read_tag(text, at + 2)
            if read is None:
                return len(text) if end else None
            self.handle_endtag(read[0])
            self.clear_cdata_mode()
            return read[3]
        if third == ">":
            return at + 3
        if third:
            return self._read_to(text, at, end, ">", self.handle_comment)
        if not end:
            return None
        self.handle_data("</")
        return at + 2

    def _read_reference(self, text, at, end):
        n = len(text)
        number = text.startswith("#", at + 1)
        if number:
            start = at + 2
            hexadecimal = text[start:start + 1] in ("x", "X")
            stop = (_hexadecimal if hexadecimal else _decimal).match(text, start + hexadecimal).end()
            good = stop > start + hexadecimal
            tell = self.handle_charref
        else:
            start = at + 1
            good = text[start:start + 1] in _LETTERS
            stop = _entity.match(text, start).end()
            # What is between the letters and the next character that is neither letter nor digit.
            while stop == n and stop > start + 1 and text[stop - 1] in "-.":
                stop -= 1
            tell = self.handle_entityref
        if good:
            if stop == n:
                if not end:
                    return None
                tell(text[start:])
                return n
            tell(text[start:stop])
            return stop + (text[stop] == ";")
        if number:
            if at + 3 >= n:
                return None
            self.handle_data("&#")
            return at + 2
        if at + 1 >= n:
            return None
        self.handle_data("&")
        return at + 1

    def handle_startendtag(self, tag, attrs):
        """A tag that is start and end in one: both, unless a subclass says otherwise."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        """A start tag with its attributes, pairs of a name in lower case and its value or None."""

    def handle_endtag(self, tag):
        """An end tag."""

    def handle_charref(self, name):
        """A reference to a character by its number, without `&#` and `;`."""

    def handle_entityref(self, name):
        """A reference to a character by its name, without `&` and `;`."""

    def handle_data(self, data):
        """Text."""

    def handle_comment(self, data):
        """A comment, or what the standard makes one."""

    def handle_decl(self, decl):
        """The document type."""

    def handle_pi(self, data):
        """A processing instruction."""

    def unknown_decl(self, data):
        """A section of character data."""
