"""A client for FTP (RFC 959).

Commands go over one connection, each file or list over another one: to an address that the server tells (passive), or from
the server to us. Answers begin with a digit for their kind, and errors are of the classes here by it.
"""

import re
import socket
import sys
from socket import _GLOBAL_DEFAULT_TIMEOUT

__all__ = ['FTP', 'error_reply', 'error_temp', 'error_perm', 'error_proto', 'all_errors']

MSG_OOB = int(socket.MSG_OOB)
FTP_PORT = 21
# A server must not fill our memory.
MAXLINE = 8192
CRLF = '\r\n'
B_CRLF = b'\r\n'


class Error(Exception):
    """The base of the errors."""


class error_reply(Error):
    """An answer of another kind than expected."""


class error_temp(Error):
    """An error that may pass (400 to 499)."""


class error_perm(Error):
    """An error that will not pass (500 to 599)."""


class error_proto(Error):
    """An answer that makes no sense."""


all_errors = (Error, OSError, EOFError)


def _without_end(line):
    return line.removesuffix('\n').removesuffix('\r')


class FTP:
    """A connection; with a host it is made at once, with a user the login is done too."""

    debugging = 0
    host = ''
    port = FTP_PORT
    maxline = MAXLINE
    sock = None
    file = None
    welcome = None
    passiveserver = True
    # The server might let us connect to a machine that only we can reach.
    trust_server_pasv_ipv4_address = False

    def __init__(self, host='', user='', passwd='', acct='', timeout=_GLOBAL_DEFAULT_TIMEOUT,
                 source_address=None, *, encoding='utf-8'):
        self.encoding = encoding
        self.source_address = source_address
        self.timeout = timeout
        if host:
            self.connect(host)
            if user:
                self.login(user, passwd, acct)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if self.sock is None:
            return
        try:
            self.quit()
        except (OSError, EOFError):
            pass
        finally:
            if self.sock is not None:
                self.close()

    def connect(self, host='', port=0, timeout=-999, source_address=None):
        """Connect; returns the server's welcome."""
        if host != '':
            self.host = host
        if port > 0:
            self.port = port
        if timeout != -999:
            self.timeout = timeout
        if self.timeout is not None and not self.timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        if source_address is not None:
            self.source_address = source_address
        sys.audit('ftplib.connect', self, self.host, self.port)
        self.sock = socket.create_connection((self.host, self.port), self.timeout,
                                             source_address=self.source_address)
        self.af = self.sock.family
        self.file = self.sock.makefile('r', encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def getwelcome(self):
        """The server's welcome."""
        self._log(0, '*welcome*', self.welcome)
        return self.welcome

    def set_debuglevel(self, level):
        """With 1 print commands and answers, with 2 all lines."""
        self.debugging = level

    debug = set_debuglevel

    def set_pasv(self, val):
        """Set whether the server tells the address for files."""
        self.passiveserver = val

    def sanitize(self, s):
        """A line as it is printed, without the password."""
        if s[:5] in ('pass ', 'PASS '):
            end = len(s.rstrip('\r\n'))
            s = s[:5] + '*' * (end - 5) + s[end:]
        return repr(s)

    def _log(self, level, mark, line):
        if self.debugging > level:
            print(mark, self.sanitize(line))

    # Lines and answers.

    def putline(self, line):
        """Send a line."""
        if '\r' in line or '\n' in line:
            raise ValueError('an illegal newline character should not be contained')
        sys.audit('ftplib.sendcmd', self, line)
        line += CRLF
        self._log(1, '*put*', line)
        self.sock.sendall(line.encode(self.encoding))

    def putcmd(self, line):
        """Send a command."""
        self._log(0, '*cmd*', line)
        self.putline(line)

    def _limited(self, line):
        if len(line) > self.maxline:
            raise Error(f'got more than {self.maxline} bytes')
        return line

    def getline(self):
        """Read a line; raises EOFError at the end."""
        line = self._limited(self.file.readline(self.maxline + 1))
        self._log(1, '*get*', line)
        if not line:
            raise EOFError
        return _without_end(line)

    def getmultiline(self):
        """Read an answer; one of several lines ends in a line with the same code and no dash."""
        lines = [self.getline()]
        if lines[0][3:4] == '-':
            code = lines[0][:3]
            while lines[-1][:3] != code or lines[-1][3:4] == '-':
                lines.append(self.getline())
        return '\n'.join(lines)

    def getresp(self):
        """Read an answer and raise an error if it is one."""
        answer = self.getmultiline()
        self._log(0, '*resp*', answer)
        self.lastresp = answer[:3]
        kind = answer[:1]
        if kind in ('1', '2', '3'):
            return answer
        raise {'4': error_temp, '5': error_perm}.get(kind, error_proto)(answer)

    def voidresp(self):
        """Read an answer that has to be a success."""
        answer = self.getresp()
        if answer[:1] != '2':
            raise error_reply(answer)
        return answer

    def sendcmd(self, cmd):
        """Send a command and read the answer."""
        self.putcmd(cmd)
        return self.getresp()

    def voidcmd(self, cmd):
        """Send a command whose answer has to be a success."""
        self.putcmd(cmd)
        return self.voidresp()

    def abort(self):
        """Stop a transfer."""
        line = b'ABOR' + B_CRLF
        self._log(1, '*put urgent*', line.decode())
        self.sock.sendall(line, MSG_OOB)
        answer = self.getmultiline()
        if answer[:3] not in ('426', '225', '226'):
            raise error_proto(answer)
        return answer

    # Connections for files.

    def sendport(self, host, port):
        """Tell the server an address to connect to."""
        numbers = host.split('.') + [str(port // 256), str(port % 256)]
        return self.voidcmd('PORT ' + ','.join(numbers))

    def sendeprt(self, host, port):
        """Tell the server an address of any family."""
        family = {socket.AF_INET: 1, socket.AF_INET6: 2}.get(self.af)
        if family is None:
            raise error_proto('unsupported address family')
        return self.voidcmd(f'EPRT |{family}|{host}|{port}|')

    def makeport(self):
        """A socket that the server was told to connect to."""
        sock = socket.create_server(('', 0), family=self.af, backlog=1)
        port = sock.getsockname()[1]
        host = self.sock.getsockname()[0]
        tell = self.sendport if self.af == socket.AF_INET else self.sendeprt
        tell(host, port)
        if self.timeout is not _GLOBAL_DEFAULT_TIMEOUT:
            sock.settimeout(self.timeout)
        return sock

    def makepasv(self):
        """Ask the server for an address to connect to."""
        if self.af != socket.AF_INET:
            return parse229(self.sendcmd('EPSV'), self.sock.getpeername())
        host, port = parse227(self.sendcmd('PASV'))
        if not self.trust_server_pasv_ipv4_address:
            host = self.sock.getpeername()[0]
        return host, port

    def _begin_transfer(self, cmd, rest):
        if rest is not None:
            self.sendcmd(f'REST {rest}')
        answer = self.sendcmd(cmd)
        if answer[0] == '2':
            # Some servers say first that the file is there.
            answer = self.getresp()
        if answer[0] != '1':
            raise error_reply(answer)
        return answer

    def ntransfercmd(self, cmd, rest=None):
        """(connection, size or None) of a command for a file, perhaps from a place in it on."""
        if self.passiveserver:
            conn = socket.create_connection(self.makepasv(), self.timeout,
                                            source_address=self.source_address)
            try:
                answer = self._begin_transfer(cmd, rest)
            except BaseException:
                conn.close()
                raise
        else:
            with self.makeport() as sock:
                answer = self._begin_transfer(cmd, rest)
                conn, _ = sock.accept()
                if self.timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                    conn.settimeout(self.timeout)
        return conn, parse150(answer) if answer[:3] == '150' else None

    def transfercmd(self, cmd, rest=None):
        """The connection of a command for a file."""
        return self.ntransfercmd(cmd, rest)[0]

    def retrbinary(self, cmd, callback, blocksize=8192, rest=None):
        """Get a file; *callback* is called with each block of it."""
        self.voidcmd('TYPE I')
        with self.transfercmd(cmd, rest) as conn:
            while data := conn.recv(blocksize):
                callback(data)
        return self.voidresp()

    def retrlines(self, cmd, callback=None):
        """Get lines; *callback* is called with each, or they are printed."""
        if callback is None:
            callback = print_line
        self.sendcmd('TYPE A')
        with self.transfercmd(cmd) as conn, conn.makefile('r', encoding=self.encoding) as fp:
            while line := self._limited(fp.readline(self.maxline + 1)):
                if self.debugging > 2:
                    print('*retr*', repr(line))
                callback(_without_end(line))
        return self.voidresp()

    def storbinary(self, cmd, fp, blocksize=8192, callback=None, rest=None):
        """Send a file of bytes; *callback* is called with each block of it."""
        self.voidcmd('TYPE I')
        with self.transfercmd(cmd, rest) as conn:
            while data := fp.read(blocksize):
                conn.sendall(data)
                if callback:
                    callback(data)
        return self.voidresp()

    def storlines(self, cmd, fp, callback=None):
        """Send a file of bytes by lines; *callback* is called with each."""
        self.voidcmd('TYPE A')
        with self.transfercmd(cmd) as conn:
            while line := self._limited(fp.readline(self.maxline + 1)):
                if not line.endswith(B_CRLF):
                    if line.endswith((b'\r', b'\n')):
                        line = line[:-1]
                    line += B_CRLF
                conn.sendall(line)
                if callback:
                    callback(line)
        return self.voidresp()

    # Commands.

    def login(self, user='', passwd='', acct=''):
        """Log in, as nobody if no user is told."""
        user = user or 'anonymous'
        passwd = passwd or ''
        if user == 'anonymous' and passwd in ('', '-'):
            passwd += 'anonymous@'
        answer = self.sendcmd('USER ' + user)
        for command, text in ('PASS ', passwd), ('ACCT ', acct or ''):
            if answer[0] == '3':
                answer = self.sendcmd(command + text)
        if answer[0] != '2':
            raise error_reply(answer)
        return answer

    def acct(self, password):
        """Send another password."""
        return self.voidcmd('ACCT ' + password)

    def nlst(self, *args):
        """The names of files in a directory."""
        names = []
        self.retrlines(' '.join(('NLST', *args)), names.append)
        return names

    def dir(self, *args):
        """Get the list of a directory; the last argument may be a function that is called with each line."""
        callback = None
        if args and not isinstance(args[-1], str):
            *args, callback = args
        self.retrlines(' '.join(('LIST', *filter(None, args))), callback)

    def mlsd(self, path='', facts=[]):
        """Names and facts, a dict for each, of the files in a directory (RFC 3659)."""
        if facts:
            self.sendcmd('OPTS MLST ' + ';'.join(facts) + ';')
        lines = []
        self.retrlines(f'MLSD {path}' if path else 'MLSD', lines.append)
        for line in lines:
            found, _, name = line.rstrip(CRLF).partition(' ')
            entry = {}
            for fact in found[:-1].split(';'):
                key, _, value = fact.partition('=')
                entry[key.lower()] = value
            yield name, entry

    def rename(self, fromname, toname):
        """Rename a file."""
        answer = self.sendcmd('RNFR ' + fromname)
        if answer[0] != '3':
            raise error_reply(answer)
        return self.voidcmd('RNTO ' + toname)

    def delete(self, filename):
        """Delete a file."""
        answer = self.sendcmd('DELE ' + filename)
        if answer[:3] not in ('250', '200'):
            raise error_reply(answer)
        return answer

    def cwd(self, dirname):
        """Go to a directory."""
        if dirname == '..':
            try:
                return self.voidcmd('CDUP')
            except error_perm as exc:
                # An older server does not know this command.
                if exc.args[0][:3] != '500':
                    raise
        return self.voidcmd('CWD ' + (dirname or '.'))

    def size(self, filename):
        """The size of a file, or None."""
        answer = self.sendcmd('SIZE ' + filename)
        return int(answer[3:].strip()) if answer[:3] == '213' else None

    def mkd(self, dirname):
        """Make a directory; returns its path."""
        answer = self.voidcmd('MKD ' + dirname)
        return parse257(answer) if answer.startswith('257') else ''

    def rmd(self, dirname):
        """Remove a directory."""
        return self.voidcmd('RMD ' + dirname)

    def pwd(self):
        """The path of the directory."""
        answer = self.voidcmd('PWD')
        return parse257(answer) if answer.startswith('257') else ''

    def quit(self):
        """Say goodbye and close the connection."""
        answer = self.voidcmd('QUIT')
        self.close()
        return answer

    def close(self):
        """Close the connection."""
        file, self.file = self.file, None
        sock, self.sock = self.sock, None
        try:
            if file is not None:
                file.close()
        finally:
            if sock is not None:
                sock.close()


def _expect(resp, code):
    if resp[:3] != code:
        raise error_reply(resp)


def parse150(resp):
    """The size in an answer that a transfer begins, or None."""
    _expect(resp, '150')
    match = re.match(r'150 .* \((\d+) bytes\)', resp, re.I | re.ASCII)
    return int(match[1]) if match else None


def parse227(resp):
    """(host, port) in the answer to PASV."""
    _expect(resp, '227')
    match = re.search(r'(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)', resp, re.ASCII)
    if not match:
        raise error_proto(resp)
    *host, high, low = match.groups()
    return '.'.join(host), (int(high) << 8) + int(low)


def parse229(resp, peer):
    """(host, port) in the answer to EPSV; the host is the server's own."""
    _expect(resp, '229')
    inside = resp.partition('(')[2].partition(')')[0]
    if ')' not in resp.partition('(')[2] or not inside or inside[0] != inside[-1]:
        raise error_proto(resp)
    parts = inside.split(inside[0])
    if len(parts) != 5:
        raise error_proto(resp)
    return peer[0], int(parts[3])


def parse257(resp):
    """The path in an answer; quotes in it are doubled."""
    _expect(resp, '257')
    match = re.match(r'257 "((?:[^"]|"")*)', resp, re.DOTALL)
    return match[1].replace('""', '"') if match else ''


def print_line(line):
    """Print a line."""
    print(line)


def ftpcp(source, sourcename, target, targetname='', type='I'):
    """Let one server send a file to another."""
    type = 'TYPE ' + type
    source.voidcmd(type)
    target.voidcmd(type)
    host, port = parse227(source.sendcmd('PASV'))
    if not source.trust_server_pasv_ipv4_address:
        host = source.sock.getpeername()[0]
    target.sendport(host, port)
    # The server that takes has to be told first.
    for server, command in ((target, 'STOR ' + (targetname or sourcename)),
                            (source, 'RETR ' + sourcename)):
        if server.sendcmd(command)[:3] not in ('125', '150'):
            raise error_proto
    source.voidresp()
    target.voidresp()
