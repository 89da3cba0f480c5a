"""Handlers for FTP."""

import mimetypes
import socket
import time
from urllib.error import URLError
from urllib.parse import _splitattr, _splitpasswd, _splitport, _splituser, _splitvalue, unquote
from urllib.response import addclosehook, addinfourl

from urllib._handler import BaseHandler


class FTPHandler(BaseHandler):
    """Opens ftp URLs, with a connection for each."""

    def ftp_open(self, req):
        """Get a file or the list of a directory."""
        import email
        import ftplib
        if not req.host:
            raise URLError('ftp error: no host given')
        host, port = _splitport(req.host)
        port = ftplib.FTP_PORT if port is None else int(port)
        user, host = _splituser(host)
        password = None
        if user:
            user, password = _splitpasswd(user)
        try:
            host = socket.gethostbyname(unquote(host))
        except OSError as exc:
            raise URLError(exc)
        path, attributes = _splitattr(req.selector)
        *dirs, file = map(unquote, path.split('/'))
        if dirs and not dirs[0]:
            del dirs[0]
        connection = None
        try:
            connection = self.connect_ftp(user or '', password or '', host, port, dirs, req.timeout)
            kind = 'I' if file else 'D'
            for attribute in attributes:
                name, value = _splitvalue(attribute)
                if name.lower() == 'type' and value and value.upper() in ('A', 'I', 'D'):
                    kind = value.upper()
            fp, length = connection.retrfile(file, kind)
            lines = []
            mime = mimetypes.guess_type(req.full_url)[0]
            if mime:
                lines.append(f'Content-type: {mime}\n')
            if length is not None and length >= 0:
                lines.append(f'Content-length: {length}\n')
            return addinfourl(fp, email.message_from_string(''.join(lines)), req.full_url)
        except Exception as exc:
            if connection is not None and not connection.keepalive:
                connection.close()
            if isinstance(exc, ftplib.all_errors):
                raise URLError(f'ftp error: {exc}') from exc
            raise

    def connect_ftp(self, user, passwd, host, port, dirs, timeout):
        """A connection in a directory."""
        return ftpwrapper(user, passwd, host, port, dirs, timeout, persistent=False)


class CacheFTPHandler(FTPHandler):
    """Keeps connections for a while. For one thread."""

    def __init__(self):
        self.cache = {}
        # When each connection may go, and the first of these times.
        self.timeout = {}
        self.soonest = 0
        self.delay = 60
        self.max_conns = 16

    def setTimeout(self, t):
        """Set how many seconds a connection is kept."""
        self.delay = t

    def setMaxConns(self, m):
        """Set how many connections are kept."""
        self.max_conns = m

    def connect_ftp(self, user, passwd, host, port, dirs, timeout):
        """A connection in a directory, perhaps a kept one."""
        key = user, host, port, '/'.join(dirs), timeout
        connection = self.cache.get(key)
        if connection is None or not connection.keepalive:
            if connection is not None:
                connection.close()
            connection = ftpwrapper(user, passwd, host, port, dirs, timeout)
            self.cache[key] = connection
        self.timeout[key] = time.time() + self.delay
        self.check_cache()
        return connection

    def check_cache(self):
        """Let old connections go, and the oldest if there are too many."""
        now = time.time()
        if self.soonest <= now:
            for key in [key for key, end in self.timeout.items() if end < now]:
                self.cache.pop(key).close()
                del self.timeout[key]
        self.soonest = min(self.timeout.values())
        if len(self.cache) == self.max_conns:
            key = min(self.timeout, key=self.timeout.get)
            del self.cache[key], self.timeout[key]
            self.soonest = min(self.timeout.values())

    def clear_cache(self):
        """Close all connections."""
        for connection in self.cache.values():
            connection.close()
        self.cache.clear()
        self.timeout.clear()


class ftpwrapper:
    """A connection that stays open while a file of it is read."""

    def __init__(self, user, passwd, host, port, dirs, timeout=None, persistent=True):
        self.user = user
        self.passwd = passwd
        self.host = host
        self.port = port
        self.dirs = dirs
        self.timeout = timeout
        self.refcount = 0
        self.keepalive = persistent
        try:
            self.init()
        except BaseException:
            self.close()
            raise

    def init(self):
        """Connect and go to the directory."""
        import ftplib
        self.busy = 0
        self.ftp = ftplib.FTP()
        self.ftp.connect(self.host, self.port, self.timeout)
        self.ftp.login(self.user, self.passwd)
        self.ftp.cwd('/'.join(self.dirs))

    def retrfile(self, file, type):
        """A file of the contents, and their length if it is known."""
        import ftplib
        self.endtransfer()
        listing = type in ('d', 'D')
        command = 'TYPE A' if listing else 'TYPE ' + type
        try:
            self.ftp.voidcmd(command)
        except ftplib.all_errors:
            # The server may have closed the connection.
            self.init()
            self.ftp.voidcmd(command)
        connection = None
        if file and not listing:
            try:
                connection, length = self.ftp.ntransfercmd('RETR ' + file)
            except ftplib.error_perm as reason:
                # With 550 it may be a directory.
                if str(reason)[:3] != '550':
                    raise URLError(f'ftp error: {reason}') from reason
        if not connection:
            self.ftp.voidcmd('TYPE A')
            if file:
                self._check_directory(file)
            connection, length = self.ftp.ntransfercmd(f'LIST {file}' if file else 'LIST')
        self.busy = 1
        contents = addclosehook(connection.makefile('rb'), self.file_close)
        self.refcount += 1
        connection.close()
        return contents, length

    def _check_directory(self, name):
        import ftplib
        before = self.ftp.pwd()
        try:
            self.ftp.cwd(name)
        except ftplib.error_perm as reason:
            raise URLError(f'ftp error: {reason!r}') from reason
        finally:
            self.ftp.cwd(before)

    def _try(self, function):
        import ftplib
        try:
            function()
        except ftplib.all_errors:
            pass

    def endtransfer(self):
        """Read what the server says at the end of a transfer."""
        if self.busy:
            self.busy = 0
            self._try(self.ftp.voidresp)

    def close(self):
        """Close the connection as soon as no file of it is open."""
        self.keepalive = False
        if self.refcount <= 0:
            self.real_close()

    def file_close(self):
        """Called when a file is closed."""
        self.endtransfer()
        self.refcount -= 1
        if self.refcount <= 0 and not self.keepalive:
            self.real_close()

    def real_close(self):
        """Close the connection."""
        self.endtransfer()
        self._try(self.ftp.close)
