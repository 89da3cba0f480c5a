//! `IncrementalNewlineDecoder`: newline translation over any incremental decoder (or over str, without one).

use super::newline::{self, Seen};
use super::util::{self, int, method};
use super::{base, buf, text_methods};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

/// `_io.IncrementalNewlineDecoder`.
pub static DECODER: TypeObj = TypeObj::declare("_io.IncrementalNewlineDecoder");

/// Payload.
pub struct Decoder {
    inner: Slot,
    st: Guarded<State>,
}
payload!(
    Decoder,
    traverse | s,
    v | s.inner.visit(v),
    clear | s | drop(s.inner.take())
);

#[derive(Default)]
struct State {
    translate: bool,
    /// A carriage return at the end of the last text is kept back.
    pending_cr: bool,
    seen: Seen,
}

fn decoder_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(
        th,
        class,
        Decoder {
            inner: Slot::empty(),
            st: Guarded::new(State::default()),
        },
    )
}

fn decoder_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("decoder, translate, errors=");
    call::with_sig(th, "IncrementalNewlineDecoder", &SIG, a, |th, v| {
        let translate = ops::is_true(th, v.at(1))?;
        let d = this(th, o)?;
        d.inner.set(v.at(0).own());
        *d.st.lock() = State {
            translate,
            ..State::default()
        };
        Ok(())
    })
}

fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Decoder> {
    o.get::<Decoder>()
        .ok_or_else(|| error::type_error(th, "IncrementalNewlineDecoder object expected"))
}

fn inner(th: &mut Thread, d: &Decoder) -> R {
    match d.inner.get() {
        Some(i) => Ok(i),
        None => Err(error::value_error(
            th,
            "IncrementalNewlineDecoder.__init__() not called",
        )),
    }
}

fn decoder_decode(th: &mut Thread, a: Args<'_>) -> R {
    let d = this(th, a.at(0))?;
    let i = inner(th, d)?;
    let last = match a.opt(2) {
        None => false,
        Some(f) => ops::is_true(th, f)?,
    };
    let text = if i.r().is_none() {
        a.at(1).own()
    } else {
        method(th, i.r(), "decode", &[a.at(1), Ref::bool(last)])?
    };
    let Some(s) = text.get::<pystr::Str>() else {
        let m = format!(
            "decoder should return a string result, not '{}'",
            text.r().class().name()
        );
        return Err(error::type_error(th, m));
    };
    let out = {
        let mut st = d.st.lock();
        let mut out = Vec::with_capacity(s.len() + 1);
        if st.pending_cr && (!s.is_empty() || last) {
            out.push(b'\r');
            st.pending_cr = false;
        }
        out.extend_from_slice(s.bytes());
        if !last && out.last() == Some(&b'\r') {
            out.pop();
            st.pending_cr = true;
        }
        st.seen.look(&out, true);
        if st.translate {
            newline::translate(&out).unwrap_or(out)
        } else {
            out
        }
    };
    pystr::from_wtf8(th, &out)
}

fn decoder_getstate(th: &mut Thread, a: Args<'_>) -> R {
    let d = this(th, a.at(0))?;
    let i = inner(th, d)?;
    let (held, flag) = if i.r().is_none() {
        (buf::new_bytes(th, b"")?, 0)
    } else {
        let s = method(th, i.r(), "getstate", &[])?;
        let items: Vec<Obj> = tuple::items(s.r()).map(Ref::own).collect();
        match items.as_slice() {
            [b, f] => (b.clone(), f.r().as_small().unwrap_or(0)),
            _ => return Err(error::type_error(th, "illegal decoder state")),
        }
    };
    let flag = flag << 1 | i64::from(d.st.lock().pending_cr);
    tuple::new(th, vec![held, int(flag)])
}

fn decoder_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let items: Vec<Ref<'_>> = tuple::items(a.at(1)).collect();
    let [held, flag] = items.as_slice() else {
        return Err(error::type_error(th, "state argument must be a tuple"));
    };
    let flag = util::index_i64(th, *flag)?;
    let d = this(th, a.at(0))?;
    let i = inner(th, d)?;
    d.st.lock().pending_cr = flag & 1 == 1;
    if !i.r().is_none() {
        let s = tuple::new(th, vec![held.own(), int(flag >> 1)])?;
        method(th, i.r(), "setstate", &[s.r()])?;
    }
    Ok(Obj::none())
}

fn decoder_reset(th: &mut Thread, a: Args<'_>) -> R {
    let d = this(th, a.at(0))?;
    let i = inner(th, d)?;
    {
        let mut st = d.st.lock();
        st.pending_cr = false;
        st.seen = Seen::default();
    }
    if i.r().is_none() {
        Ok(Obj::none())
    } else {
        method(th, i.r(), "reset", &[])
    }
}

fn get_newlines(th: &mut Thread, o: Ref<'_>) -> R {
    let kinds = this(th, o)?.st.lock().seen.kinds();
    text_methods::kinds_value(th, &kinds)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("decode", Kind::Sig("input, final="), decoder_decode, ""),
    MethodDef::new("getstate", Kind::NoArgs, decoder_getstate, ""),
    MethodDef::new("setstate", Kind::One, decoder_setstate, ""),
    MethodDef::new("reset", Kind::NoArgs, decoder_reset, ""),
];
static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "newlines",
    get: get_newlines,
    set: None,
    doc: "",
}];

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    DECODER.setup::<Decoder>(Some(&types::OBJECT), tf::BASE);
    let spec = base::Spec {
        class: &DECODER,
        new: decoder_new,
        init: decoder_init,
        methods: METHODS,
        getset: GETSET,
    };
    base::finish(th, &spec)
}
