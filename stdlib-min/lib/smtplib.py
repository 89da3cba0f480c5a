"""A client for SMTP (RFC 5321) with its extensions, and for LMTP.

`send_message` takes a message of `email`, `sendmail` a text or bytes. Answers are pairs of code and bytes.
"""

import base64
import copy
import datetime
import email.generator
import email.message
import email.utils
import hmac
import io
import re
import socket
import sys
from email.base64mime import body_encode as encode_base64

__all__ = ['SMTPException', 'SMTPNotSupportedError', 'SMTPServerDisconnected',
           'SMTPResponseException', 'SMTPSenderRefused', 'SMTPRecipientsRefused', 'SMTPDataError',
           'SMTPConnectError', 'SMTPHeloError', 'SMTPAuthenticationError', 'quoteaddr', 'quotedata',
           'SMTP']

SMTP_PORT = 25
SMTP_SSL_PORT = 465
LMTP_PORT = 2003
CRLF = '\r\n'
bCRLF = b'\r\n'
# A server must not fill our memory, nor ask for ever.
_MAXLINE = 8192
_MAXCHALLENGE = 5
try:
    hmac.digest(b'', b'', 'md5')
    _have_cram_md5_support = True
except ValueError:
    # There are systems on which it is forbidden.
    _have_cram_md5_support = False


class SMTPException(OSError):
    """The base of the errors."""


class SMTPNotSupportedError(SMTPException):
    """The server does not know what was asked of it."""


class SMTPServerDisconnected(SMTPException):
    """There is no connection, or it ended."""


class SMTPResponseException(SMTPException):
    """The server answered an error."""

    def __init__(self, code, msg):
        self.smtp_code = code
        self.smtp_error = msg
        self.args = (code, msg)


class SMTPSenderRefused(SMTPResponseException):
    """The server does not take messages of this sender."""

    def __init__(self, code, msg, sender):
        super().__init__(code, msg)
        self.sender = sender
        self.args = (code, msg, sender)


class SMTPRecipientsRefused(SMTPException):
    """The server takes messages for none of the addresses; `recipients` has an answer for each."""

    def __init__(self, recipients):
        self.recipients = recipients
        self.args = (recipients,)


class SMTPDataError(SMTPResponseException):
    """The server does not take the message."""


class SMTPConnectError(SMTPResponseException):
    """The server does not want a connection."""


class SMTPHeloError(SMTPResponseException):
    """The server does not take the greeting."""


class SMTPAuthenticationError(SMTPResponseException):
    """The server does not take the password."""


def quoteaddr(addrstring):
    """An address in angle brackets, without the name."""
    address = email.utils.parseaddr(addrstring)[1] or addrstring
    if address is addrstring and addrstring.strip().startswith('<'):
        return addrstring
    return f'<{address}>'


def _addr_only(addrstring):
    return email.utils.parseaddr(addrstring)[1] or addrstring


def _fix_eols(data):
    return re.sub(r'\r\n|\n|\r(?!\n)', CRLF, data)


def _quote_periods(bindata):
    """A dot alone on a line would end the message."""
    return re.sub(rb'(?m)^\.', b'..', bindata)


def quotedata(data):
    """A text as it is sent: line ends of two characters, and two dots for one at the beginning of a line."""
    return re.sub(r'(?m)^\.', '..', _fix_eols(data))


class SMTP:
    """A connection; with a host it is made at once."""

    debuglevel = 0
    sock = None
    file = None
    helo_resp = None
    ehlo_msg = 'ehlo'
    ehlo_resp = None
    does_esmtp = False
    default_port = SMTP_PORT

    def __init__(self, host='', port=0, local_hostname=None,
                 timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None):
        self.timeout = timeout
        self.esmtp_features = {}
        self.command_encoding = 'ascii'
        self.source_address = source_address
        self._auth_challenge_count = 0
        if host:
            code, msg = self.connect(host, port)
            if code != 220:
                self.close()
                raise SMTPConnectError(code, msg)
        self.local_hostname = self._own_name() if local_hostname is None else local_hostname

    @staticmethod
    def _own_name():
        """How the greeting calls us: by name, or by address if the name has no domain."""
        name = socket.getfqdn()
        if '.' in name:
            return name
        try:
            address = socket.gethostbyname(socket.gethostname())
        except socket.gaierror:
            address = '127.0.0.1'
        return f'[{address}]'

    def __enter__(self):
        return self

    def __exit__(self, *args):
        try:
            code, message = self.docmd('QUIT')
            if code != 221:
                raise SMTPResponseException(code, message)
        except SMTPServerDisconnected:
            pass
        finally:
            self.close()

    def set_debuglevel(self, debuglevel):
        """With 1 print what is sent and received, with 2 the time too."""
        self.debuglevel = debuglevel

    def _print_debug(self, *args):
        if self.debuglevel > 1:
            args = (datetime.datetime.now().time(), *args)
        print(*args, file=sys.stderr)

    def _debug(self, *args):
        if self.debuglevel > 0:
            self._print_debug(*args)

    def _get_socket(self, host, port, timeout):
        if timeout is not None and not timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        self._debug('connect: to', (host, port), self.source_address)
        return socket.create_connection((host, port), timeout, self.source_address)

    def connect(self, host='localhost', port=0, source_address=None):
        """Connect; the port may stand behind the host. Returns code and message."""
        if source_address:
            self.source_address = source_address
        if not port and host.count(':') == 1:
            host, _, port = host.partition(':')
            try:
                port = int(port)
            except ValueError:
                raise OSError('nonnumeric port')
        self._host = host
        port = port or self.default_port
        sys.audit('smtplib.connect', self, host, port)
        self.sock = self._get_socket(host, port, self.timeout)
        self.file = None
        code, msg = self.getreply()
        self._debug('connect:', repr(msg))
        return code, msg

    # Lines and answers.

    def send(self, s):
        """Send text or bytes."""
        self._debug('send:', repr(s))
        if not self.sock:
            raise SMTPServerDisconnected('please run connect() first')
        if isinstance(s, str):
            s = s.encode(self.command_encoding)
        sys.audit('smtplib.send', self, s)
        try:
            self.sock.sendall(s)
        except OSError:
            self.close()
            raise SMTPServerDisconnected('Server not connected')

    def putcmd(self, cmd, args=''):
        """Send a command."""
        line = cmd if args == '' else f'{cmd} {args}'
        if '\r' in line or '\n' in line:
            shown = line.replace('\n', '\\n').replace('\r', '\\r')
            raise ValueError(f'command and arguments contain prohibited newline characters: {shown}')
        self.send(line + CRLF)

    def getreply(self):
        """Read an answer; the code is -1 if it makes no sense."""
        if self.file is None:
            self.file = self.sock.makefile('rb')
        texts = []
        while True:
            try:
                line = self.file.readline(_MAXLINE + 1)
            except OSError as e:
                self.close()
                raise SMTPServerDisconnected(f'Connection unexpectedly closed: {e}')
            if not line:
                self.close()
                raise SMTPServerDisconnected('Connection unexpectedly closed')
            self._debug('reply:', repr(line))
            if len(line) > _MAXLINE:
                self.close()
                raise SMTPResponseException(500, 'Line too long.')
            texts.append(line[4:].strip(b' \t\r\n'))
            try:
                code = int(line[:3])
            except ValueError:
                code = -1
                break
            if line[3:4] != b'-':
                break
        text = b'\n'.join(texts)
        self._debug('reply: retcode (%s); Msg: %a' % (code, text))
        return code, text

    def docmd(self, cmd, args=''):
        """Send a command and read the answer."""
        self.putcmd(cmd, args)
        return self.getreply()

    # Commands.

    def helo(self, name=''):
        """Greet in the old way."""
        code, msg = self.docmd('helo', name or self.local_hostname)
        self.helo_resp = msg
        return code, msg

    def ehlo(self, name=''):
        """Greet, and learn which extensions there are."""
        self.esmtp_features = {}
        code, msg = self.docmd(self.ehlo_msg, name or self.local_hostname)
        if code == -1 and not msg:
            self.close()
            raise SMTPServerDisconnected('Server not connected')
        self.ehlo_resp = msg
        if code != 250:
            return code, msg
        self.does_esmtp = True
        features = self.esmtp_features
        for line in msg.decode('latin-1').split('\n')[1:]:
            # Before there was a standard it was written so.
            old = re.match('auth=(.*)', line, re.I)
            match = re.match(r'([A-Za-z0-9][A-Za-z0-9\-]*) ?', line)
            if old:
                features['auth'] = f'{features.get("auth", "")} {old[1]}'
            elif match:
                name, params = match[1].lower(), line[match.end(1):].strip()
                features[name] = f'{features.get(name, "")} {params}' if name == 'auth' else params
        return code, msg

    def has_extn(self, opt):
        """Whether the server has an extension."""
        return opt.lower() in self.esmtp_features

    def help(self, args=''):
        """Ask for help; returns the text."""
        return self.docmd('help', args)[1]

    def rset(self):
        """Forget the message that was begun."""
        self.command_encoding = 'ascii'
        return self.docmd('rset')

    def _rset(self):
        try:
            self.rset()
        except SMTPServerDisconnected:
            pass

    def noop(self):
        """Do nothing."""
        return self.docmd('noop')

    def _with_options(self, text, options):
        return ' '.join((text, *options)) if options and self.does_esmtp else text

    def mail(self, sender, options=()):
        """Begin a message."""
        if self.does_esmtp and any(option.lower() == 'smtputf8' for option in options):
            if not self.has_extn('smtputf8'):
                raise SMTPNotSupportedError('SMTPUTF8 not supported by server')
            self.command_encoding = 'utf-8'
        return self.docmd('mail', self._with_options('from:' + quoteaddr(sender), options))

    def rcpt(self, recip, options=()):
        """Add an address to send it to."""
        return self.docmd('rcpt', self._with_options('to:' + quoteaddr(recip), options))

    def data(self, msg):
        """Send the message itself, text or bytes."""
        code, answer = self.docmd('data')
        self._debug('data:', (code, answer))
        if code != 354:
            raise SMTPDataError(code, answer)
        if isinstance(msg, str):
            msg = _fix_eols(msg).encode('ascii')
        msg = _quote_periods(msg)
        if not msg.endswith(bCRLF):
            msg += bCRLF
        self.send(msg + b'.' + bCRLF)
        code, answer = self.getreply()
        self._debug('data:', (code, answer))
        return code, answer

    def verify(self, address):
        """Ask whether there is an address."""
        return self.docmd('vrfy', _addr_only(address))

    vrfy = verify

    def expn(self, address):
        """Ask who is on a list."""
        return self.docmd('expn', _addr_only(address))

    def ehlo_or_helo_if_needed(self):
        """Greet unless that was done."""
        if self.helo_resp is not None or self.ehlo_resp is not None:
            return
        if not 200 <= self.ehlo()[0] <= 299:
            code, msg = self.helo()
            if not 200 <= code <= 299:
                raise SMTPHeloError(code, msg)

    # Passwords.

    def auth(self, mechanism, authobject, *, initial_response_ok=True):
        """Log in; *authobject* is called with what the server asks, or with nothing for the first word."""
        def encoded(text):
            return encode_base64(text.encode('ascii'), eol='')

        first = authobject() if initial_response_ok else None
        args = mechanism.upper()
        self._auth_challenge_count = 0
        if first is not None:
            args += ' ' + encoded(first)
            self._auth_challenge_count = 1
        code, msg = self.docmd('AUTH', args)
        while code == 334:
            self._auth_challenge_count += 1
            code, msg = self.docmd(encoded(authobject(base64.decodebytes(msg))))
            if self._auth_challenge_count > _MAXCHALLENGE:
                raise SMTPException('Server AUTH mechanism infinite loop. Last response: '
                                    + repr((code, msg)))
        # 503: that was done already.
        if code in (235, 503):
            return code, msg
        raise SMTPAuthenticationError(code, msg)

    def auth_cram_md5(self, challenge=None):
        """Prove that the password is known."""
        if challenge is None:
            return None
        if not _have_cram_md5_support:
            raise SMTPException('CRAM-MD5 is not supported')
        digest = hmac.HMAC(self.password.encode('ascii'), challenge, 'md5').hexdigest()
        return f'{self.user} {digest}'

    def auth_plain(self, challenge=None):
        """User and password at once."""
        return f'\0{self.user}\0{self.password}'

    def auth_login(self, challenge=None):
        """First the user, then the password."""
        return self.user if challenge is None or self._auth_challenge_count < 2 else self.password

    def login(self, user, password, *, initial_response_ok=True):
        """Log in by the best way that the server knows."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn('auth'):
            raise SMTPNotSupportedError('SMTP AUTH extension not supported by server.')
        known = self.esmtp_features['auth'].split()
        usable = ('CRAM-MD5', 'PLAIN', 'LOGIN') if _have_cram_md5_support else ('PLAIN', 'LOGIN')
        wanted = [name for name in usable if name in known]
        if not wanted:
            raise SMTPException('No suitable authentication method found.')
        self.user, self.password = user, password
        last = None
        for name in wanted:
            method = getattr(self, 'auth_' + name.lower().replace('-', '_'))
            try:
                return self.auth(name, method, initial_response_ok=initial_response_ok)
            except SMTPAuthenticationError as e:
                last = e
        raise last

    def starttls(self, *, context=None):
        """Needs a module `ssl`, which there is none of."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn('starttls'):
            raise SMTPNotSupportedError('STARTTLS extension not supported by server.')
        code, msg = self.docmd('STARTTLS')
        if code == 220:
            raise RuntimeError('No SSL support included in this Python')
        raise SMTPResponseException(code, msg)

    # Whole messages.

    def _give_up(self, code):
        """Forget the message; with 421 the server ends the connection."""
        if code == 421:
            self.close()
        else:
            self._rset()

    def sendmail(self, from_addr, to_addrs, msg, mail_options=(), rcpt_options=()):
        """Send a message, text or bytes; returns a dict of the addresses that were refused, with the answers."""
        self.ehlo_or_helo_if_needed()
        if isinstance(msg, str):
            msg = _fix_eols(msg).encode('ascii')
        options = []
        if self.does_esmtp:
            if self.has_extn('size'):
                options.append(f'size={len(msg)}')
            options += mail_options
        code, answer = self.mail(from_addr, options)
        if code != 250:
            self._give_up(code)
            raise SMTPSenderRefused(code, answer, from_addr)
        refused = {}
        if isinstance(to_addrs, str):
            to_addrs = [to_addrs]
        for address in to_addrs:
            code, answer = self.rcpt(address, rcpt_options)
            if code not in (250, 251):
                refused[address] = code, answer
            if code == 421:
                self.close()
                raise SMTPRecipientsRefused(refused)
        if len(refused) == len(to_addrs):
            self._rset()
            raise SMTPRecipientsRefused(refused)
        code, answer = self.data(msg)
        if code != 250:
            self._give_up(code)
            raise SMTPDataError(code, answer)
        return refused

    def send_message(self, msg, from_addr=None, to_addrs=None, mail_options=(), rcpt_options=()):
        """Send a message of `email`; who sends it, and to whom, is what its headers say unless it is told."""
        self.ehlo_or_helo_if_needed()
        resent = msg.get_all('Resent-Date') or ()
        if len(resent) > 1:
            raise ValueError("message has more than one 'Resent-' header block")
        prefix = 'Resent-' if resent else ''
        if from_addr is None:
            name = prefix + ('Sender' if prefix + 'Sender' in msg else 'From')
            from_addr = email.utils.getaddresses([msg[name]])[0][1]
        if to_addrs is None:
            fields = [msg[prefix + name] for name in ('To', 'Bcc', 'Cc')]
            found = email.utils.getaddresses([field for field in fields if field is not None])
            to_addrs = [address for _, address in found]
        # Nobody is to know who else got it.
        msg = copy.copy(msg)
        del msg['Bcc'], msg['Resent-Bcc']
        policy = None
        if not ''.join([from_addr, *to_addrs]).isascii():
            if not self.has_extn('smtputf8'):
                raise SMTPNotSupportedError(
                    'One or more source or delivery addresses require internationalized email '
                    'support, but the server does not advertise the required SMTPUTF8 capability')
            policy = msg.policy.clone(utf8=True)
            mail_options = (*mail_options, 'SMTPUTF8', 'BODY=8BITMIME')
        buffer = io.BytesIO()
        email.generator.BytesGenerator(buffer, policy=policy).flatten(msg, linesep=CRLF)
        return self.sendmail(from_addr, to_addrs, buffer.getvalue(), mail_options, rcpt_options)

    def close(self):
        """Close the connection."""
        file, self.file = self.file, None
        sock, self.sock = self.sock, None
        try:
            if file:
                file.close()
        finally:
            if sock:
                sock.close()

    def quit(self):
        """Say goodbye and close the connection."""
        answer = self.docmd('quit')
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False
        self.close()
        return answer


class LMTP(SMTP):
    """A connection to a server that delivers mail itself (RFC 2033); a host that begins with a slash is a socket's path."""

    ehlo_msg = 'lhlo'

    def __init__(self, host='', port=LMTP_PORT, local_hostname=None, source_address=None,
                 timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        super().__init__(host, port, local_hostname=local_hostname, source_address=source_address,
                         timeout=timeout)

    def connect(self, host='localhost', port=0, source_address=None):
        """Connect."""
        if host[0] != '/':
            return super().connect(host, port, source_address=source_address)
        if self.timeout is not None and not self.timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        self.file = None
        try:
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            if self.timeout is not socket._GLOBAL_DEFAULT_TIMEOUT:
                self.sock.settimeout(self.timeout)
            self.sock.connect(host)
        except OSError:
            self._debug('connect fail:', host)
            self.close()
            raise
        code, msg = self.getreply()
        self._debug('connect:', msg)
        return code, msg
