"""HTTP servers.

BaseHTTPRequestHandler reads requests and calls `do_GET` and its like, which a subclass has; SimpleHTTPRequestHandler serves
files. They are for tests and small tasks inside of a network: they check only what they have to.
"""

__version__ = '0.6'

__all__ = ['HTTPServer', 'ThreadingHTTPServer', 'HTTPSServer', 'ThreadingHTTPSServer',
           'BaseHTTPRequestHandler', 'SimpleHTTPRequestHandler', 'CGIHTTPRequestHandler']

import datetime
import email.utils
import html
import http.client
import io
import mimetypes
import os
import posixpath
import shutil
import socket
import socketserver
import sys
import time
import urllib.parse
from http import HTTPStatus

DEFAULT_ERROR_MESSAGE = '''\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <style type="text/css">
            :root {
                color-scheme: light dark;
            }
        </style>
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
'''
DEFAULT_ERROR_CONTENT_TYPE = 'text/html;charset=utf-8'

_LIST_PAGE = '''\
<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="{charset}">
<style type="text/css">
:root {{
color-scheme: light dark;
}}
</style>
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
<hr>
<ul>
{items}</ul>
<hr>
</body>
</html>
'''
# What a client sends must not change the terminal of whoever reads the log.
_CONTROLS = {code: f'\\x{code:02x}' for code in (*range(32), *range(127, 160))}
_CONTROLS[ord('\\')] = '\\\\'
_MAX_REQUEST_LINE = 65536


class HTTPServer(socketserver.TCPServer):
    """A server, one request after the other."""

    allow_reuse_address = True
    allow_reuse_port = False

    def server_bind(self):
        """Bind, and find the server's name."""
        super().server_bind()
        host, port = self.server_address[:2]
        self.server_name = socket.getfqdn(host)
        self.server_port = port


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    """A server with a thread for each connection."""

    daemon_threads = True


class HTTPSServer(HTTPServer):
    """Needs a module `ssl`, which there is none of."""

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True, *, certfile,
                 keyfile=None, password=None, alpn_protocols=None):
        raise RuntimeError('SSL module is missing; HTTPS support is unavailable')


class ThreadingHTTPSServer(socketserver.ThreadingMixIn, HTTPSServer):
    """The same with threads."""

    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Serves one connection.

    `do_NAME` is called for a request with the method NAME. Then `command`, `path` and `request_version` are the words of
    its first line, `headers` its headers; the body can be read from `rfile`, its length is what the headers say. The
    answer begins with send_response(), goes on with send_header() and end_headers(), and the body is written to `wfile`.
    """

    sys_version = 'Python/' + sys.version.split()[0]
    server_version = 'BaseHTTP/' + __version__
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    # Of a request without one.
    default_request_version = 'HTTP/0.9'
    # With 'HTTP/1.1' connections stay open; then each answer has to tell its length.
    protocol_version = 'HTTP/1.0'
    MessageClass = http.client.HTTPMessage
    responses = {member: (member.phrase, member.description)
                 for member in HTTPStatus.__members__.values()}
    weekdayname = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    monthname = [None, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov',
                 'Dec']

    def _refuse(self, code, *texts):
        self.send_error(code, *texts)
        return False

    def _bad(self, text):
        # The client may not understand an answer of the version that it asked for.
        self.request_version = ''
        return self._refuse(HTTPStatus.BAD_REQUEST, text)

    @staticmethod
    def _version_numbers(version):
        """The two numbers; None if they make no sense."""
        protocol, slash, text = version.partition('/')
        numbers = text.split('.')
        if (protocol != 'HTTP' or not slash or len(numbers) != 2
                or not all(n.isdigit() and len(n) <= 10 for n in numbers)):
            return None
        try:
            return int(numbers[0]), int(numbers[1])
        except ValueError:
            return None

    def parse_request(self):
        """Take the first line apart and read the headers; False if an error was answered."""
        self.command = None
        self.request_version = version = self.default_request_version
        self.close_connection = True
        self.requestline = str(self.raw_requestline, 'iso-8859-1').rstrip('\r\n')
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            numbers = self._version_numbers(version)
            if numbers is None:
                return self._bad(f'Bad request version ({version!r})')
            self.request_version = version
            if numbers >= (1, 1) and self.protocol_version >= 'HTTP/1.1':
                self.close_connection = False
            if numbers >= (2, 0):
                return self._refuse(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
                                    f'Invalid HTTP version ({version.split("/", 1)[1]})')
        if not 2 <= len(words) <= 3:
            return self._bad(f'Bad request syntax ({self.requestline!r})')
        command, path = words[:2]
        if len(words) == 2:
            self.close_connection = True
            if command != 'GET':
                return self._bad(f'Bad HTTP/0.9 request type ({command!r})')
        self.command = command
        # Two slashes would begin a host's name where the path is used as a URL.
        self.path = '/' + path.lstrip('/') if path.startswith('//') else path
        if len(words) == 2:
            self.headers = {}
            return True
        too_large = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        try:
            self.headers = http.client.parse_headers(self.rfile, _class=self.MessageClass)
        except http.client.LineTooLong as err:
            return self._refuse(too_large, 'Line too long', str(err))
        except http.client.HTTPException as err:
            return self._refuse(too_large, 'Too many headers', str(err))
        connection = self.headers.get('Connection', '').lower()
        modern = self.protocol_version >= 'HTTP/1.1'
        if connection == 'close':
            self.close_connection = True
        elif connection == 'keep-alive' and modern:
            self.close_connection = False
        if (modern and self.request_version >= 'HTTP/1.1'
                and self.headers.get('Expect', '').lower() == '100-continue'):
            return self.handle_expect_100()
        return True

    def handle_expect_100(self):
        """The client waits before it sends the body: let it, or answer an error and return False."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    def handle_one_request(self):
        """Read a request and answer it."""
        try:
            self.raw_requestline = self.rfile.readline(_MAX_REQUEST_LINE + 1)
            if len(self.raw_requestline) > _MAX_REQUEST_LINE:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, 'do_' + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED,
                                f'Unsupported method ({self.command!r})')
                return
            method()
            self.wfile.flush()
        except TimeoutError as e:
            self.log_error('Request timed out: %r', e)
            self.close_connection = True

    def handle(self):
        """Answer requests until the connection is to be closed."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def send_error(self, code, message=None, explain=None):
        """Answer an error, with a page that tells it, and log it. Before anything else was sent."""
        short, long = self.responses.get(code, ('???', '???'))
        message = short if message is None else message
        explain = long if explain is None else explain
        self.log_error('code %d, message %s', code, message)
        self.send_response(code, message)
        self.send_header('Connection', 'close')
        body = None
        if code >= 200 and code not in (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT,
                                        HTTPStatus.NOT_MODIFIED):
            page = self.error_message_format % {
                'code': code,
                'message': html.escape(message, quote=False),
                'explain': html.escape(explain, quote=False),
            }
            body = page.encode('UTF-8', 'replace')
            self.send_header('Content-Type', self.error_content_type)
            self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if body and self.command != 'HEAD':
            self.wfile.write(body)

    def send_response(self, code, message=None):
        """Begin an answer, with the headers that every one has, and log it."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header('Server', self.version_string())
        self.send_header('Date', self.date_time_string())

    def _head(self, line):
        if self.request_version != 'HTTP/0.9':
            if not hasattr(self, '_headers_buffer'):
                self._headers_buffer = []
            self._headers_buffer.append((line + '\r\n').encode('latin-1', 'strict'))

    def send_response_only(self, code, message=None):
        """Begin an answer with nothing but its first line."""
        if message is None:
            message = self.responses.get(code, ('',))[0]
        self._head('%s %d %s' % (self.protocol_version, code, message))

    def send_header(self, keyword, value):
        """Add a header to the answer."""
        self._head(f'{keyword}: {value}')
        if keyword.lower() == 'connection':
            if value.lower() == 'close':
                self.close_connection = True
            elif value.lower() == 'keep-alive':
                self.close_connection = False

    def end_headers(self):
        """End the headers and send them."""
        if self.request_version != 'HTTP/0.9':
            self._headers_buffer.append(b'\r\n')
            self.flush_headers()

    def flush_headers(self):
        """Send the headers so far."""
        if hasattr(self, '_headers_buffer'):
            self.wfile.write(b''.join(self._headers_buffer))
            self._headers_buffer = []

    def log_request(self, code='-', size='-'):
        """Log an answer."""
        if isinstance(code, HTTPStatus):
            code = code.value
        self.log_message('"%s" %s %s', self.requestline, str(code), str(size))

    def log_error(self, format, *args):
        """Log an error."""
        self.log_message(format, *args)

    def log_message(self, format, *args):
        """Log something, to standard error."""
        text = (format % args).translate(_CONTROLS)
        sys.stderr.write(f'{self.address_string()} - - [{self.log_date_time_string()}] {text}\n')

    def version_string(self):
        """How the server calls itself."""
        return self.server_version + ' ' + self.sys_version

    def date_time_string(self, timestamp=None):
        """A time as headers have it; now without one."""
        return email.utils.formatdate(time.time() if timestamp is None else timestamp, usegmt=True)

    def log_date_time_string(self):
        """The time as the log has it."""
        now = time.localtime()
        return (f'{now.tm_mday:02d}/{self.monthname[now.tm_mon]}/{now.tm_year:04d} '
                f'{now.tm_hour:02d}:{now.tm_min:02d}:{now.tm_sec:02d}')

    def address_string(self):
        """The client's address."""
        return self.client_address[0]


def _unquoted(path):
    """A path of the file system for the path of a URL."""
    try:
        return urllib.parse.unquote(path, errors='surrogatepass')
    except UnicodeDecodeError:
        return urllib.parse.unquote(path)


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Serves the files of a directory."""

    server_version = 'SimpleHTTP/' + __version__
    index_pages = ('index.html', 'index.htm')
    extensions_map = _encodings_map_default = {
        '.gz': 'application/gzip',
        '.Z': 'application/octet-stream',
        '.bz2': 'application/x-bzip2',
        '.xz': 'application/x-xz',
    }

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        """Send a file."""
        file = self.send_head()
        if file:
            with file:
                self.copyfile(file, self.wfile)

    def do_HEAD(self):
        """Send the headers of a file."""
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        """Send first line and headers; returns the open file, None if an error or another place was answered."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            parts = urllib.parse.urlsplit(self.path)
            if not parts.path.endswith(('/', '%2f', '%2F')):
                # Else the links of a page in it would lead beside it.
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header('Location', urllib.parse.urlunsplit(
                    parts._replace(path=parts.path + '/')))
                self.send_header('Content-Length', '0')
                self.end_headers()
                return None
            for name in self.index_pages:
                index = os.path.join(path, name)
                if os.path.isfile(index):
                    path = index
                    break
            else:
                return self.list_directory(path)
        kind = self.guess_type(path)
        # A file's name with a slash at the end is no file.
        file = None
        if not path.endswith('/'):
            try:
                file = open(path, 'rb')
            except OSError:
                pass
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND, 'File not found')
            return None
        try:
            status = os.fstat(file.fileno())
            if self._is_known(status.st_mtime):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.end_headers()
                file.close()
                return None
            self.send_response(HTTPStatus.OK)
            self.send_header('Content-type', kind)
            self.send_header('Content-Length', str(status.st_size))
            self.send_header('Last-Modified', self.date_time_string(status.st_mtime))
            self.end_headers()
            return file
        except BaseException:
            file.close()
            raise

    def _is_known(self, modified):
        """Whether the client has the file of this time."""
        if 'If-Modified-Since' not in self.headers or 'If-None-Match' in self.headers:
            return False
        utc = datetime.timezone.utc
        try:
            since = email.utils.parsedate_to_datetime(self.headers['If-Modified-Since'])
        except (TypeError, IndexError, OverflowError, ValueError):
            return False
        if since.tzinfo is None:
            since = since.replace(tzinfo=utc)
        if since.tzinfo != utc:
            return False
        return datetime.datetime.fromtimestamp(modified, utc).replace(microsecond=0) <= since

    def list_directory(self, path):
        """Send the headers of a page that lists a directory; returns the page as a file."""
        try:
            names = sorted(os.listdir(path), key=str.lower)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'No permission to list directory')
            return None
        items = []
        for name in names:
            full = os.path.join(path, name)
            shown = link = name
            if os.path.isdir(full):
                shown = link = name + '/'
            if os.path.islink(full):
                shown = name + '@'
            link = urllib.parse.quote(link, errors='surrogatepass')
            items.append(f'<li><a href="{link}">{html.escape(shown, quote=False)}</a></li>\n')
        shown = html.escape(_unquoted(self.path.partition('#')[0].partition('?')[0]), quote=False)
        charset = sys.getfilesystemencoding()
        page = _LIST_PAGE.format(charset=charset, title=f'Directory listing for {shown}',
                                 items=''.join(items)).encode(charset, 'surrogateescape')
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-type', f'text/html; charset={charset}')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        return io.BytesIO(page)

    def translate_path(self, path):
        """The file for the path of a URL; what would lead out of the directory is left out."""
        path = _unquoted(path.partition('#')[0].partition('?')[0])
        end = '/' if path.endswith('/') else ''
        result = self.directory
        for word in posixpath.normpath(path).split('/'):
            if word and not os.path.dirname(word) and word not in (os.curdir, os.pardir):
                result = os.path.join(result, word)
        return result + end

    def copyfile(self, source, outputfile):
        """Send the contents of a file."""
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        """The kind of a file, by its name."""
        ext = posixpath.splitext(path)[1]
        for name in (ext, ext.lower()):
            if name in self.extensions_map:
                return self.extensions_map[name]
        return mimetypes.guess_file_type(path)[0] or 'application/octet-stream'


def _url_collapse_path(path):
    """A path without '.', '..' and empty parts; IndexError if it leads out of the root. The query stays."""
    path, _, query = path.partition('?')
    *parents, last = urllib.parse.unquote(path).split('/')
    kept = []
    for part in parents + [last] * (last in ('.', '..')):
        if part == '..':
            kept.pop()
        elif part and part != '.':
            kept.append(part)
    if last in ('.', '..'):
        last = ''
    if query:
        last = f'{last}?{query}'
    return f'/{"/".join(kept)}/{last}'


_nobody = None


def nobody_uid():
    """The number of the user who may do nothing."""
    global _nobody
    if _nobody is None:
        import pwd
        try:
            _nobody = pwd.getpwnam('nobody').pw_uid
        except KeyError:
            _nobody = 1 + max(entry.pw_uid for entry in pwd.getpwall())
    return _nobody


def executable(path):
    """Whether a file can be run."""
    return os.access(path, os.X_OK)


class CGIHTTPRequestHandler(SimpleHTTPRequestHandler):
    """Serves files, and runs those in certain directories as CGI scripts (RFC 3875). Not to be used any more."""

    cgi_directories = ['/cgi-bin', '/htbin']
    have_fork = hasattr(os, 'fork')
    # The script reads what comes behind the headers.
    rbufsize = 0

    def __init__(self, *args, **kwargs):
        import warnings
        warnings.warn("'http.server.CGIHTTPRequestHandler' is deprecated and slated for removal in "
                      'Python 3.15', DeprecationWarning, stacklevel=2)
        super().__init__(*args, **kwargs)

    def do_POST(self):
        """Run a script."""
        if self.is_cgi():
            self.run_cgi()
        else:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED, 'Can only POST to CGI scripts')

    def send_head(self):
        """Run a script, or send the headers of a file."""
        return self.run_cgi() if self.is_cgi() else super().send_head()

    def is_cgi(self):
        """Whether the path is below one of `cgi_directories`; `cgi_info` is this directory and the rest then."""
        path = _url_collapse_path(self.path)
        end = path.find('/', 1)
        while end > 0:
            if path[:end] in self.cgi_directories:
                self.cgi_info = path[:end], path[end + 1:]
                return True
            end = path.find('/', end + 1)
        return False

    def is_executable(self, path):
        """Whether a file can be run."""
        return executable(path)

    def is_python(self, path):
        """Whether a file is a script in Python, by its name."""
        return os.path.splitext(path)[1].lower() in ('.py', '.pyw')

    def _find_script(self):
        """(name, path behind it, query) of the script; it may be in a directory below."""
        directory, rest = self.cgi_info
        rest, _, query = rest.partition('?')
        while '/' in rest:
            name, _, behind = rest.partition('/')
            if not os.path.isdir(self.translate_path(f'{directory}/{name}')):
                break
            directory, rest = f'{directory}/{name}', behind
        script, slash, behind = rest.partition('/')
        return f'{directory}/{script}', slash + behind, query

    def _cgi_environment(self, script, behind, query):
        path = urllib.parse.unquote(behind)
        headers = self.headers
        env = dict(os.environ)
        for name in ('REMOTE_HOST', 'CONTENT_LENGTH', 'HTTP_USER_AGENT', 'HTTP_COOKIE',
                     'HTTP_REFERER'):
            env.setdefault(name, '')
        env |= {
            'SERVER_SOFTWARE': self.version_string(),
            'SERVER_NAME': self.server.server_name,
            'GATEWAY_INTERFACE': 'CGI/1.1',
            'SERVER_PROTOCOL': self.protocol_version,
            'SERVER_PORT': str(self.server.server_port),
            'REQUEST_METHOD': self.command,
            'PATH_INFO': path,
            'PATH_TRANSLATED': self.translate_path(path),
            'SCRIPT_NAME': script,
            'QUERY_STRING': query,
            'REMOTE_ADDR': self.client_address[0],
            'CONTENT_TYPE': headers.get('content-type', headers.get_content_type()),
            'HTTP_ACCEPT': ','.join(headers.get_all('accept', ())),
        }
        for name, header in (('CONTENT_LENGTH', 'content-length'), ('HTTP_REFERER', 'referer'),
                             ('HTTP_USER_AGENT', 'user-agent')):
            if headers.get(header):
                env[name] = headers[header]
        cookies = ', '.join(filter(None, headers.get_all('cookie', ())))
        if cookies:
            env['HTTP_COOKIE'] = cookies
        words = headers.get('authorization', '').split()
        if len(words) == 2:
            env['AUTH_TYPE'] = words[0]
            if words[0].lower() == 'basic':
                import base64
                import binascii
                try:
                    user = base64.decodebytes(words[1].encode('ascii')).decode('ascii').split(':')
                except (binascii.Error, UnicodeError):
                    user = ()
                if len(user) == 2:
                    env['REMOTE_USER'] = user[0]
        return env

    def run_cgi(self):
        """Run a script: it reads the rest of the request and writes the rest of the answer."""
        import select
        import subprocess
        script, behind, query = self._find_script()
        file = self.translate_path(script)
        if not os.path.exists(file):
            self.send_error(HTTPStatus.NOT_FOUND, f'No such CGI script ({script!r})')
            return
        if not os.path.isfile(file):
            self.send_error(HTTPStatus.FORBIDDEN, f'CGI script is not a plain file ({script!r})')
            return
        if not self.is_executable(file):
            self.send_error(HTTPStatus.FORBIDDEN, f'CGI script is not executable ({script!r})')
            return
        env = self._cgi_environment(script, behind, query)
        self.send_response(HTTPStatus.OK, 'Script output follows')
        self.flush_headers()
        self.wfile.flush()
        words = query.replace('+', ' ')
        command = [posixpath.basename(script)] + [words] * ('=' not in words)
        try:
            process = subprocess.Popen(
                command, executable=file, env=env, stdin=self.rfile.fileno(),
                stdout=self.wfile.fileno(), user=nobody_uid() if os.geteuid() == 0 else None)
        except OSError:
            self.server.handle_error(self.request, self.client_address)
            return
        code = process.wait()
        # What the script did not read is no request.
        while select.select([self.rfile], [], [], 0)[0]:
            if not self.rfile.read(1):
                break
        if code:
            self.log_error(f'CGI script exit code {code}')


def _get_best_family(*address):
    """The kind and the form of an address that fits best."""
    found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return found[0][0], found[0][4]


def test(HandlerClass=BaseHTTPRequestHandler, ServerClass=ThreadingHTTPServer, protocol='HTTP/1.0',
         port=8000, bind=None, tls_cert=None, tls_key=None, tls_password=None):
    """Serve until the keyboard interrupts."""
    ServerClass.address_family, address = _get_best_family(bind, port)
    HandlerClass.protocol_version = protocol
    secure = {'certfile': tls_cert, 'keyfile': tls_key, 'password': tls_password} if tls_cert else {}
    with ServerClass(address, HandlerClass, **secure) as server:
        host, port = server.socket.getsockname()[:2]
        shown = f'[{host}]' if ':' in host else host
        scheme = 'HTTPS' if secure else 'HTTP'
        print(f'Serving {scheme} on {host} port {port} ({scheme.lower()}://{shown}:{port}/) ...')
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print('\nKeyboard interrupt received, exiting.')
            sys.exit(0)


def _parsed_options():
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('--cgi', action='store_true', help='run as CGI server')
    parser.add_argument('-b', '--bind', metavar='ADDRESS',
                        help='bind to this address (default: all interfaces)')
    parser.add_argument('-d', '--directory', default=os.getcwd(),
                        help='serve this directory (default: current directory)')
    parser.add_argument('-p', '--protocol', metavar='VERSION', default='HTTP/1.0',
                        help='conform to this HTTP version (default: %(default)s)')
    parser.add_argument('--tls-cert', metavar='PATH',
                        help='path to the TLS certificate chain file')
    parser.add_argument('--tls-key', metavar='PATH', help='path to the TLS key file')
    parser.add_argument('--tls-password-file', metavar='PATH',
                        help='path to the password file for the TLS key')
    parser.add_argument('port', default=8000, type=int, nargs='?',
                        help='bind to this port (default: %(default)s)')
    args = parser.parse_args()
    args.tls_password = None
    if not args.tls_cert:
        for name in 'key', 'password_file':
            if getattr(args, 'tls_' + name):
                parser.error(f'--tls-{name.replace("_", "-")} requires --tls-cert to be set')
    elif args.tls_password_file:
        try:
            with open(args.tls_password_file, encoding='utf-8') as f:
                args.tls_password = f.read().strip()
        except OSError as e:
            parser.error(f'Failed to read TLS password file: {e}')
    return args


def _main():
    import contextlib
    args = _parsed_options()

    class DualStack:
        def server_bind(self):
            # One socket for both kinds of addresses, where there are two.
            with contextlib.suppress(Exception):
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            return super().server_bind()

        def finish_request(self, request, client_address):
            self.RequestHandlerClass(request, client_address, self, directory=args.directory)

    class Server(DualStack, ThreadingHTTPServer):
        pass

    class SecureServer(DualStack, ThreadingHTTPSServer):
        pass

    test(HandlerClass=CGIHTTPRequestHandler if args.cgi else SimpleHTTPRequestHandler,
         ServerClass=SecureServer if args.tls_cert else Server, port=args.port, bind=args.bind,
         protocol=args.protocol, tls_cert=args.tls_cert, tls_key=args.tls_key,
         tls_password=args.tls_password)


if __name__ == '__main__':
    _main()
