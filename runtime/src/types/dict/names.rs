//! Lookups with str keys, which run no Python code and need no thread; entries that inline caches remember.

use super::Dict;
use super::table::{Entry, Table};
use crate::obj::{Obj, R, Ref, Val};
use crate::slot::Slot;
use crate::sync::Ordering::*;
use crate::thread::Thread;
use crate::types::search::{Found, Same, search};
use crate::types::str::Str;
use crate::value;

impl Dict {
    /// Index of a str key in the table.
    fn find_str(&self, t: &Table, name: Ref<'_>, s: &Str) -> Option<usize> {
        let hash = s.hash() as u64;
        let by = ByName {
            text: s,
            is_current: || self.is_current(t),
        };
        match search(t.walk(hash), hash, name.word(), by) {
            Found::At(p) => Some(p.n),
            _ => None,
        }
    }
    /// Value of a str key.
    pub fn get_str(&self, name: Ref<'_>) -> Option<Obj> {
        let s = name.get::<Str>()?;
        loop {
            let t = self.table()?;
            let Some(i) = self.find_str(t, name, s) else {
                if self.is_current(t) {
                    return None;
                }
                continue;
            };
            let e = &t.entries()[i];
            match e.value.get_in(|| self.is_current(t)) {
                Some(v) => return Some(v),
                None if self.look_again(t, e) => continue,
                None => return None,
            }
        }
    }
    /// Position of a str key for an inline cache: (table id, index).
    pub fn position_str(&self, name: Ref<'_>) -> Option<(u64, usize)> {
        let s = name.get::<Str>()?;
        let t = self.table()?;
        self.find_str(t, name, s).map(|i| (t.id, i))
    }
    /// Address of the entry at a position, for an inline cache: good as long as a table with this id is current.
    pub fn entry_address(&self, id: u64, index: usize) -> Option<*const Entry> {
        let t = self.table()?;
        if t.id == id {
            t.entries().get(index).map(|e| e as *const Entry)
        } else {
            None
        }
    }
    /// As `load_entry` for what `Slot::borrow_quick` can do.
    ///
    /// # Safety
    /// As `load_entry`.
    #[inline(always)]
    pub unsafe fn borrow_entry(&self, id: u64, entry: *const Entry) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: as load_entry.
        unsafe {
            if p.is_null() || (*p).id != id {
                return value::EMPTY;
            }
            (*entry)
                .value
                .borrow_quick(|| std::ptr::eq(self.table.load(SeqCst), p))
        }
    }
    /// The register word of the value in a cached entry; EMPTY if the table with this id is not current (or
    /// `Slot::load_quick` cannot do it).
    ///
    /// # Safety
    /// `entry` is what `entry_address` gave for `id` of this dict.
    #[inline(always)]
    pub unsafe fn load_entry(&self, th: &Thread, id: u64, entry: *const Entry) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: a current table is live (DICT RULE 3); ids are unique (DICT RULE 5), so an equal id means that the
        // entry stands in this table.
        unsafe {
            if p.is_null() || (*p).id != id {
                return value::EMPTY;
            }
            (*entry)
                .value
                .load_quick(th, || std::ptr::eq(self.table.load(SeqCst), p))
        }
    }
    /// Loads the value at a cached position if the table is still the same one.
    #[inline(always)]
    pub fn load_at<'g>(&self, _th: &'g Thread, id: u64, index: usize) -> Option<Val<'g>> {
        let t = self.table()?;
        if t.id != id {
            return None;
        }
        let w = t
            .entries()
            .get(index)?
            .value
            .load_word(|| self.is_current(t));
        if w == 0 {
            None
        } else {
            // SAFETY: load_word's result under the pin.
            Some(unsafe { Val::from_word(w) })
        }
    }
    /// While the process has one thread: replaces the value in a cached entry by a word that needs no count or brings it;
    /// gives the old word, which the caller drops. EMPTY: the table has changed or the entry is empty, and nothing is done.
    ///
    /// # Safety
    /// `entry` is what `entry_address` gave for `id` of this dict.
    #[inline(always)]
    pub unsafe fn exchange_entry_alone(
        &self,
        id: u64,
        entry: *const Entry,
        v: value::Word,
    ) -> value::Word {
        // SeqCst: see table.
        let p = self.table.load(SeqCst);
        // SAFETY: as load_entry.
        unsafe {
            if p.is_null() || (*p).id != id || (*entry).value.is_empty() {
                return value::EMPTY;
            }
            (*entry).value.exchange_alone(v)
        }
    }
    /// Replaces the value at a cached position; the value comes back if the table changed or the entry is empty.
    #[inline(always)]
    pub fn store_at(&self, id: u64, index: usize, v: Obj) -> Result<(), Obj> {
        match self
            .table()
            .filter(|t| t.id == id)
            .and_then(|t| t.entries().get(index))
        {
            // DICT RULE 6.
            Some(e) => e.value.replace(v).map(drop),
            None => Err(v),
        }
    }
    /// MemoryError if one more entry makes the table grow and there is no room for that.
    pub fn room_for_one(&self, th: &mut Thread) -> R<()> {
        let full = self.table().filter(|t| t.appended() == t.capacity);
        let bytes = full.map_or(0, |_| self.len().saturating_mul(3 * 2 * 32));
        crate::error::room(th, bytes)
    }
    /// Stores under a str key; gives the old value, to be dropped or looked at (SLOT RULE 4).
    pub fn insert_str(&self, name: Ref<'_>, v: Obj) -> Option<Obj> {
        let Some(s) = name.get::<Str>() else {
            return Some(v);
        };
        let mut v = v;
        if self.is_contended()
            && let Some(t) = self.table()
            && let Some(i) = self.find_str(t, name, s)
        {
            match t.entries()[i].value.replace(v) {
                Ok(old) => return Some(old),
                Err(back) => v = back,
            }
        }
        let g = self.header().lock.lock();
        if let Some(t) = self.table()
            && let Some(i) = self.find_str(t, name, s)
        {
            let old = t.entries()[i].value.exchange(Some(v));
            drop(g);
            return old;
        }
        let old = self.append(s.hash() as u64, name.own(), v);
        drop(g);
        self.free_table(old);
        None
    }
    /// Removes a str key; gives its value.
    pub fn remove_str(&self, name: Ref<'_>) -> Option<Obj> {
        let s = name.get::<Str>()?;
        let g = self.header().lock.lock();
        let t = self.table()?;
        let i = self.find_str(t, name, s)?;
        let (k, v) = self.unlink(t, i);
        drop(g);
        drop(k);
        v
    }
}

/// Comparison with a name: a stored str of any class counts, and no Python code is asked.
struct ByName<'t, F> {
    text: &'t Str,
    is_current: F,
}
impl<F: Fn() -> bool> Same for ByName<'_, F> {
    #[inline]
    fn same(&self, stored: &Slot) -> Option<bool> {
        let k = stored.get_in(&self.is_current);
        let k = k.as_ref().filter(|k| crate::types::str::is_str(k.r()));
        let text = k.and_then(|k| k.get::<Str>());
        Some(text.is_some_and(|k| k.bytes() == self.text.bytes()))
    }
    #[inline]
    fn proves_absence(&self) -> bool {
        // Whatever the table is by now, it was the one.
        true
    }
}
