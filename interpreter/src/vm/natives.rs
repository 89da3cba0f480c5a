//! Handlers of calls of natives: builtin functions, and methods of builtin classes.
//!
//! The arguments stay in the registers of the call window, where the native reads them. A handler keeps nothing over the
//! call but the thread: the state is read again, which costs less than saving it.

use super::flow::{call_bound, call_slow, call_with_defaults, class_ptr, construct_window};
use super::step::{Handler, State, op, raise};
use super::{flow, frame};
use typhon_runtime::call::{Args, MethodDef, MethodDescr, NativeFunction};
use typhon_runtime::obj::{Obj, R, Ref, Val};
use typhon_runtime::types::slotdefs::wrapper;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};

/// The word of a native's result; EMPTY: it raised.
#[inline(always)]
fn word_of(r: R) -> Word {
    r.map_or(EMPTY, Obj::into_word)
}

/// How many arguments a handler is for: any number, or so many.
const ANY: usize = usize::MAX;

impl State<'_> {
    /// `Call` of a builtin function.
    #[inline(always)]
    fn call_builtin<const N: usize>(self, other: Handler) -> R {
        let w = self.w(self.a());
        if value::is_ptr(w) && std::ptr::eq(class_ptr(w), &types::BUILTIN_FUNCTION) {
            return self.call_function::<false, N>(w);
        }
        self.to(other)
    }
    /// `CallMethod` of a method of a builtin class, on an instance of that very class.
    #[inline(always)]
    fn call_builtin_method<const N: usize>(self, other: Handler) -> R {
        let base = self.a();
        let w = self.w(base);
        if value::is_ptr(w) && std::ptr::eq(class_ptr(w), &types::METHOD_DESCRIPTOR) {
            // SAFETY: exact class.
            let d: &MethodDescr = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
            let slf = self.w(base + 1);
            let n = if N == ANY { self.b() } else { N };
            if value::is_ptr(slf) && std::ptr::eq(class_ptr(slf), d.owner) && d.def.takes_plainly(n)
            {
                self.sync();
                return self.call_def::<true, N>(d.def, base + 1, n + 1);
            }
        }
        self.to(other)
    }
}

// Calls of what has the name of a native come here first, others when they have found that it is no Python function.
op!(call_native(s) { s.call_builtin::<ANY>(flow::call_quick) });
op!(call_native_1(s) { s.call_builtin::<1>(flow::call_quick) });
op!(call_method_native(s) { s.call_builtin_method::<ANY>(flow::call_method_quick) });
op!(call_method_native_0(s) { s.call_builtin_method::<0>(flow::call_method_quick) });
op!(call_method_native_1(s) { s.call_builtin_method::<1>(flow::call_method_quick) });
op!(#[inline(never)] call(s) { s.call_builtin::<ANY>(call_other) });
op!(#[inline(never)] call_method(s) { s.call_builtin_method::<ANY>(call_method_other) });
op!(#[inline(never)] call_method_other(s) {
    let w = s.w(s.a());
    if value::is_ptr(w) && std::ptr::eq(class_ptr(w), &types::BUILTIN_FUNCTION) {
        return s.call_function::<true, ANY>(w);
    }
    if value::is_ptr(w) && std::ptr::eq(class_ptr(w), &types::WRAPPER_DESCRIPTOR) {
        s.sync();
        return call_wrapper(s.th);
    }
    s.call_python::<true>()
});
op!(#[inline(never)] call_other(s) {
    let base = s.a();
    let w = s.w(base);
    if value::is_ptr(w) && std::ptr::eq(class_ptr(w), &types::METHOD_DESCRIPTOR) {
        // SAFETY: exact class.
        let d: &MethodDescr = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
        let n = s.b();
        let slf = if n > 0 { s.w(base + 1) } else { UNBOUND };
        if value::is_ptr(slf)
            && std::ptr::eq(class_ptr(slf), d.owner)
            && d.def.takes_plainly(n - 1)
        {
            s.sync();
            return s.call_def::<false, ANY>(d.def, base + 1, n);
        }
    }
    s.call_python::<false>()
});

impl State<'_> {
    /// Calls the builtin function that the word `w` names.
    #[inline(always)]
    fn call_function<const METHOD: bool, const N: usize>(self, w: Word) -> R {
        self.sync();
        // SAFETY: exact class, checked by the caller.
        let nf: &NativeFunction = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
        let (first, n) = match N {
            ANY => self.arguments::<METHOD>(self.a()),
            n => (self.a() + 1, n),
        };
        if nf.bound || !nf.def.takes_plainly(n) {
            return call_slow(self.th);
        }
        self.call_def::<METHOD, N>(nf.def, first, n)
    }
    /// Calls what is no native.
    #[inline(always)]
    fn call_python<const METHOD: bool>(self) -> R {
        self.sync();
        let base = self.a();
        let w = self.w(base);
        let (first, n) = self.arguments::<METHOD>(base);
        if !value::is_ptr(w) {
            return call_slow(self.th);
        }
        let c = class_ptr(w);
        if std::ptr::eq(c, &types::FUNCTION) {
            call_with_defaults(self.th, base, first, n)
        } else if std::ptr::eq(c, &types::TYPE) {
            construct_window(self.th, base, first, n)
        } else if std::ptr::eq(c, &types::METHOD) && first == base + 1 {
            call_bound(self.th, base, n)
        } else {
            call_slow(self.th)
        }
    }
    /// Calls native `def` with `n` arguments from register `first` on (`ip` is stored).
    #[inline(always)]
    fn call_def<const METHOD: bool, const N: usize>(
        self,
        def: &'static MethodDef,
        first: usize,
        n: usize,
    ) -> R {
        // SAFETY: the window's registers.
        let args = unsafe { Args::from_raw(self.regs.add(first), n) };
        let v = match def.quick {
            None => word_of((def.f)(self.th, args)),
            Some(q) => {
                let v = q(self.th, args).map_or(EMPTY, Val::into_word);
                if v == EMPTY {
                    return call_not_quick(self.th);
                }
                v
            }
        };
        if v == EMPTY {
            return raise(self.th, true);
        }
        State::on_top(self.th).end_native::<METHOD, N>(v)
    }
    /// The end of a call that gave `v`: empties the window.
    #[inline(always)]
    fn end_native<const METHOD: bool, const N: usize>(self, v: Word) -> R {
        let base = self.a();
        // SAFETY: the window's registers.
        unsafe {
            let w = self.regs.add(base);
            if N == ANY {
                let mut p = w.add(self.b() + usize::from(METHOD));
                while p > w {
                    let x = *p;
                    // Immediates may stay (OPERAND RULE 2).
                    if value::is_ptr(x) {
                        if value::is_owned(x) {
                            return end_native_slow(self.th, v);
                        }
                        *p = UNBOUND;
                    }
                    p = p.sub(1);
                }
            } else {
                let n = N + usize::from(METHOD);
                for i in 1..=n {
                    if value::is_owned(*w.add(i)) {
                        return end_native_slow(self.th, v);
                    }
                }
                for i in 1..=n {
                    *w.add(i) = UNBOUND;
                }
            }
        }
        let old = self.replace(base, v);
        if value::is_owned(old) {
            return self.drop_then_serve(old);
        }
        self.done()
    }
}

/// The call that the frame on top stands at (`ip` is stored), of a native slot as a method: `super().__init__(...)`.
#[inline(never)]
fn call_wrapper(th: &mut Thread) -> R {
    let s = State::on_top(th);
    let base = s.a();
    let slf = s.f.reg(base + 1);
    let init = match s.w(base + 1) {
        UNBOUND => None,
        _ => wrapper::init_for(s.f.reg(base), slf),
    };
    let Some(init) = init else {
        return call_slow(s.th);
    };
    // SAFETY: the window's registers.
    let a = unsafe { Args::from_raw(s.regs.add(base + 2), s.b()) };
    if init(s.th, slf, a).is_err() {
        return raise(s.th, true);
    }
    end_native_slow(s.th, value::NONE)
}

/// `end_native` where objects must be released.
#[inline(never)]
fn end_native_slow(th: &mut Thread, v: Word) -> R {
    let s = State::on_top(th);
    let base = s.a();
    let n = s.b() + usize::from(s.i().calls_method());
    // SAFETY: the window's registers.
    unsafe { frame::clear_regs(s.regs.add(base + 1), n) };
    s.set(base, v);
    s.done()
}

/// The call that the frame on top stands at, of a native of whose common cases it is none.
#[inline(never)]
fn call_not_quick(th: &mut Thread) -> R {
    let s = State::on_top(th);
    let base = s.a();
    let w = s.w(base);
    // SAFETY: a live register word that names one of two kinds of natives, checked by the caller.
    let def = unsafe {
        let r: Ref<'_> = Ref::from_ptr_word(w);
        if std::ptr::eq(class_ptr(w), &types::METHOD_DESCRIPTOR) {
            r.payload_unchecked::<MethodDescr>().def
        } else {
            r.payload_unchecked::<NativeFunction>().def
        }
    };
    let (first, n) = if s.i().calls_method() {
        s.arguments::<true>(base)
    } else {
        s.arguments::<false>(base)
    };
    // SAFETY: the window's registers.
    let a = unsafe { Args::from_raw(s.regs.add(first), n) };
    let v = word_of((def.f)(s.th, a));
    if v == EMPTY {
        return raise(s.th, true);
    }
    end_native_slow(s.th, v)
}
