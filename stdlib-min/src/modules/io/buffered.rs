//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: a buffer over a raw stream.
//!
//! BUFFERED RULE 1. Every operation passes the object's gate, so that it is atomic; the raw stream's methods run
//!   inside it (GATE RULE 1).
//! BUFFERED RULE 2. Never both unread and unwritten bytes: who writes first gives the unread ones back by a seek, who
//!   reads first flushes.
//! BUFFERED RULE 3. An exact FileIO below is read and written without method calls.

use super::base::{self, BUFFERED_IO_BASE, STREAM_FLAGS};
use super::buf;
use super::fileio::{self, FileIo};
use super::util::{self, int, method, unsupported};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::gate::{Gate, Passage};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, hooks, ops, payload, types};

/// `_io.BufferedReader`.
pub static READER: TypeObj = TypeObj::declare("_io.BufferedReader");
/// `_io.BufferedWriter`.
pub static WRITER: TypeObj = TypeObj::declare("_io.BufferedWriter");
/// `_io.BufferedRandom`.
pub static RANDOM: TypeObj = TypeObj::declare("_io.BufferedRandom");

/// Payload of the three.
pub struct Buffered {
    /// The raw stream; empty before `__init__` and after `detach`.
    pub raw: Slot,
    /// BUFFERED RULE 1.
    pub gate: Gate,
    st: Guarded<Buf>,
    size: AtomicUsize,
    detached: AtomicBool,
    reads: AtomicBool,
    writes: AtomicBool,
}
payload!(
    Buffered,
    traverse | s,
    v | s.raw.visit(v),
    clear | s | drop(s.raw.take())
);

#[derive(Default)]
struct Buf {
    /// Bytes read ahead; those before `at` are used up.
    ahead: Vec<u8>,
    at: usize,
    /// Bytes to write.
    out: Vec<u8>,
}

impl Buf {
    fn unread(&self) -> &[u8] {
        self.ahead.get(self.at..).unwrap_or_default()
    }
    fn forget(&mut self) {
        self.ahead.clear();
        self.at = 0;
    }
    fn take(&mut self, n: usize) -> Vec<u8> {
        let v = self
            .unread()
            .get(..n)
            .unwrap_or_else(|| self.unread())
            .to_vec();
        self.at += v.len();
        if self.at >= self.ahead.len() {
            self.forget();
        }
        v
    }
}

impl Buffered {
    fn new() -> Buffered {
        Buffered {
            raw: Slot::empty(),
            gate: Gate::new(),
            st: Guarded::new(Buf::default()),
            size: AtomicUsize::new(super::DEFAULT_BUFFER_SIZE as usize),
            detached: AtomicBool::new(false),
            reads: AtomicBool::new(false),
            writes: AtomicBool::new(false),
        }
    }
    fn unread_len(&self) -> usize {
        self.st.lock().unread().len()
    }
    /// Whether something waits to be written.
    pub fn is_dirty(&self) -> bool {
        !self.st.lock().out.is_empty()
    }
    /// Whether it can read.
    pub fn is_reader(&self) -> bool {
        self.reads.load(SeqCst)
    }
    /// Whether it can write.
    pub fn is_writer(&self) -> bool {
        self.writes.load(SeqCst)
    }
}

/// An operation in progress: gate, raw stream.
pub struct Op<'a> {
    b: &'a Buffered,
    raw: Obj,
    _gate: Passage<'a>,
}

/// The payload.
pub fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Buffered> {
    o.get::<Buffered>()
        .ok_or_else(|| error::type_error(th, "buffered stream expected"))
}

/// The raw stream.
pub fn raw_of(th: &mut Thread, o: Ref<'_>) -> R {
    let b = this(th, o)?;
    match b.raw.get() {
        Some(r) => Ok(r),
        None if b.detached.load(SeqCst) => {
            Err(error::value_error(th, "raw stream has been detached"))
        }
        None => Err(util::uninitialized(th)),
    }
}

/// Whether the stream is closed.
pub fn is_closed(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let raw = raw_of(th, o)?;
    match fileio::exact(raw.r()) {
        Some(f) => Ok(f.fd() < 0),
        None => util::attr_true(th, raw.r(), "closed"),
    }
}

/// As `is_closed` of a stream above a native file; false as well if it has to be asked in another way.
pub fn is_open(th: &Thread, o: Ref<'_>) -> bool {
    let raw = o.get::<Buffered>().and_then(|b| b.raw.load(th));
    raw.is_some_and(|r| fileio::exact(r.r()).is_some_and(|f| f.fd() >= 0))
}

/// BUFFERED RULE 1.
pub fn enter<'a>(th: &mut Thread, o: Ref<'a>) -> R<Op<'a>> {
    let b = this(th, o)?;
    let raw = raw_of(th, o)?;
    match b.gate.enter(th) {
        Ok(g) => Ok(Op { b, raw, _gate: g }),
        Err(_) => {
            let t = ops::repr_text(th, o)?;
            Err(error::runtime_error(
                th,
                format!("reentrant call inside {t}"),
            ))
        }
    }
}

/// As `enter`, on an open stream: ValueError "WHAT of closed file".
pub fn enter_open<'a>(th: &mut Thread, o: Ref<'a>, what: &str) -> R<Op<'a>> {
    let op = enter(th, o)?;
    if op.closed(th)? {
        return Err(error::value_error(th, format!("{what} of closed file")));
    }
    Ok(op)
}

impl Op<'_> {
    fn file(&self) -> Option<&FileIo> {
        fileio::exact(self.raw.r())
    }
    fn closed(&self, th: &mut Thread) -> R<bool> {
        match self.file() {
            Some(f) => Ok(f.fd() < 0),
            None => util::attr_true(th, self.raw.r(), "closed"),
        }
    }
    fn size(&self) -> usize {
        self.b.size.load(SeqCst)
    }

    // ---- raw stream

    /// One raw read of up to `n` bytes behind `out`; None: would block.
    fn raw_read(&self, th: &mut Thread, n: usize, out: &mut Vec<u8>) -> R<Option<usize>> {
        if let Some(f) = self.file() {
            return match f.fd() {
                fd if fd < 0 => Err(util::closed_raw(th)),
                fd => fileio::read_some(th, fd, n, out),
            };
        }
        let (data, view) = buf::scratch(th, n)?;
        let got = method(th, self.raw.r(), "readinto", &[view.r()])?;
        if got.r().is_none() {
            return Ok(None);
        }
        let got = match util::index_i64(th, got.r()) {
            Ok(got) => got,
            Err(Raised) => {
                let cause = error::fetch(th);
                let Raised = error::raise(th, &error::OS_ERROR, "raw readinto() failed");
                if let Some(e) = th.raised.as_ref() {
                    error::set_cause(e.r(), Some(cause.clone()));
                    error::set_context(e.r(), cause);
                }
                return Err(Raised);
            }
        };
        let Some(k) = usize::try_from(got).ok().filter(|&k| k <= n) else {
            let m = format!(
                "raw readinto() returned invalid length {got} (should have been between 0 and {n})"
            );
            return Err(error::raise(th, &error::OS_ERROR, m));
        };
        buf::with_bytes(th, data.r(), |b| {
            out.extend_from_slice(b.get(..k).unwrap_or(b))
        })?;
        Ok(Some(k))
    }
    /// One raw write; None: would block.
    fn raw_write(&self, th: &mut Thread, data: &[u8]) -> R<Option<usize>> {
        if let Some(f) = self.file() {
            return match f.fd() {
                fd if fd < 0 => Err(util::closed_raw(th)),
                _ if !f.is_writable() => Err(unsupported(th, "File not open for writing")),
                fd => fileio::write_some(th, fd, data),
            };
        }
        let view = buf::view_of(th, data)?;
        let got = method(th, self.raw.r(), "write", &[view.r()])?;
        if got.r().is_none() {
            return Ok(None);
        }
        let n = data.len();
        let got = util::index_i64(th, got.r())?;
        match usize::try_from(got).ok().filter(|&k| k <= n) {
            Some(k) => Ok(Some(k)),
            None => {
                let m = format!(
                    "raw write() returned invalid length {got} (should have been between 0 and {n})"
                );
                Err(error::raise(th, &error::OS_ERROR, m))
            }
        }
    }
    fn raw_seek(&self, th: &mut Thread, offset: i64, whence: i32) -> R<i64> {
        let r = match self.file() {
            Some(f) if f.fd() < 0 => return Err(util::closed_raw(th)),
            Some(f) => fileio::seek(th, f.fd(), offset, whence)?,
            None => {
                let at = types::int::from_i64(th, offset)?;
                let v = method(
                    th,
                    self.raw.r(),
                    "seek",
                    &[at.r(), Ref::small_int(i64::from(whence))],
                )?;
                util::index_i64(th, v.r())?
            }
        };
        if r < 0 {
            let m = format!("Raw stream returned invalid position {r}");
            return Err(error::raise(th, &error::OS_ERROR, m));
        }
        Ok(r)
    }
    fn raw_tell(&self, th: &mut Thread) -> R<i64> {
        if self.file().is_some() {
            return self.raw_seek(th, 0, 1);
        }
        let v = method(th, self.raw.r(), "tell", &[])?;
        let p = util::index_i64(th, v.r())?;
        if p < 0 {
            let m = format!("Raw stream returned invalid position {p}");
            return Err(error::raise(th, &error::OS_ERROR, m));
        }
        Ok(p)
    }

    // ---- writing

    /// Writes what waits. What could not be written stays.
    pub fn flush_out(&self, th: &mut Thread) -> R<()> {
        let mut data = std::mem::take(&mut self.b.st.lock().out);
        let mut done = 0;
        let r = loop {
            if done >= data.len() {
                break Ok(());
            }
            match self.raw_write(th, data.get(done..).unwrap_or_default()) {
                Ok(Some(n)) => {
                    done += n;
                    // A short write may be one that a signal cut off.
                    if done < data.len()
                        && let Err(e) = hooks::safepoint(th)
                    {
                        break Err(e);
                    }
                }
                Ok(None) => break Err(would_block(th, 0)),
                Err(e) => break Err(e),
            }
        };
        data.drain(..done);
        let mut st = self.b.st.lock();
        // What could not be written goes before what came meanwhile; an empty vector keeps its allocation for the next round.
        data.append(&mut st.out);
        st.out = data;
        r
    }
    /// BUFFERED RULE 2, before a write: gives unread bytes back.
    fn rewind(&self, th: &mut Thread) -> R<()> {
        let n = {
            let mut st = self.b.st.lock();
            let n = st.unread().len();
            st.forget();
            n
        };
        if n > 0 {
            self.raw_seek(th, -(n as i64), 1)?;
        }
        Ok(())
    }
    /// `flush()`.
    pub fn flush(&self, th: &mut Thread) -> R<()> {
        if self.b.writes.load(SeqCst) {
            self.flush_out(th)?;
            if self.b.reads.load(SeqCst) {
                self.rewind(th)?;
            }
        }
        Ok(())
    }
    /// `write(data)`.
    pub fn write(&self, th: &mut Thread, data: &[u8]) -> R<()> {
        if !self.b.writes.load(SeqCst) {
            return Err(unsupported(th, "write"));
        }
        if self.b.reads.load(SeqCst) {
            self.rewind(th)?;
        }
        let size = self.size();
        {
            let mut st = self.b.st.lock();
            if st.out.len() + data.len() <= size {
                st.out.extend_from_slice(data);
                return Ok(());
            }
        }
        if let Err(Raised) = self.flush_out(th) {
            return self.keep_what_fits(th, data);
        }
        let mut rest = data;
        while rest.len() > size {
            match self.raw_write(th, rest)? {
                Some(n) => {
                    rest = rest.get(n..).unwrap_or_default();
                    hooks::safepoint(th)?;
                }
                None => {
                    let n = rest.len().min(size);
                    self.b
                        .st
                        .lock()
                        .out
                        .extend_from_slice(rest.get(..n).unwrap_or_default());
                    let all = n == rest.len();
                    let written = data.len() - rest.len() + n;
                    return if all {
                        Ok(())
                    } else {
                        Err(would_block(th, written as i64))
                    };
                }
            }
        }
        self.b.st.lock().out.extend_from_slice(rest);
        Ok(())
    }
    /// A flush that would block before a write: the buffer takes what it can.
    fn keep_what_fits(&self, th: &mut Thread, data: &[u8]) -> R<()> {
        if !error::pending_is(th, &error::BLOCKING_IO_ERROR) {
            return Err(Raised);
        }
        let n = {
            let mut st = self.b.st.lock();
            let n = self.size().saturating_sub(st.out.len()).min(data.len());
            st.out.extend_from_slice(data.get(..n).unwrap_or_default());
            n
        };
        drop(error::fetch(th));
        if n == data.len() {
            Ok(())
        } else {
            Err(would_block(th, n as i64))
        }
    }

    // ---- reading

    fn begin_read(&self, th: &mut Thread) -> R<()> {
        if self.b.writes.load(SeqCst) {
            self.flush_out(th)?;
        }
        Ok(())
    }
    /// One raw read into the empty look-ahead.
    fn fill(&self, th: &mut Thread) -> R<Option<usize>> {
        let mut v = {
            let mut st = self.b.st.lock();
            let mut v = std::mem::take(&mut st.ahead);
            v.drain(..st.at.min(v.len()));
            st.at = 0;
            v
        };
        let room = self.size().saturating_sub(v.len()).max(1);
        let r = self.raw_read(th, room, &mut v);
        self.b.st.lock().ahead = v;
        r
    }
    /// Everything to the end; None: nothing there and would block.
    pub fn read_all(&self, th: &mut Thread) -> R<Option<Vec<u8>>> {
        self.begin_read(th)?;
        let mut out = self.b.st.lock().take(usize::MAX);
        if let Some(f) = self.file() {
            let fd = f.fd();
            let had = out.len();
            return Ok(match fileio::read_all(th, fd, &mut out)? {
                None if had == 0 => None,
                _ => Some(out),
            });
        }
        if let Some(f) = util::attr_opt(th, self.raw.r(), "readall")? {
            let v = call::call(th, f.r(), &[])?;
            if v.r().is_none() {
                return Ok(if out.is_empty() { None } else { Some(out) });
            }
            if !v.r().is_instance(&types::BYTES) {
                return Err(error::type_error(th, "readall() should return bytes"));
            }
            buf::with_bytes(th, v.r(), |b| out.extend_from_slice(b))?;
            return Ok(Some(out));
        }
        loop {
            let v = method(th, self.raw.r(), "read", &[])?;
            if v.r().is_none() {
                return Ok(if out.is_empty() { None } else { Some(out) });
            }
            if !v.r().is_instance(&types::BYTES) {
                return Err(error::type_error(th, "read() should return bytes"));
            }
            let n = buf::with_bytes(th, v.r(), |b| {
                out.extend_from_slice(b);
                b.len()
            })?;
            if n == 0 {
                return Ok(Some(out));
            }
        }
    }
    /// Exactly `n` bytes unless the end comes first; None: nothing there and would block.
    pub fn read(&self, th: &mut Thread, n: usize) -> R<Option<Vec<u8>>> {
        self.begin_read(th)?;
        let mut out = self.b.st.lock().take(n);
        while out.len() < n {
            let want = n - out.len();
            let size = self.size();
            let got = if want > size {
                self.raw_read(th, want - want % size, &mut out)?
            } else {
                let got = self.fill(th)?;
                out.extend_from_slice(&self.b.st.lock().take(want));
                got
            };
            match got {
                None if out.is_empty() => return Ok(None),
                None | Some(0) => break,
                Some(_) => {}
            }
        }
        Ok(Some(out))
    }
    /// `read1(n)`: at most one raw read.
    pub fn read1(&self, th: &mut Thread, n: Option<usize>) -> R<Vec<u8>> {
        let n = n.unwrap_or_else(|| self.size());
        let mut out = self.begun_read1(th, n)?;
        if out.is_empty() && n > 0 {
            self.raw_read(th, n, &mut out)?;
        }
        Ok(out)
    }
    /// What is there of `n` bytes without a raw read.
    fn begun_read1(&self, th: &mut Thread, n: usize) -> R<Vec<u8>> {
        if n == 0 {
            return Ok(Vec::new());
        }
        self.begin_read(th)?;
        Ok(self.b.st.lock().take(n))
    }
    /// `peek()`.
    pub fn peek(&self, th: &mut Thread) -> R<Vec<u8>> {
        self.begin_read(th)?;
        if self.b.unread_len() == 0 {
            self.fill(th)?;
        }
        Ok(self.b.st.lock().unread().to_vec())
    }
    /// `readline(limit)`.
    pub fn readline(&self, th: &mut Thread, limit: usize) -> R<Vec<u8>> {
        self.begin_read(th)?;
        let mut out = Vec::new();
        loop {
            {
                let mut st = self.b.st.lock();
                let room = limit - out.len();
                let have = st.unread();
                let have = have.get(..room).unwrap_or(have);
                let end = memchr::memchr(b'\n', have);
                let n = end.map_or(have.len(), |i| i + 1);
                if out.is_empty() && n > 0 {
                    out = st.take(n);
                } else {
                    out.extend_from_slice(&st.take(n));
                }
                if end.is_some() || out.len() >= limit {
                    return Ok(out);
                }
            }
            if matches!(self.fill(th)?, None | Some(0)) {
                return Ok(out);
            }
        }
    }
    /// `readinto(target)`; None: would block.
    pub fn readinto(&self, th: &mut Thread, target: Ref<'_>, once: bool) -> R<Option<usize>> {
        let what = if once {
            "readinto1() argument"
        } else {
            "readinto() argument"
        };
        let n = buf::writable_len(th, target, what)?;
        let data = if once {
            let mut d = self.begun_read1(th, n)?;
            let rest = n - d.len();
            // What is larger than the buffer does not go through it.
            if rest > 0 && (d.is_empty() || rest > self.size()) {
                self.raw_read(th, rest, &mut d)?;
            }
            Some(d)
        } else {
            self.read(th, n)?
        };
        match data {
            None => Ok(None),
            Some(d) => buf::fill(th, target, &d).map(|()| Some(d.len())),
        }
    }

    // ---- position

    /// `tell()`.
    pub fn tell(&self, th: &mut Thread) -> R<i64> {
        let p = self.raw_tell(th)?;
        let st = self.b.st.lock();
        let here = p - st.unread().len() as i64 + st.out.len() as i64;
        // A character device says 0 wherever it stands.
        Ok(here.max(0))
    }
    /// `seek(offset, whence)`.
    pub fn seek(&self, th: &mut Thread, offset: i64, whence: i32) -> R<i64> {
        if self.b.reads.load(SeqCst) && whence != 2 && self.b.unread_len() > 0 {
            let raw_at = self.raw_tell(th)?;
            let mut st = self.b.st.lock();
            let here = (raw_at - st.unread().len() as i64).max(0);
            let target = if whence == 1 {
                here.checked_add(offset)
            } else {
                Some(offset)
            };
            let first = raw_at - st.ahead.len() as i64;
            if let Some(t) = target.filter(|&t| t >= first && t <= raw_at)
                && whence <= 1
            {
                st.at = (t - first) as usize;
                return Ok(t);
            }
        }
        if self.b.writes.load(SeqCst) {
            self.flush_out(th)?;
        }
        let mut offset = offset;
        if whence == 1 {
            offset = offset.saturating_sub(self.b.unread_len() as i64);
        }
        let p = self.raw_seek(th, offset, whence)?;
        self.b.st.lock().forget();
        Ok(p)
    }
    /// The raw stream.
    pub fn raw(&self) -> Ref<'_> {
        self.raw.r()
    }
}

#[cold]
fn would_block(th: &mut Thread, written: i64) -> Raised {
    let text = typhon_runtime::types::str::new(th, "write could not complete without blocking");
    let Ok(text) = text else { return Raised };
    let r = error::raise_args(
        th,
        &error::BLOCKING_IO_ERROR,
        vec![int(i64::from(libc::EAGAIN)), text.clone(), int(written)],
    );
    if let Some(e) = th.raised.as_ref() {
        error::set_field(e.r(), "errno", int(i64::from(libc::EAGAIN)));
        error::set_field(e.r(), "strerror", text);
        error::set_field(e.r(), "characters_written", int(written));
    }
    r
}

// ------------------------------------------------------------------ construction

fn buffered_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Buffered::new())
}

fn set_up(
    th: &mut Thread,
    o: Ref<'_>,
    raw: Ref<'_>,
    size: i64,
    reads: bool,
    writes: bool,
) -> R<()> {
    let b = this(th, o)?;
    let Some(size) = usize::try_from(size).ok().filter(|&n| n > 0) else {
        return Err(error::value_error(
            th,
            "buffer size must be strictly positive",
        ));
    };
    b.size.store(size, SeqCst);
    b.reads.store(reads, SeqCst);
    b.writes.store(writes, SeqCst);
    *b.st.lock() = Buf::default();
    b.detached.store(false, SeqCst);
    b.raw.set(raw.own());
    Ok(())
}

fn init_with(th: &mut Thread, o: Ref<'_>, a: Args<'_>, name: &'static str) -> R<()> {
    const SIG: Sig = Sig::parse("raw, buffer_size=");
    call::with_sig(th, name, &SIG, a, |th, v| init_bound(th, o, v, name))
}

fn init_bound(th: &mut Thread, o: Ref<'_>, v: Args<'_>, name: &'static str) -> R<()> {
    let raw = v.at(0);
    let b = this(th, o)?;
    // What cannot be set up is not what it was before either.
    drop(b.raw.take());
    b.detached.store(false, SeqCst);
    let (reads, writes) = (name != "BufferedWriter", name != "BufferedReader");
    if name == "BufferedRandom" {
        base::check_seekable(th, raw)?;
    }
    if reads {
        base::check_readable(th, raw)?;
    }
    if writes {
        base::check_writable(th, raw)?;
    }
    let size = match v.opt(1) {
        None => super::DEFAULT_BUFFER_SIZE,
        Some(s) => util::index_i64(th, s)?,
    };
    set_up(th, o, raw, size, reads, writes)
}

fn reader_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with(th, o, a, "BufferedReader")
}
fn writer_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with(th, o, a, "BufferedWriter")
}
fn random_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    init_with(th, o, a, "BufferedRandom")
}

/// A buffered stream on a raw one that is known to fit.
pub fn wrap(th: &mut Thread, class: &'static TypeObj, raw: Ref<'_>, size: i64) -> R {
    let o = buffered_new(th, class.r(), Args::NONE)?;
    let reads = !std::ptr::eq(class, &WRITER);
    let writes = !std::ptr::eq(class, &READER);
    set_up(th, o.r(), raw, size, reads, writes)?;
    Ok(o)
}

/// Takes the raw stream away.
pub fn detach(th: &mut Thread, o: Ref<'_>) -> R {
    raw_of(th, o)?;
    method(th, o, "flush", &[])?;
    let b = this(th, o)?;
    let Some(raw) = b.raw.take() else {
        return Err(util::uninitialized(th));
    };
    b.detached.store(true, SeqCst);
    Ok(raw)
}

/// The flags and the payload of the three types; methods follow.
pub fn init(th: &mut Thread) -> R<()> {
    use super::buffered_methods as m;
    for (t, init) in [
        (&READER, reader_init as typhon_runtime::types::slots::InitFn),
        (&WRITER, writer_init),
        (&RANDOM, random_init),
    ] {
        t.setup::<Buffered>(Some(&BUFFERED_IO_BASE), STREAM_FLAGS);
        t.slots().set_repr(m::buffered_repr);
        if !std::ptr::eq(t, &WRITER) {
            t.slots().set_next(m::buffered_next);
            call::add_methods(th, t, m::READ_METHODS)?;
        }
        if !std::ptr::eq(t, &READER) {
            call::add_methods(th, t, m::WRITE_METHODS)?;
        }
        let spec = base::Spec {
            class: t,
            new: buffered_new,
            init,
            methods: m::METHODS,
            getset: m::GETSET,
        };
        base::finish(th, &spec)?;
    }
    Ok(())
}
