"""Which proxy to use, by the environment."""

import os
from urllib.parse import _splitpasswd, _splitport, _splittype, _splituser


def getproxies_environment():
    """From schemes to the proxies that variables like http_proxy name; those in lower case win."""
    named = [(name, name[:-6].lower(), value) for name, value in os.environ.items()
             if len(name) > 6 and name[-6:].lower() == '_proxy']
    proxies = {scheme: value for _, scheme, value in named if value}
    if 'REQUEST_METHOD' in os.environ:
        # A web server runs us: HTTP_PROXY is a header 'Proxy' that the client sent.
        proxies.pop('http', None)
    for name, scheme, value in named:
        if not name.endswith('_proxy'):
            continue
        if value:
            proxies[scheme] = value
        else:
            proxies.pop(scheme, None)
    return proxies


def proxy_bypass_environment(host, proxies=None):
    """Whether no_proxy, a list of ends of hosts' names, has this one."""
    if proxies is None:
        proxies = getproxies_environment()
    listed = proxies.get('no')
    if listed is None:
        return False
    if listed == '*':
        return True
    host = host.lower()
    names = (host, _splitport(host)[0])
    for end in listed.split(','):
        end = end.strip().lstrip('.').lower()
        if end and any(name == end or name.endswith('.' + end) for name in names):
            return True
    return False


def parse_proxy(proxy):
    """(scheme, user, password, host and port) of a proxy's URL, or of its host alone."""
    scheme, rest = _splittype(proxy)
    if not rest.startswith('/'):
        scheme, authority = None, proxy
    elif not rest.startswith('//'):
        raise ValueError(f'proxy URL with no authority: {proxy!r}')
    else:
        # Passwords may have slashes.
        end = rest.find('/', max(rest.find('@'), 2))
        authority = rest[2:] if end < 0 else rest[2:end]
    user, hostport = _splituser(authority)
    password = None
    if user is not None:
        user, password = _splitpasswd(user)
    return scheme, user, password, hostport
