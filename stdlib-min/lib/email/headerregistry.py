"""Headers as objects: texts that know what they mean.

The classes here are halves, one for each kind of header; HeaderRegistry joins them with the base class. `parse` makes a dict
of a value, `init` takes it.
"""

from types import MappingProxyType

from email import _header_mime, _header_value_parser, errors, utils
from email._header_tree import SPECIALS, Leaf, Node, quote_string


class Address:
    """A mailbox: a name and an address."""

    def __init__(self, display_name='', username='', domain='', addr_spec=None):
        given = ''.join(text for text in (display_name, username, domain, addr_spec) if text)
        if '\r' in given or '\n' in given:
            raise ValueError('invalid arguments; address parts cannot contain CR or LF')
        if addr_spec is not None:
            if username or domain:
                raise TypeError('addrspec specified when username and/or domain also specified')
            parsed, rest = _header_value_parser.get_addr_spec(addr_spec)
            if rest:
                raise ValueError(f"Invalid addr_spec; only '{parsed}' could be parsed from "
                                 f"'{addr_spec}'")
            if parsed.all_defects:
                raise parsed.all_defects[0]
            username, domain = parsed.local_part, parsed.domain
        self._display_name = display_name
        self._username = username
        self._domain = domain

    @property
    def display_name(self):
        """The name."""
        return self._display_name

    @property
    def username(self):
        """What stands before the at sign."""
        return self._username

    @property
    def domain(self):
        """What stands behind the at sign."""
        return self._domain

    @property
    def addr_spec(self):
        """The address as it stands in headers, with quotes if it needs them."""
        local = self.username
        if not _header_value_parser.DOT_ATOM_ENDS.isdisjoint(local):
            local = quote_string(local)
        if self.domain:
            return f'{local}@{self.domain}'
        return local or '<>'

    def __repr__(self):
        return (f'{type(self).__name__}(display_name={self.display_name!r}, '
                f'username={self.username!r}, domain={self.domain!r})')

    def __str__(self):
        address = self.addr_spec
        if not self.display_name:
            return address
        return f'{_as_name(self.display_name)} <{"" if address == "<>" else address}>'

    def __eq__(self, other):
        if not isinstance(other, Address):
            return NotImplemented
        return ((self.display_name, self.username, self.domain)
                == (other.display_name, other.username, other.domain))


def _as_name(text):
    """A name, in quotes if it needs them."""
    return text if SPECIALS.isdisjoint(text) else quote_string(text)


class Group:
    """A named list of mailboxes; one without a name is a mailbox that stands alone."""

    def __init__(self, display_name=None, addresses=None):
        self._display_name = display_name
        self._addresses = tuple(addresses) if addresses else ()

    @property
    def display_name(self):
        """The name, or None."""
        return self._display_name

    @property
    def addresses(self):
        """The mailboxes."""
        return self._addresses

    def __repr__(self):
        return (f'{type(self).__name__}(display_name={self.display_name!r}, '
                f'addresses={self.addresses!r}')

    def __str__(self):
        name = self.display_name
        if name is None:
            if len(self.addresses) == 1:
                return str(self.addresses[0])
        else:
            name = _as_name(name)
        shown = ', '.join(map(str, self.addresses))
        return f'{name}:{" " + shown if shown else ""};'

    def __eq__(self, other):
        if not isinstance(other, Group):
            return NotImplemented
        return (self.display_name, self.addresses) == (other.display_name, other.addresses)


class BaseHeader(str):
    """What all headers have: they are their decoded values."""

    def __new__(cls, name, value):
        found = {'defects': []}
        cls.parse(value, found)
        text = found.pop('decoded')
        if utils._has_surrogates(text):
            text = utils._sanitize(text)
        self = str.__new__(cls, text)
        self.init(name, **found)
        return self

    def init(self, name, *, parse_tree, defects):
        """Take what `parse` found."""
        self._name = name
        self._parse_tree = parse_tree
        self._defects = defects

    @property
    def name(self):
        """The name of the header."""
        return self._name

    @property
    def defects(self):
        """What is wrong with the value."""
        return tuple(self._defects)

    def __reduce__(self):
        cls = type(self)
        return (_reconstruct_header, (cls.__name__, cls.__bases__, str(self)), self.__getstate__())

    @classmethod
    def _reconstruct(cls, value):
        return str.__new__(cls, value)

    def fold(self, *, policy):
        """The header as lines, each with its end."""
        label = Node('header-label', [Leaf(self.name, 'header-name'), Leaf(':', 'header-sep')],
                     encodable=False)
        blank = [Node('cfws', [Leaf(' ', 'fws')])] if self._parse_tree else []
        return Node('header', [label, *blank, self._parse_tree]).fold(policy=policy)


def _reconstruct_header(cls_name, bases, value):
    return type(cls_name, bases, {})._reconstruct(value)


class UnstructuredHeader:
    """A text."""

    max_count = None
    value_parser = staticmethod(_header_value_parser.get_unstructured)

    @classmethod
    def parse(cls, value, kwds):
        """Take a value apart."""
        kwds['parse_tree'] = cls.value_parser(value)
        kwds['decoded'] = str(kwds['parse_tree'])


class UniqueUnstructuredHeader(UnstructuredHeader):
    """A text of which a message has one."""

    max_count = 1


class DateHeader:
    """A date; its value may be a datetime."""

    max_count = None
    value_parser = staticmethod(_header_value_parser.get_unstructured)

    @classmethod
    def parse(cls, value, kwds):
        """Take a value apart."""
        kwds |= {'datetime': None, 'decoded': value or '', 'parse_tree': Node('nothing')}
        if not value:
            kwds['defects'].append(errors.HeaderMissingRequiredValue())
            return
        if isinstance(value, str):
            try:
                value = utils.parsedate_to_datetime(value)
            except ValueError:
                kwds['defects'].append(errors.InvalidDateDefect('Invalid date value or format'))
                return
        kwds['datetime'] = value
        kwds['decoded'] = utils.format_datetime(value)
        kwds['parse_tree'] = cls.value_parser(kwds['decoded'])

    def init(self, *args, **kw):
        """Take what `parse` found."""
        self._datetime = kw.pop('datetime')
        super().init(*args, **kw)

    @property
    def datetime(self):
        """The date, or None."""
        return self._datetime


class UniqueDateHeader(DateHeader):
    """A date of which a message has one."""

    max_count = 1


class AddressHeader:
    """Addresses; the value may be an Address, a Group, or a list of them."""

    max_count = None
    value_parser = staticmethod(_header_value_parser.get_address_list)

    @classmethod
    def parse(cls, value, kwds):
        """Take a value apart."""
        if isinstance(value, str):
            tree = kwds['parse_tree'] = cls.value_parser(value)
            groups = [Group(found.display_name, _mailboxes(found.mailboxes)) if found.kind == 'group'
                      else Group(None, _mailboxes([found])) for found in tree.addresses]
            kwds['defects'] = tree.all_defects
        else:
            items = value if hasattr(value, '__iter__') else [value]
            groups = [item if hasattr(item, 'addresses') else Group(None, [item]) for item in items]
            kwds['defects'] = []
        kwds['groups'] = groups
        kwds['decoded'] = ', '.join(map(str, groups))
        if 'parse_tree' not in kwds:
            kwds['parse_tree'] = cls.value_parser(kwds['decoded'])

    def init(self, *args, **kw):
        """Take what `parse` found."""
        self._groups = tuple(kw.pop('groups'))
        self._addresses = None
        super().init(*args, **kw)

    @property
    def groups(self):
        """The groups; a mailbox that stands alone is one without a name."""
        return self._groups

    @property
    def addresses(self):
        """All mailboxes."""
        if self._addresses is None:
            self._addresses = tuple(address for group in self._groups
                                    for address in group.addresses)
        return self._addresses


def _mailboxes(found):
    return [Address(box.display_name or '', box.local_part or '', box.domain or '')
            for box in found]


class UniqueAddressHeader(AddressHeader):
    """Addresses of which a message has one header."""

    max_count = 1


class SingleAddressHeader(AddressHeader):
    """One address."""

    @property
    def address(self):
        """The mailbox."""
        if len(self.addresses) != 1:
            raise ValueError(f'value of single address header {self.name} is not a single address')
        return self.addresses[0]


class UniqueSingleAddressHeader(SingleAddressHeader):
    """One address of which a message has one header."""

    max_count = 1


class _TreeHeader:
    """A header of which a message has one, and whose defects are those of its tree."""

    max_count = 1

    @classmethod
    def parse(cls, value, kwds):
        """Take a value apart."""
        tree = kwds['parse_tree'] = cls.value_parser(value)
        kwds['decoded'] = str(tree)
        kwds['defects'].extend(tree.all_defects)


class MIMEVersionHeader(_TreeHeader):
    """The version of MIME."""

    value_parser = staticmethod(_header_value_parser.parse_mime_version)

    def init(self, *args, **kw):
        """Take what `parse` found."""
        tree = kw['parse_tree']
        self._minor = tree.minor
        self._major = None if tree.minor is None else tree.major
        super().init(*args, **kw)

    @property
    def major(self):
        """The first number, or None."""
        return self._major

    @property
    def minor(self):
        """The second number, or None."""
        return self._minor

    @property
    def version(self):
        """The version as text, or None."""
        return None if self._minor is None else f'{self._major}.{self._minor}'


class ParameterizedMIMEHeader(_TreeHeader):
    """A value with parameters."""

    def init(self, *args, **kw):
        """Take what `parse` found."""
        self._params = {utils._sanitize(name).lower(): utils._sanitize(value)
                        for name, value in kw['parse_tree'].params}
        super().init(*args, **kw)

    @property
    def params(self):
        """The parameters, as a mapping that cannot be changed."""
        return MappingProxyType(self._params)


class ContentTypeHeader(ParameterizedMIMEHeader):
    """The kind of the contents."""

    value_parser = staticmethod(_header_mime.parse_content_type_header)

    def init(self, *args, **kw):
        """Take what `parse` found."""
        super().init(*args, **kw)
        self._maintype = utils._sanitize(self._parse_tree.maintype)
        self._subtype = utils._sanitize(self._parse_tree.subtype)

    @property
    def maintype(self):
        """The kind before the slash."""
        return self._maintype

    @property
    def subtype(self):
        """The kind behind the slash."""
        return self._subtype

    @property
    def content_type(self):
        """Both."""
        return f'{self.maintype}/{self.subtype}'


class ContentDispositionHeader(ParameterizedMIMEHeader):
    """How the contents are to be shown."""

    value_parser = staticmethod(_header_mime.parse_content_disposition_header)

    def init(self, *args, **kw):
        """Take what `parse` found."""
        super().init(*args, **kw)
        found = self._parse_tree.content_disposition
        self._content_disposition = None if found is None else utils._sanitize(found)

    @property
    def content_disposition(self):
        """'inline', 'attachment' or what else it says; None if it makes no sense."""
        return self._content_disposition


class ContentTransferEncodingHeader(_TreeHeader):
    """How the body is encoded."""

    value_parser = staticmethod(_header_mime.parse_content_transfer_encoding_header)

    def init(self, *args, **kw):
        """Take what `parse` found."""
        super().init(*args, **kw)
        self._cte = utils._sanitize(self._parse_tree.cte)

    @property
    def cte(self):
        """The encoding."""
        return self._cte


class MessageIDHeader(_TreeHeader):
    """The identifier of the message."""

    value_parser = staticmethod(_header_value_parser.parse_message_id)


class ReferencesHeader(_TreeHeader):
    """Identifiers of other messages."""

    value_parser = staticmethod(_header_value_parser.parse_message_ids)


_default_header_map = {
    'subject': UniqueUnstructuredHeader,
    'date': UniqueDateHeader,
    'resent-date': DateHeader,
    'orig-date': UniqueDateHeader,
    'sender': UniqueSingleAddressHeader,
    'resent-sender': SingleAddressHeader,
    'mime-version': MIMEVersionHeader,
    'content-type': ContentTypeHeader,
    'content-disposition': ContentDispositionHeader,
    'content-transfer-encoding': ContentTransferEncodingHeader,
    'message-id': MessageIDHeader,
    'in-reply-to': ReferencesHeader,
    'references': ReferencesHeader,
}
for _name in 'to', 'cc', 'bcc', 'from':
    _default_header_map[_name] = UniqueAddressHeader
    _default_header_map['resent-' + _name] = AddressHeader
_default_header_map['reply-to'] = UniqueAddressHeader


class HeaderRegistry:
    """Makes headers: which class is for which name."""

    def __init__(self, base_class=BaseHeader, default_class=UnstructuredHeader, use_default_map=True):
        self.registry = _default_header_map.copy() if use_default_map else {}
        self.base_class = base_class
        self.default_class = default_class

    def map_to_type(self, name, cls):
        """Tell the class for a name."""
        self.registry[name.lower()] = cls

    def __getitem__(self, name):
        cls = self.registry.get(name.lower(), self.default_class)
        return type('_' + cls.__name__, (cls, self.base_class), {})

    def __call__(self, name, value):
        """A header."""
        return self[name](name, value)
