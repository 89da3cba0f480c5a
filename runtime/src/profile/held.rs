//! Who holds which lock, and waiting for it.
//!
//! HELD RULE. A thread notes the locks that it has taken in a small array of its own (`Held`), those only that are
//!   watched (see `lock.rs`, `pylock.rs`). Others read it at any time: all fields are atomic, and what they say is a hint.
//!   No frame of another thread is looked at: who waits asks the holder where it is, and the holder answers at its next
//!   safepoint or blocking call, if that comes before it gives the lock back.

use super::table::LockKey;
use super::{here, is_on, local, of_record, record};
use crate::header::Header;
use crate::obj::Ref;
use crate::station::state;
use crate::sync::{AtomicU32, AtomicUsize, Ordering::*};
use crate::thread::{self, breaker};
use std::time::Instant;

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The lock in an object's header.
    Object,
    /// A lock in native storage.
    Native,
    /// `threading.Lock`.
    Lock,
    /// `threading.RLock`.
    RLock,
    /// A condition variable of `threading`.
    Condition,
    /// A queue: to get in, or for an item.
    Queue,
    /// A stream.
    Stream,
}

impl Kind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Object => "object",
            Kind::Native => "native",
            Kind::Lock => "lock",
            Kind::RLock => "rlock",
            Kind::Condition => "condition",
            Kind::Queue => "queue",
            Kind::Stream => "stream",
        }
    }
}

/// Locks that a thread holds at one time and that are noted.
const ROOM: usize = 16;

struct Entry {
    /// Address of the lock; 0: free.
    lock: AtomicUsize,
    /// The lock that the entry was used for last.
    was: AtomicUsize,
    /// How often the entry was used.
    turn: AtomicU32,
    /// Where it was taken.
    place: AtomicU32,
    /// Where the holder was when it was asked; 0: not answered.
    now: AtomicU32,
}

/// See the rule.
pub(super) struct Held([Entry; ROOM]);

impl Held {
    pub fn new() -> Held {
        Held(std::array::from_fn(|_| Entry {
            lock: AtomicUsize::new(0),
            was: AtomicUsize::new(0),
            turn: AtomicU32::new(0),
            place: AtomicU32::new(0),
            now: AtomicU32::new(0),
        }))
    }
    pub fn clear(&self) {
        for e in &self.0 {
            e.lock.store(0, Relaxed);
            e.was.store(0, Relaxed);
        }
    }
    /// Notes where the holder is; 0: it goes on.
    pub fn stand_at(&self, place: u32) {
        // Relaxed: the owner reads its own stores.
        for e in self.0.iter().filter(|e| e.lock.load(Relaxed) != 0) {
            e.now.store(place, Relaxed);
        }
    }
    fn find(&self, lock: usize) -> Option<&Entry> {
        // Acquire: pairs with the Release of hold.
        self.0.iter().find(|e| e.lock.load(Acquire) == lock)
    }
    /// Where the thread was when it had the lock last; 0: it had not.
    fn last(&self, lock: usize) -> u32 {
        // Relaxed: hints.
        let of = |e: &Entry| match e.now.load(Relaxed) {
            0 => e.place.load(Relaxed),
            n => n,
        };
        let found = self.0.iter().find(|e| e.was.load(Relaxed) == lock);
        found.map_or(0, of)
    }
}

/// The current thread has taken a watched lock at a place.
pub(crate) fn hold(lock: usize, place: u32) {
    let Some(l) = local() else { return };
    // Relaxed: the owner's own entries.
    if let Some(e) = l.held.0.iter().find(|e| e.lock.load(Relaxed) == 0) {
        e.turn.fetch_add(1, Relaxed);
        e.place.store(place, Relaxed);
        e.now.store(0, Relaxed);
        e.was.store(lock, Relaxed);
        // Release: pairs with the Acquire of find.
        e.lock.store(lock, Release);
    }
}

/// A watched lock is about to be given back, by its holder or (`anybody`) by another thread.
pub(crate) fn let_go(lock: usize, anybody: bool) {
    // Relaxed: the entry says nothing more than that.
    let own = local().and_then(|l| l.held.find(lock));
    if let Some(e) = own {
        return e.lock.store(0, Relaxed);
    }
    if anybody {
        thread::each_record(|r| {
            if let Some(e) = of_record(r).and_then(|l| l.held.find(lock)) {
                let _ = e.lock.compare_exchange(lock, 0, Relaxed, Relaxed);
            }
        });
    }
}

/// What a lock belongs to.
#[derive(Clone, Copy)]
pub enum Of<'a> {
    /// A value.
    Value(Ref<'a>),
    /// The object with this header.
    Object(&'a Header),
    /// Native storage of this type.
    Native(&'static str),
}

/// A wait in progress.
pub struct Wait {
    key: LockKey,
    lock: usize,
    since: Instant,
    holder: Option<(&'static Entry, u32)>,
}

impl Wait {
    /// The current thread, attached, begins to wait for a lock; None: the switch is off.
    #[inline]
    pub fn begin(kind: Kind, of: Of<'_>, lock: usize) -> Option<Wait> {
        if is_on() {
            Wait::begin_slow(kind, of, lock)
        } else {
            None
        }
    }

    #[cold]
    fn begin_slow(kind: Kind, of: Of<'_>, lock: usize) -> Option<Wait> {
        let (at, name) = record(|t, l| {
            let name = match of {
                Of::Value(v) => t.class(v.class()),
                // Acquire: as Ref::class. SAFETY: the object is alive, and so is its class.
                Of::Object(h) => t.class(unsafe { &*h.class.load(Acquire) }),
                Of::Native(s) => t.name(s),
            };
            (t.here(l), name)
        })?;
        let since = Instant::now();
        let mut by = 0;
        let mut holder = None;
        let me = local();
        thread::each_record(|r| {
            // A condition variable's waiter has taken the lock itself that another thread gives back.
            let other = of_record(r).filter(|l| !me.is_some_and(|m| std::ptr::eq(m, *l)));
            let Some(e) = other.and_then(|l| l.held.find(lock)) else {
                return;
            };
            // Relaxed: hints.
            by = e.place.load(Relaxed);
            if kind == Kind::Object || kind == Kind::Native {
                // Its section runs no Python code: the holder is still where it took the lock.
                return;
            }
            holder = Some((e, e.turn.load(Relaxed)));
            if r.station_state() == state::ATTACHED {
                e.now.store(0, Relaxed);
                r.request(breaker::PLACE);
            } else if e.now.load(Relaxed) != 0 {
                // It has said where before it went away.
                by = e.now.load(Relaxed);
            }
        });
        Some(Wait {
            key: LockKey { kind, name, at, by },
            lock,
            since,
            holder,
        })
    }

    /// The wait is over; the thread is attached.
    pub fn end(mut self) {
        let ns = self.since.elapsed().as_nanos() as u64;
        if let Some((e, turn)) = self.holder {
            // Relaxed: hints. An entry that was used again says nothing about this wait.
            let now = e.now.load(Relaxed);
            if now != 0 && e.turn.load(Relaxed) == turn {
                self.key.by = now;
            }
        }
        if self.key.by == 0 {
            // The lock was on its way to a thread that had not said so yet: who had it last is the one that was waited
            // for.
            let me = local();
            thread::each_record(|r| {
                if let Some(l) = of_record(r).filter(|l| !me.is_some_and(|m| std::ptr::eq(m, *l)))
                    && self.key.by == 0
                {
                    self.key.by = l.held.last(self.lock);
                }
            });
        }
        record(|t, _| t.wait(self.key, ns));
    }
}

/// Number of the current place, for `hold`.
pub(crate) fn place() -> u32 {
    here()
}
