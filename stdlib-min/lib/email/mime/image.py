"""Pictures."""

__all__ = ['MIMEImage']

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart


class MIMEImage(MIMENonMultipart):
    """A picture; its kind is found by its first bytes if it is not told."""

    def __init__(self, _imagedata, _subtype=None, _encoder=encoders.encode_base64, *, policy=None,
                 **_params):
        if _subtype is None:
            _subtype = _what(_imagedata)
        if _subtype is None:
            raise TypeError('Could not guess image MIME subtype')
        MIMENonMultipart.__init__(self, 'image', _subtype, policy=policy, **_params)
        self.set_payload(_imagedata)
        _encoder(self)


_BEGINNINGS = {
    'jpeg': (b'\xff\xd8\xff\xdb',),
    'png': (b'\x89PNG\r\n\x1a\n',),
    'gif': (b'GIF87a', b'GIF89a'),
    'tiff': (b'MM', b'II'),
    'rgb': (b'\x01\xda',),
    'rast': (b'\x59\xa6\x6a\x95',),
    'xbm': (b'#define ',),
    'bmp': (b'BM',),
    'exr': (b'\x76\x2f\x31\x01',),
}
_NETPBM = {b'P1': 'pbm', b'P4': 'pbm', b'P2': 'pgm', b'P5': 'pgm', b'P3': 'ppm', b'P6': 'ppm'}


def _what(data):
    """The kind of a picture, or None."""
    if data[6:10] in (b'JFIF', b'Exif'):
        return 'jpeg'
    if data[:4] == b'RIFF' and data[8:12] == b'WEBP':
        return 'webp'
    if data[2:3] and data[2:3] in b' \t\n\r' and data[:2] in _NETPBM:
        return _NETPBM[data[:2]]
    for kind, beginnings in _BEGINNINGS.items():
        if data.startswith(beginnings):
            return kind
    return None
