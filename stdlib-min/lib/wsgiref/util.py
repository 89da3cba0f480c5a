"""Small things about requests: their URLs, their paths, environments for tests."""

import posixpath
from urllib.parse import quote

__all__ = ['FileWrapper', 'guess_scheme', 'application_uri', 'request_uri', 'shift_path_info',
           'setup_testing_defaults', 'is_hop_by_hop']

_DEFAULT_PORTS = {'http': '80', 'https': '443'}
_HOP_BY_HOP = frozenset(('connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization',
                         'te', 'trailers', 'transfer-encoding', 'upgrade'))


class FileWrapper:
    """The pieces of a file."""

    def __init__(self, filelike, blksize=8192):
        self.filelike = filelike
        self.blksize = blksize
        if hasattr(filelike, 'close'):
            self.close = filelike.close

    def __iter__(self):
        return self

    def __next__(self):
        data = self.filelike.read(self.blksize)
        if not data:
            raise StopIteration
        return data


def guess_scheme(environ):
    """The scheme of a request, by what the server says of HTTPS."""
    return 'https' if environ.get('HTTPS') in ('yes', 'on', '1') else 'http'


def application_uri(environ):
    """The URL of the application, without the path behind it."""
    scheme = environ['wsgi.url_scheme']
    host = environ.get('HTTP_HOST')
    if not host:
        host, port = environ['SERVER_NAME'], environ['SERVER_PORT']
        if port != _DEFAULT_PORTS['https' if scheme == 'https' else 'http']:
            host += ':' + port
    return f'{scheme}://{host}{quote(environ.get("SCRIPT_NAME") or "/", encoding="latin1")}'


def request_uri(environ, include_query=True):
    """The URL of a request."""
    path = quote(environ.get('PATH_INFO', ''), safe='/;=,', encoding='latin1')
    url = application_uri(environ) + (path if environ.get('SCRIPT_NAME') else path[1:])
    if include_query and environ.get('QUERY_STRING'):
        url += '?' + environ['QUERY_STRING']
    return url


def shift_path_info(environ):
    """Move the first name of PATH_INFO to SCRIPT_NAME and return it; None if there is none."""
    path = environ.get('PATH_INFO', '')
    if not path:
        return None
    first, *parts = path.split('/')
    parts[:-1] = [part for part in parts[:-1] if part and part != '.']
    name = parts[0]
    del parts[0]
    script = posixpath.normpath(f'{environ.get("SCRIPT_NAME", "")}/{name}').removesuffix('/')
    if not name:
        script += '/'
    environ['SCRIPT_NAME'] = script
    environ['PATH_INFO'] = '/'.join([first, *parts])
    return None if name == '.' else name


def setup_testing_defaults(environ):
    """Add what an environment needs, so that an application can be called in a test."""
    from io import BytesIO, StringIO
    default = environ.setdefault
    default('SERVER_NAME', '127.0.0.1')
    default('SERVER_PROTOCOL', 'HTTP/1.0')
    default('HTTP_HOST', environ['SERVER_NAME'])
    default('REQUEST_METHOD', 'GET')
    if 'SCRIPT_NAME' not in environ and 'PATH_INFO' not in environ:
        environ |= {'SCRIPT_NAME': '', 'PATH_INFO': '/'}
    default('wsgi.version', (1, 0))
    for name in 'run_once', 'multithread', 'multiprocess':
        default('wsgi.' + name, 0)
    default('wsgi.input', BytesIO())
    default('wsgi.errors', StringIO())
    scheme = default('wsgi.url_scheme', guess_scheme(environ))
    if scheme in _DEFAULT_PORTS:
        default('SERVER_PORT', _DEFAULT_PORTS[scheme])


def is_hop_by_hop(header_name):
    """Whether a header is for the next program on the way only."""
    return header_name.lower() in _HOP_BY_HOP
