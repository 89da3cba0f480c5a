//! Hashing of str and bytes.

use crate::types::ascii::short_word;
use std::hash::Hasher;
use std::sync::OnceLock;

static HASH_KEY: OnceLock<(u64, u64)> = OnceLock::new();

/// Sets the key of string hashing (PYTHONHASHSEED); before any string is hashed. False if it is set already.
pub fn set_hash_key(k0: u64, k1: u64) -> bool {
    HASH_KEY.set((k0, k1)).is_ok()
}

/// Keyed SipHash-1-3 (Aumasson, Bernstein 2012), as `hash()` of str and bytes; never -1 or 0 except for empty input.
pub fn hash_bytes(b: &[u8]) -> i64 {
    if b.is_empty() {
        return 0;
    }
    let &(k0, k1) = HASH_KEY.get_or_init(|| {
        let r =
            std::hash::BuildHasher::build_hasher(&std::collections::hash_map::RandomState::new())
                .finish();
        let s =
            std::hash::BuildHasher::build_hasher(&std::collections::hash_map::RandomState::new())
                .finish();
        (r, s)
    });
    match sip13(k0, k1, b) as i64 {
        -1 | 0 => -2,
        v => v,
    }
}

#[inline(always)]
fn sip_round(v: &mut [u64; 4]) {
    let [a, b, c, d] = v;
    *a = a.wrapping_add(*b);
    *c = c.wrapping_add(*d);
    *b = b.rotate_left(13) ^ *a;
    *d = d.rotate_left(16) ^ *c;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*b);
    *a = a.wrapping_add(*d);
    *b = b.rotate_left(17) ^ *c;
    *d = d.rotate_left(21) ^ *a;
    *c = c.rotate_left(32);
}

/// SipHash with one round a word and three at the end, of a text that is there whole.
fn sip13(k0: u64, k1: u64, b: &[u8]) -> u64 {
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let (words, rest) = b.as_chunks::<8>();
    let mut take = |m: u64| {
        v[3] ^= m;
        sip_round(&mut v);
        v[0] ^= m;
    };
    for w in words {
        take(u64::from_le_bytes(*w));
    }
    take(short_word(rest) | (b.len() as u64) << 56);
    v[2] ^= 0xff;
    sip_round(&mut v);
    sip_round(&mut v);
    sip_round(&mut v);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_siphash() {
        let (k0, k1) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
        let reference = siphasher::sip::SipHasher13::new_with_keys(k0, k1);
        let text: Vec<u8> = (0..200).map(|i| (i * 7 + 250) as u8).collect();
        for n in 0..text.len() {
            assert_eq!(sip13(k0, k1, &text[..n]), reference.hash(&text[..n]), "{n}");
        }
    }
}
