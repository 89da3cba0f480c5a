//! Walks over the items, and copies of them.

use super::table::{Entry, Table};
use super::{Dict, bump};
use crate::obj::{Obj, R};
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::value;

impl Dict {
    /// The value of an entry of `t`, at `e`, if it has one. Err: look again, it may be in another table.
    #[inline(always)]
    fn value_of(&self, t: &Table, e: &Entry) -> Result<Option<Obj>, ()> {
        match e.value.get_in(|| self.is_current(t)) {
            Some(v) => Ok(Some(v)),
            None if self.look_again(t, e) => Err(()),
            None => Ok(None),
        }
    }
    /// The first item at or after position `i` of the entry array that `f` makes something of, given position, entry and
    /// value.
    #[inline(always)]
    fn first_at<T>(
        &self,
        i: usize,
        f: impl Fn(&Table, usize, &Entry, Obj) -> Option<T>,
    ) -> Option<T> {
        'again: loop {
            let t = self.table()?;
            for (j, e) in t.entries().iter().enumerate().skip(i) {
                if e.key.is_empty() {
                    continue;
                }
                let Ok(v) = self.value_of(t, e) else {
                    continue 'again;
                };
                if let Some(x) = v.and_then(|v| f(t, j, e, v)) {
                    return Some(x);
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// Item number `i` of the entry array: the next live one at or after `i`, as (position, key, value).
    pub fn next_at(&self, i: usize) -> Option<(usize, Obj, Obj)> {
        self.first_at(i, |t, j, e, v| {
            Some((j, e.key.get_in(|| self.is_current(t))?, v))
        })
    }
    /// As `next_at`, the key only.
    #[inline]
    pub fn next_key(&self, i: usize) -> Option<(usize, Obj)> {
        loop {
            let t = self.table()?;
            for (j, e) in t.entries().iter().enumerate().skip(i) {
                if let Some(k) = e.key.get_in(|| self.is_current(t)) {
                    return Some((j, k));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// As `next_at`, the value only.
    #[inline]
    pub fn next_value(&self, i: usize) -> Option<(usize, Obj)> {
        self.first_at(i, |_, j, _, v| Some((j, v)))
    }
    /// The register word for thread `th` of the key in an entry of the present table, without a call.
    #[inline(always)]
    pub(crate) fn key_word(&self, th: &Thread, t: &Table, e: &Entry) -> Option<value::Word> {
        let w = e.key.load_quick(th, || self.is_current(t));
        (w != value::EMPTY).then_some(w)
    }
    /// As `key_word`, the value.
    #[inline(always)]
    pub(crate) fn value_word(&self, th: &Thread, t: &Table, e: &Entry) -> Option<value::Word> {
        let w = e.value.load_quick(th, || self.is_current(t));
        (w != value::EMPTY).then_some(w)
    }
    /// As `next_at`, with the key's hash: (position, hash, key, value).
    pub fn next_hashed(&self, i: usize) -> Option<(usize, i64, Obj, Obj)> {
        self.first_at(i, |t, j, e, v| {
            let k = e.key.get_in(|| self.is_current(t))?;
            // Relaxed: published with the key.
            Some((j, e.hash.load(Relaxed) as i64, k, v))
        })
    }
    /// Stores every item of `other`, in its order; `replace`: also under keys that are there already.
    pub fn merge(&self, th: &mut Thread, other: &Dict, replace: bool) -> R<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        let fresh = self.is_empty();
        if fresh && self.reserve(other.len()) {
            let copied = self.copy_entries(other);
            if copied {
                return Ok(());
            }
        }
        let version = other.version();
        for (hash, k, v) in other.snapshot(|h, k, v| (h, k, v)) {
            if replace || self.find(th, hash, k.r())?.0.is_none() {
                drop(self.insert_hashed(th, hash, k.r(), v)?);
            }
            // Comparisons of keys may have run code of this thread that changed it.
            if other.version() != version && !other.header().is_shared() {
                let m = "dict mutated during update";
                return Err(crate::error::runtime_error(th, m));
            }
        }
        Ok(())
    }
    /// Copies the entries of `other` into this dict if it is empty and has room; no comparisons are needed then.
    fn copy_entries(&self, other: &Dict) -> bool {
        let (a, b) = (self.header(), other.header());
        let _g = crate::lock::lock_two(&a.lock, &b.lock);
        let (Some(t), Some(from)) = (self.table(), other.table()) else {
            return false;
        };
        if !self.is_empty() || t.capacity - t.appended() < other.len() {
            return false;
        }
        let mut n = t.appended();
        let start = n;
        // Nobody else looks while one thread runs: the counts are plain, and the length changes once.
        let alone = !crate::thread::is_multi();
        let me = crate::thread::me();
        for e in from.entries() {
            if alone {
                if !e.key.is_empty() && !e.value.is_empty() {
                    // SAFETY: n < capacity, as tested above.
                    let to = unsafe { &*t.entry_ptr().add(n) };
                    // Relaxed: one thread.
                    let h = e.hash.load(Relaxed);
                    to.hash.store(h, Relaxed);
                    to.value.put_word(e.value.count_alone(me));
                    to.key.put_word(e.key.count_alone(me));
                    t.link(h, n as u32);
                    n += 1;
                }
                continue;
            }
            if let (Some(k), Some(v)) = (e.key.get(), e.value.get()) {
                // SAFETY: n < capacity, as tested above.
                let to = unsafe { &*t.entry_ptr().add(n) };
                let h = e.hash.load(Relaxed);
                to.hash.store(h, Relaxed);
                to.value.put_word(v.into_word());
                to.key.put_word(k.into_word());
                n += 1;
                t.tail.store(n, Relaxed);
                // Release: as in try_append.
                t.len.store(n, Release);
                t.link(h, (n - 1) as u32);
            }
        }
        if alone {
            // Relaxed: one thread; Release: as in try_append.
            t.tail.store(n, Relaxed);
            t.len.store(n, Release);
        }
        self.used.store(n - start, Release);
        bump(&self.version);
        true
    }
    /// The last live item before position `i` (`reversed`), as (position, key, value).
    pub fn prev_at(&self, i: usize) -> Option<(usize, Obj, Obj)> {
        'again: loop {
            let t = self.table()?;
            let all = t.entries();
            for (j, e) in all.iter().enumerate().take(i).rev() {
                if e.key.is_empty() {
                    continue;
                }
                let Ok(v) = self.value_of(t, e) else {
                    continue 'again;
                };
                if let (Some(k), Some(v)) = (e.key.get_in(|| self.is_current(t)), v) {
                    return Some((j, k, v));
                }
            }
            if self.is_current(t) {
                return None;
            }
        }
    }
    /// Start of a reversed walk: no item stands at or behind this position.
    pub fn end(&self) -> usize {
        // Relaxed: a hint where threads race.
        self.table().map_or(0, |t| t.tail.load(Relaxed))
    }
    /// What `f` makes of each item at one moment, in order. `f` gets hash, key and value; it must only count (LOCK RULE 2).
    pub fn snapshot<T>(&self, f: impl Fn(i64, Obj, Obj) -> T) -> Vec<T> {
        let _g = self.header().lock.lock();
        let mut v = Vec::with_capacity(self.len());
        for e in self.table().map_or(&[][..], Table::entries) {
            if let (Some(k), Some(x)) = (e.key.get(), e.value.get()) {
                // Relaxed: the lock is held.
                v.push(f(e.hash.load(Relaxed) as i64, k, x));
            }
        }
        v
    }
    /// The keys of one moment.
    pub fn keys(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let all = self.table().map_or(&[][..], Table::entries);
        all.iter().filter_map(|e| e.key.get()).collect()
    }
    /// The values of one moment.
    pub fn values(&self) -> Vec<Obj> {
        let _g = self.header().lock.lock();
        let all = self.table().map_or(&[][..], Table::entries);
        all.iter().filter_map(|e| e.value.get()).collect()
    }
    /// The items of one moment.
    pub fn items(&self) -> Vec<(Obj, Obj)> {
        self.snapshot(|_, k, v| (k, v))
    }
    /// Bytes of the table, for `__sizeof__`.
    pub fn table_bytes(&self) -> usize {
        self.table()
            .and_then(|t| Table::layout(t.mask, t.capacity))
            .map_or(0, |l| l.size())
    }
}
