//! Characters as patterns see them: categories, case, character sets.

use typhon_runtime::unicode::{self, Case, flag};

/// Which characters are letters, digits, spaces; which have two cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// ASCII only (flag A, bytes, and flag L, which is taken as the C locale).
    Ascii,
    /// All of Unicode.
    Unicode,
}

/// What `\d`, `\s`, `\w` stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Decimal digit.
    Digit,
    /// White space.
    Space,
    /// Letter, digit or underscore.
    Word,
}

/// Whether the character belongs to the category.
pub fn is_in(c: u32, k: Category, m: Mode) -> bool {
    let ascii = u8::try_from(c).ok().filter(u8::is_ascii);
    match (k, ascii, m) {
        (Category::Digit, Some(b), _) => b.is_ascii_digit(),
        (Category::Space, Some(b), Mode::Ascii) => matches!(b, 9..=13 | 32),
        (Category::Space, Some(_), Mode::Unicode) => unicode::is_space(c),
        (Category::Word, Some(b), _) => b == b'_' || b.is_ascii_alphanumeric(),
        (_, None, Mode::Ascii) => false,
        (Category::Digit, None, _) => unicode::has(c, flag::DECIMAL),
        (Category::Space, None, _) => unicode::is_space(c),
        (Category::Word, None, _) => {
            let f = flag::ALPHA | flag::DECIMAL | flag::DIGIT | flag::NUMERIC;
            unicode::has(c, f)
        }
    }
}

/// The lowercase letter, one to one.
pub fn lower(c: u32, m: Mode) -> u32 {
    if c < 128 {
        return if (65..=90).contains(&c) { c + 32 } else { c };
    }
    if m == Mode::Ascii {
        return c;
    }
    match unicode::map_case(c, Case::Lower) {
        (t, 1) => t[0],
        // The only lowercase mapping of several characters: dotted capital I.
        (t, _) => t[0],
    }
}

/// The uppercase letter, one to one.
pub fn upper(c: u32, m: Mode) -> u32 {
    if c < 128 {
        return if (97..=122).contains(&c) { c - 32 } else { c };
    }
    if m == Mode::Ascii {
        return c;
    }
    for case in [Case::Upper, Case::Title] {
        if let (t, 1) = unicode::map_case(c, case) {
            return t[0];
        }
    }
    c
}

/// A character that stands for all that differ from it in case only.
pub fn fold(c: u32, m: Mode) -> u32 {
    if c < 128 {
        return upper(c, m);
    }
    match upper(lower(c, m), m) {
        // Pairs whose uppercase is the same text of several letters.
        0x1fd3 if m == Mode::Unicode => 0x390,
        0x1fe3 if m == Mode::Unicode => 0x3b0,
        0xfb05 if m == Mode::Unicode => 0xfb06,
        u => u,
    }
}

/// Characters that neither their `fold` nor its lowercase letter is: `fold`, character; in order.
#[rustfmt::skip]
const VARIANTS: &[(u32, u32)] = &[
    (0x49, 0x130), (0x49, 0x131), (0x4b, 0x212a), (0x53, 0x17f), (0xc5, 0x212b), (0xdf, 0x1e9e), (0x1c4, 0x1c5),
    (0x1c7, 0x1c8), (0x1ca, 0x1cb), (0x1f1, 0x1f2), (0x390, 0x1fd3), (0x392, 0x3d0), (0x395, 0x3f5), (0x398, 0x3d1),
    (0x398, 0x3f4), (0x399, 0x345), (0x399, 0x1fbe), (0x39a, 0x3f0), (0x39c, 0xb5), (0x3a0, 0x3d6), (0x3a1, 0x3f1),
    (0x3a3, 0x3c2), (0x3a6, 0x3d5), (0x3a9, 0x2126), (0x3b0, 0x1fe3), (0x412, 0x1c80), (0x414, 0x1c81), (0x41e, 0x1c82),
    (0x421, 0x1c83), (0x422, 0x1c84), (0x422, 0x1c85), (0x42a, 0x1c86), (0x462, 0x1c87), (0x1e60, 0x1e9b),
    (0xa64a, 0x1c88), (0xfb06, 0xfb05),
];

/// A member of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// From, to, both included.
    Range(u32, u32),
    /// A category or all that is not in it.
    Category(Category, Mode, bool),
}

/// A set of characters.
#[derive(Clone, Debug)]
pub struct Set {
    items: Vec<Item>,
    negated: bool,
    /// Characters that differ in case only count as equal.
    fold: Option<Mode>,
    /// Membership of the first 256 characters.
    low: [u64; 4],
}

impl Set {
    /// A set of its members.
    pub fn new(items: Vec<Item>, negated: bool, fold: Option<Mode>) -> Set {
        let mut s = Set {
            items,
            negated,
            fold,
            low: [0; 4],
        };
        for c in 0..256 {
            if s.look(c) {
                s.low[c as usize >> 6] |= 1 << (c & 63);
            }
        }
        s
    }
    /// Whether the character is a member.
    #[inline]
    pub fn has(&self, c: u32) -> bool {
        if c < 256 {
            self.low[c as usize >> 6] >> (c & 63) & 1 != 0
        } else {
            self.look(c)
        }
    }
    fn look(&self, c: u32) -> bool {
        let found = match self.fold {
            None => self.plain(c),
            Some(m) => {
                let (l, f) = (lower(c, m), fold(c, m));
                self.plain(c)
                    || self.plain(l)
                    || self.plain(f)
                    || self.plain(lower(f, m))
                    || self.folded(f, m)
            }
        };
        found != self.negated
    }
    fn plain(&self, c: u32) -> bool {
        self.items.iter().any(|i| match *i {
            Item::Range(a, b) => (a..=b).contains(&c),
            Item::Category(k, m, negated) => is_in(c, k, m) != negated,
        })
    }
    /// Whether a range has a character that is equal but for case.
    fn folded(&self, f: u32, m: Mode) -> bool {
        let within = |c: u32| {
            self.items
                .iter()
                .any(|i| matches!(*i, Item::Range(a, b) if (a..=b).contains(&c)))
        };
        let from = VARIANTS.partition_point(|v| v.0 < f);
        m == Mode::Unicode
            && VARIANTS
                .iter()
                .skip(from)
                .take_while(|v| v.0 == f)
                .any(|v| within(v.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_all_there_are() {
        let mut found = Vec::new();
        for c in 0..=0x10ffff {
            let f = fold(c, Mode::Unicode);
            if c != f && c != lower(f, Mode::Unicode) {
                found.push((f, c));
            }
        }
        found.sort_unstable();
        assert_eq!(found, VARIANTS);
    }
}
