//! The tagged 64-bit word (DESIGN §3). This file owns the bit table and nothing
//! else: it knows neither objects nor counts.
//!
//! | low bits | meaning |
//! | --- | --- |
//! | `...1` | small integer, 63 bits signed |
//! | `..10` | immediate double: exponents near 1, and +0.0 (rotated as Ruby's flonums are, after a subtraction) |
//! | `.100` | immediate constant |
//! | `0000` | owned pointer: the word holds one reference count |
//! | `1000` | borrowed pointer: legal only in registers and `Val` |
//!
//! The word 0 is "empty" in a heap slot; in registers the immediate `UNBOUND`
//! stands for it, so that "is an owned pointer" is one mask test.

/// A tagged word.
pub type Word = u64;

/// An empty heap slot.
pub const EMPTY: Word = 0;
const fn constant(n: u64) -> Word {
    n << 3 | 4
}
/// No value (registers).
pub const UNBOUND: Word = constant(0);
/// `None`.
pub const NONE: Word = constant(1);
/// `False`.
pub const FALSE: Word = constant(2);
/// `True`.
pub const TRUE: Word = constant(3);
/// `NotImplemented`.
pub const NOT_IMPLEMENTED: Word = constant(4);
/// `...`
pub const ELLIPSIS: Word = constant(5);

/// The borrowed bit of a pointer word.
pub const BORROWED: Word = 8;
const PTR_MASK: Word = 7;

/// Largest small integer.
pub const INT_MAX: i64 = (1 << 62) - 1;
/// Smallest small integer.
pub const INT_MIN: i64 = -(1 << 62);

/// Whether the word is a small integer.
#[inline(always)]
pub const fn is_int(w: Word) -> bool {
    w & 1 != 0
}
/// Whether the word is an immediate double.
#[inline(always)]
pub const fn is_float(w: Word) -> bool {
    w & 3 == 2
}
/// Whether the word is an immediate constant (UNBOUND included).
#[inline(always)]
pub const fn is_const(w: Word) -> bool {
    w & 7 == 4
}
/// Whether the word is a pointer, owned or borrowed. False for every register
/// state that holds none; must not be asked of EMPTY.
#[inline(always)]
pub const fn is_ptr(w: Word) -> bool {
    w & PTR_MASK == 0
}
/// Whether the word is an owned pointer. Must not be asked of EMPTY.
#[inline(always)]
pub const fn is_owned(w: Word) -> bool {
    w & 15 == 0
}
/// Whether the word is a borrowed pointer.
#[inline(always)]
pub const fn is_borrowed(w: Word) -> bool {
    w & 15 == BORROWED
}
/// The word without its borrowed bit (identity of the object).
#[inline(always)]
pub const fn strip(w: Word) -> Word {
    // Only a borrowed pointer has 1000 in the low bits. A conditional move.
    let less = w.wrapping_sub(BORROWED);
    if less & 15 == 0 { less } else { w }
}
/// Packs a small integer that is known to fit.
#[inline(always)]
pub const fn int_word(i: i64) -> Word {
    (i as u64) << 1 | 1
}
/// Packs an integer if it fits 63 bits.
#[inline(always)]
pub const fn try_int(i: i64) -> Option<Word> {
    if i >= INT_MIN && i <= INT_MAX {
        Some(int_word(i))
    } else {
        None
    }
}
/// The small integer in a word that `is_int`.
#[inline(always)]
pub const fn int_of(w: Word) -> i64 {
    w as i64 >> 1
}

/// What an immediate double's pattern is moved by: the middle of the exponents goes to zero.
const FLOAT_BASE: u64 = 3 << 60;

/// Packs a double whose exponent is near the middle (|x| in about 1e-77..1e77) or
/// that is +0.0; `None` for the rest (boxed). Every bit pattern packed comes back exactly.
#[inline(always)]
pub fn try_float(x: f64) -> Option<Word> {
    let bits = x.to_bits();
    // The three exponent bits below the sign of a packed double are 011 or 100: less the base, the upper two are zero.
    let t = bits.wrapping_sub(FLOAT_BASE);
    // The pattern of the base itself has the word of +0.0: it is boxed.
    if t & 3 << 61 == 0 && t != 0 {
        // Rotation brings the sign and those two bits to the low end, where the tag goes.
        Some(t.rotate_left(3) | 2)
    } else if bits == 0 {
        Some(FLOAT_ZERO)
    } else {
        None
    }
}
/// `try_float` for the doubles near the middle alone.
#[inline(always)]
pub fn pack(x: f64) -> Option<Word> {
    let t = x.to_bits().wrapping_sub(FLOAT_BASE).rotate_left(3);
    if t & 3 != 0 {
        return None;
    }
    if t == 0 {
        return None;
    }
    Some(t | 2)
}
/// Two doubles that `pack` made (so neither is +0.0, infinite or NaN); None if a word is anything else.
#[inline(always)]
pub fn unpack_pair(a: Word, b: Word) -> Option<(f64, f64)> {
    let (x, y) = (a.wrapping_sub(2), b.wrapping_sub(2));
    if (x | y) & 3 != 0 {
        return None;
    }
    if x == 0 {
        return None;
    }
    if y == 0 {
        return None;
    }
    let of = |t: Word| f64::from_bits(t.rotate_right(3).wrapping_add(FLOAT_BASE));
    Some((of(x), of(y)))
}
/// +0.0, whose exponent is none of those.
pub const FLOAT_ZERO: Word = 2;

/// The double in a word that `is_float`.
#[inline(always)]
pub fn float_of(w: Word) -> f64 {
    let bits = (w ^ 2).rotate_right(3).wrapping_add(FLOAT_BASE);
    f64::from_bits(if w == FLOAT_ZERO { 0 } else { bits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pack_and_unpack_agree_with_the_general_forms() {
        let odd = [0.0, -0.0, 1.0, -1.5, f64::NAN, f64::INFINITY, 1e300, 1e-300];
        let base = f64::from_bits(FLOAT_BASE);
        for x in odd
            .into_iter()
            .chain([base, -base, 1e77, 1e78, 1e-77, 1e-78])
        {
            let general = try_float(x);
            assert_eq!(pack(x), general.filter(|&w| w != FLOAT_ZERO), "{x}");
            let Some(w) = general else { continue };
            let pair = unpack_pair(w, int_word(1));
            assert!(pair.is_none());
            match unpack_pair(w, w) {
                Some((p, q)) => assert_eq!((p.to_bits(), q.to_bits()), (x.to_bits(), x.to_bits())),
                None => assert_eq!(w, FLOAT_ZERO),
            }
        }
    }

    #[test]
    fn doubles_round_trip_or_are_refused() {
        let mut packed = 0u32;
        for exp in 0..2048u64 {
            for sign in [0u64, 1] {
                for mant in [
                    0u64,
                    1,
                    0x8_0000_0000_0000,
                    0xF_FFFF_FFFF_FFFF,
                    0x5_5555_5555_5555,
                ] {
                    let bits = sign << 63 | exp << 52 | mant;
                    let x = f64::from_bits(bits);
                    if let Some(w) = try_float(x) {
                        packed += 1;
                        assert!(is_float(w) && !is_int(w));
                        assert_eq!(float_of(w).to_bits(), bits, "{x:e}");
                    }
                }
            }
        }
        assert!(packed > 2 * 5 * 500);
        assert!(try_float(-0.0).is_none());
        assert!(try_float(f64::from_bits(FLOAT_BASE)).is_none());
        let least = f64::from_bits(FLOAT_BASE + 1);
        assert_eq!(try_float(least).map(float_of), Some(least));
        assert_eq!(try_float(0.0), Some(FLOAT_ZERO));
        for x in [1.0, -1.5, 1e-70, 1e70, 3.25, f64::MIN_POSITIVE] {
            if let Some(w) = try_float(x) {
                assert_eq!(float_of(w), x);
            }
        }
        assert!(
            try_float(1.0).is_some()
                && try_float(1e70).is_some()
                && try_float(f64::INFINITY).is_none()
        );
    }

    #[test]
    fn small_integers_keep_63_bits() {
        for i in [0, 1, -1, INT_MAX, INT_MIN, 12345, -98765] {
            assert_eq!(int_of(try_int(i).unwrap()), i);
        }
        assert!(try_int(INT_MAX + 1).is_none() && try_int(INT_MIN - 1).is_none());
    }

    #[test]
    fn tags_exclude_each_other() {
        for w in [UNBOUND, NONE, FALSE, TRUE, NOT_IMPLEMENTED, ELLIPSIS] {
            assert!(is_const(w) && !is_int(w) && !is_float(w) && !is_ptr(w) && !is_owned(w));
        }
        assert!(is_owned(0x1000) && is_borrowed(0x1008) && strip(0x1008) == 0x1000);
    }
}
