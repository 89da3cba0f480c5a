//! Sixteen ASCII bytes at a time: by the vector instructions that every x86-64 has, elsewhere as two words.

#[cfg(target_arch = "x86_64")]
use vector::{blanks, in_other_case};

/// A bit for each blank.
#[inline(always)]
pub(super) fn blanks_16(x: u128) -> u64 {
    blanks(x)
}
/// Small letters for capital ones.
#[inline(always)]
pub fn lower_16(x: u128) -> u128 {
    in_other_case(x, b'A')
}
/// Capital letters for small ones.
#[inline(always)]
pub fn upper_16(x: u128) -> u128 {
    in_other_case(x, b'a')
}

#[cfg(target_arch = "x86_64")]
mod vector {
    use std::arch::x86_64::*;

    /// All bits of each byte that lies in `lo..=hi`.
    #[inline(always)]
    fn in_range(x: __m128i, lo: u8, hi: u8) -> __m128i {
        // SAFETY: SSE2 is part of the architecture.
        unsafe {
            let d = _mm_sub_epi8(x, _mm_set1_epi8(lo as i8));
            _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8((hi - lo) as i8)), d)
        }
    }
    #[inline(always)]
    fn of(x: u128) -> __m128i {
        // SAFETY: both are sixteen bytes of which every pattern is a value.
        unsafe { std::mem::transmute(x) }
    }
    #[inline(always)]
    pub fn blanks(x: u128) -> u64 {
        let x = of(x);
        // SAFETY: as above.
        let bits =
            unsafe { _mm_movemask_epi8(_mm_or_si128(in_range(x, 9, 13), in_range(x, 28, 32))) };
        u64::from(bits as u32)
    }
    /// The other case for the 26 letters from `first` on.
    #[inline(always)]
    pub fn in_other_case(x: u128, first: u8) -> u128 {
        let x = of(x);
        // SAFETY: as above.
        unsafe {
            let bit = _mm_and_si128(in_range(x, first, first + 25), _mm_set1_epi8(0x20));
            std::mem::transmute(_mm_xor_si128(x, bit))
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn blanks(x: u128) -> u64 {
    let [lo, hi] = halves(x).map(|w| super::bits(super::blanks(w)));
    lo | hi << 8
}
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn in_other_case(x: u128, first: u8) -> u128 {
    let of = |w| w ^ (super::in_range(w, first, first + 25) >> 2);
    let [lo, hi] = halves(x).map(of);
    u128::from(lo) | u128::from(hi) << 64
}
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn halves(x: u128) -> [u64; 2] {
    [x as u64, (x >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_are_as_one_by_one() {
        for c in 0..128u8 {
            let all = [
                b'!', c, b'Z', b' ', c, c, b'a', 127, 0, c, b'z', 9, c, b'A', 13, c,
            ];
            let x = u128::from_le_bytes(all);
            assert_eq!(
                lower_16(x),
                u128::from_le_bytes(all.map(|c| c.to_ascii_lowercase()))
            );
            assert_eq!(
                upper_16(x),
                u128::from_le_bytes(all.map(|c| c.to_ascii_uppercase()))
            );
            let want = (0..16).filter(|&i| super::super::is_blank(all[i]));
            assert_eq!(blanks_16(x), want.map(|i| 1 << i).sum());
        }
    }
}
