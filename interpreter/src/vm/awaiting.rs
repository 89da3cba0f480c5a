//! `await`, `async for`, `async with` on the machine: finding what an awaitable is driven by.

use super::regs::Fp;
use crate::code::flags;
use crate::objects::{Function, Generator};
use crate::opcode::Instr;
use typhon_runtime::error::{self, type_error};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::{Thread, types};

/// Whether `await` drives the value itself: a coroutine, or a generator of `types.coroutine`.
fn drives_itself(o: Ref<'_>) -> bool {
    if o.is_exact(&types::COROUTINE) {
        return true;
    }
    o.is_exact(&types::GENERATOR)
        && o.get::<Generator>()
            .and_then(Generator::function)
            .and_then(|f| f.get::<Function>()?.code.get())
            .and_then(|c| c.get::<crate::objects::Code>().map(|c| c.flags))
            .is_some_and(|fl| fl & flags::ITERABLE_COROUTINE != 0)
}

/// The iterator that drives an awaitable.
pub fn awaitable(th: &mut Thread, o: Ref<'_>) -> R {
    if drives_itself(o) {
        return Ok(o.own());
    }
    let Some(get) = o.class().slots().await_() else {
        let m = format!("'{}' object can't be awaited", o.class().tp_name());
        return Err(type_error(th, m));
    };
    let it = get(th, o)?;
    if drives_itself(it.r()) {
        return Err(type_error(th, "__await__() returned a coroutine"));
    }
    if !it.r().class().slots().has(SlotId::Next) {
        let m = format!(
            "__await__() returned non-iterator of type '{}'",
            it.r().class().tp_name()
        );
        return Err(type_error(th, m));
    }
    Ok(it)
}

/// `GetAwaitable`.
pub fn get_awaitable(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    if i.x() != 0 && !drives_itself(o) && !o.class().slots().has(SlotId::Await) {
        let from = if i.x() == 1 {
            "__aenter__"
        } else {
            "__aexit__"
        };
        let m = format!(
            "'async with' received an object from {from} that does not implement __await__: {}",
            o.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    let it = awaitable(th, o)?;
    if it.r().is_exact(&types::COROUTINE)
        && it
            .get::<Generator>()
            .is_some_and(|g| g.yield_from().is_some())
    {
        let m = "coroutine is being awaited already";
        return Err(error::runtime_error(th, m));
    }
    f.set(i.a(), it);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `GetAiter`.
pub fn get_aiter(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let Some(get) = o.class().slots().aiter() else {
        let m = format!(
            "'async for' requires an object with __aiter__ method, got {}",
            o.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let it = get(th, o)?;
    if !it.r().class().slots().has(SlotId::Anext) {
        let m = format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {}",
            it.r().class().tp_name()
        );
        return Err(type_error(th, m));
    }
    f.set(i.a(), it);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `GetAnext`.
pub fn get_anext(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let Some(step) = o.class().slots().anext() else {
        let m = format!(
            "'async for' requires an iterator with __anext__ method, got {}",
            o.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let next = step(th, o)?;
    let it = match awaitable(th, next.r()) {
        Ok(it) => it,
        Err(Raised) => return Err(invalid_anext(th, next.r())),
    };
    f.set(i.a(), it);
    Ok(())
}

#[cold]
fn invalid_anext(th: &mut Thread, next: Ref<'_>) -> Raised {
    let cause = error::fetch(th);
    let m = format!(
        "'async for' received an invalid object from __anext__: {}",
        next.class().tp_name()
    );
    let raised = type_error(th, m);
    let e = error::fetch(th);
    error::set_cause(e.r(), Some(cause.clone()));
    error::set_context(e.r(), cause);
    let _ = raised;
    error::restore(th, e)
}

/// `EndAsyncFor`.
pub fn end_async_for(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let e = f.take_any(i.b()).unwrap_or_else(Obj::none);
    if !e.r().is_instance(&error::STOP_ASYNC_ITERATION) {
        return Err(error::restore(th, e));
    }
    f.consume(i.a());
    Ok(())
}
