//! Methods of `mmap.mmap`.

use super::{ACCESS_COPY, ACCESS_READ, byte, open, part, writable};
use crate::builtins::str::search::{find_bytes, rfind_bytes};
use crate::modules::common::of;
use crate::modules::io::util;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::{Sys, file};
use typhon_runtime::types::mmap::Mmap;
use typhon_runtime::types::{buffer, int};
use typhon_runtime::{Obj, R, Ref, Thread};

fn none<T>(th: &mut Thread, r: Sys<T>) -> R {
    match r {
        Ok(_) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// An integer argument; None and missing ones are `default`.
fn number(th: &mut Thread, o: Option<Ref<'_>>, default: i64) -> R<i64> {
    match o {
        Some(o) if !o.is_none() => util::index_i64(th, o),
        _ => Ok(default),
    }
}

// ------------------------------------------------------------------ life

fn mmap_close(th: &mut Thread, a: Args<'_>) -> R {
    let m = of::<Mmap>(th, a.at(0))?;
    if !m.data.unmap() {
        let m = "cannot close exported pointers exist";
        return Err(error::raise(th, &error::BUFFER_ERROR, m));
    }
    m.close_file();
    Ok(Obj::none())
}
fn mmap_enter(th: &mut Thread, a: Args<'_>) -> R {
    open(th, a.at(0))?;
    Ok(a.at(0).own())
}
fn mmap_closed(th: &mut Thread, o: Ref<'_>) -> R {
    of::<Mmap>(th, o).map(|m| Obj::bool(!m.data.is_mapped()))
}

/// What a method on the pages gives; None: they are gone meanwhile.
fn still<T>(th: &mut Thread, r: Option<T>) -> R<T> {
    r.ok_or_else(|| value_error(th, "mmap closed or invalid"))
}

fn mmap_size(th: &mut Thread, a: Args<'_>) -> R {
    let m = open(th, a.at(0))?;
    let fd = m.state.lock().fd;
    match file::fstat(fd) {
        Ok(st) => int::from_i64(th, st.size),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn mmap_resize(th: &mut Thread, a: Args<'_>) -> R {
    let new = util::index_i64(th, a.at(1))?;
    let m = open(th, a.at(0))?;
    let state = *m.state.lock();
    if state.untracked {
        let m = "mmap can't resize with trackfd=False.";
        return Err(value_error(th, m));
    }
    if matches!(state.access, ACCESS_READ | ACCESS_COPY) {
        let m = "mmap can't resize a readonly or copy-on-write memory map.";
        return Err(type_error(th, m));
    }
    let shared = state.flags & libc::MAP_SHARED != 0;
    let len = usize::try_from(new).ok();
    let len = len.filter(|_| new.checked_add(state.offset).is_some());
    let Some(len) = len else {
        return Err(value_error(th, "new size out of range"));
    };
    // Ok(Ok(())): done; the other messages are for what holds the pages where they are.
    let done = m.data.pages(|pages, exports| {
        if exports > 0 {
            return Err(true);
        }
        if len == 0 {
            // Before the file is cut: its pages would stay, and a look at them would kill the process.
            return Ok(Err(libc::EINVAL));
        }
        if state.fd < 0 && shared && len > pages.bytes().len() {
            return Err(false);
        }
        if state.fd >= 0
            && let Err(e) = file::ftruncate(state.fd, state.offset + new)
        {
            return Ok(Err(e));
        }
        Ok(pages.resize(len))
    });
    match still(th, done)? {
        Ok(r) => none(th, r),
        Err(true) => {
            let m = "mmap can't resize with extant buffers exported.";
            Err(error::raise(th, &error::BUFFER_ERROR, m))
        }
        Err(false) => {
            let m = "mmap: can't expand a shared anonymous mapping";
            Err(value_error(th, m))
        }
    }
}

fn mmap_flush(th: &mut Thread, a: Args<'_>) -> R {
    let len = open(th, a.at(0))?.data.len() as i64;
    let from = number(th, a.opt(1), 0)?;
    let n = match a.opt(2) {
        Some(o) => number(th, Some(o), 0)?,
        None => len.saturating_sub(from),
    };
    let m = open(th, a.at(0))?;
    if from < 0 || n < 0 || len < from.saturating_add(n) {
        return Err(value_error(th, "flush values out of range"));
    }
    if matches!(m.state.lock().access, ACCESS_READ | ACCESS_COPY) {
        return Ok(Obj::none());
    }
    let done = m
        .data
        .pages(|pages, _| pages.flush(from as usize, n as usize));
    let r = still(th, done)?;
    none(th, r)
}

fn mmap_madvise(th: &mut Thread, a: Args<'_>) -> R {
    /// Advice after which a look at the pages kills the process or its children; the last makes guard pages.
    const POISON: [i32; 3] = [libc::MADV_HWPOISON, libc::MADV_DONTFORK, 102];
    let advice = int::c_int_by_format(th, a.at(1))?;
    let len = open(th, a.at(0))?.data.len() as i64;
    let from = number(th, a.opt(2), 0)?;
    let n = match a.opt(3) {
        Some(o) => util::index_i64(th, o)?,
        None => len,
    };
    let m = open(th, a.at(0))?;
    if from < 0 || from >= len {
        return Err(value_error(th, "madvise start out of bounds"));
    }
    if n < 0 {
        return Err(value_error(th, "madvise length invalid"));
    }
    if from.checked_add(n).is_none() {
        return Err(error::overflow_error(th, "madvise length too large"));
    }
    let n = n.min(len - from);
    if POISON.contains(&advice) {
        return Err(error::os_error(th, libc::EINVAL, None));
    }
    let done = m
        .data
        .pages(|pages, _| pages.advise(from as usize, n as usize, advice));
    let r = still(th, done)?;
    none(th, r)
}

// ------------------------------------------------------------------ reading

fn mmap_tell(th: &mut Thread, a: Args<'_>) -> R {
    let at = open(th, a.at(0))?.state.lock().at;
    int::from_usize(th, at)
}

fn mmap_seek(th: &mut Thread, a: Args<'_>) -> R {
    let distance = util::index_i64(th, a.at(1))?;
    let how = match a.opt(2) {
        Some(o) => int::c_int_by_format(th, o)?,
        None => 0,
    };
    let m = open(th, a.at(0))?;
    let len = m.data.len();
    let base = match how {
        0 => 0,
        1 => m.state.lock().at,
        2 => len,
        _ => return Err(value_error(th, "unknown seek type")),
    };
    let to = (base as i64).checked_add(distance);
    let to = to.and_then(|n| usize::try_from(n).ok());
    let Some(to) = to.filter(|&n| n <= len) else {
        return Err(value_error(th, "seek out of range"));
    };
    m.state.lock().at = to;
    int::from_usize(th, to)
}
fn mmap_seekable(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(true))
}

fn mmap_read(th: &mut Thread, a: Args<'_>) -> R {
    let n = number(th, a.opt(1), -1)?;
    let m = open(th, a.at(0))?;
    let at = m.state.lock().at;
    let left = m.data.len().saturating_sub(at);
    let n = usize::try_from(n).map_or(left, |n| n.min(left));
    let b = part(th, m, at, at + n)?;
    m.state.lock().at = at + n;
    Ok(b)
}
fn mmap_read_byte(th: &mut Thread, a: Args<'_>) -> R {
    let m = open(th, a.at(0))?;
    let at = m.state.lock().at;
    match byte(m, at) {
        Some(b) => {
            m.state.lock().at = at + 1;
            Ok(util::int(i64::from(b)))
        }
        None => Err(value_error(th, "read byte out of range")),
    }
}
fn mmap_readline(th: &mut Thread, a: Args<'_>) -> R {
    let m = open(th, a.at(0))?;
    let at = m.state.lock().at;
    let end = m.data.read(|b| {
        let rest = b.get(at..).unwrap_or_default();
        memchr::memchr(b'\n', rest).map_or(b.len(), |i| at + i + 1)
    });
    let b = part(th, m, at, end)?;
    m.state.lock().at = end.max(at);
    Ok(b)
}

fn search(th: &mut Thread, a: Args<'_>, f: fn(&[u8], &[u8]) -> Option<usize>) -> R {
    let m = open(th, a.at(0))?;
    let at = m.state.lock().at as i64;
    let sub = buffer::bytes_like(th, a.at(1))?;
    let from = number(th, a.opt(2), at)?;
    let to = number(th, a.opt(3), i64::MAX)?;
    let m = open(th, a.at(0))?;
    let len = m.data.len() as i64;
    let clamp = |i: i64| if i < 0 { (i + len).max(0) } else { i.min(len) } as usize;
    let (from, to) = (clamp(from), clamp(to));
    let found = m.data.read(|b| f(b.get(from..to)?, &sub));
    match found {
        Some(i) => int::from_usize(th, from + i),
        None => Ok(Ref::small_int(-1).own()),
    }
}
fn mmap_find(th: &mut Thread, a: Args<'_>) -> R {
    search(th, a, find_bytes)
}
fn mmap_rfind(th: &mut Thread, a: Args<'_>) -> R {
    search(th, a, rfind_bytes)
}

// ------------------------------------------------------------------ writing

fn mmap_write(th: &mut Thread, a: Args<'_>) -> R {
    let new = buffer::bytes_like(th, a.at(1))?;
    let m = writable(th, a.at(0))?;
    let at = m.state.lock().at;
    let end = at.saturating_add(new.len());
    let done = m.data.write(|b| match b.get_mut(at..end) {
        Some(to) => {
            to.copy_from_slice(&new);
            true
        }
        None => false,
    });
    if !done {
        return Err(value_error(th, "data out of range"));
    }
    m.state.lock().at = end;
    int::from_usize(th, new.len())
}

fn mmap_write_byte(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int_by_format(th, a.at(1))?;
    let Ok(n) = u8::try_from(n) else {
        let m = if n < 0 {
            "unsigned byte integer is less than minimum"
        } else {
            "unsigned byte integer is greater than maximum"
        };
        return Err(error::overflow_error(th, m));
    };
    let m = writable(th, a.at(0))?;
    let at = m.state.lock().at;
    if !m.data.write(|b| b.get_mut(at).map(|b| *b = n).is_some()) {
        return Err(value_error(th, "write byte out of range"));
    }
    m.state.lock().at = at + 1;
    Ok(Obj::none())
}

fn mmap_move(th: &mut Thread, a: Args<'_>) -> R {
    let mut ends = [0; 3];
    for (k, e) in ends.iter_mut().enumerate() {
        *e = util::index_i64(th, a.at(k + 1))?;
    }
    let m = writable(th, a.at(0))?;
    let done = m.data.write(|b| {
        let [to, from, n] = ends.map(usize::try_from);
        let (Ok(to), Ok(from), Ok(n)) = (to, from, n) else {
            return false;
        };
        let fits = |i: usize| i.checked_add(n).is_some_and(|end| end <= b.len());
        if !fits(to) || !fits(from) {
            return false;
        }
        b.copy_within(from..from + n, to);
        true
    });
    if !done {
        let m = "source, destination, or count out of range";
        return Err(value_error(th, m));
    }
    Ok(Obj::none())
}

pub static ATTRIBUTES: &[GetSetDef] = &[GetSetDef {
    name: "closed",
    get: mmap_closed,
    set: None,
    doc: "Whether close() was called.",
}];

#[rustfmt::skip]
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("close", Kind::NoArgs, mmap_close, "Give the pages up."),
    MethodDef::new("find", Kind::Pos(1, 3), mmap_find, "Index of the first occurrence from the position on, or -1."),
    MethodDef::new("flush", Kind::Pos(0, 2), mmap_flush, "Write changes to the file."),
    MethodDef::new("madvise", Kind::Pos(1, 3), mmap_madvise, "Tell the system how the pages will be used."),
    MethodDef::new("move", Kind::Pos(3, 3), mmap_move, "Copy bytes within the pages: destination, source, count."),
    MethodDef::new("read", Kind::Pos(0, 1), mmap_read, "The next bytes, all that are left without a number."),
    MethodDef::new("read_byte", Kind::NoArgs, mmap_read_byte, "The next byte as an int."),
    MethodDef::new("readline", Kind::NoArgs, mmap_readline, "The next line with its end."),
    MethodDef::new("resize", Kind::One, mmap_resize, "Make the mapping and the file longer or shorter."),
    MethodDef::new("rfind", Kind::Pos(1, 3), mmap_rfind, "Index of the last occurrence from the position on, or -1."),
    MethodDef::new("seek", Kind::Pos(1, 2), mmap_seek, "Move the position."),
    MethodDef::new("seekable", Kind::NoArgs, mmap_seekable, "True."),
    MethodDef::new("size", Kind::NoArgs, mmap_size, "Bytes of the file, which may be more than the mapping has."),
    MethodDef::new("tell", Kind::NoArgs, mmap_tell, "The position."),
    MethodDef::new("write", Kind::One, mmap_write, "Write bytes at the position."),
    MethodDef::new("write_byte", Kind::One, mmap_write_byte, "Write a byte at the position."),
    MethodDef::new("__enter__", Kind::NoArgs, mmap_enter, ""),
    MethodDef::new("__exit__", Kind::Any, mmap_close, ""),
];
