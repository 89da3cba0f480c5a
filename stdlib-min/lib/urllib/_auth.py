"""Passwords for servers and proxies, and the handlers that send them."""

import base64
import hashlib
import os
import re
import time
from urllib.error import HTTPError, URLError
from urllib.parse import _splitport, urlsplit

from urllib._handler import BaseHandler

_DEFAULT_PORTS = {'http': 80, 'https': 443}


class HTTPPasswordMgr:
    """Passwords by realm and place."""

    def __init__(self):
        # From realms to dicts from groups of places to (user, password).
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        """Tell the password for a URI or several, and all below them."""
        uris = [uri] if isinstance(uri, str) else uri
        places = self.passwd.setdefault(realm, {})
        for default_port in True, False:
            places[tuple(self._reduce_with_scheme(u, default_port) for u in uris)] = user, passwd

    def find_user_password(self, realm, authuri):
        """(user, password), both None if none is known."""
        places = self.passwd.get(realm, {})
        for default_port in True, False:
            wanted = self._reduce_with_scheme(authuri, default_port)
            for uris, found in places.items():
                if any(self._is_below(uri, wanted) for uri in uris):
                    return found
        return None, None

    def reduce_uri(self, uri, default_port=True):
        """(host and port, path) of a URI, or of a host alone."""
        scheme, authority, path, *_ = urlsplit(uri)
        if not authority:
            scheme, authority, path = None, uri, '/'
        host, port = _splitport(authority)
        usual = _DEFAULT_PORTS.get(scheme)
        if default_port and port is None and usual is not None:
            authority = f'{host}:{usual}'
        return authority, path or '/'

    def _reduce_with_scheme(self, uri, default_port=True):
        parts = urlsplit(uri)
        scheme = parts.scheme if parts.netloc else ''
        return (scheme or None, *self.reduce_uri(uri, default_port))

    def _is_below(self, base, test):
        if None not in (base[0], test[0]) and base[0] != test[0]:
            return False
        return self.is_suburi(base[1:], test[1:])

    def is_suburi(self, base, test):
        """Whether a place, as reduce_uri() gives it, is another one or below it."""
        if base == test:
            return True
        # Not only the beginning of a name.
        return base[0] == test[0] and test[1].startswith(base[1].removesuffix('/') + '/')


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """The passwords of the realm None are for all realms."""

    def find_user_password(self, realm, authuri):
        """(user, password), both None if none is known."""
        for name in realm, None:
            user, password = super().find_user_password(name, authuri)
            if user is not None:
                break
        return user, password


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Knows too where passwords are sent before anybody asks."""

    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        """Tell a password, and whether it is to be sent at once."""
        self.update_authenticated(uri, is_authenticated)
        if realm is not None:
            super().add_password(None, uri, user, passwd)
        super().add_password(realm, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        """Tell whether the password is to be sent at once."""
        for u in [uri] if isinstance(uri, str) else uri:
            for default_port in True, False:
                self.authenticated[self._reduce_with_scheme(u, default_port)] = is_authenticated

    def is_authenticated(self, authuri):
        """Whether the password is to be sent at once; None if nothing is known of the place."""
        for default_port in True, False:
            wanted = self._reduce_with_scheme(authuri, default_port)
            for uri, known in self.authenticated.items():
                if self._is_below(uri, wanted):
                    return known
        return None


def _basic(user, password):
    """The value of a header for a user and a password."""
    return 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')


class AbstractBasicAuthHandler:
    """Sends user and password as they are (RFC 7617)."""

    # A scheme, and the realm in quotes of either kind or without.
    rx = re.compile(r'''(?:^|,)[ \t]*([^ \t,]+)[ \t]+realm=(["']?)([^"']*)\2''', re.I)

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def _parse_realm(self, header):
        """(scheme, realm) of each challenge in a header."""
        challenges = list(self.rx.finditer(header))
        if not challenges:
            yield (header.split() or [''])[0], None
        for match in challenges:
            scheme, quote, realm = match.groups()
            if not quote:
                import warnings
                warnings.warn('Basic Auth Realm was unquoted', UserWarning, 3)
            yield scheme, realm

    def http_error_auth_reqed(self, authreq, host, req, headers):
        """Try again with a password if the server knows this scheme."""
        unknown = None
        for header in headers.get_all(authreq) or ():
            for scheme, realm in self._parse_realm(header):
                if scheme.lower() != 'basic':
                    unknown = scheme
                elif realm is not None:
                    return self.retry_http_basic_auth(host, req, realm)
        if unknown is not None:
            raise ValueError('AbstractBasicAuthHandler does not support the following scheme: '
                             f'{unknown!r}')

    def retry_http_basic_auth(self, host, req, realm):
        """Try again with a password, unless it was this one that was refused."""
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        value = _basic(user, password)
        if req.get_header(self.auth_header, None) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def http_request(self, req):
        """Add the password if it is to be sent at once."""
        known = getattr(self.passwd, 'is_authenticated', None)
        if known is not None and known(req.full_url) and not req.has_header('Authorization'):
            user, password = self.passwd.find_user_password(None, req.full_url)
            req.add_unredirected_header('Authorization', _basic(user, password))
        return req

    def http_response(self, req, response):
        """Remember whether the server took the password."""
        if hasattr(self.passwd, 'is_authenticated'):
            self.passwd.update_authenticated(req.full_url, 200 <= response.code <= 299)
        return response

    https_request = http_request
    https_response = http_response


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Passwords for servers."""

    auth_header = 'Authorization'

    def http_error_401(self, req, fp, code, msg, headers):
        """The server asks for a password."""
        return self.http_error_auth_reqed('www-authenticate', req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Passwords for proxies."""

    auth_header = 'Proxy-authorization'

    def http_error_407(self, req, fp, code, msg, headers):
        """The proxy asks for a password."""
        return self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)


_DIGESTS = {'MD5': hashlib.md5, 'SHA': hashlib.sha1, 'SHA-256': hashlib.sha256}


class AbstractDigestAuthHandler:
    """Proves that it knows the password (RFC 7616; of qop `auth` only)."""

    def __init__(self, passwd=None):
        self.passwd = HTTPPasswordMgr() if passwd is None else passwd
        self.add_password = self.passwd.add_password
        self.retried = 0
        self.nonce_count = 0
        self.last_nonce = None

    def reset_retry_count(self):
        """Count tries anew."""
        self.retried = 0

    def http_error_auth_reqed(self, auth_header, host, req, headers):
        """Try again with an answer to the challenge; six times at most."""
        if self.retried > 5:
            raise HTTPError(req.full_url, 401, 'digest auth failed', headers, None)
        self.retried += 1
        challenge = headers.get(auth_header)
        if not challenge:
            return None
        scheme = challenge.split()[0]
        if scheme.lower() == 'digest':
            return self.retry_http_digest_auth(req, challenge)
        if scheme.lower() != 'basic':
            raise ValueError('AbstractDigestAuthHandler does not support the following scheme: '
                             f"'{scheme}'")

    def retry_http_digest_auth(self, req, auth):
        """Try again with an answer to the challenge."""
        _, challenge = auth.split(' ', 1)
        answer = self.get_authorization(req, parse_keqv_list(filter(None,
                                                                    parse_http_list(challenge))))
        if not answer:
            return None
        value = f'Digest {answer}'
        if req.headers.get(self.auth_header) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def get_cnonce(self, nonce):
        """A text that nobody can foresee."""
        text = f'{self.nonce_count}:{nonce}:{time.ctime()}:'
        return hashlib.sha1(text.encode('ascii') + os.urandom(8)).hexdigest()[:16]

    def get_authorization(self, req, chal):
        """The answer to a challenge; None if it cannot be given."""
        realm, nonce = chal.get('realm'), chal.get('nonce')
        if realm is None or nonce is None:
            return None
        algorithm = chal.get('algorithm', 'MD5')
        digest, keyed = self.get_algorithm_impls(algorithm)
        user, password = self.passwd.find_user_password(realm, req.full_url)
        if user is None:
            return None
        entity = None if req.data is None else self.get_entity_digest(req.data, chal)
        secret = digest(f'{user}:{realm}:{password}')
        asked = digest(f'{req.get_method()}:{req.selector}')
        qop = chal.get('qop')
        fields = {'username': user, 'realm': realm, 'nonce': nonce, 'uri': req.selector}
        bare = ''
        if qop is None:
            fields['response'] = keyed(secret, f'{nonce}:{asked}')
        elif 'auth' in qop.split(','):
            if nonce != self.last_nonce:
                self.nonce_count, self.last_nonce = 0, nonce
            self.nonce_count += 1
            count = f'{self.nonce_count:08x}'
            cnonce = self.get_cnonce(nonce)
            fields['response'] = keyed(secret, f'{nonce}:{count}:{cnonce}:auth:{asked}')
            bare = f', qop=auth, nc={count}, cnonce="{cnonce}"' if qop else ''
        else:
            raise URLError(f"qop '{qop}' is not supported.")
        if chal.get('opaque'):
            fields['opaque'] = chal['opaque']
        if entity:
            fields['digest'] = entity
        fields['algorithm'] = algorithm
        return ', '.join(f'{name}="{value}"' for name, value in fields.items()) + bare

    def get_algorithm_impls(self, algorithm):
        """The digest of a text, and of a text with a key before it."""
        make = _DIGESTS.get(algorithm)
        if make is None:
            raise ValueError(f'Unsupported digest authentication algorithm {algorithm!r}')

        def digest(text):
            return make(text.encode('ascii')).hexdigest()

        return digest, lambda key, text: digest(f'{key}:{text}')

    def get_entity_digest(self, data, chal):
        """The digest of a body, which only `auth-int` has."""
        return None


class HTTPDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Digests for servers."""

    auth_header = 'Authorization'
    # Before the handlers that would send the password itself.
    handler_order = 490

    def http_error_401(self, req, fp, code, msg, headers):
        """The server asks for a password."""
        host = urlsplit(req.full_url).netloc
        answer = self.http_error_auth_reqed('www-authenticate', host, req, headers)
        self.reset_retry_count()
        return answer


class ProxyDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Digests for proxies."""

    auth_header = 'Proxy-Authorization'
    handler_order = 490

    def http_error_407(self, req, fp, code, msg, headers):
        """The proxy asks for a password."""
        answer = self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)
        self.reset_retry_count()
        return answer


def parse_keqv_list(l):
    """A dict of texts like key=value or key="value"."""
    parsed = {}
    for text in l:
        key, value = text.split('=', 1)
        if value[0] == value[-1] == '"':
            value = value[1:-1]
        parsed[key] = value
    return parsed


_PIECE = re.compile(r'"(?:\\.|[^"\\])*"?|,|[^",]+', re.DOTALL)


def parse_http_list(s):
    """The texts between commas; what is in quotes stays together, with its quotes."""
    found = ['']
    for piece in _PIECE.findall(s):
        if piece == ',':
            found.append('')
        else:
            found[-1] += re.sub(r'\\(.)', r'\1', piece, flags=re.DOTALL) if piece[0] == '"' else piece
    if not found[-1]:
        found.pop()
    return [text.strip() for text in found]
