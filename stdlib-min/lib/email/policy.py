"""Policies of the newer interface: headers are objects, contents are Python's values."""

__all__ = ['Compat32', 'compat32', 'Policy', 'EmailPolicy', 'default', 'strict', 'SMTP', 'HTTP']

import re
import sys

from email._policybase import Compat32, Policy, compat32, validate_header_name
from email.contentmanager import raw_data_manager
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import _has_surrogates

linesep_splitter = re.compile(r'\n|\r\n?')


class EmailPolicy(Policy):
    """Keeps to the standards.

    utf8: whether headers are sent as UTF-8 (RFC 6532), not as encoded words.
    refold_source: which headers of a message that was read are cut anew: 'none', 'long' or 'all'.
    header_factory: what makes headers, called with name and value.
    content_manager: what sets and gets contents.
    """

    message_factory = EmailMessage
    utf8 = False
    refold_source = 'long'
    header_factory = HeaderRegistry()
    content_manager = raw_data_manager

    def __init__(self, **kw):
        # Each policy has a registry of its own that can be added to.
        object.__setattr__(self, 'header_factory', kw.get('header_factory') or HeaderRegistry())
        super().__init__(**kw)

    def header_max_count(self, name):
        """How many headers of a name there may be."""
        return self.header_factory[name].max_count

    def header_source_parse(self, sourcelines):
        """The name up to the colon, and the rest with its inner line ends."""
        name, value = ''.join(sourcelines).split(':', 1)
        return name, value.lstrip(' \t\r\n').rstrip('\r\n')

    def header_store_parse(self, name, value):
        """The value as a header object."""
        validate_header_name(name)
        if hasattr(value, 'name') and value.name.lower() == name.lower():
            return name, value
        if isinstance(value, str) and len(value.splitlines()) > 1:
            raise ValueError('Header values may not contain linefeed or carriage return characters')
        return name, self.header_factory(name, value)

    def header_fetch_parse(self, name, value):
        """The value as a header object, without line ends."""
        if hasattr(value, 'name'):
            return value
        return self.header_factory(name, linesep_splitter.sub('', value))

    def fold(self, name, value):
        """The header as text; unknown bytes are encoded."""
        return self._fold(name, value, True)

    def fold_binary(self, name, value):
        """The header as bytes; unknown bytes stay unless the policy wants ASCII."""
        folded = self._fold(name, value, self.cte_type == '7bit')
        return folded.encode('utf-8' if self.utf8 else 'ascii', 'surrogateescape')

    def _fold(self, name, value, refold_binary):
        if hasattr(value, 'name'):
            return value.fold(policy=self)
        lines = linesep_splitter.split(value)
        if self._needs_folding(name, value, lines, refold_binary):
            return self.header_factory(name, ''.join(lines)).fold(policy=self)
        return f'{name}: {self.linesep.join(lines)}{self.linesep}'

    def _needs_folding(self, name, value, lines, refold_binary):
        if self.refold_source == 'all':
            return True
        limit = self.max_line_length or sys.maxsize
        if self.refold_source == 'long':
            if len(name) + 2 + len(lines[0]) > limit or any(len(line) > limit for line in lines[1:]):
                return True
        if not self.utf8:
            return not value.isascii()
        return refold_binary and _has_surrogates(value)


default = EmailPolicy()
# The one of the class.
del default.header_factory
strict = default.clone(raise_on_defect=True)
SMTP = default.clone(linesep='\r\n')
HTTP = default.clone(linesep='\r\n', max_line_length=None)
SMTPUTF8 = SMTP.clone(utf8=True)
