//! Shapes (hidden classes): which attribute names stand in which inline slots of an instance.
//!
//! SHAPE RULE 1. A shape is immutable but for its transition table; it belongs to one class and lives as long.
//! SHAPE RULE 2. An attribute is added by storing its value, then publishing the new shape, under the instance's lock.
//! SHAPE RULE 3. The attribute that was added last goes, from an instance that no other thread has found, by publishing the
//!   shape before it, then emptying the slot. A reader that finds the instance meanwhile sees another shape than before and
//!   looks again. Were the instance SHARED, it might miss that: a slot that was given up and taken again holds another
//!   name's value for a moment, under the same shape before and after.
//! SHAPE RULE 4. Any other deletion, too many attributes, or a request for `__dict__` turns the instance into dict mode:
//!   the values move to a dict that stands in inline slot 0, the shape becomes `DICT_MODE`. Never back. On the way, under
//!   the instance's lock, the shape is `MOVING`: who meets it waits. The values leave the slots after the shape has changed,
//!   so a reader that finds a slot empty or the dict in slot 0 sees another shape than before, and looks again.

use crate::obj::{Obj, R, Raised, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicPtr, Ordering::*};
use crate::thread::Thread;
use crate::types::dict::Dict;
use crate::types::typeobj::TypeObj;
use crate::value::Word;
use parking_lot::Mutex;
use std::collections::HashMap;

/// One shape.
pub struct Shape {
    /// Interned names in slot order.
    names: Vec<Word>,
    /// name to index, for big shapes.
    index: Option<HashMap<Word, u16>>,
    next: Mutex<Vec<(Word, *mut Shape)>>,
    last: AtomicPtr<Shape>,
    /// The one with a name less; null: it has no names.
    before: *const Shape,
}

// SAFETY: immutable but for the locked table; the pointers in it are owned children, `before` is whose child this is.
unsafe impl Sync for Shape {}
// SAFETY: as above.
unsafe impl Send for Shape {}

/// Marks an instance whose attributes stand in a dict.
pub static DICT_MODE: Shape = Shape {
    names: Vec::new(),
    index: None,
    next: Mutex::new(Vec::new()),
    last: AtomicPtr::new(std::ptr::null_mut()),
    before: std::ptr::null(),
};

/// Stands for a moment while an instance goes over to dict mode.
static MOVING: Shape = Shape {
    names: Vec::new(),
    index: None,
    next: Mutex::new(Vec::new()),
    last: AtomicPtr::new(std::ptr::null_mut()),
    before: std::ptr::null(),
};

impl Shape {
    pub(crate) fn root(_class: &'static TypeObj) -> Shape {
        Shape {
            names: Vec::new(),
            index: None,
            next: Mutex::new(Vec::new()),
            last: AtomicPtr::new(std::ptr::null_mut()),
            before: std::ptr::null(),
        }
    }
    /// Whether this is dict mode.
    #[inline(always)]
    pub fn is_dict_mode(&self) -> bool {
        std::ptr::eq(self, &DICT_MODE)
    }
    /// Number of attributes.
    pub fn len(&self) -> usize {
        self.names.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
    /// Slot of an interned name.
    #[inline]
    pub fn find(&self, name: Word) -> Option<usize> {
        match &self.index {
            Some(m) => m.get(&name).map(|&i| i as usize),
            None => self.names.iter().position(|&n| n == name),
        }
    }
    /// Names in order.
    pub fn names(&self) -> &[Word] {
        &self.names
    }
    /// The shape with one more name.
    pub(crate) fn with(&self, name: Word) -> &'static Shape {
        // Acquire: pairs with the Release below.
        let last = self.last.load(Acquire);
        // SAFETY: children live as long as their class (SHAPE RULE 1), which the instance in hand keeps alive.
        if !last.is_null() && unsafe { (*last).names.last() } == Some(&name) {
            return unsafe_ref(last);
        }
        let mut t = self.next.lock();
        if let Some(&(_, p)) = t.iter().find(|e| e.0 == name) {
            self.last.store(p, Release);
            return unsafe_ref(p);
        }
        let mut names = self.names.to_vec();
        names.push(name);
        let index = if names.len() > 8 {
            Some(
                names
                    .iter()
                    .enumerate()
                    .map(|(i, &n)| (n, i as u16))
                    .collect(),
            )
        } else {
            None
        };
        let p = Box::into_raw(Box::new(Shape {
            names,
            index,
            next: Mutex::new(Vec::new()),
            last: AtomicPtr::new(std::ptr::null_mut()),
            before: self,
        }));
        t.push((name, p));
        // Release: publishes the finished shape.
        self.last.store(p, Release);
        unsafe_ref(p)
    }
    /// Frees a root and its descendants after the grace period.
    pub(crate) fn free_tree(root: *mut Shape) {
        let a = root as usize;
        crate::thread::defer(move || {
            let mut work = vec![a as *mut Shape];
            while let Some(p) = work.pop() {
                // SAFETY: the class is dead and the grace period over: nobody refers to its shapes.
                let s = unsafe { Box::from_raw(p) };
                work.extend(s.next.lock().iter().map(|e| e.1));
            }
        });
    }
}

fn unsafe_ref(p: *mut Shape) -> &'static Shape {
    // SAFETY: SHAPE RULE 1: shapes live as long as their class; callers hold an instance or the class.
    unsafe { &*p }
}

/// The present shape of an object with attribute storage.
#[inline(always)]
pub fn shape_of(o: Ref<'_>) -> Option<&'static Shape> {
    o.shape_word().map(settled)
}

/// The shape in a shape word, once no other thread is moving the values (SHAPE RULE 4).
#[inline(always)]
fn settled(word: &AtomicPtr<Shape>) -> &'static Shape {
    // Acquire: pairs with the Release publication of SHAPE RULE 2.
    let p = word.load(Acquire);
    if std::ptr::eq(p, &MOVING) {
        return wait_settled(word);
    }
    unsafe_ref(p)
}

#[cold]
fn wait_settled(word: &AtomicPtr<Shape>) -> &'static Shape {
    loop {
        // Acquire: as in settled.
        let p = word.load(Acquire);
        if !std::ptr::eq(p, &MOVING) {
            return unsafe_ref(p);
        }
        // The mover holds a byte lock: it goes on without a safepoint (LOCK RULE 3).
        std::thread::yield_now();
    }
}

/// The materialised dict of an instance in dict mode.
fn mode_dict(o: Ref<'_>) -> Option<Obj> {
    o.inline_slots().first().and_then(Slot::get)
}

/// As `mode_dict`, uncounted: good until this thread drops something or comes to a safepoint. None also if the instance is
/// not in dict mode.
pub fn dict_of_mode<'a>(o: Ref<'a>) -> Option<&'a crate::types::dict::Dict> {
    if !settled(o.shape_word()?).is_dict_mode() {
        return None;
    }
    let w = o.inline_slots().first()?.look();
    if w == 0 {
        return None;
    }
    // SAFETY: `look` says that it lives.
    let d: Ref<'a> = unsafe { Ref::from_ptr_word(w) };
    d.get()
}

/// Instance attribute `name` (interned or not); None if the instance has none of that name.
pub fn get(o: Ref<'_>, name: Ref<'_>) -> Option<Obj> {
    let word = o.shape_word()?;
    loop {
        let shape = settled(word);
        if shape.is_dict_mode() {
            return mode_dict(o)?.get::<Dict>()?.get_str(name);
        }
        let key = crate::types::str::interned_or_none(name)?;
        let i = shape.find(key)?;
        let v = o.inline_slots()[i].load_word(|| std::ptr::eq(word.load(Acquire), shape));
        if v != 0 {
            // SAFETY: load_word's result, counted at once.
            return Some(unsafe { crate::obj::Val::from_word(v) }.own());
        }
        if std::ptr::eq(word.load(Acquire), shape) {
            return None;
        }
        // Moved to a dict meanwhile.
    }
}

/// Sets an instance attribute. False: the object has no attribute storage.
pub fn set(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, value: Obj) -> R<bool> {
    let Some(word) = o.shape_word() else {
        return Ok(false);
    };
    let key = crate::types::str::try_intern(th, name)?;
    let old;
    loop {
        let shape = settled(word);
        if shape.is_dict_mode() {
            let Some(d) = mode_dict(o) else {
                return Ok(false);
            };
            if let Some(d) = d.get::<Dict>() {
                d.room_for_one(th)?;
                drop(d.insert_str(key, value));
            }
            return Ok(true);
        }
        let slots = o.inline_slots();
        if shape.find(key.word()).is_none() && shape.len() >= slots.len() {
            o.class().want_capacity(shape.len() + 1);
            to_dict(th, o)?;
            continue;
        }
        let g = o.head().lock.lock();
        if !std::ptr::eq(unsafe_ref(word.load(Acquire)), shape) {
            continue;
        }
        match shape.find(key.word()) {
            Some(i) => old = slots[i].exchange(Some(value)),
            None => {
                old = slots[shape.len()].exchange(Some(value));
                let new = shape.with(key.word());
                // Release: SHAPE RULE 2, the value is there before the shape says so.
                word.store(new as *const Shape as *mut Shape, Release);
                o.class().want_capacity(new.len());
            }
        }
        drop(g);
        break;
    }
    drop(old);
    Ok(true)
}

/// Deletes an instance attribute; false if there is none.
pub fn delete(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R<bool> {
    let Some(shape) = shape_of(o) else {
        return Ok(false);
    };
    if !shape.is_dict_mode() {
        match crate::types::str::interned_or_none(name) {
            Some(k) if shape.find(k).is_some() => {
                if delete_last(o, shape, k) {
                    return Ok(true);
                }
            }
            _ => return Ok(false),
        }
    }
    let d = to_dict(th, o)?;
    let removed = d.get::<Dict>().and_then(|d| d.remove_str(name));
    Ok(removed.is_some())
}

/// Deletes the attribute that was added last (SHAPE RULE 3). False: it was another, or somebody has found the instance.
fn delete_last(o: Ref<'_>, shape: &'static Shape, name: Word) -> bool {
    let Some(word) = o.shape_word() else {
        return false;
    };
    if shape.names.last() != Some(&name) || o.head().is_shared() {
        return false;
    }
    let old = {
        let _g = o.head().lock.lock();
        // Relaxed: the shapes are written under the lock.
        if !std::ptr::eq(word.load(Relaxed), shape) {
            return false;
        }
        // SeqCst: before the slot is emptied, and before the next call asks whether the instance is SHARED: who had seen
        // this shape has made it so (COUNT RULE 5).
        word.store(shape.before.cast_mut(), SeqCst);
        o.inline_slots()[shape.len() - 1].exchange(None)
    };
    drop(old);
    true
}

/// The instance's `__dict__`, materialised (SHAPE RULE 4).
pub fn to_dict(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(word) = o.shape_word() else {
        return Err(Raised);
    };
    let dict = crate::types::dict::new(th)?;
    let mut moved = Vec::new();
    {
        let _g = o.head().lock.lock();
        let shape = unsafe_ref(word.load(Acquire));
        if shape.is_dict_mode() {
            drop(_g);
            drop(dict);
            return mode_dict(o).ok_or(Raised);
        }
        let slots = o.inline_slots();
        for (i, &n) in shape.names().iter().enumerate() {
            if let Some(v) = slots[i].get() {
                moved.push((n, v));
            }
        }
        if let Some(d) = dict.get::<Dict>() {
            for (n, v) in moved.drain(..) {
                // SAFETY: shape names are interned, immortal strings. A fresh dict: nothing is dropped under the lock.
                drop(d.insert_str(unsafe { Ref::from_word(n) }, v));
            }
        }
        // SHAPE RULE 4. SeqCst: before slot 0 changes.
        word.store(&MOVING as *const Shape as *mut Shape, SeqCst);
        let mut rest = slots.iter();
        if let Some(s) = rest.next() {
            moved.extend(s.exchange(Some(dict.clone())).map(|v| (0, v)));
        }
        // SeqCst: before the other slots are emptied; who sees dict mode sees the dict.
        word.store(&DICT_MODE as *const Shape as *mut Shape, SeqCst);
        for s in rest {
            moved.extend(s.exchange(None).map(|v| (0, v)));
        }
    }
    drop(moved);
    Ok(dict)
}

/// Replaces the instance's `__dict__`.
pub fn replace_dict(th: &mut Thread, o: Ref<'_>, d: Obj) -> R<()> {
    to_dict(th, o)?;
    if let Some(s) = o.inline_slots().first() {
        s.set(d);
    }
    Ok(())
}

/// Drops all attributes (cycle collection).
pub(crate) fn forget_attributes(o: Ref<'_>) {
    for s in o.inline_slots() {
        s.discard();
    }
}
