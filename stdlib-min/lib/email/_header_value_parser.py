"""Taking headers apart (RFC 5322, 2045, 2047, 2231), for the newer interface.

What does not keep to the grammar is noted as a defect and kept. The functions return Nodes; those for addresses try one
reading after the other, and HeaderParseError says inside of this module that a reading failed.
"""

import re

from email import _encoded_words, errors, utils
from email._header_tree import SPECIALS, WSP, Leaf, Node, quote_string

DOT_ATOM_ENDS = (SPECIALS | set(WSP)) - {'.'}
_LEADERS = (' ', '\t', '(')
# Of words in names, and of the whole where nothing is right; dots may stand in names, and comments do.
_PHRASE_ENDS = SPECIALS - set('."(')
_ATEXT = re.compile(r'[^()<>@,:;.\\"\[\] \t]+')
_TTEXT = re.compile(r'[^()<>@,:;\\"\[\]/?= \t]+')
_ATTRTEXT = re.compile(r'''[^()<>@,:;\\"\[\]/?=*'% \t]+''')
_EXTENDED = re.compile(r'''[^()<>@,:;\\"\[\]/?=*' \t]+''')
_BLANKS = re.compile(r'\s+')
_WORD = re.compile(r'[^ \t]+')
_CONTROLS = re.compile(r'[\x00-\x20\x7f]')
_ENCODED_WORD = re.compile(r'=\?[^?]*\?[qQbB]\?.*?\?=')
_INVALID = errors.InvalidHeaderDefect
_OBSOLETE = errors.ObsoleteHeaderDefect


class _BadEncodedWord(errors.HeaderParseError):
    """It looks like an encoded word, but is none."""


def _checked(text, kind):
    """A leaf with what is wrong with its characters."""
    leaf = Leaf(text, kind)
    controls = _CONTROLS.findall(text)
    if controls:
        leaf.defects.append(errors.NonPrintableDefect(controls))
    if utils._has_surrogates(text):
        leaf.defects.append(errors.UndecodableBytesDefect(
            'Non-ASCII characters found in header token'))
    return leaf


class _Reader:
    """A header's value and a place in it."""

    def __init__(self, text, pos=0):
        self.text = text
        self.pos = pos

    def peek(self):
        """The next character, '' at the end."""
        return self.text[self.pos:self.pos + 1]

    def at(self, chars):
        """Whether one of these characters comes next."""
        char = self.peek()
        return char != '' and char in chars

    def rest(self):
        """All that is left."""
        return self.text[self.pos:]

    def fail(self, expected):
        """Give up this reading."""
        raise errors.HeaderParseError(f"expected {expected} but found '{self.rest()}'")

    def take(self, kind):
        """The next character, as a leaf."""
        leaf = Leaf(self.peek(), kind)
        self.pos += 1
        return leaf

    def match(self, pattern, kind, expected):
        """A text that a pattern matches here."""
        match = pattern.match(self.text, self.pos)
        if not match:
            self.fail(expected)
        self.pos = match.end()
        return _checked(match[0], kind)

    def attempt(self, *readings):
        """The result of the first reading that does not fail."""
        start = self.pos
        for reading in readings[:-1]:
            try:
                return reading()
            except errors.HeaderParseError:
                self.pos = start
        return readings[-1]()

    # White space and comments.

    def blanks(self):
        """White space."""
        match = _BLANKS.match(self.text, self.pos)
        self.pos = match.end()
        return Leaf(match[0], 'fws')

    def escaped(self, ends, kind):
        """Characters up to one of *ends* or a blank, with backslashes undone; the second is whether there were any."""
        chars = []
        undone = False
        while self.peek() and not self.at(WSP):
            char = self.peek()
            if char == '\\' and self.text[self.pos + 1:self.pos + 2] not in ('', *WSP):
                self.pos += 1
                char = self.peek()
                undone = undone or char == '\\'
            elif char == '\\':
                self.pos += 1
                continue
            elif char in ends:
                break
            chars.append(char)
            self.pos += 1
        return _checked(''.join(chars), kind), undone

    def comment(self):
        """A comment, with those inside of it."""
        node = Node('comment')
        # Not by recursion: comments may be deep.
        stack = [node]
        self.pos += 1
        while stack:
            inner = stack[-1]
            if not self.peek():
                inner.defects.append(_INVALID('end of header inside comment'))
                stack.pop()
            elif self.at(')'):
                self.pos += 1
                stack.pop()
            elif self.at('('):
                self.pos += 1
                stack.append(Node('comment'))
                inner.append(stack[-1])
            elif self.at(WSP):
                inner.append(self.blanks())
            else:
                inner.append(self.escaped('()', 'ctext')[0])
        return node

    def cfws(self):
        """White space and comments; nothing, an empty list, if there are none."""
        node = Node('cfws')
        while self.at(_LEADERS):
            node.append(self.comment() if self.at('(') else self.blanks())
        return [node] if node else []

    # Words.

    def encoded_word(self, kind='vtext'):
        """An encoded word."""
        start = self.pos
        if not self.text.startswith('=?', start):
            self.fail('encoded word')
        end = self.text.find('?=', start + 2)
        if end < 0:
            self.fail('encoded word')
        # In the encoding Q the text may begin with '='.
        inside = self.text[start + 2:end]
        behind = self.text[end + 2:end + 4]
        if len(behind) == 2 and re.fullmatch('[0-9a-fA-F]{2}', behind) and inside.count('?') < 2:
            end = self.text.find('?=', end + 2)
            if end < 0:
                end = len(self.text)
            inside = self.text[start + 2:end]
        node = Node('encoded-word')
        if len(inside.split()) > 1:
            node.defects.append(_INVALID('whitespace inside encoded word'))
        try:
            text, _, _, defects = _encoded_words.decode(f'=?{inside}?=')
        except (ValueError, KeyError):
            raise _BadEncodedWord(f"encoded word format invalid: '{self.text[start:]}'")
        self.pos = min(end + 2, len(self.text))
        node.defects += defects
        for piece in re.findall(r'[ \t]+|[^ \t]+', text):
            node.append(Leaf(piece, 'fws') if piece[0] in WSP else _checked(piece, kind))
        if self.peek() and not self.at(WSP):
            node.defects.append(_INVALID('missing trailing whitespace after encoded-word'))
        return node

    def quoted(self):
        """A text in quotes."""
        if not self.at('"'):
            self.fail("'\"'")
        self.pos += 1
        node = Node('quoted')
        while self.peek() and not self.at('"'):
            if self.at(WSP):
                node.append(self.blanks())
                continue
            start = self.pos
            if self.text.startswith('=?', start):
                try:
                    word = self.encoded_word()
                    node.defects.append(_INVALID('encoded word inside quoted string'))
                    _hide_blank(node)
                    node.append(word)
                    continue
                except errors.HeaderParseError:
                    self.pos = start
            node.append(self.escaped('"', 'ptext')[0])
        if self.peek():
            self.pos += 1
        else:
            node.defects.append(_INVALID('end of header inside quoted string'))
        return node

    def atom(self):
        """A word without quotes."""
        parts = self.cfws()
        core = self.attempt(self.encoded_word, lambda: self.match(_ATEXT, 'atext', 'atom'))
        return Node('atom', [*parts, core, *self.cfws()])

    def word(self):
        """A word with or without quotes."""
        parts = self.cfws()
        if self.at('"'):
            return Node('quoted-string', [*parts, self.quoted(), *self.cfws()])
        if not self.peek() or self.at(SPECIALS):
            self.fail("'atom' or 'quoted-string'")
        atom = self.atom()
        atom[:0] = parts
        return atom

    def phrase(self):
        """Words of a name."""
        node = Node('phrase')
        start = self.pos
        try:
            node.append(self.word())
        except errors.HeaderParseError:
            self.pos = start
            node.defects.append(_INVALID('phrase does not start with word'))
        while self.peek() and not self.at(_PHRASE_ENDS):
            if self.at('.'):
                node.append(self.take('dot'))
                node.defects.append(_OBSOLETE("period in 'phrase'"))
                continue
            start = self.pos
            try:
                word = self.word()
            except errors.HeaderParseError:
                self.pos = start
                blanks = self.cfws()
                if not blanks:
                    raise
                node.defects.append(_OBSOLETE('comment found without atom'))
                node += blanks
                continue
            if word[0].kind == 'encoded-word' and node and node[-1].kind == 'atom':
                before = node[-1]
                if len(before) > 1 and before[-2].kind == 'encoded-word' and not before[-1].has('comment'):
                    before[-1] = Leaf(str(before[-1]), 'hidden')
            node.append(word)
        return node

    # Addresses.

    def dot_atom(self, with_blanks=True):
        """Words with dots between them."""
        node = Node('dot-atom', self.cfws() if with_blanks else ())
        start = self.pos
        if with_blanks and self.text.startswith('=?', start):
            try:
                node.append(self.encoded_word())
                return Node('dot-atom', [*node, *self.cfws()])
            except errors.HeaderParseError:
                self.pos = start
        while True:
            node.append(self.match(_ATEXT, 'atext', 'atom'))
            if not self.at('.'):
                break
            node.append(self.take('dot'))
        return Node('dot-atom', [*node, *(self.cfws() if with_blanks else ())])

    def _goes_on(self):
        return self.peek() and (self.at('\\') or not self.at(_PHRASE_ENDS))

    def local_part(self):
        """What stands before the at sign; `text` is its meaning."""
        start = self.pos
        if not self.rest().lstrip(WSP):
            self.fail('local-part')
        try:
            core = self.attempt(self.dot_atom, self.word)
        except errors.HeaderParseError:
            self.pos = start
            self.cfws()
            if not self.at('\\') and self.at(_PHRASE_ENDS):
                raise
            core = Node('nothing')
        node = Node('local-part', [core], encodable=False)
        if self._goes_on():
            self.pos = start
            core = node[0] = self.old_local_part()
            if core.defects:
                node.defects.append(_INVALID(
                    'local-part is not dot-atom, quoted-string, or obs-local-part'))
            else:
                node.defects.append(_OBSOLETE('local-part is not a dot-atom (contains CFWS)'))
        node.text = _meaning(core, around_dots=True)
        if not node.value.isascii():
            node.defects.append(errors.NonASCIILocalPartDefect(
                'local-part contains non-ASCII characters)'))
        return node

    def old_local_part(self):
        """Words with dots and white space between them."""
        node = Node('old-local-part', encodable=False)
        after_dot = False
        while self._goes_on():
            if self.at('.'):
                if after_dot:
                    node.defects.append(_INVALID("invalid repeated '.'"))
                node.append(self.take('dot'))
                after_dot = True
                continue
            if self.at('\\'):
                node.append(self.take('misplaced-special'))
                node.defects.append(_INVALID("'\\' character outside of quoted-string/ccontent"))
                after_dot = False
                continue
            if node and node[-1].kind != 'dot':
                node.defects.append(_INVALID("missing '.' between words"))
            start = self.pos
            try:
                node.append(self.word())
                after_dot = False
            except errors.HeaderParseError:
                self.pos = start
                if not self.at(_LEADERS):
                    raise
                node += self.cfws()
        if not node:
            self.fail('obs-local-part')
        bare = [part for part in node if part.kind != 'cfws']
        if bare and bare[0].kind == 'dot':
            node.defects.append(_INVALID("Invalid leading '.' in local part"))
        if bare and bare[-1].kind == 'dot':
            node.defects.append(_INVALID("Invalid trailing '.' in local part"))
        return node

    def domain_literal(self):
        """An address of a machine in brackets."""
        node = Node('domain-literal', encodable=False)
        node.append(self.take('domain-literal-start'))
        if self.at(WSP):
            node.append(self.blanks())
        if self.peek():
            text, undone = self.escaped('[]', 'ptext')
            if undone:
                text.defects.append(_OBSOLETE('quoted printable found in domain-literal'))
            node.append(text)
        if self.at(WSP):
            node.append(self.blanks())
        if not self.peek():
            node.defects.append(_INVALID('end of input inside domain-literal'))
            node.append(Leaf(']', 'domain-literal-end'))
            return [node]
        if not self.at(']'):
            self.fail("']' at end of domain-literal")
        node.append(self.take('domain-literal-end'))
        return [node, *self.cfws()]

    def domain(self):
        """What stands behind the at sign; `text` is its meaning."""
        node = Node('domain', self.cfws(), encodable=False)
        if not self.peek():
            self.fail('domain')
        if self.at('['):
            node += self.domain_literal()
        else:
            node.append(self.attempt(self.dot_atom, self.atom))
            if self.at('@'):
                raise errors.HeaderParseError('Invalid Domain')
            if self.at('.'):
                node.defects.append(_OBSOLETE('domain is not a dot-atom (contains CFWS)'))
                while self.at('.'):
                    node.append(self.take('dot'))
                    node.append(self.atom())
        node.text = ''.join(node.value.split())
        return node

    def addr_spec(self):
        """An address; `local_part` and `domain` are its halves, None for a domain that there is not, `addr_spec` is all."""
        local = self.local_part()
        node = Node('addr-spec', [local], encodable=False)
        node.local_part, node.domain = local.text, None
        node.addr_spec = (local.text if DOT_ATOM_ENDS.isdisjoint(local.text)
                          else quote_string(local.text))
        if not self.at('@'):
            node.defects.append(_INVALID('addr-spec local part with no domain'))
            return node
        node.append(self.take('address-at-symbol'))
        node.append(self.domain())
        node.domain = node[-1].text
        node.addr_spec += '@' + node.domain
        return node

    def route(self):
        """Hosts that a message was to go by."""
        node = Node('obs-route')
        while True:
            node += self.cfws()
            if self.at(','):
                node.append(self.take('list-separator'))
            elif self.at('@'):
                node.append(self.take('route-component-marker'))
                node.append(self.domain())
            else:
                break
        if not self.at(':') or not any(part.kind == 'domain' for part in node):
            self.fail("':' marking end of obs-route")
        node.append(self.take('end-of-obs-route-marker'))
        return node

    def angle_addr(self):
        """An address in angle brackets."""
        node = Node('angle-addr', self.cfws())
        node.local_part = node.domain = None
        node.addr_spec = '<>'
        if not self.at('<'):
            self.fail('angle-addr')
        node.append(self.take('angle-addr-start'))
        if self.at('>'):
            node.defects.append(_INVALID('null addr-spec in angle-addr'))
        else:
            start = self.pos
            try:
                spec = self.addr_spec()
            except errors.HeaderParseError:
                self.pos = start
                node.append(self.route())
                node.defects.append(_OBSOLETE('obsolete route specification in angle-addr'))
                spec = self.addr_spec()
            node.append(spec)
            node.local_part, node.domain = spec.local_part, spec.domain
            node.addr_spec = spec.addr_spec
        if self.at('>'):
            self.pos += 1
        else:
            node.defects.append(_INVALID("missing trailing '>' on angle-addr"))
        node.append(Leaf('>', 'angle-addr-end'))
        return _with(node, self.cfws())

    def name_addr(self):
        """A name and an address in angle brackets."""
        node = Node('name-addr', self.cfws())
        node.display_name = None
        if not self.at('<'):
            if not self.peek() or self.at(_PHRASE_ENDS):
                self.fail('name-addr')
            name = self.phrase()
            name.kind, name.combinable = 'display-name', False
            node.display_name = _meaning(name)
            node.append(name)
        angle = self.angle_addr()
        node.append(angle)
        node.local_part, node.domain = angle.local_part, angle.domain
        return node

    def bare_addr(self):
        """An address without a name."""
        spec = self.addr_spec()
        spec.display_name = None
        return spec

    def mailbox(self):
        """A mailbox, with a name or without."""
        inner = self.attempt(self.name_addr, self.bare_addr)
        node = Node('mailbox', [inner])
        node.display_name = inner.display_name
        node.local_part, node.domain = inner.local_part, inner.domain
        if any(isinstance(defect, _INVALID) for defect in inner.all_defects):
            node.kind = 'invalid-mailbox'
        return node

    def invalid_mailbox(self, ends):
        """What is none, up to the end of the element."""
        node = Node('invalid-mailbox')
        node.display_name = node.local_part = node.domain = None
        while self.peek() and not self.at(ends):
            if self.at(_PHRASE_ENDS):
                node.append(self.take('misplaced-special'))
            else:
                node.append(self.phrase())
        return node

    def group(self):
        """A named list of mailboxes."""
        name = self.phrase()
        name.kind = 'display-name'
        if not self.at(':'):
            self.fail("':' at end of group display name")
        node = Node('group', [name, self.take('group-display-name-terminator')])
        node.display_name = _meaning(name)
        node.mailboxes = []
        if not self.at(';'):
            if not self.peek():
                node.defects.append(_INVALID('end of header before group-list'))
            else:
                node.append(self.group_list(node))
        if not self.peek():
            node.defects.append(_INVALID('end of header in group'))
        else:
            self.pos += 1
        node.append(Leaf(';', 'group-terminator'))
        return _with(node, self.cfws())

    def group_list(self, group):
        """The mailboxes of a group, which are noted there too."""
        node = Node('group-list')
        blanks = self.cfws()
        if self.at(';') or not self.peek():
            if not self.peek():
                node.defects.append(_INVALID('end of header in group-list'))
            node += blanks
            return node
        self.pos -= len(str(blanks[0])) if blanks else 0
        self.elements(node, ',;', 'mailbox-list', self.mailbox)
        group.mailboxes = [part for part in node if part.kind.endswith('mailbox')]
        if not group.mailboxes:
            node.defects.append(_OBSOLETE('group-list with empty entries'))
        return node

    def elements(self, node, ends, where, reading):
        """Read elements between commas and add them to a node."""
        what = where.partition('-')[0]
        while self.peek() and not (self.at(';') and ';' in ends):
            start = self.pos
            try:
                node.append(reading())
            except errors.HeaderParseError:
                self.pos = start
                blanks = self.cfws()
                if not self.peek() or self.at(ends):
                    node += blanks
                    text = (f'{where} entry with no content' if blanks and what == 'address'
                            else f'empty element in {where}')
                    node.defects.append(_OBSOLETE(text))
                else:
                    wrong = self.invalid_mailbox(ends)
                    wrong[:0] = blanks
                    node.append(wrong)
                    node.defects.append(_INVALID(f'invalid {what} in {where}'))
            if self.peek() and not self.at(ends):
                wrong = self.invalid_mailbox(ends)
                if what == 'address':
                    node.append(wrong)
                else:
                    node[-1].kind = 'invalid-mailbox'
                    node[-1].extend(wrong)
                node.defects.append(_INVALID(f'invalid {what} in {where}'))
            if self.at(','):
                self.pos += 1
                node.append(Leaf(',', 'list-separator', breakable=False, encodable=False))

    def address(self):
        """A group or a mailbox."""
        return self.attempt(self.group, self.mailbox)


def _with(node, more):
    """A node with more parts."""
    node += more
    return node


def _hide_blank(node):
    """Between encoded words there is no white space."""
    if len(node) > 1 and node[-1].kind == 'fws' and node[-2].kind == 'encoded-word':
        node[-1] = Leaf(node[-1], 'hidden')


def _meaning(node, around_dots=False):
    """What words mean, without white space and comments at the ends, and beside dots if that is wanted."""
    pieces = []

    def add(part):
        if part.kind in ('cfws', 'fws'):
            pieces.append(None)
        elif isinstance(part, Node) and part.kind not in ('quoted', 'encoded-word'):
            for inner in part:
                add(inner)
        elif part.kind != 'hidden':
            pieces.append(part)

    add(node)
    texts = []
    for i, piece in enumerate(pieces):
        if piece is not None:
            texts.append(piece.value)
            continue
        beside = [pieces[i - 1] if i else None, pieces[i + 1] if i + 1 < len(pieces) else None]
        dots = around_dots and any(part is not None and part.kind == 'dot' for part in beside)
        if 0 < i < len(pieces) - 1 and not dots and pieces[i - 1] is not None:
            texts.append(' ')
    return ''.join(texts)


def get_unstructured(value):
    """A header that is just text."""
    reader = _Reader(value)
    node = Node('unstructured')
    while reader.peek():
        if reader.at(WSP):
            node.append(reader.blanks())
            continue
        start = reader.pos
        good = True
        if value.startswith('=?', start):
            try:
                word = reader.encoded_word('utext')
            except _BadEncodedWord:
                good = False
                reader.pos = start
            except errors.HeaderParseError:
                reader.pos = start
            else:
                if node and node[-1].kind != 'fws':
                    node.defects.append(_INVALID('missing whitespace before encoded word'))
                else:
                    _hide_blank(node)
                node.append(word)
                continue
        match = _WORD.match(value, start) or _BLANKS.match(value, start)
        text = match[0]
        # A word may end in an encoded one.
        if good and _ENCODED_WORD.search(text):
            before = value[start:].partition('=?')[0]
            text = before or text
        reader.pos = start + len(text)
        node.append(_checked(text, 'utext'))
    return node


def get_address_list(value):
    """A list of addresses: `addresses` are groups and mailboxes."""
    node = Node('address-list')
    reader = _Reader(value)
    reader.elements(node, ',', 'address-list', reader.address)
    node.addresses = [part for part in node if part.kind in ('group', 'mailbox', 'invalid-mailbox')]
    return node


def get_addr_spec(value):
    """One bare address, and what is left behind it."""
    reader = _Reader(value)
    return reader.addr_spec(), reader.rest()


def get_angle_addr(value):
    """One address in angle brackets, and what is left behind it."""
    reader = _Reader(value)
    return reader.angle_addr(), reader.rest()


def get_msg_id(reader):
    """The identifier of a message, in angle brackets."""
    node = Node('msg-id', reader.cfws(), encodable=False)
    if not reader.at('<'):
        reader.fail('msg-id')
    node.append(reader.take('msg-id-start'))
    start = reader.pos
    try:
        node.append(reader.dot_atom(False))
    except errors.HeaderParseError:
        reader.pos = start
        node.append(reader.old_local_part())
        node.defects.append(_OBSOLETE('obsolete id-left in msg-id'))
    if not reader.at('@'):
        node.defects.append(_INVALID('msg-id with no id-right'))
        if reader.at('>'):
            node.append(reader.take('msg-id-end'))
        return node
    node.append(reader.take('address-at-symbol'))
    start = reader.pos
    try:
        if reader.at('['):
            node += reader.domain_literal()
        else:
            node.append(reader.dot_atom(False))
    except errors.HeaderParseError:
        reader.pos = start
        node.append(reader.domain())
        node.defects.append(_OBSOLETE('obsolete id-right in msg-id'))
    if reader.at('>'):
        reader.pos += 1
    else:
        node.defects.append(_INVALID("missing trailing '>' on msg-id"))
    node.append(Leaf('>', 'msg-id-end'))
    node += reader.cfws()
    return node


def _no_msg_id(reader, exc):
    node = get_unstructured(reader.rest())
    node.kind, node._encodable = 'invalid-message-id', False
    reader.pos = len(reader.text)
    return node, _INVALID(f'Invalid msg-id: {exc!r}')


def parse_message_id(value):
    """The header Message-ID."""
    reader = _Reader(value)
    try:
        node = Node('message-id', [get_msg_id(reader)], encodable=False)
    except errors.HeaderParseError as exc:
        reader.pos = 0
        node, defect = _no_msg_id(reader, exc)
        node.defects.append(defect)
        return node
    if reader.peek():
        node.defects.append(_INVALID(f'Unexpected {reader.rest()!r}'))
    return node


def parse_message_ids(value):
    """The headers References and In-Reply-To."""
    node = Node('message-id-list')
    reader = _Reader(value)
    while reader.peek():
        if reader.at(','):
            reader.pos += 1
            node.defects.append(_INVALID('comma in msg-id list'))
            node.append(Leaf(' ', 'fws'))
            continue
        start = reader.pos
        try:
            node.append(get_msg_id(reader))
        except errors.HeaderParseError as exc:
            reader.pos = start
            wrong, defect = _no_msg_id(reader, exc)
            node.append(wrong)
            node.defects.append(defect)
    return node


def parse_mime_version(value):
    """The header MIME-Version: `major` and `minor` are numbers or None."""
    node = Node('mime-version')
    node.major = node.minor = None
    missing = errors.HeaderMissingRequiredValue
    if not value:
        node.defects.append(missing('Missing MIME version number (eg: 1.0)'))
        return node
    reader = _Reader(value)
    node += reader.cfws()
    if not reader.peek():
        node.defects.append(missing('Expected MIME version number but found only CFWS'))

    def number(which, ends):
        match = re.compile(f'[^{ends} \t(]*').match(value, reader.pos)
        reader.pos = match.end()
        digits = match[0]
        if not digits.isdigit():
            node.defects.append(_INVALID(
                f'Expected MIME {which} version number but found {digits!r}'))
        node.append(Leaf(digits, 'digits'))
        node.extend(reader.cfws())
        return int(digits) if digits.isdigit() else None

    incomplete = 'Incomplete MIME version; found only major number'
    node.major = number('major', '.')
    if not reader.at('.'):
        if node.major is not None:
            node.defects.append(_INVALID(incomplete))
        if reader.peek():
            node.append(Leaf(reader.rest(), 'xtext'))
        return node
    node.append(reader.take('version-separator'))
    node += reader.cfws()
    if not reader.peek():
        if node.major is not None:
            node.defects.append(_INVALID(incomplete))
        return node
    node.minor = number('minor', '')
    if reader.peek():
        node.defects.append(_INVALID('Excess non-CFWS text after MIME version'))
        node.append(Leaf(reader.rest(), 'xtext'))
    return node
