"""Taking the headers of MIME apart (RFC 2045, 2183, 2231): a value and its parameters."""

import re
import urllib.parse

from email import errors, utils
from email._header_tree import Leaf, Node, Parameters
from email._header_value_parser import _ATTRTEXT, _EXTENDED, _INVALID, _PHRASE_ENDS, _TTEXT, _Reader


class _Parameter:
    """One parameter, or a piece of one; `value` is not decoded yet."""

    def __init__(self, name):
        self.name = name
        self.section = 0
        self.extended = False
        self.charset = 'us-ascii'
        self.value = ''
        self.node = Node('parameter')

    def defect(self, text):
        """Note what is wrong."""
        self.node.defects.append(_INVALID(text))

    def decoded(self):
        """The text of the piece."""
        if not self.extended:
            return self.value
        try:
            data = urllib.parse.unquote_to_bytes(self.value)
        except UnicodeEncodeError:
            return urllib.parse.unquote(self.value, encoding='latin-1')
        try:
            text = data.decode(self.charset, 'surrogateescape')
        except (LookupError, UnicodeEncodeError):
            text = data.decode('us-ascii', 'surrogateescape')
        if utils._has_surrogates(text):
            self.node.defects.append(errors.UndecodableBytesDefect())
        return text


class _MimeReader(_Reader):
    """Reads values and parameters."""

    def __init__(self, text, seen=None):
        super().__init__(text)
        # What the parameter is made of, for its defects.
        self._seen = [] if seen is None else seen

    def delimited(self, pattern, expected):
        """A text that may have white space and comments around it."""
        self._seen += self.cfws()
        leaf = self.match(pattern, 'text', expected)
        self._seen.append(leaf)
        self._seen += self.cfws()
        return str(leaf)

    def garbage(self):
        """What is no parameter, up to the next semicolon."""
        node = Node('invalid-parameter')
        while self.peek() and not self.at(';'):
            if self.at(_PHRASE_ENDS):
                node.append(self.take('misplaced-special'))
            else:
                node.append(self.phrase())
        return node

    def value_text(self):
        """The value of a parameter, without quotes."""
        self._seen += self.cfws()
        return self._quoted_text() if self.at('"') else self.delimited(_EXTENDED, 'value')

    def _quoted_text(self):
        quoted = self.quoted()
        self._seen.append(quoted)
        self._seen += self.cfws()
        return quoted.value

    def parameter(self):
        """One parameter."""
        self._seen.clear()
        found = _Parameter(self.delimited(_ATTRTEXT, 'token'))
        if not self.peek() or self.at(';'):
            shown = ''.join(map(str, self._seen))
            found.defect(f'Parameter contains name ({shown}) but no value')
            return found
        if self.at('*'):
            self._section(found)
        if not self.at('='):
            raise errors.HeaderParseError("Parameter not followed by '='")
        self.pos += 1
        self._seen += self.cfws()
        if found.extended and self.at('"'):
            self._quoted_extended(found)
        else:
            self._read_value(found)
        return found

    def _section(self, found):
        match = re.compile(r'\*(\d+)').match(self.text, self.pos)
        if match:
            self.pos = match.end()
            if match[1][0] == '0' and match[1] != '0':
                found.defect('section number has an invalid leading 0')
            found.section = int(match[1])
        if not self.peek():
            raise errors.HeaderParseError('Incomplete parameter')
        if self.at('*'):
            self.pos += 1
            found.extended = True

    def _quoted_extended(self, found):
        """Nothing coded may stand in quotes, but many programs write it so."""
        inside = _MimeReader(self._quoted_text(), self._seen)
        if found.section:
            match = _EXTENDED.match(inside.text)
            coded = match and match.end() == len(inside.text)
        else:
            match = _ATTRTEXT.match(inside.text)
            coded = inside.text[match.end() if match else 0:].startswith("'")
        if coded:
            found.defect('Quoted string value for extended parameter is invalid')
            inside._read_value(found, plain_end=True)
            return
        found.defect('Parameter marked as extended but appears to have a quoted string value that '
                     'is non-encoded')
        found.value = inside.text
        if not found.section:
            if self.peek():
                self._expect_delimiter()
            found.defect('Missing required charset/lang delimiters')

    def _expect_delimiter(self):
        if not self.at("'"):
            raise errors.HeaderParseError('Expected RFC2231 char/lang encoding delimiter, but found '
                                          f'{self.rest()!r}')
        self.pos += 1

    def _read_value(self, found, plain_end=False):
        first = '' if self.at("'") else self.value_text()
        if not found.extended or found.section:
            if not self.at("'"):
                found.value = first
                return
            found.defect('Apparent initial-extended-value but attribute was not marked as extended '
                         'or was not initial section')
        if not self.peek():
            found.defect('Missing required charset/lang delimiters')
            found.value = first
            return
        self._expect_delimiter()
        if first:
            found.charset = first
        language = _ATTRTEXT.match(self.text, self.pos)
        if language:
            self.pos = language.end()
        self._expect_delimiter()
        if plain_end:
            found.value = self.rest()
            self.pos = len(self.text)
        else:
            found.value = self.value_text()

    def parameters(self):
        """All parameters."""
        node = Parameters()
        found = []
        while self.peek():
            start = self.pos
            try:
                parameter = self.parameter()
                parameter.node += self._seen
                found.append(parameter)
                node.append(parameter.node)
            except errors.HeaderParseError:
                self.pos = start
                blanks = self.cfws()
                if not self.peek():
                    node += blanks
                    break
                if self.at(';'):
                    node += blanks
                    node.defects.append(_INVALID('parameter entry with no content'))
                else:
                    wrong = self.garbage()
                    node.append(wrong)
                    node.defects.append(_INVALID(f'invalid parameter {str(wrong)!r}'))
            if self.peek() and not self.at(';'):
                wrong = self.garbage()
                node[-1].extend(wrong)
                node.defects.append(_INVALID(
                    f'parameter with invalid trailing text {str(wrong)!r}'))
            if self.peek():
                self.pos += 1
        node.params = _joined(found)
        return node

    def skip_to_parameters(self, node):
        """Keep what makes no sense, up to the parameters."""
        node += self.garbage()
        self.behind(node)

    def behind(self, node):
        """Read the parameters, if there are any."""
        if self.at(';'):
            node.append(self.take('parameter-separator'))
            node.append(self.parameters())
            node.params = node[-1].params


def _joined(parameters):
    """Names and values, of those that were cut in pieces too."""
    groups = {}
    for parameter in parameters:
        groups.setdefault(parameter.name, []).append(parameter)
    result = []
    for name, pieces in groups.items():
        pieces.sort(key=lambda piece: piece.section)
        if not pieces[0].extended and len(pieces) > 1 and pieces[1].section == 0:
            pieces[1].defect('duplicate parameter name; duplicate(s) ignored')
            del pieces[1:]
        texts = []
        for piece in pieces:
            if piece.section != len(texts):
                if not piece.extended:
                    piece.defect('duplicate parameter name; duplicate ignored')
                    continue
                piece.defect('inconsistent RFC2231 parameter numbering')
            # The character set stands in the first piece only.
            piece.charset = pieces[0].charset
            texts.append(piece.decoded())
        result.append((name, ''.join(texts)))
    return result


def _begin(kind, value, missing):
    node = Node(kind, encodable=False, breakable=kind == 'content-transfer-encoding')
    node.params = []
    if not value:
        node.defects.append(errors.HeaderMissingRequiredValue(missing))
    return node, _MimeReader(value)


def _token(node, reader, expected):
    """Read a word into a node; None, and a defect, if there is none."""
    start = reader.pos
    text = reader.cfws()
    if not reader.peek() or not _TTEXT.match(reader.text, reader.pos):
        reader.pos = start
        node.defects.append(_INVALID(f'Expected {expected} but found {reader.rest()!r}'))
        return None
    leaf = reader.match(_TTEXT, 'ttext', 'ttext')
    node.append(Node('token', [*text, leaf, *reader.cfws()]))
    return str(leaf).lower()


def parse_content_type_header(value):
    """The header Content-Type: `maintype`, `subtype`, `params`."""
    node, reader = _begin('content-type', value, 'Missing content type specification')
    node.maintype, node.subtype = 'text', 'plain'
    if not value:
        return node
    main = _token(node, reader, 'content maintype')
    if main is None:
        reader.skip_to_parameters(node)
        return node
    if not reader.at('/'):
        node.defects.append(_INVALID('Invalid content type'))
        reader.skip_to_parameters(node)
        return node
    node.append(reader.take('content-type-separator'))
    sub = _token(node, reader, 'content subtype')
    if sub is None:
        node.maintype = main
        reader.skip_to_parameters(node)
        return node
    if reader.peek() and not reader.at(';'):
        node.defects.append(_INVALID(
            f'Only parameters are valid after content type, but found {reader.rest()!r}'))
        reader.skip_to_parameters(node)
        return node
    node.maintype, node.subtype = main, sub
    reader.behind(node)
    return node


def parse_content_disposition_header(value):
    """The header Content-Disposition: `content_disposition` (or None), `params`."""
    node, reader = _begin('content-disposition', value, 'Missing content disposition')
    node.content_disposition = None
    if not value:
        return node
    node.content_disposition = _token(node, reader, 'content disposition')
    if node.content_disposition is None:
        reader.skip_to_parameters(node)
        return node
    if reader.peek() and not reader.at(';'):
        node.defects.append(_INVALID(
            f'Only parameters are valid after content disposition, but found {reader.rest()!r}'))
        reader.skip_to_parameters(node)
        return node
    reader.behind(node)
    return node


def parse_content_transfer_encoding_header(value):
    """The header Content-Transfer-Encoding: `cte`."""
    node, reader = _begin('content-transfer-encoding', value, 'Missing content transfer encoding')
    node.cte = '7bit'
    if not value:
        return node
    node.cte = _token(node, reader, 'content transfer encoding') or node.cte
    while reader.peek():
        node.defects.append(_INVALID('Extra text after content transfer encoding'))
        if reader.at(_PHRASE_ENDS):
            node.append(reader.take('misplaced-special'))
        else:
            node.append(reader.phrase())
    return node
