"""Files with more to them: what `urllib.request` hands out for schemes other than HTTP."""

import tempfile

__all__ = ['addbase', 'addclosehook', 'addinfo', 'addinfourl']


class addbase(tempfile._TemporaryFileWrapper):
    """The base: a file that can be a context."""

    def __init__(self, fp):
        super().__init__(fp, '<urllib response>', delete=False)
        # Where others look for the file.
        self.fp = fp

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self)!r} whose fp = {self.file!r}>'

    def __enter__(self):
        if self.fp.closed:
            raise ValueError('I/O operation on closed file')
        return self

    def __exit__(self, type, value, traceback):
        self.close()


class addclosehook(addbase):
    """Calls something once, when it is closed."""

    def __init__(self, fp, closehook, *hookargs):
        super().__init__(fp)
        self.closehook = closehook
        self.hookargs = hookargs

    def close(self):
        """Call the hook and close the file."""
        hook, args = self.closehook, self.hookargs
        self.closehook = self.hookargs = None
        try:
            if hook:
                hook(*args)
        finally:
            super().close()


class addinfo(addbase):
    """Has headers."""

    def __init__(self, fp, headers):
        super().__init__(fp)
        self.headers = headers

    def info(self):
        """The headers."""
        return self.headers


class addinfourl(addinfo):
    """Has headers, a URL and perhaps a code."""

    def __init__(self, fp, headers, url, code=None):
        super().__init__(fp, headers)
        self.url = url
        self.code = code

    @property
    def status(self):
        """The code of the answer."""
        return self.code

    def getcode(self):
        """The code of the answer."""
        return self.code

    def geturl(self):
        """Where the contents came from."""
        return self.url
