"""What all policies are made of, and the policy of the oldest interface."""

__all__ = ['Policy', 'Compat32', 'compat32']

import abc
import re

from email import charset, header
from email.utils import _has_surrogates

valid_header_name_re = re.compile('[\041-\071\073-\176]+$')


def validate_header_name(name):
    """Refuse what cannot be the name of a header."""
    if not valid_header_name_re.match(name):
        raise ValueError(f'Header field name contains invalid characters: {name!r}')


class _PolicyBase:
    """Settings that do not change: class attributes are the defaults, others are told when a policy is made.

    `a + b` is a policy like a with those settings of b that are not the default.
    """

    def __init__(self, **kw):
        self._set(kw)

    def _set(self, settings):
        for name, value in settings.items():
            if not hasattr(self, name):
                raise TypeError(f'{name!r} is an invalid keyword argument for {type(self).__name__}')
            object.__setattr__(self, name, value)

    def __repr__(self):
        settings = ', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())
        return f'{type(self).__name__}({settings})'

    def clone(self, **kw):
        """The same policy with other settings."""
        cls = type(self)
        new = cls.__new__(cls)
        new.__dict__.update(self.__dict__)
        _PolicyBase._set(new, kw)
        return new

    def __setattr__(self, name, value):
        kind = type(self).__name__
        if hasattr(self, name):
            raise AttributeError(f'{kind!r} object attribute {name!r} is read-only')
        raise AttributeError(f'{kind!r} object has no attribute {name!r}')

    def __add__(self, other):
        return self.clone(**other.__dict__)


class Policy(_PolicyBase, metaclass=abc.ABCMeta):
    """How messages are read and written.

    raise_on_defect: whether defects are raised, not only noted.
    linesep: the end of lines when messages are written.
    cte_type: '8bit' or '7bit', what bodies may be.
    max_line_length: of headers; None or 0 for no limit.
    mangle_from_: whether 'From ' at the beginning of a line gets a '>' before it.
    message_factory: the class of messages, None for Message.
    verify_generated_headers: whether written headers are checked for being one header.
    """

    raise_on_defect = False
    linesep = '\n'
    cte_type = '8bit'
    max_line_length = 78
    mangle_from_ = False
    message_factory = None
    verify_generated_headers = True

    def handle_defect(self, obj, defect):
        """Raise a defect or note it."""
        if self.raise_on_defect:
            raise defect
        self.register_defect(obj, defect)

    def register_defect(self, obj, defect):
        """Note a defect."""
        obj.defects.append(defect)

    def header_max_count(self, name):
        """How many headers of a name there may be; None for any number."""
        return None

    @abc.abstractmethod
    def header_source_parse(self, sourcelines):
        """(name, value) to be stored, from the lines of a header."""
        raise NotImplementedError

    @abc.abstractmethod
    def header_store_parse(self, name, value):
        """(name, value) to be stored, from what the program told."""
        raise NotImplementedError

    @abc.abstractmethod
    def header_fetch_parse(self, name, value):
        """What the program gets, from what is stored."""
        raise NotImplementedError

    @abc.abstractmethod
    def fold(self, name, value):
        """A header as text with line ends."""
        raise NotImplementedError

    @abc.abstractmethod
    def fold_binary(self, name, value):
        """A header as bytes with line ends."""
        raise NotImplementedError


class Compat32(Policy):
    """Headers are texts that nobody takes apart; those with bytes that are no ASCII become `Header` objects."""

    mangle_from_ = True

    def header_source_parse(self, sourcelines):
        """The name up to the colon, and the rest with its inner line ends."""
        name, value = ''.join(sourcelines).split(':', 1)
        return name, value.lstrip(' \t\r\n').rstrip('\r\n')

    def header_store_parse(self, name, value):
        """Both as they are."""
        validate_header_name(name)
        return name, value

    @staticmethod
    def _unknown(name, value):
        return header.Header(value, charset=charset.UNKNOWN8BIT, header_name=name)

    def header_fetch_parse(self, name, value):
        """A text, or a Header if it has unknown bytes."""
        if isinstance(value, str) and _has_surrogates(value):
            return self._unknown(name, value)
        return value

    def fold(self, name, value):
        """Cut long lines, and encode unknown bytes."""
        return self._fold(name, value, True)

    def fold_binary(self, name, value):
        """Cut long lines; unknown bytes stay unless the policy wants ASCII."""
        folded = self._fold(name, value, self.cte_type == '7bit')
        return folded.encode('ascii', 'surrogateescape')

    def _fold(self, name, value, encode):
        if isinstance(value, str):
            if not _has_surrogates(value):
                value = header.Header(value, header_name=name)
            elif encode:
                value = self._unknown(name, value)
            else:
                return f'{name}: {value}{self.linesep}'
        text = value.encode(linesep=self.linesep, maxlinelen=self.max_line_length or 0)
        return f'{name}: {text}{self.linesep}'


compat32 = Compat32()
