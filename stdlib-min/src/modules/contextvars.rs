//! `_contextvars`: context variables (PEP 567). Each thread has its own current context, `Thread::context`, made when
//! first needed.
//!
//! CONTEXT RULE. The values of a context stand in a dict that is never changed once two contexts share it: `copy`
//!   shares, the next `set` in either copies first. Only the thread that is inside a context sets in it; others may read.

use super::common::{TypeSpec, class_getitem, of, slot_of};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

static VAR: TypeObj = TypeObj::declare("_contextvars.ContextVar");
static CONTEXT: TypeObj = TypeObj::declare("_contextvars.Context");
static TOKEN: TypeObj = TypeObj::declare("_contextvars.Token");
static MISSING_TYPE: TypeObj = TypeObj::declare("_contextvars._Missing");
/// `Token.MISSING`.
static MISSING: Slot = Slot::empty();

/// Payload of `ContextVar`.
struct Var {
    name: Slot,
    default: Slot,
}
payload!(
    Var,
    traverse | s,
    v | {
        s.name.visit(v);
        s.default.visit(v)
    },
    clear | s | drop(s.default.take())
);

/// Payload of `Context`.
struct Context {
    values: Slot,
    /// Another context has the same dict.
    shared: AtomicBool,
    entered: AtomicBool,
    /// The context that was current before this one was entered.
    previous: Slot,
}
payload!(
    Context,
    traverse | s,
    v | {
        s.values.visit(v);
        s.previous.visit(v)
    },
    clear | s | {
        drop(s.values.take());
        drop(s.previous.take())
    }
);

/// Payload of `Token`.
struct Token {
    context: Slot,
    var: Slot,
    old: Slot,
    used: AtomicBool,
}
payload!(
    Token,
    traverse | s,
    v | {
        s.context.visit(v);
        s.var.visit(v);
        s.old.visit(v)
    },
    clear | s | {
        drop(s.context.take());
        drop(s.old.take())
    }
);

/// Payload of `Token.MISSING`.
struct Missing;
payload!(Missing);

fn content(s: &Slot) -> Obj {
    s.get().unwrap_or_else(Obj::none)
}

fn missing() -> Obj {
    content(&MISSING)
}

// ------------------------------------------------------------------ Context

fn new_context(th: &mut Thread, values: Option<Obj>) -> R {
    let shared = values.is_some();
    let values = match values {
        Some(v) => v,
        None => dict::new(th)?,
    };
    let c = Context {
        values: Slot::new(values),
        shared: AtomicBool::new(shared),
        entered: AtomicBool::new(false),
        previous: Slot::empty(),
    };
    Obj::new(th, CONTEXT.r(), c)
}

/// The thread's current context.
fn current(th: &mut Thread) -> R {
    if let Some(c) = &th.context {
        return Ok(c.clone());
    }
    let c = new_context(th, None)?;
    th.context = Some(c.clone());
    Ok(c)
}

/// The value of a variable in a context.
fn lookup(th: &mut Thread, context: Ref<'_>, var: Ref<'_>) -> R<Option<Obj>> {
    let values = content(&of::<Context>(th, context)?.values);
    match values.get::<Dict>() {
        Some(d) => d.get(th, var),
        None => Ok(None),
    }
}

/// Sets or removes a variable's value (CONTEXT RULE).
fn store(th: &mut Thread, context: Ref<'_>, var: Ref<'_>, value: Option<Obj>) -> R<()> {
    let c = of::<Context>(th, context)?;
    let mut values = content(&c.values);
    // SeqCst: set by `copy`, which hands the dict to another context; simplest order, not a hot path.
    if c.shared.swap(false, SeqCst)
        && let Some(d) = values.get::<Dict>()
    {
        let own = dict::copy(th, d)?;
        c.values.set(own.clone());
        values = own;
    }
    if let Some(d) = values.get::<Dict>() {
        match value {
            Some(v) => drop(d.insert(th, var, v)?),
            None => drop(d.remove(th, var)?),
        }
    }
    Ok(())
}

/// A copy of the thread's context: what a call that is scheduled runs in.
pub fn copy_current(th: &mut Thread) -> R {
    let c = current(th)?;
    copy_of(th, c.r())
}

/// Whether it is a `Context`.
pub fn is_context(o: Ref<'_>) -> bool {
    o.is_exact(&CONTEXT)
}

fn copy_of(th: &mut Thread, context: Ref<'_>) -> R {
    let c = of::<Context>(th, context)?;
    c.shared.store(true, SeqCst);
    let values = content(&c.values);
    new_context(th, Some(values))
}

fn context_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    if !a.is_empty() || a.kw_len() > 0 {
        return Err(type_error(th, "Context() does not accept any arguments"));
    }
    new_context(th, None)
}

fn copy_context(th: &mut Thread, _a: Args<'_>) -> R {
    copy_current(th)
}

fn context_copy(th: &mut Thread, a: Args<'_>) -> R {
    copy_of(th, a.at(0))
}

/// Makes the context the thread's current one. RuntimeError if some thread is in it.
pub fn enter(th: &mut Thread, context: Ref<'_>) -> R<()> {
    let c = of::<Context>(th, context)?;
    // SeqCst: two threads that enter at the same time: one wins.
    if c.entered.swap(true, SeqCst) {
        let r = ops::repr_text(th, context)?;
        let m = format!("cannot enter context: {r} is already entered");
        return Err(error::runtime_error(th, m));
    }
    match th.context.replace(context.own()) {
        Some(p) => c.previous.set(p),
        None => drop(c.previous.take()),
    }
    Ok(())
}

/// Back to the context that was the current one before `enter`.
pub fn leave(th: &mut Thread, context: Ref<'_>) -> R<()> {
    let c = of::<Context>(th, context)?;
    th.context = c.previous.take();
    c.entered.store(false, SeqCst);
    Ok(())
}

fn context_run(th: &mut Thread, a: Args<'_>) -> R {
    if a.len() < 2 {
        return Err(type_error(
            th,
            "run() missing 1 required positional argument",
        ));
    }
    let context = a.at(0);
    enter(th, context)?;
    let r = call::call_args(th, a.at(1), a.skip(2));
    leave(th, context)?;
    r
}

fn check_var(th: &mut Thread, key: Ref<'_>) -> R<()> {
    if key.is_exact(&VAR) {
        return Ok(());
    }
    let r = ops::repr_text(th, key)?;
    Err(type_error(
        th,
        format!("a ContextVar key was expected, got {r}"),
    ))
}

fn context_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    check_var(th, key)?;
    match lookup(th, o, key)? {
        Some(v) => Ok(v),
        None => Err(error::key_error(th, key)),
    }
}

fn context_get(th: &mut Thread, a: Args<'_>) -> R {
    check_var(th, a.at(1))?;
    match lookup(th, a.at(0), a.at(1))? {
        Some(v) => Ok(v),
        None => Ok(a.at(2).own()),
    }
}

fn context_contains(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R<bool> {
    check_var(th, key)?;
    Ok(lookup(th, o, key)?.is_some())
}

fn context_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let values = content(&of::<Context>(th, o)?.values);
    Ok(values.get::<Dict>().map_or(0, Dict::len))
}

/// A snapshot of the values: what `keys`, `values` and `items` walk over.
fn snapshot(th: &mut Thread, o: Ref<'_>) -> R {
    let values = content(&of::<Context>(th, o)?.values);
    match values.get::<Dict>() {
        Some(d) => dict::copy(th, d),
        None => dict::new(th),
    }
}

fn context_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let d = snapshot(th, o)?;
    ops::iter(th, d.r())
}

fn walk(th: &mut Thread, o: Ref<'_>, method: &str) -> R {
    let d = snapshot(th, o)?;
    let view = call::call_method(th, d.r(), pystr::intern_str(method), &[])?;
    ops::iter(th, view.r())
}
fn context_keys(th: &mut Thread, a: Args<'_>) -> R {
    walk(th, a.at(0), "keys")
}
fn context_values(th: &mut Thread, a: Args<'_>) -> R {
    walk(th, a.at(0), "values")
}
fn context_items(th: &mut Thread, a: Args<'_>) -> R {
    walk(th, a.at(0), "items")
}

fn context_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: types::slots::CmpOp) -> R {
    use types::slots::CmpOp::{Eq, Ne};
    if !b.is_exact(&CONTEXT) || !matches!(op, Eq | Ne) {
        return super::common::not_implemented();
    }
    let (x, y) = (snapshot(th, a)?, snapshot(th, b)?);
    let same = ops::equal(th, x.r(), y.r())?;
    Ok(Obj::bool(same == (op == Eq)))
}

// ------------------------------------------------------------------ ContextVar

fn var_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    if a.len() != 1 {
        let m = format!(
            "ContextVar() takes exactly 1 positional argument ({} given)",
            a.len()
        );
        return Err(type_error(th, m));
    }
    static SIG: call::Sig = call::Sig::parse("name, /, *, default=");
    call::with_sig(th, "ContextVar", &SIG, a, |th, a| {
        if !pystr::is_str(a.at(0)) {
            return Err(type_error(th, "context variable name must be a str"));
        }
        let v = Var {
            name: Slot::new(a.at(0).own()),
            default: slot_of(a.opt(1)),
        };
        Obj::new(th, VAR.r(), v)
    })
}

fn var_get(th: &mut Thread, a: Args<'_>) -> R {
    let var = a.at(0);
    let context = th.context.clone();
    if let Some(c) = context
        && let Some(v) = lookup(th, c.r(), var)?
    {
        return Ok(v);
    }
    if let Some(d) = a.opt(1) {
        return Ok(d.own());
    }
    match of::<Var>(th, var)?.default.get() {
        Some(d) => Ok(d),
        None => Err(error::raise_args(th, &error::LOOKUP_ERROR, vec![var.own()])),
    }
}

/// The value of a variable in the thread's context, for other modules.
pub fn get(th: &mut Thread, var: Ref<'_>) -> R<Option<Obj>> {
    match th.context.clone() {
        Some(c) => lookup(th, c.r(), var),
        None => Ok(None),
    }
}

/// Sets a variable in the thread's context, for other modules.
pub fn set(th: &mut Thread, var: Ref<'_>, value: Obj) -> R<()> {
    let context = current(th)?;
    store(th, context.r(), var, Some(value))
}

fn var_set(th: &mut Thread, a: Args<'_>) -> R {
    let var = a.at(0);
    let context = current(th)?;
    let old = lookup(th, context.r(), var)?;
    let token = Token {
        context: Slot::new(context.clone()),
        var: Slot::new(var.own()),
        old: old.map_or_else(Slot::empty, Slot::new),
        used: AtomicBool::new(false),
    };
    let token = Obj::new(th, TOKEN.r(), token)?;
    store(th, context.r(), var, Some(a.at(1).own()))?;
    Ok(token)
}

fn reset(th: &mut Thread, var: Ref<'_>, token: Ref<'_>) -> R<()> {
    let t = of::<Token>(th, token)?;
    let refusal = |th: &mut Thread, why: &str| -> R<String> {
        Ok(format!("{} {why}", ops::repr_text(th, token)?))
    };
    if t.used.load(SeqCst) {
        let m = refusal(th, "has already been used once")?;
        return Err(error::runtime_error(th, m));
    }
    if !content(&t.var).r().is(var) {
        let m = refusal(th, "was created by a different ContextVar")?;
        return Err(value_error(th, m));
    }
    let context = current(th)?;
    if !content(&t.context).r().is(context.r()) {
        let m = refusal(th, "was created in a different Context")?;
        return Err(value_error(th, m));
    }
    t.used.store(true, SeqCst);
    store(th, context.r(), var, t.old.get())
}

fn var_reset(th: &mut Thread, a: Args<'_>) -> R {
    if !a.at(1).is_exact(&TOKEN) {
        let r = ops::repr_text(th, a.at(1))?;
        let m = format!("expected an instance of Token, got {r}");
        return Err(type_error(th, m));
    }
    reset(th, a.at(0), a.at(1)).map(|()| Obj::none())
}

fn var_name(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(content(&of::<Var>(th, o)?.name))
}

fn var_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let v = of::<Var>(th, o)?;
    let name = ops::repr_text(th, content(&v.name).r())?;
    let mut text = format!("<ContextVar name={name}");
    if let Some(d) = v.default.get() {
        text.push_str(&format!(" default={}", ops::repr_text(th, d.r())?));
    }
    text.push_str(&format!(" at {:#x}>", o.address()));
    pystr::new(th, &text)
}

// ------------------------------------------------------------------ Token

fn token_new(th: &mut Thread, _class: Ref<'_>, _a: Args<'_>) -> R {
    let m = "Tokens can only be created by ContextVars";
    Err(error::runtime_error(th, m))
}
fn token_var(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(content(&of::<Token>(th, o)?.var))
}
fn token_old(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Token>(th, o)?.old.get().unwrap_or_else(missing))
}
fn token_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = of::<Token>(th, o)?;
    let used = if t.used.load(SeqCst) { " used" } else { "" };
    let var = ops::repr_text(th, content(&t.var).r())?;
    let text = format!("<Token{used} var={var} at {:#x}>", o.address());
    pystr::new(th, &text)
}
fn token_enter(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}
fn token_exit(th: &mut Thread, a: Args<'_>) -> R {
    let var = content(&of::<Token>(th, a.at(0))?.var);
    reset(th, var.r(), a.at(0)).map(|()| Obj::none())
}
fn missing_repr(th: &mut Thread, _o: Ref<'_>) -> R {
    pystr::new(th, "<Token.MISSING>")
}

static VAR_SPEC: TypeSpec = TypeSpec {
    t: &VAR,
    new: Some(var_new),
    methods: &[
        MethodDef::new(
            "get",
            Kind::Pos(0, 1),
            var_get,
            "The value in the current context, else the default given here, else the variable's.",
        ),
        MethodDef::new(
            "set",
            Kind::One,
            var_set,
            "Set the value in the current context; gives a token for reset().",
        ),
        MethodDef::new(
            "reset",
            Kind::One,
            var_reset,
            "Undo the set() that gave this token.",
        ),
        MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
    ],
    getset: &[GetSetDef {
        name: "name",
        get: var_name,
        set: None,
        doc: "",
    }],
    doc: "",
    flags: tf::WEAKREFS,
};
static CONTEXT_SPEC: TypeSpec = TypeSpec {
    t: &CONTEXT,
    new: Some(context_new),
    methods: &[
        MethodDef::new(
            "run",
            Kind::Any,
            context_run,
            "Call a function inside this context.",
        ),
        MethodDef::new("copy", Kind::NoArgs, context_copy, "A shallow copy."),
        MethodDef::new(
            "get",
            Kind::Pos(1, 2),
            context_get,
            "The value of a variable, else the default.",
        ),
        MethodDef::new("keys", Kind::NoArgs, context_keys, "The variables."),
        MethodDef::new("values", Kind::NoArgs, context_values, "Their values."),
        MethodDef::new(
            "items",
            Kind::NoArgs,
            context_items,
            "Pairs of variable and value.",
        ),
    ],
    getset: &[],
    doc: "",
    flags: tf::WEAKREFS,
};
static TOKEN_SPEC: TypeSpec = TypeSpec {
    t: &TOKEN,
    new: Some(token_new),
    methods: &[
        MethodDef::new(
            "__enter__",
            Kind::NoArgs,
            token_enter,
            "Enter into Token context manager.",
        ),
        MethodDef::new(
            "__exit__",
            Kind::Pos(3, 3),
            token_exit,
            "Restore the variable.",
        ),
        MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
    ],
    getset: &[
        GetSetDef {
            name: "var",
            get: token_var,
            set: None,
            doc: "",
        },
        GetSetDef {
            name: "old_value",
            get: token_old,
            set: None,
            doc: "",
        },
    ],
    doc: "",
    flags: 0,
};
static MISSING_SPEC: TypeSpec = TypeSpec::hidden(&MISSING_TYPE, "");

fn setup(th: &mut Thread) -> R<()> {
    VAR_SPEC.begin::<Var>(&types::OBJECT);
    VAR.slots().set_repr(var_repr);
    VAR_SPEC.end(th)?;
    CONTEXT_SPEC.begin::<Context>(&types::OBJECT);
    let s = CONTEXT.slots();
    s.set_getitem(context_getitem);
    s.set_contains(context_contains);
    s.set_len(context_len);
    s.set_iter(context_iter);
    s.set_richcmp(context_compare);
    CONTEXT_SPEC.end(th)?;
    MISSING_SPEC.begin::<Missing>(&types::OBJECT);
    MISSING_TYPE.slots().set_repr(missing_repr);
    MISSING_SPEC.end(th)?;
    TOKEN_SPEC.begin::<Token>(&types::OBJECT);
    TOKEN.slots().set_repr(token_repr);
    TOKEN_SPEC.end(th)?;
    let m = Obj::new(th, MISSING_TYPE.r(), Missing)?;
    MISSING.set(m.clone());
    TOKEN.set_attr(pystr::intern_str("MISSING"), Some(m));
    Ok(())
}

static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "copy_context",
    Kind::NoArgs,
    copy_context,
    "A shallow copy of the current context.",
)];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !VAR.is_ready() {
        setup(th)?;
    }
    let m = module::new(th, "_contextvars")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (n, t) in [
        ("ContextVar", &VAR),
        ("Context", &CONTEXT),
        ("Token", &TOKEN),
    ] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    Ok(m)
}
