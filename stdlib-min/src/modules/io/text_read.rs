//! Reading of text streams: chunks, lines, positions. The callers of the reading functions hold the gate;
//! `tell` and `seek` flush first and enter it themselves.

use super::codec::{self, Kind};
use super::newline::{self, End, Newline};
use super::text::{self, Reading, State, TextIo, is_native_buffer, write_pending};
use super::util::{self, method};
use super::{buf, buffered};
use typhon_runtime::types::{self, int, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, error};

/// UnsupportedOperation unless the stream can read.
pub fn check_readable(th: &mut Thread, t: &TextIo, buffer: Ref<'_>) -> R<()> {
    let ok = if is_native_buffer(buffer) {
        buffered::this(th, buffer)?.is_reader()
    } else if t.st.lock().kind == Kind::Other {
        !t.decoder.is_empty()
    } else {
        util::method_true(th, buffer, "readable")?
    };
    if ok {
        Ok(())
    } else {
        Err(util::unsupported(th, "not readable"))
    }
}

/// Bytes from below: one chunk, or everything. An empty result is the end.
fn read_bytes(th: &mut Thread, t: &TextIo, buffer: Ref<'_>, all: bool) -> R<Vec<u8>> {
    let (chunk, read1) = {
        let st = t.st.lock();
        (st.chunk, st.has_read1)
    };
    if is_native_buffer(buffer) {
        let op = buffered::enter_open(th, buffer, "read")?;
        return if all {
            match op.read_all(th)? {
                Some(b) => Ok(b),
                None => Err(read_nothing(th)),
            }
        } else {
            op.read1(th, Some(chunk))
        };
    }
    let name = if !all && read1 { "read1" } else { "read" };
    let size = Ref::small_int(chunk as i64);
    let args: &[Ref<'_>] = if all { &[] } else { &[size] };
    let b = method(th, buffer, name, args)?;
    if b.r().is_none() && all {
        return Err(read_nothing(th));
    }
    if !types::buffer::is_bytes_like(b.r()) {
        let m = format!(
            "underlying {name}() should have returned a bytes-like object, not '{}'",
            b.r().class().name()
        );
        return Err(error::type_error(th, m));
    }
    buf::with_bytes(th, b.r(), <[u8]>::to_vec)
}

/// A stream that does not wait has nothing at present.
fn read_nothing(th: &mut Thread) -> typhon_runtime::Raised {
    error::raise(th, &error::BLOCKING_IO_ERROR, "Read returned None.")
}

/// `decoder.getstate()`: bytes it holds, flags.
fn decoder_state(th: &mut Thread, t: &TextIo) -> R<(Vec<u8>, i64)> {
    let Some(d) = t.decoder.get() else {
        return Ok((Vec::new(), 0));
    };
    let s = method(th, d.r(), "getstate", &[])?;
    let items: Vec<Ref<'_>> = types::tuple::items(s.r()).collect();
    match items.as_slice() {
        [b, f] => {
            let held = buf::with_bytes(th, *b, <[u8]>::to_vec)?;
            Ok((held, f.as_small().unwrap_or(0)))
        }
        _ => Err(error::type_error(th, "illegal decoder state")),
    }
}

/// Reads and decodes one chunk (or everything) behind the text at hand; false at the end.
pub fn read_chunk(th: &mut Thread, t: &TextIo, buffer: Ref<'_>, all: bool) -> R<bool> {
    let kind = t.st.lock().kind;
    let before = if kind == Kind::Other && t.st.lock().read.unread().is_empty() {
        Some(decoder_state(th, t)?)
    } else {
        None
    };
    let new = read_bytes(th, t, buffer, all)?;
    let last = all || new.is_empty();
    let more = !new.is_empty();
    // The text at hand may be copied a few times, with what comes.
    let have = t.st.lock().read.unread().len();
    error::room(th, (have + new.len()) * 4)?;
    let tail = std::mem::take(&mut t.st.lock().read.tail);
    let mut data = tail;
    data.extend_from_slice(&new);
    let keep = data.clone();
    let (enc, err) = t.codec_names();
    let decoder = t.decoder.get();
    let d = codec::decode(
        th,
        kind,
        decoder.as_ref().map(Obj::r),
        (enc.r(), err.r()),
        data,
        last,
    )?;
    // At the end of the bytes the decoder may still give some text.
    let grew = more || !d.text.is_empty();
    let mut st = t.st.lock();
    if st.newline.all_kinds() {
        st.seen.look(&d.text, last);
    }
    let r = &mut st.read;
    r.started = true;
    r.compact();
    if r.text.is_empty() {
        r.input = Vec::new();
        r.differs = !d.same;
        if let Some((held, flags)) = before {
            r.input = held;
            r.state = flags;
        }
    } else if !d.same && !r.differs {
        // The text at hand was its own input so far.
        r.input = r.text.clone();
        r.differs = true;
    }
    if r.differs {
        let used = keep.len() - d.tail.len();
        r.input
            .extend_from_slice(keep.get(..used).unwrap_or_default());
    }
    if r.text.is_empty() {
        r.text = d.text;
    } else {
        r.text.extend_from_slice(&d.text);
    }
    r.tail = d.tail;
    Ok(grew)
}

fn translated(text: &[u8], mode: Newline) -> Option<Vec<u8>> {
    if mode == Newline::Universal {
        newline::translate(text)
    } else {
        None
    }
}

/// A str of text that was taken, translated.
fn hand_out(th: &mut Thread, text: &[u8], mode: Newline) -> R {
    match translated(text, mode) {
        Some(v) => pystr::from_wtf8(th, &v),
        None => pystr::from_wtf8(th, text),
    }
}

/// Byte length of the first `n` characters of `b`, where `\r\n` counts once under `Universal`. None: there are fewer,
/// or the last one may be half a line end.
fn chars_prefix(b: &[u8], n: usize, mode: Newline) -> (usize, usize) {
    let (mut at, mut left) = (0, n);
    while left > 0 {
        let Some(&c) = b.get(at) else { break };
        if c == b'\r' && mode == Newline::Universal {
            match b.get(at + 1) {
                Some(b'\n') => at += 2,
                Some(_) => at += 1,
                None => break,
            }
        } else {
            at += pystr::char_width(c);
        }
        left -= 1;
    }
    (at.min(b.len()), left)
}

/// `read()`: everything.
pub fn read_all(th: &mut Thread, t: &TextIo, buffer: Ref<'_>) -> R {
    read_chunk(th, t, buffer, true)?;
    let (text, mode) = take_text(t, usize::MAX);
    hand_out(th, &text, mode)
}

/// Takes `n` bytes of the text at hand.
fn take_text(t: &TextIo, n: usize) -> (Vec<u8>, Newline) {
    let mut st = t.st.lock();
    let mode = st.newline;
    let r = &mut st.read;
    if n >= r.unread().len() && r.at == 0 && !r.differs {
        return (std::mem::take(&mut r.text), mode);
    }
    let v = r.unread().get(..n).unwrap_or_else(|| r.unread()).to_vec();
    r.at += v.len();
    if !r.differs && r.at >= r.text.len() {
        r.compact();
    }
    (v, mode)
}

/// `read(n)`.
pub fn read_chars(th: &mut Thread, t: &TextIo, buffer: Ref<'_>, n: usize) -> R {
    loop {
        let (bytes, left) = {
            let st = t.st.lock();
            chars_prefix(st.read.unread(), n, st.newline)
        };
        if left == 0 {
            let (text, mode) = take_text(t, bytes);
            return hand_out(th, &text, mode);
        }
        if !read_chunk(th, t, buffer, false)? {
            let (text, mode) = take_text(t, usize::MAX);
            return hand_out(th, &text, mode);
        }
    }
}

/// `readline(limit)`.
pub fn readline(th: &mut Thread, t: &TextIo, buffer: Ref<'_>, limit: usize) -> R {
    // Text before `from` has no line end.
    let mut from = 0;
    loop {
        let found = {
            let st = t.st.lock();
            let text = st.read.unread();
            let end = newline::line_end(text.get(from..).unwrap_or_default(), st.newline);
            let line = match end {
                End::At(n) => Some(from + n),
                _ => None,
            };
            let cut = if limit < text.len() {
                let (bytes, left) = chars_prefix(text, limit, st.newline);
                if left == 0 { Some(bytes) } else { None }
            } else {
                None
            };
            if line.is_none() {
                from = match end {
                    End::Maybe(n) => from + n,
                    _ => text.len(),
                };
            }
            match (line, cut) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            }
        };
        if let Some(n) = found {
            return line_of(th, t, n);
        }
        if limit == 0 {
            return pystr::new(th, "");
        }
        let grew = read_chunk(th, t, buffer, false)?;
        if !grew {
            let n = {
                let st = t.st.lock();
                let text = st.read.unread();
                // A carriage return at the very end is a line end now; so is a limit.
                let (bytes, _) = chars_prefix(text, limit, st.newline);
                if limit < text.len() && bytes > 0 {
                    bytes
                } else {
                    text.len()
                }
            };
            return line_of(th, t, n);
        }
    }
}

/// The next line, if it is there whole and nothing else has to be done first. `iterates`: `tell` is off from now on.
///
/// Whoever is inside the gate looks at the state under its lock and does not rely on it from one lock to the next unless the
/// gate was closed before: so the gate need not be entered for what is done under one lock.
pub fn line_at_hand(th: &mut Thread, t: &TextIo, iterates: bool) -> Option<R> {
    let mut st = t.st.lock();
    if !st.read.started || !st.pending.is_empty() || !t.gate.is_free() {
        return None;
    }
    match newline::line_end(st.read.unread(), st.newline) {
        End::At(n) => {
            st.telling &= !iterates;
            Some(take_line(th, &mut st, n))
        }
        _ => None,
    }
}

/// Makes the line of the next `n` bytes.
fn line_of(th: &mut Thread, t: &TextIo, n: usize) -> R {
    take_line(th, &mut t.st.lock(), n)
}

fn take_line(th: &mut Thread, st: &mut State, n: usize) -> R {
    let mode = st.newline;
    let r = &mut st.read;
    let text = r.unread().get(..n).unwrap_or_default();
    // A line that is read under `Universal` has a carriage return at its end or nowhere. The lock is held while the
    // string is made: no Python code runs there.
    let line = match text {
        [.., b'\r'] | [.., b'\r', b'\n'] => hand_out(th, text, mode)?,
        _ => pystr::from_wtf8(th, text)?,
    };
    r.at += text.len();
    if r.at >= r.text.len() && !r.differs {
        r.compact();
    }
    Ok(line)
}

// ------------------------------------------------------------------ position

/// A position in the file: plain bytes, or with the decoder's state, the bytes to decode and the text to skip.
struct Cookie {
    start: i64,
    flags: i64,
    feed: i64,
    skip: i64,
}

const COOKIE_BITS: i64 = 64;

impl Cookie {
    fn pack(&self, th: &mut Thread) -> R {
        if self.flags == 0 && self.feed == 0 && self.skip == 0 {
            return int::from_i64(th, self.start);
        }
        let mut bytes = Vec::new();
        for v in [self.start, self.flags, self.feed, self.skip] {
            bytes.extend_from_slice(&v.to_le_bytes());
        }
        bytes.push(0);
        int::from_le_bytes_signed(th, &bytes)
    }
    fn unpack(th: &mut Thread, o: Ref<'_>) -> R<Cookie> {
        let mut parts = [0i64; 4];
        if let Some(i) = o.as_small() {
            parts[0] = i;
        } else {
            let mut rest = o.own();
            for p in &mut parts {
                let Some(n) = int::num(rest.r()) else { break };
                let low = int::bits_num(th, int::BitOp::And, n, int::Num::Small(i64::MAX >> 1))?;
                *p = low.r().as_small().unwrap_or(0);
                rest = int::shift_right(th, n, int::Num::Small(COOKIE_BITS))?;
            }
        }
        let [start, flags, feed, skip] = parts;
        Ok(Cookie {
            start,
            flags,
            feed,
            skip,
        })
    }
}

fn buffer_tell(th: &mut Thread, buffer: Ref<'_>) -> R<i64> {
    let p = method(th, buffer, "tell", &[])?;
    util::index_i64(th, p.r())
}

/// `tell()`.
pub fn tell(th: &mut Thread, o: Ref<'_>, t: &TextIo, buffer: Ref<'_>) -> R {
    let (seekable, telling) = {
        let st = t.st.lock();
        (st.seekable, st.telling)
    };
    if !seekable {
        return Err(util::unsupported(th, "underlying stream is not seekable"));
    }
    if !telling {
        return Err(error::raise(
            th,
            &error::OS_ERROR,
            "telling position disabled by next() call",
        ));
    }
    write_pending(th, o, t, buffer, false)?;
    method(th, buffer, "flush", &[])?;
    let _g = text::enter(th, o, t)?;
    let pos = buffer_tell(th, buffer)?;
    let c = {
        let st = t.st.lock();
        let r = &st.read;
        let tail = r.tail.len() as i64;
        if !r.differs {
            Cookie {
                start: pos - tail - r.unread().len() as i64,
                flags: 0,
                feed: 0,
                skip: 0,
            }
        } else {
            let feed = r.input.len() as i64;
            let skip = if r.at == 0 { 0 } else { r.at as i64 };
            let feed_kept = if skip == 0 { 0 } else { feed };
            Cookie {
                start: pos - tail - feed,
                flags: r.state,
                feed: feed_kept,
                skip,
            }
        }
    };
    let c = if c.skip > 0 { simplify(th, t, c)? } else { c };
    c.pack(th)
}

/// Without decoder state a position in the middle of differing text is a plain one if the text before it encodes to
/// the bytes before it.
fn simplify(th: &mut Thread, t: &TextIo, c: Cookie) -> R<Cookie> {
    let (used, input, kind, all) = {
        let st = t.st.lock();
        let r = &st.read;
        (
            r.text.get(..r.at).unwrap_or_default().to_vec(),
            r.input.clone(),
            st.kind,
            r.at >= r.text.len(),
        )
    };
    if kind == Kind::Other {
        return Ok(c);
    }
    if all {
        return Ok(Cookie {
            start: c.start + c.feed,
            flags: 0,
            feed: 0,
            skip: 0,
        });
    }
    let text = pystr::from_wtf8(th, &used)?;
    let (enc, err) = t.codec_names();
    let mut out = Vec::new();
    match codec::encode(th, kind, None, (enc.r(), err.r()), text.r(), &mut out) {
        Ok(()) if input.starts_with(&out) => Ok(Cookie {
            start: c.start + out.len() as i64,
            flags: 0,
            feed: 0,
            skip: 0,
        }),
        Ok(()) => Ok(c),
        Err(_) => error::suppress(th, &error::UNICODE_ERROR).map(|()| c),
    }
}

/// Forgets what was read ahead and puts the codecs to the start.
fn reset(th: &mut Thread, t: &TextIo, at_start: bool) -> R<()> {
    t.st.lock().read = Reading::default();
    if let Some(d) = t.decoder.get() {
        method(th, d.r(), "reset", &[])?;
    }
    if let Some(e) = t.encoder.get() {
        super::text::set_encoder_state(th, e.r(), at_start)?;
    }
    Ok(())
}

/// `seek(cookie, whence)`.
pub fn seek(
    th: &mut Thread,
    o: Ref<'_>,
    t: &TextIo,
    buffer: Ref<'_>,
    cookie: Ref<'_>,
    whence: i64,
) -> R {
    if !t.st.lock().seekable {
        return Err(util::unsupported(th, "underlying stream is not seekable"));
    }
    let zero = cookie.as_small() == Some(0);
    let target = match whence {
        0 => cookie.own(),
        1 if !zero => return Err(util::unsupported(th, "can't do nonzero cur-relative seeks")),
        1 => tell(th, o, t, buffer)?,
        2 if !zero => return Err(util::unsupported(th, "can't do nonzero end-relative seeks")),
        2 => {
            write_pending(th, o, t, buffer, false)?;
            method(th, buffer, "flush", &[])?;
            let _g = text::enter(th, o, t)?;
            let p = method(th, buffer, "seek", &[Ref::small_int(0), Ref::small_int(2)])?;
            reset(th, t, p.r().as_small() == Some(0))?;
            return Ok(p);
        }
        w => {
            let m = format!("invalid whence ({w}, should be 0, 1 or 2)");
            return Err(error::value_error(th, m));
        }
    };
    if int::num(target.r()).is_some_and(int::Num::is_negative) {
        let r = typhon_runtime::ops::repr_text(th, target.r())?;
        return Err(error::value_error(
            th,
            format!("negative seek position {r}"),
        ));
    }
    write_pending(th, o, t, buffer, false)?;
    method(th, buffer, "flush", &[])?;
    let _g = text::enter(th, o, t)?;
    let c = Cookie::unpack(th, target.r())?;
    let start = int::from_i64(th, c.start)?;
    method(th, buffer, "seek", &[start.r()])?;
    reset(th, t, c.start == 0)?;
    restore(th, t, buffer, &c)?;
    Ok(target)
}

/// Brings the decoder to the state of a cookie.
fn restore(th: &mut Thread, t: &TextIo, buffer: Ref<'_>, c: &Cookie) -> R<()> {
    if let Some(d) = t.decoder.get()
        && (c.start, c.flags) != (0, 0)
    {
        let none = buf::new_bytes(th, b"")?;
        let state = types::tuple::new(th, vec![none, util::int(c.flags)])?;
        method(th, d.r(), "setstate", &[state.r()])?;
    }
    if c.skip == 0 {
        return Ok(());
    }
    while (t.st.lock().read.text.len() as i64) < c.skip {
        if !read_chunk(th, t, buffer, false)? {
            return Err(error::raise(
                th,
                &error::OS_ERROR,
                "can't restore logical file position",
            ));
        }
    }
    t.st.lock().read.at = c.skip as usize;
    Ok(())
}
