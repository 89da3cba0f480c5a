//! Storage of `str`: immutable WTF-8 (UTF-8 in which lone surrogates are encoded as three bytes too).
//!
//! STR RULE 1. ASCII strings index by byte. Others carry their length in characters and, once indexed, the byte
//!   offset of every 64th character: indexing costs at most 64 steps.
//! STR RULE 2. Interned strings are immortal, exact `str`, and unique per content: identity decides equality.
//! STR RULE 3. A surrogate pair never stands as two three-byte sequences (constructors join it).

use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::sync::{AtomicPtr, AtomicU64, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::value::Word;
use dashmap::DashMap;
use std::hash::Hasher;
use std::sync::OnceLock;

/// Payload; the bytes follow, then for non-ASCII text `Extra`, 8-byte aligned.
pub struct Str {
    hash: AtomicU64,
    /// length in bytes << 3 | SURROGATES | INTERNED | ASCII
    meta: AtomicU64,
}

#[repr(C)]
struct Extra {
    chars: usize,
    crumbs: AtomicPtr<Vec<usize>>,
}

const ASCII: u64 = 1;
const INTERNED: u64 = 2;
const SURROGATES: u64 = 4;
const STEP: usize = 64;

impl Payload for Str {
    #[inline(always)]
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Str>("str", false, true);
        &L
    }
    fn tail_bytes(&self) -> usize {
        if self.is_ascii() {
            self.len()
        } else {
            self.len().next_multiple_of(8) + std::mem::size_of::<Extra>()
        }
    }
}

impl Drop for Str {
    fn drop(&mut self) {
        if !self.is_ascii() {
            let p = self.extra().crumbs.swap(std::ptr::null_mut(), AcqRel);
            if !p.is_null() {
                // SAFETY: published by `crumbs`, owned by this string, which nobody reaches any more.
                drop(unsafe { Box::from_raw(p) });
            }
        }
    }
}

impl Str {
    fn meta(&self) -> u64 {
        // Relaxed: only the INTERNED bit ever changes.
        self.meta.load(Relaxed)
    }
    /// Length in bytes.
    #[inline(always)]
    pub fn len(&self) -> usize {
        (self.meta() >> 3) as usize
    }
    /// Whether the string is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Only ASCII characters.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.meta() & ASCII != 0
    }
    /// Contains lone surrogates (is not valid UTF-8).
    pub fn has_surrogates(&self) -> bool {
        self.meta() & SURROGATES != 0
    }
    /// The object that this is the payload of, if its class is str itself; counted.
    #[inline(always)]
    pub fn own_exact(&self) -> Option<Obj> {
        // SAFETY: payloads of strings stand in objects.
        let h = unsafe { crate::obj::header_of_payload(self) };
        // Relaxed: the class of an object of class str never changes.
        if !std::ptr::eq(h.class.load(Relaxed), &crate::types::STR) {
            return None;
        }
        h.inc(crate::thread::me());
        // SAFETY: counted just now; a header's address is the word of its object.
        Some(unsafe { Obj::from_word(h as *const _ as Word) })
    }
    /// Whether the class is str itself.
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        // SAFETY: as in own_exact.
        let h = unsafe { crate::obj::header_of_payload(self) };
        std::ptr::eq(h.class.load(Relaxed), &crate::types::STR)
    }
    /// The WTF-8 bytes.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: OBJECT RULE 1: `len` bytes follow the struct; immutable after construction.
        unsafe { std::slice::from_raw_parts(crate::obj::tail_ptr(self), self.len()) }
    }
    /// As UTF-8, unless there are lone surrogates.
    #[inline(always)]
    pub fn as_str(&self) -> Option<&str> {
        if self.has_surrogates() {
            None
        } else {
            // SAFETY: checked at construction.
            Some(unsafe { std::str::from_utf8_unchecked(self.bytes()) })
        }
    }
    /// Text for messages: surrogates become U+FFFD.
    pub fn to_string_lossy(&self) -> String {
        match self.as_str() {
            Some(s) => s.to_string(),
            None => wtf8_chars(self.bytes())
                .map(|c| char::from_u32(c).unwrap_or('\u{fffd}'))
                .collect(),
        }
    }
    fn extra(&self) -> &Extra {
        debug_assert!(!self.is_ascii());
        // SAFETY: OBJECT RULE 1: non-ASCII strings carry an Extra behind the padded bytes.
        unsafe {
            &*(crate::obj::tail_ptr(self).add(self.len().next_multiple_of(8)) as *const Extra)
        }
    }
    /// Length in characters.
    #[inline(always)]
    pub fn chars_len(&self) -> usize {
        if self.is_ascii() {
            self.len()
        } else {
            self.extra().chars
        }
    }
    fn crumbs(&self) -> &[usize] {
        let e = self.extra();
        // Acquire: pairs with the CAS below.
        let p = e.crumbs.load(Acquire);
        if !p.is_null() {
            // SAFETY: freed with the string.
            return unsafe { &*p };
        }
        let b = self.bytes();
        let mut v = Vec::with_capacity(e.chars / STEP + 1);
        let mut n = 0;
        for (i, &x) in b.iter().enumerate() {
            if x & 0xC0 != 0x80 {
                if n % STEP == 0 {
                    v.push(i);
                }
                n += 1;
            }
        }
        let new = Box::into_raw(Box::new(v));
        match e
            .crumbs
            .compare_exchange(std::ptr::null_mut(), new, AcqRel, Acquire)
        {
            // SAFETY: just published.
            Ok(_) => unsafe { &*new },
            Err(now) => {
                // SAFETY: not published; the winner's is.
                unsafe {
                    drop(Box::from_raw(new));
                    &*now
                }
            }
        }
    }
    /// Byte offset of character `i` (0..=chars_len).
    #[inline(always)]
    pub fn byte_offset(&self, i: usize) -> usize {
        if self.is_ascii() {
            return i.min(self.len());
        }
        self.byte_offset_wide(i)
    }
    #[inline(never)]
    fn byte_offset_wide(&self, i: usize) -> usize {
        if i >= self.chars_len() {
            return self.len();
        }
        let b = self.bytes();
        let mut at = if i < STEP { 0 } else { self.crumbs()[i / STEP] };
        for _ in 0..i % STEP {
            at += char_width(b[at]);
        }
        at
    }
    /// Index of the character that starts at byte `at`.
    #[inline(always)]
    pub fn char_index(&self, at: usize) -> usize {
        if self.is_ascii() {
            return at;
        }
        self.char_index_wide(at)
    }
    #[inline(never)]
    fn char_index_wide(&self, at: usize) -> usize {
        let (base, from) = if self.len() < 256 {
            (0, 0)
        } else {
            let c = self.crumbs();
            let k = c.partition_point(|&o| o <= at).saturating_sub(1);
            (k * STEP, c[k])
        };
        base + self.bytes()[from..at.min(self.len())]
            .iter()
            .filter(|&&x| x & 0xC0 != 0x80)
            .count()
    }
    /// Code point number `i`.
    pub fn char_at(&self, i: usize) -> Option<u32> {
        if i >= self.chars_len() {
            return None;
        }
        wtf8_chars(&self.bytes()[self.byte_offset(i)..]).next()
    }
    /// Bytes of the characters `from..to`.
    pub fn slice_bytes(&self, from: usize, to: usize) -> &[u8] {
        if from >= to {
            return &[];
        }
        &self.bytes()[self.byte_offset(from)..self.byte_offset(to)]
    }
    /// The code points.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        wtf8_chars(self.bytes())
    }
    /// `hash(s)`, cached.
    #[inline(always)]
    pub fn hash(&self) -> i64 {
        // Relaxed: every thread computes the same value.
        let h = self.hash.load(Relaxed);
        if h != 0 { h as i64 } else { self.hash_slow() }
    }
    #[cold]
    fn hash_slow(&self) -> i64 {
        let h = hash_bytes(self.bytes());
        self.hash.store(h as u64, Relaxed);
        h
    }
    /// Whether it is interned.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.meta() & INTERNED != 0
    }
}

/// Bytes of the character that starts with `b`.
#[inline(always)]
pub fn char_width(b: u8) -> usize {
    match b {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// Iterates over the code points of WTF-8 bytes.
pub fn wtf8_chars(b: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut i = 0;
    std::iter::from_fn(move || {
        let &x = b.get(i)?;
        let w = char_width(x);
        let at = |k: usize| b.get(i + k).map_or(0, |&c| u32::from(c & 0x3f));
        let c = match w {
            1 => u32::from(x),
            2 => u32::from(x & 0x1f) << 6 | at(1),
            3 => u32::from(x & 0x0f) << 12 | at(1) << 6 | at(2),
            _ => u32::from(x & 0x07) << 18 | at(1) << 12 | at(2) << 6 | at(3),
        };
        i += w;
        Some(c)
    })
}

/// Appends a code point (surrogates included) as WTF-8. A low surrogate after a high one stays separate, as in
/// CPython's strings; `from_wtf8` is given such text as it is.
pub fn push_code_point(out: &mut Vec<u8>, c: u32) {
    match char::from_u32(c) {
        Some(ch) => out.extend_from_slice(ch.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 0x3f) as u8,
            0x80 | (c & 0x3f) as u8,
        ]),
    }
}

// ---- hashing

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
    take(super::ascii::short_word(rest) | (b.len() as u64) << 56);
    v[2] ^= 0xff;
    sip_round(&mut v);
    sip_round(&mut v);
    sip_round(&mut v);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

// ---- construction

fn build(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
    if bytes.is_ascii() {
        // SAFETY: seen just now.
        return unsafe { build_ascii(bytes, class) };
    }
    build_wide(bytes, class)
}

/// A new ASCII string of `len` bytes, which `fill` writes; None if memory is out.
///
/// # Safety
/// `fill` writes `len` ASCII bytes to where it is told, and no more than the next multiple of eight. `len` is below
/// `isize::MAX`.
#[inline(always)]
unsafe fn plain(len: usize, fill: impl FnOnce(*mut u8)) -> Option<Obj> {
    // SAFETY: instances of the class have no attributes and are private at birth; the block has room for struct and bytes.
    unsafe {
        crate::obj::alloc_plain(&crate::types::STR, ascii_size(len), |p| {
            (p as *mut Str).write(Str {
                hash: AtomicU64::new(0),
                meta: AtomicU64::new((len as u64) << 3 | ASCII),
            });
            fill(p.add(std::mem::size_of::<Str>()));
        })
    }
}

/// Copies bytes; few of them without a call.
///
/// # Safety
/// As `copy_nonoverlapping`.
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY: the parts that are copied lie within `len`; they may overlap each other, not source and target.
    unsafe {
        if len > 16 {
            std::ptr::copy_nonoverlapping(from, to, len);
        } else if len >= 8 {
            let (a, b) = (from as *const u64, from.add(len - 8) as *const u64);
            let (a, b) = (a.read_unaligned(), b.read_unaligned());
            (to as *mut u64).write_unaligned(a);
            (to.add(len - 8) as *mut u64).write_unaligned(b);
        } else if len >= 4 {
            let (a, b) = (from as *const u32, from.add(len - 4) as *const u32);
            let (a, b) = (a.read_unaligned(), b.read_unaligned());
            (to as *mut u32).write_unaligned(a);
            (to.add(len - 4) as *mut u32).write_unaligned(b);
        } else if len > 0 {
            let (a, b, c) = (*from, *from.add(len / 2), *from.add(len - 1));
            *to = a;
            *to.add(len / 2) = b;
            *to.add(len - 1) = c;
        }
    }
}

/// Whether two texts are the same; short ones without a call.
#[inline(always)]
pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let n = a.len();
    if n != b.len() {
        return false;
    }
    if n > 16 {
        return a == b;
    }
    let (p, q) = (a.as_ptr(), b.as_ptr());
    // SAFETY: what is read lies within the `n` bytes of both.
    unsafe {
        if n >= 8 {
            let word = |p: *const u8, at| (p.add(at) as *const u64).read_unaligned();
            word(p, 0) == word(q, 0) && word(p, n - 8) == word(q, n - 8)
        } else if n >= 4 {
            let word = |p: *const u8, at| (p.add(at) as *const u32).read_unaligned();
            word(p, 0) == word(q, 0) && word(p, n - 4) == word(q, n - 4)
        } else {
            // First, middle and last are all of three.
            n == 0 || *p == *q && *p.add(n / 2) == *q.add(n / 2) && *p.add(n - 1) == *q.add(n - 1)
        }
    }
}

/// # Safety
/// Every byte is ASCII.
#[inline(never)]
unsafe fn copy_ascii(bytes: &[u8]) -> Option<Obj> {
    // SAFETY: the bytes are copied whole and are ASCII by contract.
    unsafe { plain(bytes.len(), |to| copy(bytes.as_ptr(), to, bytes.len())) }
}

/// # Safety
/// Every byte is ASCII.
unsafe fn build_ascii(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
    if std::ptr::eq(class, &crate::types::STR) {
        // SAFETY: by contract.
        return unsafe { copy_ascii(bytes) };
    }
    let s = Str {
        hash: AtomicU64::new(0),
        meta: AtomicU64::new((bytes.len() as u64) << 3 | ASCII),
    };
    match crate::obj::alloc_payload(class, s, bytes.len()) {
        Ok(o) => {
            // SAFETY: fresh object of this payload, `len` bytes behind it, not published.
            unsafe {
                let s: &Str = o.r().payload_unchecked();
                let p = crate::obj::tail_ptr(s);
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), p, bytes.len());
            }
            Some(o)
        }
        Err(s) => {
            std::mem::forget(s);
            None
        }
    }
}

/// What is made of a string that could not be had.
#[inline(always)]
fn or_no_memory(th: &mut Thread, o: Option<Obj>) -> R {
    match o {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// An ASCII string made of another one eight bytes at a time; `f` keeps bytes below 128 so and treats each alone.
#[inline(always)]
pub fn map_ascii(th: &mut Thread, s: &Str, f: impl Fn(u64) -> u64) -> R {
    let b = s.bytes();
    if !s.is_ascii() || b.len() < 2 {
        let out: Vec<u8> = b.iter().map(|&c| f(u64::from(c)) as u8 & 127).collect();
        return from_wtf8(th, if s.is_ascii() { &out } else { b });
    }
    // Whatever `f` does: no byte beyond ASCII gets into the string.
    let f = |x| f(x) & 0x7f7f_7f7f_7f7f_7f7f;
    let (from, len) = (b.as_ptr(), b.len());
    // SAFETY: the pieces read and written lie within `len`; where two overlap, both are made of the source.
    let made = unsafe {
        plain(len, |to| {
            if len >= 8 {
                for i in (0..len - 7).step_by(8) {
                    let w = u64::from_le((from.add(i) as *const u64).read_unaligned());
                    (to.add(i) as *mut u64).write_unaligned(f(w).to_le());
                }
                let w = u64::from_le((from.add(len - 8) as *const u64).read_unaligned());
                (to.add(len - 8) as *mut u64).write_unaligned(f(w).to_le());
            } else if len >= 4 {
                for i in [0, len - 4] {
                    let w = u32::from_le((from.add(i) as *const u32).read_unaligned());
                    let w = f(u64::from(w)) as u32;
                    (to.add(i) as *mut u32).write_unaligned(w.to_le());
                }
            } else {
                for i in 0..len {
                    *to.add(i) = f(u64::from(*from.add(i))) as u8;
                }
            }
        })
    };
    or_no_memory(th, made)
}

fn build_wide(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
    let surrogates = std::str::from_utf8(bytes).is_err();
    let meta = (bytes.len() as u64) << 3 | if surrogates { SURROGATES } else { 0 };
    let s = Str {
        hash: AtomicU64::new(0),
        meta: AtomicU64::new(meta),
    };
    let tail = s.tail_bytes();
    let o = match crate::obj::alloc_payload(class, s, tail) {
        Ok(o) => o,
        Err(s) => {
            std::mem::forget(s);
            return None;
        }
    };
    let s = o.get::<Str>()?;
    // SAFETY: fresh object, `tail` bytes behind the struct, not published.
    unsafe {
        let p = crate::obj::tail_ptr(s);
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), p, bytes.len());
        let e = p.add(bytes.len().next_multiple_of(8)) as *mut Extra;
        let chars = bytes.iter().filter(|&&x| x & 0xC0 != 0x80).count();
        e.write(Extra {
            chars,
            crumbs: AtomicPtr::new(std::ptr::null_mut()),
        });
    }
    Some(o)
}

/// A string of these strings one after the other, `times` times over: one allocation, nothing is scanned.
pub fn concat(th: &mut Thread, parts: &[&Str], times: usize) -> R {
    concat_fn(th, parts.len(), |i| parts.get(i).copied(), times)
}

/// Two strings one after the other.
pub fn concat_two(th: &mut Thread, a: &Str, b: &Str) -> R {
    let len = a.len().saturating_add(b.len());
    if a.meta() & b.meta() & ASCII == 0 || !(2..LONGEST).contains(&len) {
        return concat(th, &[a, b], 1);
    }
    // SAFETY: both are ASCII, and their lengths add up.
    let made = unsafe {
        plain(len, |to| {
            copy(a.bytes().as_ptr(), to, a.len());
            copy(b.bytes().as_ptr(), to.add(a.len()), b.len());
        })
    };
    or_no_memory(th, made)
}

/// Lengths below cannot overflow where sizes are made of them.
const LONGEST: usize = isize::MAX as usize / 4;

/// As `concat` for `n` strings that `part` gives, which is asked twice.
#[inline]
pub fn concat_fn<'a>(
    th: &mut Thread,
    n: usize,
    part: impl Fn(usize) -> Option<&'a Str>,
    times: usize,
) -> R {
    let (mut len, mut meta) = (0usize, ASCII);
    for s in (0..n).filter_map(&part) {
        // The length cannot overflow before memory is full: every part takes as much.
        len = len.saturating_add(s.len());
        meta = (meta & s.meta()) | ((meta | s.meta()) & SURROGATES);
    }
    let Some(total) = len.checked_mul(times).filter(|&n| n < LONGEST) else {
        return Err(crate::error::no_memory(th));
    };
    if total == 0 {
        return Ok(crate::names::empty().own());
    }
    let write = |p: *mut u8| {
        let mut at = p;
        // SAFETY: the parts add up to `len`, and `total` bytes are there.
        unsafe {
            for part in (0..n).filter_map(&part) {
                copy(part.bytes().as_ptr(), at, part.len());
                at = at.add(part.len());
            }
            double(p, len, total);
        }
    };
    let made = if meta & ASCII != 0 {
        if total == 1 {
            let mut one = [0; 8];
            write(one.as_mut_ptr());
            return Ok(char_obj(one[0]));
        }
        // SAFETY: every part is ASCII.
        unsafe { plain(total, write) }
    } else {
        let chars = (0..n).filter_map(&part).map(Str::chars_len).sum::<usize>();
        // SAFETY: the parts are WTF-8, of which `meta` is made.
        unsafe { wide(total, meta & SURROGATES, chars * times, write) }
    };
    or_no_memory(th, made)
}

/// Repeats the first `len` of `total` bytes until they are full.
///
/// # Safety
/// `total` bytes stand at `p`, the first `len` of them written; `len` is 0 only if `total` is.
#[inline(always)]
unsafe fn double(p: *mut u8, len: usize, total: usize) {
    let mut done = len;
    while done < total {
        let n = done.min(total - done);
        // SAFETY: what is written lies behind what is read, within `total`.
        unsafe { std::ptr::copy_nonoverlapping(p, p.add(done), n) };
        done += n;
    }
}

/// A new string beyond ASCII of `len` bytes and `chars` characters, which `fill` writes; None if memory is out.
///
/// # Safety
/// As `plain`, except that the bytes are WTF-8, with surrogates if `surrogates` says so.
unsafe fn wide(
    len: usize,
    surrogates: u64,
    chars: usize,
    fill: impl FnOnce(*mut u8),
) -> Option<Obj> {
    let s = Str {
        hash: AtomicU64::new(0),
        meta: AtomicU64::new((len as u64) << 3 | surrogates),
    };
    let tail = s.tail_bytes();
    let o = match crate::obj::alloc_payload(&crate::types::STR, s, tail) {
        Ok(o) => o,
        Err(s) => {
            std::mem::forget(s);
            return None;
        }
    };
    // SAFETY: fresh object of this payload, `tail` bytes behind the struct, not published.
    unsafe {
        let p = crate::obj::tail_ptr(o.r().payload_unchecked::<Str>());
        fill(p);
        let e = p.add(len.next_multiple_of(8)) as *mut Extra;
        e.write(Extra {
            chars,
            crumbs: AtomicPtr::new(std::ptr::null_mut()),
        });
    }
    Some(o)
}

/// `s` with the `width` bytes from each of `cuts` (ascending, not overlapping) replaced by `new`.
pub fn spliced(th: &mut Thread, s: &Str, cuts: &[usize], width: usize, new: &Str) -> R {
    let (b, with) = (s.bytes(), new.bytes());
    let mut end = 0;
    for &c in cuts {
        let next = c.saturating_add(width);
        if c < end || next > b.len() {
            return Err(crate::error::runtime_error(th, "cuts out of order"));
        }
        end = next;
    }
    let len = cuts
        .len()
        .checked_mul(with.len())
        .and_then(|n| n.checked_add(b.len() - cuts.len() * width));
    let Some(len) = len.filter(|&n| n < LONGEST) else {
        return Err(crate::error::no_memory(th));
    };
    if s.meta() & new.meta() & ASCII == 0 || len < 2 {
        let mut out = Vec::with_capacity(len);
        let mut from = 0;
        for &c in cuts {
            out.extend_from_slice(b.get(from..c).unwrap_or_default());
            out.extend_from_slice(with);
            from = c + width;
        }
        out.extend_from_slice(b.get(from..).unwrap_or_default());
        return from_wtf8(th, &out);
    }
    // SAFETY: both strings are ASCII; the cuts are in order and within `s`, as tested, so the pieces add up to `len`.
    let made = unsafe {
        plain(len, |mut to| {
            let (p, mut from) = (b.as_ptr(), 0);
            for &c in cuts {
                copy(p.add(from), to, c - from);
                to = to.add(c - from);
                copy(with.as_ptr(), to, with.len());
                to = to.add(with.len());
                from = c + width;
            }
            copy(p.add(from), to, b.len() - from);
        })
    };
    or_no_memory(th, made)
}

/// Why strings could not be joined.
pub enum JoinError {
    /// The item with this number is no string.
    NoStr(usize),
    /// Memory is out.
    NoMemory,
}

/// `sep.join` of the items of a list. No Python code runs.
pub fn join_list(sep: &Str, items: &crate::types::list::List) -> Result<Obj, JoinError> {
    items.look_at(|slots| {
        // SAFETY: slots of a list below its length are filled and stay so while `look_at` goes on, and strings do not
        // change; what they hold is read only (COUNT RULE 9 is about counting).
        join_fn(sep, slots.len(), |i| unsafe {
            Ref::from_word(slots[i].peek())
        })
    })
}
/// `sep.join` of values. No Python code runs.
pub fn join(sep: &Str, items: &[Obj]) -> Result<Obj, JoinError> {
    join_fn(sep, items.len(), |i| items[i].r())
}

/// `sep.join` of `n` values that `item` gives, which is asked several times and gives the same each time.
#[inline(always)]
fn join_fn<'a>(sep: &Str, n: usize, item: impl Fn(usize) -> Ref<'a>) -> Result<Obj, JoinError> {
    let text = |i| -> Option<&'a Str> {
        let o = item(i);
        if o.is_ptr() && o.is_exact(&crate::types::STR) {
            // SAFETY: an exact str.
            Some(unsafe { o.payload_unchecked() })
        } else {
            o.get::<Str>()
        }
    };
    let (mut len, mut all, mut any) = (0usize, ASCII, 0);
    for i in 0..n {
        let Some(s) = text(i) else {
            return Err(JoinError::NoStr(i));
        };
        let m = s.meta();
        len = len.saturating_add((m >> 3) as usize);
        all &= m;
        any |= m;
    }
    if n == 1 && item(0).is_exact(&crate::types::STR) {
        return Ok(item(0).own());
    }
    let gaps = n.saturating_sub(1);
    if gaps > 0 && !sep.is_empty() {
        len = gaps
            .checked_mul(sep.len())
            .map_or(usize::MAX, |k| len.saturating_add(k));
        all &= sep.meta();
        any |= sep.meta();
    }
    if len >= LONGEST {
        return Err(JoinError::NoMemory);
    }
    if len == 0 {
        return Ok(crate::names::empty().own());
    }
    let gap = sep.bytes();
    let write = |p: *mut u8| {
        let mut at = p;
        for i in 0..n {
            // SAFETY: items and gaps add up to `len`, of which the buffer is.
            unsafe {
                if i > 0 && !gap.is_empty() {
                    copy(gap.as_ptr(), at, gap.len());
                    at = at.add(gap.len());
                }
                let Some(s) = text(i) else { continue };
                let b = s.bytes();
                if let [c] = b {
                    *at = *c;
                } else {
                    copy(b.as_ptr(), at, b.len());
                }
                at = at.add(b.len());
            }
        }
    };
    let made = if all & ASCII != 0 {
        if len == 1 {
            let mut one = [0; 8];
            write(one.as_mut_ptr());
            return Ok(char_obj(one[0]));
        }
        // SAFETY: all parts are ASCII.
        unsafe { plain(len, write) }
    } else {
        let chars = (0..n).filter_map(text).map(Str::chars_len).sum::<usize>()
            + if gap.is_empty() {
                0
            } else {
                gaps * sep.chars_len()
            };
        // SAFETY: the parts are WTF-8, with surrogates if one of them has some.
        unsafe { wide(len, any & SURROGATES, chars, write) }
    };
    made.ok_or(JoinError::NoMemory)
}

/// Bytes of an ASCII string object of this length.
#[inline(always)]
fn ascii_size(len: usize) -> usize {
    24 + std::mem::size_of::<Str>() + len.next_multiple_of(8)
}

/// The size of a dead object if it is an exact ASCII string: nothing hangs on such a one (strings are not weakly
/// referenced).
#[inline(always)]
pub(crate) fn plain_size(h: &crate::header::Header) -> Option<usize> {
    // Relaxed: the object is dead, and this thread the only one to know it.
    if !std::ptr::eq(h.class.load(Relaxed), &crate::types::STR) {
        return None;
    }
    // SAFETY: an object of class str, whose payload is whole until its memory goes.
    let s: &Str = unsafe { Ref::from_word(h as *const _ as Word).payload_unchecked() };
    s.is_ascii().then(|| ascii_size(s.len()))
}

/// Appends `more` to the string of `o` in its own block; false if that cannot be. Only ASCII.
///
/// # Safety
/// `o` is unique (`Ref::is_unique`), and nobody looks at its bytes or at a view of it across the call.
pub unsafe fn append_in_place(o: Ref<'_>, more: Ref<'_>) -> bool {
    let (Some(s), Some(m), Some(h)) = (o.get::<Str>(), more.get::<Str>(), o.header()) else {
        return false;
    };
    if !o.is_exact(&crate::types::STR) || s.meta() & m.meta() & ASCII == 0 || o.is(more) {
        return false;
    }
    let (had, len) = (s.len(), s.len().saturating_add(m.len()));
    let (old, new) = (ascii_size(had), ascii_size(len));
    // SAFETY: the object has that size.
    if new > unsafe { crate::heap::room_of(h, old) } {
        return false;
    }
    // SAFETY: the block has room, and nobody else reads the string (by contract); the two strings are not the same.
    unsafe {
        let p = crate::obj::tail_ptr(s).add(had);
        std::ptr::copy_nonoverlapping(m.bytes().as_ptr(), p, m.len());
    }
    // Relaxed: nobody else knows the string.
    s.hash.store(0, Relaxed);
    s.meta.store((len as u64) << 3 | ASCII, Relaxed);
    crate::thread::recharge(new as i64 - old as i64);
    true
}

/// `a + b` with room behind it for further appending, if both are ASCII.
pub fn concat_with_room(th: &mut Thread, a: &Str, b: &Str) -> R {
    let len = a.len().saturating_add(b.len());
    if a.meta() & b.meta() & ASCII == 0 || !(128..1 << 40).contains(&len) {
        return concat_two(th, a, b);
    }
    let size = ascii_size(len);
    let mut room = len + len / 2;
    if size <= crate::heap::MAX_SMALL {
        // A block of a page stays one: the heap tells by the size in use.
        room = room.min(crate::heap::MAX_SMALL - ascii_size(0));
    }
    let s = Str {
        hash: AtomicU64::new(0),
        meta: AtomicU64::new((len as u64) << 3 | ASCII),
    };
    match crate::obj::alloc_payload(&crate::types::STR, s, room) {
        Ok(o) => {
            // SAFETY: fresh object of this payload, at least `len` bytes behind it, not published.
            unsafe {
                let p = crate::obj::tail_ptr(o.r().payload_unchecked::<Str>());
                std::ptr::copy_nonoverlapping(a.bytes().as_ptr(), p, a.len());
                std::ptr::copy_nonoverlapping(b.bytes().as_ptr(), p.add(a.len()), b.len());
            }
            crate::thread::recharge(size as i64 - ascii_size(room) as i64);
            Ok(o)
        }
        Err(s) => {
            std::mem::forget(s);
            Err(crate::error::no_memory(th))
        }
    }
}

/// A string from UTF-8.
#[inline]
pub fn new(th: &mut Thread, s: &str) -> R {
    from_wtf8(th, s.as_bytes())
}

/// A string from WTF-8 bytes (the caller vouches for the encoding; lone surrogates are allowed).
pub fn from_wtf8(th: &mut Thread, b: &[u8]) -> R {
    if b.len() == 1 && b[0] < 128 {
        return Ok(char_obj(b[0]));
    }
    if b.is_empty() {
        return Ok(crate::names::empty().own());
    }
    match build(b, &crate::types::STR) {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// As `from_wtf8` for text that is likely to be ASCII and longer than one character.
#[inline]
pub fn from_ascii(th: &mut Thread, b: &[u8]) -> R {
    if b.len() < 2 || !b.is_ascii() {
        return from_wtf8(th, b);
    }
    // SAFETY: seen just now.
    let made = unsafe { copy_ascii(b) };
    or_no_memory(th, made)
}

/// The part `from..to` (bytes, clamped; both at characters) of a string as a new one.
pub fn part(th: &mut Thread, s: &Str, from: usize, to: usize) -> R {
    let b = s.bytes().get(from..to.min(s.len())).unwrap_or_default();
    if !s.is_ascii() || b.len() < 2 {
        return from_wtf8(th, b);
    }
    // SAFETY: part of an ASCII string.
    let made = unsafe { copy_ascii(b) };
    or_no_memory(th, made)
}

/// A list of `n` parts of `s`, whose start and end (bytes) `next` gives.
#[inline(always)]
pub fn list_of_parts(
    th: &mut Thread,
    s: &Str,
    n: usize,
    mut next: impl FnMut() -> (usize, usize),
) -> R {
    let (b, ascii) = (s.bytes(), s.is_ascii());
    crate::types::list::try_from_fn(th, n, |th, _| {
        let (from, to) = next();
        let b = b.get(from..to).unwrap_or_default();
        if !ascii || b.len() < 2 {
            return from_wtf8(th, b);
        }
        // SAFETY: part of an ASCII string.
        let made = unsafe { copy_ascii(b) };
        or_no_memory(th, made)
    })
}

/// What a slice selects of `s`, the string of `o`.
pub fn slice(th: &mut Thread, o: Ref<'_>, s: &Str, x: crate::types::slice::Indices) -> R {
    if x.n == 0 {
        return Ok(crate::names::empty().own());
    }
    if x.step == 1 {
        let from = x.start as usize;
        if x.n == s.chars_len() && o.is_exact(&crate::types::STR) {
            return Ok(o.own());
        }
        let (from, to) = (s.byte_offset(from), s.byte_offset(from + x.n));
        return part(th, s, from, to);
    }
    if s.is_ascii() {
        let b = s.bytes();
        let out: Vec<u8> = x.iter().filter_map(|i| b.get(i).copied()).collect();
        return from_wtf8(th, &out);
    }
    let chars: Vec<u32> = s.code_points().collect();
    let mut out = Vec::with_capacity(x.n * 2);
    for i in x.iter() {
        if let Some(&c) = chars.get(i) {
            push_code_point(&mut out, c);
        }
    }
    from_wtf8(th, &out)
}

/// An instance of a str subclass.
pub fn new_subclass(th: &mut Thread, class: &'static TypeObj, b: &[u8]) -> R {
    match build(b, class) {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// The interned one-character string, as a value: immortal, so nothing is counted.
#[inline(always)]
pub fn char_obj(c: u8) -> Obj {
    // SAFETY: interned, immortal.
    unsafe { Obj::from_word(ascii_char(c).word()) }
}

/// A string of one code point.
#[inline]
pub fn from_char(th: &mut Thread, c: u32) -> R {
    if c < 128 {
        return Ok(char_obj(c as u8));
    }
    let mut v = Vec::with_capacity(4);
    push_code_point(&mut v, c);
    from_wtf8(th, &v)
}

/// The character at byte `at` (where one starts) of the string in a slot, and its width; None at the end.
#[inline(always)]
pub fn char_in(slot: &crate::slot::Slot, at: usize) -> Option<(u32, usize)> {
    let w = slot.look();
    if w == crate::value::EMPTY {
        return None;
    }
    // SAFETY: `look`'s word, used before anything is dropped.
    let s: Ref<'_> = unsafe { Ref::from_word(w) };
    let rest = s.get::<Str>()?.bytes().get(at..)?;
    let &first = rest.first()?;
    if first < 128 {
        return Some((u32::from(first), 1));
    }
    Some((wtf8_chars(rest).next()?, char_width(first)))
}

static CHARS: [AtomicU64; 128] = [const { AtomicU64::new(0) }; 128];

/// The interned one-character string.
#[inline(always)]
pub fn ascii_char(c: u8) -> Ref<'static> {
    let slot = &CHARS[c as usize & 127];
    // Acquire: pairs with the Release below.
    let w = slot.load(Acquire);
    if w != 0 {
        // SAFETY: interned, immortal.
        return unsafe { Ref::from_word(w) };
    }
    first_char(c, slot)
}

#[cold]
#[inline(never)]
fn first_char(c: u8, slot: &AtomicU64) -> Ref<'static> {
    let r = intern_bytes(&[c & 127]);
    slot.store(r.word(), Release);
    r
}

fn table() -> &'static DashMap<Box<[u8]>, Word> {
    static T: OnceLock<DashMap<Box<[u8]>, Word>> = OnceLock::new();
    T.get_or_init(|| DashMap::with_capacity_and_shard_amount(2048, 32))
}

/// The interned string with these WTF-8 bytes. Aborts the process only if memory for a name is out.
pub fn intern_bytes(b: &[u8]) -> Ref<'static> {
    if let Some(w) = table().get(b) {
        // SAFETY: interned strings are immortal.
        return unsafe { Ref::from_word(*w) };
    }
    match table().entry(b.into()) {
        // SAFETY: as above.
        dashmap::Entry::Occupied(e) => unsafe { Ref::from_word(*e.get()) },
        dashmap::Entry::Vacant(e) => {
            let Some(o) = build(b, &crate::types::STR) else {
                std::alloc::handle_alloc_error(std::alloc::Layout::new::<Str>())
            };
            make_interned(&o);
            let w = o.into_word();
            e.insert(w);
            // SAFETY: immortal now.
            unsafe { Ref::from_word(w) }
        }
    }
}

fn make_interned(o: &Obj) {
    if let (Some(s), Some(h)) = (o.get::<Str>(), o.r().header()) {
        s.hash();
        // Relaxed: readers that miss the bit take the slow path.
        s.meta.fetch_or(INTERNED, Relaxed);
        h.mark_immortal();
    }
}

/// Interns text.
pub fn intern_str(s: &str) -> Ref<'static> {
    intern_bytes(s.as_bytes())
}

/// The interned twin of a str value (STR RULE 2). Not a str: the empty string.
pub fn intern(s: Ref<'_>) -> Ref<'static> {
    match s.get::<Str>() {
        // SAFETY: immortal.
        Some(x) if x.is_interned() => unsafe { s.extend() },
        Some(x) => intern_bytes(x.bytes()),
        None => crate::names::empty(),
    }
}

/// The interned word for a name if one exists.
pub fn interned_or_none(s: Ref<'_>) -> Option<Word> {
    let x = s.get::<Str>()?;
    if x.is_interned() {
        Some(s.word())
    } else {
        table().get(x.bytes()).map(|w| *w)
    }
}

/// Whether the value is an interned string.
#[inline(always)]
pub fn is_interned(s: Ref<'_>) -> bool {
    s.get::<Str>().is_some_and(Str::is_interned)
}

/// Whether the value is a str or an instance of a subclass.
#[inline(always)]
pub fn is_str(o: Ref<'_>) -> bool {
    o.class().flag(tf::STR_SUB)
}

/// The text of a str value for messages; empty for others.
pub fn text(o: Ref<'_>) -> String {
    o.get::<Str>().map(Str::to_string_lossy).unwrap_or_default()
}

/// Content equality of two str values.
#[inline]
pub fn equal(a: Ref<'_>, b: Ref<'_>) -> bool {
    if a.is(b) {
        return true;
    }
    match (a.get::<Str>(), b.get::<Str>()) {
        (Some(x), Some(y)) => {
            !(x.is_interned() && y.is_interned()) && same_bytes(x.bytes(), y.bytes())
        }
        _ => false,
    }
}

/// Code-point order of WTF-8 equals its byte order (surrogates stand below the astral planes in both).
pub fn compare(a: &Str, b: &Str) -> std::cmp::Ordering {
    a.bytes().cmp(b.bytes())
}

/// Whether a str value is an identifier (PEP 3131).
pub fn is_identifier(o: Ref<'_>) -> bool {
    use crate::unicode::{flag, has};
    let Some(s) = o.get::<Str>() else {
        return false;
    };
    let mut chars = s.code_points();
    chars.next().is_some_and(|c| has(c, flag::ID_START)) && chars.all(|c| has(c, flag::ID_CONTINUE))
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

    #[test]
    fn short_texts_are_compared_whole() {
        for n in 0..40 {
            let a: Vec<u8> = (0..n).collect();
            assert!(same_bytes(&a, &a.clone()));
            for i in 0..a.len() {
                let mut b = a.clone();
                b[i] ^= 1;
                assert!(!same_bytes(&a, &b));
            }
            assert!(!same_bytes(&a, &[a.as_slice(), &[1]].concat()));
        }
    }
}
