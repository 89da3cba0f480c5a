//! Calling Python functions: frames, and the way in from Rust.

use super::bind::bind;
use super::frame::{self, Frame, Ret, alias, release};
use super::regs::Fp;
use crate::objects::{Code, Function};
use crate::opcode::Instr;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::*};
use typhon_runtime::call::{Args, BoundMethod, MethodDescr, NativeFunction, call_args, invoke};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::obj::{Empty, Obj, Payload, R, Raised, Ref, Val};
use typhon_runtime::types::classes;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, hooks, names};

static LIMIT: AtomicU32 = AtomicU32::new(1000);

/// `sys.getrecursionlimit()`.
pub fn recursion_limit() -> u32 {
    // Relaxed: a setting.
    LIMIT.load(Relaxed)
}

/// Frames that every thread has room for, with a margin.
static ROOM: Mutex<u32> = Mutex::new(u32::MAX);

/// `sys.setrecursionlimit(n)`; the caller has checked `1 <= n`.
pub fn set_recursion_limit(n: u32) {
    let room = ROOM.lock();
    let n = n.min(*room);
    // Relaxed: a setting.
    LIMIT.store(n, Relaxed);
    super::stacks::set_limits(n);
}

/// A thread starts that has room for `n` frames: no limit may be above that.
pub(crate) fn note_frames(n: usize) {
    const MARGIN: usize = 1024;
    let n = n.saturating_sub(MARGIN).max(1) as u32;
    let mut room = ROOM.lock();
    if n < *room {
        *room = n;
        // Relaxed: a setting.
        if LIMIT.fetch_min(n, Relaxed) > n {
            super::stacks::set_limits(n);
        }
    }
}

/// Whether one more frame behind `f`, which is on top, that ends at `top` fits, without a look at what `check_depth` does
/// beside. True also says that no safepoint is asked for.
#[inline(always)]
pub(crate) fn has_room(th: &Thread, f: *const Frame, top: *mut Word) -> bool {
    // Relaxed: a setting, and a request is also seen one safepoint later.
    (f as usize) < th.rec().limit.load(Relaxed) && top < th.used_end
}

/// RecursionError if one more frame that ends at `top` is too many.
#[inline(always)]
pub(crate) fn check_depth(th: &mut Thread, top: *mut Word) -> R<()> {
    let rec = th.rec();
    if frame::top(th) as usize >= rec.frame_limit() || top >= th.regs_end {
        return Err(too_deep(th));
    }
    // Relaxed: see has_room.
    if rec.limit.load(Relaxed) == 0 && !th.interrupted() {
        rec.heal_limit();
    }
    if top > th.used_end {
        fresh(th, top);
    }
    Ok(())
}

/// MACHINE RULE 2 for registers that were never used: fresh memory is zero, which is no immediate.
#[cold]
fn fresh(th: &mut Thread, top: *mut Word) {
    // SAFETY: below the end of the register stack (checked by the caller, with a margin of a window).
    unsafe {
        let mut p = th.used_end;
        let end = top.add(64).min(th.regs_end);
        while p < end {
            if *p == 0 {
                *p = UNBOUND;
            }
            p = p.add(1);
        }
        th.used_end = end;
    }
}

#[cold]
pub(super) fn too_deep(th: &mut Thread) -> Raised {
    // Room to handle the error, as CPython gives it.
    error::recursion_error(th, "maximum recursion depth exceeded")
}

/// Puts a frame for a function on the stack; its parameters stand in `regs` already.
#[inline(always)]
pub(crate) fn push_frame(
    th: &mut Thread,
    func: Ref<'_>,
    code: &Code,
    regs: *mut Word,
    args: usize,
    ret: Ret,
    ret_reg: u16,
) -> R<()> {
    // SAFETY: an address at or near the stack's end is only compared.
    let top = unsafe { regs.add(code.nregs) };
    check_depth(th, top)?;
    for i in args..code.nlocals {
        // SAFETY: below nregs, checked against the end.
        unsafe { *regs.add(i) = UNBOUND };
    }
    // SAFETY: check_depth bounds the number of frames.
    unsafe {
        let p = frame::top(th).add(1);
        p.write(Frame::new(regs, top, code, func.word(), ret, ret_reg));
        frame::set_top(th, p);
    }
    Ok(())
}

// ------------------------------------------------------------------ from Rust

/// Slot `call` of functions.
pub fn function_call(th: &mut Thread, func: Ref<'_>, a: Args<'_>) -> R {
    let Some(fo) = func.get::<Function>() else {
        return Err(type_error(th, "function expected"));
    };
    // SAFETY: code of a live function.
    let code = unsafe { &*fo.code_ptr() };
    let n = a.len();
    let total = n + a.kw_len();
    let window = th.top();
    // SAFETY: compared only.
    if unsafe { window.add(total + 2 + code.nregs) } >= th.regs_end {
        return Err(too_deep(th));
    }
    // SAFETY: room checked. The callable and the arguments are kept alive by the caller: aliases.
    let regs = unsafe {
        *window = UNBOUND;
        let (p, _) = a.raw();
        for i in 0..total {
            *window.add(1 + i) = alias(typhon_runtime::value::strip(*p.add(i)));
        }
        window.add(1)
    };
    // The arguments are registers now: a safepoint while binding must see them.
    // SAFETY: the running frame's window; within the stack.
    unsafe { (*th.window).top = regs.add(total) };
    let bound = if code.exact == n as i32 && total == n {
        Ok(code.nparams)
    } else {
        bind(th, func, regs, n, a.kw_names()).map(|()| code.nparams)
    };
    // SAFETY: as above.
    unsafe { (*th.window).top = window };
    let args = bound?;
    if let Err(e) = push_frame(th, func, code, regs, args, Ret::Entry, 0) {
        for i in 0..args {
            // SAFETY: parameter registers.
            unsafe { release(std::mem::replace(&mut *regs.add(i), UNBOUND)) };
        }
        return Err(e);
    }
    super::run(th)
}

/// Runs code in a namespace (module bodies, exec, eval, class bodies). `closure`: cells for free variables.
pub fn exec_code(
    th: &mut Thread,
    code: Ref<'_>,
    globals: Ref<'_>,
    builtins: Ref<'_>,
    locals: Ref<'_>,
    func: Option<Ref<'_>>,
) -> R {
    let Some(c) = code.get::<Code>() else {
        return Err(type_error(th, "code object expected"));
    };
    let made;
    let func = match func {
        Some(f) => f,
        None => {
            made = crate::objects::function::new(th, code, globals, builtins)?;
            made.r()
        }
    };
    let window = th.top();
    // SAFETY: compared only.
    if unsafe { window.add(2 + c.nregs) } >= th.regs_end {
        return Err(too_deep(th));
    }
    // SAFETY: room checked.
    let regs = unsafe {
        *window = UNBOUND;
        window.add(1)
    };
    push_frame(th, func, c, regs, 0, Ret::Entry, 0)?;
    machine_top(th).locals = locals.word();
    super::run(th)
}

fn machine_top(th: &Thread) -> &'static mut Frame {
    // SAFETY: a frame was just pushed.
    unsafe { &mut *frame::top(th) }
}

/// Unpacks a bound method that is called: the function, with self moved into the window.
/// `base` holds the method, `n` arguments and keyword values follow it. Gives the new argument count's first register.
pub fn unpack_method(f: Fp, base: usize, n: usize) -> bool {
    let m = f.reg(base);
    let Some(bm) = m.get::<BoundMethod>() else {
        return false;
    };
    // Borrowed if they are SHARED: threads that call one bound method do not meet at its parts' counts.
    let func = bm.func.load_word(|| true);
    let slf = bm.slf.load_word(|| true);
    if func == EMPTY || slf == EMPTY {
        for w in [func, slf] {
            super::frame::release(w);
        }
        return false;
    }
    for i in (1..=n).rev() {
        // SAFETY: the window is at the top of the live temporaries (RULE 4); one register above it is free.
        unsafe {
            *f.at(base + i + 1) = *f.at(base + i);
        }
    }
    // SAFETY: as above; the old word at base + 1 has moved up (or was dead).
    unsafe { *f.at(base + 1) = slf };
    f.set_word(base, func);
    true
}

/// `Call` and `CallMethod`, in general. True: a frame was pushed; false: the result stands in the window's first register.
pub fn call_any(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let (base, n) = (i.a(), i.b());
    if !i.calls_method() {
        call_other(th, f, base, base + 1, n)
    } else if f.is_unbound(base + 1) {
        call_other(th, f, base, base + 2, n)
    } else {
        call_other(th, f, base, base + 1, n + 1)
    }
}

/// Calls what stands in register `base`, usually no plain function: `n` arguments from register `first` on. True: a
/// frame was pushed; false: the result stands in `base`.
pub fn call_other(th: &mut Thread, f: Fp, base: usize, first: usize, n: usize) -> R<bool> {
    let w = f.word(base);
    if value::is_ptr(w) {
        // SAFETY: a register word that is a pointer.
        let (callee, c) = unsafe {
            let r: Ref<'_> = Ref::from_ptr_word(w);
            (r, r.class_of_ptr())
        };
        let native = if std::ptr::eq(c, &types::METHOD_DESCRIPTOR) {
            // SAFETY: exact class.
            let d: &MethodDescr = unsafe { callee.payload_unchecked() };
            let takes = n > 0 && f.reg(first).is_instance(d.owner);
            takes.then_some((d.def, Some(d.owner), 1))
        } else if std::ptr::eq(c, &types::BUILTIN_FUNCTION) {
            // SAFETY: exact class.
            let nf: &NativeFunction = unsafe { callee.payload_unchecked() };
            (!nf.bound).then_some((nf.def, nf.owner, 0))
        } else {
            None
        };
        if let Some((def, owner, skip)) = native {
            // SAFETY: the window's registers; the callee reads them in place.
            let a = unsafe { Args::from_raw(f.at(first), n) };
            if let Some(q) = def.quick
                && let Some(v) = q(th, a)
            {
                let w = v.into_word();
                f.clear_range(first, n);
                f.set_word(base, w);
                return Ok(false);
            }
            let v = invoke(th, def, owner, a, skip)?;
            f.clear_range(first, n);
            f.set(base, v);
            return Ok(false);
        }
    }
    call_no_native(th, f, base, first, n)
}

/// As `call_other`, for what is no native that takes its arguments from the window as they are.
#[inline(never)]
fn call_no_native(th: &mut Thread, f: Fp, base: usize, first: usize, mut n: usize) -> R<bool> {
    if f.reg(base).is_exact(&types::METHOD) && first == base + 1 && unpack_method(f, base, n) {
        n += 1;
    }
    let callee = f.reg(base);
    if !callee.is_ptr() {
        return Err(not_callable(th, callee));
    }
    let c = callee.class();
    if std::ptr::eq(c, &types::FUNCTION) {
        // Arguments to bind, or no room.
        enter(th, callee, f.at(first), n, None, Ret::Register, base)?;
        return Ok(true);
    }
    // SAFETY: the window's registers; the callee reads them in place.
    let a = unsafe { Args::from_raw(f.at(first), n) };
    if callee.is(types::TYPE.r()) && n == 1 {
        // `type(x)`: classes are SHARED, so the register borrows.
        let class = super::frame::copy_word(a.at(0).type_ref().word());
        f.clear_range(first, n);
        f.set_word(base, class);
        return Ok(false);
    }
    let v = if std::ptr::eq(c, &types::TYPE) && !callee.is(types::TYPE.r()) {
        match construct(th, f, base, first, a)? {
            Some(v) => v,
            None => return Ok(true),
        }
    } else {
        call_args(th, callee, a)?
    };
    f.clear_range(first, n);
    f.set(base, v);
    Ok(false)
}

/// Binds the arguments of a Python function, which stand in `args`, and pushes its frame.
pub fn enter(
    th: &mut Thread,
    func: Ref<'_>,
    args: *mut Word,
    n: usize,
    kw: Option<Ref<'_>>,
    ret: Ret,
    base: usize,
) -> R<()> {
    // SAFETY: callers give functions.
    let code = unsafe { &*func.payload_unchecked::<Function>().code_ptr() };
    if code.exact != n as i32 || kw.is_some() {
        bind(th, func, args, n, kw)?;
    }
    push_frame(th, func, code, args, code.nparams, ret, base as u16)
}

/// Calls the Python function in register `base` with `slf` if there is one, the items of a tuple, and what a dict names. The
/// window is then: the function, the tuple (which keeps the items alive), the arguments.
pub fn spread(
    th: &mut Thread,
    f: Fp,
    base: usize,
    slf: Option<Obj>,
    args: Obj,
    kwargs: Option<&Dict>,
) -> R<()> {
    let func = f.reg(base);
    let Some(t) = args.get::<tuple::Tuple>() else {
        return Err(type_error(th, "tuple expected"));
    };
    // SAFETY: as in enter.
    let code = unsafe { &*func.payload_unchecked::<Function>().code_ptr() };
    let mut named = kwargs.map_or(Vec::new(), Dict::items);
    let names = if named.is_empty() {
        None
    } else {
        if named.iter().any(|(k, _)| !pystr::is_str(k.r())) {
            return Err(type_error(th, "keywords must be strings"));
        }
        let n = named.len();
        let name = |i: usize| std::mem::replace(&mut named[i].0, Obj::none()).into_word();
        // SAFETY: owned words.
        Some(unsafe { tuple::from_words(th, n, name)? })
    };
    let first = slf.is_some() as usize;
    let n = first + t.len();
    let regs = f.at(base + 2);
    let total = n + named.len();
    // SAFETY: compared only.
    check_depth(th, unsafe { regs.add(code.nregs.max(total + 1)) })?;
    // SAFETY: room checked; the window is at the top of the live temporaries (RULE 4).
    unsafe {
        if let Some(slf) = slf {
            *regs = slf.into_word();
        }
        for (i, v) in t.iter().enumerate() {
            *regs.add(first + i) = alias(v.word());
        }
        for (i, (_, v)) in named.into_iter().enumerate() {
            *regs.add(n + i) = v.into_word();
        }
    }
    f.set(base + 1, args);
    let r = enter(
        th,
        func,
        regs,
        n,
        names.as_ref().map(Obj::r),
        Ret::Args,
        base,
    );
    if r.is_err() {
        f.clear(base + 1);
    }
    r
}

/// Calls the class in register `base` with `a`, whose values stand from register `first` on, as `type.__call__` does. A Python `__init__` gets a frame in this machine loop:
/// None. The window is then: the instance, the function (kept alive for the frame), self and the arguments.
pub fn construct(th: &mut Thread, f: Fp, base: usize, first: usize, a: Args<'_>) -> R<Option<Obj>> {
    let class = f.reg(base);
    let (n, kw) = (a.len(), a.kw_names());
    if class.is(types::STR.r()) && n == 1 && kw.is_none() {
        let x = f.reg(first);
        if x.as_small().is_some() || x.is_exact(&types::STR) {
            return typhon_runtime::ops::str(th, x).map(Some);
        }
    }
    let Some(t) = class.as_type() else {
        return call_args(th, class, a).map(Some);
    };
    let python_init = |th: &Thread| {
        t.lookup(th, names::__init__())
            .filter(|v| v.r().is_exact(&types::FUNCTION))
            .map(Val::into_word)
    };
    // `object.__new__` refuses arguments unless there is an `__init__` that takes them.
    let plain = (n == 0 && kw.is_none() || !t.slots().same(SlotId::Init, types::OBJECT.slots()))
        && t.slots().same(SlotId::New, types::OBJECT.slots())
        && std::ptr::eq(t.layout(), Empty::layout())
        && !t.flag(tf::ABSTRACT);
    if !class.is(types::TYPE.r()) && !class.is(types::STR.r()) && kw.is_none() {
        learn_constructor(th, t, plain);
    }
    let o = match t.slots().new_() {
        _ if plain => Obj::new(th, class, Empty)?,
        Some(new) => new(th, class, a)?,
        None => return call_args(th, class, a).map(Some),
    };
    if !std::ptr::eq(o.r().class(), t) {
        return classes::initialize(th, t, o, a).map(Some);
    }
    let Some(word) = python_init(th) else {
        return classes::initialize(th, t, o, a).map(Some);
    };
    // SAFETY: a word from a class lookup; the window holds it from here on.
    let func = unsafe { Ref::from_word(word) };
    // SAFETY: as in enter.
    let code = unsafe { &*func.payload_unchecked::<Function>().code_ptr() };
    let total = n + a.kw_len();
    let regs = f.at(base + 2);
    // SAFETY: compared only.
    if let Err(e) = check_depth(th, unsafe { regs.add(code.nregs.max(total + 2)) }) {
        release(word);
        return Err(e);
    }
    // SAFETY: room checked; the window is at the top of the live temporaries (RULE 4).
    unsafe { std::ptr::copy(f.at(first), regs.add(1), total) };
    // SAFETY: as above; what stood there has moved up or was dead.
    unsafe {
        *f.at(base + 1) = word;
        *regs = alias(o.r().word());
    }
    f.set(base, o);
    if let Err(e) = enter(th, func, regs, n + 1, kw, Ret::Init, base) {
        f.clear(base + 1);
        return Err(e);
    }
    Ok(None)
}

/// Remembers how instances of a class are made, for `flow::construct_window`: None: they are bare and have
/// `object.__init__`; True: by a native `__new__` that does all; False: by slots; Ellipsis: as BaseException's, which keep
/// their arguments and no more; a function: its `__init__`, a borrowed word if instances are bare, a plain one if a slot
/// makes them.
#[cold]
fn learn_constructor(th: &mut Thread, t: &types::typeobj::TypeObj, plain: bool) {
    if !plain && t.slots().new_().is_none() {
        return;
    }
    let version = t.version();
    if t.slots().same(SlotId::Init, types::OBJECT.slots()) {
        if plain {
            t.set_constructor(version, value::NONE);
        } else if !t.flag(tf::HEAP) && !t.slots().same(SlotId::New, types::OBJECT.slots()) {
            t.set_constructor(version, value::TRUE);
        }
        return;
    }
    let init = t.lookup(th, names::__init__()).map(Val::into_word);
    let Some(w) = init else { return };
    // SAFETY: a word from a class lookup.
    let is_function = unsafe { Ref::from_word(w) }.is_exact(&types::FUNCTION);
    let word = match (is_function, plain) {
        (true, true) => alias(w),
        (true, false) => value::strip(w),
        (false, true) => EMPTY,
        (false, false) if is_like_base_exception(t) => value::ELLIPSIS,
        (false, false) => value::FALSE,
    };
    if word != EMPTY && t.version_now() == version {
        t.set_constructor(version, word);
    }
    release(w);
}

/// Whether instances are made by the `__new__` and the `__init__` of BaseException.
fn is_like_base_exception(t: &types::typeobj::TypeObj) -> bool {
    let (s, base) = (t.slots(), error::BASE_EXCEPTION.slots());
    s.same(SlotId::New, base) && s.same(SlotId::Init, base)
}

/// Makes an exception of a class that is like BaseException with the `n` words that begin `skip` words behind `window`,
/// which move into it, and writes it to `window`; false: it raised.
///
/// # Safety
/// They are registers.
#[inline(never)]
pub unsafe fn run_exception(
    th: &mut Thread,
    class: Ref<'_>,
    window: *mut Word,
    skip: usize,
    n: usize,
) -> bool {
    let Some(t) = class.as_type() else {
        return false;
    };
    // SAFETY: by contract; each word is moved once, with its count.
    let made = unsafe {
        let args = window.add(skip);
        let take = |i| super::frame::to_owned(std::ptr::replace(args.add(i), UNBOUND));
        match n {
            0 => Ok(types::empty_tuple().own()),
            1 => tuple::from_words(th, 1, take),
            _ => tuple::from_words(th, n, take),
        }
    };
    let Ok(o) = made.and_then(|args| error::with_arguments(th, t, args)) else {
        return false;
    };
    // SAFETY: by contract.
    release(unsafe { std::ptr::replace(window, o.into_word()) });
    true
}

/// Makes an instance by the slots of a class with the `n` words that begin `skip` words behind `window`, empties them and
/// writes the result to `window`; false: it raised. `how`: what `TypeObj::constructor` gave.
///
/// # Safety
/// They are registers, which the callee reads in place.
#[inline(never)]
pub unsafe fn run_new(
    th: &mut Thread,
    class: Ref<'_>,
    how: Word,
    window: *mut Word,
    skip: usize,
    n: usize,
) -> bool {
    let Some((t, new)) = class.as_type().and_then(|t| Some((t, t.slots().new_()?))) else {
        return false;
    };
    // SAFETY: by contract.
    unsafe {
        let args = window.add(skip);
        let a = Args::from_raw(args, n);
        let made = match new(th, class, a) {
            // An instance of a subclass is initialised by that.
            Ok(o) if how != value::TRUE || o.r().is_ptr() && !std::ptr::eq(o.r().class(), t) => {
                classes::initialize(th, t, o, a)
            }
            r => r,
        };
        let Ok(v) = made else {
            return false;
        };
        super::frame::clear_regs(args, n);
        release(std::ptr::replace(window, v.into_word()));
    }
    true
}

/// Makes an instance by slot `__new__` for a function `__init__` (`how`: what `TypeObj::constructor` gave). EMPTY: it
/// raised; True: it is initialised already, and stands in the window, as `run_new` leaves it.
///
/// # Safety
/// As `run_new`.
#[inline(never)]
pub unsafe fn run_new_for_init(
    th: &mut Thread,
    class: Ref<'_>,
    how: Word,
    window: *mut Word,
    skip: usize,
    n: usize,
) -> Word {
    let Some((t, new)) = class.as_type().and_then(|t| Some((t, t.slots().new_()?))) else {
        return EMPTY;
    };
    // SAFETY: by contract.
    unsafe {
        let args = window.add(skip);
        let a = Args::from_raw(args, n);
        let Ok(o) = new(th, class, a) else {
            return EMPTY;
        };
        // `__new__` may have changed the class; what it gave need be no instance.
        if o.r().is_ptr() && std::ptr::eq(o.r().class(), t) && t.constructor() == Some(how) {
            return o.into_word();
        }
        let Ok(v) = classes::initialize(th, t, o, a) else {
            return EMPTY;
        };
        super::frame::clear_regs(args, n);
        release(std::ptr::replace(window, v.into_word()));
    }
    value::TRUE
}

/// An instance of a class whose instances have no payload.
#[inline(never)]
pub fn bare_instance(th: &mut Thread, class: Ref<'_>) -> R {
    Obj::new(th, class, Empty)
}

/// Serves a safepoint's Python-level part.
#[cold]
pub fn serve(th: &mut Thread) -> R<()> {
    hooks::safepoint(th)
}

/// TypeError for a call of something that is not callable, with CPython's text.
#[cold]
pub fn not_callable(th: &mut Thread, o: Ref<'_>) -> Raised {
    let m = if o.is_exact(&types::MODULE) {
        "'module' object is not callable".to_string()
    } else {
        format!("'{}' object is not callable", o.class().name())
    };
    type_error(th, m)
}
