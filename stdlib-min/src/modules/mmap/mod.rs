//! `mmap`: files and anonymous memory as mutable bytes. `methods.rs` has the methods.
//!
//! The pages are the storage of a bytearray (`types/bytearray.rs`), so every reader of buffers takes them. A position is
//! read, used and written back without a lock in between: threads that share one object share its position as they do in
//! CPython, and none of them can reach outside of the pages.

mod methods;

use crate::builtins::seq;
use crate::modules::common::{TypeSpec, of, slot_of};
use crate::modules::io::util;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{self, index_error, overflow_error, type_error, value_error};
use typhon_runtime::os::mapping::{self, Mapping};
use typhon_runtime::os::{file, process};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::bytearray::ByteArray;
use typhon_runtime::types::mmap::{Mmap, State};
use typhon_runtime::types::slice::{Slice, adjust};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

/// `mmap.mmap`.
static MMAP: TypeObj = TypeObj::declare("mmap.mmap");
static ITERATOR: TypeObj = TypeObj::declare("mmap.mmap_iterator");

const ACCESS_DEFAULT: i32 = 0;
const ACCESS_READ: i32 = 1;
const ACCESS_WRITE: i32 = 2;
const ACCESS_COPY: i32 = 3;

// ------------------------------------------------------------------ constructor

fn not_negative(th: &mut Thread, o: Ref<'_>, what: &str) -> R<i64> {
    match util::index_i64(th, o)? {
        n if n < 0 => {
            let m = format!("memory mapped {what} must be positive");
            Err(overflow_error(th, m))
        }
        n => Ok(n),
    }
}

/// Flags, protection and access that the arguments mean together.
fn modes(th: &mut Thread, a: Args<'_>) -> R<(i32, i32, i32)> {
    let both = libc::PROT_READ | libc::PROT_WRITE;
    let mut number = |i: usize, default: i32| match a.opt(i) {
        Some(o) => int::c_int_by_format(th, o),
        None => Ok(default),
    };
    let flags = number(2, libc::MAP_SHARED)?;
    let prot = number(3, both)?;
    let access = number(4, ACCESS_DEFAULT)?;
    if access != ACCESS_DEFAULT && (flags != libc::MAP_SHARED || prot != both) {
        return Err(value_error(
            th,
            "mmap can't specify both access and flags, prot.",
        ));
    }
    match access {
        ACCESS_READ => Ok((libc::MAP_SHARED, libc::PROT_READ, access)),
        ACCESS_WRITE => Ok((libc::MAP_SHARED, both, access)),
        ACCESS_COPY => Ok((libc::MAP_PRIVATE, both, access)),
        ACCESS_DEFAULT if prot & both == both => Ok((flags, prot, access)),
        ACCESS_DEFAULT if prot & libc::PROT_WRITE != 0 => Ok((flags, prot, ACCESS_WRITE)),
        ACCESS_DEFAULT => Ok((flags, prot, ACCESS_READ)),
        _ => Err(value_error(th, "mmap invalid access parameter.")),
    }
}

/// How many bytes of a file are meant; the file must have them.
fn length_of_file(th: &mut Thread, fd: i32, length: i64, offset: i64) -> R<i64> {
    // What is wrong with the descriptor, the mapping itself will tell.
    let Ok(st) = file::fstat(fd) else {
        return Ok(length);
    };
    if st.mode & libc::S_IFMT != libc::S_IFREG {
        return Ok(length);
    }
    if length == 0 {
        if st.size == 0 {
            return Err(value_error(th, "cannot mmap an empty file"));
        }
        if offset >= st.size {
            let m = "mmap offset is greater than file size";
            return Err(value_error(th, m));
        }
        return Ok(st.size - offset);
    }
    if offset > st.size || st.size - offset < length {
        let m = "mmap length is greater than file size";
        return Err(value_error(th, m));
    }
    Ok(length)
}

fn mmap_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig =
        call::Sig::parse("fileno, length, flags=, prot=, access=, offset=, *, trackfd=");
    call::with_sig(th, "mmap", &SIG, a, |th, a| {
        let fd = int::c_int_by_format(th, a.at(0))?;
        let length = not_negative(th, a.at(1), "length")?;
        let offset = match a.opt(5) {
            Some(o) => not_negative(th, o, "offset")?,
            None => 0,
        };
        let trackfd = match a.opt(6) {
            Some(o) => ops::is_true(th, o)?,
            None => true,
        };
        let (mut flags, prot, access) = modes(th, a)?;
        let length = if fd == -1 {
            flags |= libc::MAP_ANONYMOUS;
            length
        } else {
            length_of_file(th, fd, length, offset)?
        };
        let mut own = -1;
        if fd != -1 && trackfd {
            own = match process::dup(fd) {
                Ok(n) => n,
                Err(e) => return Err(error::os_error(th, e, None)),
            };
        }
        let state = State {
            at: 0,
            fd: own,
            offset,
            access,
            flags,
            untracked: !trackfd,
        };
        let len = usize::try_from(length).unwrap_or(usize::MAX);
        match Mapping::new(len, prot, flags, fd, offset) {
            Ok(m) => {
                let p = Mmap {
                    data: ByteArray::mapped(m),
                    state: Mutex::new(state),
                };
                Obj::new(th, class, p)
            }
            Err(e) => {
                if own >= 0 {
                    // The mapping's error is the one to tell.
                    let _ = file::close(own);
                }
                Err(error::os_error(th, e, None))
            }
        }
    })
}

// ------------------------------------------------------------------ sequence

/// An open object.
fn open<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Mmap> {
    let m = of::<Mmap>(th, o)?;
    if m.data.is_mapped() {
        Ok(m)
    } else {
        Err(value_error(th, "mmap closed or invalid"))
    }
}

/// An open object that may be written.
fn writable<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Mmap> {
    let m = open(th, o)?;
    if m.data.is_readonly() {
        let m = "mmap can't modify a readonly memory map.";
        return Err(type_error(th, m));
    }
    Ok(m)
}

/// The bytes from `from` to `to`, as far as there are any.
fn part(th: &mut Thread, m: &Mmap, from: usize, to: usize) -> R {
    let n = to.saturating_sub(from);
    error::room(th, n)?;
    bytes::fill(th, &types::BYTES, n, |out| {
        m.data.read(|b| {
            if let Some(b) = b.get(from..from + n) {
                out.copy_from_slice(b);
            }
        });
    })
}

fn byte(m: &Mmap, i: usize) -> Option<u8> {
    m.data.read(|b| b.get(i).copied())
}

fn mmap_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    open(th, o).map(|m| m.data.len())
}

/// The index that a subscript means; None: it lies outside.
fn position(th: &mut Thread, key: Ref<'_>, len: usize, refusal: &str) -> R<Option<usize>> {
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(type_error(th, refusal));
    }
    let i = seq::subscript(th, key)?;
    let i = if i < 0 {
        i.saturating_add_unsigned(len)
    } else {
        i
    };
    Ok(usize::try_from(i).ok().filter(|&i| i < len))
}

fn mmap_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let len = open(th, o)?.data.len();
    let Some(s) = key.get::<Slice>() else {
        let at = position(th, key, len, "mmap indices must be integers")?;
        // The key may have closed it.
        let m = open(th, o)?;
        return match at.and_then(|i| byte(m, i)) {
            Some(b) => Ok(util::int(i64::from(b))),
            None => Err(index_error(th, "mmap index out of range")),
        };
    };
    let (start, stop, step) = s.unpack(th)?;
    let m = open(th, o)?;
    let ix = adjust(m.data.len(), start, stop, step);
    if step == 1 {
        let from = ix.start as usize;
        return part(th, m, from, from + ix.n);
    }
    error::room(th, ix.n)?;
    bytes::fill(th, &types::BYTES, ix.n, |out| {
        m.data.read(|b| {
            for (to, i) in out.iter_mut().zip(ix.iter()) {
                *to = b.get(i).copied().unwrap_or(0);
            }
        });
    })
}

fn mmap_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let len = writable(th, o)?.data.len();
    let slice = key.get::<Slice>();
    let Some(v) = v else {
        return Err(type_error(
            th,
            match slice {
                Some(_) => "mmap object doesn't support slice deletion",
                None => "mmap doesn't support item deletion",
            },
        ));
    };
    let Some(s) = slice else {
        let at = position(th, key, len, "mmap indices must be integer")?;
        let Some(at) = at else {
            return Err(index_error(th, "mmap index out of range"));
        };
        if !int::is_int(v) && v.class().slots().index().is_none() {
            return Err(type_error(th, "mmap item value must be an int"));
        }
        let n = ops::index(th, v)?;
        let Some(n) = int::to_i64(n.r()).and_then(|n| u8::try_from(n).ok()) else {
            let m = "mmap item value must be in range(0, 256)";
            return Err(value_error(th, m));
        };
        let m = writable(th, o)?;
        if !m.data.write(|b| b.get_mut(at).map(|b| *b = n).is_some()) {
            return Err(index_error(th, "mmap index out of range"));
        }
        return Ok(());
    };
    let (start, stop, step) = s.unpack(th)?;
    let new = buffer::bytes_like(th, v)?;
    let m = writable(th, o)?;
    let ix = adjust(m.data.len(), start, stop, step);
    if new.len() != ix.n {
        let m = "mmap slice assignment is wrong size";
        return Err(index_error(th, m));
    }
    m.data.write(|b| {
        if step == 1 {
            let from = ix.start as usize;
            if let Some(to) = b.get_mut(from..from + ix.n) {
                to.copy_from_slice(&new);
            }
            return;
        }
        for (i, n) in ix.iter().zip(new.iter()) {
            if let Some(to) = b.get_mut(i) {
                *to = *n;
            }
        }
    });
    Ok(())
}

/// Payload of the iterator: the object, and the index of the next byte.
struct Bytes(Slot, AtomicUsize);
payload!(
    Bytes,
    traverse | s,
    v | s.0.visit(v),
    clear | s | drop(s.0.take())
);

fn mmap_iter(th: &mut Thread, o: Ref<'_>) -> R {
    open(th, o)?;
    Obj::new(
        th,
        ITERATOR.r(),
        Bytes(slot_of(Some(o)), AtomicUsize::new(0)),
    )
}

fn iterator_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let it = of::<Bytes>(th, o)?;
    let Some(base) = it.0.get() else {
        return Ok(None);
    };
    // Relaxed: threads that share an iterator share its items in any order.
    let i = it.1.fetch_add(1, Relaxed);
    let m = open(th, base.r())?;
    match byte(m, i) {
        Some(b) => bytes::new(th, &[b]).map(Some),
        None => Ok(None),
    }
}

fn mmap_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let m = of::<Mmap>(th, o)?;
    let state = *m.state.lock();
    let access = match state.access {
        ACCESS_READ => "ACCESS_READ",
        ACCESS_WRITE => "ACCESS_WRITE",
        ACCESS_COPY => "ACCESS_COPY",
        _ => "ACCESS_DEFAULT",
    };
    let name = o.class().tp_name();
    let text = if m.data.is_mapped() {
        format!(
            "<{name} closed=False, access={access}, length={}, pos={}, offset={}>",
            m.data.len(),
            state.at,
            state.offset
        )
    } else {
        format!("<{name} closed=True>")
    };
    pystr::new(th, &text)
}

// ------------------------------------------------------------------ module

#[rustfmt::skip]
const CONSTANTS: &[(&str, i32)] = &[
    ("ACCESS_DEFAULT", ACCESS_DEFAULT), ("ACCESS_READ", ACCESS_READ), ("ACCESS_WRITE", ACCESS_WRITE),
    ("ACCESS_COPY", ACCESS_COPY),
    ("PROT_READ", libc::PROT_READ), ("PROT_WRITE", libc::PROT_WRITE), ("PROT_EXEC", libc::PROT_EXEC),
    ("MAP_SHARED", libc::MAP_SHARED), ("MAP_PRIVATE", libc::MAP_PRIVATE), ("MAP_DENYWRITE", libc::MAP_DENYWRITE),
    ("MAP_EXECUTABLE", libc::MAP_EXECUTABLE), ("MAP_ANON", libc::MAP_ANONYMOUS),
    ("MAP_ANONYMOUS", libc::MAP_ANONYMOUS), ("MAP_POPULATE", libc::MAP_POPULATE), ("MAP_STACK", libc::MAP_STACK),
    ("MAP_NORESERVE", libc::MAP_NORESERVE), ("MAP_LOCKED", libc::MAP_LOCKED), ("MAP_HUGETLB", libc::MAP_HUGETLB),
    ("MAP_GROWSDOWN", libc::MAP_GROWSDOWN), ("MAP_NONBLOCK", libc::MAP_NONBLOCK), ("MAP_32BIT", 0x40),
    ("MADV_NORMAL", libc::MADV_NORMAL), ("MADV_RANDOM", libc::MADV_RANDOM),
    ("MADV_SEQUENTIAL", libc::MADV_SEQUENTIAL), ("MADV_WILLNEED", libc::MADV_WILLNEED),
    ("MADV_DONTNEED", libc::MADV_DONTNEED), ("MADV_REMOVE", libc::MADV_REMOVE),
    ("MADV_DONTFORK", libc::MADV_DONTFORK), ("MADV_DOFORK", libc::MADV_DOFORK),
    ("MADV_HWPOISON", libc::MADV_HWPOISON), ("MADV_MERGEABLE", libc::MADV_MERGEABLE),
    ("MADV_UNMERGEABLE", libc::MADV_UNMERGEABLE), ("MADV_HUGEPAGE", libc::MADV_HUGEPAGE),
    ("MADV_NOHUGEPAGE", libc::MADV_NOHUGEPAGE), ("MADV_DONTDUMP", libc::MADV_DONTDUMP),
    ("MADV_DODUMP", libc::MADV_DODUMP), ("MADV_FREE", libc::MADV_FREE),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "mmap")?;
    if !MMAP.is_ready() {
        TypeSpec::hidden(&ITERATOR, "").iterator::<Bytes>(th, iterator_next)?;
        let spec = TypeSpec::new(
            &MMAP,
            mmap_new,
            "A file, or memory of nobody else or of child processes too, as mutable bytes.",
        )
        .methods(methods::METHODS)
        .getset(methods::ATTRIBUTES)
        .flags(tf::WEAKREFS);
        spec.begin::<Mmap>(&types::OBJECT);
        let s = MMAP.slots();
        s.set_repr(mmap_repr);
        s.set_len(mmap_len);
        s.set_iter(mmap_iter);
        s.set_getitem(mmap_getitem);
        s.set_setitem(mmap_setitem);
        spec.end(th)?;
    }
    module::add(th, m.r(), "mmap", MMAP.r().own())?;
    module::add(th, m.r(), "error", error::OS_ERROR.r().own())?;
    for (n, v) in CONSTANTS {
        module::add(th, m.r(), n, util::int(i64::from(*v)))?;
    }
    let page = mapping::page_size() as i64;
    for n in ["PAGESIZE", "ALLOCATIONGRANULARITY"] {
        module::add(th, m.r(), n, util::int(page))?;
    }
    Ok(m)
}
