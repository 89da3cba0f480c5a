"""Checks whether an application and a server keep to WSGI: `validator(app)` is an application that does what *app* does."""

import re
import sys
import warnings

__all__ = ['validator']

_HEADER_NAME = re.compile(r'^[a-zA-Z][a-zA-Z0-9\-_]*$')
_BAD_VALUE = re.compile(r'[\000-\037]')
_METHODS = ('GET', 'HEAD', 'POST', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'TRACE')
# Codes of answers that have no body.
_NO_BODY = (204, 304)


class WSGIWarning(Warning):
    """Something that is allowed but not wise."""


def assert_(cond, *args):
    """Raise AssertionError, with -O too."""
    if not cond:
        raise AssertionError(*args)


def check_string_type(value, title):
    """A value that has to be str itself."""
    assert_(type(value) is str, f'{title} must be of type str (got {value!r})')
    return value


def validator(application):
    """The application with checks around it."""
    def checked(*args, **kw):
        assert_(len(args) == 2, 'Two arguments required')
        assert_(not kw, 'No keyword arguments allowed')
        environ, start_response = args
        check_environ(environ)
        started = []

        def checked_start(*args, **kw):
            assert_(len(args) in (2, 3), f'Invalid number of arguments: {args}')
            assert_(not kw, 'No keyword arguments allowed')
            status, headers, *exc_info = args
            check_status(status)
            check_headers(headers)
            check_content_type(status, headers)
            check_exc_info(exc_info[0] if exc_info else None)
            started.append(None)
            return WriteWrapper(start_response(*args))

        environ['wsgi.input'] = InputWrapper(environ['wsgi.input'])
        environ['wsgi.errors'] = ErrorWrapper(environ['wsgi.errors'])
        iterator = application(environ, checked_start)
        assert_(iterator is not None and iterator != False,
                'The application must return an iterator, if only an empty list')
        check_iterator(iterator)
        return IteratorWrapper(iterator, started)

    return checked


class InputWrapper:
    """The body of the request."""

    def __init__(self, wsgi_input):
        self.input = wsgi_input

    def read(self, *args):
        """Read; the size has to be told."""
        assert_(len(args) == 1)
        return self._bytes(self.input.read(*args))

    def readline(self, *args):
        """Read a line."""
        assert_(len(args) <= 1)
        return self._bytes(self.input.readline(*args))

    def readlines(self, *args):
        """Read lines."""
        assert_(len(args) <= 1)
        lines = self.input.readlines(*args)
        assert_(type(lines) is list)
        return [self._bytes(line) for line in lines]

    @staticmethod
    def _bytes(data):
        assert_(type(data) is bytes)
        return data

    def __iter__(self):
        return iter(self.readline, b'')

    def close(self):
        """Refuse."""
        assert_(0, 'input.close() must not be called')


class ErrorWrapper:
    """Where errors are written to."""

    def __init__(self, wsgi_errors):
        self.errors = wsgi_errors

    def write(self, s):
        """Write a text."""
        assert_(type(s) is str)
        self.errors.write(s)

    def flush(self):
        """Flush."""
        self.errors.flush()

    def writelines(self, seq):
        """Write texts."""
        for line in seq:
            self.write(line)

    def close(self):
        """Refuse."""
        assert_(0, 'errors.close() must not be called')


class WriteWrapper:
    """The function that start_response() returns."""

    def __init__(self, wsgi_writer):
        self.writer = wsgi_writer

    def __call__(self, s):
        assert_(type(s) is bytes)
        self.writer(s)


class PartialIteratorWrapper:
    """A body that is not iterated yet."""

    def __init__(self, wsgi_iterator):
        self.iterator = wsgi_iterator

    def __iter__(self):
        return IteratorWrapper(self.iterator, None)


class IteratorWrapper:
    """The body."""

    def __init__(self, wsgi_iterator, check_start_response):
        self.original_iterator = wsgi_iterator
        self.iterator = iter(wsgi_iterator)
        self.closed = False
        self.check_start_response = check_start_response

    def __iter__(self):
        return self

    def __next__(self):
        assert_(not self.closed, 'Iterator read after closed')
        data = next(self.iterator)
        assert_(type(data) is bytes, f'Iterator yielded non-bytestring ({data!r})')
        if self.check_start_response is not None:
            assert_(self.check_start_response,
                    'The application returns and we started iterating over its body, but '
                    'start_response has not yet been called')
            self.check_start_response = None
        return data

    def close(self):
        """Close the body."""
        self.closed = True
        if hasattr(self.original_iterator, 'close'):
            self.original_iterator.close()

    def __del__(self):
        message = 'Iterator garbage collected without being closed'
        if not self.closed:
            sys.stderr.write(message)
        assert_(self.closed, message)


def check_environ(environ):
    """Check what the server gives."""
    assert_(type(environ) is dict, f'Environment is not of the right type: {type(environ)!r} '
                                   f'(environment: {environ!r})')
    for key in ('REQUEST_METHOD', 'SERVER_NAME', 'SERVER_PORT', 'wsgi.version', 'wsgi.input',
                'wsgi.errors', 'wsgi.multithread', 'wsgi.multiprocess', 'wsgi.run_once'):
        assert_(key in environ, f'Environment missing required key: {key!r}')
    for key in 'HTTP_CONTENT_TYPE', 'HTTP_CONTENT_LENGTH':
        assert_(key not in environ, f'Environment should not have the key: {key} '
                                    f'(use {key[5:]} instead)')
    if 'QUERY_STRING' not in environ:
        warnings.warn('QUERY_STRING is not in the WSGI environment; the cgi module will use '
                      'sys.argv when this variable is missing, so application errors are more '
                      'likely', WSGIWarning)
    for key, value in environ.items():
        assert_('.' in key or type(value) is str,
                f'Environmental variable {key} is not a string: {type(value)!r} (value: {value!r})')
    version, scheme = environ['wsgi.version'], environ['wsgi.url_scheme']
    assert_(type(version) is tuple, f'wsgi.version should be a tuple ({version})')
    assert_(scheme in ('http', 'https'), f'wsgi.url_scheme unknown: {scheme!r}')
    check_input(environ['wsgi.input'])
    check_errors(environ['wsgi.errors'])
    method = environ['REQUEST_METHOD']
    if method not in _METHODS:
        warnings.warn(f'Unknown REQUEST_METHOD: {method!r}', WSGIWarning)
    script, path = environ.get('SCRIPT_NAME'), environ.get('PATH_INFO')
    assert_(not script or script.startswith('/'), f"SCRIPT_NAME doesn't start with /: {script!r}")
    assert_(not path or path.startswith('/'), f"PATH_INFO doesn't start with /: {path!r}")
    length = environ.get('CONTENT_LENGTH')
    assert_(not length or int(length) >= 0, f'Invalid CONTENT_LENGTH: {length!r}')
    assert_(script or 'PATH_INFO' in environ,
            "One of SCRIPT_NAME or PATH_INFO are required (PATH_INFO should at least be '/' if "
            'SCRIPT_NAME is empty)')
    assert_(script != '/', "SCRIPT_NAME cannot be '/'; it should instead be '', and PATH_INFO "
                           "should be '/'")


def _check_methods(what, thing, names):
    for name in names:
        assert_(hasattr(thing, name), f"{what} ({thing!r}) doesn't have the attribute {name}")


def check_input(wsgi_input):
    """Check the body of the request."""
    _check_methods('wsgi.input', wsgi_input, ('read', 'readline', 'readlines', '__iter__'))


def check_errors(wsgi_errors):
    """Check where errors are written to."""
    _check_methods('wsgi.errors', wsgi_errors, ('flush', 'write', 'writelines'))


def check_status(status):
    """Check the code and phrase of an answer."""
    status = check_string_type(status, 'Status')
    code = status.split(None, 1)[0]
    assert_(len(code) == 3, f'Status codes must be three characters: {code!r}')
    assert_(int(code) >= 100, f'Status code is invalid: {int(code)!r}')
    if len(status) < 4 or status[3] != ' ':
        warnings.warn(f'The status string ({status!r}) should be a three-digit integer followed by '
                      'a single space and a status explanation', WSGIWarning)


def check_headers(headers):
    """Check the headers of an answer."""
    assert_(type(headers) is list, f'Headers ({headers!r}) must be of type list: {type(headers)!r}')
    for item in headers:
        assert_(type(item) is tuple,
                f'Individual headers ({item!r}) must be of type tuple: {type(item)!r}')
        assert_(len(item) == 2)
        name = check_string_type(item[0], 'Header name')
        value = check_string_type(item[1], 'Header value')
        assert_(name.lower() != 'status',
                'The Status header cannot be used; it conflicts with CGI script, and HTTP status is '
                f'not given through headers (value: {value!r}).')
        assert_('\n' not in name and ':' not in name,
                f"Header names may not contain ':' or '\\n': {name!r}")
        assert_(_HEADER_NAME.search(name), f'Bad header name: {name!r}')
        assert_(not name.endswith(('-', '_')), f"Names may not end in '-' or '_': {name!r}")
        bad = _BAD_VALUE.search(value)
        if bad:
            assert_(0, f'Bad header value: {value!r} (bad char: {bad[0]!r})')


def check_content_type(status, headers):
    """Check that the kind of the body is told, if there is one."""
    code = int(check_string_type(status, 'Status').split(None, 1)[0])
    told = any(check_string_type(name, 'Header name').lower() == 'content-type'
               for name, _ in headers)
    if code in _NO_BODY:
        assert_(not told, f'Content-Type header found in a {code} response, which must not return '
                          'content.')
    else:
        assert_(told, f'No Content-Type header found in headers ({headers})')


def check_exc_info(exc_info):
    """Check the error that an answer is for."""
    assert_(exc_info is None or type(exc_info) is tuple,
            f'exc_info ({exc_info!r}) is not a tuple: {type(exc_info)!r}')


def check_iterator(iterator):
    """Check the body: a text would be sent character by character."""
    assert_(not isinstance(iterator, (str, bytes)),
            'You should not return a string as your application iterator, instead return a '
            'single-item list containing a bytestring.')
