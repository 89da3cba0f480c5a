//! Storage of the basic iterators (the rest stand with their modules).
//!
//! ITER RULE. An iterator's position is one atomic; a finished iterator gives up its sequence.

use crate::obj::{Obj, R, Ref, Val};
use crate::refcount;
use crate::slot::Slot;
use crate::sync::{AtomicI64, AtomicUsize, Ordering::*};
use crate::thread::Thread;
use crate::types::dict::{self, Dict};
use crate::types::set::Set;
use crate::types::{self, list::List, tuple::Tuple};
use crate::value::{EMPTY, Word};

mod run;

pub use run::{list_run, range_run, tuple_run};

/// Payload of list, tuple and `__getitem__` iterators.
pub struct SeqIter {
    /// What is iterated; empty when exhausted.
    pub seq: Slot,
    /// Next index.
    pub at: AtomicUsize,
}
crate::payload!(
    SeqIter,
    traverse | s,
    v | s.seq.visit(v),
    clear | s | s.seq.discard()
);

/// Payload of the iterators of strings.
pub struct TextIter {
    /// The string; empty when exhausted.
    pub text: Slot,
    /// Byte at which the next character starts.
    pub at: AtomicUsize,
}
crate::payload!(
    TextIter,
    traverse | s,
    v | s.text.visit(v),
    clear | s | s.text.discard()
);

/// One step of the iterator of an ASCII string: the register word, or EMPTY at the end (or where that takes more).
///
/// # Safety
/// `x` is the payload of an exact iterator of ASCII text.
#[inline(always)]
pub unsafe fn text_step(th: &Thread, x: &TextIter) -> Word {
    let w = x.text.look_quick(th);
    if w == EMPTY {
        return EMPTY;
    }
    // SAFETY: the iterator's text is a str, or an instance of a subclass, and `look_quick` says that it outlives this step.
    let text: &crate::types::str::Str = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
    // Relaxed: a position; threads that share an iterator may get a character twice.
    let at = x.at.load(Relaxed);
    match text.bytes().get(at) {
        Some(&c) if c < 128 => {
            x.at.store(at + 1, Relaxed);
            // The strings of one ASCII character are immortal.
            crate::types::str::ascii_char(c).word() | crate::value::BORROWED
        }
        _ => EMPTY,
    }
}

impl SeqIter {
    /// The present position, which advances by one.
    #[inline(always)]
    fn step(&self) -> usize {
        // Relaxed: a position only; the item is loaded with the sequence's own protocol. Threads that share an iterator
        // may get an item twice, as in CPython's free-threaded build.
        let n = self.at.load(Relaxed);
        self.at.store(n.wrapping_add(1), Relaxed);
        n
    }
}

/// Payload of range iterators over machine integers. One number is its whole state, so that threads that share it may
/// repeat or skip values but get none from outside the range.
pub struct RangeIter {
    /// The value behind the last one (modulo 2^64).
    end: i64,
    /// Values left.
    left: AtomicI64,
    /// Step.
    pub step: i64,
}
crate::payload!(RangeIter);

impl RangeIter {
    /// The next value.
    #[inline(always)]
    pub fn advance(&self) -> Option<i64> {
        // Relaxed: threads that share an iterator may repeat or skip values, as they may in CPython's free-threaded build.
        let left = self.left.load(Relaxed);
        if left <= 0 {
            return None;
        }
        self.left.store(left - 1, Relaxed);
        Some(self.value_at(left))
    }
    #[inline(always)]
    fn value_at(&self, left: i64) -> i64 {
        self.end.wrapping_sub(left.wrapping_mul(self.step))
    }
    /// The next value and the number of values left.
    pub fn rest(&self) -> (i64, i64) {
        // Relaxed: as in advance.
        let left = self.left.load(Relaxed).max(0);
        (self.value_at(left), left)
    }
    /// Skips up to `n` values.
    pub fn skip(&self, n: i64) {
        // Relaxed: as in advance.
        let left = self.left.load(Relaxed).max(0);
        self.left.store(left - n.clamp(0, left), Relaxed);
    }
}

/// Payload of dict iterators.
pub struct DictIter {
    /// What is iterated; empty when exhausted.
    pub dict: Slot,
    /// Next position, forwards; one behind the next position, backwards.
    pub at: AtomicUsize,
    /// Size of the dict at the start; `usize::MAX` after an error.
    pub size: AtomicUsize,
    /// Items that are left.
    pub left: AtomicUsize,
}
crate::payload!(
    DictIter,
    traverse | s,
    v | s.dict.visit(v),
    clear | s | s.dict.discard()
);

/// Payload of set iterators.
pub struct SetIter {
    /// What is iterated; empty when exhausted.
    pub set: Slot,
    /// Next position.
    pub at: AtomicUsize,
    /// Size at the start; `usize::MAX` after an error.
    pub size: AtomicUsize,
    /// Items that are left.
    pub left: AtomicUsize,
}
crate::payload!(
    SetIter,
    traverse | s,
    v | s.set.visit(v),
    clear | s | s.set.discard()
);

/// Payload of `enumerate`.
pub struct Enumerate {
    /// The iterator that is counted.
    pub it: Slot,
    /// The next number.
    pub n: AtomicI64,
    /// The next number once it is no small integer any more.
    pub big: Slot,
}
crate::payload!(
    Enumerate,
    traverse | s,
    v | s.it.visit(v),
    clear | s | s.it.discard()
);

fn over(th: &mut Thread, class: Ref<'_>, o: Ref<'_>) -> R {
    let it = SeqIter {
        seq: Slot::new(o.own()),
        at: AtomicUsize::new(0),
    };
    Obj::new(th, class, it)
}
/// Iterator of a list.
pub fn list_iter(th: &mut Thread, o: Ref<'_>) -> R {
    over(th, types::LIST_ITER.r(), o)
}
/// Iterator of a tuple.
pub fn tuple_iter(th: &mut Thread, o: Ref<'_>) -> R {
    over(th, types::TUPLE_ITER.r(), o)
}
/// Iterator over `__getitem__`.
pub fn seq_iter(th: &mut Thread, o: Ref<'_>) -> R {
    over(th, types::SEQ_ITER.r(), o)
}
/// Iterator of `start, start+step, ...`, `n` values.
pub fn range_iter(th: &mut Thread, start: i64, step: i64, n: i64) -> R {
    Obj::new(
        th,
        types::RANGE_ITER.r(),
        RangeIter {
            end: start.wrapping_add(n.wrapping_mul(step)),
            left: AtomicI64::new(n),
            step,
        },
    )
}

/// How many items an iterator has left, where asking costs nothing and runs no Python code; else 0.
pub fn known_rest(th: &Thread, it: Ref<'_>) -> usize {
    if let Some(r) = it.get::<RangeIter>() {
        // Relaxed: a hint.
        return usize::try_from(r.left.load(Relaxed)).unwrap_or(0);
    }
    let Some(i) = it.get::<SeqIter>() else {
        return 0;
    };
    let n = i.seq.load(th).map_or(0, |seq| {
        let list = seq.r().get::<List>().map(List::len);
        list.or_else(|| seq.r().get::<Tuple>().map(|t| t.slots().len()))
            .unwrap_or(0)
    });
    // Relaxed: a hint.
    n.saturating_sub(i.at.load(Relaxed))
}

/// One step of an iterator over `T`: the register word, or EMPTY at the end. `look` finds the sequence, `load` the item at a
/// position.
///
/// # Safety
/// The sequence of `x` is a `T`; `look` is one of the looks of `Slot`, which say that it outlives this step.
#[inline(always)]
unsafe fn step<T>(
    x: &SeqIter,
    look: impl FnOnce(&Slot) -> Word,
    load: impl FnOnce(&T, usize) -> Word,
) -> Word {
    let w = look(&x.seq);
    if w == EMPTY {
        return EMPTY;
    }
    // SAFETY: by contract.
    let seq: &T = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
    // Relaxed: a position only; the item is loaded with the sequence's own protocol. Threads that share an iterator may
    // get an item twice, as in CPython's free-threaded build.
    let n = x.at.load(Relaxed);
    let v = load(seq, n);
    if v != EMPTY {
        x.at.store(n + 1, Relaxed);
    }
    v
}

/// One step of a list iterator: the register word, or EMPTY at the end.
///
/// # Safety
/// `x` is the payload of an exact list iterator.
#[inline(always)]
pub unsafe fn list_step(x: &SeqIter) -> Word {
    // SAFETY: a list iterator's sequence is a list.
    unsafe { step(x, Slot::look, List::load_word) }
}

/// As `list_step` for thread `th`, without a call. EMPTY also if that takes more than one try.
///
/// # Safety
/// As `list_step`.
#[inline(always)]
pub unsafe fn list_step_quick(x: &SeqIter, th: &Thread) -> Word {
    // SAFETY: as in list_step.
    unsafe { step(x, |s| s.look_quick(th), |l: &List, n| l.load_quick(th, n)) }
}

/// As `list_step` for a tuple iterator.
///
/// # Safety
/// `x` is the payload of an exact tuple iterator.
#[inline(always)]
pub unsafe fn tuple_step(x: &SeqIter) -> Word {
    let load = |t: &Tuple, n: usize| t.slots().get(n).map_or(EMPTY, |s| s.load_word(|| true));
    // SAFETY: a tuple iterator's sequence is a tuple.
    unsafe { step(x, Slot::look, load) }
}

/// As `list_step_quick` for a tuple iterator.
///
/// # Safety
/// As `tuple_step`.
#[inline(always)]
pub unsafe fn tuple_step_quick(x: &SeqIter, th: &Thread) -> Word {
    let load = |t: &Tuple, n: usize| {
        t.slots()
            .get(n)
            .map_or(EMPTY, |s| s.load_quick(th, || true))
    };
    // SAFETY: as in tuple_step.
    unsafe { step(x, |s| s.look_quick(th), load) }
}

/// As `list_step`, by the quick way first.
///
/// # Safety
/// As `list_step`.
#[inline(always)]
unsafe fn list_step_of(x: &SeqIter, th: &Thread) -> Word {
    // SAFETY: by contract.
    match unsafe { list_step_quick(x, th) } {
        // SAFETY: by contract.
        EMPTY => unsafe { list_step(x) },
        w => w,
    }
}
/// As `tuple_step`, by the quick way first.
///
/// # Safety
/// As `tuple_step`.
#[inline(always)]
unsafe fn tuple_step_of(x: &SeqIter, th: &Thread) -> Word {
    // SAFETY: by contract.
    match unsafe { tuple_step_quick(x, th) } {
        // SAFETY: by contract.
        EMPTY => unsafe { tuple_step(x) },
        w => w,
    }
}

/// The end of a step: the item counted, or the sequence given up.
#[inline(always)]
fn stepped(x: &SeqIter, w: Word) -> R<Option<Obj>> {
    if w == EMPTY {
        x.seq.discard();
        return Ok(None);
    }
    // SAFETY: a fresh load under the pin, counted at once.
    Ok(Some(unsafe { Val::from_word(w) }.own()))
}

/// Moves the position of an iterator on, unless other threads may use it.
#[inline(always)]
fn took_one(it: Ref<'_>, at: &AtomicUsize, left: &AtomicUsize, to: usize) -> bool {
    let private = it.head().flags() & refcount::SHARED == 0;
    if private {
        // Relaxed: this thread's alone.
        at.store(to, Relaxed);
        left.store(left.load(Relaxed).saturating_sub(1), Relaxed);
    }
    private
}

/// One step of a forward dict iterator in the common case, without a call: `f` gets the next live entry. EMPTY or None from
/// `f`, or None: the class must be asked.
///
/// # Safety
/// `it` is an instance of an exact class whose payload is a `DictIter`.
#[inline(always)]
unsafe fn dict_step<T>(
    th: &Thread,
    it: Ref<'_>,
    f: impl FnOnce(&Dict, &dict::Table, &dict::Entry) -> Option<T>,
) -> Option<T> {
    // SAFETY: by contract.
    let x: &DictIter = unsafe { it.payload_unchecked() };
    let w = x.dict.look_quick(th);
    if w == EMPTY {
        return None;
    }
    // SAFETY: `look_quick` says that it is alive, and nothing is dropped meanwhile; a dict iterator's dict is one.
    let d: &Dict = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
    // Relaxed: an iterator's state is a hint between threads that share it.
    if x.size.load(Relaxed) != d.len() || x.left.load(Relaxed) == 0 {
        return None;
    }
    let t = d.table()?;
    let (i, e) = t.live_at(x.at.load(Relaxed))?;
    let v = f(d, t, e)?;
    if took_one(it, &x.at, &x.left, i + 1) {
        return Some(v);
    }
    None
}

/// The next key of a dict's key iterator as a register word; EMPTY if the class must be asked.
///
/// # Safety
/// As `dict_step`.
#[inline(always)]
pub unsafe fn dict_key_quick(th: &Thread, it: Ref<'_>) -> Word {
    // SAFETY: forwarded.
    unsafe { dict_step(th, it, |d, t, e| d.key_word(th, t, e)) }.unwrap_or(EMPTY)
}
/// As `dict_key_quick`, the value.
///
/// # Safety
/// As `dict_step`.
#[inline(always)]
pub unsafe fn dict_value_quick(th: &Thread, it: Ref<'_>) -> Word {
    // SAFETY: forwarded.
    unsafe { dict_step(th, it, |d, t, e| d.value_word(th, t, e)) }.unwrap_or(EMPTY)
}
/// As `dict_key_quick`, key and value.
///
/// # Safety
/// As `dict_step`.
#[inline(always)]
pub unsafe fn dict_item_quick(th: &Thread, it: Ref<'_>) -> Option<(Word, Word)> {
    // SAFETY: forwarded.
    unsafe {
        dict_step(th, it, |d, t, e| {
            let k = d.key_word(th, t, e)?;
            match d.value_word(th, t, e) {
                Some(v) => Some((k, v)),
                None => {
                    // SAFETY: a loaded word, whose count is given up.
                    drop(Val::from_word(k));
                    None
                }
            }
        })
    }
}

/// One step of a set iterator as a register word; EMPTY if the class must be asked.
///
/// # Safety
/// `it` is an instance of an exact class whose payload is a `SetIter`.
#[inline(always)]
pub unsafe fn set_step_quick(th: &Thread, it: Ref<'_>) -> Word {
    // SAFETY: by contract.
    let x: &SetIter = unsafe { it.payload_unchecked() };
    let w = x.set.look_quick(th);
    if w == EMPTY {
        return EMPTY;
    }
    // SAFETY: as in dict_step.
    let s: &Set = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
    // Relaxed: as in dict_step.
    if x.size.load(Relaxed) != s.len() {
        return EMPTY;
    }
    let Some((i, v)) = s.word_at(th, x.at.load(Relaxed)) else {
        return EMPTY;
    };
    if !took_one(it, &x.at, &x.left, i + 1) {
        // SAFETY: a loaded word, whose count is given up.
        drop(unsafe { Val::from_word(v) });
        return EMPTY;
    }
    v
}

/// One step of `enumerate` in the common case, as two register words.
///
/// # Safety
/// `it` is an instance of an exact class whose payload is an `Enumerate`.
#[inline(always)]
pub unsafe fn enumerate_quick(th: &Thread, it: Ref<'_>) -> Option<(Word, Word)> {
    // SAFETY: by contract.
    let x: &Enumerate = unsafe { it.payload_unchecked() };
    // Relaxed: as in dict_step.
    let n = x.n.load(Relaxed);
    if n >= crate::value::INT_MAX || !x.big.is_empty() {
        return None;
    }
    let v = word_in(th, &x.it);
    if v == EMPTY {
        return None;
    }
    x.n.store(n + 1, Relaxed);
    Some((crate::value::int_word(n), v))
}

/// The next item of the iterator in a slot, if it is one over a list, tuple or range and has one that is to be had without
/// a call.
#[inline(always)]
pub fn step_in<'g>(th: &'g Thread, slot: &Slot) -> Option<Val<'g>> {
    let v = word_in(th, slot);
    // SAFETY: a fresh load under the pin, or an immediate.
    (v != EMPTY).then(|| unsafe { Val::from_word(v) })
}

/// As `step_in`, the register word or EMPTY.
#[inline(always)]
pub fn word_in(th: &Thread, slot: &Slot) -> Word {
    let w = slot.look_quick(th);
    if w == EMPTY || !crate::value::is_ptr(w) {
        return EMPTY;
    }
    // SAFETY: `look_quick` says that it is alive, and nothing is dropped meanwhile.
    let (it, class) = unsafe {
        let it: Ref<'_> = Ref::from_ptr_word(w);
        (it, it.class_of_ptr())
    };
    if std::ptr::eq(class, &types::LIST_ITER) {
        // SAFETY: exact class.
        unsafe { list_step_quick(it.payload_unchecked(), th) }
    } else if std::ptr::eq(class, &types::RANGE_ITER) {
        // SAFETY: exact class.
        let r: &RangeIter = unsafe { it.payload_unchecked() };
        r.advance().map_or(EMPTY, crate::value::int_word)
    } else if std::ptr::eq(class, &types::TUPLE_ITER) {
        // SAFETY: exact class.
        unsafe { tuple_step_quick(it.payload_unchecked(), th) }
    } else {
        EMPTY
    }
}

/// The next item of the iterator in a slot; the iterators of list, tuple and range are not even counted for it.
#[inline]
pub fn next_in(th: &mut Thread, slot: &Slot) -> R<Option<Obj>> {
    let w = slot.look();
    if w == EMPTY {
        return Ok(None);
    }
    // SAFETY: `look` says that it is alive, and nothing is dropped before it is counted below.
    let it: Ref<'_> = unsafe { Ref::from_word(w) };
    let class = it.class();
    let v = if std::ptr::eq(class, &types::LIST_ITER) {
        // SAFETY: exact class.
        unsafe { list_step_of(it.payload_unchecked(), th) }
    } else if std::ptr::eq(class, &types::TUPLE_ITER) {
        // SAFETY: exact class.
        unsafe { tuple_step_of(it.payload_unchecked(), th) }
    } else if std::ptr::eq(class, &types::RANGE_ITER) {
        return range_next(th, it);
    } else {
        EMPTY
    };
    if v != EMPTY {
        // SAFETY: a fresh load under the pin, counted at once.
        return Ok(Some(unsafe { Val::from_word(v) }.own()));
    }
    let it = it.own();
    crate::ops::next(th, it.r())
}

/// The next item of an iterator, for native loops that take them one by one.
#[inline]
pub fn step_of(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    let class = it.class();
    let v = if std::ptr::eq(class, &types::LIST_ITER) {
        // SAFETY: exact class.
        unsafe { list_step_quick(it.payload_unchecked(), th) }
    } else if std::ptr::eq(class, &types::TUPLE_ITER) {
        // SAFETY: exact class.
        unsafe { tuple_step_quick(it.payload_unchecked(), th) }
    } else if std::ptr::eq(class, &types::RANGE_ITER) {
        return range_next(th, it);
    } else {
        EMPTY
    };
    if v != EMPTY {
        // SAFETY: a fresh load under the pin, counted at once.
        return Ok(Some(unsafe { Val::from_word(v) }.own()));
    }
    crate::ops::next(th, it)
}

/// Step of a list iterator.
pub fn list_next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    match it.get::<SeqIter>() {
        // SAFETY: the slot of the class.
        Some(x) => stepped(x, unsafe { list_step_of(x, th) }),
        None => Ok(None),
    }
}
/// Step of a tuple iterator.
pub fn tuple_next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    match it.get::<SeqIter>() {
        // SAFETY: the slot of the class.
        Some(x) => stepped(x, unsafe { tuple_step_of(x, th) }),
        None => Ok(None),
    }
}
/// Step of a range iterator.
pub fn range_next(_th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    let next = it.get::<RangeIter>().and_then(RangeIter::advance);
    Ok(next.map(|v| Ref::small_int(v).own()))
}
/// Step of a `__getitem__` iterator.
pub fn seq_next(th: &mut Thread, it: Ref<'_>) -> R<Option<Obj>> {
    let Some(i) = it.get::<SeqIter>() else {
        return Ok(None);
    };
    let Some(seq) = i.seq.get() else {
        return Ok(None);
    };
    let n = i.step();
    match crate::ops::getitem(th, seq.r(), Ref::small_int(n as i64)) {
        Ok(v) => Ok(Some(v)),
        Err(e) => {
            if crate::error::pending_is(th, &crate::error::INDEX_ERROR)
                || crate::error::pending_is(th, &crate::error::STOP_ITERATION)
            {
                drop(crate::error::fetch(th));
                i.seq.discard();
                return Ok(None);
            }
            Err(e)
        }
    }
}
