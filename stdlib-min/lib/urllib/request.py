"""Opening URLs.

`urlopen` asks an OpenerDirector, which has handlers: for schemes (`http_open`), for errors of servers (`http_error_404`),
and for what is to be done with requests before and with answers after (`http_request`, `http_response`). The opener finds
their methods by such names.
"""

import base64
import bisect
import contextlib
import email
import http.client
import io
import os
import re
import socket
import string
import sys
import tempfile

from urllib._auth import (
    AbstractBasicAuthHandler, AbstractDigestAuthHandler, HTTPBasicAuthHandler,
    HTTPDigestAuthHandler, HTTPPasswordMgr, HTTPPasswordMgrWithDefaultRealm,
    HTTPPasswordMgrWithPriorAuth, ProxyBasicAuthHandler, ProxyDigestAuthHandler, parse_http_list,
    parse_keqv_list)
from urllib._ftp import CacheFTPHandler, FTPHandler, ftpwrapper
from urllib._handler import BaseHandler
from urllib._proxies import (
    getproxies_environment, parse_proxy as _parse_proxy, proxy_bypass_environment)
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import (
    _splithost, _splittag, _splittype, quote, unquote, unquote_to_bytes, unwrap, urljoin, urlparse,
    urlsplit, urlunparse)
from urllib.response import addinfourl

__all__ = ['Request', 'OpenerDirector', 'BaseHandler', 'HTTPDefaultErrorHandler',
           'HTTPRedirectHandler', 'HTTPCookieProcessor', 'ProxyHandler', 'HTTPPasswordMgr',
           'HTTPPasswordMgrWithDefaultRealm', 'HTTPPasswordMgrWithPriorAuth',
           'AbstractBasicAuthHandler', 'HTTPBasicAuthHandler', 'ProxyBasicAuthHandler',
           'AbstractDigestAuthHandler', 'HTTPDigestAuthHandler', 'ProxyDigestAuthHandler',
           'HTTPHandler', 'FileHandler', 'FTPHandler', 'CacheFTPHandler', 'DataHandler',
           'UnknownHandler', 'HTTPErrorProcessor', 'urlopen', 'install_opener', 'build_opener',
           'pathname2url', 'url2pathname', 'getproxies', 'urlretrieve', 'urlcleanup']

__version__ = '%d.%d' % sys.version_info[:2]

# Where they live is nobody else's concern.
for _class in (AbstractBasicAuthHandler, AbstractDigestAuthHandler, BaseHandler, CacheFTPHandler,
               FTPHandler, HTTPBasicAuthHandler, HTTPDigestAuthHandler, HTTPPasswordMgr,
               HTTPPasswordMgrWithDefaultRealm, HTTPPasswordMgrWithPriorAuth,
               ProxyBasicAuthHandler, ProxyDigestAuthHandler, ftpwrapper, getproxies_environment,
               proxy_bypass_environment):
    _class.__module__ = __name__
del _class

_opener = None
# Downloads without a name of their own.
_url_tempfiles = []

getproxies = getproxies_environment
proxy_bypass = proxy_bypass_environment


def urlopen(url, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, *, context=None):
    """Open a URL or a Request; with *data*, bytes, send them by POST.

    *timeout* is in seconds and for each step. Returns an `http.client.HTTPResponse`, or an `addinfourl` for other schemes.
    Raises URLError, or HTTPError for an answer that is no success. A *context* is one of `ssl`.
    """
    global _opener
    if context:
        if not hasattr(http.client, 'HTTPSConnection'):
            raise NameError("name 'HTTPSHandler' is not defined", name='HTTPSHandler')
        return build_opener(HTTPSHandler(context=context)).open(url, data, timeout)
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Set the opener of urlopen()."""
    global _opener
    _opener = opener


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Copy what a URL has to a file; returns its name and the headers. A local file stays where it is.

    *reporthook* is called with the number of blocks so far, the size of a block and the size of all, or -1.
    """
    scheme, path = _splittype(url)
    with contextlib.closing(urlopen(url, data)) as source:
        headers = source.info()
        if scheme == 'file' and not filename:
            return os.path.normpath(path), headers
        if filename:
            target = open(filename, 'wb')
        else:
            target = tempfile.NamedTemporaryFile(delete=False)
            filename = target.name
            _url_tempfiles.append(filename)
        with target:
            result = filename, headers
            block_size = 8192
            size = int(headers['Content-Length']) if 'content-length' in headers else -1
            done = count = 0
            if reporthook:
                reporthook(count, block_size, size)
            while block := source.read(block_size):
                target.write(block)
                done += len(block)
                count += 1
                if reporthook:
                    reporthook(count, block_size, size)
    if done < size:
        raise ContentTooShortError(
            f'retrieval incomplete: got only {done} out of {size} bytes', result)
    return result


def urlcleanup():
    """Remove the files that urlretrieve() made, and forget the opener."""
    global _opener
    for name in _url_tempfiles:
        with contextlib.suppress(OSError):
            os.unlink(name)
    _url_tempfiles.clear()
    _opener = None


def request_host(request):
    """The host of a request in lower case, without the port (RFC 2965)."""
    host = urlparse(request.full_url).netloc or request.get_header('Host', '')
    return re.sub(r':\d+$', '', host, count=1, flags=re.ASCII).lower()


class Request:
    """What is to be asked of a server. The names of headers are kept as in 'Content-type'."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        self.full_url = url
        self.headers = {}
        # Those that are not sent again after a redirection.
        self.unredirected_hdrs = {}
        self._data = None
        self.data = data
        self._tunnel_host = None
        for key, value in headers.items():
            self.add_header(key, value)
        # Who the user meant to ask, and whether the user could not agree: for cookies.
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        """The URL."""
        return f'{self._full_url}#{self.fragment}' if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        self._full_url, self.fragment = _splittag(unwrap(url))
        self.type, rest = _splittype(self._full_url)
        if self.type is None:
            raise ValueError(f'unknown url type: {self.full_url!r}')
        self.host, self.selector = _splithost(rest)
        if self.host:
            self.host = unquote(self.host)

    @full_url.deleter
    def full_url(self):
        self._full_url = self.fragment = None
        self.selector = ''

    @property
    def data(self):
        """The body, or None."""
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            # The length was that of the body before.
            self.remove_header('Content-length')

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        """The method: GET, or POST if there is a body, unless another one was set."""
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self):
        """The URL."""
        return self.full_url

    def set_proxy(self, host, type):
        """Let the request go by a proxy."""
        if self.type == 'https' and not self._tunnel_host:
            self._tunnel_host = self.host
        else:
            self.type = type
            self.selector = self.full_url
        self.host = host

    def has_proxy(self):
        """Whether a proxy is asked for the URL."""
        return self.selector == self.full_url

    def add_header(self, key, val):
        """Set a header."""
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Set a header that is not sent again after a redirection."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        """Whether there is a header; its name is to be written as in 'Content-type'."""
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        """A header's value."""
        for headers in self.headers, self.unredirected_hdrs:
            if header_name in headers:
                return headers[header_name]
        return default

    def remove_header(self, header_name):
        """Remove a header if there is one."""
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        """All headers, as pairs."""
        return list((self.unredirected_hdrs | self.headers).items())


class OpenerDirector:
    """Opens URLs by handlers."""

    def __init__(self):
        self.addheaders = [('User-agent', 'Python-urllib/' + __version__)]
        self.handlers = []
        # From schemes to handlers, and of errors from schemes to dicts from codes to handlers.
        self.handle_open = {}
        self.handle_error = {}
        self.process_response = {}
        self.process_request = {}

    def add_handler(self, handler):
        """Add a handler for all that its methods say by their names."""
        if not hasattr(handler, 'add_parent'):
            raise TypeError(f'expected BaseHandler instance, got {type(handler)!r}')
        tables = {'open': self.handle_open, 'response': self.process_response,
                  'request': self.process_request}
        added = False
        for name in dir(handler):
            if name in ('redirect_request', 'do_open', 'proxy_open'):
                continue
            protocol, _, condition = name.partition('_')
            if condition.startswith('error'):
                kind = condition.partition('_')[2] or condition
                if kind.removeprefix('-').isdecimal():
                    kind = int(kind)
                table = self.handle_error.setdefault(protocol, {})
            elif condition in tables:
                kind, table = protocol, tables[condition]
            else:
                continue
            bisect.insort(table.setdefault(kind, []), handler)
            added = True
        if added:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        """Nothing."""

    def _call_chain(self, chain, kind, meth_name, *args):
        """The first result of a handler that is not None."""
        for handler in chain.get(kind, ()):
            result = getattr(handler, meth_name)(*args)
            if result is not None:
                return result

    def open(self, fullurl, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        """Open a URL or a Request."""
        if isinstance(fullurl, str):
            req = Request(fullurl, data)
        else:
            req = fullurl
            if data is not None:
                req.data = data
        req.timeout = timeout
        scheme = req.type
        for handler in self.process_request.get(scheme, ()):
            req = getattr(handler, scheme + '_request')(req)
        sys.audit('urllib.Request', req.full_url, req.data, req.headers, req.get_method())
        response = self._open(req, data)
        for handler in self.process_response.get(scheme, ()):
            response = getattr(handler, scheme + '_response')(req, response)
        return response

    def _open(self, req, data=None):
        return (self._call_chain(self.handle_open, 'default', 'default_open', req)
                or self._call_chain(self.handle_open, req.type, req.type + '_open', req)
                or self._call_chain(self.handle_open, 'unknown', 'unknown_open', req))

    def error(self, proto, *args):
        """Ask the handlers for an error."""
        if proto not in ('http', 'https'):
            return self._call_chain(self.handle_error, proto, proto + '_error', *args) or None
        table = self.handle_error['http']
        code = args[2]
        return (self._call_chain(table, code, f'http_error_{code}', *args)
                or self._call_chain(table, 'default', 'http_error_default', *args))


def build_opener(*handlers):
    """An opener with these handlers, objects or classes, and the usual ones that none of them derives from."""
    usual = [ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler,
             HTTPRedirectHandler, FTPHandler, FileHandler, HTTPErrorProcessor, DataHandler]
    if hasattr(http.client, 'HTTPSConnection'):
        usual.append(HTTPSHandler)
    given = [handler if isinstance(handler, type) else type(handler) for handler in handlers]
    opener = OpenerDirector()
    for kind in usual:
        if not any(issubclass(other, kind) for other in given):
            opener.add_handler(kind())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


class HTTPErrorProcessor(BaseHandler):
    """Makes errors of answers that are no success."""

    handler_order = 1000

    def http_response(self, request, response):
        """Ask the handlers for errors if this is one."""
        code, msg, headers = response.code, response.msg, response.info()
        if 200 <= code <= 299:
            return response
        return self.parent.error('http', request, response, code, msg, headers)

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Raises HTTPError."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        """No other handler knew what to do."""
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Follows redirections."""

    # How often the same URL, and how many altogether.
    max_repeats = 4
    max_redirections = 10
    inf_msg = ('The HTTP server returned a redirect error that would lead to an infinite loop.\n'
               'The last 30x error message was:\n')

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The Request to go on with, or None for no redirection; may raise HTTPError."""
        method = req.get_method()
        reading = method in ('GET', 'HEAD')
        if not (reading and code in (301, 302, 303, 307, 308)
                or method == 'POST' and code in (301, 302, 303)):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        # The body is not sent again.
        kept = {name: value for name, value in req.headers.items()
                if name.lower() not in ('content-length', 'content-type')}
        return Request(newurl.replace(' ', '%20'), headers=kept, unverifiable=True,
                       origin_req_host=req.origin_req_host,
                       method='HEAD' if method == 'HEAD' else 'GET')

    def http_error_302(self, req, fp, code, msg, headers):
        """Open what the server says instead."""
        for name in 'location', 'uri':
            if name in headers:
                newurl = headers[name]
                break
        else:
            return None
        parts = urlparse(newurl)
        if parts.scheme not in ('http', 'https', 'ftp', ''):
            # A server must not make us read local files.
            raise HTTPError(newurl, code,
                            f"{msg} - Redirection to url '{newurl}' is not allowed", headers, fp)
        if parts.netloc and not parts.path:
            parts = parts._replace(path='/')
        # Headers are read as Latin-1; what servers send is UTF-8 mostly, and quoted as the bytes that came.
        newurl = quote(urlunparse(parts), encoding='iso-8859-1', safe=string.punctuation)
        newurl = urljoin(req.full_url, newurl)
        new = self.redirect_request(req, fp, code, msg, headers, newurl)
        if new is None:
            return None
        visited = getattr(req, 'redirect_dict', None)
        if visited is None:
            visited = req.redirect_dict = {}
        elif (visited.get(newurl, 0) >= self.max_repeats
              or len(visited) >= self.max_redirections):
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        new.redirect_dict = visited
        visited[newurl] = visited.get(newurl, 0) + 1
        # Not before it is sure that no error hands it out.
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class ProxyHandler(BaseHandler):
    """Sends requests to proxies."""

    handler_order = 100

    def __init__(self, proxies=None):
        if proxies is None:
            proxies = getproxies()
        assert hasattr(proxies, 'keys'), 'proxies must be a mapping'
        self.proxies = proxies
        for scheme, proxy in proxies.items():
            setattr(self, scheme.lower() + '_open', self._opener_for(proxy, scheme.lower()))

    def _opener_for(self, proxy, type):
        # Looked up when it is called: the method may be replaced.
        meth = self.proxy_open
        return lambda r, proxy=proxy, type=type, meth=meth: meth(r, proxy, type)

    def proxy_open(self, req, proxy, type):
        """Change the request to one for the proxy."""
        scheme = req.type
        proxy_scheme, user, password, hostport = _parse_proxy(proxy)
        if proxy_scheme is None:
            proxy_scheme = scheme
        if req.host and proxy_bypass(req.host):
            return None
        if user and password:
            secret = f'{unquote(user)}:{unquote(password)}'.encode()
            req.add_header('Proxy-authorization', 'Basic ' + base64.b64encode(secret).decode('ascii'))
        req.set_proxy(unquote(hostport), proxy_scheme)
        if scheme in (proxy_scheme, 'https'):
            return None
        # The handlers of the other scheme have to be asked.
        return self.parent.open(req, timeout=req.timeout)


class AbstractHTTPHandler(BaseHandler):
    """Sends requests by `http.client`."""

    def __init__(self, debuglevel=None):
        if debuglevel is None:
            debuglevel = http.client.HTTPConnection.debuglevel
        self._debuglevel = debuglevel

    def set_http_debuglevel(self, level):
        """With more than 0, print what is sent and received."""
        self._debuglevel = level

    def _get_content_length(self, request):
        return http.client.HTTPConnection._get_content_length(request.data, request.get_method())

    def do_request_(self, request):
        """Add the headers that a request needs."""
        if not request.host:
            raise URLError('no host given')

        def default(name, value):
            if not request.has_header(name):
                request.add_unredirected_header(name, value)

        if request.data is not None:
            if isinstance(request.data, str):
                raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. '
                                'It cannot be of type str.')
            default('Content-type', 'application/x-www-form-urlencoded')
            if not (request.has_header('Content-length')
                    or request.has_header('Transfer-encoding')):
                length = self._get_content_length(request)
                if length is None:
                    default('Transfer-encoding', 'chunked')
                else:
                    default('Content-length', str(length))
        host = request.host
        if request.has_proxy():
            host = _splithost(_splittype(request.selector)[1])[0]
        default('Host', host)
        for name, value in self.parent.addheaders:
            default(name.capitalize(), value)
        return request

    def do_open(self, http_class, req, **http_conn_args):
        """Send a request by a connection of a class like `HTTPConnection`; returns the answer."""
        if not req.host:
            raise URLError('no host given')
        connection = http_class(req.host, timeout=req.timeout, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        # The connection is for one request: who reads the answer does not know of another one.
        headers = req.unredirected_hdrs | req.headers | {'Connection': 'close'}
        headers = {name.title(): value for name, value in headers.items()}
        if req._tunnel_host:
            # The proxy's password is not for the server.
            own = headers.pop('Proxy-Authorization', None)
            connection.set_tunnel(req._tunnel_host,
                                  headers={} if own is None else {'Proxy-Authorization': own})
        try:
            try:
                connection.request(req.get_method(), req.selector, req.data, headers,
                                   encode_chunked=req.has_header('Transfer-encoding'))
            except OSError as err:
                raise URLError(err)
            response = connection.getresponse()
        except BaseException:
            connection.close()
            raise
        if connection.sock:
            # The answer keeps what it needs of it.
            connection.sock.close()
            connection.sock = None
        response.url = req.get_full_url()
        response.msg = response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    """Opens http URLs."""

    def http_open(self, req):
        """Send a request."""
        return self.do_open(http.client.HTTPConnection, req)

    http_request = AbstractHTTPHandler.do_request_


class HTTPCookieProcessor(BaseHandler):
    """Keeps cookies and sends them back."""

    def __init__(self, cookiejar=None):
        import http.cookiejar
        self.cookiejar = http.cookiejar.CookieJar() if cookiejar is None else cookiejar

    def http_request(self, request):
        """Add the cookies for a request."""
        self.cookiejar.add_cookie_header(request)
        return request

    def http_response(self, request, response):
        """Keep the cookies of an answer."""
        self.cookiejar.extract_cookies(response, request)
        return response

    https_request = http_request
    https_response = http_response


class UnknownHandler(BaseHandler):
    """Refuses what no other handler took."""

    def unknown_open(self, req):
        """Raise URLError."""
        raise URLError(f'unknown url type: {req.type}')


class FileHandler(BaseHandler):
    """Opens file URLs of this machine."""

    names = None

    def get_names(self):
        """The addresses of this machine."""
        if FileHandler.names is None:
            try:
                FileHandler.names = tuple(address for host in ('localhost', socket.gethostname())
                                          for address in socket.gethostbyname_ex(host)[2])
            except socket.gaierror:
                FileHandler.names = (socket.gethostbyname('localhost'),)
        return FileHandler.names

    def open_local_file(self, req):
        """Open a file."""
        import email.utils
        import mimetypes
        path = url2pathname(req.full_url, require_scheme=True, resolve_host=True)
        try:
            status = os.stat(path)
            kind = mimetypes.guess_file_type(path)[0] or 'text/plain'
            modified = email.utils.formatdate(status.st_mtime, usegmt=True)
            headers = email.message_from_string(
                f'Content-type: {kind}\nContent-length: {status.st_size}\n'
                f'Last-modified: {modified}\n')
            return addinfourl(open(path, 'rb'), headers, pathname2url(path, add_scheme=True))
        except OSError as exc:
            raise URLError(exc, exc.filename)

    file_open = open_local_file


class DataHandler(BaseHandler):
    """Opens data URLs (RFC 2397), which hold their contents themselves."""

    def data_open(self, req):
        """Decode the contents."""
        url = req.full_url
        _, rest = url.split(':', 1)
        kind, contents = rest.split(',', 1)
        if re.search('[\x00-\x1f\x7f]', kind):
            raise ValueError('Control characters not allowed in data: mediatype')
        contents = unquote_to_bytes(contents)
        if kind.endswith(';base64'):
            contents = base64.decodebytes(contents)
            kind = kind.removesuffix(';base64')
        headers = email.message_from_string(
            f'Content-type: {kind or "text/plain;charset=US-ASCII"}\n'
            f'Content-length: {len(contents)}\n')
        return addinfourl(io.BytesIO(contents), headers, url)


def _is_local_authority(authority, resolve):
    """Whether a host is this machine; names other than its own are looked up only if *resolve*."""
    if not authority or authority in ('localhost', socket.gethostname()):
        return True
    if not resolve:
        return False
    try:
        address = socket.gethostbyname(authority)
    except (socket.gaierror, UnicodeEncodeError):
        return False
    return address in FileHandler().get_names()


def _file_system_codec():
    return {'encoding': sys.getfilesystemencoding(), 'errors': sys.getfilesystemencodeerrors()}


def url2pathname(url, *, require_scheme=False, resolve_host=False):
    """The path that a file URL means; the URL has no scheme unless *require_scheme*."""
    scheme, authority, path, *_ = urlsplit(url if require_scheme else 'file:' + url)
    if scheme != 'file':
        raise URLError("URL is missing a 'file:' scheme")
    if not _is_local_authority(authority, resolve_host):
        raise URLError('file:// scheme is supported only on localhost')
    return unquote(path, **_file_system_codec())


def pathname2url(pathname, *, add_scheme=False):
    """The file URL for a path, without the scheme unless *add_scheme*."""
    _, root, tail = os.path.splitroot(pathname)
    # An empty host, so that a second slash does not begin one.
    start = '//' + root if root else ''
    return ('file:' if add_scheme else '') + start + quote(tail, **_file_system_codec())


_localhost = None
_thishost = None
_noheaders = None


def localhost():
    """The address of 'localhost'."""
    global _localhost
    if _localhost is None:
        _localhost = socket.gethostbyname('localhost')
    return _localhost


def thishost():
    """The addresses of this machine."""
    global _thishost
    if _thishost is None:
        try:
            found = socket.gethostbyname_ex(socket.gethostname())
        except socket.gaierror:
            found = socket.gethostbyname_ex('localhost')
        _thishost = tuple(found[2])
    return _thishost


def ftperrors():
    """The errors that FTP connections raise."""
    import ftplib
    return ftplib.all_errors


def noheaders():
    """A message without headers, always the same."""
    global _noheaders
    if _noheaders is None:
        _noheaders = email.message_from_string('')
    return _noheaders


def _proxy_bypass_macosx_sysconf(host, proxy_settings):
    """Whether settings in the form of macOS except a host; they are no setting of this system."""
    from fnmatch import fnmatch
    from ipaddress import AddressValueError, IPv4Address

    if '.' not in host and proxy_settings['exclude_simple']:
        return True
    name = re.sub(r':[0-9]*\Z', '', host)
    try:
        address = int(IPv4Address(name))
    except AddressValueError:
        address = None
    for value in proxy_settings.get('exceptions', ()):
        match = re.match(r'(\d+(?:\.\d+)*)(?:/(\d+))?', value or '')
        if match and address is not None:
            numbers = [int(text) for text in match[1].split('.')]
            bits = int(match[2]) if match[2] else 8 * len(numbers)
            if len(numbers) != 4:
                numbers = (numbers + [0, 0, 0])[:4]
            base = int.from_bytes(bytes(number & 0xff for number in numbers))
            if 0 <= bits <= 32 and address >> 32 - bits == base >> 32 - bits:
                return True
        elif value and fnmatch(host, value):
            return True
    return False


def _proxy_bypass_winreg_override(host, override):
    """Whether a setting in the form of Windows excepts a host; it is no setting of this system."""
    from fnmatch import fnmatch

    host = re.sub(r':[0-9]*\Z', '', host)
    return any('.' not in host if pattern == '<local>' else fnmatch(host, pattern)
               for pattern in map(str.strip, override.split(';')))
