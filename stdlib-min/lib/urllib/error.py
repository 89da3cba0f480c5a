"""Errors of `urllib.request`. An HTTPError is the server's answer too."""

import io
import urllib.response

__all__ = ['URLError', 'HTTPError', 'ContentTooShortError']


class URLError(OSError):
    """A URL could not be opened; `reason` is a text or another error."""

    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError, urllib.response.addinfourl):
    """An answer with a code that is no success; its body can be read from the error."""

    def __init__(self, url, code, msg, hdrs, fp):
        self.code = code
        self.msg = msg
        self.hdrs = hdrs
        self.filename = url
        self.fp = io.BytesIO() if fp is None else fp
        urllib.response.addinfourl.__init__(self, self.fp, hdrs, url, code)

    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'

    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'

    @property
    def reason(self):
        """What the server said of its code."""
        return self.msg

    @property
    def headers(self):
        """The headers of the answer."""
        return self.hdrs

    @headers.setter
    def headers(self, headers):
        self.hdrs = headers


class ContentTooShortError(URLError):
    """A download ended before all had come; `content` is what did."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
