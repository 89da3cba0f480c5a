"""Makes tables.bin: the Unicode properties that Python's str and unicodedata show, asked from a running CPython.

Usage: python3.14 make_tables.py tables.bin

Layout (little endian): header of ten u32, then the parts it names.
  0 offset of stage 1: one u16 per block of 128 code points, the number of its block in stage 2
  1 offset of stage 2: blocks of 128 u16, each the number of a record
  2 offset of the records, 28 bytes each (see `record`)
  3 offset of special mappings: per entry u8 length and three u32
  4 offset of numeric values: pairs of i64
  5 offset of decompositions: u32 code point, u32 offset into the text, u32 length; sorted
  6 number of decompositions
  7 offset of the text of decompositions
  8 total size
  9 Unicode version as major << 16 | minor << 8 | micro
"""

import struct
import sys
import unicodedata as u
from fractions import Fraction

SIGMA = "\u03a3"
FINAL = "\u03c2"
SPECIAL = 0x40000000
CATEGORIES = (
    "Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So"
).split()
BIDI = (
    " L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI"
).split(" ")
WIDTH = "F H W Na A N".split()

specials = {}
numbers = {}


def mapping(c, s):
    """A mapping as a difference of code points, or the number of a special entry."""
    if len(s) == 1:
        return ord(s) - ord(c)
    return SPECIAL + specials.setdefault(s, len(specials))


def number(c):
    """1 + index of the numeric value, 0 for none."""
    v = u.numeric(c, None)
    if v is None:
        return 0
    f = Fraction(v).limit_denominator(1000)
    assert float(f) == v
    return 1 + numbers.setdefault((f.numerator, f.denominator), len(numbers))


def record(i):
    """The record of a code point: flags, classes, digit values, case mappings."""
    c = chr(i)
    cased = (c + SIGMA).lower()[-1] == FINAL
    ignorable = not cased and ("A" + c + SIGMA).lower()[-1] == FINAL
    flags = [
        c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.isprintable(),
        c.isupper(), c.islower(), u.category(c) == "Lt", c.isidentifier(), ("a" + c).isidentifier(),
        cased, ignorable, bool(u.mirrored(c)), len(f"a{c}b".splitlines()) == 2,
    ]
    bits = sum(1 << n for n, f in enumerate(flags) if f)
    return struct.pack(
        "<HBBBBBBBBxxiiii", bits, CATEGORIES.index(u.category(c)), BIDI.index(u.bidirectional(c)),
        WIDTH.index(u.east_asian_width(c)), u.combining(c), u.decimal(c, 255), u.digit(c, 255),
        number(c), 0, mapping(c, c.upper()), mapping(c, c.lower()), mapping(c, c.title()),
        mapping(c, c.casefold()),
    )


def main(path):
    records, blocks, stage1 = {}, {}, []
    decompositions = []
    for start in range(0, 0x110000, 128):
        block = []
        for i in range(start, start + 128):
            block.append(records.setdefault(record(i), len(records)))
            d = u.decomposition(chr(i))
            # Hangul syllables are computed.
            if d and not 0xAC00 <= i <= 0xD7A3:
                decompositions.append((i, d.encode()))
        stage1.append(blocks.setdefault(tuple(block), len(blocks)))
    text, rows = b"", b""
    for i, d in decompositions:
        rows += struct.pack("<III", i, len(text), len(d))
        text += d
    parts = [
        struct.pack(f"<{len(stage1)}H", *stage1),
        b"".join(struct.pack("<128H", *b) for b in blocks),
        b"".join(records),
        b"".join(struct.pack("<B3xIII", len(s), *[ord(x) for x in s.ljust(3, chr(0))]) for s in specials),
        b"".join(struct.pack("<qq", *n) for n in numbers),
        rows,
    ]
    at, offsets = 40, []
    for p in parts:
        offsets.append(at)
        at += len(p)
    version = [int(x) for x in u.unidata_version.split(".")]
    head = offsets + [len(decompositions), at, at + len(text), version[0] << 16 | version[1] << 8 | version[2]]
    with open(path, "wb") as f:
        f.write(struct.pack("<10I", *head) + b"".join(parts) + text)
    print(len(blocks), "blocks", len(records), "records", at + len(text), "bytes")


main(sys.argv[1])
