//! ASCII bytes eight at a time: a word of eight bytes, none of which is above 127, is added to and compared without
//! carries from byte to byte. Sixteen at a time (`sixteen`) where that is worth code for one kind of processor. Strings use
//! it for case, white space and separators.

mod sixteen;
pub use sixteen::{lower_16, upper_16};

/// One byte in each of the eight places.
const fn each(b: u8) -> u64 {
    0x0101_0101_0101_0101 * b as u64
}
const TOP: u64 = each(0x80);

/// The top bit of each byte of an ASCII word that lies in `lo..=hi`.
#[inline(always)]
const fn in_range(x: u64, lo: u8, hi: u8) -> u64 {
    (x + each(0x80 - lo)) & !(x + each(0x7f - hi)) & TOP
}
/// The top bit of each byte of any word that is zero.
#[inline(always)]
const fn zeros(x: u64) -> u64 {
    !(((x & !TOP) + !TOP) | x | !TOP)
}
/// Small letters for capital ones.
#[inline(always)]
pub fn lower(x: u64) -> u64 {
    x | in_range(x, b'A', b'Z') >> 2
}
/// Capital letters for small ones.
#[inline(always)]
pub fn upper(x: u64) -> u64 {
    x & !(in_range(x, b'a', b'z') >> 2)
}
/// Each letter in the other case.
#[inline(always)]
pub fn swapped(x: u64) -> u64 {
    x ^ (in_range(x | each(0x20), b'a', b'z') >> 2)
}
/// `new` for each byte `old` of an ASCII word.
#[inline(always)]
pub fn exchanged(x: u64, old: u8, new: u8) -> u64 {
    let hits = zeros(x ^ each(old)) >> 7;
    x ^ (hits * u64::from(old ^ new))
}
/// The top bit of each blank.
#[inline(always)]
fn blanks(x: u64) -> u64 {
    in_range(x, 9, 13) | in_range(x, 28, 32)
}
/// The top bit of each character that ends a line.
#[inline(always)]
fn line_ends(x: u64) -> u64 {
    in_range(x, 10, 13) | in_range(x, 28, 30)
}

/// Whether a byte is white space.
#[inline(always)]
pub const fn is_blank(c: u8) -> bool {
    matches!(c, 9..=13 | 28..=32)
}

/// Kinds of characters, as bits.
pub mod kind {
    /// Letter.
    pub const ALPHA: u8 = 1;
    /// Digit.
    pub const DIGIT: u8 = 2;
    /// White space.
    pub const SPACE: u8 = 4;
    /// Underscore.
    pub const UNDERSCORE: u8 = 8;
    /// Visible, or the blank.
    pub const PRINTABLE: u8 = 16;
}

static KINDS: [u8; 256] = {
    let mut t = [0; 256];
    let mut c = 0;
    while c < 128 {
        let b = c as u8;
        t[c] = (b.is_ascii_alphabetic() as u8 * kind::ALPHA)
            | (b.is_ascii_digit() as u8 * kind::DIGIT)
            | (is_blank(b) as u8 * kind::SPACE)
            | ((b == b'_') as u8 * kind::UNDERSCORE)
            | ((b >= 32 && b < 127) as u8 * kind::PRINTABLE);
        c += 1;
    }
    t
};

/// Whether every byte is of one of these kinds; bytes beyond ASCII are of none.
#[inline(always)]
pub fn all(b: &[u8], kinds: u8) -> bool {
    b.iter().all(|&c| KINDS[usize::from(c)] & kinds != 0)
}

#[inline(always)]
fn word(b: &[u8], at: usize) -> Option<u64> {
    let w = b.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*w))
}

/// Whether some byte of an ASCII text has a top bit in what `f` makes of it.
#[inline(always)]
fn any(b: &[u8], f: impl Fn(u64) -> u64) -> bool {
    let mut at = 0;
    while let Some(w) = word(b, at) {
        if f(w) != 0 {
            return true;
        }
        at += 8;
    }
    // What is missing at the end is filled by a character of no interest.
    at < b.len() && f(tail(b, at, b'0')) != 0
}
/// The last bytes from `at` on, less than eight, filled up.
#[inline(always)]
fn tail(b: &[u8], at: usize, fill: u8) -> u64 {
    if b.len() >= 8 {
        // The bytes before it go out below, `fill` comes in above.
        let missing = 8 * (8 - (b.len() - at)) as u32;
        let w = word(b, b.len() - 8).unwrap_or(0);
        return w >> missing | each(fill) << ((64 - missing) % 64);
    }
    let n = 8 * b.len() as u32;
    short_word(b) | each(fill).unbounded_shl(n)
}

/// Up to seven bytes as the low ones of a word.
#[inline(always)]
pub fn short_word(b: &[u8]) -> u64 {
    let n = b.len();
    if let (Some(lo), Some(hi)) = (b.first_chunk::<4>(), b.last_chunk::<4>()) {
        let (lo, hi) = (u32::from_le_bytes(*lo), u32::from_le_bytes(*hi));
        // The high part holds some bytes of the low one again, in the same places.
        return u64::from(lo) | u64::from(hi) << (8 * (n - 4));
    }
    match *b {
        [a] => u64::from(a),
        [a, b] => u64::from(u16::from_le_bytes([a, b])),
        [a, b, c] => u64::from(u32::from_le_bytes([a, b, c, 0])),
        _ => 0,
    }
}

/// A set of at most eight bytes.
#[derive(Clone, Copy)]
pub struct FewBytes(u64);

impl FewBytes {
    /// None: there are more of them (or none at all).
    #[inline(always)]
    pub fn new(b: &[u8]) -> Option<FewBytes> {
        let &first = b.first()?;
        match b.first_chunk::<8>() {
            Some(w) if b.len() == 8 => Some(FewBytes(u64::from_le_bytes(*w))),
            Some(_) => None,
            None => Some(FewBytes(tail(b, 0, first))),
        }
    }
    /// Whether it has this one.
    #[inline(always)]
    pub fn has(self, c: u8) -> bool {
        zeros(self.0 ^ each(c)) != 0
    }
}

/// Whether an ASCII text has a capital letter.
#[inline]
pub fn has_upper(b: &[u8]) -> bool {
    any(b, |w| in_range(w, b'A', b'Z'))
}
/// Whether an ASCII text has a small letter.
#[inline]
pub fn has_lower(b: &[u8]) -> bool {
    any(b, |w| in_range(w, b'a', b'z'))
}

/// A bit for each of the eight bytes whose top bit is set.
#[inline(always)]
const fn bits(tops: u64) -> u64 {
    ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080)) >> 56
}

/// Bits of the up to 64 bytes from `at` on for which `f` gives the top bit; the bytes behind the end count as `fill`.
#[inline(always)]
fn block(b: &[u8], at: usize, fill: u8, f: impl Fn(u64) -> u64) -> u64 {
    let (mut mask, mut shift) = (0, 0);
    let mut i = at;
    while shift < 64 {
        let Some(w) = word(b, i) else {
            if i < b.len() {
                mask |= bits(f(tail(b, i, fill))) << shift;
                shift += 8;
            }
            if shift < 64 && f(each(fill)) != 0 {
                mask |= !0 << shift;
            }
            return mask;
        };
        mask |= bits(f(w)) << shift;
        i += 8;
        shift += 8;
    }
    mask
}

/// `block` for blanks; what is behind the end is blank.
#[inline(always)]
fn blank_block(b: &[u8], at: usize) -> u64 {
    let Some(last) = b.last_chunk::<16>() else {
        return block(b, at, b' ', blanks);
    };
    let (mut mask, mut shift) = (0, 0);
    while shift < 64 {
        let Some(x) = b.get(at + shift..).and_then(|r| r.first_chunk::<16>()) else {
            // The last sixteen bytes of the text, of which some may have been looked at before.
            if at + shift < b.len() {
                let m = sixteen::blanks_16(u128::from_le_bytes(*last));
                let from = b.len() - 16;
                mask |= match from.checked_sub(at) {
                    Some(n) => m << n,
                    None => m >> (at - from),
                };
            }
            return mask | !0 << (b.len() - at);
        };
        mask |= sixteen::blanks_16(u128::from_le_bytes(*x)) << shift;
        shift += 16;
    }
    mask
}

/// The words of an ASCII text, as start and end.
pub struct Words<'a> {
    b: &'a [u8],
    /// Where the present block starts, and its edges that are left: a bit where blanks begin or end.
    base: usize,
    edges: u64,
    /// Whether the last byte of the present block is a blank (or there is none yet).
    blank: u64,
}

impl<'a> Words<'a> {
    /// How many there are, and all of them.
    #[inline(always)]
    pub fn counted(b: &'a [u8]) -> (usize, Words<'a>) {
        let w = Words::new(b);
        let n = match b.len() {
            // All edges are there; the end of the last word is one only if the block is not full.
            ..=64 => w.edges.count_ones().div_ceil(2) as usize,
            _ => count_words(b),
        };
        (n, w)
    }
    /// From the start.
    #[inline(always)]
    pub fn new(b: &'a [u8]) -> Words<'a> {
        let mut w = Words {
            b,
            base: 0,
            edges: 0,
            blank: 1,
        };
        w.load();
        w
    }
    #[inline(always)]
    fn load(&mut self) {
        let blank = blank_block(self.b, self.base);
        self.edges = blank ^ (blank << 1 | self.blank);
        self.blank = blank >> 63;
    }
    /// The next edge, or the end of the text.
    #[inline(always)]
    fn edge(&mut self) -> usize {
        while self.edges == 0 {
            self.base += 64;
            if self.base >= self.b.len() {
                return self.b.len();
            }
            self.load();
        }
        let at = self.base + self.edges.trailing_zeros() as usize;
        self.edges &= self.edges - 1;
        at
    }
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        let from = self.edge();
        // Behind the last blank there may be an edge at the very end.
        if from >= self.b.len() {
            return None;
        }
        Some((from, self.edge()))
    }
}

/// Number of words of an ASCII text.
fn count_words(b: &[u8]) -> usize {
    let (mut n, mut before) = (0, 1);
    for base in (0..b.len()).step_by(64) {
        let blank = blank_block(b, base);
        n += (!blank & (blank << 1 | before)).count_ones() as usize;
        before = blank >> 63;
    }
    n
}

/// Positions of a byte in any text.
pub struct Hits<'a> {
    b: &'a [u8],
    c: u8,
    /// Where the present block starts, and its hits that are left.
    base: usize,
    left: u64,
}

impl<'a> Hits<'a> {
    /// From the start.
    #[inline(always)]
    pub fn new(b: &'a [u8], c: u8) -> Hits<'a> {
        let mut h = Hits {
            b,
            c,
            base: 0,
            left: 0,
        };
        h.load();
        h
    }
    #[inline(always)]
    fn load(&mut self) {
        let want = each(self.c);
        // A byte that differs fills the end.
        self.left = block(self.b, self.base, !self.c, |w| zeros(w ^ want));
    }
}

impl Iterator for Hits<'_> {
    type Item = usize;
    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.base += 64;
            if self.base >= self.b.len() {
                return None;
            }
            self.load();
        }
        let at = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }
}

/// Position of the first line end at or behind `at` of a text; bytes beyond ASCII are named as well, for the caller to
/// look at.
#[inline(always)]
pub fn line_end(b: &[u8], mut at: usize) -> Option<usize> {
    while let Some(w) = word(b, at) {
        let hits = (line_ends(w & !TOP) & !w) | (w & TOP);
        if hits != 0 {
            return Some(at + (hits.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    let rest = b.get(at..)?;
    let i = rest
        .iter()
        .position(|&c| matches!(c, 10..=13 | 28..=30 | 128..))?;
    Some(at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<Vec<u8>> {
        let mut x = 1u64;
        let mut out = Vec::new();
        for n in 0..300 {
            let mut t = Vec::new();
            for _ in 0..n {
                x = x
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                let r = (x >> 40) as u8;
                t.push(if r & 3 == 0 {
                    b" \t\n\x1c\x1f,"[r as usize / 4 % 6]
                } else {
                    r & 127
                });
            }
            out.push(t);
        }
        out
    }

    #[test]
    fn words_are_those_between_blanks() {
        for t in texts() {
            let want: Vec<&[u8]> = t
                .split(|&c| is_blank(c))
                .filter(|w| !w.is_empty())
                .collect();
            let got: Vec<&[u8]> = Words::new(&t).map(|(from, to)| &t[from..to]).collect();
            assert_eq!(got, want);
            assert_eq!(count_words(&t), want.len());
            assert_eq!(Words::counted(&t).0, want.len());
        }
    }

    #[test]
    fn bytes_are_found_one_by_one() {
        for mut t in texts() {
            if let Some(c) = t.last_mut() {
                *c |= 0x80;
            }
            for c in [b',', b' ', 0, 255] {
                let want: Vec<usize> = (0..t.len()).filter(|&i| t[i] == c).collect();
                let got: Vec<usize> = Hits::new(&t, c).collect();
                assert_eq!(got, want);
            }
        }
    }

    #[test]
    fn lines_end_where_they_do() {
        for t in texts() {
            for at in [0, 1, 9, t.len()] {
                let want = (at..t.len()).find(|&i| matches!(t[i], 10..=13 | 28..=30 | 128..));
                assert_eq!(line_end(&t, at), want);
            }
        }
    }

    #[test]
    fn few_bytes_are_told_from_others() {
        for n in 0..10 {
            let set: Vec<u8> = (0..n).map(|i| i * 31 + 7).collect();
            match FewBytes::new(&set) {
                Some(f) => assert!((0..=255).all(|c| f.has(c) == set.contains(&c))),
                None => assert!(n == 0 || n > 8),
            }
        }
    }

    #[test]
    fn case_of_every_character() {
        for c in 0..128u8 {
            let x = each(c);
            assert_eq!(lower(x), each(c.to_ascii_lowercase()));
            assert_eq!(upper(x), each(c.to_ascii_uppercase()));
            let other = if c.is_ascii_alphabetic() { c ^ 0x20 } else { c };
            assert_eq!(swapped(x), each(other));
            for n in 1..20 {
                let t = vec![c; n];
                assert_eq!(has_upper(&t), c.is_ascii_uppercase());
                assert_eq!(has_lower(&t), c.is_ascii_lowercase());
            }
        }
    }
}
