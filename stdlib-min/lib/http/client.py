"""Talking to HTTP servers.

A connection goes around in three states: idle, a request begun (headers may follow), a request sent (its answer is to be
read). An answer holds the connection until it was read to its end or closed; the next request may come then.
"""

import email.message
import email.parser
import errno
import http
import io
import re
import socket
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit

__all__ = ['HTTPResponse', 'HTTPConnection', 'HTTPException', 'NotConnected', 'UnknownProtocol',
           'UnknownTransferEncoding', 'UnimplementedFileMode', 'IncompleteRead', 'InvalidURL',
           'ImproperConnectionState', 'CannotSendRequest', 'CannotSendHeader', 'ResponseNotReady',
           'BadStatusLine', 'LineTooLong', 'RemoteDisconnected', 'error', 'responses']

HTTP_PORT = 80
HTTPS_PORT = 443

_UNKNOWN = 'UNKNOWN'

_CS_IDLE = 'Idle'
_CS_REQ_STARTED = 'Request-started'
_CS_REQ_SENT = 'Request-sent'

globals().update(http.HTTPStatus.__members__)
responses = {member: member.phrase for member in http.HTTPStatus.__members__.values()}

# A server must not fill our memory.
_MAXLINE = 65536
_MAXHEADERS = 100
_MAXINTERIMRESPONSES = 100
_MIN_READ_BUF_SIZE = 1 << 20

_is_legal_header_name = re.compile(rb'[^:\s][^:\r\n]*').fullmatch
# A line end that no continuation follows would begin a header of somebody else's.
_is_illegal_header_value = re.compile(rb'\n(?![ \t])|\r(?![ \t\n])').search
_contains_disallowed_url_pchar_re = re.compile('[\x00-\x20\x7f]')
_contains_disallowed_method_pchar_re = re.compile('[\x00-\x1f]')
_METHODS_EXPECTING_BODY = {'PATCH', 'POST', 'PUT'}
_ENDS = (b'\r\n', b'\n', b'')


class HTTPException(Exception):
    """The base of this module's errors."""


class NotConnected(HTTPException):
    """There is no connection, and none is to be made."""


class InvalidURL(HTTPException):
    """A URL that cannot be sent."""


class UnknownProtocol(HTTPException):
    """An answer that is not HTTP 1."""

    def __init__(self, version):
        self.args = (version,)
        self.version = version


class UnknownTransferEncoding(HTTPException):
    """An encoding that is not known."""


class UnimplementedFileMode(HTTPException):
    """A kind of file that cannot be made."""


class IncompleteRead(HTTPException):
    """The connection ended before the answer did."""

    def __init__(self, partial, expected=None):
        self.args = (partial,)
        self.partial = partial
        self.expected = expected

    def __repr__(self):
        more = '' if self.expected is None else f', {self.expected} more expected'
        return f'{type(self).__name__}({len(self.partial)} bytes read{more})'

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    """A call that does not fit the state of the connection."""


class CannotSendRequest(ImproperConnectionState):
    """Another request is not finished."""


class CannotSendHeader(ImproperConnectionState):
    """No request was begun."""


class ResponseNotReady(ImproperConnectionState):
    """No request was sent, or its answer was not read."""


class BadStatusLine(HTTPException):
    """The first line of an answer makes no sense."""

    def __init__(self, line):
        line = line or repr(line)
        self.args = (line,)
        self.line = line


class LineTooLong(HTTPException):
    """A line above the limit."""

    def __init__(self, line_type):
        super().__init__(f'got more than {_MAXLINE} bytes when reading {line_type}')


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The connection ended before any answer."""

    def __init__(self, *args, **kwargs):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *args, **kwargs)


error = HTTPException


def _encode(data, name='data'):
    """Text as Latin-1, which is what HTTP has; the error says what to do for other text."""
    try:
        return data.encode('latin-1')
    except UnicodeEncodeError as err:
        wrong = data[err.start:err.end]
        raise UnicodeEncodeError(
            err.encoding, err.object, err.start, err.end,
            f"{name.title()} ({repr(wrong):.20}) is not valid Latin-1. Use {name}.encode('utf-8') "
            'if you want to send it encoded in UTF-8.') from None


def _strip_ipv6_iface(name):
    """A host without the scope, which means something on this machine only."""
    name, percent, _ = name.partition(b'%')
    if percent:
        assert name.startswith(b'['), name
        name += b']'
    return name


class HTTPMessage(email.message.Message):
    """Headers of a request or an answer."""

    def getallmatchingheaders(self, name):
        """The keys that match, with what is indented below them."""
        name = name.lower() + ':'
        found = []
        inside = False
        for line in self.keys():
            if line[:len(name)].lower() == name:
                inside = True
            elif not line[:1].isspace():
                inside = False
            if inside:
                found.append(line)
        return found


def _read_line(fp, what):
    line = fp.readline(_MAXLINE + 1)
    if len(line) > _MAXLINE:
        raise LineTooLong(what)
    return line


def _read_headers(fp):
    """The lines of headers, with the empty one that ends them."""
    lines = []
    while True:
        line = _read_line(fp, 'header line')
        lines.append(line)
        if len(lines) > _MAXHEADERS:
            raise HTTPException(f'got more than {_MAXHEADERS} headers')
        if line in _ENDS:
            return lines


def _parse_header_lines(header_lines, _class=HTTPMessage):
    text = b''.join(header_lines).decode('iso-8859-1')
    return email.parser.Parser(_class=_class).parsestr(text)


def parse_headers(fp, _class=HTTPMessage):
    """Read headers from a file of bytes, not a byte more."""
    return _parse_header_lines(_read_headers(fp), _class)


class HTTPResponse(io.BufferedIOBase):
    """An answer: a file of its body, and what stood before it."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile('rb')
        self.debuglevel = debuglevel
        self._method = method
        self.headers = self.msg = None
        self.version = self.status = self.reason = _UNKNOWN
        self.chunked = self.will_close = _UNKNOWN
        # Bytes that are left: of the chunk, of the body.
        self.chunk_left = self.length = _UNKNOWN

    def _read_status(self):
        line = str(_read_line(self.fp, 'status line'), 'iso-8859-1')
        if self.debuglevel > 0:
            print('reply:', repr(line))
        if not line:
            raise RemoteDisconnected('Remote end closed connection without response')
        version, status, reason, *_ = line.split(None, 2) + ['', '', '']
        if not status:
            version = ''
        if not version.startswith('HTTP/'):
            self._close_conn()
            raise BadStatusLine(line)
        try:
            status = int(status)
        except ValueError:
            raise BadStatusLine(line)
        if not 100 <= status <= 999:
            raise BadStatusLine(line)
        return version, status, reason

    def begin(self):
        """Read up to the body."""
        if self.headers is not None:
            return
        for _ in range(_MAXINTERIMRESPONSES):
            version, status, reason = self._read_status()
            if status != http.HTTPStatus.CONTINUE:
                break
            skipped = _read_headers(self.fp)
            if self.debuglevel > 0:
                print('headers:', skipped)
        else:
            raise HTTPException(f'got more than {_MAXINTERIMRESPONSES} interim responses')
        self.code = self.status = status
        self.reason = reason.strip()
        if version in ('HTTP/1.0', 'HTTP/0.9'):
            self.version = 10
        elif version.startswith('HTTP/1.'):
            self.version = 11
        else:
            raise UnknownProtocol(version)
        self.headers = self.msg = parse_headers(self.fp)
        if self.debuglevel > 0:
            for name, value in self.headers.items():
                print('header:', name + ':', value)
        self.chunked = self.headers.get('transfer-encoding', '').lower() == 'chunked'
        if self.chunked:
            self.chunk_left = None
        self.will_close = self._check_close()
        self.length = None
        length = self.headers.get('content-length')
        if length and not self.chunked:
            try:
                self.length = int(length)
            except ValueError:
                pass
            else:
                if self.length < 0:
                    self.length = None
        if status in (204, 304) or 100 <= status < 200 or self._method == 'HEAD':
            self.length = 0
        if not self.will_close and not self.chunked and self.length is None:
            # Nothing else could tell where the body ends.
            self.will_close = True

    def _check_close(self):
        connection = self.headers.get('connection', '').lower()
        if self.version == 11:
            return 'close' in connection
        # Older servers keep a connection only if they say so.
        return not (self.headers.get('keep-alive') or 'keep-alive' in connection
                    or 'keep-alive' in self.headers.get('proxy-connection', '').lower())

    def _close_conn(self):
        fp, self.fp = self.fp, None
        fp.close()

    def close(self):
        try:
            super().close()
        finally:
            if self.fp:
                self._close_conn()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        """Always."""
        return True

    def isclosed(self):
        """Whether nothing is left to be read."""
        return self.fp is None

    def _nothing(self):
        return self.fp is None or self._method == 'HEAD'

    def _took(self, count, asked):
        """Count what was read, and let the connection go at the end."""
        if not count and asked:
            self._close_conn()
        elif self.length is not None:
            self.length -= count
            if not self.length:
                self._close_conn()

    def read(self, amt=None):
        """Read the body, or so many bytes of it."""
        if self.fp is None:
            return b''
        if self._method == 'HEAD':
            self._close_conn()
            return b''
        if self.chunked:
            return self._read_chunked(amt)
        if amt is not None and amt >= 0:
            if self.length is not None and amt > self.length:
                amt = self.length
            data = self.fp.read(amt)
            self._took(len(data), amt)
            return data
        if self.length is None:
            data = self.fp.read()
        else:
            try:
                data = self._safe_read(self.length)
            except IncompleteRead:
                self._close_conn()
                raise
            self.length = 0
        self._close_conn()
        return data

    def readinto(self, b):
        """Read into a buffer; returns how many bytes."""
        if self.fp is None:
            return 0
        if self._method == 'HEAD':
            self._close_conn()
            return 0
        if self.chunked:
            return self._readinto_chunked(b)
        if self.length is not None and len(b) > self.length:
            b = memoryview(b)[:self.length]
        count = self.fp.readinto(b)
        self._took(count, len(b))
        return count

    def _read_next_chunk_size(self):
        # What follows a semicolon are extensions that nobody uses.
        line = _read_line(self.fp, 'chunk size').partition(b';')[0]
        try:
            return int(line, 16)
        except ValueError:
            self._close_conn()
            raise

    def _read_and_discard_trailer(self):
        count = 0
        while _read_line(self.fp, 'trailer line') not in _ENDS:
            count += 1
            if count > _MAXHEADERS:
                raise HTTPException(f'got more than {_MAXHEADERS} trailers')

    def _get_chunk_left(self):
        """How much the chunk still has, the next one's size at its end; None after the last."""
        if not self.chunk_left:
            if self.chunk_left is not None:
                # The line end behind a chunk.
                self._safe_read(2)
            try:
                self.chunk_left = self._read_next_chunk_size()
            except ValueError:
                raise IncompleteRead(b'')
            if self.chunk_left == 0:
                self._read_and_discard_trailer()
                self._close_conn()
                self.chunk_left = None
        return self.chunk_left

    def _read_chunked(self, amt=None):
        assert self.chunked != _UNKNOWN
        if amt is not None and amt < 0:
            amt = None
        parts = []
        try:
            while (left := self._get_chunk_left()) is not None:
                if amt is not None and amt <= left:
                    parts.append(self._safe_read(amt))
                    self.chunk_left = left - amt
                    break
                parts.append(self._safe_read(left))
                if amt is not None:
                    amt -= left
                self.chunk_left = 0
            return b''.join(parts)
        except IncompleteRead as exc:
            raise IncompleteRead(b''.join(parts)) from exc

    def _readinto_chunked(self, b):
        assert self.chunked != _UNKNOWN
        view = memoryview(b)
        total = 0
        try:
            while (left := self._get_chunk_left()) is not None:
                if len(view) <= left:
                    count = self._safe_readinto(view)
                    self.chunk_left = left - count
                    return total + count
                count = self._safe_readinto(view[:left])
                view = view[count:]
                total += count
                self.chunk_left = 0
            return total
        except IncompleteRead:
            raise IncompleteRead(bytes(b[:total]))

    def _safe_read(self, amt):
        """Exactly so many bytes. In steps: a server may promise more than there is memory."""
        parts = []
        got = 0
        step = _MIN_READ_BUF_SIZE
        while got < amt:
            size = min(step, amt - got)
            data = self.fp.read(size)
            parts.append(data)
            got += len(data)
            if len(data) < size:
                raise IncompleteRead(b''.join(parts), amt - got)
            step = got
        return b''.join(parts)

    def _safe_readinto(self, b):
        count = self.fp.readinto(b)
        if count < len(b):
            raise IncompleteRead(bytes(b[:count]), len(b) - count)
        return count

    def read1(self, n=-1):
        """Read with at most one call of the system."""
        if self._nothing():
            return b''
        if self.chunked:
            return self._read1_chunked(n)
        if self.length is not None and (n < 0 or n > self.length):
            n = self.length
        data = self.fp.read1(n)
        self._took(len(data), n)
        return data

    def peek(self, n=-1):
        """What can be read at once, without reading it."""
        if self._nothing():
            return b''
        if self.chunked:
            return self._peek_chunked(n)
        return self.fp.peek(n)

    def readline(self, limit=-1):
        """Read a line."""
        if self._nothing():
            return b''
        if self.chunked:
            return super().readline(limit)
        if self.length is not None and (limit < 0 or limit > self.length):
            limit = self.length
        data = self.fp.readline(limit)
        self._took(len(data), limit)
        return data

    def _read1_chunked(self, n):
        left = self._get_chunk_left()
        if left is None or n == 0:
            return b''
        data = self.fp.read1(n if 0 <= n <= left else left)
        self.chunk_left -= len(data)
        if not data:
            raise IncompleteRead(b'')
        return data

    def _peek_chunked(self, n):
        try:
            left = self._get_chunk_left()
        except IncompleteRead:
            # Reading will tell.
            return b''
        return b'' if left is None else self.fp.peek(left)[:left]

    def fileno(self):
        return self.fp.fileno()

    def getheader(self, name, default=None):
        """A header's value; several of that name are joined by commas."""
        if self.headers is None:
            raise ResponseNotReady()
        found = self.headers.get_all(name) or default
        if isinstance(found, str) or not hasattr(found, '__iter__'):
            return found
        return ', '.join(found)

    def getheaders(self):
        """All headers, as pairs."""
        if self.headers is None:
            raise ResponseNotReady()
        return list(self.headers.items())

    def __iter__(self):
        return self

    def info(self):
        """The headers."""
        return self.headers

    def geturl(self):
        """Where the answer came from; `urlopen` says so."""
        return self.url

    def getcode(self):
        """The code of the answer."""
        return self.status


class HTTPConnection:
    """A connection to a server, made when the first request is sent."""

    _http_vsn = 11
    _http_vsn_str = 'HTTP/1.1'
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None,
                 blocksize=8192):
        self.timeout = timeout
        self.source_address = source_address
        self.blocksize = blocksize
        self.sock = None
        self._buffer = []
        self.__response = None
        self.__state = _CS_IDLE
        self._method = None
        self._tunnel_host = self._tunnel_port = None
        self._tunnel_headers = {}
        self._raw_proxy_headers = None
        self.host, self.port = self._get_hostport(host, port)
        self._validate_host(self.host)
        # Tests put another one here.
        self._create_connection = socket.create_connection

    @staticmethod
    def _is_textIO(stream):
        return isinstance(stream, io.TextIOBase)

    @staticmethod
    def _get_content_length(body, method):
        """The length of a body, None if it has to be sent to be known."""
        if body is None:
            return 0 if method.upper() in _METHODS_EXPECTING_BODY else None
        if hasattr(body, 'read'):
            return None
        try:
            return memoryview(body).nbytes
        except TypeError:
            return len(body) if isinstance(body, str) else None

    def set_tunnel(self, host, port=None, headers=None):
        """Let the server, a proxy, connect to this host; the requests go there."""
        if self.sock:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel_host, self._tunnel_port = self._get_hostport(host, port)
        self._tunnel_headers = headers.copy() if headers else {}
        if not any(name.lower() == 'host' for name in self._tunnel_headers):
            self._tunnel_headers['Host'] = (
                f'{_host_bytes(self._tunnel_host).decode("ascii")}:{self._tunnel_port}')

    def _get_hostport(self, host, port):
        if port is None:
            port = self.default_port
            colon = host.rfind(':')
            # Colons inside of brackets are part of an address.
            if colon > host.rfind(']'):
                text = host[colon + 1:]
                try:
                    port = int(text)
                except ValueError:
                    if text:
                        raise InvalidURL(f"nonnumeric port: '{text}'")
                host = host[:colon]
        if host and host[0] == '[' and host[-1] == ']':
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        """With more than 0, print what is sent and received."""
        self.debuglevel = level

    def _wrap_ipv6(self, ip):
        return b'[' + ip + b']' if b':' in ip and ip[:1] != b'[' else ip

    def _tunnel(self):
        if _contains_disallowed_url_pchar_re.search(self._tunnel_host):
            raise ValueError(
                f"Tunnel host can't contain control characters {self._tunnel_host!r}")
        lines = [b'CONNECT %s:%d %s\r\n' % (self._wrap_ipv6(_host_bytes(self._tunnel_host)),
                                            self._tunnel_port, self._http_vsn_str.encode('ascii'))]
        for name, value in self._tunnel_headers.items():
            name, value = name.encode('latin-1'), str(value).encode('latin-1')
            self._check_header(name, [value])
            lines.append(b'%s: %s\r\n' % (name, value))
        lines.append(b'\r\n')
        self.send(b''.join(lines))
        response = self.response_class(self.sock, method=self._method)
        try:
            _, code, message = response._read_status()
            self._raw_proxy_headers = _read_headers(response.fp)
            if self.debuglevel > 0:
                for line in self._raw_proxy_headers:
                    print('header:', line.decode())
            if code != http.HTTPStatus.OK:
                self.close()
                raise OSError(f'Tunnel connection failed: {code} {message.strip()}')
        finally:
            response.close()

    def get_proxy_response_headers(self):
        """What the proxy said; None if none was asked."""
        if self._raw_proxy_headers is None:
            return None
        return _parse_header_lines(self._raw_proxy_headers)

    def connect(self):
        """Connect to the server."""
        sys.audit('http.client.connect', self, self.host, self.port)
        self.sock = self._create_connection((self.host, self.port), self.timeout,
                                            self.source_address)
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as e:
            if e.errno != errno.ENOPROTOOPT:
                raise
        if self._tunnel_host:
            self._tunnel()

    def close(self):
        """Close the connection."""
        self.__state = _CS_IDLE
        try:
            sock, self.sock = self.sock, None
            if sock:
                sock.close()
        finally:
            response, self.__response = self.__response, None
            if response:
                response.close()

    def _blocks(self, readable):
        """The pieces of a file, as bytes."""
        encode = self._is_textIO(readable)
        if encode and self.debuglevel > 0:
            print('encoding file using iso-8859-1')
        while block := readable.read(self.blocksize):
            yield block.encode('iso-8859-1') if encode else block

    def send(self, data):
        """Send bytes, a file, or an iterable of bytes."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        if self.debuglevel > 0:
            print('send:', repr(data))
        if hasattr(data, 'read'):
            if self.debuglevel > 0:
                print('sending a readable')
            for block in self._blocks(data):
                sys.audit('http.client.send', self, block)
                self.sock.sendall(block)
            return
        sys.audit('http.client.send', self, data)
        try:
            self.sock.sendall(data)
        except TypeError:
            if not isinstance(data, Iterable):
                raise TypeError('data should be a bytes-like object or an iterable, '
                                f'got {type(data)!r}')
            for piece in data:
                self.sock.sendall(piece)

    def _output(self, s):
        """Add a line to the request."""
        self._buffer.append(s)

    def _read_readable(self, readable):
        if self.debuglevel > 0:
            print('reading a readable')
        return self._blocks(readable)

    def _send_output(self, message_body=None, encode_chunked=False):
        self._buffer.extend((b'', b''))
        head = b'\r\n'.join(self._buffer)
        self._buffer.clear()
        self.send(head)
        if message_body is None:
            return
        if hasattr(message_body, 'read'):
            pieces = self._read_readable(message_body)
        else:
            try:
                memoryview(message_body)
                pieces = (message_body,)
            except TypeError:
                try:
                    pieces = iter(message_body)
                except TypeError:
                    raise TypeError('message_body should be a bytes-like object or an iterable, '
                                    f'got {type(message_body)!r}')
        encode_chunked = encode_chunked and self._http_vsn == 11
        for piece in pieces:
            if not piece:
                # As a chunk it would end the body.
                if self.debuglevel > 0:
                    print('Zero length chunk ignored')
                continue
            if encode_chunked:
                piece = f'{len(piece):X}\r\n'.encode('ascii') + piece + b'\r\n'
            self.send(piece)
        if encode_chunked:
            self.send(b'0\r\n\r\n')

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begin a request: its first line and the headers that every one has."""
        if self.__response and self.__response.isclosed():
            self.__response = None
        if self.__state != _CS_IDLE:
            raise CannotSendRequest(self.__state)
        self.__state = _CS_REQ_STARTED
        self._validate_method(method)
        self._method = method
        url = url or '/'
        self._validate_path(url)
        self._output(self._encode_request(f'{method} {url} {self._http_vsn_str}'))
        if self._http_vsn != 11:
            return
        if not skip_host:
            self.putheader('Host', self._host_header(url))
        if not skip_accept_encoding:
            # What the server sends is handed on as it is.
            self.putheader('Accept-Encoding', 'identity')

    def _host_header(self, url):
        if url.startswith('http'):
            place = urlsplit(url)[1]
            if place:
                return _strip_ipv6_iface(_host_bytes(place))
        if self._tunnel_host:
            host, port = self._tunnel_host, self._tunnel_port
        else:
            host, port = self.host, self.port
        text = self._wrap_ipv6(_host_bytes(host))
        if ':' in host:
            text = _strip_ipv6_iface(text)
        return text if port == self.default_port else f'{text.decode("ascii")}:{port}'

    def _encode_request(self, request):
        return request.encode('ascii')

    def _validate_method(self, method):
        match = _contains_disallowed_method_pchar_re.search(method)
        if match:
            raise ValueError(f"method can't contain control characters. {method!r} "
                             f'(found at least {match.group()!r})')

    def _validate_path(self, url):
        match = _contains_disallowed_url_pchar_re.search(url)
        if match:
            raise InvalidURL(f"URL can't contain control characters. {url!r} "
                             f'(found at least {match.group()!r})')

    _validate_host = _validate_path

    @staticmethod
    def _check_header(name, values):
        if not _is_legal_header_name(name):
            raise ValueError(f'Invalid header name {name!r}')
        for value in values:
            if _is_illegal_header_value(value):
                raise ValueError(f'Invalid header value {value!r}')

    def putheader(self, header, *values):
        """Add a header to the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        if hasattr(header, 'encode'):
            header = header.encode('ascii')
        self._check_header(header, ())
        encoded = []
        for value in values:
            if hasattr(value, 'encode'):
                value = value.encode('latin-1')
            elif isinstance(value, int):
                value = str(value).encode('ascii')
            self._check_header(header, (value,))
            encoded.append(value)
        self._output(header + b': ' + b'\r\n\t'.join(encoded))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Send the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        self.__state = _CS_REQ_SENT
        self._send_output(message_body, encode_chunked=encode_chunked)

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Send a whole request."""
        self._send_request(method, url, body, headers, encode_chunked)

    def _send_request(self, method, url, body, headers, encode_chunked):
        names = {name.lower() for name in headers}
        skip = {f'skip_{name.replace("-", "_")}': 1
                for name in ('host', 'accept-encoding') if name in names}
        self.putrequest(method, url, **skip)
        if 'content-length' in names:
            encode_chunked = False
        elif 'transfer-encoding' not in names:
            # The caller cannot mean chunks without the header; we may, with our own.
            encode_chunked = False
            length = self._get_content_length(body, method)
            if length is not None:
                self.putheader('Content-Length', str(length))
            elif body is not None:
                if self.debuglevel > 0:
                    print(f'Unable to determine size of {body!r}')
                encode_chunked = True
                self.putheader('Transfer-Encoding', 'chunked')
        for name, value in headers.items():
            self.putheader(name, value)
        if isinstance(body, str):
            body = _encode(body, 'body')
        self.endheaders(body, encode_chunked=encode_chunked)

    def getresponse(self):
        """The answer to the request that was sent, up to its body."""
        if self.__response and self.__response.isclosed():
            self.__response = None
        if self.__state != _CS_REQ_SENT or self.__response:
            raise ResponseNotReady(self.__state)
        debug = (self.debuglevel,) if self.debuglevel > 0 else ()
        response = self.response_class(self.sock, *debug, method=self._method)
        try:
            try:
                response.begin()
            except ConnectionError:
                self.close()
                raise
            assert response.will_close != _UNKNOWN
            self.__state = _CS_IDLE
            if response.will_close:
                # The answer has the socket to itself.
                self.close()
            else:
                self.__response = response
            return response
        except BaseException:
            response.close()
            raise


def _host_bytes(host):
    """A host's name as it is sent."""
    try:
        return host.encode('ascii')
    except UnicodeEncodeError:
        return host.encode('idna')
