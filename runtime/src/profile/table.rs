//! The table of one thread (PROFILE RULE 2).

use super::held::Kind;
use super::place::{self, Map, Place, Spot};
use super::times::{Histogram, Times};
use super::{Local, Traffic};
use crate::hooks;
use crate::obj::Ref;
use crate::sync::Ordering::Relaxed;
use crate::types::str as pystr;
use crate::types::typeobj::TypeObj;

/// What an inline cache is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Miss {
    /// Loads of attributes and methods.
    Load,
    /// Stores of attributes.
    Store,
    /// Globals and builtins.
    Global,
    /// Attributes through `super()`.
    Super,
}

/// Traffic on counts, by kind.
pub(super) type Counts = [u64; 5];

/// A row of lock waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LockKey {
    pub kind: Kind,
    /// Name of the type.
    pub name: u32,
    /// Place that waits.
    pub at: u32,
    /// Place that holds.
    pub by: u32,
}

/// Rows that a table takes; what comes later goes to the row of the unknown place.
const MOST: usize = 1 << 16;

#[derive(Default, Clone)]
pub(super) struct Table {
    spots: Map<Spot, u32>,
    names: Map<usize, u32>,
    pub counts: Map<(u32, u32), Counts>,
    pub locks: Map<LockKey, Times>,
    pub misses: Map<(u32, Miss, u32, u32), u64>,
    pub latency: Map<u32, Times>,
    pub latencies: Histogram,
    pub away: Map<u32, Times>,
    pub collections: Map<u32, Times>,
}

/// The value under `k`, made if need be; `rest` takes its place in a full table.
fn row<K: std::hash::Hash + Eq, V: Default>(m: &mut Map<K, V>, k: K, rest: K) -> &mut V {
    let k = if m.len() < MOST || m.contains_key(&k) {
        k
    } else {
        rest
    };
    m.entry(k).or_default()
}

impl Table {
    /// Number of the place where the thread is.
    pub fn here(&mut self, l: &Local) -> u32 {
        // Relaxed: this thread's own.
        let machine = l.machine.load(Relaxed);
        if machine.is_null() {
            return 0;
        }
        let Some(spot) = hooks::locate(machine) else {
            return 0;
        };
        if let Some(&n) = self.spots.get(&spot) {
            return n;
        }
        let n = place::number(hooks::describe(spot));
        self.spots.insert(spot, n);
        n
    }
    /// Number of a class's name.
    pub fn class(&mut self, c: &'static TypeObj) -> u32 {
        let key = std::ptr::from_ref(c) as usize;
        *self
            .names
            .entry(key)
            .or_insert_with(|| place::name_number(c.name()))
    }
    /// Number of an interned string.
    pub fn text(&mut self, s: Ref<'_>) -> u32 {
        *self
            .names
            .entry(s.word() as usize)
            .or_insert_with(|| place::name_number(pystr::text(s)))
    }
    /// Number of a name in the program.
    pub fn name(&mut self, s: &'static str) -> u32 {
        *self
            .names
            .entry(s.as_ptr() as usize)
            .or_insert_with(|| place::name_number(s.to_string()))
    }

    pub fn traffic(&mut self, place: u32, name: u32, what: Traffic) {
        row(&mut self.counts, (place, name), (0, name))[what as usize] += 1;
    }
    pub fn wait(&mut self, k: LockKey, ns: u64) {
        let rest = LockKey { at: 0, by: 0, ..k };
        row(&mut self.locks, k, rest).add(ns);
    }
    pub fn miss(&mut self, place: u32, what: Miss, name: u32, class: u32) {
        *row(
            &mut self.misses,
            (place, what, name, class),
            (0, what, 0, 0),
        ) += 1;
    }
    pub fn latency(&mut self, place: u32, ns: u64) {
        row(&mut self.latency, place, 0).add(ns);
        self.latencies.add(ns);
    }
    pub fn away(&mut self, place: u32, ns: u64) {
        row(&mut self.away, place, 0).add(ns);
    }
    pub fn collection(&mut self, place: u32, ns: u64) {
        row(&mut self.collections, place, 0).add(ns);
    }

    /// Adds what another table has recorded.
    pub fn merge(&mut self, o: &Table) {
        let add = |to: &mut Map<u32, Times>, from: &Map<u32, Times>| {
            for (k, v) in from {
                to.entry(*k).or_default().merge(v);
            }
        };
        add(&mut self.latency, &o.latency);
        add(&mut self.away, &o.away);
        add(&mut self.collections, &o.collections);
        self.latencies.merge(&o.latencies);
        for (k, v) in &o.locks {
            self.locks.entry(*k).or_default().merge(v);
        }
        for (k, v) in &o.misses {
            *self.misses.entry(*k).or_default() += v;
        }
        for (k, v) in &o.counts {
            let to = self.counts.entry(*k).or_default();
            to.iter_mut().zip(v).for_each(|(a, b)| *a += b);
        }
    }
}

impl Place {
    /// The kind of lock as a script sees it: what the library builds from locks has names of its own.
    pub(super) fn seen(&self, k: Kind) -> Kind {
        match k {
            Kind::Lock | Kind::RLock if self.module == "queue" => Kind::Queue,
            Kind::Lock | Kind::RLock if self.inner == "Condition.wait" => Kind::Condition,
            k => k,
        }
    }
}
