//! Calls with keywords, functions, exceptions, pattern matching, intrinsics.

use super::frame::{Ret, release};
use super::regs::Fp;
use super::{call, container};
use crate::code::flags;
use crate::objects::Function;
use crate::objects::generator::Generator;
use crate::opcode::{Instr, Intrinsic, Op};
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self as calls, BoundMethod};
use typhon_runtime::error::{self, Exc, type_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::list::List;
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, set, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, names, ops};

// ------------------------------------------------------------------ calls

/// `CallKw`, `CallMethodKw`. True: a Python frame was pushed.
pub fn call_kw(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let base = i.a();
    let kw = f.konst(i.c());
    let nkw = tuple::items(kw).len();
    let mut first = base + 1;
    let mut total = i.b();
    if i.op() == Op::CallMethodKw {
        if f.is_unbound(first) {
            first += 1;
        } else {
            total += 1;
        }
    }
    if f.reg(base).is_exact(&types::METHOD)
        && first == base + 1
        && call::unpack_method(f, base, total)
    {
        total += 1;
    }
    let callee = f.reg(base);
    let n = total - nkw.min(total);
    let args = f.at(first);
    if callee.is_exact(&types::FUNCTION) {
        call::enter(th, callee, args, n, Some(kw), Ret::Register, base)?;
        return Ok(true);
    }
    let is_class = callee.is_exact(&types::TYPE) && !callee.is(types::TYPE.r());
    // SAFETY: the window's registers stay in place during the call.
    let made = unsafe {
        calls::with_names_behind(args, n, kw, |a| {
            if is_class {
                call::construct(th, f, base, first, a)
            } else {
                calls::call_args(th, callee, a).map(Some)
            }
        })
    };
    let Some(v) = made? else {
        return Ok(true);
    };
    f.clear_range(first, total);
    f.set(base, v);
    Ok(false)
}

/// `CallEx`. True: a Python frame was pushed.
pub fn call_ex(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let base = i.a();
    let mut args = f.take_any(base + 1).unwrap_or_else(Obj::none);
    // Without keywords a dead temporary stands there.
    let kwargs = f.take_any(base + 2);
    let mut kwargs = kwargs.filter(|_| i.x() != 0);
    let has_tuple = tuple::is_tuple(args.r());
    if let Some(k) = &kwargs
        && !(k.r().is_exact(&types::DICT) && has_tuple)
    {
        // What makes the tuple may change the mapping.
        kwargs = Some(container::keywords_of(th, k.r(), f.reg(base))?);
    }
    let callee = f.reg(base);
    if !has_tuple {
        if !args.r().class().slots().has(types::slots::SlotId::Iter)
            && !args.r().class().slots().has(types::slots::SlotId::GetItem)
        {
            let who = calls::function_str(th, callee);
            let m = format!(
                "{who} argument after * must be an iterable, not {}",
                args.r().class().name()
            );
            return Err(type_error(th, m));
        }
        let items = ops::collect(th, args.r())?;
        args = tuple::new(th, items)?;
    }
    let named = kwargs
        .as_ref()
        .and_then(|k| k.get::<Dict>())
        .filter(|k| !k.is_empty());
    if callee.is_exact(&types::FUNCTION) {
        call::spread(th, f, base, None, args, named)?;
        return Ok(true);
    }
    if callee.is_exact(&types::METHOD)
        && let Some(m) = callee.get::<BoundMethod>()
        && let (Some(func), Some(slf)) = (m.func.get(), m.slf.get())
        && func.r().is_exact(&types::FUNCTION)
    {
        f.set(base, func);
        call::spread(th, f, base, Some(slf), args, named)?;
        return Ok(true);
    }
    let v = match named {
        None => {
            let items = args
                .get::<tuple::Tuple>()
                .map_or(&[][..], tuple::Tuple::refs);
            calls::call(th, callee, items)?
        }
        Some(_) => calls::call_ex(th, callee, args.r(), kwargs.as_ref().map(Obj::r))?,
    };
    f.set(base, v);
    Ok(false)
}

/// The result of an `__init__` that the machine ran for a class call.
#[cold]
pub fn init_result(th: &mut Thread, v: Word) -> R<()> {
    // SAFETY: a register word.
    let name = unsafe { Ref::from_word(v) }.class().name();
    release(v);
    Err(type_error(
        th,
        format!("__init__() should return None, not '{name}'"),
    ))
}

/// `MakeFunction`.
pub fn make_function(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = crate::objects::function::new(th, f.konst(i.c()), f.globals(), f.builtins())?;
    let x = i.x();
    if let Some(fo) = o.get::<Function>() {
        for (k, slot) in [&fo.defaults, &fo.kwdefaults, &fo.closure, &fo.annotate]
            .into_iter()
            .enumerate()
        {
            if x & 1 << k != 0
                && let Some(v) = f.take_any(i.b() + k)
            {
                slot.set(v);
            }
        }
    }
    f.set(i.a(), o);
    Ok(())
}

// ------------------------------------------------------------------ generators

/// `GetYieldFromIter`.
pub fn get_yield_from_iter(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let it = if o.is_exact(&types::GENERATOR) {
        o.own()
    } else if o.is_exact(&types::COROUTINE) {
        if f.code().flags & (flags::COROUTINE | flags::ITERABLE_COROUTINE) == 0 {
            let m = "cannot 'yield from' a coroutine object in a non-coroutine generator";
            return Err(type_error(th, m));
        }
        o.own()
    } else {
        ops::iter(th, o)?
    };
    f.set(i.a(), it);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `Send`: true if a value was yielded, false at the end (register a has the return value).
pub fn send(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let v = f.take_any(i.a()).unwrap_or_else(Obj::none);
    let it = f.reg(i.b());
    if it.get::<Generator>().is_some() {
        return match super::generator::resume(th, it, v)? {
            super::generator::Step::Yield(y) => {
                f.set(i.a(), y);
                Ok(true)
            }
            super::generator::Step::Return(r) => {
                f.set(i.a(), r);
                Ok(false)
            }
        };
    }
    let r = if let Some(step) = it.class().slots().next().filter(|_| v.r().is_none()) {
        match step(th, it) {
            Ok(Some(y)) => Ok(y),
            Ok(None) => {
                f.set(i.a(), Obj::none());
                return Ok(false);
            }
            Err(e) => Err(e),
        }
    } else {
        calls::call_method(th, it, names::send(), &[v.r()])
    };
    match r {
        Ok(y) => {
            f.set(i.a(), y);
            Ok(true)
        }
        Err(Raised) => {
            if !error::pending_is(th, &error::STOP_ITERATION) {
                return Err(Raised);
            }
            let e = error::fetch(th);
            f.set(
                i.a(),
                error::STOP_VALUE.get(e.r()).unwrap_or_else(Obj::none),
            );
            Ok(false)
        }
    }
}

/// An opcode that only exists as a name for now.
#[cold]
pub fn not_an_instruction(th: &mut Thread, i: Instr) -> R<()> {
    Err(error::raise(
        th,
        &error::SYSTEM_ERROR,
        format!("unknown opcode {:?}", i.op()),
    ))
}

// ------------------------------------------------------------------ exceptions

/// `PushExcInfo`.
pub fn push_exc_info(th: &mut Thread, f: Fp, i: Instr) {
    let e = f.reg(i.a()).own();
    let mut before = th.handled.replace(e);
    let fr = f.frame();
    if fr.generator != EMPTY {
        // What a generator inherits belongs to whoever resumes it then.
        if fr.handling == 0 {
            fr.outer_handled = before.take().map_or(EMPTY, Obj::into_word);
        }
        fr.handling += 1;
    }
    f.set(i.a() + 1, before.unwrap_or_else(Obj::none));
}

/// `PopExcept`.
pub fn pop_except(th: &mut Thread, f: Fp, i: Instr) {
    let now = forget_handled(th, f, i.a() + 1);
    drop(now);
    f.clear(i.a());
}

/// The handled exception becomes the one in register `previous` again; gives what it was.
pub fn forget_handled(th: &mut Thread, f: Fp, previous: usize) -> Option<Obj> {
    let fr = f.frame();
    let mut before = match f.word(previous) {
        value::NONE => None,
        _ => f.take_any(previous),
    };
    if fr.generator != EMPTY {
        fr.handling = fr.handling.saturating_sub(1);
        if fr.handling == 0 && fr.outer_handled != EMPTY {
            let outer = std::mem::replace(&mut fr.outer_handled, EMPTY);
            // SAFETY: the frame owned the word.
            before = Some(unsafe { Obj::from_word(outer) });
        }
    }
    std::mem::replace(&mut th.handled, before)
}

fn is_exception_class(c: Ref<'_>) -> bool {
    c.as_type().is_some_and(|t| t.flag(tf::EXC_SUB))
}

fn check_class(th: &mut Thread, c: Ref<'_>) -> R<()> {
    let good = if tuple::is_tuple(c) {
        tuple::items(c).all(is_exception_class)
    } else {
        is_exception_class(c)
    };
    if good {
        Ok(())
    } else {
        Err(type_error(
            th,
            "catching classes that do not inherit from BaseException is not allowed",
        ))
    }
}

fn matches(e: Ref<'_>, c: Ref<'_>) -> bool {
    let one = |c: Ref<'_>| c.as_type().is_some_and(|t| e.is_instance(t));
    if tuple::is_tuple(c) {
        tuple::items(c).any(one)
    } else {
        one(c)
    }
}

/// `ExcMatchJump`: the match.
pub fn exc_match(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let (e, c) = (f.reg(i.a()), f.reg(i.b()));
    // The class itself: it need not be asked whether it is one of exceptions.
    let m = if e.is_ptr() && e.type_ref().is(c) && e.get::<Exc>().is_some() {
        true
    } else {
        check_class(th, c)?;
        matches(e, c)
    };
    f.consume(i.b());
    Ok(m)
}

/// `ExcGroupMatch`.
pub fn exc_group_match(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (e, c) = (f.reg(i.b()), f.reg(i.c()));
    if e.is_none() {
        f.consume(i.c());
        f.set(i.a(), Obj::none());
        f.set(i.a() + 1, Obj::none());
        return Ok(());
    }
    check_class(th, c)?;
    let is_group = |c: Ref<'_>| {
        c.as_type()
            .is_some_and(|t| t.is_subtype(&error::BASE_EXCEPTION_GROUP))
    };
    if (tuple::is_tuple(c) && tuple::items(c).any(is_group)) || is_group(c) {
        return Err(type_error(
            th,
            "catching ExceptionGroup with except* is not allowed. Use except instead.",
        ));
    }
    let (m, rest) = split(th, e, c)?;
    f.consume(i.c());
    if !m.r().is_none() {
        th.handled = Some(m.clone());
    }
    f.set(i.a(), m);
    f.set(i.a() + 1, rest);
    Ok(())
}

/// Splits an exception by type for `except*`: matching part and rest, each an exception or None.
fn split(th: &mut Thread, e: Ref<'_>, c: Ref<'_>) -> R<(Obj, Obj)> {
    if matches(e, c) {
        if e.is_instance(&error::BASE_EXCEPTION_GROUP) {
            return Ok((e.own(), Obj::none()));
        }
        // A naked exception is wrapped.
        let msg = names::empty().own();
        let one = tuple::new(th, vec![e.own()])?;
        let group = types_exception_group(th)?;
        let g = calls::call(th, group.r(), &[msg.r(), one.r()])?;
        if let (Some(x), Some(y)) = (g.get::<Exc>(), e.get::<Exc>())
            && let Some(tb) = y.traceback.get()
        {
            x.traceback.set(tb);
        }
        return Ok((g, Obj::none()));
    }
    if !e.is_instance(&error::BASE_EXCEPTION_GROUP) {
        return Ok((Obj::none(), e.own()));
    }
    let pair = calls::call_method(th, e, pystr::intern_str("split"), &[c])?;
    let mut it = tuple::items(pair.r());
    match (tuple::is_tuple(pair.r()), it.next(), it.next()) {
        (true, Some(a), Some(b)) => Ok((a.own(), b.own())),
        _ => {
            let name = e.class().name();
            let m = if tuple::is_tuple(pair.r()) {
                let n = tuple::items(pair.r()).len();
                format!("{name}.split must return a 2-tuple, got tuple of size {n}")
            } else {
                let got = pair.r().class().name();
                format!("{name}.split must return a tuple, not {got}")
            };
            Err(type_error(th, m))
        }
    }
}

fn types_exception_group(th: &mut Thread) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    ops::getattr_str(th, b.r(), "ExceptionGroup")
}

/// `PrepReraiseStar` (PEP 654): what is left to raise after the `except*` clauses.
pub fn prep_reraise_star(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let orig = f.reg(i.b()).own();
    let all = f
        .reg(i.c())
        .get::<List>()
        .map(List::items)
        .unwrap_or_default();
    let all: Vec<Obj> = all.into_iter().filter(|e| !e.r().is_none()).collect();
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    let v = prep_star(th, orig, all)?;
    f.set(i.a(), v);
    Ok(())
}

fn prep_star(th: &mut Thread, orig: Obj, all: Vec<Obj>) -> R {
    if all.is_empty() {
        return Ok(Obj::none());
    }
    if !orig.r().is_instance(&error::BASE_EXCEPTION_GROUP) {
        // A naked exception was caught or not: at most one is left.
        return Ok(all.into_iter().next().unwrap_or_else(Obj::none));
    }
    let same_tb = |e: &Obj| {
        let (Some(a), Some(b)) = (e.get::<Exc>(), orig.get::<Exc>()) else {
            return false;
        };
        let shared =
            |x: &typhon_runtime::slot::Slot, y: &typhon_runtime::slot::Slot| x.peek() == y.peek();
        shared(&a.traceback, &b.traceback)
            && shared(&a.context, &b.context)
            && shared(&a.cause, &b.cause)
    };
    let (reraised, mut raised): (Vec<Obj>, Vec<Obj>) = all.into_iter().partition(same_tb);
    let kept = if reraised.is_empty() {
        None
    } else {
        Some(projection(th, orig.r(), &reraised)?)
    };
    if raised.is_empty() {
        return Ok(kept.unwrap_or_else(Obj::none));
    }
    if let Some(k) = kept
        && !k.r().is_none()
    {
        raised.push(k);
    }
    if raised.len() == 1 {
        return Ok(raised.remove(0));
    }
    let items = types::list::new(th, raised)?;
    let msg = names::empty().own();
    let g = types_exception_group(th)?;
    let base = Ref::of_type(&error::BASE_EXCEPTION_GROUP);
    let _ = g;
    calls::call(th, base, &[msg.r(), items.r()])
}

/// The part of `orig` whose leaves stand in one of `parts`, keeping its nesting.
fn projection(th: &mut Thread, orig: Ref<'_>, parts: &[Obj]) -> R {
    let mut leaves = Vec::new();
    for p in parts {
        collect_leaves(p.r(), &mut leaves);
    }
    project(th, orig, &leaves)
}

fn collect_leaves(e: Ref<'_>, out: &mut Vec<Word>) {
    match error::field(e, "exceptions") {
        Some(t) if e.is_instance(&error::BASE_EXCEPTION_GROUP) => {
            for x in tuple::items(t.r()) {
                collect_leaves(x, out);
            }
        }
        _ => out.push(e.word()),
    }
}

fn project(th: &mut Thread, e: Ref<'_>, leaves: &[Word]) -> R {
    if !e.is_instance(&error::BASE_EXCEPTION_GROUP) {
        return Ok(if leaves.contains(&e.word()) {
            e.own()
        } else {
            Obj::none()
        });
    }
    ops::guard(th, " in exceptiongroup_subset")?;
    let Some(t) = error::field(e, "exceptions") else {
        return Ok(e.own());
    };
    let mut kept = Vec::new();
    let mut all = true;
    for x in tuple::items(t.r()) {
        let p = project(th, x, leaves)?;
        all &= p.r().is(x);
        if !p.r().is_none() {
            kept.push(p);
        }
    }
    if all {
        return Ok(e.own());
    }
    if kept.is_empty() {
        return Ok(Obj::none());
    }
    let list = types::list::new(th, kept)?;
    let g = calls::call_method(th, e, pystr::intern_str("derive"), &[list.r()])?;
    if let (Some(to), Some(from)) = (g.get::<Exc>(), e.get::<Exc>()) {
        for (a, b) in [
            (&to.traceback, &from.traceback),
            (&to.context, &from.context),
            (&to.cause, &from.cause),
        ] {
            if let Some(v) = b.get() {
                a.set(v);
            }
        }
        to.suppress.store(from.suppress.load(Acquire), Release);
    }
    Ok(g)
}

/// `Raise`; afterwards an exception is in flight.
pub fn raise(th: &mut Thread, f: Fp, i: Instr) {
    let r = match i.x() {
        0 => reraise_handled(th),
        x => {
            let e = f.take(i.a());
            let cause = if x == 2 { Some(f.take(i.b())) } else { None };
            raise_value(th, e, cause)
        }
    };
    let Err(Raised) = r else { return };
}

fn reraise_handled(th: &mut Thread) -> R<()> {
    match th.handled.clone() {
        Some(e) => Err(error::restore(th, e)),
        None => Err(error::runtime_error(th, "No active exception to reraise")),
    }
}

/// Makes an exception object of what `raise` was given.
fn to_exception(th: &mut Thread, e: Obj, wrong: &str) -> R {
    if e.get::<Exc>().is_some() {
        return Ok(e);
    }
    if let Some(t) = e.r().as_type()
        && t.flag(tf::EXC_SUB)
    {
        if t.constructor() == Some(value::ELLIPSIS) && e.r().is_exact(&types::TYPE) {
            return error::with_arguments(th, t, types::empty_tuple().own());
        }
        let v = calls::call(th, e.r(), &[])?;
        if v.get::<Exc>().is_none() {
            let m = format!(
                "calling {} should have returned an instance of BaseException, not {}",
                ops::repr_text(th, e.r())?,
                ops::repr_text(th, v.r().type_ref())?
            );
            return Err(type_error(th, m));
        }
        return Ok(v);
    }
    Err(type_error(th, wrong))
}

fn raise_value(th: &mut Thread, e: Obj, cause: Option<Obj>) -> R<()> {
    let e = to_exception(th, e, "exceptions must derive from BaseException")?;
    if let Some(c) = cause {
        let c = if c.r().is_none() {
            None
        } else {
            Some(to_exception(
                th,
                c,
                "exception causes must derive from BaseException",
            )?)
        };
        error::set_cause(e.r(), c);
    }
    Err(error::raise_obj(th, e))
}

/// `WithExceptStart`.
pub fn with_except_start(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let e = f.reg(i.c());
    let tb = e
        .get::<Exc>()
        .and_then(|x| x.traceback.get())
        .unwrap_or_else(Obj::none);
    let func = f.take_any(i.b()).unwrap_or_else(Obj::none);
    let slf = f.take_any(i.b() + 1);
    let class = e.type_ref();
    let v = match &slf {
        Some(s) => calls::call(th, func.r(), &[s.r(), class, e, tb.r()])?,
        None => calls::call(th, func.r(), &[class, e, tb.r()])?,
    };
    f.set(i.a(), v);
    Ok(())
}

/// `AssertFail`; afterwards an exception is in flight.
pub fn assert_fail(th: &mut Thread, f: Fp, i: Instr) {
    let args = if i.x() == 1 {
        vec![f.take(i.a())]
    } else {
        vec![]
    };
    let Raised = error::raise_args(th, &error::ASSERTION_ERROR, args);
}

// ------------------------------------------------------------------ match

/// `MatchSequence`, `MatchMapping`.
pub fn match_flag(f: Fp, i: Instr, flag: u32) {
    let t = f.reg(i.b()).class().flag(flag);
    f.set(i.a(), Obj::bool(t));
}

/// `MatchKeys`.
pub fn match_keys(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (m, keys) = (f.reg(i.b()), f.reg(i.c()));
    let mut seen: Vec<Obj> = Vec::new();
    let mut out = Vec::new();
    let get = ops::getattr(th, m, names::get())?;
    let marker = tuple::new(th, vec![Obj::none()])?;
    for k in tuple::items(keys) {
        for s in &seen {
            if ops::equal(th, s.r(), k)? {
                let m = format!(
                    "mapping pattern checks duplicate key ({})",
                    ops::repr_text(th, k)?
                );
                return Err(error::value_error(th, m));
            }
        }
        seen.push(k.own());
        let v = calls::call(th, get.r(), &[k, marker.r()])?;
        if v.r().is(marker.r()) {
            f.set(i.a(), Obj::none());
            return Ok(());
        }
        out.push(v);
    }
    let t = tuple::new(th, out)?;
    f.set(i.a(), t);
    Ok(())
}

/// `MatchClass`.
pub fn match_class(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let b = i.b();
    let r = match_class_values(th, f.reg(b), f.reg(b + 1), f.reg(b + 2), i.c())?;
    f.clear_range(b, 3);
    f.set(i.a(), r);
    Ok(())
}

fn match_class_values(
    th: &mut Thread,
    subject: Ref<'_>,
    class: Ref<'_>,
    kw: Ref<'_>,
    npos: usize,
) -> R {
    let Some(t) = class.as_type() else {
        let m = "called match pattern must be a class";
        return Err(type_error(th, m));
    };
    if !ops::isinstance(th, subject, class)? {
        return Ok(Obj::none());
    }
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    if npos > 0 {
        let args = ops::getattr_opt(th, class, names::__match_args__())?;
        let list = match &args {
            Some(a) if a.r().is_exact(&types::TUPLE) => a.r(),
            Some(a) => {
                let m = format!(
                    "{}.__match_args__ must be a tuple (got {})",
                    t.name(),
                    a.r().class().name()
                );
                return Err(type_error(th, m));
            }
            None => types::empty_tuple(),
        };
        let self_match = args.is_none() && t.flag(tf::MATCH_SELF);
        let allowed = if self_match {
            1
        } else {
            tuple::items(list).len()
        };
        if npos > allowed {
            let s = if allowed == 1 { "" } else { "s" };
            let m = format!(
                "{}() accepts {allowed} positional sub-pattern{s} ({npos} given)",
                t.name()
            );
            return Err(type_error(th, m));
        }
        if self_match {
            out.push(subject.own());
        } else {
            for name in tuple::items(list).take(npos) {
                if !pystr::is_str(name) {
                    let m = format!(
                        "__match_args__ elements must be strings (got {})",
                        name.class().name()
                    );
                    return Err(type_error(th, m));
                }
                match class_attr(th, t, subject, name, &mut seen)? {
                    Some(v) => out.push(v),
                    None => return Ok(Obj::none()),
                }
            }
        }
    }
    for name in tuple::items(kw) {
        match class_attr(th, t, subject, name, &mut seen)? {
            Some(v) => out.push(v),
            None => return Ok(Obj::none()),
        }
    }
    tuple::new(th, out)
}

fn class_attr(
    th: &mut Thread,
    t: &types::typeobj::TypeObj,
    subject: Ref<'_>,
    name: Ref<'_>,
    seen: &mut Vec<String>,
) -> R<Option<Obj>> {
    let n = pystr::text(name);
    if seen.contains(&n) {
        return Err(type_error(
            th,
            format!(
                "{}() got multiple sub-patterns for attribute '{n}'",
                t.name()
            ),
        ));
    }
    seen.push(n);
    ops::getattr_opt(th, subject, name)
}

/// `GetLen`.
pub fn get_len(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let n = ops::len(th, f.reg(i.b()))?;
    f.set(i.a(), Ref::small_int(n as i64).own());
    Ok(())
}

// ------------------------------------------------------------------ intrinsics

/// Calls a function of the module that makes type parameters.
fn make_typing(th: &mut Thread, name: &str, args: &[Ref<'_>]) -> R {
    let m = typhon_runtime::hooks::import(th, "_typevars")?;
    let f = ops::getattr_str(th, m.r(), name)?;
    calls::call(th, f.r(), args)
}

/// `Intrinsic`.
pub fn intrinsic(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let b = i.b();
    let which = Intrinsic::ALL.get(i.x() as usize).copied();
    let v = match which {
        Some(Intrinsic::Print) => {
            let sys = typhon_runtime::hooks::import(th, "sys")?;
            let hook = ops::getattr(th, sys.r(), names::displayhook())?;
            calls::call(th, hook.r(), &[f.reg(b)])?
        }
        Some(Intrinsic::TypeVar) => make_typing(th, "make_typevar", &[f.reg(b)])?,
        Some(Intrinsic::TypeVarBound) => {
            make_typing(th, "make_typevar", &[f.reg(b), f.reg(b + 1)])?
        }
        Some(Intrinsic::TypeVarConstraints) => {
            make_typing(th, "make_typevar", &[f.reg(b), Ref::NONE, f.reg(b + 1)])?
        }
        Some(Intrinsic::ParamSpec) => make_typing(th, "make_paramspec", &[f.reg(b)])?,
        Some(Intrinsic::TypeVarTuple) => make_typing(th, "make_typevartuple", &[f.reg(b)])?,
        Some(Intrinsic::SetTypeParamDefault) => {
            ops::setattr(
                th,
                f.reg(b),
                pystr::intern_str("_evaluate_default"),
                Some(f.reg(b + 1)),
            )?;
            f.reg(b).own()
        }
        Some(Intrinsic::TypeAlias) => {
            let args = [f.reg(b), f.reg(b + 1), f.reg(b + 2)];
            make_typing(th, "make_typealias", &args)?
        }
        Some(Intrinsic::SubscriptGeneric) => make_typing(th, "make_generic_base", &[f.reg(b)])?,
        Some(Intrinsic::SetFunctionTypeParams) => {
            if let Some(fo) = f.reg(b).get::<Function>() {
                fo.type_params.set(f.reg(b + 1).own());
            }
            f.reg(b).own()
        }
        Some(Intrinsic::StopIterationError) => stop_iteration_error(th, f, f.reg(b))?,
        Some(Intrinsic::ConditionalAnnotation) => {
            if let Some(s) = f.reg(b).get::<set::Set>() {
                s.add(th, f.reg(b + 1).own())?;
            }
            f.reg(b).own()
        }
        Some(Intrinsic::NewConditionalAnnotations) => set::new_of(th, &types::SET, vec![])?,
        None => return not_an_instruction(th, i),
    };
    let args = match which {
        Some(Intrinsic::TypeAlias) => 3,
        Some(
            Intrinsic::TypeVarBound
            | Intrinsic::TypeVarConstraints
            | Intrinsic::SetTypeParamDefault
            | Intrinsic::SetFunctionTypeParams
            | Intrinsic::ConditionalAnnotation,
        ) => 2,
        Some(Intrinsic::NewConditionalAnnotations) => 0,
        _ => 1,
    };
    for r in b..b + args {
        f.consume_unless(r, i.a());
    }
    f.set(i.a(), v);
    Ok(())
}

/// PEP 479.
fn stop_iteration_error(th: &mut Thread, f: Fp, e: Ref<'_>) -> R {
    let asynchronous = f.code().flags & flags::ASYNC_GENERATOR != 0;
    let what = if e.is_instance(&error::STOP_ITERATION) {
        "StopIteration"
    } else if asynchronous && e.is_instance(&error::STOP_ASYNC_ITERATION) {
        "StopAsyncIteration"
    } else {
        return Ok(e.own());
    };
    let who = if asynchronous {
        "async generator"
    } else if f.code().flags & flags::COROUTINE != 0 {
        "coroutine"
    } else {
        "generator"
    };
    let m = pystr::new(th, &format!("{who} raised {what}"))?;
    let r = error::new(th, &error::RUNTIME_ERROR, vec![m])?;
    error::set_cause(r.r(), Some(e.own()));
    error::set_context(r.r(), e.own());
    Ok(r)
}

/// `SetupAnnotations`.
pub fn setup_annotations(th: &mut Thread, f: Fp) -> R<()> {
    let l = f.locals().unwrap_or(f.globals());
    let name = names::__annotations__();
    let there = match l.get::<Dict>() {
        Some(d) => d.get_str(name).is_some(),
        None => ops::contains(th, l, name)?,
    };
    if !there {
        let d = types::dict::new(th)?;
        ops::setitem(th, l, name, Some(d.r()))?;
    }
    Ok(())
}

/// Whether a register word is absent.
pub fn absent(w: Word) -> bool {
    w == UNBOUND || w == value::EMPTY
}
