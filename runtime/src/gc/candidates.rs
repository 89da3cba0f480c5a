//! The objects of one collection and what is known of them, in tables beside the heap.
//!
//! Invariant: while a `Candidates` lives the world is stopped; each candidate's `gc` bits say where its number
//! stands (side table of its page, or the map), and dropping the `Candidates` takes the bits and tables away.
//!
//! A collection often comes when memory is scarce: every table here may be refused, and then nothing is collected.

use super::sweep::{Run, Runs};
use super::{class_edge, morgue_is_empty};
use crate::header::Header;
use crate::heap;
use crate::obj::{self, Obj, Ref};
use crate::os::large;
use crate::refcount::{DEAD, IMMORTAL, QUEUED, RETIRED};
use crate::sync::Ordering::*;
use crate::thread::{self, Place};
use crate::types::typeobj::flags as tf;
use crate::value::Word;
use std::collections::{HashMap, HashSet};

/// `gc` bit: the number stands in the side table of the page.
const IN_PAGE: u8 = 1;
/// `gc` bit: the number stands in `Candidates::large`.
const IN_BLOCK: u8 = 2;
/// `gc` bit of a class: the last walk met an instance.
pub(super) const HAS_INSTANCE: u8 = 4;

struct Entry {
    h: &'static Header,
    /// References that are not explained yet; HELD: so many, or of such a kind, that they cannot all be explained.
    refs: i32,
    reached: bool,
}

/// See `Entry::refs`.
const HELD: i32 = i32::MAX;

/// Memory for the side tables of pages: handed out in order, given up as a whole.
#[derive(Default)]
struct Tables(Vec<Vec<u32>>);

impl Tables {
    /// Numbers of the first block of memory and of the largest.
    const FIRST: usize = 16 << 10;
    const LARGEST: usize = 64 << 10;

    /// A table of `n` zeros, good as long as `self`.
    fn take(&mut self, n: usize) -> Option<*mut u32> {
        let last = self.0.last().map_or(0, Vec::capacity);
        if self.0.last().is_none_or(|t| last - t.len() < n) {
            let mut t = Vec::new();
            let size = (last * 2).clamp(Tables::FIRST, Tables::LARGEST).max(n);
            t.try_reserve_exact(size).ok()?;
            self.0.try_reserve(1).ok()?;
            self.0.push(t);
        }
        let t = self.0.last_mut()?;
        let at = t.len();
        // There is room: the table does not move.
        t.resize(at + n, 0);
        Some(t[at..].as_mut_ptr())
    }
}

/// See the head of the file.
pub(super) struct Candidates {
    entries: Vec<Entry>,
    large: HashMap<usize, u32>,
    /// One object of each page that has a side table.
    pages: Vec<&'static Header>,
    tables: Tables,
}

/// Whether objects of its class can own references.
pub(super) fn is_container(h: &Header) -> bool {
    // SAFETY: classes outlive their instances.
    let c = unsafe { &*h.class.load(Relaxed) };
    c.layout().is_traced() || c.fixed_slots() > 0 || c.flag(tf::HAS_ATTRS)
}

/// Whether an object that the heap walk met is one that anybody can have: not frozen, not on its way out. The world is
/// stopped.
pub(super) fn is_visible(h: &Header) -> bool {
    // SAFETY: the world is stopped.
    h.flags() & (IMMORTAL | DEAD | RETIRED) == 0 && unsafe { h.count_of_stopped() } > 0
}

pub(super) fn as_ref(h: &'static Header) -> Ref<'static> {
    // SAFETY: callers walk live objects of a stopped world.
    unsafe { Ref::from_word(h as *const Header as Word) }
}

impl Candidates {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
    fn empty() -> Candidates {
        Candidates {
            entries: Vec::new(),
            large: HashMap::new(),
            pages: Vec::new(),
            tables: Tables::default(),
        }
    }

    /// Every container of the heap with its count; None without memory for that.
    pub(super) fn of_heap() -> Option<Candidates> {
        let mut c = Candidates::empty();
        let mut refused = false;
        let mark = !morgue_is_empty();
        // SAFETY: the collector calls this with the world stopped.
        unsafe {
            thread::each_object(&mut |h, place| {
                if mark && let Some(class) = class_edge(h) {
                    class.gc.fetch_or(HAS_INSTANCE, Relaxed);
                }
                let fl = h.flags();
                if fl & (IMMORTAL | DEAD) != 0 || refused || !is_container(h) {
                    return;
                }
                let n = h.count_of_stopped();
                // GC RULE 1: what is on its way through a queue or the epoch counts as held.
                let held = fl & (RETIRED | QUEUED) != 0 || n <= 0;
                let added = c.add(h, place, if held { i64::MAX } else { n });
                refused = added.is_none();
            })
        }
        (!refused).then_some(c)
    }

    /// Objects that the collector holds, each with its count without that hold; None without memory for that.
    pub(super) fn of_held(held: &[Obj]) -> Option<Candidates> {
        let mut c = Candidates::empty();
        let mut place = HashMap::new();
        let mut want = HashSet::new();
        place.try_reserve(held.len()).ok()?;
        want.try_reserve(held.len()).ok()?;
        for o in held {
            want.insert(o.r().word() as usize);
        }
        // SAFETY: as of_heap.
        unsafe {
            thread::each_object(&mut |h, p| {
                let a = h as *const Header as usize;
                if want.contains(&a) {
                    place.insert(a, (h, p));
                }
            })
        }
        for o in held {
            if let Some(&(h, p)) = place.get(&(o.r().word() as usize)) {
                let queued = h.flags() & QUEUED != 0;
                // SAFETY: as above.
                let n = unsafe { h.count_of_stopped() } - 1;
                c.add(h, p, if queued { i64::MAX } else { n })?;
            }
        }
        Some(c)
    }

    fn add(&mut self, h: &'static Header, place: Place, refs: i64) -> Option<()> {
        self.entries.try_reserve(1).ok()?;
        self.entries.push(Entry {
            h,
            refs: i32::try_from(refs).unwrap_or(HELD),
            reached: false,
        });
        let n = self.entries.len() as u32;
        match place {
            Place::Page => {
                self.pages.try_reserve(1).ok()?;
                // SAFETY: a block in a page, world stopped, one collector.
                if unsafe { heap::set_index(h, n, |n| self.tables.take(n)) }? {
                    self.pages.push(h);
                }
                h.gc.fetch_or(IN_PAGE, Relaxed);
            }
            Place::Large => {
                self.large.try_reserve(1).ok()?;
                self.large.insert(h as *const Header as usize, n);
                h.gc.fetch_or(IN_BLOCK, Relaxed);
            }
        }
        Some(())
    }

    /// Position of an object among the entries.
    #[inline]
    fn position(&self, h: &Header) -> Option<usize> {
        // Relaxed: the world is stopped.
        let bits = h.gc.load(Relaxed);
        let n = if bits & IN_PAGE != 0 {
            // SAFETY: the bit says that it stands in a page.
            unsafe { heap::index_of(h) }
        } else if bits & IN_BLOCK != 0 {
            self.large
                .get(&(h as *const Header as usize))
                .copied()
                .unwrap_or(0)
        } else {
            0
        };
        (n as usize).checked_sub(1)
    }

    /// Phase: takes every reference that one candidate holds to another off the other's count.
    pub(super) fn subtract_inner_references(&mut self) {
        for i in 0..self.entries.len() {
            let o = as_ref(self.entries[i].h);
            obj::traverse(o, &mut |r| {
                if let Some(j) = r.header().and_then(|h| self.position(h)) {
                    let refs = &mut self.entries[j].refs;
                    if *refs != HELD {
                        // Below zero is as good as held.
                        *refs = refs.saturating_sub(1);
                    }
                }
            });
        }
    }

    /// Phase: everything that is reached from a candidate with an unexplained count lives. A count below zero means that
    /// a `traverse` reports too much: then nothing is proved, and the object lives as well. None without memory for the
    /// list of what is to be looked at: nothing is proved either.
    pub(super) fn reach_from_roots(&mut self) -> Option<()> {
        let mut work = Vec::new();
        let mut refused = false;
        for i in 0..self.entries.len() {
            let e = &mut self.entries[i];
            debug_assert!(e.refs >= 0, "{:?} reports more than it holds", as_ref(e.h));
            if e.refs == 0 || e.reached {
                continue;
            }
            e.reached = true;
            work.try_reserve(1).ok()?;
            work.push(i);
            while let Some(i) = work.pop() {
                let h = self.entries[i].h;
                let mut reach = |c: &Header| {
                    if let Some(j) = self.position(c)
                        && !self.entries[j].reached
                    {
                        self.entries[j].reached = true;
                        if work.len() < work.capacity() || work.try_reserve(1).is_ok() {
                            work.push(j);
                        } else {
                            refused = true;
                        }
                    }
                };
                class_edge(h).into_iter().for_each(&mut reach);
                obj::traverse(as_ref(h), &mut |r| {
                    r.header().into_iter().for_each(&mut reach)
                });
            }
        }
        (!refused).then_some(())
    }

    /// Phase: a count on each object that was not reached (GC RULE 4); None without memory for the list.
    pub(super) fn hold_unreached(&self) -> Option<Garbage> {
        let unreached = || self.entries.iter().filter(|e| !e.reached);
        let mut objects = Vec::new();
        objects.try_reserve_exact(unreached().count()).ok()?;
        let (mut runs, mut special) = (Runs::new(), false);
        for e in unreached() {
            // SAFETY: the world is stopped, and the object is alive; the word takes over the count.
            let o = unsafe {
                e.h.hold_stopped();
                Obj::from_word(e.h as *const Header as Word)
            };
            special |= o.r().class().flag(tf::HAS_FINALIZER) || o.r().as_type().is_some();
            runs.note(objects.len(), e.h.present_owner());
            objects.push(o);
        }
        Some(Garbage {
            runs: runs.end(objects.len()),
            objects,
            special,
        })
    }

    /// Whether an object is a candidate and was not reached.
    pub(super) fn is_unreached(&self, h: &Header) -> bool {
        self.position(h).is_some_and(|i| !self.entries[i].reached)
    }

    /// Which ones were reached (`of_held` keeps the order of its argument).
    pub(super) fn reached(&self) -> Option<Vec<bool>> {
        let mut all = Vec::new();
        all.try_reserve_exact(self.entries.len()).ok()?;
        all.extend(self.entries.iter().map(|e| e.reached));
        Some(all)
    }
}

/// What was not reached.
pub(super) struct Garbage {
    pub(super) objects: Vec<Obj>,
    pub(super) runs: Vec<Run>,
    /// Whether there are classes among them, or objects with finalisers.
    pub(super) special: bool,
}

impl Drop for Candidates {
    fn drop(&mut self) {
        for e in &self.entries {
            e.h.gc.fetch_and(!(IN_PAGE | IN_BLOCK), Relaxed);
        }
        for h in &self.pages {
            // SAFETY: set_index made the table; the world is still stopped.
            unsafe { heap::forget_side(h) }
        }
        // A program that makes no tables of that size has no use for the memory.
        large::without_keeping(|| {
            drop(std::mem::take(&mut self.entries));
            drop(std::mem::take(&mut self.tables));
        });
    }
}
