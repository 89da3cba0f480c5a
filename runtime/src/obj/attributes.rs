//! Where the attributes of an object stand (OBJECT RULE 1).

use super::*;

/// Attribute storage behind the payload: fixed slots (`__slots__`), shape, inline slots.
impl<'a> Ref<'a> {
    /// Bytes from the header to the fixed slots.
    #[inline(always)]
    pub(super) fn tail_offset(self) -> usize {
        let c = self.class();
        let l = c.layout();
        let n = 24 + l.size;
        match l.tail {
            None => n,
            Some(f) => {
                // SAFETY: alive for 'a.
                n + unsafe { f((header_of(self.0) as *const u8).add(24)) }.next_multiple_of(8)
            }
        }
    }
    /// Fixed slot number `i` (< class.fixed_slots()).
    #[inline]
    pub fn fixed_slot(self, i: usize) -> &'a Slot {
        debug_assert!(i < self.class().fixed_slots());
        // SAFETY: OBJECT RULE 1; i is within the class's fixed slots (checked by the member descriptor).
        unsafe {
            &*((header_of(self.0) as *const u8).add(self.tail_offset()) as *const Slot).add(i)
        }
    }
    /// The shape word, if the class has attribute storage.
    #[inline(always)]
    pub(crate) fn shape_word(self) -> Option<&'a AtomicPtr<crate::shape::Shape>> {
        if !self.is_ptr() {
            return None;
        }
        let c = self.class();
        if c.flag(tf::HAS_ATTRS) {
            // SAFETY: OBJECT RULE 1.
            Some(unsafe {
                let base = (header_of(self.0) as *const u8).add(self.tail_offset()) as *const Slot;
                &*(base.add(c.fixed_slots()) as *const AtomicPtr<crate::shape::Shape>)
            })
        } else {
            None
        }
    }
    /// Inline slots behind the shape: `cap` of them.
    #[inline(always)]
    pub(crate) fn inline_slots(self) -> &'a [Slot] {
        match self.shape_word() {
            None => &[],
            // SAFETY: OBJECT RULE 1: `cap` slots follow the shape word. Relaxed: cap is constant after birth.
            Some(s) => unsafe {
                std::slice::from_raw_parts(
                    (s as *const _ as *const Slot).add(1),
                    self.head().cap.load(Relaxed) as usize,
                )
            },
        }
    }
    /// A slot at a byte offset from the header, as an inline cache recorded it.
    ///
    /// # Safety
    /// The offset was recorded for the object's present class or shape.
    #[inline(always)]
    pub unsafe fn slot_at(self, offset: usize) -> &'a Slot {
        // SAFETY: forwarded.
        unsafe { &*((header_of(self.0) as *const u8).add(offset) as *const Slot) }
    }
    /// Byte offset of a slot of this object, for inline caches.
    pub fn offset_of_slot(self, s: &Slot) -> usize {
        s as *const Slot as usize - header_of(self.0) as usize
    }
    /// Number of inline attribute slots of this object.
    #[inline(always)]
    pub fn inline_capacity(self) -> usize {
        // Relaxed: constant after birth.
        if self.is_ptr() {
            self.head().cap.load(Relaxed) as usize
        } else {
            0
        }
    }
    /// Locks the object (LOCK RULES). None for immediates, which have no state.
    #[inline(always)]
    pub fn lock(self) -> Option<crate::lock::LockGuard<'a>> {
        self.header().map(|h| h.lock.lock())
    }
    /// Byte offset of inline slot `i`, for inline caches.
    pub fn inline_offset(self, i: usize) -> usize {
        self.inline_slots()
            .first()
            .map_or(0, |s| self.offset_of_slot(s))
            + 8 * i
    }
    /// The shape word that stands in front of inline slot 0 at byte `offset`, for inline caches.
    ///
    /// # Safety
    /// The offset was recorded for the object's present class.
    #[inline(always)]
    pub unsafe fn shape_before(self, offset: usize) -> &'a AtomicPtr<crate::shape::Shape> {
        // SAFETY: forwarded; OBJECT RULE 1.
        unsafe {
            &*((header_of(self.0) as *const u8).add(offset)
                as *const AtomicPtr<crate::shape::Shape>)
        }
    }
}
