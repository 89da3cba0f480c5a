"""Contents of messages as Python's values: str for text, bytes for data, messages."""

import binascii
import sys

import email.charset
import email.errors
import email.message
from email import quoprimime


class ContentManager:
    """Which function gets the contents of a kind, and which sets those of a class."""

    def __init__(self):
        self.get_handlers = {}
        self.set_handlers = {}

    def add_get_handler(self, key, handler):
        """Tell a function for a kind, a main kind, or '' for all others."""
        self.get_handlers[key] = handler

    def get_content(self, msg, *args, **kw):
        """The contents of a message."""
        kind = msg.get_content_type()
        for key in kind, msg.get_content_maintype(), '':
            if key in self.get_handlers:
                return self.get_handlers[key](msg, *args, **kw)
        raise KeyError(kind)

    def add_set_handler(self, typekey, handler):
        """Tell a function for a class, the name of one, or None for all others."""
        self.set_handlers[typekey] = handler

    def set_content(self, msg, obj, *args, **kw):
        """Set the contents of a message."""
        if msg.get_content_maintype() == 'multipart':
            raise TypeError('set_content not valid on multipart')
        handler = self._find_set_handler(msg, obj)
        msg.clear_content()
        handler(msg, obj, *args, **kw)

    def _find_set_handler(self, msg, obj):
        first = None
        for cls in type(obj).__mro__:
            module = getattr(cls, '__module__', '')
            path = f'{module}.{cls.__qualname__}' if module else cls.__qualname__
            if first is None:
                first = path
            for key in cls, path, cls.__qualname__, cls.__name__:
                if key in self.set_handlers:
                    return self.set_handlers[key]
        if None in self.set_handlers:
            return self.set_handlers[None]
        raise KeyError(first)


raw_data_manager = ContentManager()


def get_text_content(msg, errors='replace'):
    """A text."""
    return msg.get_payload(decode=True).decode(msg.get_param('charset', 'ASCII'), errors=errors)


def get_non_text_content(msg):
    """Data."""
    return msg.get_payload(decode=True)


def get_message_content(msg):
    """The message inside."""
    return msg.get_payload(0)


def get_and_fixup_unknown_message_content(msg):
    """A message of a kind that is not known, as bytes."""
    return bytes(msg.get_payload(0))


raw_data_manager.add_get_handler('text', get_text_content)
for _kind in 'audio', 'image', 'video', 'application':
    raw_data_manager.add_get_handler(_kind, get_non_text_content)
for _kind in 'rfc822', 'external-body':
    raw_data_manager.add_get_handler('message/' + _kind, get_message_content)
raw_data_manager.add_get_handler('message', get_and_fixup_unknown_message_content)


def _prepare_set(msg, maintype, subtype, headers):
    """Set the kind, and headers that the program told: objects or texts like 'Name: value'."""
    msg['Content-Type'] = f'{maintype}/{subtype}'
    if not headers:
        return
    policy = msg.policy
    if not hasattr(headers[0], 'name'):
        headers = [policy.header_factory(*policy.header_source_parse([header]))
                   for header in headers]
    for header in headers:
        try:
            if header.defects:
                raise header.defects[0]
            msg[header.name] = header
        except email.errors.HeaderDefect as exc:
            raise ValueError(f'Invalid header: {header.fold(policy=policy)}') from exc


def _finalize_set(msg, disposition, filename, cid, params):
    """Set the headers that all contents may have."""
    if disposition is None and filename is not None:
        disposition = 'attachment'
    if disposition is not None:
        msg['Content-Disposition'] = disposition
    if filename is not None:
        msg.set_param('filename', filename, header='Content-Disposition', replace=True)
    if cid is not None:
        msg['Content-ID'] = cid
    for key, value in (params or {}).items():
        msg.set_param(key, value)


def _encode_base64(data, max_line_length):
    """Bytes as lines of base64."""
    size = max_line_length // 4 * 3
    return ''.join(binascii.b2a_base64(data[start:start + size]).decode('ascii')
                   for start in range(0, len(data), size))


def _encode_text(string, charset, cte, policy):
    """(encoding, body) of a text; the best encoding if none is told."""
    limit = policy.max_line_length or sys.maxsize
    lines = string.encode(charset).splitlines()
    linesep = policy.linesep.encode('ascii')

    def joined(lines, end):
        return end.join(lines) + end

    if cte is None:
        if max(map(len, lines), default=0) <= limit:
            body = joined(lines, b'\n')
            if body.isascii():
                return '7bit', body.decode('ascii')
            if policy.cte_type == '8bit':
                return '8bit', body.decode('ascii', 'surrogateescape')
        # The beginning shows which is shorter.
        start = joined(lines[:10], linesep)
        quoted = quoprimime.body_encode(start.decode('latin-1'), limit)
        if len(quoted) > len(binascii.b2a_base64(start)):
            cte = 'base64'
        elif len(lines) <= 10:
            return 'quoted-printable', quoted
        else:
            cte = 'quoted-printable'
    if cte == '7bit':
        return cte, joined(lines, b'\n').decode('ascii')
    if cte == '8bit':
        return cte, joined(lines, b'\n').decode('ascii', 'surrogateescape')
    if cte == 'quoted-printable':
        return cte, quoprimime.body_encode(joined(lines, b'\n').decode('latin-1'), limit)
    if cte == 'base64':
        return cte, _encode_base64(joined(lines, linesep), limit)
    raise ValueError(f'Unknown content transfer encoding {cte}')


def set_text_content(msg, string, subtype='plain', charset='utf-8', cte=None, disposition=None,
                     filename=None, cid=None, params=None, headers=None):
    """Set a text."""
    _prepare_set(msg, 'text', subtype, headers)
    charset = email.charset.Charset(charset).output_charset
    cte, body = _encode_text(string, charset, cte, msg.policy)
    msg.set_payload(body)
    msg.set_param('charset', charset, replace=True)
    msg['Content-Transfer-Encoding'] = cte
    _finalize_set(msg, disposition, filename, cid, params)


def set_message_content(msg, message, subtype='rfc822', cte=None, disposition=None, filename=None,
                        cid=None, params=None, headers=None):
    """Set a message."""
    if subtype == 'partial':
        raise ValueError('message/partial is not supported for Message objects')
    allowed = {'rfc822': (None, '7bit', '8bit', 'binary'), 'external-body': (None, '7bit')}
    if cte not in allowed.get(subtype, (cte,)):
        raise ValueError(f'message/{subtype} parts do not support cte={cte}')
    if cte is None:
        cte = '8bit' if subtype == 'rfc822' else '7bit'
    _prepare_set(msg, 'message', subtype, headers)
    msg.set_payload([message])
    msg['Content-Transfer-Encoding'] = cte
    _finalize_set(msg, disposition, filename, cid, params)


def set_bytes_content(msg, data, maintype, subtype, cte='base64', disposition=None, filename=None,
                      cid=None, params=None, headers=None):
    """Set data of a kind."""
    _prepare_set(msg, maintype, subtype, headers)
    if cte == 'base64':
        data = _encode_base64(data, msg.policy.max_line_length)
    elif cte == 'quoted-printable':
        # Line ends are data too.
        data = binascii.b2a_qp(data, istext=False, header=False, quotetabs=True).decode('ascii')
    elif cte == '7bit':
        data = data.decode('ascii')
    elif cte in ('8bit', 'binary'):
        data = data.decode('ascii', 'surrogateescape')
    msg.set_payload(data)
    msg['Content-Transfer-Encoding'] = cte
    _finalize_set(msg, disposition, filename, cid, params)


raw_data_manager.add_set_handler(str, set_text_content)
raw_data_manager.add_set_handler(email.message.Message, set_message_content)
for _class in bytes, bytearray, memoryview:
    raw_data_manager.add_set_handler(_class, set_bytes_content)
