//! Handlers that move values: registers, cells, names, attributes. The cached cases here, the rest in `attr`.

use super::frame;
use super::step::{State, op, slow};
use super::{attr, flow, variables};
use typhon_runtime::Thread;
use typhon_runtime::obj::{R, Ref};
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
op!(load_k_temp(s) {
    let v = frame::alias(s.k(s.wide()));
    let a = s.a();
    s.put_plain(a, v)
});
op!(copy_temp(s) {
    let v = copy_quick(s.th, s.w(s.b()));
    if v == EMPTY {
        return s.to(copy_slow);
    }
    let a = s.a();
    s.put_plain(a, v)
});
op!(move_arg_local(s) {
    let v = frame::alias(s.w(s.b()));
    let a = s.a();
    s.put_plain(a, v)
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
    slow!(s, variables::unbound_local(s.th, s.f, s.a()));
    s.next()
});

// ------------------------------------------------------------------ cells

op!(load_cell(s) {
    let v = variables::cell_word::<true>(s.th, s.f, s.b());
    if v == EMPTY {
        return s.to(load_cell_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_cell_slow(s) {
    let v = variables::cell_word::<false>(s.th, s.f, s.b());
    if v == EMPTY {
        slow!(s, variables::unbound_local(s.th, s.f, s.b()));
    }
    let a = s.a();
    s.put(a, v)
});
op!(store_cell(s) {
    s.sync();
    variables::store_cell(s.f, s.i());
    s.next()
});
op!(load_free(s) {
    let v = variables::free_word::<true>(s.th, s.f, s.b());
    if v == EMPTY {
        return s.to(load_free_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_free_slow(s) {
    let v = variables::free_word::<false>(s.th, s.f, s.b());
    if v == EMPTY {
        slow!(s, variables::unbound_free(s.th, s.f, s.b()));
    }
    let a = s.a();
    s.put(a, v)
});
op!(store_free(s) {
    s.sync();
    variables::store_free(s.f, s.i());
    s.next()
});

// ------------------------------------------------------------------ names and attributes

op!(load_global_q(s) {
    let v = variables::global_borrowed(s.f, s.entry_c());
    if v == EMPTY {
        return s.to(load_builtin);
    }
    let a = s.a();
    s.put_plain(a, v)
});
op!(load_builtin_first(s) {
    let v = variables::builtin_borrowed(s.f, s.entry_c());
    if v == EMPTY {
        return s.to(load_global_q);
    }
    let a = s.a();
    s.put_plain(a, v)
});
op!(#[inline(never)] load_builtin(s) {
    let v = variables::builtin_borrowed(s.f, s.entry_c());
    if v == EMPTY {
        return s.to(load_global);
    }
    let a = s.a();
    s.put_plain(a, v)
});
op!(#[inline(never)] load_global(s) {
    let v = variables::global_word(s.th, s.f, s.i());
    if v == EMPTY {
        return s.to(load_global_slow);
    }
    let a = s.a();
    s.put(a, v)
});
op!(#[cold] #[inline(never)] load_global_slow(s) {
    slow!(s, variables::load_global(s.th, s.f, s.i()));
    s.next()
});
op!(store_global(s) {
    let old = variables::store_global_alone(s.f, s.i());
    if old == EMPTY {
        return s.to(store_global_slow);
    }
    s.drop_then_serve(old)
});
op!(store_name(s) {
    if variables::locals_are_globals(s.f) {
        let old = variables::store_global_alone(s.f, s.i());
        if old != EMPTY {
            return s.drop_then_serve(old);
        }
    }
    s.to(store_name_slow)
});
op!(#[inline(never)] store_name_slow(s) {
    slow!(s, variables::store_name(s.th, s.f, s.i()));
    s.done()
});
op!(load_name(s) {
    if variables::locals_are_globals(s.f) {
        let v = variables::global_word(s.th, s.f, s.i());
        if v != EMPTY {
            let a = s.a();
            return s.put(a, v);
        }
    }
    s.to(load_name_slow)
});
op!(#[inline(never)] load_name_slow(s) {
    slow!(s, variables::load_name(s.th, s.f, s.i()));
    s.next()
});
op!(#[inline(never)] store_global_slow(s) {
    slow!(s, variables::store_global(s.th, s.f, s.i()));
    s.done()
});
op!(load_attr_local(s) {
    let v = attr::slot_word(s.th, s.entry_c(), s.w(s.b()));
    if v == EMPTY {
        return s.to(load_attr);
    }
    let a = s.a();
    s.put_plain(a, v)
});
op!(load_attr_q(s) {
    let b = s.b();
    let v = attr::slot_word(s.th, s.entry_c(), s.w(b));
    if v == EMPTY {
        return s.to(load_attr);
    }
    let a = s.a();
    if a != b && s.f.is_temp(b) {
        return s.put_consume(a, v, b);
    }
    s.put(a, v)
});
op!(#[inline(never)] load_attr(s) {
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
    let w = s.w(s.b());
    let getter = attr::getter_word(s.f.site(s.i()), w);
    if getter != EMPTY {
        s.sync();
        if flow::enter_getter(s.th, getter) {
            s.reload();
            return s.done();
        }
        frame::release(getter);
    }
    slow!(s, attr::load_attr(s.th, s.f, s.i()));
    s.done()
});
op!(store_attr_q(s) {
    let old = attr::store_alone(s.f, s.entry_c(), s.a(), s.b());
    if old == EMPTY {
        return s.to(store_attr);
    }
    s.drop_then_serve(old)
});
op!(#[inline(never)] store_attr(s) {
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
impl State<'_> {
    /// Writes function and object into the window of a method, by the first entry of the site. The window's registers
    /// are temporaries that hold nothing to drop; the object, in register b, may stand in one of them, and moves.
    #[inline(always)]
    fn load_method<const MOVES: bool>(self) -> R {
        let w = self.w(self.b());
        let Some(e) = self.entry_c() else {
            return self.to(load_method_slow);
        };
        if !value::is_ptr(w) || !attr::is_method(e, w) {
            return self.to(load_method_more);
        }
        let a = self.a();
        let slf = if MOVES {
            self.replace(self.b(), UNBOUND);
            w
        } else {
            frame::alias(w)
        };
        debug_assert!(!value::is_owned(self.w(a)) && !value::is_owned(self.w(a + 1)));
        self.replace(a, e.value);
        self.replace(a + 1, slf);
        self.next()
    }
}
op!(load_method_q(s) { s.load_method::<true>() });
op!(load_method_local(s) { s.load_method::<false>() });
op!(#[inline(never)] load_method_more(s) {
    let w = s.w(s.b());
    if !value::is_ptr(w) {
        return s.to(load_method_slow);
    }
    let mut entry = s.entry_c();
    let e = loop {
        let Some(e) = entry else {
            return s.to(load_method_slow);
        };
        if attr::is_method(e, w) {
            break e;
        }
        entry = e.next.as_deref();
    };
    let (a, b) = (s.a(), s.b());
    let slf = if s.f.is_temp(b) {
        s.replace(b, UNBOUND);
        w
    } else {
        frame::alias(w)
    };
    s.replace(a, e.value);
    s.replace(a + 1, slf);
    s.next()
});
op!(#[inline(never)] load_method_slow(s) {
    slow!(s, attr::load_method(s.th, s.f, s.i()));
    s.next()
});
