"""Cookies for clients: jars that keep them, policies that say which are taken and sent, and files of them.

Cookies of the oldest form (version 0) are what servers use; those of RFC 2965 are taken only if the policy wants them.
"""

__all__ = ['Cookie', 'CookieJar', 'CookiePolicy', 'DefaultCookiePolicy', 'FileCookieJar',
           'LWPCookieJar', 'LoadError', 'MozillaCookieJar']

import copy
import os
import re
import threading
import time
import urllib.parse
import urllib.request

from http._cookie_text import (
    DEFAULT_HTTP_PORT, IPV4_RE, domain_match, eff_request_host, escape_path, http2time, is_HDN,
    is_third_party, iso2time, join_header_words, liberal_is_HDN, offset_from_tz_string,
    parse_ns_headers, reach, request_host, request_path, request_port, split_header_words,
    strip_quotes, time2isoz, time2netscape, user_domain_match)

debug = False

HTTPONLY_ATTR = 'HTTPOnly'
HTTPONLY_PREFIX = '#HttpOnly_'
MISSING_FILENAME_TEXT = ('a filename was not supplied (nor was the CookieJar instance initialised '
                         'with one)')
NETSCAPE_HEADER_TEXT = ('# Netscape HTTP Cookie File\n'
                        '# http://curl.haxx.se/rfc/cookie_spec.html\n'
                        '# This is a generated file!  Do not edit.\n\n')
_NETSCAPE_MAGIC = re.compile('#( Netscape)? HTTP Cookie File', re.I | re.ASCII)


def _debug(*args):
    """Log, if `debug` is set."""
    if debug:
        import logging
        logging.getLogger('http.cookiejar').debug(*args)


def _refuse(*args):
    """Log why a cookie is refused."""
    _debug(*args)
    return False


def _warn_unhandled_exception():
    """What a server sends must not make a program fail."""
    import traceback
    import warnings
    warnings.warn(f'http.cookiejar bug!\n{traceback.format_exc()}', stacklevel=2)


class Cookie:
    """A cookie; nothing is checked but that its port fits. What is not known of attributes is kept too."""

    def __init__(self, version, name, value, port, port_specified, domain, domain_specified,
                 domain_initial_dot, path, path_specified, secure, expires, discard, comment,
                 comment_url, rest, rfc2109=False):
        if port is None and port_specified is True:
            raise ValueError('if port is None, port_specified must be false')
        self.version = None if version is None else int(version)
        self.name = name
        self.value = value
        self.port = port
        self.port_specified = port_specified
        self.domain = domain.lower()
        self.domain_specified = domain_specified
        self.domain_initial_dot = domain_initial_dot
        self.path = path
        self.path_specified = path_specified
        self.secure = secure
        # Seconds since 1970; None for the session.
        self.expires = None if expires is None else int(float(expires))
        self.discard = discard
        self.comment = comment
        self.comment_url = comment_url
        self.rfc2109 = rfc2109
        self._rest = copy.copy(rest)

    def has_nonstandard_attr(self, name):
        """Whether there is an attribute that is not known."""
        return name in self._rest

    def get_nonstandard_attr(self, name, default=None):
        """An attribute that is not known."""
        return self._rest.get(name, default)

    def set_nonstandard_attr(self, name, value):
        """Set an attribute that is not known."""
        self._rest[name] = value

    def is_expired(self, now=None):
        """Whether its time is over."""
        return self.expires is not None and self.expires <= (time.time() if now is None else now)

    def __str__(self):
        shown = self.name if self.value is None else f'{self.name}={self.value}'
        port = '' if self.port is None else ':' + self.port
        return f'<Cookie {shown} for {self.domain}{port}{self.path}>'

    def __repr__(self):
        names = ('version', 'name', 'value', 'port', 'port_specified', 'domain', 'domain_specified',
                 'domain_initial_dot', 'path', 'path_specified', 'secure', 'expires', 'discard',
                 'comment', 'comment_url')
        shown = [f'{name}={getattr(self, name)!r}' for name in names]
        shown += [f'rest={self._rest!r}', f'rfc2109={self.rfc2109!r}']
        return f'{type(self).__name__}({", ".join(shown)})'


class CookiePolicy:
    """Says which cookies are taken and which are sent."""

    def set_ok(self, cookie, request):
        """Whether to take a cookie of the answer to a request."""
        raise NotImplementedError()

    def return_ok(self, cookie, request):
        """Whether to send a cookie with a request."""
        raise NotImplementedError()

    def domain_return_ok(self, domain, request):
        """Whether cookies of a domain may be sent at all."""
        return True

    def path_return_ok(self, path, request):
        """Whether cookies of a path may be sent at all."""
        return True


# Below them countries sell names.
_SECOND_LEVEL = frozenset(
    'co ac com edu org net gov mil int aero biz cat coop info jobs mobi museum name pro travel '
    'eu'.split())


class DefaultCookiePolicy(CookiePolicy):
    """The usual policy: it refuses what the standards do not allow, and domains that the user blocks."""

    DomainStrictNoDots = 1
    DomainStrictNonDomain = 2
    DomainRFC2965Match = 4
    DomainLiberal = 0
    DomainStrict = DomainStrictNoDots | DomainStrictNonDomain

    def __init__(self, blocked_domains=None, allowed_domains=None, netscape=True, rfc2965=False,
                 rfc2109_as_netscape=None, hide_cookie2=False, strict_domain=False,
                 strict_rfc2965_unverifiable=True, strict_ns_unverifiable=False,
                 strict_ns_domain=DomainLiberal, strict_ns_set_initial_dollar=False,
                 strict_ns_set_path=False, secure_protocols=('https', 'wss')):
        self.netscape = netscape
        self.rfc2965 = rfc2965
        self.rfc2109_as_netscape = rfc2109_as_netscape
        self.hide_cookie2 = hide_cookie2
        self.strict_domain = strict_domain
        self.strict_rfc2965_unverifiable = strict_rfc2965_unverifiable
        self.strict_ns_unverifiable = strict_ns_unverifiable
        self.strict_ns_domain = strict_ns_domain
        self.strict_ns_set_initial_dollar = strict_ns_set_initial_dollar
        self.strict_ns_set_path = strict_ns_set_path
        self.secure_protocols = secure_protocols
        self._blocked_domains = () if blocked_domains is None else tuple(blocked_domains)
        self.set_allowed_domains(allowed_domains)

    def blocked_domains(self):
        """The domains that the user blocks."""
        return self._blocked_domains

    def set_blocked_domains(self, blocked_domains):
        """Set the domains that are blocked."""
        self._blocked_domains = tuple(blocked_domains)

    def is_blocked(self, domain):
        """Whether a domain is blocked."""
        return any(user_domain_match(domain, blocked) for blocked in self._blocked_domains)

    def allowed_domains(self):
        """The only domains that are allowed, or None."""
        return self._allowed_domains

    def set_allowed_domains(self, allowed_domains):
        """Set the only domains that are allowed, or None."""
        self._allowed_domains = None if allowed_domains is None else tuple(allowed_domains)

    def is_not_allowed(self, domain):
        """Whether others are allowed, and this one is not."""
        return self._allowed_domains is not None and not any(
            user_domain_match(domain, allowed) for allowed in self._allowed_domains)

    def _domain_is_usable(self, domain):
        if self.is_blocked(domain):
            return _refuse('   domain %s is in user block-list', domain)
        if self.is_not_allowed(domain):
            return _refuse('   domain %s is not in user allow-list', domain)
        return True

    # Taking.

    def set_ok(self, cookie, request):
        """Whether to take a cookie of the answer to a request."""
        _debug(' - checking cookie %s=%s', cookie.name, cookie.value)
        assert cookie.name is not None
        return all(getattr(self, 'set_ok_' + name)(cookie, request)
                   for name in ('version', 'verifiability', 'name', 'path', 'domain', 'port'))

    def set_ok_version(self, cookie, request):
        """Whether cookies of the version are wanted."""
        if cookie.version is None:
            return _refuse('   Set-Cookie2 without version attribute (%s=%s)', cookie.name,
                           cookie.value)
        return self.return_ok_version(cookie, request)

    def set_ok_verifiability(self, cookie, request):
        """Whether the user could know that the server is asked, or need not."""
        if not (request.unverifiable and is_third_party(request)):
            return True
        if cookie.version > 0:
            strict = self.strict_rfc2965_unverifiable
        else:
            strict = cookie.version == 0 and self.strict_ns_unverifiable
        return not strict or _refuse('   third-party cookie during unverifiable transaction')

    def set_ok_name(self, cookie, request):
        """Whether the name is one."""
        if (cookie.version == 0 and self.strict_ns_set_initial_dollar
                and cookie.name.startswith('$')):
            return _refuse("   illegal name (starts with '$'): '%s'", cookie.name)
        return True

    def set_ok_path(self, cookie, request):
        """Whether the path is that of the request or above it."""
        strict = cookie.version > 0 or cookie.version == 0 and self.strict_ns_set_path
        return not (cookie.path_specified and strict) or self.path_return_ok(cookie.path, request)

    def set_ok_domain(self, cookie, request):
        """Whether the server may speak for the domain."""
        if not self._domain_is_usable(cookie.domain):
            return False
        if not cookie.domain_specified:
            return True
        host, effective = eff_request_host(request)
        domain = cookie.domain
        if self.strict_domain and domain.count('.') == 2 and domain.startswith('.'):
            second, top = domain[1:].split('.')
            if len(top) == 2 and second.lower() in _SECOND_LEVEL:
                return _refuse('   country-code second level domain %s', domain)
        bare = domain.removeprefix('.')
        if '.' not in bare and not effective.endswith('.local'):
            return _refuse('   non-local domain %s contains no embedded dot', domain)
        if cookie.version == 0 and not (
                effective.endswith((domain, bare + '.local')) or effective.startswith('.')
                or ('.' + effective).endswith(domain)):
            return _refuse('   effective request-host %s does not end with %s', effective, domain)
        strict = self.strict_ns_domain
        if cookie.version > 0 or strict & self.DomainRFC2965Match:
            if not domain_match(effective, domain):
                return _refuse('   effective request-host %s does not domain-match %s', effective,
                               domain)
        if cookie.version > 0 or strict & self.DomainStrictNoDots:
            if '.' in host[:-len(domain)] and not IPV4_RE.search(host):
                return _refuse('   host prefix for domain %s contains a dot', domain)
        return True

    def set_ok_port(self, cookie, request):
        """Whether the port of the request is one of those that are told."""
        if not cookie.port_specified:
            return True
        wanted = request_port(request)
        wanted = '80' if wanted is None else str(wanted)
        for port in cookie.port.split(','):
            try:
                int(port)
            except ValueError:
                return _refuse('   bad port %s (not numeric)', port)
            if port == wanted:
                return True
        return _refuse('   request port (%s) not found in %s', wanted, cookie.port)

    # Sending.

    def return_ok(self, cookie, request):
        """Whether to send a cookie with a request."""
        _debug(' - checking cookie %s=%s', cookie.name, cookie.value)
        return all(getattr(self, 'return_ok_' + name)(cookie, request)
                   for name in ('version', 'verifiability', 'secure', 'expires', 'port', 'domain'))

    def return_ok_version(self, cookie, request):
        """Whether cookies of the version are wanted."""
        if cookie.version < 0:
            return _refuse('   negative version attribute')
        wanted = self.rfc2965 if cookie.version > 0 else self.netscape
        return bool(wanted) or _refuse('   cookies of version %s are switched off', cookie.version)

    def return_ok_verifiability(self, cookie, request):
        """Whether the user could know that the server is asked, or need not."""
        return self.set_ok_verifiability(cookie, request)

    def return_ok_secure(self, cookie, request):
        """Whether nobody else can read it, or may."""
        if cookie.secure and request.type not in self.secure_protocols:
            return _refuse('   secure cookie with non-secure request')
        return True

    def return_ok_expires(self, cookie, request):
        """Whether its time is not over."""
        return not cookie.is_expired(self._now) or _refuse('   cookie expired')

    def return_ok_port(self, cookie, request):
        """Whether it is for the port."""
        if not cookie.port:
            return True
        wanted = request_port(request) or '80'
        return (wanted in cookie.port.split(',')
                or _refuse('   request port %s does not match cookie port %s', wanted, cookie.port))

    def return_ok_domain(self, cookie, request):
        """Whether it is for the host."""
        _, effective = eff_request_host(request)
        domain = cookie.domain
        if cookie.version > 0:
            fits = domain_match(effective, domain)
        elif cookie.version == 0:
            strict = self.strict_ns_domain & self.DomainStrictNonDomain
            fits = (('.' + effective).endswith(_dotted(domain))
                    and not (strict and not cookie.domain_specified and domain != effective))
        else:
            fits = True
        return fits or _refuse('   request-host %s does not match cookie domain %s', effective,
                               domain)

    def domain_return_ok(self, domain, request):
        """Whether cookies of a domain may be sent at all."""
        end = _dotted(domain)
        if not any(_dotted(host).endswith(end) for host in eff_request_host(request)):
            return False
        return self._domain_is_usable(domain)

    def path_return_ok(self, path, request):
        """Whether cookies of a path may be sent at all."""
        wanted = request_path(request)
        # Not only the beginning of a name.
        if wanted == path or wanted.startswith(path if path.endswith('/') else path + '/'):
            return True
        return _refuse('  %s does not path-match %s', wanted, path)


def _dotted(domain):
    return '.' + domain if domain and not domain.startswith('.') else domain


_FLAGS = ('discard', 'secure')
_VALUES = ('version', 'expires', 'max-age', 'domain', 'path', 'port', 'comment', 'commenturl')
_MAY_BE_EMPTY = ('port', 'comment', 'commenturl')


class CookieJar:
    """Cookies by domain, path and name. All methods may be called from several threads."""

    magic_re = re.compile(r'#LWP-Cookies-(\d+\.\d+)', re.ASCII)

    def __init__(self, policy=None):
        self._policy = DefaultCookiePolicy() if policy is None else policy
        self._cookies_lock = threading.RLock()
        self._cookies = {}

    def set_policy(self, policy):
        """Set the policy."""
        self._policy = policy

    def _set_now(self):
        self._policy._now = self._now = int(time.time())

    # Sending.

    def _cookies_for_request(self, request):
        policy = self._policy
        return [cookie for domain, paths in self._cookies.items()
                if policy.domain_return_ok(domain, request)
                for path, cookies in paths.items() if policy.path_return_ok(path, request)
                for cookie in cookies.values() if policy.return_ok(cookie, request)]

    def _cookie_attrs(self, cookies):
        """The pieces of the header for cookies, which are sorted: the longest path first."""
        cookies.sort(key=lambda cookie: len(cookie.path), reverse=True)
        pieces = []
        if cookies and cookies[0].version > 0:
            pieces.append(f'$Version={cookies[0].version}')
        for cookie in cookies:
            value = cookie.value
            if value is None:
                pieces.append(cookie.name)
            else:
                if cookie.version > 0 and re.search(r'\W', value):
                    value = re.sub(r'(["\\])', r'\\\1', value)
                pieces.append(f'{cookie.name}={value}')
            if cookie.version <= 0:
                continue
            if cookie.path_specified:
                pieces.append(f'$Path="{cookie.path}"')
            if cookie.domain.startswith('.'):
                domain = cookie.domain if cookie.domain_initial_dot else cookie.domain[1:]
                pieces.append(f'$Domain="{domain}"')
            if cookie.port is not None:
                pieces.append(f'$Port="{cookie.port}"' if cookie.port_specified else '$Port')
        return pieces

    def add_cookie_header(self, request):
        """Add the header for a request, unless it has one."""
        with self._cookies_lock:
            self._set_now()
            cookies = self._cookies_for_request(request)
            pieces = self._cookie_attrs(cookies)
            if pieces and not request.has_header('Cookie'):
                request.add_unredirected_header('Cookie', '; '.join(pieces))
            policy = self._policy
            if (policy.rfc2965 and not policy.hide_cookie2 and not request.has_header('Cookie2')
                    and any(cookie.version != 1 for cookie in cookies)):
                # The server may use the newer form.
                request.add_unredirected_header('Cookie2', '$Version="1"')
        self.clear_expired_cookies()

    # Taking.

    def _normalized(self, pairs):
        """(attributes, attributes that are not known) of a cookie; None if it makes no sense."""
        standard, rest = {}, {}
        by_age = False
        for key, value in pairs:
            name = key.lower()
            if name not in _VALUES and name not in _FLAGS:
                rest[key] = value
                continue
            if name in _FLAGS and value is None:
                value = True
            if name in standard:
                continue
            if name == 'domain' and value is not None:
                value = value.lower()
            if name == 'expires' and (by_age or value is None):
                # A date that makes no sense makes it one of the session.
                continue
            if name == 'max-age':
                by_age = True
                try:
                    value = self._now + int(value)
                except (TypeError, ValueError):
                    return None
                name = 'expires'
            if value is None and name not in _MAY_BE_EMPTY:
                return None
            standard[name] = value
        return standard, rest

    def _make_cookie(self, pairs, request):
        """A cookie of the answer to a request; None for one that only deletes another."""
        (name, value), *others = pairs
        normalized = self._normalized(others)
        if normalized is None:
            return None
        found, rest = normalized
        version = found.get('version')
        if version is not None:
            try:
                version = int(version)
            except ValueError:
                return None
            if version < 0:
                return None
        path_specified = bool(found.get('path'))
        path = escape_path(found['path']) if path_specified else self._default_path(version, request)
        domain = found.get('domain')
        domain_specified = domain is not None
        initial_dot = domain_specified and domain.startswith('.')
        domain = _dotted(domain) if domain_specified else eff_request_host(request)[1]
        if domain == '' and domain_specified:
            domain = '.'
        port = found.get('port')
        port_specified = port is not None
        if port_specified:
            port = re.sub(r'\s+', '', port)
        elif 'port' in found:
            port = request_port(request)
        expires = found.get('expires')
        discard = found.get('discard', False)
        if expires is None:
            discard = True
        elif expires <= self._now:
            try:
                self.clear(domain, path, name)
            except KeyError:
                pass
            return None
        return Cookie(version, name, value, port, port_specified, domain, domain_specified,
                      initial_dot, path, path_specified, found.get('secure', False), expires,
                      discard, found.get('comment'), found.get('commenturl'), rest)

    @staticmethod
    def _default_path(version, request):
        """The path of a request up to the last slash, which is left out in the oldest form."""
        path = request_path(request)
        end = path.rfind('/')
        if end >= 0:
            path = path[:end] if version == 0 else path[:end + 1]
        return path or '/'

    def _cookies_from_attrs_set(self, attrs_set, request):
        made = (self._make_cookie(pairs, request) for pairs in attrs_set)
        return [cookie for cookie in made if cookie]

    def _try(self, parse, headers, request):
        try:
            return self._cookies_from_attrs_set(parse(headers), request)
        except Exception:
            _warn_unhandled_exception()
            return []

    def make_cookies(self, response, request):
        """The cookies of an answer, not checked by the policy."""
        headers = response.info()
        newer = headers.get_all('Set-Cookie2', [])
        older = headers.get_all('Set-Cookie', [])
        self._set_now()
        policy = self._policy
        if not (newer and policy.rfc2965 or older and policy.netscape
                or newer and older and (policy.rfc2965 or policy.netscape)):
            return []
        cookies = self._try(split_header_words, newer, request)
        if not (older and policy.netscape):
            return cookies
        others = self._try(parse_ns_headers, older, request)
        as_netscape = getattr(policy, 'rfc2109_as_netscape', None)
        if as_netscape is None:
            as_netscape = not policy.rfc2965
        for cookie in others:
            if cookie.version == 1:
                cookie.rfc2109 = True
                if as_netscape:
                    cookie.version = 0
        if policy.rfc2965:
            # Sent in both forms; the newer one counts.
            known = {(cookie.domain, cookie.path, cookie.name) for cookie in cookies}
            others = [cookie for cookie in others
                      if (cookie.domain, cookie.path, cookie.name) not in known]
        return cookies + others

    def set_cookie_if_ok(self, cookie, request):
        """Keep a cookie if the policy allows it."""
        with self._cookies_lock:
            self._set_now()
            if self._policy.set_ok(cookie, request):
                self.set_cookie(cookie)

    def set_cookie(self, cookie):
        """Keep a cookie."""
        with self._cookies_lock:
            paths = self._cookies.setdefault(cookie.domain, {})
            paths.setdefault(cookie.path, {})[cookie.name] = cookie

    def extract_cookies(self, response, request):
        """Keep the cookies of an answer that the policy allows."""
        with self._cookies_lock:
            for cookie in self.make_cookies(response, request):
                if self._policy.set_ok(cookie, request):
                    self.set_cookie(cookie)

    # Removing.

    def clear(self, domain=None, path=None, name=None):
        """Remove all cookies, or those of a domain, or of a path in it, or one; KeyError if there are none."""
        if name is not None:
            if domain is None or path is None:
                raise ValueError('domain and path must be given to remove a cookie by name')
            del self._cookies[domain][path][name]
        elif path is not None:
            if domain is None:
                raise ValueError('domain must be given to remove cookies by path')
            del self._cookies[domain][path]
        elif domain is not None:
            del self._cookies[domain]
        else:
            self._cookies = {}

    def _clear_if(self, test):
        with self._cookies_lock:
            for cookie in self:
                if test(cookie):
                    self.clear(cookie.domain, cookie.path, cookie.name)

    def clear_session_cookies(self):
        """Remove the cookies of the session."""
        self._clear_if(lambda cookie: cookie.discard)

    def clear_expired_cookies(self):
        """Remove the cookies whose time is over."""
        now = time.time()
        self._clear_if(lambda cookie: cookie.is_expired(now))

    def __iter__(self):
        # Over copies: cookies may be removed on the way.
        for paths in list(self._cookies.values()):
            for cookies in list(paths.values()):
                yield from list(cookies.values())

    def __len__(self):
        return sum(1 for _ in self)

    def __repr__(self):
        return f'<{type(self).__name__}[{", ".join(map(repr, self))}]>'

    def __str__(self):
        return f'<{type(self).__name__}[{", ".join(map(str, self))}]>'


class LoadError(OSError):
    """A file has no cookies in it."""


class FileCookieJar(CookieJar):
    """A jar that can be kept in a file."""

    def __init__(self, filename=None, delayload=False, policy=None):
        CookieJar.__init__(self, policy)
        self.filename = None if filename is None else os.fspath(filename)
        self.delayload = bool(delayload)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies; with the flags those of the session too, and those whose time is over."""
        raise NotImplementedError()

    def _file(self, filename):
        if filename is None:
            filename = self.filename
        if filename is None:
            raise ValueError(MISSING_FILENAME_TEXT)
        return filename

    def load(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Read cookies and add them."""
        filename = self._file(filename)
        with open(filename) as f:
            self._really_load(f, filename, ignore_discard, ignore_expires)

    def revert(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Read cookies in place of those that there are, which stay if that fails."""
        filename = self._file(filename)
        with self._cookies_lock:
            before = copy.deepcopy(self._cookies)
            self._cookies = {}
            try:
                self.load(filename, ignore_discard, ignore_expires)
            except OSError:
                self._cookies = before
                raise

    def _write(self, filename, text):
        """Write a file that nobody else can read."""
        flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
        with os.fdopen(os.open(self._file(filename), flags, 0o600), 'w') as f:
            f.write(text)

    def _chosen(self, ignore_discard, ignore_expires, cookies=None):
        """The cookies that go into a file, or come out of it."""
        now = time.time()
        for cookie in self if cookies is None else cookies:
            if not (cookie.discard and not ignore_discard
                    or not ignore_expires and cookie.is_expired(now)):
                yield cookie

    def _load_lines(self, f, filename, kind, parse, ignore_discard, ignore_expires):
        """Add the cookies of all lines, by a function that gives those of one."""
        line = ''
        try:
            while line := f.readline():
                for cookie in self._chosen(ignore_discard, ignore_expires, parse(line)):
                    self.set_cookie(cookie)
        except OSError:
            raise
        except Exception:
            _warn_unhandled_exception()
            raise LoadError(f'invalid {kind} file {filename!r}: {line!r}')


_LWP_FLAGS = ('port_spec', 'path_spec', 'domain_dot', 'secure', 'discard')
_LWP_VALUES = ('version', 'port', 'path', 'domain', 'expires', 'comment', 'commenturl')


def lwp_cookie_str(cookie):
    """A cookie as it stands in files of LWP."""
    pairs = [(cookie.name, cookie.value), ('path', cookie.path), ('domain', cookie.domain)]
    if cookie.port is not None:
        pairs.append(('port', cookie.port))
    for name, is_set in (('path_spec', cookie.path_specified), ('port_spec', cookie.port_specified),
                         ('domain_dot', cookie.domain_initial_dot), ('secure', cookie.secure)):
        if is_set:
            pairs.append((name, None))
    if cookie.expires:
        pairs.append(('expires', time2isoz(float(cookie.expires))))
    if cookie.discard:
        pairs.append(('discard', None))
    for name, value in ('comment', cookie.comment), ('commenturl', cookie.comment_url):
        if value:
            pairs.append((name, value))
    pairs += [(name, str(cookie._rest[name])) for name in sorted(cookie._rest)]
    pairs.append(('version', str(cookie.version)))
    return join_header_words([pairs])


class LWPCookieJar(FileCookieJar):
    """Files of the library LWP of Perl, which hold all that a cookie has."""

    def as_lwp_str(self, ignore_discard=True, ignore_expires=True):
        """The cookies as lines."""
        return ''.join(f'Set-Cookie3: {lwp_cookie_str(cookie)}\n'
                       for cookie in self._chosen(ignore_discard, ignore_expires))

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies."""
        self._write(filename, '#LWP-Cookies-2.0\n' + self.as_lwp_str(ignore_discard, ignore_expires))

    def _really_load(self, f, filename, ignore_discard, ignore_expires):
        if not self.magic_re.match(f.readline()):
            raise LoadError(f'{filename!r} does not look like a Set-Cookie3 (LWP) format file')
        self._load_lines(f, filename, 'Set-Cookie3 format', self._parse_line, ignore_discard,
                         ignore_expires)

    def _parse_line(self, line):
        if not line.startswith('Set-Cookie3:'):
            return
        for (name, value), *pairs in split_header_words([line.removeprefix('Set-Cookie3:').strip()]):
            found = dict.fromkeys(_LWP_FLAGS, False)
            rest = {}
            for key, text in pairs:
                lower = key.lower()
                if lower in _LWP_FLAGS:
                    found[lower] = True if text is None else text
                elif lower in _LWP_VALUES:
                    found[lower] = text
                else:
                    rest[key] = text
            expires = found.get('expires')
            if expires is not None:
                expires = iso2time(expires)
            domain = found.get('domain')
            yield Cookie(found.get('version'), name, value, found.get('port'), found['port_spec'],
                         domain, domain.startswith('.'), found['domain_dot'], found.get('path'),
                         found['path_spec'], found['secure'], expires,
                         True if expires is None else found['discard'], found.get('comment'),
                         found.get('commenturl'), rest)


class MozillaCookieJar(FileCookieJar):
    """Files of the browser Mozilla and of curl, without what only RFC 2965 has."""

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies."""
        lines = [NETSCAPE_HEADER_TEXT]
        for cookie in self._chosen(ignore_discard, ignore_expires):
            name, value = cookie.name, cookie.value
            if value is None:
                # A name alone stands where values do.
                name, value = '', name
            prefix = HTTPONLY_PREFIX if cookie.has_nonstandard_attr(HTTPONLY_ATTR) else ''
            fields = (prefix + cookie.domain, _flag(cookie.domain.startswith('.')), cookie.path,
                      _flag(cookie.secure), '' if cookie.expires is None else str(cookie.expires),
                      name, value)
            lines.append('\t'.join(fields) + '\n')
        self._write(filename, ''.join(lines))

    def _really_load(self, f, filename, ignore_discard, ignore_expires):
        if not _NETSCAPE_MAGIC.match(f.readline()):
            raise LoadError(f'{filename!r} does not look like a Netscape format cookies file')
        self._load_lines(f, filename, 'Netscape format cookies', self._parse_line, ignore_discard,
                         ignore_expires)

    def _parse_line(self, line):
        rest = {HTTPONLY_ATTR: ''} if line.startswith(HTTPONLY_PREFIX) else {}
        line = line.removeprefix(HTTPONLY_PREFIX).removesuffix('\n')
        if not line.strip() or line.strip().startswith(('#', '$')):
            return
        domain, specified, path, secure, expires, name, value = line.split('\t')
        if not name:
            name, value = value, None
        initial_dot = domain.startswith('.')
        specified = specified == 'TRUE'
        assert specified == initial_dot
        session = expires in ('', '0')
        yield Cookie(0, name, value, None, False, domain, specified, initial_dot, path, False,
                     secure == 'TRUE', None if session else expires, session, None, None, rest)


def _flag(value):
    return 'TRUE' if value else 'FALSE'
