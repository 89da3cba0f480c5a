"""Reading whole messages, by the parser for pieces."""

__all__ = ['Parser', 'HeaderParser', 'BytesParser', 'BytesHeaderParser', 'FeedParser',
           'BytesFeedParser']

import io

from email._policybase import compat32
from email.feedparser import BytesFeedParser, FeedParser

_SIZE = 8192


class Parser:
    """Reads messages from text; *_class* is the class of the messages."""

    def __init__(self, _class=None, *, policy=compat32):
        self._class = _class
        self.policy = policy

    def parse(self, fp, headersonly=False):
        """The message in a text file."""
        feed = FeedParser(self._class, policy=self.policy)
        if headersonly:
            feed._set_headersonly()
        while data := fp.read(_SIZE):
            feed.feed(data)
        return feed.close()

    def parsestr(self, text, headersonly=False):
        """The message that a text is."""
        # Line ends of all kinds have to stay.
        return self.parse(io.StringIO(text, newline=''), headersonly=headersonly)


class HeaderParser(Parser):
    """Reads headers; the body stays one text."""

    def parse(self, fp, headersonly=True):
        """The message in a text file."""
        return Parser.parse(self, fp, True)

    def parsestr(self, text, headersonly=True):
        """The message that a text is."""
        return Parser.parsestr(self, text, True)


class BytesParser:
    """Reads messages from bytes."""

    def __init__(self, *args, **kw):
        self.parser = Parser(*args, **kw)

    def parse(self, fp, headersonly=False):
        """The message in a file of bytes."""
        fp = io.TextIOWrapper(fp, encoding='ascii', errors='surrogateescape', newline='')
        try:
            return self.parser.parse(fp, headersonly)
        finally:
            # The file is the caller's.
            fp.detach()

    def parsebytes(self, text, headersonly=False):
        """The message that bytes are."""
        return self.parser.parsestr(text.decode('ascii', 'surrogateescape'), headersonly)


class BytesHeaderParser(BytesParser):
    """Reads headers from bytes; the body stays one text."""

    def parse(self, fp, headersonly=True):
        """The message in a file of bytes."""
        return BytesParser.parse(self, fp, headersonly=True)

    def parsebytes(self, text, headersonly=True):
        """The message that bytes are."""
        return BytesParser.parsebytes(self, text, headersonly=True)
