//! Changes of a dict. Writers hold its lock.

use super::table::{GONE, NONE, Probe, Table};
use super::{Dict, bump, key_hash};
use crate::obj::{Obj, R, Ref};
use crate::sync::{AtomicU32, Ordering::*};
use crate::thread::Thread;
use crate::types::search::Found;

impl Dict {
    /// Whether a store should look for its key before it takes the lock (DICT RULE 6). A dict that no other thread knows
    /// has nobody to pass lines to, and one search does for it.
    #[inline(always)]
    pub(super) fn is_contended(&self) -> bool {
        crate::thread::is_multi() && self.header().is_shared()
    }
    /// Stores; gives the old value, to be dropped (SLOT RULE 4).
    pub fn insert(&self, th: &mut Thread, key: Ref<'_>, v: Obj) -> R<Option<Obj>> {
        let hash = key_hash(th, key)?;
        self.insert_hashed(th, hash, key, v)
    }
    /// Stores with a known hash; gives the old value. MemoryError if the table cannot grow.
    pub fn insert_hashed(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        v: Obj,
    ) -> R<Option<Obj>> {
        let (mut v, mut seen) = (v, None);
        if self.is_contended() {
            let version = self.version();
            match self.find_quick(hash, key) {
                Found::At(p) => match p.entry.value.replace(v) {
                    Ok(old) => return Ok(Some(old)),
                    Err(back) => v = back,
                },
                Found::Absent(Some(p)) => seen = Some((version, p)),
                _ => {}
            }
        }
        // No Python code runs in this search: what it finds under the lock holds.
        let g = self.header().lock.lock();
        let found = match seen {
            // Neither have keys come or gone, nor is there another table (SEARCH RULE).
            Some((version, p)) if version == self.version() && self.is_current(p.table) => {
                Found::Absent(Some(p))
            }
            _ => self.find_quick(hash, key),
        };
        match found {
            Found::At(p) => {
                let old = p.entry.value.exchange(Some(v));
                drop(g);
                Ok(old)
            }
            Found::Absent(place) => {
                let done = match place {
                    // The search has found the place for it.
                    Some(p) if p.table.appended() < p.table.capacity => {
                        let at = p.table.index(p.at);
                        self.append_to(p.table, hash as u64, key.own(), v, at);
                        Ok(std::ptr::null_mut())
                    }
                    _ => self.try_append(hash as u64, key.own(), v, false),
                };
                drop(g);
                match done {
                    Ok(old) => {
                        self.free_table(old);
                        Ok(None)
                    }
                    Err(back) => {
                        drop(back);
                        Err(crate::error::no_memory(th))
                    }
                }
            }
            Found::Unknown => {
                drop(g);
                self.insert_slow(th, hash, key, v)
            }
        }
    }
    #[cold]
    #[inline(never)]
    fn insert_slow(&self, th: &mut Thread, hash: i64, key: Ref<'_>, v: Obj) -> R<Option<Obj>> {
        loop {
            let (found, version) = self.find(th, hash, key)?;
            match found {
                Some((id, i)) => {
                    let g = self.header().lock.lock();
                    if let Some(t) = self.table()
                        && t.id == id
                        && self.version() == version
                        && let Some(e) = t.entries().get(i)
                    {
                        let old = e.value.exchange(Some(v));
                        drop(g);
                        return Ok(old);
                    }
                }
                None => {
                    let g = self.header().lock.lock();
                    if self.version() == version {
                        match self.try_append(hash as u64, key.own(), v, false) {
                            Ok(old) => {
                                drop(g);
                                self.free_table(old);
                                return Ok(None);
                            }
                            Err((k, back)) => {
                                drop(g);
                                drop(k);
                                drop(back);
                                return Err(crate::error::no_memory(th));
                            }
                        }
                    }
                }
            }
        }
    }
    /// `setdefault`: the value that is there, or `v` after storing it.
    pub fn get_or_insert(&self, th: &mut Thread, key: Ref<'_>, v: Ref<'_>) -> R<Obj> {
        let hash = key_hash(th, key)?;
        loop {
            let (found, version) = self.find(th, hash, key)?;
            if let Some((id, i)) = found {
                if let Some(x) = self.load_at(th, id, i) {
                    return Ok(x.own());
                }
                // DICT RULE 6.
                drop(self.header().lock.lock());
                continue;
            }
            let g = self.header().lock.lock();
            if self.version() == version {
                let done = self.try_append(hash as u64, key.own(), v.own(), false);
                drop(g);
                return match done {
                    Ok(old) => {
                        self.free_table(old);
                        Ok(v.own())
                    }
                    Err(_) => Err(crate::error::no_memory(th)),
                };
            }
        }
    }
    /// Removes; gives key and value.
    pub fn remove(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<(Obj, Obj)>> {
        let hash = key_hash(th, key)?;
        self.remove_only(th, hash, key, None)
    }
    /// As `remove`, with the key's hash.
    pub fn remove_hashed(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<(Obj, Obj)>> {
        self.remove_only(th, hash, key, None)
    }
    /// Removes the key if its value is still `value`.
    pub fn remove_if(&self, th: &mut Thread, key: Ref<'_>, value: Ref<'_>) -> R<()> {
        let hash = key_hash(th, key)?;
        self.remove_only(th, hash, key, Some(value)).map(drop)
    }
    #[inline(always)]
    fn remove_only(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        value: Option<Ref<'_>>,
    ) -> R<Option<(Obj, Obj)>> {
        loop {
            let (Some((id, i)), version) = self.find(th, hash, key)? else {
                return Ok(None);
            };
            let g = self.header().lock.lock();
            if let Some(t) = self.table()
                && t.id == id
                && self.version() == version
            {
                let known = match value {
                    None => None,
                    Some(value) => match t.entries()[i].value.take_if(value) {
                        None => return Ok(None),
                        known => known,
                    },
                };
                let (k, v) = self.unlink(t, i);
                drop(g);
                return Ok(k.zip(known.or(v)));
            }
        }
    }
    /// Removes the last item.
    pub fn pop_last(&self) -> Option<(Obj, Obj)> {
        let g = self.header().lock.lock();
        let t = self.table()?;
        // Relaxed: the lock is held.
        let live = &t.entries()[..t.tail.load(Relaxed)];
        let last = live.iter().rposition(|e| !e.key.is_empty());
        t.tail.store(last.unwrap_or(0), Relaxed);
        let (k, v) = self.unlink(t, last?);
        drop(g);
        k.zip(v)
    }
    /// Removes everything.
    pub fn clear_all(&self) {
        let g = self.header().lock.lock();
        let old = self.table.swap(std::ptr::null_mut(), SeqCst);
        self.used.store(0, Release);
        bump(&self.version);
        drop(g);
        if old.is_null() {
            return;
        }
        // SAFETY: unpublished; this thread takes the words out, and the memory stays until free_table. Readers that still
        // see the table fail its path check.
        for e in unsafe { &*old }.entries() {
            e.key.discard();
            e.value.discard();
        }
        self.free_table(old);
    }
    /// Makes room for `n` items.
    pub fn reserve(&self, n: usize) -> bool {
        let g = self.header().lock.lock();
        if self.table().is_some_and(|t| t.capacity - t.appended() >= n) {
            return true;
        }
        let Some(want) = self.len().checked_add(n) else {
            return false;
        };
        let Some(old) = self.replace_table(want, false) else {
            return false;
        };
        drop(g);
        self.free_table(old);
        true
    }
    pub(super) fn unlink(&self, t: &Table, i: usize) -> (Option<Obj>, Option<Obj>) {
        let e = &t.entries()[i];
        let mut probe = Probe::new(e.hash.load(Relaxed));
        loop {
            let ix = t.index(probe.at());
            let n = ix.load(Relaxed);
            if n == i as u32 {
                // Release: readers that still find the entry see it emptied or whole.
                ix.store(GONE, Release);
                break;
            }
            if n == NONE {
                break;
            }
            probe.step();
        }
        let r = (e.key.take(), e.value.take());
        if r.0.is_some() {
            // Release: as bump.
            self.used.store(self.len() - 1, Release);
            bump(&self.version);
        }
        r
    }
    pub(super) fn append(&self, hash: u64, key: Obj, v: Obj) -> *mut Table {
        match self.try_append(hash, key, v, true) {
            Ok(old) => old,
            // Attribute names: as for any small allocation of the host.
            Err(_) => std::alloc::handle_alloc_error(std::alloc::Layout::new::<Table>()),
        }
    }
    /// Appends a new entry; gives a replaced table (or null) that the caller frees after unlocking.
    /// `needed`: as `Table::new`.
    fn try_append(
        &self,
        hash: u64,
        key: Obj,
        v: Obj,
        needed: bool,
    ) -> Result<*mut Table, (Obj, Obj)> {
        let mut old = std::ptr::null_mut();
        let full = self.table().is_none_or(|t| t.appended() == t.capacity);
        if full {
            let used = self.len();
            let want = if used < 3 {
                5
            } else {
                used.saturating_mul(3).max(used + 1)
            };
            match self.replace_table(want, needed) {
                Some(o) => old = o,
                None => return Err((key, v)),
            }
        }
        let Some(t) = self.table() else {
            return Err((key, v));
        };
        self.append_to(t, hash, key, v, t.unused(hash));
        Ok(old)
    }
    /// Appends a new entry to the present table, which has room for it, and links it at a place of the index.
    #[inline]
    fn append_to(&self, t: &Table, hash: u64, key: Obj, v: Obj, at: &AtomicU32) {
        let n = t.appended();
        debug_assert!(n < t.capacity);
        // SAFETY: n < capacity.
        let e = unsafe { &*t.entry_ptr().add(n) };
        e.hash.store(hash, Relaxed);
        e.value.put_word(v.into_word());
        e.key.put_word(key.into_word());
        // Relaxed: the lock is held.
        t.tail.store(n + 1, Relaxed);
        // Release: the entry is whole before len and index show it.
        t.len.store(n + 1, Release);
        // Release: as link.
        at.store(n as u32, Release);
        // Release: as bump.
        self.used.store(self.len() + 1, Release);
        bump(&self.version);
    }
    /// Builds a table for `want` items from the live entries and publishes it. Gives the old one.
    fn replace_table(&self, want: usize, needed: bool) -> Option<*mut Table> {
        let new = Table::new(want.max(5), needed)?;
        // SAFETY: fresh, private until published.
        let t = unsafe { &*new };
        let mut n = 0;
        // LOCK RULE 1: while one thread runs, nothing is replaced behind this one's back.
        let multi = crate::thread::is_multi();
        if let Some(old) = self.table() {
            let live = || old.entries().iter().filter(|e| !e.key.is_empty());
            for e in live() {
                // SAFETY: `want` covers the live entries.
                let to = unsafe { &*t.entry_ptr().add(n) };
                let h = e.hash.load(Relaxed);
                to.hash.store(h, Relaxed);
                e.key.copy_word_to(&to.key);
                if !multi {
                    e.value.copy_word_to(&to.value);
                }
                t.link(h, n as u32);
                n += 1;
            }
            if multi {
                // Last, as it makes readers wait (DICT RULE 6).
                for (e, k) in live().zip(0..n) {
                    // SAFETY: as above.
                    e.value.move_to(unsafe { &(*t.entry_ptr().add(k)).value });
                }
            }
        }
        t.tail.store(n, Relaxed);
        t.len.store(n, Release);
        // SeqCst: COUNT RULE 5 and DICT RULE 3: published before the SHARED check of free_table.
        Some(self.table.swap(new, SeqCst))
    }
    /// DICT RULE 3. The words of `old` have moved or were taken.
    pub(super) fn free_table(&self, old: *mut Table) {
        if old.is_null() {
            return;
        }
        if self.header().is_shared() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            crate::thread::defer(move || unsafe { Table::free(a as *mut Table) });
        } else {
            // SAFETY: nobody but this thread reaches the dict.
            unsafe { Table::free(old) }
        }
    }
}
