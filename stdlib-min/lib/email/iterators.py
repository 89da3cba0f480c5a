"""Ways through the parts of a message."""

__all__ = ['body_line_iterator', 'typed_subpart_iterator', 'walk']

import io
import sys


def walk(self):
    """This message and all parts of it, from the outside in."""
    yield self
    if self.is_multipart():
        for part in self.get_payload():
            yield from part.walk()


def body_line_iterator(msg, decode=False):
    """The lines of all bodies that are text; with *decode* there are none, as bodies are bytes then."""
    for part in msg.walk():
        body = part.get_payload(decode=decode)
        if isinstance(body, str):
            yield from io.StringIO(body)


def typed_subpart_iterator(msg, maintype='text', subtype=None):
    """The parts of a kind; of any subtype if none is told."""
    for part in msg.walk():
        if part.get_content_maintype() == maintype and subtype in (None, part.get_content_subtype()):
            yield part


def _structure(msg, fp=None, level=0, include_default=False):
    """Print the kinds of all parts, indented."""
    default = f' [{msg.get_default_type()}]' if include_default else ''
    print('    ' * level + msg.get_content_type() + default, file=fp or sys.stdout)
    if msg.is_multipart():
        for part in msg.get_payload():
            _structure(part, fp, level + 1, include_default)
