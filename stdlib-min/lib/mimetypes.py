"""Kinds of files by the endings of their names.

Strict guesses know registered kinds only. The tables of the module are those of the last init().
"""

import os
import posixpath
import urllib.parse

__all__ = ['knownfiles', 'inited', 'MimeTypes', 'guess_type', 'guess_file_type',
           'guess_all_extensions', 'guess_extension', 'add_type', 'init', 'read_mime_types',
           'suffix_map', 'encodings_map', 'types_map', 'common_types']

# Files of the system that name more.
knownfiles = ['/etc/mime.types', '/etc/httpd/mime.types', '/etc/httpd/conf/mime.types',
              '/etc/apache/mime.types', '/etc/apache2/mime.types',
              '/usr/local/etc/httpd/conf/mime.types', '/usr/local/lib/netscape/mime.types',
              '/usr/local/etc/httpd/conf/mime.types', '/usr/local/etc/mime.types']
inited = False

suffix_map = {'.svgz': '.svg.gz', '.tgz': '.tar.gz', '.taz': '.tar.gz', '.tz': '.tar.gz',
              '.tbz2': '.tar.bz2', '.txz': '.tar.xz'}
encodings_map = {'.gz': 'gzip', '.Z': 'compress', '.bz2': 'bzip2', '.xz': 'xz', '.br': 'br'}

# A kind, and the endings that mean it: the first is the one that is guessed for it.
_KINDS = '''
application/epub+zip .epub
application/gzip .gz
application/json .json
application/manifest+json .webmanifest
application/msword .doc .dot .wiz
application/n-quads .nq
application/n-triples .nt
application/octet-stream .bin .a .dll .exe .o .obj .so
application/oda .oda
application/ogg .ogx
application/pdf .pdf
application/pkcs7-mime .p7c
application/postscript .ps .ai .eps
application/trig .trig
application/vnd.apple.mpegurl .m3u .m3u8
application/vnd.ms-excel .xls .xlb
application/vnd.ms-fontobject .eot
application/vnd.ms-powerpoint .ppt .pot .ppa .pps .pwz
application/vnd.oasis.opendocument.graphics .odg
application/vnd.oasis.opendocument.presentation .odp
application/vnd.oasis.opendocument.spreadsheet .ods
application/vnd.oasis.opendocument.text .odt
application/vnd.openxmlformats-officedocument.presentationml.presentation .pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet .xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document .docx
application/vnd.rar .rar
application/wasm .wasm
application/x-7z-compressed .7z
application/x-bcpio .bcpio
application/x-cpio .cpio
application/x-csh .csh
application/x-debian-package .deb
application/x-dvi .dvi
application/x-gtar .gtar
application/x-hdf .hdf
application/x-hdf5 .h5
application/x-httpd-php .php
application/x-latex .latex
application/x-mif .mif
application/x-netcdf .cdf .nc
application/x-pkcs12 .p12 .pfx
application/x-pn-realaudio .ram
application/x-python-code .pyc .pyo
application/x-rpm .rpm
application/x-sh .sh
application/x-shar .shar
application/x-shockwave-flash .swf
application/x-sv4cpio .sv4cpio
application/x-sv4crc .sv4crc
application/x-tar .tar
application/x-tcl .tcl
application/x-tex .tex
application/x-texinfo .texi .texinfo
application/x-troff .roff .t .tr
application/x-troff-man .man
application/x-troff-me .me
application/x-troff-ms .ms
application/x-ustar .ustar
application/x-wais-source .src
application/xml .xsl .rdf .wsdl .xpdl
application/yaml .yaml .yml
application/zip .zip
audio/3gpp .3gp .3gpp
audio/3gpp2 .3g2 .3gpp2
audio/aac .aac .adts .loas .ass
audio/basic .au .snd
audio/flac .flac
audio/matroska .mka
audio/mp4 .m4a
audio/mpeg .mp3 .mp2
audio/ogg .ogg
audio/opus .opus
audio/vnd.wave .wav
audio/webm .weba
audio/x-aiff .aif .aifc .aiff
audio/x-pn-realaudio .ra
font/otf .otf
font/ttf .ttf
font/woff .woff
font/woff2 .woff2
image/avif .avif
image/bmp .bmp
image/emf .emf
image/fits .fits
image/g3fax .g3
image/gif .gif
image/heic .heic
image/heif .heif
image/ief .ief
image/jp2 .jp2
image/jpeg .jpg .jpe .jpeg
image/jpm .jpm
image/jpx .jpx
image/png .png
image/svg+xml .svg
image/t38 .t38
image/tiff .tiff .tif
image/tiff-fx .tfx
image/vnd.microsoft.icon .ico
image/webp .webp
image/wmf .wmf
image/x-cmu-raster .ras
image/x-portable-anymap .pnm
image/x-portable-bitmap .pbm
image/x-portable-graymap .pgm
image/x-portable-pixmap .ppm
image/x-rgb .rgb
image/x-xbitmap .xbm
image/x-xpixmap .xpm
image/x-xwindowdump .xwd
message/rfc822 .eml .mht .mhtml .nws
model/gltf+json .gltf
model/gltf-binary .glb
model/stl .stl
text/css .css
text/csv .csv
text/html .html .htm
text/javascript .js .mjs
text/markdown .md .markdown
text/n3 .n3
text/plain .txt .bat .c .h .ksh .pl .srt
text/richtext .rtx
text/rtf .rtf
text/tab-separated-values .tsv
text/vtt .vtt
text/x-python .py
text/x-rst .rst
text/x-setext .etx
text/x-sgml .sgm .sgml
text/x-vcard .vcf
text/xml .xml
video/matroska .mkv
video/matroska-3d .mk3d
video/mp4 .mp4
video/mpeg .mpeg .m1v .mpa .mpe .mpg
video/ogg .ogv
video/quicktime .mov .qt
video/vnd.avi .avi
video/webm .webm
video/x-m4v .m4v
video/x-ms-wmv .wmv
video/x-sgi-movie .movie
'''
_COMMON = '''
application/rtf .rtf
application/vnd.android.package-archive .apk
audio/midi .midi .mid
image/jpg .jpg
image/pict .pict .pct .pic
text/xul .xul
'''


def _table(text):
    endings = {}
    for line in text.split('\n'):
        kind, *names = line.split() or ['']
        for name in names:
            endings[name] = kind
    return endings


types_map = _table(_KINDS)
common_types = _table(_COMMON)
# `init` puts others in their place; tables are always made from these.
_DEFAULTS = (encodings_map, suffix_map, types_map, common_types)


class MimeTypes:
    """A table of its own; the strict half has registered kinds only."""

    def __init__(self, filenames=(), strict=True):
        if not inited:
            init()
        encodings, suffixes, strict_types, common = _DEFAULTS
        self.encodings_map = encodings.copy()
        self.suffix_map = suffixes.copy()
        # Not strict, strict: from endings to kinds, and back.
        self.types_map = ({}, {})
        self.types_map_inv = ({}, {})
        for table, strictly in ((strict_types, True), (common, False)):
            for ext, kind in table.items():
                self.add_type(kind, ext, strictly)
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        """Add an ending."""
        if ext and not ext.startswith('.'):
            import warnings
            warnings.warn('Using undotted extensions is deprecated and will raise a ValueError in '
                          'Python 3.16', DeprecationWarning, stacklevel=2)
        if not type:
            return
        self.types_map[strict][ext] = type
        known = self.types_map_inv[strict].setdefault(type, [])
        if ext not in known:
            known.append(ext)

    def guess_type(self, url, strict=True):
        """(kind, encoding) of what a URL names."""
        url = os.fspath(url)
        parts = urllib.parse.urlparse(url)
        if parts.scheme and len(parts.scheme) > 1:
            if parts.scheme == 'data':
                # The kind stands in the URL itself.
                head, comma, _ = parts.path.partition(',')
                if not comma:
                    return None, None
                kind = head.partition(';')[0]
                return (kind if '/' in kind and '=' not in kind else 'text/plain'), None
            url = parts.path
        else:
            return self.guess_file_type(url, strict=strict)
        return self._guess(url, strict, posixpath.splitext)

    def guess_file_type(self, path, *, strict=True):
        """(kind, encoding) of a file."""
        path = os.fsdecode(path)
        return self._guess(os.path.splitdrive(path)[1], strict, os.path.splitext)

    def _guess(self, path, strict, split):
        base, ext = split(path)
        while (lower := ext.lower()) in self.suffix_map:
            base, ext = split(base + self.suffix_map[lower])
        encoding = self.encodings_map.get(ext)
        if encoding is not None:
            base, ext = split(base)
        ext = ext.lower()
        kind = self.types_map[True].get(ext)
        if kind is None and not strict:
            kind = self.types_map[False].get(ext)
        return kind, encoding

    def guess_all_extensions(self, type, strict=True):
        """All endings that mean a kind."""
        type = type.lower()
        found = list(self.types_map_inv[True].get(type, []))
        if not strict:
            found += [ext for ext in self.types_map_inv[False].get(type, []) if ext not in found]
        return found

    def guess_extension(self, type, strict=True):
        """The usual ending for a kind."""
        found = self.guess_all_extensions(type, strict)
        return found[0] if found else None

    def read(self, filename, strict=True):
        """Add what a file in the form of mime.types has."""
        with open(filename, encoding='utf-8', errors='surrogateescape') as fp:
            self.readfp(fp, strict)

    def readfp(self, fp, strict=True):
        """Add what an open file has."""
        for line in iter(fp.readline, ''):
            kind, *names = line.split() or ['#']
            if kind.startswith('#'):
                continue
            for name in names:
                if name.startswith('#'):
                    break
                self.add_type(kind, '.' + name, strict)


_db = None


def _default_mime_types():
    """Put the tables of this module back."""
    global suffix_map, encodings_map, types_map, common_types
    encodings_map, suffix_map, types_map, common_types = _DEFAULTS


def init(files=None):
    """Begin anew with the tables of this module and those of *files* too, or add only *files* if this was done before."""
    global _db, inited, suffix_map, encodings_map, types_map, common_types
    # Before a table is made, which would call us.
    inited = True
    if files is None or _db is None:
        db = MimeTypes()
        files = knownfiles if files is None else knownfiles + list(files)
    else:
        db = _db
    for name in files:
        if os.path.isfile(name):
            db.read(name)
    suffix_map, encodings_map = db.suffix_map, db.encodings_map
    types_map, common_types = db.types_map[True], db.types_map[False]
    _db = db


def _the():
    if _db is None:
        init()
    return _db


def guess_type(url, strict=True):
    """(kind, encoding) of what a URL or a file's name means; both may be None."""
    return _the().guess_type(url, strict)


def guess_file_type(path, *, strict=True):
    """(kind, encoding) of a file; both may be None."""
    return _the().guess_file_type(path, strict=strict)


def guess_all_extensions(type, strict=True):
    """All endings that mean a kind."""
    return _the().guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    """The usual ending for a kind, or None."""
    return _the().guess_extension(type, strict)


def add_type(type, ext, strict=True):
    """Add an ending."""
    return _the().add_type(type, ext, strict)


def read_mime_types(file):
    """The endings of a file, or None if it cannot be read."""
    try:
        fp = open(file, encoding='utf-8', errors='surrogateescape')
    except OSError:
        return None
    with fp:
        db = MimeTypes()
        db.readfp(fp, True)
        return db.types_map[True]


def _parse_args(args):
    from argparse import ArgumentParser
    parser = ArgumentParser(description='map filename extensions to MIME types', color=True)
    parser.add_argument('-e', '--extension', action='store_true',
                        help='guess extension instead of type')
    parser.add_argument('-l', '--lenient', action='store_true',
                        help='additionally search for common but non-standard types')
    parser.add_argument('type', nargs='+', help='a type to search')
    return parser.parse_args(args), parser.format_help()


def _main(args=None):
    """The lines that the command prints."""
    options, _ = _parse_args(args)
    lines = []
    for text in options.type:
        if options.extension:
            found = guess_extension(text, not options.lenient)
            lines.append(found or f'error: unknown type {text}')
            continue
        kind, encoding = guess_type(text, not options.lenient)
        lines.append(f'type: {kind} encoding: {encoding}' if kind
                     else f'error: media type unknown for {text}')
    return lines


if __name__ == '__main__':
    import sys
    _lines = _main()
    print('\n'.join(_lines))
    sys.exit(any(line.startswith('error: ') for line in _lines))
