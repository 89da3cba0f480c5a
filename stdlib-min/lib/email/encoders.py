"""Functions that encode the body of a message and say so in its headers."""

__all__ = ['encode_7or8bit', 'encode_base64', 'encode_noop', 'encode_quopri']

import base64
import quopri


def encode_base64(msg):
    """Encode the body in base64."""
    msg.set_payload(base64.encodebytes(msg.get_payload(decode=True)).decode('ascii'))
    msg['Content-Transfer-Encoding'] = 'base64'


def encode_quopri(msg):
    """Encode the body as quoted-printable, spaces too."""
    encoded = quopri.encodestring(msg.get_payload(decode=True), quotetabs=True)
    msg.set_payload(encoded.replace(b' ', b'=20'))
    msg['Content-Transfer-Encoding'] = 'quoted-printable'


def encode_7or8bit(msg):
    """Leave the body as it is and say whether it is ASCII."""
    body = msg.get_payload(decode=True)
    msg['Content-Transfer-Encoding'] = '7bit' if body is None or body.isascii() else '8bit'


def encode_noop(msg):
    """Do nothing."""
