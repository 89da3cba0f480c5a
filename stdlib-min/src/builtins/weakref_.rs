//! `weakref.ReferenceType` and the two proxy types.

use std::sync::atomic::Ordering::Relaxed;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::types::slots::{CmpOp, SlotId, SlotTable};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::weak::{self, WeakRef};
use typhon_runtime::{Obj, R, Ref, Thread, Val, names};

/// Proxy of an object that cannot be called.
pub static PROXY: TypeObj = TypeObj::declare("weakref.ProxyType");
/// Proxy of an object that can be called.
pub static CALLABLE_PROXY: TypeObj = TypeObj::declare("weakref.CallableProxyType");

/// The target, if it is alive.
fn target(o: Ref<'_>) -> Option<Obj> {
    o.get::<WeakRef>().and_then(weak::upgrade)
}

fn make(th: &mut Thread, class: &'static TypeObj, to: Ref<'_>, callback: Option<Ref<'_>>) -> R {
    match weak::new(th, class, to, callback.map(Ref::own))? {
        Some(w) => Ok(w),
        None => {
            let m = format!(
                "cannot create weak reference to '{}' object",
                shown_class(to)
            );
            Err(type_error(th, m))
        }
    }
}

fn shown_class(o: Ref<'_>) -> String {
    o.class().tp_name()
}

// ------------------------------------------------------------------ ref

fn ref_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if class.is(types::WEAKREF.r()) {
        a.no_kw(th, "ref")?;
    }
    a.check(th, "__new__", 1, 2)?;
    match class.as_type() {
        Some(t) => make(th, t, a.at(0), a.opt_not_none(1)),
        None => Err(type_error(th, "class expected")),
    }
}

fn ref_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if o.is_exact(&types::WEAKREF) {
        a.no_kw(th, "ref")?;
    }
    a.check(th, "__init__", 1, 2)
}

fn ref_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "weakref")?;
    a.check(th, "weakref", 0, 0)?;
    Ok(target(o).unwrap_or_else(Obj::none))
}

fn ref_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let Some(w) = o.get::<WeakRef>() else {
        return Err(type_error(th, "weak reference expected"));
    };
    // Relaxed: a cache of one value. 0 is "not computed"; a hash of -1 does not exist, so + 1 is never 0.
    let cached = w.hash.load(Relaxed);
    if cached != 0 {
        return Ok(cached as i64 - 1);
    }
    let Some(t) = weak::upgrade(w) else {
        return Err(type_error(th, "weak object has gone away"));
    };
    let h = ops::hash(th, t.r())?;
    w.hash.store(h.wrapping_add(1) as u64, Relaxed);
    Ok(h)
}

fn ref_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne)
        || !a.is_instance(&types::WEAKREF)
        || !b.is_instance(&types::WEAKREF)
    {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    match (target(a), target(b)) {
        (Some(x), Some(y)) => ops::compare(th, x.r(), y.r(), op),
        _ => Ok(Obj::bool(a.is(b) == (op == CmpOp::Eq))),
    }
}

fn ref_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let at = o.address();
    let t = match target(o) {
        None => format!("<weakref at {at:#x}; dead>"),
        Some(t) => {
            let class = t.r().class().name();
            // Of the class: what the object itself has to say about names is not asked.
            let found = t.r().class().lookup(th, names::__name__()).map(Val::own);
            let name = match found {
                Some(d) => match d.r().class().slots().descr_get() {
                    Some(get) => Some(get(th, d.r(), Some(t.r()), t.r().type_ref())?),
                    None => Some(d),
                },
                None => None,
            };
            let name = match &name {
                Some(n) if pystr::is_str(n.r()) => format!(" ({})", pystr::text(n.r())),
                _ => String::new(),
            };
            format!(
                "<weakref at {at:#x}; to '{class}' at {:#x}{name}>",
                t.r().address()
            )
        }
    };
    pystr::new(th, &t)
}

fn callback_get(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.get::<WeakRef>()
        .and_then(|w| w.callback.get())
        .unwrap_or_else(Obj::none))
}

static REF_GETSET: &[GetSetDef] = &[GetSetDef {
    name: "__callback__",
    get: callback_get,
    set: None,
    doc: "",
}];
static REF_METHODS: &[MethodDef] = &[MethodDef::class(
    "__class_getitem__",
    Kind::One,
    super::alias::class_getitem,
    "See PEP 585.",
)];

// ------------------------------------------------------------------ proxies

/// A proxy of an object, callable if the object is.
pub fn new_proxy(th: &mut Thread, to: Ref<'_>, callback: Option<Ref<'_>>) -> R {
    let callable = to.class().slots().has(SlotId::Call);
    make(
        th,
        if callable { &CALLABLE_PROXY } else { &PROXY },
        to,
        callback,
    )
}

/// What an operand stands for: the target of a proxy (ReferenceError if it is gone), else itself.
fn real(th: &mut Thread, o: Ref<'_>) -> R {
    if o.is_exact(&PROXY) || o.is_exact(&CALLABLE_PROXY) {
        return match target(o) {
            Some(t) => Ok(t),
            None => Err(error::raise(
                th,
                &error::REFERENCE_ERROR,
                "weakly-referenced object no longer exists",
            )),
        };
    }
    Ok(o.own())
}

macro_rules! unary {
    ($($f:ident $op:path;)*) => {$(
        fn $f(th: &mut Thread, o: Ref<'_>) -> R {
            let t = real(th, o)?;
            $op(th, t.r())
        }
    )*};
}
unary! {
    proxy_str ops::str;
    proxy_iter ops::iter;
    proxy_neg ops::neg;
    proxy_pos ops::pos;
    proxy_abs ops::abs;
    proxy_invert ops::invert;
    proxy_index ops::index;
}

fn call_type(th: &mut Thread, o: Ref<'_>, t: &'static TypeObj) -> R {
    let x = real(th, o)?;
    call::call(th, t.r(), &[x.r()])
}
fn proxy_int(th: &mut Thread, o: Ref<'_>) -> R {
    call_type(th, o, &types::INT)
}
fn proxy_float(th: &mut Thread, o: Ref<'_>) -> R {
    call_type(th, o, &types::FLOAT)
}

macro_rules! binary {
    ($($f:ident $g:ident $op:ident;)*) => {$(
        fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let (x, y) = (real(th, a)?, real(th, b)?);
            ops::binary(th, BinOp::$op, x.r(), y.r())
        }
        fn $g(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let (x, y) = (real(th, a)?, real(th, b)?);
            ops::inplace(th, BinOp::$op, x.r(), y.r())
        }
    )*};
}
binary! {
    proxy_add proxy_iadd Add;
    proxy_sub proxy_isub Sub;
    proxy_mul proxy_imul Mul;
    proxy_truediv proxy_itruediv TrueDiv;
    proxy_floordiv proxy_ifloordiv FloorDiv;
    proxy_mod proxy_imod Mod;
    proxy_matmul proxy_imatmul MatMul;
    proxy_and proxy_iand And;
    proxy_or proxy_ior Or;
    proxy_xor proxy_ixor Xor;
    proxy_lshift proxy_ilshift LShift;
    proxy_rshift proxy_irshift RShift;
}

fn proxy_divmod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (x, y) = (real(th, a)?, real(th, b)?);
    ops::binary(th, BinOp::Divmod, x.r(), y.r())
}
fn proxy_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    let (x, y, z) = (real(th, a)?, real(th, b)?, real(th, m)?);
    ops::pow(th, x.r(), y.r(), z.r())
}
fn proxy_ipow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, _m: Ref<'_>) -> R {
    let (x, y) = (real(th, a)?, real(th, b)?);
    ops::inplace(th, BinOp::Pow, x.r(), y.r())
}
fn proxy_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (x, y) = (real(th, a)?, real(th, b)?);
    ops::compare(th, x.r(), y.r(), op)
}
fn proxy_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let t = real(th, o)?;
    ops::is_true(th, t.r())
}
fn proxy_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let t = real(th, o)?;
    ops::len(th, t.r())
}
fn proxy_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let t = real(th, o)?;
    ops::getattr(th, t.r(), name)
}
fn proxy_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let t = real(th, o)?;
    ops::setattr(th, t.r(), name, v)
}
fn proxy_getitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R {
    let (t, k) = (real(th, o)?, real(th, k)?);
    ops::getitem(th, t.r(), k.r())
}
fn proxy_setitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let t = real(th, o)?;
    ops::setitem(th, t.r(), k, v)
}
fn proxy_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let t = real(th, o)?;
    ops::contains(th, t.r(), x)
}
fn proxy_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let t = real(th, o)?;
    if !t.r().class().slots().has(SlotId::Next) {
        let m = format!(
            "Weakref proxy referenced a non-iterator '{}' object",
            shown_class(t.r())
        );
        return Err(type_error(th, m));
    }
    ops::next(th, t.r())
}
fn proxy_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    let t = real(th, o)?;
    call::call_args(th, t.r(), a)
}
fn proxy_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let at = o.address();
    let t = match target(o) {
        None => format!("<weakproxy at {at:#x}; dead>"),
        Some(t) => format!(
            "<weakproxy at {at:#x}; to '{}' at {:#x}>",
            t.r().class().name(),
            t.r().address()
        ),
    };
    pystr::new(th, &t)
}

fn proxy_bytes(th: &mut Thread, a: Args<'_>) -> R {
    let t = real(th, a.at(0))?;
    call::call(th, types::BYTES.r(), &[t.r()])
}
fn proxy_reversed(th: &mut Thread, a: Args<'_>) -> R {
    let t = real(th, a.at(0))?;
    call::call_method(th, t.r(), names::__reversed__(), &[])
}

static PROXY_METHODS: &[MethodDef] = &[
    MethodDef::new("__bytes__", Kind::NoArgs, proxy_bytes, ""),
    MethodDef::new("__reversed__", Kind::NoArgs, proxy_reversed, ""),
];

fn fill_operators(s: &SlotTable) {
    s.set_add(proxy_add);
    s.set_iadd(proxy_iadd);
    s.set_sub(proxy_sub);
    s.set_isub(proxy_isub);
    s.set_mul(proxy_mul);
    s.set_imul(proxy_imul);
    s.set_truediv(proxy_truediv);
    s.set_itruediv(proxy_itruediv);
    s.set_floordiv(proxy_floordiv);
    s.set_ifloordiv(proxy_ifloordiv);
    s.set_mod(proxy_mod);
    s.set_imod(proxy_imod);
    s.set_matmul(proxy_matmul);
    s.set_imatmul(proxy_imatmul);
    s.set_and(proxy_and);
    s.set_iand(proxy_iand);
    s.set_or(proxy_or);
    s.set_ior(proxy_ior);
    s.set_xor(proxy_xor);
    s.set_ixor(proxy_ixor);
    s.set_lshift(proxy_lshift);
    s.set_ilshift(proxy_ilshift);
    s.set_rshift(proxy_rshift);
    s.set_irshift(proxy_irshift);
    s.set_divmod(proxy_divmod);
    s.set_pow(proxy_pow);
    s.set_ipow(proxy_ipow);
    s.set_neg(proxy_neg);
    s.set_pos(proxy_pos);
    s.set_abs(proxy_abs);
    s.set_invert(proxy_invert);
    s.set_int(proxy_int);
    s.set_float(proxy_float);
    s.set_index(proxy_index);
}

fn init_proxy(th: &mut Thread, t: &'static TypeObj) -> R<()> {
    t.setup::<WeakRef>(Some(&types::OBJECT), 0);
    let s = t.slots();
    fill_operators(s);
    s.set_repr(proxy_repr);
    s.set_str(proxy_str);
    s.set_richcmp(proxy_richcmp);
    s.set_bool(proxy_bool);
    s.set_len(proxy_len);
    s.set_getattr(proxy_getattr);
    s.set_setattr(proxy_setattr);
    s.set_getitem(proxy_getitem);
    s.set_setitem(proxy_setitem);
    s.set_contains(proxy_contains);
    s.set_iter(proxy_iter);
    s.set_next(proxy_next);
    if std::ptr::eq(t, &CALLABLE_PROXY) {
        s.set_call(proxy_call);
    }
    call::add_methods(th, t, PROXY_METHODS)?;
    slotdefs::finish(th, t)
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::WEAKREF;
    t.setup::<WeakRef>(Some(&types::OBJECT), tf::BASE);
    let s = t.slots();
    s.set_new(ref_new);
    s.set_init(ref_init);
    s.set_call(ref_call);
    s.set_hash(ref_hash);
    s.set_richcmp(ref_richcmp);
    s.set_repr(ref_repr);
    call::add_methods(th, t, REF_METHODS)?;
    call::add_getset(th, t, REF_GETSET)?;
    slotdefs::finish(th, t)?;
    init_proxy(th, &PROXY)?;
    init_proxy(th, &CALLABLE_PROXY)
}
