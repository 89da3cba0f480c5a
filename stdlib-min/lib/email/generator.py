"""Writing messages.

A body is written before its headers, into a buffer: a multipart may have to make up a separator that none of its parts has,
and a text in a character set may have to be encoded; both are said in the headers.
"""

__all__ = ['Generator', 'DecodedGenerator', 'BytesGenerator']

import copy
import io
import random
import re
import sys
import time

from email.errors import HeaderWriteError
from email.utils import _has_surrogates

_LINE_END = re.compile(r'\r\n|\r|\n')
_FROM = re.compile('^From ', re.MULTILINE)
# A line end that no continuation follows.
_HEADER_END = re.compile(r'\r\n[^ \t]|\r[^ \n\t]|\n[^ \t]')
_HEADER_END_BYTES = re.compile(rb'\r\n[^ \t]|\r[^ \n\t]|\n[^ \t]')


class Generator:
    """Writes messages to a text file.

    *mangle_from_* puts '>' before 'From ' at the beginning of lines; it and *maxheaderlen* come from the policy if they are
    None, and the policy from the message.
    """

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, *, policy=None):
        if mangle_from_ is None:
            mangle_from_ = True if policy is None else policy.mangle_from_
        self._fp = outfp
        self._mangle_from_ = mangle_from_
        self.maxheaderlen = maxheaderlen
        self.policy = policy

    def write(self, s):
        """Write text."""
        self._fp.write(s)

    def flatten(self, msg, unixfrom=False, linesep=None):
        """Write a message, with *unixfrom* after the line that begins it in mailboxes."""
        policy = msg.policy if self.policy is None else self.policy
        if linesep is not None:
            policy = policy.clone(linesep=linesep)
        if self.maxheaderlen is not None:
            policy = policy.clone(max_line_length=self.maxheaderlen)
        self._NL = policy.linesep
        before = self.policy, msg.policy
        try:
            self.policy = msg.policy = policy
            if unixfrom:
                self.write((msg.get_unixfrom() or 'From nobody ' + time.ctime()) + self._NL)
            self._write(msg)
        finally:
            self.policy, msg.policy = before

    def clone(self, fp):
        """A generator like this one for another file."""
        return type(self)(fp, self._mangle_from_, None, policy=self.policy)

    # What the generator of bytes has its own of.

    def _new_buffer(self):
        return io.StringIO()

    def _encode(self, s):
        return s

    _header_end = _HEADER_END

    def _folded(self, name, value):
        return self.policy.fold(name, value)

    @classmethod
    def _compile_re(cls, s, flags):
        return re.compile(s, flags)

    # Headers and body.

    def _write(self, msg):
        outer = self._fp
        try:
            self._changed_headers = None
            self._fp = buffer = self._new_buffer()
            self._dispatch(msg)
        finally:
            self._fp = outer
            changed = self._changed_headers
            del self._changed_headers
        if changed:
            # Not in the caller's message.
            msg = copy.deepcopy(msg)
            encoding, kind = changed
            if msg.get('content-transfer-encoding') is None:
                msg['Content-Transfer-Encoding'] = encoding
            else:
                msg.replace_header('content-transfer-encoding', encoding)
            msg.replace_header('content-type', kind)
        own = getattr(msg, '_write_headers', None)
        if own is None:
            self._write_headers(msg)
        else:
            own(self)
        self._fp.write(buffer.getvalue())

    def _write_headers(self, msg):
        end = self._encode(self.policy.linesep)
        for name, value in msg.raw_items():
            folded = self._folded(name, value)
            if self.policy.verify_generated_headers:
                if not folded.endswith(end):
                    raise HeaderWriteError(f'folded header does not end with {end!r}: {folded!r}')
                if self._header_end.search(folded.removesuffix(end)):
                    raise HeaderWriteError(f'folded header contains newline: {folded!r}')
            self._fp.write(folded)
        self.write(self._NL)

    def _dispatch(self, msg):
        """Call the method for the kind of the message: _handle_MAIN_SUB, _handle_MAIN or _writeBody."""
        main, sub = msg.get_content_maintype(), msg.get_content_subtype()
        for name in f'{main}_{sub}', main:
            handler = getattr(self, '_handle_' + name.replace('-', '_'), None)
            if handler is not None:
                break
        else:
            handler = self._writeBody
        handler(msg)

    def _write_lines(self, lines):
        if lines:
            self.write(_LINE_END.sub(lambda match: self._NL, lines))

    def _mangled(self, text):
        return _FROM.sub('>From ', text) if self._mangle_from_ else text

    def _handle_text(self, msg):
        body = msg.get_payload()
        if body is None:
            return
        if not isinstance(body, str):
            raise TypeError(f'string payload expected: {type(body)}')
        if _has_surrogates(msg._payload):
            charset = msg.get_param('charset')
            if charset is not None:
                msg = copy.deepcopy(msg)
                del msg['content-transfer-encoding']
                msg.set_payload(msg._payload, charset)
                body = msg.get_payload()
                self._changed_headers = msg['content-transfer-encoding'], msg['content-type']
        self._write_lines(self._mangled(body))

    _writeBody = _handle_text

    def _flat(self, msg):
        """A part as it is written."""
        buffer = self._new_buffer()
        self.clone(buffer).flatten(msg, unixfrom=False, linesep=self._NL)
        return buffer.getvalue()

    def _handle_multipart(self, msg):
        parts = msg.get_payload()
        if isinstance(parts, str):
            # Said to have parts, but nothing was found that parts them.
            self.write(parts)
            return
        if parts is None:
            parts = []
        elif not isinstance(parts, list):
            parts = [parts]
        texts = [self._flat(part) for part in parts]
        boundary = msg.get_boundary()
        if not boundary:
            boundary = self._make_boundary(self._encode(self._NL).join(texts))
            msg.set_boundary(boundary)
        if msg.preamble is not None:
            self._write_lines(self._mangled(msg.preamble))
            self.write(self._NL)
        self.write(f'--{boundary}{self._NL}')
        for i, text in enumerate(texts):
            if i:
                self.write(f'{self._NL}--{boundary}{self._NL}')
            self._fp.write(text)
        self.write(f'{self._NL}--{boundary}--{self._NL}')
        if msg.epilogue is not None:
            self._write_lines(self._mangled(msg.epilogue))

    def _handle_multipart_signed(self, msg):
        # Headers that are cut elsewhere would break the signature.
        policy = self.policy
        self.policy = policy.clone(max_line_length=0)
        try:
            self._handle_multipart(msg)
        finally:
            self.policy = policy

    def _handle_message_delivery_status(self, msg):
        end = self._encode(self._NL)
        # Each block ends in an empty line; the last one's is the outer message's.
        blocks = [self._flat(part).removesuffix(end) for part in msg.get_payload()]
        self._fp.write(end.join(blocks))

    def _handle_message(self, msg):
        body = msg._payload
        if isinstance(body, list):
            self._fp.write(self._flat(msg.get_payload(0)))
        else:
            # Read without its body.
            self._fp.write(self._encode(body))

    @classmethod
    def _make_boundary(cls, text=None):
        """A separator that a text does not have."""
        number = random.randrange(sys.maxsize)
        boundary = first = f'{"=" * 15}{number:019d}=='
        tried = 0
        while text is not None and cls._compile_re(f'^--{re.escape(boundary)}(--)?\r?$',
                                                   re.MULTILINE).search(text):
            boundary = f'{first}.{tried}'
            tried += 1
        return boundary


class BytesGenerator(Generator):
    """Writes messages to a file of bytes. Bytes that were no ASCII come out as they came, unless the policy wants ASCII."""

    def write(self, s):
        """Write text."""
        self._fp.write(s.encode('ascii', 'surrogateescape'))

    def _new_buffer(self):
        return io.BytesIO()

    def _encode(self, s):
        return s.encode('ascii')

    _header_end = _HEADER_END_BYTES

    def _folded(self, name, value):
        return self.policy.fold_binary(name, value)

    @classmethod
    def _compile_re(cls, s, flags):
        return re.compile(s.encode('ascii'), flags)

    def _handle_text(self, msg):
        if msg._payload is None:
            return
        if _has_surrogates(msg._payload) and self.policy.cte_type != '7bit':
            self._write_lines(self._mangled(msg._payload))
        else:
            super()._handle_text(msg)

    _writeBody = _handle_text


class DecodedGenerator(Generator):
    """Writes the texts of a message; *fmt* is written for each other part, with its properties put in by '%'."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, fmt=None, *, policy=None):
        Generator.__init__(self, outfp, mangle_from_, maxheaderlen, policy=policy)
        if fmt is None:
            fmt = '[Non-text (%(type)s) part of message omitted, filename %(filename)s]'
        self._fmt = fmt

    def _dispatch(self, msg):
        for part in msg.walk():
            kind = part.get_content_maintype()
            if kind == 'text':
                print(part.get_payload(decode=False), file=self)
            elif kind != 'multipart':
                print(self._fmt % {
                    'type': part.get_content_type(),
                    'maintype': kind,
                    'subtype': part.get_content_subtype(),
                    'filename': part.get_filename('[no filename]'),
                    'description': part.get('Content-Description', '[no description]'),
                    'encoding': part.get('Content-Transfer-Encoding', '[no encoding]'),
                }, file=self)


_make_boundary = Generator._make_boundary
