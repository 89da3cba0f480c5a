//! `gc`: the cycle collector's face to scripts. The collector itself is `typhon_runtime::gc`.
//!
//! There are no generations here: every collection looks at the whole heap, the number asked for is only recorded.
//! Thresholds: the first stands for growth of the heap (units of 4 KiB), the others are kept and mean nothing.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::{dict, list, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, gc, hooks, ops};

/// An argument that must fit the C `int` of the reference implementation.
fn c_int(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let n = ops::index(th, o)?;
    match n.r().as_small() {
        Some(n) if i32::try_from(n).is_ok() => Ok(n),
        _ => Err(overflow_error(
            th,
            "Python int too large to convert to C int",
        )),
    }
}

fn int(n: i64) -> Obj {
    Ref::small_int(n).own()
}

fn gc_collect(th: &mut Thread, a: Args<'_>) -> R {
    let generation = match a.opt(0) {
        Some(g) => c_int(th, g)?,
        None => 2,
    };
    if !(0..3).contains(&generation) {
        return Err(value_error(th, "invalid generation"));
    }
    Ok(int(gc::collect(th, generation as usize) as i64))
}

fn gc_enable(_th: &mut Thread, _a: Args<'_>) -> R {
    gc::set_enabled(true);
    Ok(Obj::none())
}

fn gc_disable(_th: &mut Thread, _a: Args<'_>) -> R {
    gc::set_enabled(false);
    Ok(Obj::none())
}

fn gc_isenabled(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(gc::is_enabled()))
}

fn gc_get_threshold(th: &mut Thread, _a: Args<'_>) -> R {
    tuple::new(th, gc::thresholds().map(int).into())
}

fn gc_set_threshold(th: &mut Thread, a: Args<'_>) -> R {
    if !(1..=3).contains(&a.len()) {
        return Err(type_error(th, "gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut new = [0; 3];
    for (i, slot) in new.iter_mut().enumerate().take(a.len()) {
        *slot = c_int(th, a.at(i))?;
    }
    for (i, n) in new.into_iter().enumerate().take(a.len()) {
        gc::set_threshold(i, n);
    }
    Ok(Obj::none())
}

fn gc_get_count(th: &mut Thread, _a: Args<'_>) -> R {
    let collections = gc::stats()[0].collections as i64;
    tuple::new(th, vec![int(gc::growth()), int(collections % 11), int(0)])
}

fn gc_get_stats(th: &mut Thread, _a: Args<'_>) -> R {
    let mut out = Vec::new();
    for s in gc::stats() {
        let o = dict::new(th)?;
        if let Some(d) = o.get::<dict::Dict>() {
            for (k, v) in [
                ("collections", s.collections),
                ("collected", s.collected),
                ("uncollectable", 0),
            ] {
                drop(d.insert_str(pystr::intern_str(k), int(v as i64)));
            }
        }
        out.push(o);
    }
    list::new(th, out)
}

fn gc_get_debug(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(int(i64::from(gc::debug_flags())))
}

fn gc_set_debug(th: &mut Thread, a: Args<'_>) -> R {
    let n = c_int(th, a.at(0))?;
    gc::set_debug_flags(n as i32 as u32);
    Ok(Obj::none())
}

fn gc_get_objects(th: &mut Thread, a: Args<'_>) -> R {
    if let Some(g) = a.opt_not_none(0) {
        if !g
            .class()
            .slots()
            .has(typhon_runtime::types::slots::SlotId::Index)
        {
            let m = format!(
                "argument should be integer or None, not '{}'",
                g.class().name()
            );
            return Err(type_error(th, m));
        }
        let n = c_int(th, g)?;
        if n < 0 {
            return Err(value_error(th, "generation parameter cannot be negative"));
        }
        if n >= 3 {
            return Err(value_error(
                th,
                "generation parameter must be less than the number of available generations (3)",
            ));
        }
        if n != 2 {
            return list::new(th, Vec::new());
        }
    }
    let all = gc::objects(th);
    list::new(th, all)
}

fn gc_get_referrers(th: &mut Thread, a: Args<'_>) -> R {
    let held: Vec<Obj> = (0..a.len()).map(|i| a.at(i).own()).collect();
    let targets: Vec<Ref<'_>> = held.iter().map(Obj::r).collect();
    let mut found = gc::referrers(th, &targets);
    // The variables of what runs stand in registers.
    for (generator, variables) in hooks::running_generators(th) {
        let hit = |v: &Obj| targets.iter().any(|t| t.is(v.r()));
        if variables.iter().any(hit) && !found.iter().any(|f| f.r().is(generator.r())) {
            found.push(generator);
        }
    }
    list::new(th, found)
}

fn gc_get_referents(th: &mut Thread, a: Args<'_>) -> R {
    let held: Vec<Obj> = (0..a.len()).map(|i| a.at(i).own()).collect();
    let found = gc::referents(th, &held);
    list::new(th, found)
}

fn gc_is_tracked(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(gc::is_tracked(a.at(0))))
}

fn gc_is_finalized(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(gc::is_finalized(a.at(0))))
}

fn gc_freeze(th: &mut Thread, _a: Args<'_>) -> R {
    gc::freeze(th);
    Ok(Obj::none())
}

fn gc_unfreeze(_th: &mut Thread, _a: Args<'_>) -> R {
    gc::unfreeze();
    Ok(Obj::none())
}

fn gc_get_freeze_count(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(int(gc::frozen() as i64))
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("enable", Kind::NoArgs, gc_enable, "Turn automatic collection on."),
    MethodDef::new("disable", Kind::NoArgs, gc_disable, "Turn automatic collection off."),
    MethodDef::new("isenabled", Kind::NoArgs, gc_isenabled, "Whether automatic collection is on."),
    MethodDef::new("collect", Kind::Sig("generation="), gc_collect, "Find and free cycles now; gives the number of objects found."),
    MethodDef::new("get_count", Kind::NoArgs, gc_get_count, "Growth of the heap since the last collection, in threshold units, and two counters."),
    MethodDef::new("get_stats", Kind::NoArgs, gc_get_stats, "Totals of collections, one dict per generation that was asked for."),
    MethodDef::new("set_debug", Kind::One, gc_set_debug, "Set the debugging flags."),
    MethodDef::new("get_debug", Kind::NoArgs, gc_get_debug, "The debugging flags."),
    MethodDef::new("set_threshold", Kind::Pos(0, 99), gc_set_threshold, "Set the thresholds; a first one of 0 turns automatic collection off."),
    MethodDef::new("get_threshold", Kind::NoArgs, gc_get_threshold, "The thresholds."),
    MethodDef::new("get_objects", Kind::Sig("generation="), gc_get_objects, "A list of all objects that the collector follows."),
    MethodDef::new("get_referrers", Kind::Pos(0, usize::MAX), gc_get_referrers, "Objects that refer directly to any of the arguments."),
    MethodDef::new("get_referents", Kind::Pos(0, usize::MAX), gc_get_referents, "Objects that the arguments refer to directly."),
    MethodDef::new("is_tracked", Kind::One, gc_is_tracked, "Whether the collector follows the object."),
    MethodDef::new("is_finalized", Kind::One, gc_is_finalized, "Whether the object's finaliser has run."),
    MethodDef::new("freeze", Kind::NoArgs, gc_freeze, "Make every live object immortal and ignore it from now on."),
    MethodDef::new("unfreeze", Kind::NoArgs, gc_unfreeze, "Forget the number of frozen objects; they stay immortal."),
    MethodDef::new("get_freeze_count", Kind::NoArgs, gc_get_freeze_count, "Number of containers that freeze made immortal."),
];

static FLAGS: &[(&str, i64)] = &[
    ("DEBUG_STATS", 1),
    ("DEBUG_COLLECTABLE", 2),
    ("DEBUG_UNCOLLECTABLE", 4),
    ("DEBUG_SAVEALL", 32),
    ("DEBUG_LEAK", 2 | 4 | 32),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "gc")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for &(name, n) in FLAGS {
        module::add(th, m.r(), name, int(n))?;
    }
    let l = gc::callbacks(th)?;
    module::add(th, m.r(), "callbacks", l)?;
    let l = gc::garbage(th)?;
    module::add(th, m.r(), "garbage", l)?;
    Ok(m)
}
