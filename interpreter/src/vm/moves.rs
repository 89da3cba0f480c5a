//! Handlers that move values: registers, cells, names, attributes, items. The cached cases here, the rest in `attr` and
//! `container`.

use super::frame;
use super::step::{op, slow};
use super::{attr, container};
use crate::opcode::Instr;
use typhon_runtime::Thread;
use typhon_runtime::obj::Ref;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};

/// A copy of a register word for another register, without a call; EMPTY: `frame::copy_word` must do it.
#[inline(always)]
fn copy_quick(th: &Thread, w: Word) -> Word {
    if !value::is_ptr(w) {
        return w;
    }
    // SAFETY: a register word names a live object.
    unsafe { Ref::from_word(w) }.copy_quick(th)
}

op!(move_(s) {
    let (a, b) = (s.a(), s.b());
    let w = s.w(b);
    if s.f.is_temp(b) {
        s.replace(b, UNBOUND);
        return s.put(a, w);
    }
    let v = copy_quick(s.th, w);
    if v == EMPTY {
        return s.to(copy_slow);
    }
    s.put(a, v)
});
op!(copy(s) {
    let (a, b) = (s.a(), s.b());
    let v = copy_quick(s.th, s.w(b));
    if v == EMPTY {
        return s.to(copy_slow);
    }
    s.put(a, v)
});
op!(
    #[inline(never)]
    copy_slow(s) {
        let v = frame::copy_word(s.w(s.b()));
        let a = s.a();
        s.put(a, v)
    }
);
op!(move_arg(s) {
    let v = s.f.arg_word(s.b());
    let a = s.a();
    s.put(a, v)
});
op!(load_k(s) {
    let v = frame::alias(s.k(s.wide()));
    let a = s.a();
    s.put(a, v)
});
op!(clear(s) {
    let old = s.replace(s.a(), UNBOUND);
    s.drop_then_serve(old)
});
op!(check_bound(s) {
    if s.w(s.a()) == UNBOUND {
        return s.to(unbound_local);
    }
    s.next()
});
op!(#[cold] #[inline(never)] unbound_local(s) {
    slow!(s, attr::unbound_local(s.th, s.f, s.a()));
    s.next()
});

// ------------------------------------------------------------------ cells

op!(load_cell(s) {
    let v = attr::cell_word::<true>(s.th, s.f, s.b());
    if v == EMPTY {
        return s.to(load_cell_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_cell_slow(s) {
    let v = attr::cell_word::<false>(s.th, s.f, s.b());
    if v == EMPTY {
        slow!(s, attr::unbound_local(s.th, s.f, s.b()));
    }
    let a = s.a();
    s.put(a, v)
});
op!(store_cell(s) {
    s.sync();
    attr::store_cell(s.f, s.i());
    s.next()
});
op!(load_free(s) {
    let v = attr::free_word::<true>(s.th, s.f, s.b());
    if v == EMPTY {
        return s.to(load_free_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_free_slow(s) {
    let v = attr::free_word::<false>(s.th, s.f, s.b());
    if v == EMPTY {
        slow!(s, attr::unbound_free(s.th, s.f, s.b()));
    }
    let a = s.a();
    s.put(a, v)
});
op!(store_free(s) {
    s.sync();
    attr::store_free(s.f, s.i());
    s.next()
});

// ------------------------------------------------------------------ names and attributes

op!(load_global(s) {
    let v = attr::global_word(s.th, s.f, s.i());
    if v == EMPTY {
        return s.to(load_global_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_global_slow(s) {
    slow!(s, attr::load_global(s.th, s.f, s.i()));
    s.next()
});
op!(store_global(s) {
    slow!(s, attr::store_global(s.th, s.f, s.i()));
    s.done()
});
op!(load_attr(s) {
    let (a, b) = (s.a(), s.b());
    let v = attr::attr_word(s.th, s.f, s.i(), s.w(b));
    if v == EMPTY {
        return s.to(load_attr_slow);
    }
    if a != b && s.f.is_temp(b) {
        return s.put_consume(a, v, b);
    }
    s.put(a, v)
});
op!(#[inline(never)] load_attr_slow(s) {
    slow!(s, attr::load_attr(s.th, s.f, s.i()));
    s.done()
});
op!(store_attr(s) {
    let old = attr::store_quick(s.th, s.f, s.i());
    if old == EMPTY {
        return s.to(store_attr_slow);
    }
    s.drop_then_serve(old)
});
op!(
    #[inline(never)]
    store_attr_slow(s) {
        s.sync();
        if !attr::store_attr_fast(s.f, s.i()) {
            slow!(s, attr::store_attr(s.th, s.f, s.i()));
        }
        s.done()
    }
);
op!(load_method(s) {
    if !attr::load_method_fast(s.f, s.i()) {
        return s.to(load_method_slow);
    }
    s.next()
});
op!(#[inline(never)] load_method_slow(s) {
    slow!(s, attr::load_method(s.th, s.f, s.i()));
    s.next()
});

// ------------------------------------------------------------------ items

op!(get_item(s) {
    let (a, b, c) = (s.a(), s.b(), s.c());
    let v = container::getitem_fast(s.w(b), s.w(c));
    if v == EMPTY {
        return s.to(get_item_slow);
    }
    let old = if b != a && s.f.is_temp(b) {
        s.replace(b, UNBOUND)
    } else {
        UNBOUND
    };
    s.set(a, v);
    if c != a && s.f.is_temp(c) {
        s.set(c, UNBOUND);
    }
    s.drop_then(old)
});
op!(#[inline(never)] get_item_slow(s) {
    slow!(s, container::getitem(s.th, s.f, s.i()));
    s.next()
});
op!(get_item_k(s) {
    let (a, b) = (s.a(), s.b());
    let v = container::getitem_fast(s.w(b), s.k(s.c()));
    if v == EMPTY {
        return s.to(get_item_k_slow);
    }
    let old = if b != a && s.f.is_temp(b) {
        s.replace(b, UNBOUND)
    } else {
        UNBOUND
    };
    s.set(a, v);
    s.drop_then(old)
});
op!(#[inline(never)] get_item_k_slow(s) {
    slow!(s, container::getitem_k(s.th, s.f, s.i()));
    s.next()
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
