//! Changes of a set. Writers hold its lock.

use super::table::{Entry, MIN_SIZE, NOWHERE, SMALL, TOMBSTONE, Table};
use super::{Set, bump, key_hash};
use crate::obj::{Obj, R, Ref};
use crate::ops::hash_i64;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::types::search::Found;
use crate::value::{self, Word};

impl Set {
    /// Adds an item; true if it was new.
    #[inline]
    pub fn add(&self, th: &mut Thread, key: Obj) -> R<bool> {
        let hash = key_hash(th, key.r())?;
        self.add_hashed(th, hash, key)
    }
    /// `add` with a known hash.
    pub fn add_hashed(&self, th: &mut Thread, hash: i64, key: Obj) -> R<bool> {
        loop {
            let (found, version) = self.find(th, hash, key.r())?;
            let Err(at) = found else {
                return Ok(false);
            };
            let g = self.header().lock.lock();
            if self.version() != version {
                drop(g);
                continue;
            }
            let done = self.link(at, hash, key);
            drop(g);
            return self.after_link(th, done).map(|()| true);
        }
    }
    /// As `add_hashed` for a key that is known to be new, in a set that nobody else can reach.
    pub fn add_new(&self, th: &mut Thread, hash: i64, key: Obj) -> R<()> {
        let at = self
            .table()
            .map_or(NOWHERE, |t| t.position(t.unused(hash as u64)));
        let done = self.link(at, hash, key);
        self.after_link(th, done)
    }
    /// As `add_hashed` for thread `th`, if that runs no Python code and does not fail.
    #[inline]
    pub fn add_quick(&self, th: &Thread, hash: i64, key: Ref<'_>) -> Option<bool> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        match self.find_in(t, hash, key) {
            Found::At(_) => Some(false),
            Found::Absent(Some(p)) if self.fill.load(Relaxed) < t.mask => {
                let w = key.own_quick(th);
                if w == value::EMPTY {
                    return None;
                }
                self.fill_in(p.entry, hash, w);
                if self.fill.load(Relaxed) * 5 >= t.mask * 3 {
                    // Without memory the table stays, and the next key tries again.
                    let old = self.grow(t);
                    drop(g);
                    self.free_table(old.unwrap_or(std::ptr::null_mut()));
                }
                Some(true)
            }
            _ => None,
        }
    }
    /// Lock held: a table for more items than were put into `t`. Gives the old one (None: no memory).
    #[cold]
    fn grow(&self, t: &Table) -> Option<*mut Table> {
        debug_assert!(self.is_current(t));
        let used = self.len();
        self.resize(if used > 50_000 { used * 2 } else { used * 4 })
    }
    /// Adds small integer `w` while the process has one thread, without a call. None: nothing is done, since the table must
    /// grow, or it takes a comparison to tell whether it is there.
    #[inline(always)]
    pub fn add_int_alone(&self, w: Word) -> Option<bool> {
        debug_assert!(!crate::thread::is_multi());
        let t = self.table()?;
        let hash = hash_i64(value::int_of(w));
        match t.find_int(hash as u64, w)? {
            Ok(_) => Some(false),
            Err(e) if (self.fill.load(Relaxed) + 1) * 5 < t.mask * 3 => {
                self.fill_in(e, hash, w);
                Some(true)
            }
            Err(_) => None,
        }
    }
    /// Removes small integer `w` in the same way.
    #[inline(always)]
    pub fn discard_int_alone(&self, w: Word) -> Option<bool> {
        debug_assert!(!crate::thread::is_multi());
        let Some(t) = self.table() else {
            return Some(false);
        };
        match t.find_int(hash_i64(value::int_of(w)) as u64, w)? {
            Ok(e) => {
                // An integer has nothing to drop.
                e.hash.store(TOMBSTONE, Release);
                e.key.exchange_alone(value::EMPTY);
                bump(&self.used, usize::MAX);
                bump(&self.version, 1);
                Some(true)
            }
            Err(_) => Some(false),
        }
    }
    /// Lock held: stores a key that is not there yet, in unused entry `at` (or anywhere in a table that is made first).
    /// Gives the table that this one replaced, if it had to grow (or null). Err: no memory; the key, if it was not stored.
    fn link(&self, at: usize, hash: i64, key: Obj) -> Result<*mut Table, Option<Obj>> {
        let (t, at) = match self.table() {
            // Searches end at an unused entry: one must be left.
            Some(t) if self.fill.load(Relaxed) >= t.mask => return Err(Some(key)),
            Some(t) => (t, at),
            None => {
                let Some(p) = Table::new(0) else {
                    return Err(Some(key));
                };
                // SeqCst: as every publication of a table.
                self.table.store(p, SeqCst);
                // SAFETY: made just now.
                let t = unsafe { &*p };
                (t, t.position(t.unused(hash as u64)))
            }
        };
        self.fill_in(&t.entries()[at], hash, key.into_word());
        if self.fill.load(Relaxed) * 5 < t.mask * 3 {
            return Ok(std::ptr::null_mut());
        }
        self.grow(t).ok_or(None)
    }
    fn after_link(&self, th: &mut Thread, done: Result<*mut Table, Option<Obj>>) -> R<()> {
        match done {
            Ok(old) => {
                self.free_table(old);
                Ok(())
            }
            Err(key) => {
                drop(key);
                Err(crate::error::no_memory(th))
            }
        }
    }
    /// Lock held: fills an unused entry.
    #[inline(always)]
    fn fill_in(&self, e: &Entry, hash: i64, key: Word) {
        // Release, hash first: a reader that sees the key sees its hash (SET RULE 1).
        e.hash.store(hash as u64, Release);
        e.key.put_word(key);
        bump(&self.fill, 1);
        bump(&self.used, 1);
        bump(&self.version, 1);
    }
    /// Lock held: makes a tombstone of an entry of the present table; gives its key.
    fn unlink(&self, e: &Entry) -> Option<Obj> {
        // Release: a reader sees the entry whole or dead (SET RULE 1).
        e.hash.store(TOMBSTONE, Release);
        let k = e.key.take();
        if k.is_some() {
            bump(&self.used, usize::MAX);
            bump(&self.version, 1);
        }
        k
    }
    /// Removes an item; false if it was not there.
    pub fn discard(&self, th: &mut Thread, key: Ref<'_>) -> R<bool> {
        let hash = key_hash(th, key)?;
        self.discard_hashed(th, hash, key)
    }
    /// `discard` with a known hash.
    pub fn discard_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        loop {
            let (Ok(at), version) = self.find(th, hash, key)? else {
                return Ok(false);
            };
            let g = self.header().lock.lock();
            if self.version() == version
                && let Some(t) = self.table()
            {
                let k = self.unlink(&t.entries()[at]);
                drop(g);
                drop(k);
                return Ok(true);
            }
        }
    }
    /// As `discard_hashed`, if that runs no Python code.
    #[inline]
    pub fn discard_quick(&self, hash: i64, key: Ref<'_>) -> Option<bool> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        match self.find_in(t, hash, key) {
            Found::At(p) => {
                let k = self.unlink(p.entry);
                drop(g);
                drop(k);
                Some(true)
            }
            Found::Absent(_) => Some(false),
            Found::Unknown => None,
        }
    }
    /// Removes some item, the next one behind where the last `pop` stopped.
    pub fn pop(&self) -> Option<Obj> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        if self.is_empty() {
            return None;
        }
        let mut at = self.finger.load(Relaxed) & t.mask;
        while t.entries()[at].key.is_empty() {
            at = (at + 1) & t.mask;
        }
        let k = self.unlink(&t.entries()[at]);
        self.finger.store(at + 1, Relaxed);
        drop(g);
        k
    }
    /// Removes everything.
    pub fn clear_all(&self) {
        let g = self.header().lock.lock();
        // SeqCst: as every publication of a table.
        let old = self.table.swap(std::ptr::null_mut(), SeqCst);
        bump(&self.tables, 1);
        self.used.store(0, Release);
        self.fill.store(0, Release);
        bump(&self.version, 1);
        drop(g);
        if !old.is_null() {
            // SAFETY: unpublished; this thread takes the keys out, and the memory stays until free_table. Readers that still
            // see the table fail its path check.
            for e in unsafe { &*old }.entries() {
                e.key.discard();
            }
            self.free_table(old);
        }
    }
    /// Lock held: moves the items into a table for `min_used`. Gives the old one (null if the items stay in it; None: no
    /// memory).
    fn resize(&self, min_used: usize) -> Option<*mut Table> {
        if let Some(t) = self.table()
            && t.mask < SMALL
            && Table::size_for(min_used) == Some(t.mask + 1)
            && !crate::thread::is_multi()
        {
            self.sweep(t);
            return Some(std::ptr::null_mut());
        }
        let new = Table::new(min_used)?;
        // SAFETY: fresh, private until published.
        let t = unsafe { &*new };
        if let Some(old) = self.table() {
            for e in old.entries() {
                if !e.key.is_empty() {
                    // Relaxed: as above.
                    let h = e.hash.load(Relaxed);
                    let to = t.unused(h);
                    to.hash.store(h, Relaxed);
                    e.key.copy_word_to(&to.key);
                }
            }
        }
        self.fill.store(self.len(), Release);
        // SeqCst: published before free_table's SHARED check.
        let old = self.table.swap(new, SeqCst);
        // After the table: who reads a new number finds the new table (SET RULE 4).
        bump(&self.version, 1);
        bump(&self.tables, 1);
        Some(old)
    }
    /// Removes the tombstones of a small table in place, while the process has one thread.
    fn sweep(&self, t: &Table) {
        let mut live = [(0u64, value::EMPTY); SMALL];
        let mut n = 0;
        for e in t.entries() {
            if !e.key.is_empty() {
                // Relaxed: one thread.
                live[n] = (e.hash.load(Relaxed), e.key.take_word());
                n += 1;
            }
            e.hash.store(0, Relaxed);
        }
        for &(hash, w) in &live[..n] {
            let to = t.unused(hash);
            to.hash.store(hash, Relaxed);
            to.key.fill_word(w);
        }
        self.fill.store(n, Release);
        bump(&self.version, 1);
        bump(&self.tables, 1);
    }
    fn after_resize(&self, th: &mut Thread, old: Option<*mut Table>) -> R<()> {
        match old {
            Some(p) => {
                self.free_table(p);
                Ok(())
            }
            None => Err(crate::error::no_memory(th)),
        }
    }
    /// SET RULE 3.
    fn free_table(&self, old: *mut Table) {
        if old.is_null() {
            return;
        }
        if self.header().is_shared() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            crate::thread::defer(move || unsafe { Table::free(a as *mut Table) });
        } else {
            // SAFETY: nobody but this thread reaches the set.
            unsafe { Table::free(old) }
        }
    }
    /// Makes room before `more` items are added, as CPython does before it merges sets and dicts.
    pub fn reserve(&self, th: &mut Thread, more: usize) -> R<()> {
        let g = self.header().lock.lock();
        let mask = self.table().map_or(MIN_SIZE - 1, |t| t.mask);
        let fits = (self.fill.load(Relaxed) + more) * 5 < mask * 3;
        let done = if fits {
            Some(std::ptr::null_mut())
        } else {
            self.resize((self.len() + more) * 2)
        };
        drop(g);
        self.after_resize(th, done)
    }
    /// Shrinks if more than a quarter of the table are tombstones (end of a difference).
    pub fn purge(&self, th: &mut Thread) -> R<()> {
        let g = self.header().lock.lock();
        let mask = self.table().map_or(MIN_SIZE - 1, |t| t.mask);
        let used = self.len();
        let done = if self.fill.load(Relaxed) - used <= mask / 4 {
            Some(std::ptr::null_mut())
        } else {
            self.resize(if used > 50_000 { used * 2 } else { used * 4 })
        };
        drop(g);
        self.after_resize(th, done)
    }
    /// Adds every item of another set.
    pub fn merge(&self, th: &mut Thread, other: &Set) -> R<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        // One look at the other set: a table of the same size without tombstones is copied place by place.
        let (mask, clean, items) = {
            let _g = other.header().lock.lock();
            let mask = other.table().map_or(MIN_SIZE - 1, |t| t.mask);
            let clean = other.fill.load(Relaxed) == other.len();
            let mut items: Vec<(usize, u64, Obj)> = Vec::with_capacity(other.len());
            let entries = other.table().map_or(&[][..], Table::entries);
            for (i, e) in entries.iter().enumerate() {
                if let Some(k) = e.key.get() {
                    items.push((i, e.hash.load(Relaxed), k));
                }
            }
            (mask, clean, items)
        };
        self.reserve(th, items.len())?;
        let g = self.header().lock.lock();
        if self.fill.load(Relaxed) == 0 {
            if self.table().is_none() {
                let Some(p) = Table::new(0) else {
                    drop(g);
                    return Err(crate::error::no_memory(th));
                };
                self.table.store(p, SeqCst);
            }
            if let Some(t) = self.table()
                && items.len() <= t.mask
            {
                let n = items.len();
                let same_places = t.mask == mask && clean;
                for (i, h, k) in items {
                    let e = if same_places {
                        &t.entries()[i]
                    } else {
                        t.unused(h)
                    };
                    // Release: as in link.
                    e.hash.store(h, Release);
                    e.key.init(k);
                }
                self.fill.store(n, Release);
                self.used.store(n, Release);
                bump(&self.version, 1);
                return Ok(());
            }
        }
        drop(g);
        for (_, h, k) in items {
            self.add_hashed(th, h as i64, k)?;
        }
        Ok(())
    }
    /// Adds every item of an iterable.
    pub fn update(&self, th: &mut Thread, o: Ref<'_>) -> R<()> {
        if let Some(s) = o.get::<Set>() {
            return self.merge(th, s);
        }
        if o.is_exact(&crate::types::DICT)
            && let Some(d) = o.get::<crate::types::dict::Dict>()
        {
            self.reserve(th, d.len())?;
            let mut at = 0;
            while let Some((i, hash, k, _)) = d.next_hashed(at) {
                self.add_hashed(th, hash, k)?;
                at = i + 1;
            }
            return Ok(());
        }
        if o.is_exact(&crate::types::LIST) || o.is_exact(&crate::types::TUPLE) {
            for x in crate::ops::collect(th, o)? {
                self.add(th, x)?;
            }
            return Ok(());
        }
        let it = crate::ops::iter(th, o)?;
        while let Some(x) = crate::ops::next(th, it.r())? {
            self.add(th, x)?;
        }
        Ok(())
    }
    /// Exchanges the contents of two sets.
    pub fn swap(&self, other: &Set) {
        if std::ptr::eq(self, other) {
            return;
        }
        if self.header().is_shared() != other.header().is_shared() {
            // A private table must not become readable without the grace period rule of its new set, so both count as
            // shared from here on.
            self.header().mark_shared();
            other.header().mark_shared();
        }
        let _g = crate::lock::lock_two(&self.header().lock, &other.header().lock);
        let p = other.table.load(SeqCst);
        other.table.store(self.table.swap(p, SeqCst), SeqCst);
        // After the tables: as in resize.
        bump(&self.tables, 1);
        bump(&other.tables, 1);
        for (a, b) in [(&self.used, &other.used), (&self.fill, &other.fill)] {
            let v = b.load(Relaxed);
            b.store(a.swap(v, AcqRel), Release);
        }
        bump(&self.version, 1);
        bump(&other.version, 1);
    }
}
