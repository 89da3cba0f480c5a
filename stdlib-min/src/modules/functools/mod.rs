//! `_functools`: `reduce`, `partial`, `cmp_to_key`, the wrapper of `lru_cache`.

mod lru;
mod partial;

use super::common::{TypeSpec, of};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::module;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, payload};

fn functools_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let func = a.at(0);
    let it = match ops::iter(th, a.at(1)) {
        Ok(it) => it,
        Err(Raised) => {
            error::suppress(th, &error::TYPE_ERROR)?;
            return Err(type_error(th, "reduce() arg 2 must support iteration"));
        }
    };
    let mut total = a.opt(2).map(Ref::own);
    while let Some(x) = ops::next(th, it.r())? {
        total = Some(match total {
            None => x,
            Some(t) => call::call(th, func, &[t.r(), x.r()])?,
        });
        hooks::safepoint(th)?;
    }
    match total {
        Some(t) => Ok(t),
        None => {
            let m = "reduce() of empty iterable with no initial value";
            Err(type_error(th, m))
        }
    }
}

// ------------------------------------------------------------------ cmp_to_key

static KEY: TypeObj = TypeObj::declare("functools.KeyWrapper");

/// What `cmp_to_key` gives: called, it makes the key of one object.
struct Key {
    cmp: Slot,
    object: Slot,
}
payload!(
    Key,
    traverse | s,
    v | {
        s.cmp.visit(v);
        s.object.visit(v)
    },
    clear | s | {
        drop(s.cmp.take());
        drop(s.object.take())
    }
);

fn key_of(th: &mut Thread, cmp: Obj, object: Option<Obj>) -> R {
    let k = Key {
        cmp: Slot::new(cmp),
        object: object.map_or_else(Slot::empty, Slot::new),
    };
    Obj::new(th, KEY.r(), k)
}

fn functools_cmp_to_key(th: &mut Thread, a: Args<'_>) -> R {
    key_of(th, a.at(0).own(), None)
}

fn key_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig = call::Sig::parse("obj");
    call::with_sig(th, "K", &SIG, a, |th, a| {
        let cmp = of::<Key>(th, o)?.cmp.get().unwrap_or_else(Obj::none);
        key_of(th, cmp, Some(a.at(0).own()))
    })
}

fn key_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Key>(), b.get::<Key>()) else {
        return Err(type_error(th, "other argument must be K instance"));
    };
    let (Some(cmp), Some(x), Some(y)) = (x.cmp.get(), x.object.get(), y.object.get()) else {
        return Err(error::raise(th, &error::ATTRIBUTE_ERROR, "object"));
    };
    let r = call::call(th, cmp.r(), &[x.r(), y.r()])?;
    ops::compare(th, r.r(), Ref::small_int(0), op)
}

fn key_obj(th: &mut Thread, o: Ref<'_>) -> R {
    match of::<Key>(th, o)?.object.get() {
        Some(x) => Ok(x),
        None => Ok(Obj::none()),
    }
}

fn key_set_obj(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let old = of::<Key>(th, o)?.object.swap(v.map(Ref::own));
    drop(old);
    Ok(())
}

static KEY_SPEC: TypeSpec =
    TypeSpec::hidden(&KEY, "Key made of a comparison function.").getset(&[GetSetDef {
        name: "obj",
        get: key_obj,
        set: Some(key_set_obj),
        doc: "Value wrapped by a key function.",
    }]);

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "reduce",
        Kind::Sig("function, iterable, /, initial="),
        functools_reduce,
        "reduce(function, iterable, /, initial=<not given>)\n--\n\nFolds the items from left to right into one value.",
    ),
    MethodDef::new(
        "cmp_to_key",
        Kind::Sig("mycmp"),
        functools_cmp_to_key,
        "cmp_to_key(mycmp)\n--\n\nMakes a key function of a comparison function.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_functools")?;
    KEY_SPEC.begin::<Key>(&types::OBJECT);
    KEY.slots().set_call(key_call);
    KEY.slots().set_richcmp(key_richcmp);
    KEY_SPEC.end(th)?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    partial::add_to(th, m.r())?;
    lru::add_to(th, m.r())?;
    Ok(m)
}
