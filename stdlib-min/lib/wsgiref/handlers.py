"""Running applications: the half of a server that is not about connections."""

import os
import sys
import time

from wsgiref.headers import Headers, _name_disallowed_re
from wsgiref.util import FileWrapper, guess_scheme, is_hop_by_hop

__all__ = ['BaseHandler', 'SimpleHandler', 'BaseCGIHandler', 'CGIHandler', 'IISCGIHandler',
           'read_environ']

_WEEKDAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_REQUEST_NAMES = frozenset(('SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'REQUEST_METHOD',
                            'AUTH_TYPE', 'CONTENT_TYPE', 'CONTENT_LENGTH', 'HTTPS', 'REMOTE_USER',
                            'REMOTE_IDENT'))


def format_date_time(timestamp):
    """A time as headers have it."""
    year, month, day, hour, minute, second, weekday, *_ = time.gmtime(timestamp)
    return (f'{_WEEKDAYS[weekday]}, {day:02d} {_MONTHS[month - 1]} {year:4d} '
            f'{hour:02d}:{minute:02d}:{second:02d} GMT')


def _needs_transcode(name):
    """Whether a variable is of the request, and so text of its bytes in Latin-1."""
    name = name.removeprefix('REDIRECT_')
    return name in _REQUEST_NAMES or name.startswith(('HTTP_', 'SSL_', 'REDIRECT_'))


def read_environ():
    """The environment of the process as WSGI wants it."""
    codec = sys.getfilesystemencoding()
    return {name: (value.encode(codec, 'surrogateescape').decode('iso-8859-1')
                   if _needs_transcode(name) else value)
            for name, value in os.environ.items()}


class BaseHandler:
    """Runs an application once. Subclasses say where the request comes from and the answer goes."""

    wsgi_version = (1, 0)
    wsgi_multithread = True
    wsgi_multiprocess = True
    wsgi_run_once = False
    # Whether we speak HTTP ourselves, not to a server in front of us.
    origin_server = True
    http_version = '1.0'
    server_software = None
    os_environ = read_environ()
    wsgi_file_wrapper = FileWrapper
    headers_class = Headers
    traceback_limit = None
    error_status = '500 Internal Server Error'
    error_headers = [('Content-Type', 'text/plain')]
    error_body = b'A server error occurred.  Please contact the administrator.'

    status = result = None
    headers_sent = False
    headers = None
    bytes_sent = 0

    def run(self, application):
        """Run an application; its errors are logged and answered."""
        try:
            self.setup_environ()
            self.result = application(self.environ, self.start_response)
            self.finish_response()
        except (ConnectionAbortedError, BrokenPipeError, ConnectionResetError):
            # The client does not want to know any more.
            return
        except BaseException:
            try:
                self.handle_error()
            except BaseException:
                self.close()
                raise

    def setup_environ(self):
        """Make the environment of the request."""
        env = self.environ = self.os_environ.copy()
        self.add_cgi_vars()
        env |= {
            'wsgi.input': self.get_stdin(),
            'wsgi.errors': self.get_stderr(),
            'wsgi.version': self.wsgi_version,
            'wsgi.run_once': self.wsgi_run_once,
            'wsgi.url_scheme': self.get_scheme(),
            'wsgi.multithread': self.wsgi_multithread,
            'wsgi.multiprocess': self.wsgi_multiprocess,
        }
        if self.wsgi_file_wrapper is not None:
            env['wsgi.file_wrapper'] = self.wsgi_file_wrapper
        if self.origin_server and self.server_software:
            env.setdefault('SERVER_SOFTWARE', self.server_software)

    def finish_response(self):
        """Send the pieces of the body."""
        try:
            if not (self.result_is_file() and self.sendfile()):
                for data in self.result:
                    self.write(data)
                self.finish_content()
        except BaseException:
            if hasattr(self.result, 'close'):
                self.result.close()
            raise
        self.close()

    def get_scheme(self):
        """The scheme of the request."""
        return guess_scheme(self.environ)

    def set_content_length(self):
        """Set the length if the body is one piece."""
        try:
            pieces = len(self.result)
        except (TypeError, AttributeError, NotImplementedError):
            return
        if pieces == 1:
            self.headers['Content-Length'] = str(self.bytes_sent)

    def cleanup_headers(self):
        """Add what headers need before they are sent."""
        if 'Content-Length' not in self.headers:
            self.set_content_length()

    def start_response(self, status, headers, exc_info=None):
        """Begin the answer; with *exc_info* in place of one that was not sent yet."""
        if exc_info:
            try:
                if self.headers_sent:
                    raise
            finally:
                exc_info = None
        elif self.headers is not None:
            raise AssertionError('Headers already set!')
        self.status = status
        self.headers = self.headers_class(headers)
        self._validate_status(self._convert_string_type(status, 'Status'))
        for name, value in headers:
            self._convert_string_type(name, 'Header name')
            self._convert_string_type(value, 'Header value')
            assert not is_hop_by_hop(name), f"Hop-by-hop header, '{name}: {value}', not allowed"
        return self.write

    def _validate_status(self, status):
        if _name_disallowed_re.search(status):
            raise ValueError('Control characters are not allowed in status')
        if len(status) < 4:
            raise AssertionError('Status must be at least 4 characters')
        if not status[:3].isdigit():
            raise AssertionError('Status message must begin w/3-digit code')
        if status[3] != ' ':
            raise AssertionError('Status message must have a space after code')

    def _convert_string_type(self, value, title):
        if type(value) is not str:
            raise AssertionError(f'{title} must be of type str (got {value!r})')
        return value

    def send_preamble(self):
        """Send what stands before the headers."""
        lines = []
        if not self.origin_server:
            lines.append(f'Status: {self.status}')
        elif self.client_is_modern():
            lines.append(f'HTTP/{self.http_version} {self.status}')
            if 'Date' not in self.headers:
                lines.append(f'Date: {format_date_time(time.time())}')
            if self.server_software and 'Server' not in self.headers:
                lines.append(f'Server: {self.server_software}')
        for line in lines:
            self._write(f'{line}\r\n'.encode('iso-8859-1'))

    def write(self, data):
        """Send a piece of the body, after the headers."""
        assert type(data) is bytes, 'write() argument must be a bytes instance'
        if not self.status:
            raise AssertionError('write() before start_response()')
        if self.headers_sent:
            self.bytes_sent += len(data)
        else:
            # The headers may tell how long it is.
            self.bytes_sent = len(data)
            self.send_headers()
        self._write(data)
        self._flush()

    def sendfile(self):
        """Send the file that the body is; False if that cannot be done."""
        return False

    def finish_content(self):
        """Send the headers if there was no body."""
        if not self.headers_sent:
            self.headers.setdefault('Content-Length', '0')
            self.send_headers()

    def close(self):
        """Close the body and forget the request."""
        try:
            if hasattr(self.result, 'close'):
                self.result.close()
        finally:
            self.result = self.headers = self.status = self.environ = None
            self.bytes_sent = 0
            self.headers_sent = False

    def send_headers(self):
        """Send the headers."""
        self.cleanup_headers()
        self.headers_sent = True
        if not self.origin_server or self.client_is_modern():
            self.send_preamble()
            self._write(bytes(self.headers))

    def result_is_file(self):
        """Whether the body is a file in its wrapper."""
        wrapper = self.wsgi_file_wrapper
        return wrapper is not None and isinstance(self.result, wrapper)

    def client_is_modern(self):
        """Whether the client understands headers."""
        return self.environ['SERVER_PROTOCOL'].upper() != 'HTTP/0.9'

    def log_exception(self, exc_info):
        """Log an error."""
        try:
            from traceback import print_exception
            stderr = self.get_stderr()
            print_exception(*exc_info, self.traceback_limit, stderr)
            stderr.flush()
        finally:
            exc_info = None

    def handle_error(self):
        """Log the error that is being handled, and answer it if nothing was sent."""
        self.log_exception(sys.exc_info())
        if not self.headers_sent:
            self.result = self.error_output(self.environ, self.start_response)
            self.finish_response()

    def error_output(self, environ, start_response):
        """An application that answers an error."""
        start_response(self.error_status, self.error_headers[:], sys.exc_info())
        return [self.error_body]

    # For subclasses.

    def _write(self, data):
        raise NotImplementedError

    def _flush(self):
        raise NotImplementedError

    def get_stdin(self):
        """The body of the request."""
        raise NotImplementedError

    def get_stderr(self):
        """Where errors are written to."""
        raise NotImplementedError

    def add_cgi_vars(self):
        """Add the variables of the request to `environ`."""
        raise NotImplementedError


class SimpleHandler(BaseHandler):
    """Takes the request from files and an environment."""

    def __init__(self, stdin, stdout, stderr, environ, multithread=True, multiprocess=False):
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.base_env = environ
        self.wsgi_multithread = multithread
        self.wsgi_multiprocess = multiprocess

    def get_stdin(self):
        """The body of the request."""
        return self.stdin

    def get_stderr(self):
        """Where errors are written to."""
        return self.stderr

    def add_cgi_vars(self):
        """Add the variables of the request."""
        self.environ.update(self.base_env)

    def _write(self, data):
        count = self.stdout.write(data)
        if count is None or count == len(data):
            return
        from warnings import warn
        warn('SimpleHandler.stdout.write() should not do partial writes', DeprecationWarning)
        while data := data[count:]:
            count = self.stdout.write(data)

    def _flush(self):
        self.stdout.flush()


class BaseCGIHandler(SimpleHandler):
    """Speaks to a server in front of it."""

    origin_server = False


class CGIHandler(BaseCGIHandler):
    """Takes the request as CGI scripts get it."""

    wsgi_run_once = True
    # The variables are read when the handler is made.
    os_environ = {}

    def __init__(self):
        self._from_process(read_environ())

    def _from_process(self, environ):
        BaseCGIHandler.__init__(self, sys.stdin.buffer, sys.stdout.buffer, sys.stderr, environ,
                                multithread=False, multiprocess=True)


class IISCGIHandler(BaseCGIHandler):
    """The same for a server that repeats the script's name in the path."""

    wsgi_run_once = True
    os_environ = {}

    def __init__(self):
        environ = read_environ()
        path, script = environ.get('PATH_INFO', ''), environ.get('SCRIPT_NAME', '')
        if (path + '/').startswith(script + '/'):
            environ['PATH_INFO'] = path[len(script):]
        CGIHandler._from_process(self, environ)
