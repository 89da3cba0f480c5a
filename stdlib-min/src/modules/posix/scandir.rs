//! `scandir` and its entries.

use super::paths::{self, PathArg, Spec, path_arg, stat_of};
use super::text;
use crate::modules::common::{TypeSpec, class_getitem, iter_self, of};
use parking_lot::Mutex;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirEntryExt;
use typhon_runtime::asleep::detached_with;
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::os::Sys;
use typhon_runtime::os::file::{self, Stat};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops, payload};

static ENTRY: TypeObj = TypeObj::declare("posix.DirEntry");
static ITERATOR: TypeObj = TypeObj::declare("posix.ScandirIterator");

/// Payload of the iterator; None: exhausted or closed.
struct Iter {
    dir: Mutex<Option<std::fs::ReadDir>>,
    /// The directory as it was given.
    path: CString,
    as_bytes: bool,
    /// Its descriptor, if it was given as one.
    fd: Option<i32>,
}
payload!(Iter);

/// What is known of an entry's type without asking again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Directory,
    File,
    Link,
    Other,
    Unknown,
}

/// Payload of `DirEntry`.
struct Entry {
    name: Slot,
    path: Slot,
    /// For the system: relative to `fd`, if there is one.
    system: CString,
    fd: Option<i32>,
    inode: u64,
    kind: Type,
    stat: Mutex<[Option<Stat>; 2]>,
}
payload!(
    Entry,
    traverse | s,
    v | {
        s.name.visit(v);
        s.path.visit(v)
    },
    clear | _s | {}
);

impl Entry {
    /// The status, asked for once each for the link and its target.
    fn stat(&self, follow: bool) -> Sys<Stat> {
        let known = self.stat.lock()[usize::from(follow)];
        if let Some(s) = known {
            return Ok(s);
        }
        if follow && self.kind != Type::Link && self.kind != Type::Unknown {
            return self.stat(false);
        }
        let s = file::stat(self.fd, &self.system, follow)?;
        self.stat.lock()[usize::from(follow)] = Some(s);
        Ok(s)
    }
    /// Whether the file's type is `wanted`; what does not exist is of no type.
    fn is_type(&self, follow: bool, wanted: Type) -> Sys<bool> {
        let must_ask = self.kind == Type::Unknown || (follow && self.kind == Type::Link);
        if !must_ask {
            return Ok(self.kind == wanted);
        }
        match self.stat(follow) {
            Err(libc::ENOENT) => Ok(false),
            Err(e) => Err(e),
            Ok(s) => {
                let bits = match wanted {
                    Type::Directory => libc::S_IFDIR,
                    Type::Link => libc::S_IFLNK,
                    _ => libc::S_IFREG,
                };
                Ok(s.mode & libc::S_IFMT == bits)
            }
        }
    }
}

fn scandir(th: &mut Thread, a: Args<'_>) -> R {
    let spec = Spec {
        func: "scandir",
        name: "path",
        fd: true,
        none: true,
    };
    let p: PathArg = path_arg(th, a.at(0), spec)?;
    match th.blocking(|| std::fs::read_dir(paths::directory(&p))) {
        Ok(d) => {
            let i = Iter {
                dir: Mutex::new(Some(d)),
                path: p.path,
                as_bytes: p.as_bytes,
                fd: p.fd,
            };
            Obj::new(th, ITERATOR.r(), i)
        }
        Err(e) => {
            let given = a.opt_not_none(0).unwrap_or(pystr::intern_str("."));
            Err(super::fail(th, &e, Some(given)))
        }
    }
}

fn iterator_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let i = of::<Iter>(th, o)?;
    let next = detached_with(th, &i.dir, |dir| {
        let next = dir.as_mut().and_then(Iterator::next);
        if next.is_none() {
            *dir = None;
        }
        next
    });
    match next {
        None => Ok(None),
        Some(Err(e)) => Err(super::fail(th, &e, None)),
        Some(Ok(e)) => entry_of(th, i, &e).map(Some),
    }
}

fn entry_of(th: &mut Thread, i: &Iter, e: &std::fs::DirEntry) -> R {
    let name = e.file_name();
    let name = name.as_bytes();
    let mut full = Vec::new();
    if i.fd.is_none() {
        full.extend_from_slice(i.path.as_bytes());
        if full.last().is_some_and(|&c| c != b'/') {
            full.push(b'/');
        }
    }
    full.extend_from_slice(name);
    let kind = match e.file_type() {
        Ok(t) if t.is_dir() => Type::Directory,
        Ok(t) if t.is_file() => Type::File,
        Ok(t) if t.is_symlink() => Type::Link,
        Ok(_) => Type::Other,
        Err(_) => Type::Unknown,
    };
    let entry = Entry {
        name: Slot::new(text(th, name, i.as_bytes)?),
        path: Slot::new(text(th, &full, i.as_bytes)?),
        system: CString::new(full).unwrap_or_default(),
        fd: i.fd,
        inode: e.ino(),
        kind,
        stat: Mutex::new([None; 2]),
    };
    Obj::new(th, ENTRY.r(), entry)
}

fn iterator_close(th: &mut Thread, a: Args<'_>) -> R {
    let old = of::<Iter>(th, a.at(0))?.dir.lock().take();
    drop(old);
    Ok(Obj::none())
}
fn iterator_enter(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}

fn entry_name(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Entry>(th, o)?.name.get().unwrap_or_else(Obj::none))
}
fn entry_path(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Entry>(th, o)?.path.get().unwrap_or_else(Obj::none))
}
fn entry_fspath(th: &mut Thread, a: Args<'_>) -> R {
    entry_path(th, a.at(0))
}
fn entry_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let n = entry_name(th, o)?;
    let n = ops::repr_text(th, n.r())?;
    pystr::new(th, &format!("<DirEntry {n}>"))
}
fn entry_inode(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<Entry>(th, a.at(0))?.inode;
    int::from_u64(th, n)
}
fn asked(th: &mut Thread, a: Args<'_>, wanted: Type, follow: bool) -> R {
    let e = of::<Entry>(th, a.at(0))?;
    let follow = paths::flag(th, a.opt(1), follow)?;
    match th.blocking(|| e.is_type(follow, wanted)) {
        Ok(b) => Ok(Obj::bool(b)),
        Err(n) => {
            let p = e.path.get();
            Err(error::os_error(th, n, p))
        }
    }
}
fn entry_is_dir(th: &mut Thread, a: Args<'_>) -> R {
    asked(th, a, Type::Directory, true)
}
fn entry_is_file(th: &mut Thread, a: Args<'_>) -> R {
    asked(th, a, Type::File, true)
}
fn entry_is_symlink(th: &mut Thread, a: Args<'_>) -> R {
    asked(th, a, Type::Link, false)
}
fn entry_is_junction(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(false))
}
fn entry_stat(th: &mut Thread, a: Args<'_>) -> R {
    let e = of::<Entry>(th, a.at(0))?;
    let follow = paths::flag(th, a.opt(1), true)?;
    match th.blocking(|| e.stat(follow)) {
        Ok(s) => stat_of(th, &s),
        Err(n) => {
            let p = e.path.get();
            Err(error::os_error(th, n, p))
        }
    }
}

#[rustfmt::skip]
static ENTRY_SPEC: TypeSpec = TypeSpec::hidden(&ENTRY, "").methods(&[
    MethodDef::new("is_dir", Kind::Sig("*, follow_symlinks="), entry_is_dir, "Whether it is a directory."),
    MethodDef::new("is_file", Kind::Sig("*, follow_symlinks="), entry_is_file, "Whether it is a file."),
    MethodDef::new("is_symlink", Kind::NoArgs, entry_is_symlink, "Whether it is a symbolic link."),
    MethodDef::new("is_junction", Kind::NoArgs, entry_is_junction, "Whether it is a junction."),
    MethodDef::new("stat", Kind::Sig("*, follow_symlinks="), entry_stat, "Its status."),
    MethodDef::new("inode", Kind::NoArgs, entry_inode, "Its inode."),
    MethodDef::new("__fspath__", Kind::NoArgs, entry_fspath, "Its path."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
]).getset(&[
    GetSetDef { name: "name", get: entry_name, set: None, doc: "the entry's base filename" },
    GetSetDef { name: "path", get: entry_path, set: None, doc: "the entry's full path name" },
]);
#[rustfmt::skip]
static ITERATOR_SPEC: TypeSpec = TypeSpec::hidden(&ITERATOR, "").methods(&[
    MethodDef::new("close", Kind::NoArgs, iterator_close, ""),
    MethodDef::new("__enter__", Kind::NoArgs, iterator_enter, ""),
    MethodDef::new("__exit__", Kind::Pos(3, 3), iterator_close, ""),
]).flags(tf::WEAKREFS);

static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "scandir",
    Kind::Sig("path="),
    scandir,
    "An iterator over the entries of a directory.",
)];

/// Adds function and types to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    if !ENTRY.is_ready() {
        ENTRY_SPEC.begin::<Entry>(&types::OBJECT);
        ENTRY.slots().set_repr(entry_repr);
        ENTRY_SPEC.end(th)?;
        ITERATOR_SPEC.begin::<Iter>(&types::OBJECT);
        ITERATOR.slots().set_iter(iter_self);
        ITERATOR.slots().set_next(iterator_next);
        ITERATOR_SPEC.end(th)?;
    }
    module::add_functions(th, m, FUNCTIONS)?;
    module::add(th, m, "DirEntry", ENTRY.r().own())
}
