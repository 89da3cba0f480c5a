"""A server for applications, one request after the other."""

import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, HTTPServer
from platform import python_implementation

from wsgiref.handlers import SimpleHandler

__version__ = '0.2'
__all__ = ['WSGIServer', 'WSGIRequestHandler', 'demo_app', 'make_server']

server_version = 'WSGIServer/' + __version__
sys_version = python_implementation() + '/' + sys.version.split()[0]
software_version = server_version + ' ' + sys_version


class ServerHandler(SimpleHandler):
    """Runs the application for a request."""

    server_software = software_version

    def close(self):
        """Log the request and end it."""
        try:
            self.request_handler.log_request(self.status.split(' ', 1)[0], self.bytes_sent)
        finally:
            SimpleHandler.close(self)


class WSGIServer(HTTPServer):
    """A server with an application."""

    application = None

    def server_bind(self):
        """Bind, and make what all environments have."""
        HTTPServer.server_bind(self)
        self.setup_environ()

    def setup_environ(self):
        """Make what all environments have."""
        self.base_environ = {
            'SERVER_NAME': self.server_name,
            'GATEWAY_INTERFACE': 'CGI/1.1',
            'SERVER_PORT': str(self.server_port),
            'REMOTE_HOST': '',
            'CONTENT_LENGTH': '',
            'SCRIPT_NAME': '',
        }

    def get_app(self):
        """The application."""
        return self.application

    def set_app(self, application):
        """Set the application."""
        self.application = application


class WSGIRequestHandler(BaseHTTPRequestHandler):
    """Reads a request and has the application answer it."""

    server_version = server_version

    def get_environ(self):
        """The environment of the request."""
        headers = self.headers
        path, _, query = self.path.partition('?')
        env = self.server.base_environ | {
            'SERVER_PROTOCOL': self.request_version,
            'SERVER_SOFTWARE': self.server_version,
            'REQUEST_METHOD': self.command,
            'PATH_INFO': urllib.parse.unquote(path, 'iso-8859-1'),
            'QUERY_STRING': query,
            'REMOTE_ADDR': self.client_address[0],
            'CONTENT_TYPE': headers.get('content-type', headers.get_content_type()),
        }
        if headers.get('content-length'):
            env['CONTENT_LENGTH'] = headers['content-length']
        for name, value in headers.items():
            name, value = name.replace('-', '_').upper(), value.strip()
            if name in env:
                # It is there under its own name.
                continue
            name = 'HTTP_' + name
            env[name] = f'{env[name]},{value}' if name in env else value
        return env

    def get_stderr(self):
        """Where errors are written to."""
        return sys.stderr

    def handle(self):
        """Serve one request."""
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ''
            self.send_error(414)
            return
        if not self.parse_request():
            return
        handler = ServerHandler(self.rfile, self.wfile, self.get_stderr(), self.get_environ(),
                                multithread=False)
        handler.request_handler = self
        handler.run(self.server.get_app())


def demo_app(environ, start_response):
    """An application that shows its environment."""
    lines = ['Hello world!', '', *(f'{name} = {value!r}' for name, value in sorted(environ.items()))]
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [''.join(f'{line}\n' for line in lines).encode('utf-8')]


def make_server(host, port, app, server_class=WSGIServer, handler_class=WSGIRequestHandler):
    """A server for an application."""
    server = server_class((host, port), handler_class)
    server.set_app(app)
    return server


if __name__ == '__main__':
    with make_server('', 8000, demo_app) as httpd:
        address = httpd.socket.getsockname()
        print('Serving HTTP on', address[0], 'port', address[1], '...')
        httpd.handle_request()
