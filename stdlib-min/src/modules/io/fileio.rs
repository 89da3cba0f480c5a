//! `FileIO`: a stream on a file descriptor, without a buffer.
//!
//! The descriptor is one atomic: a closed stream holds -1. What `open` and `fstat` say is kept in atomics, so no lock
//! is needed; the kernel orders reads and writes.

use super::base::{self, RAW_IO_BASE, STREAM_FLAGS, Spec};
use super::util::{self, closed_raw, int, retry, unsupported};
use super::{buf, path};
use std::sync::atomic::{AtomicBool, AtomicI8, AtomicI32, AtomicI64, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::os::file;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, ops, payload};

/// `_io.FileIO`.
pub static FILE_IO: TypeObj = TypeObj::declare("_io.FileIO");

/// Payload of FileIO.
pub struct FileIo {
    fd: AtomicI32,
    readable: AtomicBool,
    writable: AtomicBool,
    created: AtomicBool,
    appending: AtomicBool,
    closefd: AtomicBool,
    /// -1: not asked yet.
    seekable: AtomicI8,
    blksize: AtomicI64,
}
payload!(FileIo);

impl FileIo {
    fn new() -> FileIo {
        FileIo {
            fd: AtomicI32::new(-1),
            readable: AtomicBool::new(false),
            writable: AtomicBool::new(false),
            created: AtomicBool::new(false),
            appending: AtomicBool::new(false),
            closefd: AtomicBool::new(true),
            seekable: AtomicI8::new(-1),
            blksize: AtomicI64::new(super::DEFAULT_BUFFER_SIZE),
        }
    }
    /// The descriptor; -1 when closed.
    #[inline]
    pub fn fd(&self) -> i32 {
        self.fd.load(SeqCst)
    }
    /// Opened for reading.
    pub fn is_readable(&self) -> bool {
        self.readable.load(SeqCst)
    }
    /// Opened for writing.
    pub fn is_writable(&self) -> bool {
        self.writable.load(SeqCst)
    }
    /// Preferred size of a buffer.
    pub fn blksize(&self) -> i64 {
        self.blksize.load(SeqCst)
    }
    /// The mode as Python writes it.
    pub fn mode(&self) -> &'static str {
        let r = self.is_readable();
        match (
            self.created.load(SeqCst),
            self.appending.load(SeqCst),
            r,
            self.is_writable(),
        ) {
            (true, _, true, _) => "xb+",
            (true, _, false, _) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, false, _) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }
}

/// The payload of an exact FileIO whose methods need not be looked up.
#[inline]
pub fn exact(o: Ref<'_>) -> Option<&FileIo> {
    if o.is_exact(&FILE_IO) {
        o.get::<FileIo>()
    } else {
        None
    }
}

fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a FileIo> {
    o.get::<FileIo>()
        .ok_or_else(|| error::type_error(th, "FileIO object expected"))
}

fn open_fd(th: &mut Thread, o: Ref<'_>) -> R<(&'static str, i32)> {
    let f = this(th, o)?;
    match f.fd() {
        fd if fd < 0 => Err(closed_raw(th)),
        fd => Ok((f.mode(), fd)),
    }
}

fn fd_of(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    open_fd(th, o).map(|p| p.1)
}

fn file_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, FileIo::new())
}

/// What a mode string asks for.
struct Mode {
    readable: bool,
    writable: bool,
    created: bool,
    appending: bool,
    flags: i32,
}

fn parse_mode(th: &mut Thread, mode: &str) -> R<Mode> {
    let mut m = Mode {
        readable: false,
        writable: false,
        created: false,
        appending: false,
        flags: 0,
    };
    let (mut kind, mut plus) = (None, false);
    for c in mode.chars() {
        match c {
            'r' | 'w' | 'a' | 'x' if kind.is_none() => kind = Some(c),
            '+' if !plus => plus = true,
            'b' => {}
            'r' | 'w' | 'a' | 'x' | '+' => return Err(bad_mode(th)),
            _ => return Err(error::value_error(th, format!("invalid mode: {mode}"))),
        }
    }
    match kind {
        Some('r') => m.readable = true,
        Some('w') => {
            m.writable = true;
            m.flags |= libc::O_CREAT | libc::O_TRUNC;
        }
        Some('a') => {
            m.writable = true;
            m.appending = true;
            m.flags |= libc::O_CREAT | libc::O_APPEND;
        }
        Some('x') => {
            m.writable = true;
            m.created = true;
            m.flags |= libc::O_CREAT | libc::O_EXCL;
        }
        _ => return Err(bad_mode(th)),
    }
    if plus {
        m.readable = true;
        m.writable = true;
    }
    m.flags |= match (m.readable, m.writable) {
        (true, true) => libc::O_RDWR,
        (false, true) => libc::O_WRONLY,
        _ => libc::O_RDONLY,
    };
    Ok(m)
}

#[cold]
fn bad_mode(th: &mut Thread) -> Raised {
    error::value_error(
        th,
        "Must have exactly one of create/read/write/append mode and at most one plus",
    )
}

fn file_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("file, mode=, closefd=, opener=");
    call::with_sig(th, "FileIO", &SIG, a, |th, v| file_init_with(th, o, v))
}

fn file_init_with(th: &mut Thread, o: Ref<'_>, v: Args<'_>) -> R<()> {
    let mode = match v.opt(1) {
        None => "r".to_string(),
        Some(m) if pystr::is_str(m) => pystr::text(m),
        Some(m) => {
            let t = m.class().name();
            return Err(error::type_error(
                th,
                format!("FileIO() argument 'mode' must be str, not {t}"),
            ));
        }
    };
    let closefd = match v.opt(2) {
        None => true,
        Some(c) => ops::is_true(th, c)?,
    };
    open_into(th, o, v.at(0), &mode, closefd, v.opt_not_none(3))
}

/// `FileIO.__init__`.
pub fn open_into(
    th: &mut Thread,
    o: Ref<'_>,
    name: Ref<'_>,
    mode: &str,
    closefd: bool,
    opener: Option<Ref<'_>>,
) -> R<()> {
    let f = this(th, o)?;
    if f.fd() >= 0 {
        if f.closefd.load(SeqCst) {
            internal_close(th, f)?;
        } else {
            f.fd.store(-1, SeqCst);
        }
    }
    if name.is_exact(&types::BOOL) {
        let m = "bool is used as a file descriptor";
        crate::warn::warn(th, &error::RUNTIME_WARNING, m)?;
    }
    let given = if name.as_small().is_some() || types::int::is_int(name) {
        let i = util::index_i64(th, name)?;
        if i < 0 {
            return Err(error::value_error(th, "negative file descriptor"));
        }
        match i32::try_from(i) {
            Ok(i) => Some(i),
            Err(_) => {
                return Err(error::overflow_error(
                    th,
                    "Python int too large to convert to C int",
                ));
            }
        }
    } else {
        None
    };
    let m = parse_mode(th, mode)?;
    f.closefd.store(closefd, SeqCst);
    f.readable.store(m.readable, SeqCst);
    f.writable.store(m.writable, SeqCst);
    f.created.store(m.created, SeqCst);
    f.appending.store(m.appending, SeqCst);
    f.seekable.store(-1, SeqCst);
    let own = given.is_none();
    let fd = match given {
        Some(fd) => fd,
        None if !closefd => {
            return Err(error::value_error(
                th,
                "Cannot use closefd=False with file name",
            ));
        }
        None => open_name(th, name, m.flags | libc::O_CLOEXEC, opener)?,
    };
    f.fd.store(fd, SeqCst);
    let r = after_open(th, o, f, name, m.appending);
    if r.is_err() {
        let e = error::fetch(th);
        f.fd.store(-1, SeqCst);
        if own && file::close(fd).is_err() {
            // The first error is the one to tell.
        }
        return Err(error::restore(th, e));
    }
    r
}

fn open_name(th: &mut Thread, name: Ref<'_>, flags: i32, opener: Option<Ref<'_>>) -> R<i32> {
    if let Some(op) = opener {
        let got = call::call(th, op, &[name, Ref::small_int(i64::from(flags))])?;
        let Some(fd) = got.r().as_small() else {
            return Err(error::type_error(th, "expected integer from opener"));
        };
        if fd < 0 {
            return Err(error::value_error(th, format!("opener returned {fd}")));
        }
        let fd = i32::try_from(fd).unwrap_or(-1);
        if let Err(e) = file::set_inheritable(fd, false) {
            return Err(error::os_error(th, e, Some(name.own())));
        }
        return Ok(fd);
    }
    let p = path::c_path(th, name)?;
    match retry(th, || file::open(None, &p, flags, 0o666))? {
        Ok(fd) => Ok(fd),
        Err(e) => Err(error::os_error(th, e, Some(name.own()))),
    }
}

fn after_open(th: &mut Thread, o: Ref<'_>, f: &FileIo, name: Ref<'_>, appending: bool) -> R<()> {
    match file::fstat(f.fd()) {
        Ok(s) if s.is_dir() => {
            return Err(error::os_error(th, libc::EISDIR, Some(name.own())));
        }
        Ok(s) if s.blksize > 1 => f.blksize.store(s.blksize, SeqCst),
        Ok(_) => {}
        Err(e @ libc::EBADF) => return Err(error::os_error(th, e, None)),
        Err(_) => {}
    }
    ops::setattr(th, o, pystr::intern_str("name"), Some(name))?;
    if appending {
        // A pipe cannot seek; then there is no end to go to.
        let r = file::lseek(f.fd(), 0, libc::SEEK_END);
        f.seekable.store(i8::from(r.is_ok()), SeqCst);
        match r {
            Err(libc::ESPIPE) | Ok(_) => {}
            Err(e) => return Err(error::os_error(th, e, None)),
        }
    }
    Ok(())
}

/// `FileIO(name, mode, closefd, opener)`.
pub fn open(
    th: &mut Thread,
    name: Ref<'_>,
    mode: &str,
    closefd: bool,
    opener: Option<Ref<'_>>,
) -> R {
    let o = file_new(th, FILE_IO.r(), Args::NONE)?;
    open_into(th, o.r(), name, mode, closefd, opener)?;
    Ok(o)
}

/// A FileIO on a descriptor that the process has (standard streams).
pub fn from_fd(th: &mut Thread, fd: i32, mode: &str) -> R {
    open(th, Ref::small_int(i64::from(fd)), mode, false, None)
}

fn internal_close(th: &mut Thread, f: &FileIo) -> R<()> {
    let fd = f.fd.swap(-1, SeqCst);
    if fd < 0 {
        return Ok(());
    }
    match th.blocking(|| file::close(fd)) {
        Ok(()) | Err(libc::EINTR) => Ok(()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// `close()` without the flush of the base class, which has nothing to do here.
pub fn close_exact(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let f = this(th, o)?;
    if !f.closefd.load(SeqCst) {
        f.fd.store(-1, SeqCst);
        return Ok(());
    }
    if base::is_finalizing(th, o) {
        dealloc_warn(th, o, o);
    }
    internal_close(th, f)
}

/// Warns that `source` was dropped while the descriptor was open. A warning that is an error is nobody's to catch.
fn dealloc_warn(th: &mut Thread, o: Ref<'_>, source: Ref<'_>) {
    let Some(f) = o.get::<FileIo>() else { return };
    if f.fd() >= 0
        && f.closefd.load(SeqCst)
        && let Err(Raised) = util::warn_unclosed(th, source)
    {
        error::write_unraisable(th, "Exception ignored while finalizing file", Some(source));
    }
}

fn file_dealloc_warn(th: &mut Thread, a: Args<'_>) -> R {
    dealloc_warn(th, a.at(0), a.at(1));
    Ok(Obj::none())
}

fn file_close(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let r = base::close_base(th, o);
    util::both(th, r, |th| close_exact(th, o))?;
    Ok(Obj::none())
}

// ------------------------------------------------------------------ reading and writing

/// Reads up to `n` bytes behind `out`; None: would block.
pub fn read_some(th: &mut Thread, fd: i32, n: usize, out: &mut Vec<u8>) -> R<Option<usize>> {
    let old = out.len();
    if out.try_reserve(n).is_err() {
        return Err(error::no_memory(th));
    }
    out.resize(old + n, 0);
    let r = retry(th, || {
        file::read(fd, out.get_mut(old..).unwrap_or_default())
    });
    let got = match r {
        Ok(Ok(n)) => Ok(Some(n)),
        Ok(Err(libc::EAGAIN)) => Ok(None),
        Ok(Err(e)) => Err(error::os_error(th, e, None)),
        Err(e) => Err(e),
    };
    out.truncate(old + got.as_ref().ok().copied().flatten().unwrap_or(0));
    got
}

/// Writes; None: would block.
pub fn write_some(th: &mut Thread, fd: i32, data: &[u8]) -> R<Option<usize>> {
    match retry(th, || file::write(fd, data))? {
        Ok(n) => Ok(Some(n)),
        Err(libc::EAGAIN) => Ok(None),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// Reads to the end; None: nothing there now and would block.
pub fn read_all(th: &mut Thread, fd: i32, out: &mut Vec<u8>) -> R<Option<usize>> {
    let start = out.len();
    let mut step = super::DEFAULT_BUFFER_SIZE as usize;
    if let (Ok(s), Ok(at)) = (file::fstat(fd), file::lseek(fd, 0, libc::SEEK_CUR))
        && s.size > at
    {
        // One byte more shows the end without another growth.
        step = usize::try_from(s.size - at)
            .unwrap_or(step)
            .saturating_add(1)
            .max(step.min(512));
    }
    loop {
        match read_some(th, fd, step, out)? {
            None if out.len() == start => return Ok(None),
            None | Some(0) => return Ok(Some(out.len() - start)),
            Some(_) => {
                let have = out.len() - start;
                step = (have / 2).clamp(8192, 64 << 20);
                if out.capacity() - out.len() >= 512 {
                    step = out.capacity() - out.len();
                }
            }
        }
    }
}

fn check_read(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let fd = fd_of(th, o)?;
    if this(th, o)?.is_readable() {
        Ok(fd)
    } else {
        Err(not_open_for(th, "reading"))
    }
}

#[cold]
fn not_open_for(th: &mut Thread, what: &str) -> Raised {
    unsupported(th, &format!("File not open for {what}"))
}

fn file_read(th: &mut Thread, a: Args<'_>) -> R {
    let fd = check_read(th, a.at(0))?;
    let n = util::size_arg(th, a.opt(1))?;
    let mut out = Vec::new();
    let got = match usize::try_from(n) {
        Err(_) => read_all(th, fd, &mut out)?,
        Ok(n) => read_some(th, fd, n.min(file::MAX_IO), &mut out)?,
    };
    match got {
        None => Ok(Obj::none()),
        Some(_) => buf::new_bytes(th, &out),
    }
}

fn file_readall(th: &mut Thread, a: Args<'_>) -> R {
    let fd = check_read(th, a.at(0))?;
    let mut out = Vec::new();
    match read_all(th, fd, &mut out)? {
        None => Ok(Obj::none()),
        Some(_) => buf::new_bytes(th, &out),
    }
}

fn file_readinto(th: &mut Thread, a: Args<'_>) -> R {
    let fd = check_read(th, a.at(0))?;
    let n = buf::writable_len(th, a.at(1), "readinto() argument")?;
    let mut out = Vec::new();
    match read_some(th, fd, n, &mut out)? {
        None => Ok(Obj::none()),
        Some(got) => {
            buf::fill(th, a.at(1), &out)?;
            Ok(int(got as i64))
        }
    }
}

fn file_write(th: &mut Thread, a: Args<'_>) -> R {
    let fd = fd_of(th, a.at(0))?;
    if !this(th, a.at(0))?.is_writable() {
        return Err(not_open_for(th, "writing"));
    }
    let data = buf::bytes_like(th, a.at(1))?;
    match write_some(th, fd, &data)? {
        None => Ok(Obj::none()),
        Some(n) => Ok(int(n as i64)),
    }
}

/// `lseek` with Python's errors.
pub fn seek(th: &mut Thread, fd: i32, offset: i64, whence: i32) -> R<i64> {
    match retry(th, || file::lseek(fd, offset, whence))? {
        Ok(p) => Ok(p),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn file_seek(th: &mut Thread, a: Args<'_>) -> R {
    let fd = fd_of(th, a.at(0))?;
    if a.at(1).class().flag(types::typeobj::flags::FLOAT_SUB) {
        return Err(error::type_error(th, "an integer is required"));
    }
    let offset = util::index_i64(th, a.at(1))?;
    let whence = match a.opt(2) {
        None => 0,
        Some(w) => util::index_i64(th, w)?,
    };
    let p = seek(th, fd, offset, i32::try_from(whence).unwrap_or(-1))?;
    types::int::from_i64(th, p)
}

fn file_tell(th: &mut Thread, a: Args<'_>) -> R {
    let fd = fd_of(th, a.at(0))?;
    let p = seek(th, fd, 0, libc::SEEK_CUR)?;
    types::int::from_i64(th, p)
}

fn file_truncate(th: &mut Thread, a: Args<'_>) -> R {
    let fd = fd_of(th, a.at(0))?;
    if !this(th, a.at(0))?.is_writable() {
        return Err(not_open_for(th, "writing"));
    }
    let size = match a.opt_not_none(1) {
        None => seek(th, fd, 0, libc::SEEK_CUR)?,
        Some(s) => util::index_i64(th, s)?,
    };
    match retry(th, || file::ftruncate(fd, size))? {
        Ok(()) => types::int::from_i64(th, size),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// Whether the descriptor can seek; asked once.
pub fn is_seekable(f: &FileIo) -> bool {
    match f.seekable.load(SeqCst) {
        -1 => {
            let s = file::lseek(f.fd(), 0, libc::SEEK_CUR).is_ok();
            f.seekable.store(i8::from(s), SeqCst);
            s
        }
        s => s == 1,
    }
}

fn file_seekable(th: &mut Thread, a: Args<'_>) -> R {
    fd_of(th, a.at(0))?;
    let f = this(th, a.at(0))?;
    Ok(Obj::bool(is_seekable(f)))
}
fn file_readable(th: &mut Thread, a: Args<'_>) -> R {
    fd_of(th, a.at(0))?;
    this(th, a.at(0)).map(|f| Obj::bool(f.is_readable()))
}
fn file_writable(th: &mut Thread, a: Args<'_>) -> R {
    fd_of(th, a.at(0))?;
    this(th, a.at(0)).map(|f| Obj::bool(f.is_writable()))
}
fn file_fileno(th: &mut Thread, a: Args<'_>) -> R {
    fd_of(th, a.at(0)).map(|fd| int(i64::from(fd)))
}
fn file_isatty(th: &mut Thread, a: Args<'_>) -> R {
    let fd = fd_of(th, a.at(0))?;
    Ok(Obj::bool(file::isatty(fd)))
}

fn file_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let f = this(th, o)?;
    let class = base::full_name(o);
    if f.fd() < 0 {
        return pystr::new(th, &format!("<{class} [closed]>"));
    }
    let closefd = if f.closefd.load(SeqCst) {
        "True"
    } else {
        "False"
    };
    let tail = format!(" mode='{}' closefd={closefd}", f.mode());
    match util::attr_opt(th, o, "name")? {
        None => pystr::new(th, &format!("<{class} fd={}{tail}>", f.fd())),
        Some(_) => base::named_repr(th, o, &tail),
    }
}

fn get_closed(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|f| Obj::bool(f.fd() < 0))
}
fn get_closefd(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|f| Obj::bool(f.closefd.load(SeqCst)))
}
fn get_mode(th: &mut Thread, o: Ref<'_>) -> R {
    let m = this(th, o)?.mode();
    pystr::new(th, m)
}
fn get_blksize(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|f| int(f.blksize()))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "read",
        Kind::Pos(0, 1),
        file_read,
        "Read at most size bytes, returned as bytes.",
    ),
    MethodDef::new(
        "readall",
        Kind::NoArgs,
        file_readall,
        "Read all data from the file, returned as bytes.",
    ),
    MethodDef::new(
        "readinto",
        Kind::One,
        file_readinto,
        "Same as RawIOBase.readinto().",
    ),
    MethodDef::new(
        "write",
        Kind::One,
        file_write,
        "Write buffer b to file, return number of bytes written.",
    ),
    MethodDef::new(
        "seek",
        Kind::Pos(1, 2),
        file_seek,
        "Move to new file position and return the file position.",
    ),
    MethodDef::new("tell", Kind::NoArgs, file_tell, "Current file position."),
    MethodDef::new(
        "truncate",
        Kind::Pos(0, 1),
        file_truncate,
        "Truncate the file to at most size bytes.",
    ),
    MethodDef::new("close", Kind::NoArgs, file_close, "Close the file."),
    MethodDef::new(
        "seekable",
        Kind::NoArgs,
        file_seekable,
        "True if file supports random-access.",
    ),
    MethodDef::new(
        "readable",
        Kind::NoArgs,
        file_readable,
        "True if file was opened in a read mode.",
    ),
    MethodDef::new(
        "writable",
        Kind::NoArgs,
        file_writable,
        "True if file was opened in a write mode.",
    ),
    MethodDef::new(
        "fileno",
        Kind::NoArgs,
        file_fileno,
        "Return the underlying file descriptor (an integer).",
    ),
    MethodDef::new("_dealloc_warn", Kind::One, file_dealloc_warn, ""),
    MethodDef::new(
        "isatty",
        Kind::NoArgs,
        file_isatty,
        "True if the file is connected to a TTY device.",
    ),
];

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "closed",
        get: get_closed,
        set: None,
        doc: "True if the file is closed",
    },
    GetSetDef {
        name: "closefd",
        get: get_closefd,
        set: None,
        doc: "True if the file descriptor will be closed by close().",
    },
    GetSetDef {
        name: "mode",
        get: get_mode,
        set: None,
        doc: "String giving the file mode",
    },
    GetSetDef {
        name: "_blksize",
        get: get_blksize,
        set: None,
        doc: "",
    },
];

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    FILE_IO.setup::<FileIo>(Some(&RAW_IO_BASE), STREAM_FLAGS);
    FILE_IO.slots().set_repr(file_repr);
    base::finish(
        th,
        &Spec {
            class: &FILE_IO,
            new: file_new,
            init: file_init,
            methods: METHODS,
            getset: GETSET,
        },
    )
}
