"""Messages: headers in their order, and a body that is a text or a list of messages.

Headers are found without regard to case. `msg[name] = value` adds one and replaces none. What is stored of a header, and
what the program gets of it, is the policy's to say.
"""

__all__ = ['Message', 'EmailMessage']

import binascii
import io
import quopri
import re

from email import charset as _charset
from email import errors, utils
from email._encoded_words import decode_b
from email._policybase import compat32

Charset = _charset.Charset
SEMISPACE = '; '
_TSPECIALS = re.compile(r'[ \(\)<>@,;:\\"/\[\]\?=]')


def _first_part(value):
    """A header's value without its parameters."""
    return str(value).partition(';')[0].strip()


def _parseparam(value):
    """The value of a header and its parameters, as texts; semicolons in quotes part nothing."""
    found = []
    pieces = []
    quotes = 0
    for piece in str(value).split(';'):
        pieces.append(piece)
        quotes += piece.count('"') - piece.count('\\"')
        if quotes % 2 == 0:
            found.append(';'.join(pieces))
            pieces.clear()
    if pieces:
        found.append(';'.join(pieces))
    return [_normal_part(part) for part in found]


def _normal_part(part):
    name, equals, value = part.partition('=')
    return f'{name.strip().lower()}={value.strip()}' if equals else part.strip()


def _formatparam(param, value=None, quote=True):
    """A parameter as it stands in a header; a value of three has a character set and a language."""
    if value is None or len(value) == 0:
        return param
    if isinstance(value, tuple):
        return f'{param}*={utils.encode_rfc2231(value[2], value[0], value[1])}'
    if not value.isascii():
        return f'{param}*={utils.encode_rfc2231(value, "utf-8", "")}'
    if quote or _TSPECIALS.search(value):
        return f'{param}="{utils.quote(value)}"'
    return f'{param}={value}'


def _unquotevalue(value):
    if isinstance(value, tuple):
        return value[0], value[1], utils.unquote(value[2])
    return utils.unquote(value)


def _decode_uu(encoded):
    """The bytes of a uuencoded body; ValueError if it is none."""
    lines = iter(encoded.splitlines())
    for line in lines:
        words = line.split(b' ')
        if line.startswith(b'begin ') and re.fullmatch(b'[0-7]+', words[1]):
            break
    else:
        raise ValueError('`begin` line not found')
    pieces = []
    for line in lines:
        if not line:
            raise ValueError('Truncated input')
        if line.strip(b' \t\r\n\f') == b'end':
            break
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs pad their lines.
            length = ((line[0] - 32 & 63) * 4 + 5) // 3
            pieces.append(binascii.a2b_uu(line[:length]))
    return b''.join(pieces)


class Message:
    """A message."""

    def __init__(self, policy=compat32):
        self.policy = policy
        self._headers = []
        self._unixfrom = None
        self._payload = None
        self._charset = None
        # Texts before the first and behind the last part.
        self.preamble = self.epilogue = None
        self.defects = []
        self._default_type = 'text/plain'

    def __str__(self):
        return self.as_string()

    def __bytes__(self):
        return self.as_bytes()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The message as text, with *unixfrom* after the line that begins it in mailboxes."""
        from email.generator import Generator
        fp = io.StringIO()
        Generator(fp, mangle_from_=False, maxheaderlen=maxheaderlen,
                  policy=self.policy if policy is None else policy).flatten(self, unixfrom=unixfrom)
        return fp.getvalue()

    def as_bytes(self, unixfrom=False, policy=None):
        """The message as bytes."""
        from email.generator import BytesGenerator
        fp = io.BytesIO()
        BytesGenerator(fp, mangle_from_=False,
                       policy=self.policy if policy is None else policy).flatten(
                           self, unixfrom=unixfrom)
        return fp.getvalue()

    # The body.

    def is_multipart(self):
        """Whether the body is a list of messages."""
        return isinstance(self._payload, list)

    def set_unixfrom(self, unixfrom):
        """Set the line that begins the message in mailboxes."""
        self._unixfrom = unixfrom

    def get_unixfrom(self):
        """The line that begins the message in mailboxes, or None."""
        return self._unixfrom

    def attach(self, payload):
        """Add a part."""
        if self._payload is None:
            self._payload = [payload]
            return
        try:
            self._payload.append(payload)
        except AttributeError:
            raise TypeError('Attach is not valid on a message with a non-multipart payload')

    def get_payload(self, i=None, decode=False):
        """The body: a text, or the list of parts or one of them. With *decode*, the bytes that it stands for."""
        payload = self._payload
        if self.is_multipart():
            if decode:
                return None
            return payload if i is None else payload[i]
        if i is not None:
            raise TypeError(f'Expected list, got {type(payload)}')
        if not decode:
            return self._readable(payload)
        data = payload
        if isinstance(payload, str):
            try:
                data = payload.encode('ascii', 'surrogateescape')
            except UnicodeEncodeError:
                data = payload.encode('raw-unicode-escape')
        encoding = self.get('content-transfer-encoding', '')
        encoding = encoding.cte if hasattr(encoding, 'cte') else str(encoding).strip().lower()
        if encoding == 'quoted-printable':
            return quopri.decodestring(data)
        if encoding == 'base64':
            value, defects = decode_b(b''.join(data.splitlines()))
            for defect in defects:
                self.policy.handle_defect(self, defect)
            return value
        if encoding in ('x-uuencode', 'uuencode', 'uue', 'x-uue'):
            try:
                return _decode_uu(data)
            except ValueError:
                pass
        return data

    def _readable(self, payload):
        """A body as text without surrogates if it came as bytes; else as it is."""
        if isinstance(payload, str) and utils._has_surrogates(payload):
            try:
                data = payload.encode('ascii', 'surrogateescape')
            except UnicodeEncodeError:
                return payload
            try:
                return data.decode(self.get_content_charset('ascii'), 'replace')
            except LookupError:
                return data.decode('ascii', 'replace')
        return payload

    def set_payload(self, payload, charset=None):
        """Set the body; with a character set its headers too, and encode it."""
        if hasattr(payload, 'encode'):
            if charset is None:
                self._payload = payload
                return
            if not isinstance(charset, Charset):
                charset = Charset(charset)
            payload = payload.encode(charset.output_charset, 'surrogateescape')
        if hasattr(payload, 'decode'):
            payload = payload.decode('ascii', 'surrogateescape')
        self._payload = payload
        if charset is not None:
            self.set_charset(charset)

    def set_charset(self, charset):
        """Set the character set of a body of text, with the headers that it needs; None takes it out of them."""
        if charset is None:
            self.del_param('charset')
            self._charset = None
            return
        if not isinstance(charset, Charset):
            charset = Charset(charset)
        self._charset = charset
        name = charset.get_output_charset()
        if 'MIME-Version' not in self:
            self.add_header('MIME-Version', '1.0')
        if 'Content-Type' in self:
            self.set_param('charset', name)
        else:
            self.add_header('Content-Type', 'text/plain', charset=name)
        if charset != name:
            self._payload = charset.body_encode(self._payload)
        if 'Content-Transfer-Encoding' in self:
            return
        encoding = charset.get_body_encoding()
        try:
            # It may be a function that does all.
            encoding(self)
        except TypeError:
            body = self._payload
            if body:
                try:
                    body = body.encode('ascii', 'surrogateescape')
                except UnicodeError:
                    body = body.encode(charset.output_charset)
            self._payload = charset.body_encode(body)
            self.add_header('Content-Transfer-Encoding', encoding)

    def get_charset(self):
        """The Charset of the body if it was set."""
        return self._charset

    # Headers as a mapping.

    def _matching(self, name):
        """The headers of a name."""
        name = name.lower()
        return [header for header in self._headers if header[0].lower() == name]

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        limit = self.policy.header_max_count(name)
        if limit and len(self._matching(name)) >= limit:
            raise ValueError(f'There may be at most {limit} {name} headers in a message')
        self._headers.append(self.policy.header_store_parse(name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [header for header in self._headers if header[0].lower() != name]

    def __contains__(self, name):
        return bool(self._matching(name))

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        """The names of all headers, in order."""
        return [name for name, _ in self._headers]

    def values(self):
        """The values of all headers, in order."""
        return [self.policy.header_fetch_parse(name, value) for name, value in self._headers]

    def items(self):
        """All headers, in order."""
        return [(name, self.policy.header_fetch_parse(name, value))
                for name, value in self._headers]

    def get(self, name, failobj=None):
        """The value of the first header of a name."""
        name = name.lower()
        for key, value in self._headers:
            if key.lower() == name:
                return self.policy.header_fetch_parse(key, value)
        return failobj

    def get_all(self, name, failobj=None):
        """The values of all headers of a name."""
        return [self.policy.header_fetch_parse(*header)
                for header in self._matching(name)] or failobj

    def set_raw(self, name, value):
        """Add a header as it is to be stored; for parsers."""
        self._headers.append((name, value))

    def raw_items(self):
        """All headers as they are stored; for generators."""
        return iter(self._headers.copy())

    def add_header(self, _name, _value, **_params):
        """Add a header with parameters; underscores in their names are dashes."""
        parts = [] if _value is None else [_value]
        parts += [_formatparam(name.replace('_', '-'), value) for name, value in _params.items()]
        self[_name] = SEMISPACE.join(parts)

    def replace_header(self, _name, _value):
        """Give the first header of a name another value."""
        _name = _name.lower()
        for i, (name, _) in enumerate(self._headers):
            if name.lower() == _name:
                self._headers[i] = self.policy.header_store_parse(name, _value)
                return
        raise KeyError(_name)

    # What the headers say of the body.

    def get_content_type(self):
        """The kind of the body; that of texts if the header makes no sense, the default without a header."""
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = _first_part(value).lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_content_maintype(self):
        """The kind before the slash."""
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        """The kind behind the slash."""
        return self.get_content_type().split('/')[1]

    def get_default_type(self):
        """The kind that the body has without a header."""
        return self._default_type

    def set_default_type(self, ctype):
        """Set the kind that the body has without a header."""
        self._default_type = ctype

    def _get_params_preserve(self, failobj, header):
        value = self.get(header)
        if value is None:
            return failobj
        pairs = []
        for part in _parseparam(value):
            name, _, text = part.partition('=')
            pairs.append((name.strip(), text.strip()))
        return utils.decode_params(pairs)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """Pairs of a header's parameters, of which the first is its value and ''."""
        params = self._get_params_preserve(None, header)
        if params is None:
            return failobj
        return [(name, _unquotevalue(value)) for name, value in params] if unquote else params

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """One parameter of a header: a text, or (character set, language, text)."""
        for name, value in self._get_params_preserve((), header):
            if name.lower() == param.lower():
                return _unquotevalue(value) if unquote else value
        return failobj

    def set_param(self, param, value, header='Content-Type', requote=True, charset=None, language='',
                  replace=False):
        """Set a parameter of a header, in place only with *replace*."""
        if not isinstance(value, tuple) and charset:
            value = charset, language, value
        new = _formatparam(param, value, requote)
        old = self.get(header)
        if old is None and header.lower() == 'content-type':
            text = SEMISPACE.join(('text/plain', new))
        elif not self.get_param(param, header=header):
            text = SEMISPACE.join((old, new)) if old else new
        else:
            text = self._joined(
                header, requote,
                lambda name, value: (new if name.lower() == param.lower()
                                     else _formatparam(name, value, requote)))
        if text != old:
            if replace:
                self.replace_header(header, text)
            else:
                del self[header]
                self[header] = text

    def _joined(self, header, requote, make):
        """A header put together from what a function makes of its parameters."""
        parts = [make(name, value)
                 for name, value in self.get_params(header=header, unquote=requote)]
        return SEMISPACE.join(part for part in parts if part)

    def del_param(self, param, header='content-type', requote=True):
        """Take a parameter out of a header."""
        if header not in self:
            return
        text = self._joined(header, requote,
                            lambda name, value: ('' if name.lower() == param.lower()
                                                 else _formatparam(name, value, requote)))
        if text != self.get(header):
            del self[header]
            self[header] = text

    def set_type(self, type, header='Content-Type', requote=True):
        """Set the kind of the body, keeping the parameters."""
        if type.count('/') != 1:
            raise ValueError
        if header.lower() == 'content-type':
            del self['mime-version']
            self['MIME-Version'] = '1.0'
        params = self.get_params(header=header, unquote=requote)
        if params is None:
            self[header] = type
            return
        del self[header]
        self[header] = type
        for name, value in params[1:]:
            self.set_param(name, value, header, requote)

    def get_filename(self, failobj=None):
        """The name of the file that the body is."""
        for param, header in ('filename', 'content-disposition'), ('name', 'content-type'):
            name = self.get_param(param, None, header)
            if name is not None:
                return utils.collapse_rfc2231_value(name).strip()
        return failobj

    def get_boundary(self, failobj=None):
        """What stands between the parts."""
        value = self.get_param('boundary')
        return failobj if value is None else utils.collapse_rfc2231_value(value).rstrip()

    def set_boundary(self, boundary):
        """Set what stands between the parts; the header stays where it is."""
        params = self._get_params_preserve(None, 'content-type')
        if params is None:
            raise errors.HeaderParseError('No Content-Type header found')
        quoted = f'"{boundary}"'
        if any(name.lower() == 'boundary' for name, _ in params):
            params = [('boundary', quoted) if name.lower() == 'boundary' else (name, value)
                      for name, value in params]
        else:
            params.append(('boundary', quoted))
        text = SEMISPACE.join(name if value == '' else f'{name}={value}' for name, value in params)
        self._headers = [self.policy.header_store_parse(name, text)
                         if name.lower() == 'content-type' else (name, value)
                         for name, value in self._headers]

    def get_content_charset(self, failobj=None):
        """The name of the body's character set, in lower case."""
        charset = self.get_param('charset')
        if charset is None:
            return failobj
        if isinstance(charset, tuple):
            codec, _, text = charset
            try:
                charset = str(text.encode('raw-unicode-escape'), codec or 'us-ascii')
            except (LookupError, UnicodeError):
                charset = text
        return charset.lower() if charset.isascii() else failobj

    def get_charsets(self, failobj=None):
        """The character sets of this message and all parts of it."""
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """'inline', 'attachment' or what else the header says; None without it."""
        value = self.get('content-disposition')
        return None if value is None else _first_part(value).lower()

    from email.iterators import walk


class MIMEPart(Message):
    """A message of the newer interface: by its policy headers are objects, and contents are Python's values."""

    def __init__(self, policy=None):
        if policy is None:
            from email.policy import default as policy
        super().__init__(policy)

    def as_string(self, unixfrom=False, maxheaderlen=None, policy=None):
        """The message as text; headers are as long as the policy says unless *maxheaderlen* is told."""
        policy = self.policy if policy is None else policy
        if maxheaderlen is None:
            maxheaderlen = policy.max_line_length
        return super().as_string(unixfrom, maxheaderlen, policy)

    def __str__(self):
        return self.as_string(policy=self.policy.clone(utf8=True))

    def is_attachment(self):
        """Whether the headers say that it is one."""
        value = self.get('content-disposition')
        return value is not None and value.content_disposition == 'attachment'

    def _related_root(self):
        """The part that the others of a multipart/related belong to, None if none is named."""
        start = self.get_param('start')
        if start:
            for part in self.iter_parts():
                if part['content-id'] == start:
                    return part
        return None

    def _find_body(self, part, preferencelist):
        """Candidates as pairs of rank and part."""
        if part.is_attachment():
            return
        main, sub = part.get_content_type().split('/')
        if main == 'text':
            if sub in preferencelist:
                yield preferencelist.index(sub), part
            return
        if main != 'multipart' or not part.is_multipart():
            return
        if sub != 'related':
            for inner in part.iter_parts():
                yield from self._find_body(inner, preferencelist)
            return
        if 'related' in preferencelist:
            yield preferencelist.index('related'), part
        root = part._related_root()
        if root is None and part.get_payload():
            root = part.get_payload()[0]
        if root is not None:
            yield from self._find_body(root, preferencelist)

    def get_body(self, preferencelist=('related', 'html', 'plain')):
        """The part to show: the first one of the kind that stands first in the list."""
        best = len(preferencelist), None
        for candidate in self._find_body(self, preferencelist):
            if candidate[0] < best[0]:
                best = candidate
                if not best[0]:
                    break
        return best[1]

    _body_types = {('text', 'plain'), ('text', 'html'), ('multipart', 'related'),
                   ('multipart', 'alternative')}

    def iter_attachments(self):
        """The parts that are not the body or another form of it."""
        main, sub = self.get_content_type().split('/')
        if main != 'multipart' or sub == 'alternative' or not self.is_multipart():
            return
        parts = self.get_payload().copy()
        if sub == 'related':
            start = self.get_param('start')
            if start:
                others = [part for part in parts if part.get('content-id') != start]
                if len(others) < len(parts):
                    yield from others
                    return
            parts.pop(0)
            yield from parts
            return
        seen = []
        for part in parts:
            kind = tuple(part.get_content_type().split('/'))
            if kind in self._body_types and not part.is_attachment() and kind[1] not in seen:
                seen.append(kind[1])
                continue
            yield part

    def iter_parts(self):
        """The parts."""
        if self.is_multipart():
            yield from self.get_payload()

    def get_content(self, *args, content_manager=None, **kw):
        """The contents as a value that fits their kind: str for text, bytes for data."""
        manager = self.policy.content_manager if content_manager is None else content_manager
        return manager.get_content(self, *args, **kw)

    def set_content(self, *args, content_manager=None, **kw):
        """Set the contents, with the headers that they need."""
        manager = self.policy.content_manager if content_manager is None else content_manager
        manager.set_content(self, *args, **kw)

    def _make_multipart(self, subtype, disallowed_subtypes, boundary):
        if self.get_content_maintype() == 'multipart':
            current = self.get_content_subtype()
            if current in (*disallowed_subtypes, subtype):
                raise ValueError(f'Cannot convert {current} to {subtype}')
        own = [header for header in self._headers if not header[0].lower().startswith('content-')]
        moved = [header for header in self._headers if header[0].lower().startswith('content-')]
        parts = []
        if moved:
            part = type(self)(policy=self.policy)
            part._headers = moved
            part._payload = self._payload
            parts.append(part)
        self._payload = parts
        self._headers = own
        self['Content-Type'] = 'multipart/' + subtype
        if boundary is not None:
            self.set_param('boundary', boundary)

    def make_related(self, boundary=None):
        """Make the contents the root of a multipart/related."""
        self._make_multipart('related', ('alternative', 'mixed'), boundary)

    def make_alternative(self, boundary=None):
        """Make the contents the first form of a multipart/alternative."""
        self._make_multipart('alternative', ('mixed',), boundary)

    def make_mixed(self, boundary=None):
        """Make the contents the first part of a multipart/mixed."""
        self._make_multipart('mixed', (), boundary)

    def _add_multipart(self, _subtype, *args, _disp=None, **kw):
        if self.get_content_type() != 'multipart/' + _subtype:
            getattr(self, 'make_' + _subtype)()
        part = type(self)(policy=self.policy)
        part.set_content(*args, **kw)
        if _disp and 'content-disposition' not in part:
            part['Content-Disposition'] = _disp
        self.attach(part)

    def add_related(self, *args, **kw):
        """Add contents that the root refers to."""
        self._add_multipart('related', *args, _disp='inline', **kw)

    def add_alternative(self, *args, **kw):
        """Add another form of the contents."""
        self._add_multipart('alternative', *args, **kw)

    def add_attachment(self, *args, **kw):
        """Add an attachment."""
        self._add_multipart('mixed', *args, _disp='attachment', **kw)

    def clear(self):
        """Remove all."""
        self._headers = []
        self._payload = None

    def clear_content(self):
        """Remove the contents and the headers that tell of them."""
        self._headers = [header for header in self._headers
                         if not header[0].lower().startswith('content-')]
        self._payload = None


class EmailMessage(MIMEPart):
    """A whole message of the newer interface."""

    def set_content(self, *args, **kw):
        """Set the contents, with the headers that they need."""
        super().set_content(*args, **kw)
        if 'MIME-Version' not in self:
            self['MIME-Version'] = '1.0'
