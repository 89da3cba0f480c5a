//! `TextIOWrapper`: characters over a buffered byte stream. This file owns its state, writing and set-up; reading is
//! `text_read.rs`, the visible methods `text_methods.rs`.
//!
//! TEXT RULE 1. `write` puts a whole string into the pending bytes in one step, and who flushes takes all of them
//!   inside the gate: strings of several threads never mix.
//! TEXT RULE 2. Decoded text keeps its line ends; they are translated when text is handed out. So with UTF-8 the text
//!   at hand has the bytes of the file, and a position needs no arithmetic on decoder states.
//! TEXT RULE 3. `st` is held for moments and never while Python code runs (GATE RULE 3).

use super::base::{self, STREAM_FLAGS, TEXT_IO_BASE};
use super::buffered::{self, RANDOM, READER, WRITER};
use super::codec::{self, Kind};
use super::newline::{self, Newline, Seen};
use super::util::{self, method};
use super::{buf, fileio};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::gate::{Gate, Passage};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

/// `_io.TextIOWrapper`.
pub static TEXT_IO: TypeObj = TypeObj::declare("_io.TextIOWrapper");

/// Pending bytes at which a flush is due, and size of a read.
pub const CHUNK: usize = 8192;

/// Payload of TextIOWrapper.
pub struct TextIo {
    /// The byte stream; empty before `__init__` and after `detach`.
    pub buffer: Slot,
    pub(super) encoding: Slot,
    pub(super) errors: Slot,
    pub(super) decoder: Slot,
    pub(super) encoder: Slot,
    pub(super) gate: Gate,
    pub(super) st: Guarded<State>,
    pub(super) detached: AtomicBool,
}
payload!(
    TextIo,
    traverse | s,
    v | for x in [&s.buffer, &s.encoding, &s.errors, &s.decoder, &s.encoder] {
        x.visit(v)
    },
    clear
        | s
        | for x in [&s.buffer, &s.decoder, &s.encoder] {
            drop(x.take())
        }
);

/// Plain state.
pub(super) struct State {
    pub kind: Kind,
    pub newline: Newline,
    pub line_buffering: bool,
    pub write_through: bool,
    pub seekable: bool,
    pub telling: bool,
    pub has_read1: bool,
    /// The stream below could write when the codec was set.
    pub writes: bool,
    pub chunk: usize,
    /// Encoded, not yet written.
    pub pending: Vec<u8>,
    pub read: Reading,
    pub seen: Seen,
}

/// Text at hand.
#[derive(Default)]
pub(super) struct Reading {
    /// WTF-8; before `at`: used up.
    pub text: Vec<u8>,
    pub at: usize,
    /// Bytes behind `text` that begin a character.
    pub tail: Vec<u8>,
    /// `text` is not the bytes it came from; then these are they, and `state` is the decoder's before them.
    pub differs: bool,
    pub input: Vec<u8>,
    pub state: i64,
    /// Something was read since the last seek.
    pub started: bool,
}

impl Reading {
    pub fn unread(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }
    /// Drops used text when that keeps the link to the input.
    pub fn compact(&mut self) {
        if self.at >= self.text.len() {
            self.text.clear();
            self.input.clear();
            self.at = 0;
            self.differs = false;
        } else if !self.differs && self.at > 0 {
            self.text.drain(..self.at);
            self.at = 0;
        }
    }
}

/// The payload.
pub fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a TextIo> {
    o.get::<TextIo>()
        .ok_or_else(|| error::type_error(th, "TextIOWrapper object expected"))
}

/// The byte stream.
pub fn buffer_of(th: &mut Thread, t: &TextIo) -> R {
    match t.buffer.get() {
        Some(b) => Ok(b),
        None if t.detached.load(SeqCst) => Err(util::detached(th, "underlying buffer")),
        None => Err(util::uninitialized(th)),
    }
}

/// Whether the stream below is closed.
pub fn is_closed(th: &mut Thread, buffer: Ref<'_>) -> R<bool> {
    if is_native_buffer(buffer) {
        return buffered::is_closed(th, buffer);
    }
    match fileio::exact(buffer) {
        Some(f) => Ok(f.fd() < 0),
        None => util::attr_true(th, buffer, "closed"),
    }
}

/// Whether the stream below is a native one, and open; one look that counts nothing.
pub fn is_open(th: &Thread, t: &TextIo) -> bool {
    t.buffer
        .load(th)
        .is_some_and(|b| is_native_buffer(b.r()) && buffered::is_open(th, b.r()))
}

/// BUFFERED RULE 3 for the stream below.
pub fn is_native_buffer(buffer: Ref<'_>) -> bool {
    buffer.is_exact(&WRITER) || buffer.is_exact(&READER) || buffer.is_exact(&RANDOM)
}

/// The open stream below: ValueError if it is closed.
pub fn open_buffer(th: &mut Thread, t: &TextIo) -> R {
    let b = buffer_of(th, t)?;
    if is_closed(th, b.r())? {
        Err(util::closed(th))
    } else {
        Ok(b)
    }
}

/// Enters the gate.
pub fn enter<'a>(th: &mut Thread, o: Ref<'_>, t: &'a TextIo) -> R<Passage<'a>> {
    match t.gate.enter(th) {
        Ok(g) => Ok(g),
        Err(_) => {
            let r = ops::repr_text(th, o)?;
            Err(error::runtime_error(
                th,
                format!("reentrant call inside {r}"),
            ))
        }
    }
}

impl TextIo {
    fn new() -> TextIo {
        TextIo {
            buffer: Slot::empty(),
            encoding: Slot::empty(),
            errors: Slot::empty(),
            decoder: Slot::empty(),
            encoder: Slot::empty(),
            gate: Gate::new(),
            st: Guarded::new(State {
                kind: Kind::Utf8,
                newline: Newline::Universal,
                line_buffering: false,
                write_through: false,
                seekable: false,
                telling: false,
                has_read1: false,
                writes: false,
                chunk: CHUNK,
                pending: Vec::new(),
                read: Reading::default(),
                seen: Seen::default(),
            }),
            detached: AtomicBool::new(false),
        }
    }
    /// Encoding and errors as values.
    pub(super) fn codec_names(&self) -> (Obj, Obj) {
        let get = |s: &Slot| s.get().unwrap_or_else(Obj::none);
        (get(&self.encoding), get(&self.errors))
    }
}

// ------------------------------------------------------------------ writing

/// Puts `s` into the pending bytes and flushes what has to go. `plain`: its line ends are those to write.
fn write_text(th: &mut Thread, o: Ref<'_>, t: &TextIo, s: Ref<'_>, plain: bool) -> R<()> {
    let buffer = open_buffer(th, t)?;
    let Some(text) = s.get::<pystr::Str>() else {
        return Err(error::type_error(th, "str expected"));
    };
    let bytes = text.bytes();
    let (kind, expand, line_buffering) = {
        let st = t.st.lock();
        (st.kind, st.newline.written(), st.line_buffering)
    };
    let direct = match kind {
        Kind::Utf8 => !text.has_surrogates(),
        Kind::Ascii | Kind::Latin1 => text.is_ascii(),
        Kind::Other => false,
    };
    let expand = expand.filter(|_| !plain && memchr::memchr(b'\n', bytes).is_some());
    let mut encoded = Vec::new();
    let direct = direct && expand.is_none();
    if !direct {
        let translated = match expand {
            Some(nl) => Some(pystr::from_wtf8(th, &newline::expand(bytes, nl))?),
            None => None,
        };
        let text = translated.as_ref().map_or(s, Obj::r);
        let (enc, err) = t.codec_names();
        let encoder = t.encoder.get();
        codec::encode(
            th,
            kind,
            encoder.as_ref().map(Obj::r),
            (enc.r(), err.r()),
            text,
            &mut encoded,
        )?;
    }
    let size = if direct { bytes.len() } else { encoded.len() };
    let full = |st: &State| !st.pending.is_empty() && st.pending.len() + size > st.chunk;
    while full(&t.st.lock()) {
        // No more than a chunk is put together.
        write_pending(th, o, t, buffer.r(), false)?;
    }
    let (flush, through) = {
        let mut st = t.st.lock();
        st.pending
            .extend_from_slice(if direct { bytes } else { &encoded });
        if st.read.started && st.seekable {
            // What was read ahead is no longer what comes next. Elsewhere the two directions have nothing to do with
            // each other.
            st.read = Reading::default();
        }
        let lines = line_buffering
            && (memchr::memchr(b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_some());
        (
            lines,
            lines || st.write_through || st.pending.len() >= st.chunk,
        )
    };
    if through {
        write_pending(th, o, t, buffer.r(), flush)?;
    }
    Ok(())
}

/// TEXT RULE 1: hands the pending bytes to the stream below; `flush`: flushes that too.
pub fn write_pending(
    th: &mut Thread,
    o: Ref<'_>,
    t: &TextIo,
    buffer: Ref<'_>,
    flush: bool,
) -> R<()> {
    if !flush && t.st.lock().pending.is_empty() {
        return Ok(());
    }
    let _g = enter(th, o, t)?;
    let data = std::mem::take(&mut t.st.lock().pending);
    if buffer.is_exact(&WRITER) || buffer.is_exact(&RANDOM) {
        let op = buffered::enter_open(th, buffer, "write")?;
        if !data.is_empty() {
            op.write(th, &data)?;
        }
        if flush {
            op.flush(th)?;
        }
    } else {
        if !data.is_empty() {
            let b = buf::new_bytes(th, &data)?;
            method(th, buffer, "write", &[b.r()])?;
        }
        if flush {
            method(th, buffer, "flush", &[])?;
        }
    }
    // Keeps the allocation.
    let mut st = t.st.lock();
    if st.pending.is_empty() {
        let mut data = data;
        data.clear();
        st.pending = data;
    }
    Ok(())
}

/// `print`'s way: writes a str to a file that is exactly a TextIOWrapper. False: it is not, use its `write`.
pub fn write_str(th: &mut Thread, file: Ref<'_>, s: Ref<'_>) -> R<bool> {
    if !file.is_exact(&TEXT_IO) || !pystr::is_str(s) {
        return Ok(false);
    }
    let Some(t) = file.get::<TextIo>() else {
        return Ok(false);
    };
    write_text(th, file, t, s, false)?;
    Ok(true)
}

/// `TextIOWrapper.write`.
pub fn text_write(th: &mut Thread, a: Args<'_>) -> R {
    let (o, s) = (a.at(0), a.at(1));
    let t = this(th, o)?;
    let Some(text) = s.get::<pystr::Str>() else {
        let m = format!("write() argument must be str, not {}", s.class().name());
        return Err(error::type_error(th, m));
    };
    check_writable(th, t)?;
    let n = util::int(text.chars_len() as i64);
    let written = t.st.lock().newline.written();
    if let Some(end) = written
        && !s.is_exact(&typhon_runtime::types::STR)
        && memchr::memchr(b'\n', text.bytes()).is_some()
    {
        // A subclass may have a `replace` of its own, which may do anything.
        let (from, to) = (pystr::new(th, "\n")?, pystr::new(th, end)?);
        let new = method(th, s, "replace", &[from.r(), to.r()])?;
        if !pystr::is_str(new.r()) {
            let m = format!(
                "replace() should return a str, not {}",
                new.r().class().name()
            );
            return Err(error::type_error(th, m));
        }
        check_writable(th, t)?;
        write_text(th, o, t, new.r(), true)?;
        return Ok(n);
    }
    write_text(th, o, t, s, false)?;
    Ok(n)
}

fn check_writable(th: &mut Thread, t: &TextIo) -> R<()> {
    let buffer = open_buffer(th, t)?;
    if !t.st.lock().writes || buffer.r().is_exact(&READER) {
        return Err(util::unsupported(th, "not writable"));
    }
    Ok(())
}

/// `TextIOWrapper.flush`.
pub fn flush(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let t = this(th, o)?;
    let buffer = open_buffer(th, t)?;
    {
        let mut st = t.st.lock();
        st.telling = st.seekable;
    }
    write_pending(th, o, t, buffer.r(), false)?;
    method(th, buffer.r(), "flush", &[]).map(drop)
}

// ------------------------------------------------------------------ construction

fn text_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, TextIo::new())
}

/// What a text stream is made with.
#[derive(Default, Clone, Copy)]
pub struct Options<'a> {
    /// None: UTF-8.
    pub encoding: Option<Ref<'a>>,
    /// None: strict.
    pub errors: Option<Ref<'a>>,
    /// None: universal.
    pub newline: Option<Ref<'a>>,
    /// Flush after every line.
    pub line_buffering: bool,
    /// Nothing waits in the text layer.
    pub write_through: bool,
}

/// The newline argument; an illegal one is shown as it is.
pub fn newline_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<Newline> {
    newline_shown(th, o, |_, s| Ok(pystr::text(s)))
}

/// The newline argument; `show` says how an illegal one stands in the error.
pub fn newline_shown(
    th: &mut Thread,
    o: Option<Ref<'_>>,
    show: fn(&mut Thread, Ref<'_>) -> R<String>,
) -> R<Newline> {
    let Some(o) = o else {
        return Ok(Newline::Universal);
    };
    let Some(s) = o.get::<pystr::Str>() else {
        let m = format!("newline must be str or None, not {}", o.class().name());
        return Err(error::type_error(th, m));
    };
    if let Some(n) = Newline::of(s.bytes()) {
        return Ok(n);
    }
    let t = show(th, o)?;
    Err(error::value_error(
        th,
        format!("illegal newline value: {t}"),
    ))
}

fn check_text_arg(th: &mut Thread, o: Ref<'_>, what: &str) -> R<()> {
    match o.get::<pystr::Str>() {
        None => {
            let m = format!(
                "TextIOWrapper() argument '{what}' must be str or None, not {}",
                o.class().name()
            );
            Err(error::type_error(th, m))
        }
        Some(s) if s.bytes().contains(&0) => Err(error::value_error(th, "embedded null character")),
        Some(_) => Ok(()),
    }
}

fn text_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig =
        Sig::parse("buffer, encoding=, errors=, newline=, line_buffering=, write_through=");
    call::with_sig(th, "TextIOWrapper", &SIG, a, |th, v| {
        let truth = |th: &mut Thread, i: usize| match v.opt(i) {
            None => Ok(false),
            Some(x) => ops::is_true(th, x),
        };
        let options = Options {
            encoding: v.opt_not_none(1),
            errors: v.opt_not_none(2),
            newline: v.opt_not_none(3),
            line_buffering: truth(th, 4)?,
            write_through: truth(th, 5)?,
        };
        set_up(th, o, v.at(0), options)
    })
}

/// Sets encoding, errors and the codec objects that they need.
pub fn set_codec(
    th: &mut Thread,
    t: &TextIo,
    buffer: Ref<'_>,
    encoding: Option<Ref<'_>>,
    errors: Option<Ref<'_>>,
) -> R<()> {
    let mut encoding = match encoding {
        Some(e) => e.own(),
        None => pystr::intern_str("UTF-8").own(),
    };
    if pystr::text(encoding.r()) == "locale" {
        encoding = pystr::intern_str("UTF-8").own();
    }
    let errors = errors.unwrap_or_else(|| pystr::intern_str("strict")).own();
    for name in [encoding.r(), errors.r()] {
        if name
            .get::<pystr::Str>()
            .is_some_and(pystr::Str::has_surrogates)
        {
            // Raises UnicodeEncodeError.
            crate::codecs::encode_builtin(th, name, crate::codecs::Encoding::Utf8, "strict")?;
        }
    }
    let kind = codec::kind_of(&pystr::text(encoding.r()));
    let (mut decoder, mut encoder) = (None, None);
    let writes = util::method_true(th, buffer, "writable")?;
    if kind == Kind::Other {
        let info = codec::lookup(th, encoding.r())?;
        if util::method_true(th, buffer, "readable")? {
            decoder = Some(codec::incremental(
                th,
                info.r(),
                "incrementaldecoder",
                errors.r(),
            )?);
        }
        if writes {
            encoder = Some(codec::incremental(
                th,
                info.r(),
                "incrementalencoder",
                errors.r(),
            )?);
        }
    }
    drop(t.decoder.swap(decoder));
    drop(t.encoder.swap(encoder));
    t.encoding.set(encoding);
    t.errors.set(errors);
    let mut st = t.st.lock();
    st.kind = kind;
    st.writes = writes;
    Ok(())
}

/// `TextIOWrapper.__init__`.
pub fn set_up(th: &mut Thread, o: Ref<'_>, buffer: Ref<'_>, options: Options<'_>) -> R<()> {
    let t = this(th, o)?;
    // What cannot be set up is not what it was before either.
    drop(t.buffer.take());
    t.detached.store(false, SeqCst);
    let newline = newline_arg(th, options.newline)?;
    for (v, what) in [(options.encoding, "encoding"), (options.errors, "errors")] {
        if let Some(v) = v {
            check_text_arg(th, v, what)?;
        }
    }
    let _ = util::attr(th, buffer, "readable")?;
    set_codec(th, t, buffer, options.encoding, options.errors)?;
    let seekable = util::method_true(th, buffer, "seekable")?;
    let has_read1 = util::attr_opt(th, buffer, "read1")?.is_some();
    {
        let mut st = t.st.lock();
        st.newline = newline;
        st.line_buffering = options.line_buffering;
        st.write_through = options.write_through;
        st.seekable = seekable;
        st.telling = seekable;
        st.has_read1 = has_read1;
        st.pending.clear();
        st.read = Reading::default();
        st.seen = Seen::default();
    }
    t.buffer.set(buffer.own());
    place_encoder(th, t, buffer)
}

/// Tells the encoder whether the stream stands at its start.
pub fn place_encoder(th: &mut Thread, t: &TextIo, buffer: Ref<'_>) -> R<()> {
    let seekable = t.st.lock().seekable;
    if seekable && let Some(e) = t.encoder.get() {
        let pos = method(th, buffer, "tell", &[])?;
        if pos.r().as_small() != Some(0) {
            set_encoder_state(th, e.r(), false)?;
        }
    }
    Ok(())
}

/// Tells an encoder that it stands at the start of the file or not: a byte order mark is due only there.
pub fn set_encoder_state(th: &mut Thread, encoder: Ref<'_>, at_start: bool) -> R<()> {
    if at_start {
        method(th, encoder, "reset", &[]).map(drop)
    } else {
        method(th, encoder, "setstate", &[Ref::small_int(0)]).map(drop)
    }
}

/// A text stream on a byte stream.
pub fn wrap(th: &mut Thread, buffer: Ref<'_>, options: Options<'_>) -> R {
    let o = text_new(th, TEXT_IO.r(), Args::NONE)?;
    set_up(th, o.r(), buffer, options)?;
    Ok(o)
}

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    use super::text_methods as m;
    TEXT_IO.setup::<TextIo>(Some(&TEXT_IO_BASE), STREAM_FLAGS);
    TEXT_IO.slots().set_repr(m::text_repr);
    TEXT_IO.slots().set_next(m::text_next);
    let spec = base::Spec {
        class: &TEXT_IO,
        new: text_new,
        init: text_init,
        methods: m::METHODS,
        getset: m::GETSET,
    };
    base::finish(th, &spec)
}
