//! New strings out of old ones and of bytes: one allocation of the right size each, filled in place.

use super::{ASCII, Extra, SURROGATES, Str, char_obj, from_wtf8};
use crate::obj::{Obj, Payload, R, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, AtomicU64, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use crate::value::Word;

pub(super) fn build(bytes: &[u8], class: &'static TypeObj) -> Option<Obj> {
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
pub(super) unsafe fn copy_ascii(bytes: &[u8]) -> Option<Obj> {
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
pub(super) fn or_no_memory(th: &mut Thread, o: Option<Obj>) -> R {
    match o {
        Some(o) => Ok(o),
        None => Err(crate::error::no_memory(th)),
    }
}

/// An ASCII string made of another one eight bytes at a time; `f` keeps bytes below 128 so and treats each alone.
#[inline(always)]
pub fn map_ascii(th: &mut Thread, s: &Str, f: impl Fn(u64) -> u64) -> R {
    let both = |x: u128| u128::from(f(x as u64)) | u128::from(f((x >> 64) as u64)) << 64;
    map_ascii_by(th, s, &f, both)
}

/// As `map_ascii`; `g` does for sixteen bytes what `f` does for eight.
#[inline(always)]
pub fn map_ascii_by(
    th: &mut Thread,
    s: &Str,
    f: impl Fn(u64) -> u64,
    g: impl Fn(u128) -> u128,
) -> R {
    let b = s.bytes();
    if !s.is_ascii() || b.len() < 2 {
        let out: Vec<u8> = b.iter().map(|&c| f(u64::from(c)) as u8 & 127).collect();
        return from_wtf8(th, if s.is_ascii() { &out } else { b });
    }
    // Whatever `f` does: no byte beyond ASCII gets into the string.
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let f = |x| f(x) & LOW;
    let g = |x| g(x) & (LOW as u128 | (LOW as u128) << 64);
    let (from, len) = (b.as_ptr(), b.len());
    // SAFETY: the pieces read and written lie within `len`; where two overlap, both are made of the source.
    let made = unsafe {
        plain(len, |to| {
            if len >= 16 {
                let mut i = 0;
                while i < len - 15 {
                    let w = u128::from_le((from.add(i) as *const u128).read_unaligned());
                    (to.add(i) as *mut u128).write_unaligned(g(w).to_le());
                    i += 16;
                }
                let w = u128::from_le((from.add(len - 16) as *const u128).read_unaligned());
                (to.add(len - 16) as *mut u128).write_unaligned(g(w).to_le());
            } else if len >= 8 {
                let w = u64::from_le((from as *const u64).read_unaligned());
                (to as *mut u64).write_unaligned(f(w).to_le());
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
/// As `plain`, except that the bytes are WTF-8, with surrogates if `surrogates` says so; `len` is below `LONGEST`.
#[inline(always)]
unsafe fn wide(
    len: usize,
    surrogates: u64,
    chars: usize,
    fill: impl FnOnce(*mut u8),
) -> Option<Obj> {
    let behind = len.next_multiple_of(8);
    let size = 24 + std::mem::size_of::<Str>() + behind + std::mem::size_of::<Extra>();
    // SAFETY: instances of the class have no attributes and are private at birth; the block has room for struct, bytes
    // and what stands behind them.
    unsafe {
        crate::obj::alloc_plain(&crate::types::STR, size, |p| {
            (p as *mut Str).write(Str {
                hash: AtomicU64::new(0),
                meta: AtomicU64::new((len as u64) << 3 | surrogates),
            });
            let p = p.add(std::mem::size_of::<Str>());
            fill(p);
            (p.add(behind) as *mut Extra).write(Extra {
                chars,
                crumbs: AtomicPtr::new(std::ptr::null_mut()),
            });
        })
    }
}

/// A new string of these bytes, of `chars` characters.
///
/// # Safety
/// As `wide`.
#[inline(never)]
pub(super) unsafe fn copy_wide(b: &[u8], surrogates: u64, chars: usize) -> Option<Obj> {
    if b.len() >= LONGEST {
        return None;
    }
    // SAFETY: by contract.
    unsafe {
        wide(b.len(), surrogates, chars, |to| {
            copy(b.as_ptr(), to, b.len())
        })
    }
}

/// The characters of an ASCII string that a slice picks.
pub(super) fn picked(th: &mut Thread, s: &Str, x: crate::types::slice::Indices) -> R {
    let b = s.bytes();
    let first = x.start as usize;
    let last = x
        .start
        .wrapping_add((x.n as isize - 1).wrapping_mul(x.step)) as usize;
    if x.n < 2 || first >= b.len() || last >= b.len() {
        let out: Vec<u8> = x.iter().filter_map(|i| b.get(i).copied()).collect();
        return from_wtf8(th, &out);
    }
    // SAFETY: the first and the last place lie within the string, which is ASCII, and so do those between.
    let made = unsafe {
        plain(x.n, |to| {
            let mut from = b.as_ptr().add(first);
            for i in 0..x.n {
                *to.add(i) = *from;
                from = from.wrapping_offset(x.step);
            }
        })
    };
    or_no_memory(th, made)
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
        if !crate::thread::is_multi() {
            // SAFETY: slots of a list below its length are filled and stay so while `look_at` goes on, and strings do not
            // change; what they hold is read only (COUNT RULE 9 is about counting).
            return join_fn(sep, slots.len(), |i| unsafe {
                Ref::from_slot_word(slots[i].peek())
            });
        }
        // Another thread may replace an item meanwhile (LIST RULE 5); what was there stays, as this one drops nothing.
        let mut words = Vec::new();
        if words.try_reserve_exact(slots.len()).is_err() {
            return Err(JoinError::NoMemory);
        }
        words.extend(slots.iter().map(Slot::look));
        // SAFETY: as above: filled slots, words under the pin.
        join_fn(sep, words.len(), |i| unsafe {
            Ref::from_slot_word(words[i])
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
    24 + std::mem::size_of::<Str>() + ((len + 7) & !7)
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
    let s: &Str = unsafe { Ref::from_slot_word(h as *const _ as Word).payload_unchecked() };
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
