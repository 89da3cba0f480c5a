"""Reading messages that come in pieces.

Nothing is refused: what is wrong with a message goes into its `defects`, and the rest is read as well as it can be.

The parser is a generator that asks for line after line and is suspended while there is none. Each multipart puts a test
for its separator on a stack; a line that one of them knows is the end of the file for all parts inside.
"""

__all__ = ['FeedParser', 'BytesFeedParser']

import re
from collections import deque

from email import errors
from email._policybase import compat32

NeedMoreData = object()

_LINES = re.compile(r'[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+')
_LINE_END = re.compile(r'\r\n|\r|\n')
# 'From ' of mailboxes, a name with a colon, or a continuation.
_HEADER = re.compile('From |[\041-\071\073-\176]*:|[\t ]')
_BOUNDARY_END = re.compile(r'(?P<end>--)?[ \t]*(?P<linesep>\r\n|\r|\n)?$')


def _without_end(text):
    """A text without the line end at its end."""
    return text[:-2] if text.endswith('\r\n') else text[:-1] if text.endswith(('\r', '\n')) else text


class BufferedSubFile:
    """Lines of pieces of text, up to what a stack of tests says is the end."""

    def __init__(self):
        # The last line, which may go on.
        self._partial = []
        self._lines = deque()
        self._eofstack = []
        self._closed = False

    def push_eof_matcher(self, pred):
        """Let lines that the test knows be an end."""
        self._eofstack.append(pred)

    def pop_eof_matcher(self):
        """Take the last test back."""
        return self._eofstack.pop()

    def close(self):
        """No more pieces will come."""
        self._lines += _LINES.findall(''.join(self._partial))
        self._partial.clear()
        self._closed = True

    def readline(self):
        """A line, '' at an end, or NeedMoreData."""
        if not self._lines:
            return '' if self._closed else NeedMoreData
        # The innermost first.
        if any(test(self._lines[0]) for test in reversed(self._eofstack)):
            return ''
        return self._lines.popleft()

    def unreadline(self, line):
        """Give a line back."""
        assert line is not NeedMoreData
        self._lines.appendleft(line)

    def push(self, data):
        """Add a piece."""
        self._partial.append(data)
        if '\n' not in data and '\r' not in data:
            return
        lines = _LINES.findall(''.join(self._partial))
        self._partial.clear()
        # A line feed may follow the '\r'.
        if not lines[-1].endswith('\n'):
            self._partial.append(lines.pop())
        self._lines += lines

    def pushlines(self, lines):
        """Add whole lines."""
        self._lines.extend(lines)

    def __iter__(self):
        return iter(self.readline, '')


class FeedParser:
    """Reads a message that comes in pieces of text."""

    def __init__(self, _factory=None, *, policy=compat32):
        self.policy = policy
        self._factory_takes_policy = True
        if _factory is None:
            _factory = policy.message_factory
            if _factory is None:
                from email.message import Message as _factory
        else:
            try:
                _factory(policy=policy)
            except TypeError:
                self._factory_takes_policy = False
        self._factory = _factory
        self._input = BufferedSubFile()
        # From the outside in.
        self._open = []
        self._root = None
        self._parser = self._message(None)
        self._headersonly = False

    def _set_headersonly(self):
        self._headersonly = True

    def feed(self, data):
        """Add a piece."""
        self._input.push(data)
        self._run()

    def _run(self):
        next(self._parser, None)

    def close(self):
        """The message."""
        self._input.close()
        self._run()
        root = self._root
        if (root.get_content_maintype() == 'multipart' and not root.is_multipart()
                and not self._headersonly):
            self._defect(root, errors.MultipartInvariantViolationDefect())
        return root

    def _defect(self, message, defect):
        self.policy.handle_defect(message, defect)

    # Generators; they yield while there is no line.

    def _line(self):
        """The next line, '' at the end."""
        while (line := self._input.readline()) is NeedMoreData:
            yield
        return line

    def _rest(self):
        """All lines up to the end."""
        lines = []
        while line := (yield from self._line()):
            lines.append(line)
        return lines

    def _message(self, outer):
        """Read a message, a part of *outer* unless that is None; returns the message that was read last."""
        message = self._factory(policy=self.policy) if self._factory_takes_policy else self._factory()
        if outer is None:
            self._root = message
        else:
            if outer.get_content_type() == 'multipart/digest':
                message.set_default_type('message/rfc822')
            outer.attach(message)
        headers = []
        while line := (yield from self._line()):
            if not _HEADER.match(line):
                if not _LINE_END.match(line):
                    self._defect(message, errors.MissingHeaderBodySeparatorDefect())
                    self._input.unreadline(line)
                break
            headers.append(line)
        self._parse_headers(message, headers)
        if self._headersonly:
            message.set_payload(''.join((yield from self._rest())))
            return message
        if message.get_content_type() == 'message/delivery-status':
            yield from self._header_blocks(message)
            return message
        if message.get_content_maintype() == 'message':
            return (yield from self._message(message))
        if message.get_content_maintype() == 'multipart':
            yield from self._multipart(message)
            return message
        message.set_payload(''.join((yield from self._rest())))
        return message

    def _header_blocks(self, message):
        """Blocks of headers with empty lines between them, each a part of the message."""
        while True:
            self._input.push_eof_matcher(_LINE_END.match)
            yield from self._message(message)
            self._input.pop_eof_matcher()
            yield from self._line()
            line = yield from self._line()
            if not line:
                return
            self._input.unreadline(line)

    def _multipart(self, message):
        boundary = message.get_boundary()
        if boundary is None:
            self._defect(message, errors.NoBoundaryInMultipartDefect())
            message.set_payload(''.join((yield from self._rest())))
            return
        encoding = str(message.get('content-transfer-encoding', '8bit')).lower()
        if encoding not in ('7bit', '8bit', 'binary'):
            self._defect(message, errors.InvalidMultipartContentTransferEncodingDefect())
        separator = '--' + boundary

        def matches(line):
            return (_BOUNDARY_END.match(line, len(separator)) if line.startswith(separator)
                    else None)

        preamble = []
        while line := (yield from self._line()):
            match = matches(line)
            if match:
                break
            preamble.append(line)
        else:
            self._not_begun(message, preamble)
            return
        if match['end']:
            # It ends before it began: no parts, and what stood before is the body.
            self._not_begun(message, preamble)
            yield from self._rest()
            return
        if preamble:
            # The line end before a separator belongs to it.
            preamble[-1] = _without_end(preamble[-1])
            message.preamble = ''.join(preamble)
        match = yield from self._parts(message, matches)
        if match is None:
            self._defect(message, errors.CloseBoundaryNotFoundDefect())
            return
        epilogue = ''.join((yield from self._rest()))
        if not match['linesep'] and (end := _LINE_END.match(epilogue)):
            epilogue = epilogue[end.end():]
        message.epilogue = epilogue

    def _not_begun(self, message, preamble):
        self._defect(message, errors.StartBoundaryNotFoundDefect())
        message.set_payload(''.join(preamble))
        message.epilogue = ''

    def _parts(self, message, matches):
        """Read the parts; returns the match of the separator that ends them, None if none does."""
        while True:
            # Several separators in a row are one.
            while (line := (yield from self._line())) and matches(line):
                pass
            if line:
                self._input.unreadline(line)
            self._input.push_eof_matcher(matches)
            last = yield from self._message(message)
            if last.get_content_maintype() == 'multipart':
                if last.epilogue is not None:
                    last.epilogue = _without_end(last.epilogue) if last.epilogue else None
            elif isinstance(last._payload, str):
                last._payload = _without_end(last._payload)
            self._input.pop_eof_matcher()
            line = yield from self._line()
            if not line:
                return None
            match = matches(line)
            if match['end']:
                return match

    def _parse_headers(self, message, lines):
        header = []

        def store():
            if header:
                message.set_raw(*self.policy.header_source_parse(header))
                header.clear()

        for place, line in enumerate(lines):
            if line[0] in ' \t':
                if header:
                    header.append(line)
                else:
                    self._defect(message, errors.FirstHeaderLineIsContinuationDefect(line))
                continue
            store()
            if line.startswith('From '):
                if place == 0:
                    message.set_unixfrom(_without_end(line))
                elif place == len(lines) - 1:
                    # It is the body already.
                    self._input.unreadline(line)
                    return
                else:
                    self._defect(message, errors.MisplacedEnvelopeHeaderDefect(line))
            elif line[0] == ':':
                self._defect(message, errors.InvalidHeaderDefect('Missing header name.'))
            else:
                header.append(line)
        store()


class BytesFeedParser(FeedParser):
    """Reads a message that comes in pieces of bytes."""

    def feed(self, data):
        """Add a piece."""
        super().feed(data.decode('ascii', 'surrogateescape'))
