//! `scrypt` (RFC 7914): a key derived from a password by work that needs memory.

use super::hashes;
use crate::modules::io::util;
use typhon_runtime::call::Args;
use typhon_runtime::error::{self, value_error};
use typhon_runtime::types::{buffer, bytes, int};
use typhon_runtime::{R, Raised, Ref, Thread, ops};

/// What may be used if nothing else is said.
const MEMORY: u64 = 32 << 20;

fn quarter(x: &mut [u32; 16], a: usize, b: usize, c: usize, d: usize) {
    x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
    x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
    x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
    x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
}

/// Salsa20/8: four times columns and rows of a square of 16 words.
fn salsa(block: &mut [u32; 16]) {
    let mut x = *block;
    for _ in 0..4 {
        for i in 0..4 {
            quarter(
                &mut x,
                5 * i,
                (5 * i + 4) % 16,
                (5 * i + 8) % 16,
                (5 * i + 12) % 16,
            );
        }
        for i in 0..4 {
            let row = 4 * i;
            quarter(
                &mut x,
                row + i,
                row + (i + 1) % 4,
                row + (i + 2) % 4,
                row + (i + 3) % 4,
            );
        }
    }
    for (b, x) in block.iter_mut().zip(x) {
        *b = b.wrapping_add(x);
    }
}

/// scryptBlockMix of 2r blocks of 16 words.
fn mix(b: &mut [u32], out: &mut [u32]) {
    let blocks = b.len() / 16;
    let mut x = [0; 16];
    x.copy_from_slice(&b[b.len() - 16..]);
    for (i, part) in b.chunks_exact(16).enumerate() {
        x.iter_mut().zip(part).for_each(|(x, p)| *x ^= p);
        salsa(&mut x);
        let at = 16 * (i / 2 + i % 2 * (blocks / 2));
        out[at..at + 16].copy_from_slice(&x);
    }
    b.copy_from_slice(out);
}

/// scryptROMix of one lane; `table` has room for n copies of it.
fn rom_mix(lane: &mut [u8], n: usize, table: &mut [u32]) {
    let words = lane.len() / 4;
    let mut x: Vec<u32> = lane
        .chunks_exact(4)
        .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
        .collect();
    let mut spare = vec![0; words];
    for i in 0..n {
        table[i * words..(i + 1) * words].copy_from_slice(&x);
        mix(&mut x, &mut spare);
    }
    for _ in 0..n {
        let j = x[words - 16] as usize & (n - 1);
        let known = &table[j * words..(j + 1) * words];
        x.iter_mut().zip(known).for_each(|(x, k)| *x ^= k);
        mix(&mut x, &mut spare);
    }
    for (c, w) in lane.chunks_exact_mut(4).zip(x) {
        c.copy_from_slice(&w.to_le_bytes());
    }
}

/// A non-negative argument; what is too large is larger than all limits.
fn number(th: &mut Thread, o: Ref<'_>) -> R<u64> {
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(n) if n < 0 => Err(value_error(th, "value must be positive")),
        n => Ok(n.map_or(u64::MAX, |n| n as u64)),
    }
}

fn no_memory(th: &mut Thread) -> Raised {
    value_error(th, "[digital envelope routines] memory limit exceeded")
}

/// `scrypt(password, *, salt, n, r, p, maxmem=0, dklen=64)`.
pub fn scrypt(th: &mut Thread, a: Args<'_>) -> R {
    let password = buffer::bytes_like(th, a.at(0))?.into_owned();
    let salt = buffer::bytes_like(th, a.at(1))?.into_owned();
    let n = number(th, a.at(2))?;
    if n < 2 || !n.is_power_of_two() {
        return Err(value_error(th, "n must be a power of 2."));
    }
    let (r, p) = (number(th, a.at(3))?, number(th, a.at(4))?);
    let most = i64::from(i32::MAX);
    let maxmem = a.opt(5).map_or(Ok(0), |o| util::index_i64(th, o))?;
    if !(0..=most).contains(&maxmem) {
        let m = format!("maxmem must be positive and smaller than {most}");
        return Err(value_error(th, m));
    }
    let length = a.opt(6).map_or(Ok(64), |o| util::index_i64(th, o))?;
    if !(1..=most).contains(&length) {
        let m = format!("dklen must be greater than 0 and smaller than {most}");
        return Err(value_error(th, m));
    }
    if r == 0 || p == 0 {
        let m = "Invalid parameter combination for n, r, p, maxmem.";
        return Err(value_error(th, m));
    }
    let limit = if maxmem == 0 { MEMORY } else { maxmem as u64 };
    let lane = r.saturating_mul(128);
    let needed = lane
        .saturating_mul(p)
        .saturating_add(lane.saturating_mul(n.saturating_add(2)));
    if needed > limit || 16 * r < 64 && n >= 1 << (16 * r) {
        return Err(no_memory(th));
    }
    let (n, lane, lanes) = (n as usize, lane as usize, p as usize);
    let mut table: Vec<u32> = Vec::new();
    if table.try_reserve_exact(n * lane / 4).is_err() {
        return Err(error::no_memory(th));
    }
    table.resize(n * lane / 4, 0);
    let out = th.blocking(|| {
        let mut b = hashes::pbkdf2("sha256", &password, &salt, 1, lanes * lane)?;
        for part in b.chunks_exact_mut(lane) {
            rom_mix(part, n, &mut table);
        }
        hashes::pbkdf2("sha256", &password, &b, 1, length as usize)
    });
    match out {
        Some(out) => bytes::new(th, &out),
        None => Err(value_error(th, "unsupported hash type")),
    }
}
