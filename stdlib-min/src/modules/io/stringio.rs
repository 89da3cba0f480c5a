//! `StringIO`: a text stream in memory.
//!
//! While everything was written at the end (the common case) the content is WTF-8 that grows; a position is a number
//! of characters, and as long as all of them are ASCII it is the byte offset as well.

use super::base::{self, STREAM_FLAGS, TEXT_IO_BASE};
use super::newline::{self, End, Newline, Seen};
use super::util::{self, int};
use super::{text, text_methods};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

/// `_io.StringIO`.
pub static STRING_IO: TypeObj = TypeObj::declare("_io.StringIO");

/// Payload of StringIO.
pub struct StringIo(Guarded<State>);
payload!(StringIo);

struct State {
    /// WTF-8.
    text: Vec<u8>,
    chars: usize,
    /// In characters; may be behind the end.
    pos: usize,
    newline: Newline,
    seen: Seen,
    closed: bool,
}

impl State {
    fn is_ascii(&self) -> bool {
        self.chars == self.text.len()
    }
    /// Byte offset of character `i`; the end if there are fewer.
    fn offset(&self, i: usize) -> usize {
        if self.is_ascii() {
            return i.min(self.text.len());
        }
        if i >= self.chars {
            return self.text.len();
        }
        let (mut at, mut left) = (0, i);
        while left > 0 {
            let Some(&b) = self.text.get(at) else { break };
            at += pystr::char_width(b);
            left -= 1;
        }
        at
    }
    fn rest(&self) -> &[u8] {
        self.text.get(self.offset(self.pos)..).unwrap_or_default()
    }
    /// Writes at the position; false: memory is out.
    fn put(&mut self, new: &[u8]) -> bool {
        let n = count(new);
        let Some(end) = self.pos.checked_add(n) else {
            return false;
        };
        if self.pos > self.chars {
            let pad = self.pos - self.chars;
            if self.text.try_reserve(pad).is_err() {
                return false;
            }
            self.text.resize(self.text.len() + pad, 0);
            self.chars += pad;
        }
        if self.text.try_reserve(new.len()).is_err() {
            return false;
        }
        if self.pos == self.chars {
            self.text.extend_from_slice(new);
            self.chars += n;
        } else {
            let (from, to) = (self.offset(self.pos), self.offset(end));
            self.text.splice(from..to, new.iter().copied());
            self.chars = self.chars.max(end);
        }
        self.pos = end;
        true
    }
    /// Takes `n` bytes from the position on.
    fn take(&mut self, n: usize) -> Vec<u8> {
        let v = self.rest().get(..n).unwrap_or_else(|| self.rest()).to_vec();
        self.pos += count(&v);
        v
    }
    fn take_line(&mut self, limit: usize) -> Vec<u8> {
        let mode = if self.newline == Newline::Universal {
            Newline::Lf
        } else {
            self.newline
        };
        let rest = self.rest();
        let n = match newline::line_end(rest, mode) {
            End::At(n) => n,
            _ => rest.len(),
        };
        let n = if limit < n {
            prefix(rest, limit).min(n)
        } else {
            n
        };
        self.take(n)
    }
}

fn count(b: &[u8]) -> usize {
    if b.is_ascii() {
        return b.len();
    }
    b.iter().filter(|&&x| x & 0xc0 != 0x80).count()
}

/// Bytes of the first `n` characters.
fn prefix(b: &[u8], n: usize) -> usize {
    let (mut at, mut left) = (0, n);
    while left > 0 {
        let Some(&c) = b.get(at) else { break };
        at += pystr::char_width(c);
        left -= 1;
    }
    at.min(b.len())
}

fn stringio_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let s = State {
        text: Vec::new(),
        chars: 0,
        pos: 0,
        newline: Newline::Lf,
        seen: Seen::default(),
        closed: false,
    };
    Obj::new(th, class, StringIo(Guarded::new(s)))
}

fn stringio_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("initial_value=, newline=");
    call::with_sig(th, "StringIO", &SIG, a, |th, v| {
        let mode = match v.opt(1) {
            None => Newline::Lf,
            Some(n) => text::newline_shown(th, Some(n).filter(|n| !n.is_none()), ops::repr_text)?,
        };
        let start = match v.opt_not_none(0) {
            None => Vec::new(),
            Some(s) => match s.get::<pystr::Str>() {
                Some(t) => t.bytes().to_vec(),
                None => {
                    let m = format!(
                        "initial_value must be str or None, not {}",
                        s.class().name()
                    );
                    return Err(error::type_error(th, m));
                }
            },
        };
        let s = this(th, o)?;
        let mut st = s.0.lock();
        *st = State {
            text: Vec::new(),
            chars: 0,
            pos: 0,
            newline: mode,
            seen: Seen::default(),
            closed: false,
        };
        let ok = put_text(&mut st, &start);
        st.pos = 0;
        drop(st);
        if ok {
            Ok(())
        } else {
            Err(error::no_memory(th))
        }
    })
}

fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a StringIo> {
    o.get::<StringIo>()
        .ok_or_else(|| error::type_error(th, "StringIO object expected"))
}

/// Runs `f` on the state of an open stream.
fn with<T>(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&mut State) -> T) -> R<T> {
    let s = this(th, o)?;
    let mut st = s.0.lock();
    if st.closed {
        drop(st);
        return Err(util::closed_raw(th));
    }
    Ok(f(&mut st))
}

/// Translates as the newline mode says and writes.
fn put_text(st: &mut State, b: &[u8]) -> bool {
    if b.is_empty() {
        // Nothing is filled up to a position behind the end.
        return true;
    }
    match st.newline {
        Newline::Universal => {
            st.seen.look(b, true);
            match newline::translate(b) {
                Some(t) => st.put(&t),
                None => st.put(b),
            }
        }
        Newline::Keep => {
            st.seen.look(b, true);
            st.put(b)
        }
        n => match n.written().filter(|_| memchr::memchr(b'\n', b).is_some()) {
            Some(to) => st.put(&newline::expand(b, to)),
            None => st.put(b),
        },
    }
}

fn stringio_write(th: &mut Thread, a: Args<'_>) -> R {
    let s = a.at(1);
    let Some(t) = s.get::<pystr::Str>() else {
        let m = format!("string argument expected, got '{}'", s.class().name());
        return Err(error::type_error(th, m));
    };
    if !with(th, a.at(0), |st| put_text(st, t.bytes()))? {
        return Err(error::no_memory(th));
    }
    Ok(int(t.chars_len() as i64))
}

/// As `write` of an exact StringIO; false if it is something else (see `text::write_str`).
pub fn write_str(th: &mut Thread, file: Ref<'_>, s: Ref<'_>) -> R<bool> {
    if !file.is_exact(&STRING_IO) || !pystr::is_str(s) {
        return Ok(false);
    }
    let Some(t) = s.get::<pystr::Str>() else {
        return Ok(false);
    };
    if !with(th, file, |st| put_text(st, t.bytes()))? {
        return Err(error::no_memory(th));
    }
    Ok(true)
}

fn stringio_read(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let v = with(th, a.at(0), |st| {
        let bytes = match usize::try_from(n) {
            Err(_) => usize::MAX,
            Ok(n) => prefix(st.rest(), n),
        };
        st.take(bytes)
    })?;
    pystr::from_wtf8(th, &v)
}

fn stringio_readline(th: &mut Thread, a: Args<'_>) -> R {
    let n = util::size_arg(th, a.opt(1))?;
    let v = with(th, a.at(0), |st| {
        st.take_line(usize::try_from(n).unwrap_or(usize::MAX))
    })?;
    pystr::from_wtf8(th, &v)
}

fn stringio_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    if !o.is_exact(&STRING_IO) {
        let line = util::method(th, o, "readline", &[])?;
        return if ops::len(th, line.r())? == 0 {
            Ok(None)
        } else {
            Ok(Some(line))
        };
    }
    let v = with(th, o, |st| st.take_line(usize::MAX))?;
    if v.is_empty() {
        Ok(None)
    } else {
        pystr::from_wtf8(th, &v).map(Some)
    }
}

fn stringio_getvalue(th: &mut Thread, a: Args<'_>) -> R {
    let v = with(th, a.at(0), |st| st.text.clone())?;
    pystr::from_wtf8(th, &v)
}

fn stringio_seek(th: &mut Thread, a: Args<'_>) -> R {
    let off = util::index_i64(th, a.at(1))?;
    let whence = match a.opt(2) {
        None => 0,
        Some(w) => util::index_i64(th, w)?,
    };
    with(th, a.at(0), |_| ())?;
    if !(0..=2).contains(&whence) {
        return Err(error::value_error(
            th,
            format!("Invalid whence ({whence}, should be 0, 1 or 2)"),
        ));
    }
    if whence == 0 && off < 0 {
        return Err(error::value_error(
            th,
            format!("Negative seek position {off}"),
        ));
    }
    if whence != 0 && off != 0 {
        return Err(error::raise(
            th,
            &error::OS_ERROR,
            "Can't do nonzero cur-relative seeks",
        ));
    }
    let p = with(th, a.at(0), |st| {
        match whence {
            0 => st.pos = off as usize,
            2 => st.pos = st.chars,
            _ => {}
        }
        st.pos
    })?;
    typhon_runtime::types::int::from_usize(th, p)
}

fn stringio_tell(th: &mut Thread, a: Args<'_>) -> R {
    let p = with(th, a.at(0), |st| st.pos)?;
    typhon_runtime::types::int::from_usize(th, p)
}

fn stringio_truncate(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt_not_none(1) {
        None => with(th, a.at(0), |st| st.pos as i64)?,
        Some(n) => util::index_i64(th, n)?,
    };
    let Ok(k) = usize::try_from(n) else {
        return Err(error::value_error(th, format!("Negative size value {n}")));
    };
    with(th, a.at(0), |st| {
        if k < st.chars {
            let at = st.offset(k);
            st.text.truncate(at);
            st.chars = k;
        }
    })?;
    Ok(int(n))
}

fn stringio_close(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    let mut st = s.0.lock();
    st.closed = true;
    st.text = Vec::new();
    st.chars = 0;
    drop(st);
    Ok(Obj::none())
}

fn stringio_yes(th: &mut Thread, a: Args<'_>) -> R {
    with(th, a.at(0), |_| Obj::bool(true))
}

fn get_closed(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(this(th, o)?.0.lock().closed))
}
fn get_newlines(th: &mut Thread, o: Ref<'_>) -> R {
    let kinds = with(th, o, |st| {
        if st.newline.all_kinds() {
            st.seen.kinds()
        } else {
            Vec::new()
        }
    })?;
    text_methods::kinds_value(th, &kinds)
}
fn get_line_buffering(th: &mut Thread, o: Ref<'_>) -> R {
    with(th, o, |_| Obj::bool(false))
}

fn stringio_getstate(th: &mut Thread, a: Args<'_>) -> R {
    let value = stringio_getvalue(th, a)?;
    let (mode, pos) = with(th, a.at(0), |st| (st.newline, st.pos))?;
    let mode = match mode {
        Newline::Universal => Obj::none(),
        Newline::Keep => pystr::new(th, "")?,
        Newline::Lf => pystr::new(th, "\n")?,
        Newline::Cr => pystr::new(th, "\r")?,
        Newline::CrLf => pystr::new(th, "\r\n")?,
    };
    let attrs = match util::attr_opt(th, a.at(0), "__dict__")? {
        Some(d) => util::method(th, d.r(), "copy", &[])?,
        None => Obj::none(),
    };
    tuple::new(th, vec![value, mode, int(pos as i64), attrs])
}

fn stringio_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let items: Vec<Ref<'_>> = tuple::items(a.at(1)).collect();
    let [value, mode, pos, attrs] = items.as_slice() else {
        let m = format!(
            "{}.__setstate__ argument should be 4-tuple, got {}",
            a.at(0).class().name(),
            a.at(1).class().name()
        );
        return Err(error::type_error(th, m));
    };
    let (Some(text), Some(p)) = (
        value.get::<pystr::Str>(),
        pos.as_small().and_then(|p| usize::try_from(p).ok()),
    ) else {
        return Err(error::value_error(th, "position value cannot be negative"));
    };
    let mode = text::newline_arg(th, Some(*mode).filter(|m| !m.is_none()))?;
    {
        let mut st = this(th, a.at(0))?.0.lock();
        st.text = text.bytes().to_vec();
        st.chars = text.chars_len();
        st.newline = mode;
        st.pos = p;
        st.closed = false;
    }
    if !attrs.is_none() {
        let d = util::attr(th, a.at(0), "__dict__")?;
        util::method(th, d.r(), "update", &[*attrs])?;
    }
    Ok(Obj::none())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "read",
        Kind::Pos(0, 1),
        stringio_read,
        "Read at most size characters, returned as a string.",
    ),
    MethodDef::new(
        "readline",
        Kind::Pos(0, 1),
        stringio_readline,
        "Read until newline or EOF.",
    ),
    MethodDef::new("write", Kind::One, stringio_write, "Write string to file."),
    MethodDef::new(
        "getvalue",
        Kind::NoArgs,
        stringio_getvalue,
        "Retrieve the entire contents of the object.",
    ),
    MethodDef::new(
        "seek",
        Kind::Pos(1, 2),
        stringio_seek,
        "Change stream position.",
    ),
    MethodDef::new(
        "tell",
        Kind::NoArgs,
        stringio_tell,
        "Tell the current file position.",
    ),
    MethodDef::new(
        "truncate",
        Kind::Pos(0, 1),
        stringio_truncate,
        "Truncate size to pos.",
    ),
    MethodDef::new(
        "close",
        Kind::NoArgs,
        stringio_close,
        "Close the IO object.",
    ),
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        stringio_yes,
        "Returns True if the IO object can be read.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        stringio_yes,
        "Returns True if the IO object can be written.",
    ),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        stringio_yes,
        "Returns True if the IO object can be seeked.",
    ),
    MethodDef::new("__getstate__", Kind::NoArgs, stringio_getstate, ""),
    MethodDef::new("__setstate__", Kind::One, stringio_setstate, ""),
];
static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "closed",
        get: get_closed,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "newlines",
        get: get_newlines,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "line_buffering",
        get: get_line_buffering,
        set: None,
        doc: "",
    },
];

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    STRING_IO.setup::<StringIo>(Some(&TEXT_IO_BASE), STREAM_FLAGS);
    // Memory needs no closing.
    STRING_IO.set_flag(typhon_runtime::types::typeobj::flags::HAS_FINALIZER, false);
    STRING_IO.slots().set_next(stringio_next);
    let spec = base::Spec {
        class: &STRING_IO,
        new: stringio_new,
        init: stringio_init,
        methods: METHODS,
        getset: GETSET,
    };
    base::finish(th, &spec)
}
