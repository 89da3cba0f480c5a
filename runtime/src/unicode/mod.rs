//! Properties of code points, exactly those that CPython 3.14 shows (Unicode 16.0): classes for `str.isalpha()` and
//! the like, case mappings, digit values, categories. `tables.bin` is made by `make_tables.py`, which also documents
//! its layout; this file only reads it.
//!
//! UNICODE RULE. Every read is checked: a damaged table gives wrong properties, never a panic.

static TABLES: &[u8] = include_bytes!("tables.bin");

fn u16_at(at: usize) -> u16 {
    match TABLES.get(at..at + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    }
}
fn u32_at(at: usize) -> u32 {
    match TABLES.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}
fn byte_at(at: usize) -> u8 {
    TABLES.get(at).copied().unwrap_or(0)
}
fn part(n: usize) -> usize {
    u32_at(4 * n) as usize
}

const RECORD: usize = 28;
const SPECIAL: i32 = 0x4000_0000;

/// Flags of a record.
pub mod flag {
    /// `isalpha`
    pub const ALPHA: u16 = 1;
    /// `isdecimal`
    pub const DECIMAL: u16 = 2;
    /// `isdigit`
    pub const DIGIT: u16 = 4;
    /// `isnumeric`
    pub const NUMERIC: u16 = 8;
    /// `isspace`
    pub const SPACE: u16 = 16;
    /// `isprintable`
    pub const PRINTABLE: u16 = 32;
    /// `isupper` of the character alone
    pub const UPPER: u16 = 64;
    /// `islower` of the character alone
    pub const LOWER: u16 = 128;
    /// titlecase letter
    pub const TITLE: u16 = 256;
    /// can start an identifier
    pub const ID_START: u16 = 512;
    /// can continue an identifier
    pub const ID_CONTINUE: u16 = 1024;
    /// cased and not case-ignorable
    pub const CASED: u16 = 2048;
    /// case-ignorable
    pub const IGNORABLE: u16 = 4096;
    /// mirrored in bidirectional text
    pub const MIRRORED: u16 = 8192;
    /// ends a line for `splitlines`
    pub const LINE_BREAK: u16 = 16384;
}

fn record(c: u32) -> usize {
    if c > 0x10FFFF {
        return part(2);
    }
    let block = u16_at(part(0) + 2 * (c as usize >> 7)) as usize;
    let n = u16_at(part(1) + 256 * block + 2 * (c as usize & 127)) as usize;
    part(2) + RECORD * n
}

/// The flags of a code point.
pub fn flags(c: u32) -> u16 {
    u16_at(record(c))
}
/// Whether any of these flags is set.
#[inline]
pub fn has(c: u32, f: u16) -> bool {
    flags(c) & f != 0
}
/// Whether `str.isspace()` holds.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 128 {
        matches!(c, 9..=13 | 28..=32)
    } else {
        has(c, flag::SPACE)
    }
}
/// Whether `str.isprintable()` holds.
#[inline]
pub fn is_printable(c: u32) -> bool {
    if c < 128 {
        (32..127).contains(&c)
    } else {
        has(c, flag::PRINTABLE)
    }
}
/// Whether the code point ends a line.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    if c < 128 {
        matches!(c, 10..=13 | 28..=30)
    } else {
        has(c, flag::LINE_BREAK)
    }
}

/// Value of a decimal digit.
#[inline]
pub fn decimal(c: u32) -> Option<u8> {
    if c < 128 {
        return (c as u8).is_ascii_digit().then(|| c as u8 - b'0');
    }
    Some(byte_at(record(c) + 6)).filter(|&d| d != 255)
}
/// Value of a digit (superscripts and the like included).
pub fn digit(c: u32) -> Option<u8> {
    Some(byte_at(record(c) + 7)).filter(|&d| d != 255)
}
/// Numeric value as a fraction.
pub fn numeric(c: u32) -> Option<(i64, i64)> {
    let i = usize::from(byte_at(record(c) + 8)).checked_sub(1)?;
    let at = part(4) + 16 * i;
    let word = |at| u64::from(u32_at(at)) | u64::from(u32_at(at + 4)) << 32;
    Some((word(at) as i64, word(at + 8) as i64))
}

const CATEGORIES: [&str; 30] = [
    "Cn", "Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs",
    "Co", "Lm", "Lo", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
];
const BIDI: [&str; 24] = [
    "", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM",
    "BN", "B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI",
];
const WIDTH: [&str; 6] = ["F", "H", "W", "Na", "A", "N"];

/// General category, two letters.
pub fn category(c: u32) -> &'static str {
    CATEGORIES
        .get(usize::from(byte_at(record(c) + 2)))
        .copied()
        .unwrap_or("Cn")
}
/// Bidirectional class.
pub fn bidirectional(c: u32) -> &'static str {
    BIDI.get(usize::from(byte_at(record(c) + 3)))
        .copied()
        .unwrap_or("")
}
/// East Asian width.
pub fn east_asian_width(c: u32) -> &'static str {
    WIDTH
        .get(usize::from(byte_at(record(c) + 4)))
        .copied()
        .unwrap_or("N")
}
/// Canonical combining class.
pub fn combining(c: u32) -> u8 {
    byte_at(record(c) + 5)
}

/// Case mappings.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// `upper()`
    Upper,
    /// `lower()` of the character alone
    Lower,
    /// `title()`
    Title,
    /// `casefold()`
    Fold,
}

/// Full case mapping: up to three code points, as an array and their number.
pub fn map_case(c: u32, case: Case) -> ([u32; 3], usize) {
    let m = u32_at(record(c) + 12 + 4 * case as usize) as i32;
    if m < SPECIAL {
        return ([c.wrapping_add_signed(m), 0, 0], 1);
    }
    let at = part(3) + 16 * (m - SPECIAL) as usize;
    let n = usize::from(byte_at(at)).clamp(1, 3);
    ([u32_at(at + 4), u32_at(at + 8), u32_at(at + 12)], n)
}

/// The decomposition as `unicodedata.decomposition` shows it.
pub fn decomposition(c: u32) -> String {
    if (0xAC00..=0xD7A3).contains(&c) {
        let s = c - 0xAC00;
        let (l, v, t) = (0x1100 + s / 588, 0x1161 + s % 588 / 28, s % 28);
        return if t == 0 {
            format!("{l:04X} {v:04X}")
        } else {
            format!("{:04X} {:04X}", c - t, 0x11A7 + t)
        };
    }
    let (rows, n) = (part(5), part(6));
    let (mut lo, mut hi) = (0, n);
    while lo < hi {
        let mid = (lo + hi) / 2;
        match u32_at(rows + 12 * mid).cmp(&c) {
            std::cmp::Ordering::Less => lo = mid + 1,
            std::cmp::Ordering::Greater => hi = mid,
            std::cmp::Ordering::Equal => {
                let at = part(7) + u32_at(rows + 12 * mid + 4) as usize;
                let len = u32_at(rows + 12 * mid + 8) as usize;
                return TABLES
                    .get(at..at + len)
                    .map(|b| String::from_utf8_lossy(b).into_owned())
                    .unwrap_or_default();
            }
        }
    }
    String::new()
}

/// Version of the tables, as "16.0.0".
pub fn version() -> String {
    let v = u32_at(36);
    format!("{}.{}.{}", v >> 16, v >> 8 & 255, v & 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(c: char, case: Case) -> String {
        let (m, n) = map_case(c as u32, case);
        m[..n].iter().filter_map(|&c| char::from_u32(c)).collect()
    }

    #[test]
    fn properties_of_a_few_characters() {
        assert_eq!(category('a' as u32), "Ll");
        assert_eq!(category(0xD800), "Cs");
        assert_eq!(category(0x10FFFF), "Cn");
        assert_eq!(decimal(0x0663), Some(3));
        assert_eq!((decimal(0xB2), digit(0xB2)), (None, Some(2)));
        assert_eq!(numeric(0xBD), Some((1, 2)));
        assert!(is_space(0x3000) && !is_space(0x200B) && is_printable(0xE9) && !is_printable(0xAD));
        assert!(has('\u{2118}' as u32, flag::ID_START));
        assert_eq!(version(), "16.0.0");
    }

    #[test]
    fn case_mappings() {
        assert_eq!(map('ß', Case::Upper), "SS");
        assert_eq!(map('ß', Case::Title), "Ss");
        assert_eq!(map('ß', Case::Fold), "ss");
        assert_eq!(map('İ', Case::Lower), "i\u{307}");
        assert_eq!(map('ǆ', Case::Title), "ǅ");
        assert_eq!(map('Z', Case::Lower), "z");
    }

    #[test]
    fn decompositions() {
        assert_eq!(decomposition(0xE9), "0065 0301");
        assert_eq!(decomposition(0xAC01), "AC00 11A8");
        assert_eq!(decomposition('a' as u32), "");
        assert_eq!(decomposition(0xB2), "<super> 0032");
    }

    #[test]
    fn ascii_shortcuts_agree_with_the_tables() {
        for c in 0..128 {
            assert_eq!(is_space(c), has(c, flag::SPACE), "{c}");
            assert_eq!(is_printable(c), has(c, flag::PRINTABLE), "{c}");
            assert_eq!(is_line_break(c), has(c, flag::LINE_BREAK), "{c}");
            assert_eq!(
                decimal(c),
                Some(byte_at(record(c) + 6)).filter(|&d| d != 255)
            );
        }
    }
}
