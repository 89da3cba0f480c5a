"""Quoted-printable (RFC 2045)."""

from binascii import a2b_qp, b2a_qp

__all__ = ['encode', 'decode', 'encodestring', 'decodestring']

ESCAPE = b'='
MAXLINESIZE = 76
HEX = b'0123456789ABCDEF'
EMPTYSTRING = b''


def needsquoting(c, quotetabs, header):
    """Whether one byte must be written as =XX; line ends are not asked about."""
    if c in b' \t':
        return quotetabs
    if c == b'_':
        return header
    return c == ESCAPE or not b' ' <= c <= b'~'


def quote(c):
    return b'=%02X' % ord(c)


def encode(input, output, quotetabs, header=False):
    """From one binary file to another; with quotetabs all blanks are quoted."""
    output.write(encodestring(input.read(), quotetabs, header))


def encodestring(s, quotetabs=False, header=False):
    return b2a_qp(s, quotetabs=quotetabs, header=header)


def decode(input, output, header=False):
    output.write(decodestring(input.read(), header))


def decodestring(s, header=False):
    return a2b_qp(s, header=header)


def ishex(c):
    return c.isdigit() or b'a' <= c <= b'f' or b'A' <= c <= b'F'


def unhex(s):
    return int(s, 16)


def main():
    import getopt
    import sys
    try:
        opts, args = getopt.getopt(sys.argv[1:], 'td')
    except getopt.error as e:
        sys.stdout = sys.stderr
        print(e)
        print('usage: quopri [-t | -d] [file] ...\n-t: quote tabs\n-d: decode; default encode')
        sys.exit(2)
    wanted = {o for o, _ in opts}
    if wanted == {'-t', '-d'}:
        sys.stdout = sys.stderr
        print('-t and -d are mutually exclusive')
        sys.exit(2)
    failed = 0
    for name in args or ['-']:
        try:
            file = sys.stdin.buffer if name == '-' else open(name, 'rb')
        except OSError as e:
            sys.stderr.write(f"{name}: can't open ({e})\n")
            failed = 1
            continue
        try:
            if '-d' in wanted:
                decode(file, sys.stdout.buffer)
            else:
                encode(file, sys.stdout.buffer, '-t' in wanted)
        finally:
            if file is not sys.stdin.buffer:
                file.close()
    if failed:
        sys.exit(failed)


if __name__ == '__main__':
    main()
