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
use std::sync::OnceLock;

mod build;
mod hash;

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
        let mut left = i % STEP;
        // Eight bytes at a time, as long as no more characters start in them than are left.
        while left >= 8
            && let Some(w) = b.get(at..).and_then(<[u8]>::first_chunk::<8>)
        {
            let w = u64::from_le_bytes(*w);
            // A byte that continues a character has the top bits 10.
            let going_on = w >> 7 & !(w >> 6) & 0x0101_0101_0101_0101;
            left -= 8 - going_on.count_ones() as usize;
            at += 8;
        }
        // To the start of a character, then one by one.
        while b.get(at).is_some_and(|&c| c & 0xC0 == 0x80) {
            at += 1;
        }
        for _ in 0..left {
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
    /// The hash, if somebody has asked for it before.
    #[inline(always)]
    pub fn known_hash(&self) -> Option<i64> {
        // Relaxed: as hash.
        let h = self.hash.load(Relaxed);
        (h != 0).then_some(h as i64)
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

pub use build::*;
use build::{build, copy_ascii, copy_wide, or_no_memory, picked};
pub use hash::*;

// ---- construction

/// A string from UTF-8.
pub fn new(th: &mut Thread, s: &str) -> R {
    let b = s.as_bytes();
    if b.is_ascii() {
        return from_wtf8(th, b);
    }
    // SAFETY: a `str` is UTF-8.
    let made = unsafe { copy_wide(b, 0, count_chars(b)) };
    or_no_memory(th, made)
}

/// Number of characters of WTF-8.
#[inline(always)]
fn count_chars(b: &[u8]) -> usize {
    b.iter().filter(|&&x| x & 0xC0 != 0x80).count()
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
        if s.has_surrogates() || b.is_ascii() {
            return from_wtf8(th, b);
        }
        // SAFETY: UTF-8 cut at characters, as the caller says.
        let made = unsafe { copy_wide(b, 0, count_chars(b)) };
        return or_no_memory(th, made);
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
        return picked(th, s, x);
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
    let mut v = [0; 4];
    match char::from_u32(c) {
        Some(ch) => {
            let b = ch.encode_utf8(&mut v).as_bytes();
            // SAFETY: one character in UTF-8.
            let made = unsafe { copy_wide(b, 0, 1) };
            or_no_memory(th, made)
        }
        None => {
            let mut v = Vec::with_capacity(4);
            push_code_point(&mut v, c);
            from_wtf8(th, &v)
        }
    }
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
            let make = || build(b, &crate::types::STR);
            let Some(o) = make().or_else(|| crate::thread::in_need(make)) else {
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

/// As `intern`. MemoryError for a new name, which would stay for ever, if memory has run out.
#[inline]
pub fn try_intern(th: &mut Thread, s: Ref<'_>) -> R<Ref<'static>> {
    /// About what a name and its place in the table take.
    const NAME: usize = 256;
    if crate::os::reserve::is_low() && interned_or_none(s).is_none() {
        crate::error::room(th, NAME)?;
    }
    Ok(intern(s))
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

/// Whether a str value begins with these bytes.
pub fn starts_with(o: Ref<'_>, prefix: &[u8]) -> bool {
    o.get::<Str>()
        .is_some_and(|s| s.bytes().starts_with(prefix))
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
