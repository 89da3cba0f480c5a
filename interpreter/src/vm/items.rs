//! Handlers of items and membership: the cases that need no call here, the rest in `container`.

use super::step::{State, op, slow};
use super::{container, operators};
use crate::opcode::{Instr, Op};
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::quick::ready_hash;
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::is_multi;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::list::List;
use typhon_runtime::types::set::Set;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{self};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};

/// A view of a register word that is a pointer.
#[inline(always)]
fn object(w: Word) -> Ref<'static> {
    // SAFETY: a register word that is a pointer names a live object.
    unsafe { Ref::from_ptr_word(w) }
}

/// Item `k` of an exact list or tuple as a register word; EMPTY if it is neither, or not to be had without a call.
#[inline(always)]
fn at(th: &Thread, o: Word, k: Word) -> Word {
    let (r, n) = (object(o), value::int_of(k));
    // SAFETY: `object` is one.
    let class = unsafe { r.class_of_ptr() };
    if std::ptr::eq(class, &types::LIST) {
        // SAFETY: exact class.
        let l: &List = unsafe { r.payload_unchecked() };
        return l.load_quick(th, l.place(n));
    }
    if std::ptr::eq(class, &types::TUPLE) {
        // SAFETY: exact class.
        let t: &Tuple = unsafe { r.payload_unchecked() };
        let i = if n < 0 { n + t.len() as i64 } else { n };
        return match t.slots().get(i as usize) {
            Some(s) => s.load_quick(th, || true),
            None => EMPTY,
        };
    }
    EMPTY
}

/// The value under `k` in an exact dict as a register word; EMPTY if it is no dict, or not to be had without a call.
#[inline(always)]
fn under(th: &Thread, o: Word, k: Word) -> Word {
    if !value::is_ptr(o) {
        return EMPTY;
    }
    // SAFETY: register words.
    let (r, key) = unsafe { (Ref::from_ptr_word(o), Ref::from_word(k)) };
    // SAFETY: `r` is a pointer.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::DICT) {
        return EMPTY;
    }
    match ready_hash(key) {
        // SAFETY: exact class.
        Some(h) => unsafe { r.payload_unchecked::<Dict>() }.load_same(th, h, key.word()),
        None => EMPTY,
    }
}

impl State<'_> {
    /// Writes the item that was got from operand b.
    #[inline(always)]
    fn put_item(self, v: Word) -> R {
        let (a, b) = (self.a(), self.b());
        if b != a && self.f.is_temp(b) {
            return self.put_consume(a, v, b);
        }
        self.put(a, v)
    }
    /// Whether register `i` is a temporary that holds a count.
    #[inline(always)]
    fn owns(&self, i: usize) -> bool {
        value::is_owned(self.w(i)) && self.f.is_temp(i)
    }
    /// The word of operand `i`, counted, for a slot: a temporary's moves out. EMPTY: not without a call, and nothing has
    /// changed.
    #[inline(always)]
    fn take_quick(&self, i: usize) -> Word {
        let w = self.w(i);
        if !value::is_ptr(w) {
            return w;
        }
        let temporary = self.f.is_temp(i);
        let v = if temporary && value::is_owned(w) {
            w
        } else {
            object(w).own_quick(self.th)
        };
        if temporary && v != EMPTY {
            self.replace(i, UNBOUND);
        }
        v
    }
    /// Undoes `take_quick` of register `i`, which gave `v`.
    #[inline(always)]
    fn give_back(&self, i: usize, v: Word) {
        if self.f.is_temp(i) {
            self.replace(i, v);
        } else if value::is_ptr(v) {
            uncount(v);
        }
    }
}

/// Takes back a count of `own_quick`.
#[cold]
#[inline(never)]
fn uncount(w: Word) {
    // SAFETY: the word owns the count.
    drop(unsafe { Obj::from_word(w) });
}

// ------------------------------------------------------------------ items

op!(get_item(s) {
    let (o, k) = (s.w(s.b()), s.w(s.c()));
    if !value::is_int(k) || !value::is_ptr(o) {
        return s.to(get_item_keyed);
    }
    let v = at(s.th, o, k);
    if v == EMPTY {
        return s.to(get_item_keyed);
    }
    // The index is an immediate: it may stay in its register.
    s.put_item(v)
});
op!(#[inline(never)] get_item_keyed(s) {
    let c = s.c();
    let v = under(s.th, s.w(s.b()), s.w(c));
    if v == EMPTY || s.owns(c) {
        return s.to(get_item_slow);
    }
    if c != s.a() && s.f.is_temp(c) {
        s.replace(c, UNBOUND);
    }
    s.put_item(v)
});
op!(#[inline(never)] get_item_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, container::getitem(s.th, s.f, s.i()));
    s.next()
});
op!(get_item_k(s) {
    let (o, k) = (s.w(s.b()), s.k(s.c()));
    if !value::is_int(k) || !value::is_ptr(o) {
        return s.to(get_item_k_keyed);
    }
    let v = at(s.th, o, k);
    if v == EMPTY {
        return s.to(get_item_k_keyed);
    }
    s.put_item(v)
});
op!(#[inline(never)] get_item_k_keyed(s) {
    let v = under(s.th, s.w(s.b()), s.k(s.c()));
    if v == EMPTY {
        return s.to(get_item_k_slow);
    }
    s.put_item(v)
});
op!(#[inline(never)] get_item_k_slow(s) {
    s.sync();
    if operators::is_heap(s.w(s.b())) && operators::enter(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, container::getitem_k(s.th, s.f, s.i()));
    s.next()
});

/// Whether an assignment to an item may be done without a lock.
#[inline(always)]
fn may_store(o: Word) -> bool {
    value::is_ptr(o) && !is_multi()
}

impl State<'_> {
    /// The end of a store to an item of operand a: drops the word that was there, then the operand.
    #[inline(always)]
    fn stored(self, old: Word) -> R {
        let a = self.a();
        if !self.f.is_temp(a) {
            return self.drop_then_serve(old);
        }
        if value::is_owned(old) {
            return self.drop_clear_serve(old);
        }
        let o = self.replace(a, UNBOUND);
        self.drop_then_serve(o)
    }
}

op!(set_item(s) {
    let (o, k) = (s.w(s.a()), s.w(s.b()));
    if !value::is_int(k) || !value::is_ptr(o) {
        return s.to(set_item_keyed);
    }
    let r = object(o);
    // SAFETY: `object` is one.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::LIST) {
        return s.to(set_item_keyed);
    }
    if is_multi() {
        return s.to(set_item_beside);
    }
    // SAFETY: exact class.
    let l: &List = unsafe { r.payload_unchecked() };
    let Some(slot) = l.slot_alone(l.place(value::int_of(k))) else {
        return s.to(set_item_slow);
    };
    let v = s.take_quick(s.c());
    if v == EMPTY {
        return s.to(set_item_slow);
    }
    let old = slot.exchange_alone(v);
    s.stored(old)
});
// An item of an exact list while other threads run.
op!(#[inline(never)] set_item_beside(s) {
    // SAFETY: set_item has looked: an exact list.
    let l: &List = unsafe { object(s.w(s.a())).payload_unchecked() };
    let Some(slot) = l.slot_now(l.place(value::int_of(s.w(s.b())))) else {
        return s.to(set_item_slow);
    };
    let v = s.take_quick(s.c());
    if v == EMPTY {
        return s.to(set_item_slow);
    }
    let old = slot.replace_word(v);
    if old == EMPTY {
        // The item is on its way to another place (LIST RULE 5).
        s.give_back(s.c(), v);
        return s.to(set_item_slow);
    }
    s.stored(old)
});
op!(#[inline(never)] set_item_keyed(s) {
    let (o, b) = (s.w(s.a()), s.b());
    if !may_store(o) || s.owns(b) {
        return s.to(set_item_slow);
    }
    let r = object(o);
    // SAFETY: a register word.
    let key = unsafe { Ref::from_word(s.w(b)) };
    // SAFETY: `object` is one.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::DICT) {
        return s.to(set_item_slow);
    }
    let Some(hash) = ready_hash(key) else {
        return s.to(set_item_slow);
    };
    // SAFETY: exact class.
    let slot = match unsafe { r.payload_unchecked::<Dict>() }.slot_alone(hash, key.word()) {
        Some(Some(slot)) => slot,
        Some(None) => return s.to(set_item_slow),
        None => return s.to(set_item_equal),
    };
    let v = s.take_quick(s.c());
    if v == EMPTY {
        return s.to(set_item_slow);
    }
    if s.f.is_temp(b) {
        s.replace(b, UNBOUND);
    }
    let old = slot.exchange_alone(v);
    s.stored(old)
});
/// The slot of the value under a key that is equal to `k`, in an exact dict while the process has one thread; null if there
/// is none or only Python code can tell.
///
/// # Safety
/// `o` is the word of an exact dict, `k` of a key with a ready hash.
#[inline(never)]
unsafe fn slot_of_equal(o: Word, k: Word) -> *const Slot {
    // SAFETY: by contract.
    let (d, key) = unsafe {
        let d: &Dict = object(o).payload_unchecked();
        (d, Ref::from_word(k))
    };
    let slot = ready_hash(key).and_then(|h| d.slot_alone_equal(h, key));
    slot.map_or(std::ptr::null(), std::ptr::from_ref)
}
// A value of an exact dict, of one thread, under a key that another of the same hash may be equal to.
op!(#[inline(never)] set_item_equal(s) {
    let b = s.b();
    // SAFETY: set_item_keyed has looked at both.
    let slot = unsafe { slot_of_equal(s.w(s.a()), s.w(b)) };
    if slot.is_null() {
        return s.to(set_item_slow);
    }
    let v = s.take_quick(s.c());
    if v == EMPTY {
        return s.to(set_item_slow);
    }
    if s.f.is_temp(b) {
        s.replace(b, UNBOUND);
    }
    // SAFETY: nothing has changed the dict since.
    let old = unsafe { &*slot }.exchange_alone(v);
    s.stored(old)
});
op!(#[inline(never)] set_item_slow(s) {
    slow!(s, container::setitem(s.th, s.f, s.i()));
    s.done()
});
op!(build_slice(s) {
    // SAFETY: verified code: an instruction follows, which nobody writes (CODE RULE 2).
    let next = unsafe { *(s.ip as *const Instr) };
    if slow!(s, container::slice_at_once(s.th, s.f, s.i(), next)) {
        s.jump(1);
        return s.done();
    }
    slow!(s, container::build_slice(s.th, s.f, s.i()));
    s.next()
});

// ------------------------------------------------------------------ membership

/// Whether `x` is in an exact set, frozenset or dict; None if that is not to be had without a call.
#[inline(always)]
fn holds(o: Word, x: Word) -> Option<bool> {
    if !value::is_ptr(o) {
        return None;
    }
    // SAFETY: register words.
    let (r, x) = unsafe { (Ref::from_ptr_word(o), Ref::from_word(x)) };
    let hash = ready_hash(x)?;
    // SAFETY: `r` is a pointer.
    let class = unsafe { r.class_of_ptr() };
    if std::ptr::eq(class, &types::SET) || std::ptr::eq(class, &types::FROZENSET) {
        // SAFETY: exact class.
        return unsafe { r.payload_unchecked::<Set>() }.holds_same(hash, x.word());
    }
    if std::ptr::eq(class, &types::DICT) {
        // SAFETY: exact class.
        return unsafe { r.payload_unchecked::<Dict>() }.holds_same(hash, x.word());
    }
    None
}

impl State<'_> {
    /// Writes the truth `t` to register `a`, drops `old`, goes on. A branch on it that follows is taken at once.
    #[inline(always)]
    fn put_truth(mut self, a: usize, t: bool, old: Word) -> R {
        // SAFETY: verified code: an instruction follows, which nobody writes (CODE RULE 2).
        let next = unsafe { *(self.ip as *const Instr) };
        let if_true = next.op_byte() == Op::JumpIfTrue as u8;
        if (if_true || next.op_byte() == Op::JumpIfFalse as u8)
            && next.a() == a
            && self.f.is_temp(a)
        {
            // Nobody else reads the temporary.
            let n = if t == if_true { next.jump32() } else { 0 };
            self.jump(1 + n);
            return self.drop_then(old);
        }
        self.replace(a, if t { value::TRUE } else { value::FALSE });
        self.drop_then(old)
    }
}

op!(contains(s) {
    let (x, o) = (s.w(s.b()), s.w(s.c()));
    if !value::is_int(x) || !value::is_ptr(o) {
        return s.to(contains_keyed);
    }
    let r = object(o);
    // SAFETY: `object` is one.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::SET) {
        return s.to(contains_keyed);
    }
    // SAFETY: exact class.
    let Some(t) = unsafe { r.payload_unchecked::<Set>() }.holds_int(x) else {
        return s.to(contains_keyed);
    };
    // As in contains_keyed, with an immediate that may stay in its register.
    let (a, c) = (s.a(), s.c());
    if value::is_owned(s.w(a)) && !(a == c && s.f.is_temp(c)) {
        return s.to(contains_slow);
    }
    let old = if s.f.is_temp(c) { s.replace(c, UNBOUND) } else { UNBOUND };
    let t = t != (s.x() == 1);
    s.put_truth(a, t, old)
});
op!(#[inline(never)] contains_keyed(s) {
    let Some(t) = holds(s.w(s.c()), s.w(s.b())) else {
        return s.to(contains_slow);
    };
    // Only the container is dropped here: other objects, in the destination or a temporary operand, the long way.
    let (a, b, c) = s.operands_again();
    if value::is_owned(s.w(a)) && !(a == c && s.f.is_temp(c)) || s.owns(b) {
        return s.to(contains_slow);
    }
    if s.f.is_temp(b) {
        s.replace(b, UNBOUND);
    }
    let old = if s.f.is_temp(c) { s.replace(c, UNBOUND) } else { UNBOUND };
    let t = t != (s.x() == 1);
    s.put_truth(a, t, old)
});
op!(#[inline(never)] contains_slow(s) {
    slow!(s, container::contains(s.th, s.f, s.i()));
    s.next()
});

// ------------------------------------------------------------------ displays

op!(list_append(s) {
    let o = s.w(s.a());
    if !may_store(o) {
        return s.to(list_append_slow);
    }
    let r = object(o);
    // SAFETY: `object` is one.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::LIST) {
        return s.to(list_append_slow);
    }
    // SAFETY: exact class.
    let l: &List = unsafe { r.payload_unchecked() };
    let Some((slot, n)) = l.room_alone() else {
        return s.to(list_append_slow);
    };
    let v = s.take_quick(s.b());
    if v == EMPTY {
        return s.to(list_append_slow);
    }
    slot.fill_word(v);
    l.push_done(n);
    s.next()
});
op!(#[inline(never)] list_append_slow(s) {
    slow!(s, container::list_append(s.th, s.f, s.i()));
    s.next()
});
op!(set_add(s) {
    let (o, w) = (s.w(s.a()), s.w(s.b()));
    if !value::is_int(w) || !may_store(o) {
        return s.to(set_add_slow);
    }
    let r = object(o);
    // SAFETY: `object` is one.
    if !std::ptr::eq(unsafe { r.class_of_ptr() }, &types::SET) {
        return s.to(set_add_slow);
    }
    // SAFETY: exact class.
    let set: &Set = unsafe { r.payload_unchecked() };
    if set.add_int_alone(w).is_none() {
        return s.to(set_add_slow);
    }
    s.next()
});
op!(#[inline(never)] set_add_slow(s) {
    slow!(s, container::set_add(s.th, s.f, s.i()));
    s.next()
});
