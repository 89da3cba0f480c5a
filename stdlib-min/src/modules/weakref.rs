//! `_weakref`: weak references and proxies; `lib/weakref.py` builds its containers on them.

use crate::builtins::weakref_::{CALLABLE_PROXY, PROXY, new_proxy};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, list, module};
use typhon_runtime::weak::{self, WeakRef};
use typhon_runtime::{Obj, R, Ref, Thread};

fn weakref_proxy(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "_weakref.proxy")?;
    a.check(th, "proxy", 1, 2)?;
    new_proxy(th, a.at(0), a.opt_not_none(1))
}

fn weakref_getweakrefcount(_th: &mut Thread, a: Args<'_>) -> R {
    let n = weak::refs_of(a.at(0)).len();
    Ok(Ref::small_int(n as i64).own())
}

fn weakref_getweakrefs(th: &mut Thread, a: Args<'_>) -> R {
    let mut all = weak::refs_of(a.at(0));
    // The shared ones without callback come first.
    all.sort_by_key(|r| {
        let shared = r.get::<WeakRef>().is_some_and(|w| w.callback.is_empty());
        match () {
            () if shared && r.r().is_exact(&types::WEAKREF) => 0,
            () if shared && r.r().is_exact(&PROXY) => 1,
            () => 2,
        }
    });
    list::new(th, all)
}

/// Removes a key whose value is a dead weak reference.
fn weakref_remove_dead(th: &mut Thread, a: Args<'_>) -> R {
    let Some(d) = a.at(0).get::<Dict>() else {
        let m = format!(
            "_remove_dead_weakref() argument 1 must be dict, not {}",
            a.at(0).class().name()
        );
        return Err(type_error(th, m));
    };
    if let Some(v) = d.get(th, a.at(1))? {
        let Some(w) = v.get::<WeakRef>() else {
            return Err(type_error(th, "not a weakref"));
        };
        if weak::upgrade(w).is_none() {
            // Another thread may have put a live one there.
            d.remove_if(th, a.at(1), v.r())?;
        }
    }
    Ok(Obj::none())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "proxy",
        Kind::Any,
        weakref_proxy,
        "proxy(object[, callback])\n--\n\nA proxy that does not keep its object alive.",
    ),
    MethodDef::new(
        "getweakrefcount",
        Kind::One,
        weakref_getweakrefcount,
        "getweakrefcount(object, /)\n--\n\nNumber of weak references to the object.",
    ),
    MethodDef::new(
        "getweakrefs",
        Kind::One,
        weakref_getweakrefs,
        "getweakrefs(object, /)\n--\n\nThe weak references to the object.",
    ),
    MethodDef::new(
        "_remove_dead_weakref",
        Kind::Pos(2, 2),
        weakref_remove_dead,
        "Remove a key whose value is a dead weak reference.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_weakref")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add(th, m.r(), "ref", types::WEAKREF.r().own())?;
    module::add(th, m.r(), "ReferenceType", types::WEAKREF.r().own())?;
    module::add(th, m.r(), "ProxyType", PROXY.r().own())?;
    module::add(th, m.r(), "CallableProxyType", CALLABLE_PROXY.r().own())?;
    Ok(m)
}
