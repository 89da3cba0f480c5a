//! `LocalWrapper`: a proxy that holds what it stands for. A thread that uses an object of another thread through a
//! wrapper of its own changes no count of that object.

use crate::builtins::iterators::REVERSED;
use crate::modules::common::TypeSpec;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::{CmpOp, SlotId, SlotTable};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, names, payload};

static LOCAL_WRAPPER: TypeObj = TypeObj::declare("ft_utils.local.LocalWrapper");

/// Payload: never changed after the wrapper is made.
struct LocalWrapper(Slot);
payload!(
    LocalWrapper,
    traverse | s,
    v | s.0.visit(v),
    clear | s | drop(s.0.take())
);

/// What an operand stands for. A wrapper that the collector has emptied stands for None.
fn real(o: Ref<'_>) -> Ref<'_> {
    match o.get::<LocalWrapper>() {
        Some(w) => w.0.fixed().unwrap_or(Ref::NONE),
        None => o,
    }
}

/// A wrapper of an object.
pub fn wrap(th: &mut Thread, o: Ref<'_>) -> R {
    Obj::new(th, LOCAL_WRAPPER.r(), LocalWrapper(Slot::new(o.own())))
}

fn wrapper_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "LocalWrapper")?;
    a.check(th, "LocalWrapper", 1, 1)?;
    Obj::new(th, class, LocalWrapper(Slot::new(a.at(0).own())))
}

macro_rules! unary {
    ($($f:ident $op:path;)*) => {$(
        fn $f(th: &mut Thread, o: Ref<'_>) -> R {
            $op(th, real(o))
        }
    )*};
}
unary! {
    wrapper_str ops::str;
    wrapper_iter ops::iter;
    wrapper_neg ops::neg;
    wrapper_pos ops::pos;
    wrapper_abs ops::abs;
    wrapper_invert ops::invert;
    wrapper_index ops::index;
}
fn wrapper_int(th: &mut Thread, o: Ref<'_>) -> R {
    call::call(th, types::INT.r(), &[real(o)])
}
fn wrapper_float(th: &mut Thread, o: Ref<'_>) -> R {
    call::call(th, types::FLOAT.r(), &[real(o)])
}

/// What `wrapper <op>= x` leaves in the variable: the wrapper, if its object has changed in place, else a wrapper of the
/// new object.
fn in_place(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> R {
    let new = ops::inplace(th, op, real(a), real(b))?;
    if new.r().is(real(a)) {
        return Ok(a.own());
    }
    wrap(th, new.r())
}

macro_rules! binary {
    ($($f:ident $g:ident $op:ident;)*) => {$(
        fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            ops::binary(th, BinOp::$op, real(a), real(b))
        }
        fn $g(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            in_place(th, BinOp::$op, a, b)
        }
    )*};
}
binary! {
    wrapper_add wrapper_iadd Add;
    wrapper_sub wrapper_isub Sub;
    wrapper_mul wrapper_imul Mul;
    wrapper_truediv wrapper_itruediv TrueDiv;
    wrapper_floordiv wrapper_ifloordiv FloorDiv;
    wrapper_mod wrapper_imod Mod;
    wrapper_matmul wrapper_imatmul MatMul;
    wrapper_and wrapper_iand And;
    wrapper_or wrapper_ior Or;
    wrapper_xor wrapper_ixor Xor;
    wrapper_lshift wrapper_ilshift LShift;
    wrapper_rshift wrapper_irshift RShift;
}
fn wrapper_divmod(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    ops::binary(th, BinOp::Divmod, real(a), real(b))
}
fn wrapper_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    ops::pow(th, real(a), real(b), real(m))
}
fn wrapper_ipow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, _m: Ref<'_>) -> R {
    in_place(th, BinOp::Pow, a, b)
}
fn wrapper_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    ops::compare(th, real(a), real(b), op)
}
fn wrapper_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    ops::hash(th, real(o))
}
fn wrapper_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    ops::is_true(th, real(o))
}
fn wrapper_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    ops::len(th, real(o))
}
fn wrapper_getitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R {
    ops::getitem(th, real(o), k)
}
fn wrapper_setitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    ops::setitem(th, real(o), k, v)
}
fn wrapper_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    ops::contains(th, real(o), x)
}
fn wrapper_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    call::call_args(th, real(o), a)
}
fn wrapper_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let it = real(o);
    if !it.class().slots().has(SlotId::Next) {
        let m = format!("'{}' object is not an iterator", it.class().tp_name());
        return Err(type_error(th, m));
    }
    ops::next(th, it)
}
fn wrapper_repr(th: &mut Thread, o: Ref<'_>) -> R {
    if !ops::repr_enter(th, o) {
        return pystr::new(th, "<LocalWrapper: ...>");
    }
    let text = ops::repr(th, real(o));
    ops::repr_leave(th, o);
    let text = text?;
    let mut out = b"<LocalWrapper: ".to_vec();
    out.extend_from_slice(text.get::<pystr::Str>().map_or(&[], pystr::Str::bytes));
    out.push(b'>');
    pystr::from_wtf8(th, &out)
}

/// What the wrapper has itself (`wrapped`, the class, its methods) comes first, then the object.
fn wrapper_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    match ops::generic_getattr_opt(th, o, name)? {
        Some(v) => Ok(v),
        None => {
            ops::guard(th, "")?;
            ops::getattr(th, real(o), name)
        }
    }
}
fn wrapper_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    ops::setattr(th, real(o), name, v)
}
fn wrapper_wrapped(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(real(o).own())
}

/// Calls a method that is looked up as an attribute, as a script would.
fn forward(th: &mut Thread, a: Args<'_>, name: Ref<'_>) -> R {
    let f = ops::getattr(th, real(a.at(0)), name)?;
    call::call_args(th, f.r(), a.skip(1))
}
fn wrapper_enter(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::__enter__())
}
fn wrapper_exit(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::__exit__())
}
fn wrapper_reversed(th: &mut Thread, a: Args<'_>) -> R {
    call::call(th, REVERSED.r(), &[real(a.at(0))])
}
fn wrapper_buffer(th: &mut Thread, a: Args<'_>) -> R {
    call::call(th, types::MEMORYVIEW.r(), &[real(a.at(0))])
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__enter__",
        Kind::NoArgs,
        wrapper_enter,
        "Enter the context of the wrapped object.",
    ),
    MethodDef::new(
        "__exit__",
        Kind::Any,
        wrapper_exit,
        "Leave the context of the wrapped object.",
    ),
    MethodDef::new("__reversed__", Kind::NoArgs, wrapper_reversed, ""),
    MethodDef::new("__buffer__", Kind::One, wrapper_buffer, ""),
];

static SPEC: TypeSpec = TypeSpec::new(
    &LOCAL_WRAPPER,
    wrapper_new,
    "LocalWrapper(wrapped, /)\n--\n\nA proxy of an object for the use of one thread.",
)
.flags(tf::WEAKREFS)
.methods(METHODS)
.getset(&[GetSetDef {
    name: "wrapped",
    get: wrapper_wrapped,
    set: None,
    doc: "the object that the wrapper stands for",
}]);

fn fill_operators(s: &SlotTable) {
    s.set_add(wrapper_add);
    s.set_iadd(wrapper_iadd);
    s.set_sub(wrapper_sub);
    s.set_isub(wrapper_isub);
    s.set_mul(wrapper_mul);
    s.set_imul(wrapper_imul);
    s.set_truediv(wrapper_truediv);
    s.set_itruediv(wrapper_itruediv);
    s.set_floordiv(wrapper_floordiv);
    s.set_ifloordiv(wrapper_ifloordiv);
    s.set_mod(wrapper_mod);
    s.set_imod(wrapper_imod);
    s.set_matmul(wrapper_matmul);
    s.set_imatmul(wrapper_imatmul);
    s.set_and(wrapper_and);
    s.set_iand(wrapper_iand);
    s.set_or(wrapper_or);
    s.set_ior(wrapper_ior);
    s.set_xor(wrapper_xor);
    s.set_ixor(wrapper_ixor);
    s.set_lshift(wrapper_lshift);
    s.set_ilshift(wrapper_ilshift);
    s.set_rshift(wrapper_rshift);
    s.set_irshift(wrapper_irshift);
    s.set_divmod(wrapper_divmod);
    s.set_pow(wrapper_pow);
    s.set_ipow(wrapper_ipow);
    s.set_neg(wrapper_neg);
    s.set_pos(wrapper_pos);
    s.set_abs(wrapper_abs);
    s.set_invert(wrapper_invert);
    s.set_int(wrapper_int);
    s.set_float(wrapper_float);
    s.set_index(wrapper_index);
}

/// Adds the type to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<LocalWrapper>(&types::OBJECT);
    let s = LOCAL_WRAPPER.slots();
    fill_operators(s);
    s.set_repr(wrapper_repr);
    s.set_str(wrapper_str);
    s.set_hash(wrapper_hash);
    s.set_richcmp(wrapper_richcmp);
    s.set_bool(wrapper_bool);
    s.set_len(wrapper_len);
    s.set_getattr(wrapper_getattr);
    s.set_setattr(wrapper_setattr);
    s.set_getitem(wrapper_getitem);
    s.set_setitem(wrapper_setitem);
    s.set_contains(wrapper_contains);
    s.set_iter(wrapper_iter);
    s.set_next(wrapper_next);
    s.set_call(wrapper_call);
    SPEC.end(th)?;
    module::add(th, m, "LocalWrapper", LOCAL_WRAPPER.r().own())
}
