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
    pub fn byte_offset(&self, i: usize) -> usize {
        if self.is_ascii() {
            return i.min(self.len());
        }
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
    pub fn char_index(&self, at: usize) -> usize {
        if self.is_ascii() {
            return at;
        }
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
    let h = siphasher::sip::SipHasher13::new_with_keys(k0, k1);
    match h.hash(b) as i64 {
        -1 | 0 => -2,
        v => v,
    }
}

// ---- construction

fn build(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
    if bytes.is_ascii() {
        // SAFETY: seen just now.
        return unsafe { build_ascii(bytes, class) };
    }
    build_wide(bytes, class)
}

/// # Safety
/// Every byte is ASCII.
#[inline(always)]
unsafe fn build_ascii(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
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
    let Some(total) = len
        .checked_mul(times)
        .filter(|&n| n < isize::MAX as usize / 4)
    else {
        return Err(crate::error::no_memory(th));
    };
    if total == 0 {
        return Ok(crate::names::empty().own());
    }
    let s = Str {
        hash: AtomicU64::new(0),
        meta: AtomicU64::new((total as u64) << 3 | meta & (ASCII | SURROGATES)),
    };
    let tail = s.tail_bytes();
    let o = match crate::obj::alloc_payload(&crate::types::STR, s, tail) {
        Ok(o) => o,
        Err(s) => {
            std::mem::forget(s);
            return Err(crate::error::no_memory(th));
        }
    };
    // SAFETY: fresh object of this payload, `tail` bytes behind the struct, not published; the parts add up to `len`.
    unsafe {
        let s: &Str = o.r().payload_unchecked();
        let p = crate::obj::tail_ptr(s);
        let (mut at, mut chars) = (p, 0);
        for part in (0..n).filter_map(&part) {
            let b = part.bytes();
            std::ptr::copy_nonoverlapping(b.as_ptr(), at, b.len());
            at = at.add(b.len());
            if meta & ASCII == 0 {
                chars += part.chars_len();
            }
        }
        // Doubling what is there.
        let mut done = len;
        while done < total {
            let n = done.min(total - done);
            std::ptr::copy_nonoverlapping(p, p.add(done), n);
            done += n;
        }
        if meta & ASCII == 0 {
            let e = p.add(total.next_multiple_of(8)) as *mut Extra;
            e.write(Extra {
                chars: chars * times,
                crumbs: AtomicPtr::new(std::ptr::null_mut()),
            });
        }
    }
    Ok(o)
}

/// Bytes of an ASCII string object of this length.
fn ascii_size(len: usize) -> usize {
    24 + std::mem::size_of::<Str>() + len.next_multiple_of(8)
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
        return concat_fn(th, 2, |k| Some(if k == 0 { a } else { b }), 1);
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
        return Ok(ascii_char(b[0]).own());
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
    match unsafe { build_ascii(b, &crate::types::STR) } {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// The part `from..to` (bytes, clamped; both at characters) of a string as a new one.
pub fn part(th: &mut Thread, s: &Str, from: usize, to: usize) -> R {
    let b = s.bytes().get(from..to.min(s.len())).unwrap_or_default();
    if !s.is_ascii() || b.len() < 2 {
        return from_wtf8(th, b);
    }
    // SAFETY: part of an ASCII string.
    match unsafe { build_ascii(b, &crate::types::STR) } {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
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

/// A string of one code point.
pub fn from_char(th: &mut Thread, c: u32) -> R {
    if c < 128 {
        return Ok(ascii_char(c as u8).own());
    }
    let mut v = Vec::with_capacity(4);
    push_code_point(&mut v, c);
    from_wtf8(th, &v)
}

static CHARS: [AtomicU64; 128] = [const { AtomicU64::new(0) }; 128];

/// The interned one-character string.
pub fn ascii_char(c: u8) -> Ref<'static> {
    let slot = &CHARS[c as usize & 127];
    // Acquire: pairs with the Release below.
    let w = slot.load(Acquire);
    if w != 0 {
        // SAFETY: interned, immortal.
        return unsafe { Ref::from_word(w) };
    }
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
        (Some(x), Some(y)) => !(x.is_interned() && y.is_interned()) && x.bytes() == y.bytes(),
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
