//! `select`: waiting for descriptors with `select`, `poll` and `epoll`.
//!
//! `select` is built on the system's `poll`, which has no limit of its own; CPython's limit on descriptors is kept.

use super::common::{TypeSpec, of};
use super::io::util;
use crate::modules::time::duration_ns;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::time::{Duration, Instant};
use typhon_runtime::call::{Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error, value_error};
use typhon_runtime::os::poll::{self, Interest};
use typhon_runtime::os::{EINTR, Sys, file};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, float, int, list, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, call, hooks, ops, payload};

static POLL: TypeObj = TypeObj::declare("select.poll");
static EPOLL: TypeObj = TypeObj::declare("select.epoll");

/// Descriptors that `select()` takes, as CPython's FD_SETSIZE.
const SELECT_LIMIT: i32 = 1024;

/// The descriptor behind a number or an object with `fileno()`.
pub fn descriptor(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let fd = if int::is_int(o) {
        if o.is(Ref::TRUE) || o.is(Ref::FALSE) {
            let m = "bool is used as a file descriptor";
            crate::warn::warn(th, &typhon_runtime::error::RUNTIME_WARNING, m)?;
        }
        int::c_int(th, o)?
    } else {
        let f = ops::getattr_opt(th, o, types::str::intern_str("fileno"))?;
        let Some(f) = f else {
            let m = "argument must be an int, or have a fileno() method.";
            return Err(type_error(th, m));
        };
        let n = call::call(th, f.r(), &[])?;
        if !int::is_int(n.r()) {
            return Err(type_error(th, "fileno() returned a non-integer"));
        }
        int::c_int(th, n.r())?
    };
    if fd < 0 {
        let m = format!("file descriptor cannot be a negative integer ({fd})");
        return Err(value_error(th, m));
    }
    Ok(fd)
}

/// Waits with `f(milliseconds)` until it gives something other than EINTR; handlers of signals run in between.
fn wait<T>(th: &mut Thread, timeout: Option<Duration>, mut f: impl FnMut(i32) -> Sys<T>) -> R<T> {
    let end = timeout.and_then(|t| Instant::now().checked_add(t));
    loop {
        let left = match end {
            None => -1,
            Some(e) => {
                let left = e.saturating_duration_since(Instant::now());
                // Rounded up: not back before the time.
                i32::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX)
            }
        };
        match th.blocking(|| f(left)) {
            Err(EINTR) => hooks::safepoint(th)?,
            Err(e) => return Err(error::os_error(th, e, None)),
            Ok(v) => return Ok(v),
        }
    }
}

// ------------------------------------------------------------------ select

fn interests(th: &mut Thread, o: Ref<'_>, events: i16, out: &mut Vec<(Obj, Interest)>) -> R<()> {
    if o.class().slots().iter().is_none() && o.class().slots().getitem().is_none() {
        return Err(type_error(th, "arguments 1-3 must be sequences"));
    }
    for x in ops::collect(th, o)? {
        let fd = descriptor(th, x.r())?;
        if fd >= SELECT_LIMIT {
            let m = "filedescriptor out of range in select()";
            return Err(value_error(th, m));
        }
        let i = Interest {
            fd,
            events,
            revents: 0,
        };
        out.push((x, i));
    }
    Ok(())
}

fn is_number(o: Ref<'_>) -> bool {
    int::is_int(o) || float::is_float(o) || o.class().slots().index().is_some()
}

fn select(th: &mut Thread, a: Args<'_>) -> R {
    let timeout = match a.opt_not_none(3) {
        None => None,
        Some(t) => {
            if !is_number(t) {
                return Err(type_error(th, "timeout must be a float or None"));
            }
            let ns = duration_ns(th, t)?;
            match u64::try_from(ns) {
                Ok(n) => Some(Duration::from_nanos(n)),
                Err(_) => return Err(value_error(th, "timeout must be non-negative")),
            }
        }
    };
    // What makes a descriptor ready to read, to write, or exceptional.
    const KINDS: [(i16, i16); 3] = [(1, 1 | 8 | 16), (4, 4 | 8), (2, 2)];
    const INVALID: i16 = 32;
    let mut all = Vec::new();
    let mut ends = [0; 3];
    for (k, (events, _)) in KINDS.iter().enumerate() {
        interests(th, a.at(k), *events, &mut all)?;
        ends[k] = all.len();
    }
    let mut fds: Vec<Interest> = all.iter().map(|p| p.1).collect();
    wait(th, timeout, |ms| {
        let n = poll::poll(&mut fds, ms)?;
        if fds.iter().any(|f| f.revents & INVALID != 0) {
            return Err(libc::EBADF);
        }
        Ok(n)
    })?;
    let mut out = Vec::new();
    let mut from = 0;
    for (k, (_, ready)) in KINDS.iter().enumerate() {
        let found = (from..ends[k])
            .filter(|&i| fds[i].revents & ready != 0)
            .map(|i| all[i].0.clone())
            .collect();
        out.push(list::new(th, found)?);
        from = ends[k];
    }
    tuple::new(th, out)
}

// ------------------------------------------------------------------ poll

/// Payload of `select.poll`: descriptors and what is waited for, in the order of registration.
struct Poll(Mutex<Vec<(i32, u16)>>);
payload!(Poll);

fn poll_make(th: &mut Thread, _a: Args<'_>) -> R {
    Obj::new(th, POLL.r(), Poll(Mutex::new(Vec::new())))
}

fn mask(th: &mut Thread, o: Option<Ref<'_>>) -> R<u16> {
    let Some(o) = o else { return Ok(1 | 2 | 4) };
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(n) if n < 0 => Err(value_error(th, "Cannot convert negative int")),
        Some(n) if n <= 0xffff => Ok(n as u16),
        _ => Err(overflow_error(
            th,
            "Python int too large for C unsigned short",
        )),
    }
}

fn poll_register(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(1))?;
    let m = mask(th, a.opt(2))?;
    let p = of::<Poll>(th, a.at(0))?;
    let mut table = p.0.lock();
    match table.iter_mut().find(|e| e.0 == fd) {
        Some(e) => e.1 = m,
        None => table.push((fd, m)),
    }
    Ok(Obj::none())
}

fn poll_modify(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(1))?;
    let m = mask(th, a.opt(2))?;
    let p = of::<Poll>(th, a.at(0))?;
    let known = match p.0.lock().iter_mut().find(|e| e.0 == fd) {
        Some(e) => {
            e.1 = m;
            true
        }
        None => false,
    };
    if !known {
        return Err(error::os_error(th, libc::ENOENT, None));
    }
    Ok(Obj::none())
}

fn poll_unregister(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(1))?;
    let p = of::<Poll>(th, a.at(0))?;
    let mut table = p.0.lock();
    let before = table.len();
    table.retain(|e| e.0 != fd);
    if table.len() == before {
        drop(table);
        return Err(error::key_error(th, Ref::small_int(i64::from(fd))));
    }
    Ok(Obj::none())
}

/// A list of (descriptor, events).
fn pairs(th: &mut Thread, found: impl Iterator<Item = (i32, i64)>) -> R {
    let mut out = Vec::new();
    for (fd, events) in found {
        let pair = vec![util::int(i64::from(fd)), util::int(events)];
        out.push(tuple::new(th, pair)?);
    }
    list::new(th, out)
}

fn poll_poll(th: &mut Thread, a: Args<'_>) -> R {
    let timeout = match a.opt_not_none(1) {
        None => None,
        Some(t) => {
            if !is_number(t) {
                return Err(type_error(th, "timeout must be an integer or None"));
            }
            let ms = if let Some(x) = float::value(t) {
                if x.is_nan() {
                    return Err(value_error(th, "Invalid value NaN (not a number)"));
                }
                x.ceil()
            } else {
                let n = ops::index(th, t)?;
                int::to_f64(n.r()).unwrap_or(f64::INFINITY)
            };
            if ms.abs() >= 9.2e15 {
                let m = "timestamp out of range for C PyTime_t";
                return Err(overflow_error(th, m));
            }
            if ms > f64::from(i32::MAX) {
                return Err(overflow_error(th, "timeout is too large"));
            }
            // Negative: for ever.
            (ms >= 0.0).then(|| Duration::from_millis(ms as u64))
        }
    };
    let mut fds: Vec<Interest> = of::<Poll>(th, a.at(0))?
        .0
        .lock()
        .iter()
        .map(|&(fd, m)| Interest {
            fd,
            events: m as i16,
            revents: 0,
        })
        .collect();
    wait(th, timeout, |ms| poll::poll(&mut fds, ms))?;
    let found = fds
        .iter()
        .filter(|f| f.revents != 0)
        .map(|f| (f.fd, i64::from(f.revents as u16)));
    pairs(th, found)
}

// ------------------------------------------------------------------ epoll

/// Payload of `select.epoll`: its descriptor, -1 once closed.
struct Epoll(AtomicI32);
payload!(Epoll);

impl Drop for Epoll {
    fn drop(&mut self) {
        let fd = *self.0.get_mut();
        if fd >= 0 {
            // Nobody is left to hear of an error.
            let _ = file::close(fd);
        }
    }
}

fn epoll_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig = call::Sig::parse("sizehint=, flags=");
    call::with_sig(th, "epoll", &SIG, a, |th, a| {
        let hint = match a.opt(0) {
            Some(n) => int::c_int(th, n)?,
            None => -1,
        };
        if hint == 0 || hint < -1 {
            return Err(value_error(th, "negative sizehint"));
        }
        let flags = match a.opt(1) {
            Some(n) => int::c_int(th, n)?,
            None => 0,
        };
        if flags & !libc::EPOLL_CLOEXEC != 0 {
            return Err(error::os_error(th, libc::EINVAL, None));
        }
        match poll::epoll_create(libc::EPOLL_CLOEXEC) {
            Ok(fd) => Obj::new(th, class, Epoll(AtomicI32::new(fd))),
            Err(e) => Err(error::os_error(th, e, None)),
        }
    })
}

fn epoll_from_fd(th: &mut Thread, a: Args<'_>) -> R {
    let fd = int::c_int(th, a.at(1))?;
    Obj::new(th, a.at(0), Epoll(AtomicI32::new(fd)))
}

fn open_fd(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let fd = of::<Epoll>(th, o)?.0.load(SeqCst);
    if fd < 0 {
        let m = "I/O operation on closed epoll object";
        return Err(value_error(th, m));
    }
    Ok(fd)
}

fn epoll_close(th: &mut Thread, a: Args<'_>) -> R {
    let fd = of::<Epoll>(th, a.at(0))?.0.swap(-1, SeqCst);
    if fd >= 0
        && let Err(e) = file::close(fd)
    {
        return Err(error::os_error(th, e, None));
    }
    Ok(Obj::none())
}
fn epoll_closed(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(of::<Epoll>(th, o)?.0.load(SeqCst) < 0))
}
fn epoll_fileno(th: &mut Thread, a: Args<'_>) -> R {
    open_fd(th, a.at(0)).map(|fd| util::int(i64::from(fd)))
}
fn epoll_enter(th: &mut Thread, a: Args<'_>) -> R {
    open_fd(th, a.at(0))?;
    Ok(a.at(0).own())
}

fn control(th: &mut Thread, ep: Ref<'_>, op: i32, fd: Ref<'_>, events: Option<Ref<'_>>) -> R {
    let ep = open_fd(th, ep)?;
    let fd = descriptor(th, fd)?;
    let events = match events {
        Some(e) => {
            let n = ops::index(th, e)?;
            match int::to_i64(n.r()) {
                // As C converts: the low 32 bits.
                Some(n) => n as u32,
                None => {
                    let m = "Python int too large to convert to C unsigned int";
                    return Err(overflow_error(th, m));
                }
            }
        }
        None => 1 | 2 | 4,
    };
    match poll::epoll_control(ep, op, fd, events) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn epoll_register(th: &mut Thread, a: Args<'_>) -> R {
    control(th, a.at(0), libc::EPOLL_CTL_ADD, a.at(1), a.opt(2))
}
fn epoll_modify(th: &mut Thread, a: Args<'_>) -> R {
    control(th, a.at(0), libc::EPOLL_CTL_MOD, a.at(1), a.opt(2))
}
fn epoll_unregister(th: &mut Thread, a: Args<'_>) -> R {
    control(th, a.at(0), libc::EPOLL_CTL_DEL, a.at(1), None)
}

fn epoll_poll(th: &mut Thread, a: Args<'_>) -> R {
    let ep = open_fd(th, a.at(0))?;
    let timeout = match a.opt_not_none(1) {
        None => None,
        Some(t) => {
            if !is_number(t) {
                return Err(type_error(th, "timeout must be an integer or None"));
            }
            let ns = duration_ns(th, t)?;
            u64::try_from(ns).ok().map(Duration::from_nanos)
        }
    };
    let most = match a.opt(2) {
        Some(n) => int::c_int(th, n)?,
        None => -1,
    };
    if most == 0 || most < -1 {
        let m = format!("maxevents must be greater than 0, got {most}");
        return Err(value_error(th, m));
    }
    let most = if most < 0 { SELECT_LIMIT - 1 } else { most } as usize;
    let found = wait(th, timeout, |ms| poll::epoll_wait(ep, most, ms))?;
    pairs(th, found.into_iter().map(|(fd, e)| (fd, i64::from(e))))
}

static POLL_SPEC: TypeSpec = TypeSpec::hidden(&POLL, "").methods(&[
    MethodDef::new(
        "register",
        Kind::Pos(1, 2),
        poll_register,
        "Register a descriptor.",
    ),
    MethodDef::new(
        "modify",
        Kind::Pos(2, 2),
        poll_modify,
        "Modify an already registered descriptor.",
    ),
    MethodDef::new(
        "unregister",
        Kind::One,
        poll_unregister,
        "Remove a descriptor.",
    ),
    MethodDef::new(
        "poll",
        Kind::Pos(0, 1),
        poll_poll,
        "Wait for events; gives pairs of descriptor and event.",
    ),
]);
static EPOLL_SPEC: TypeSpec = TypeSpec {
    t: &EPOLL,
    new: Some(epoll_new),
    methods: &[
        MethodDef::class(
            "fromfd",
            Kind::One,
            epoll_from_fd,
            "An epoll object from a descriptor.",
        ),
        MethodDef::new("close", Kind::NoArgs, epoll_close, "Close the descriptor."),
        MethodDef::new("fileno", Kind::NoArgs, epoll_fileno, "The descriptor."),
        MethodDef::new(
            "register",
            Kind::Sig("fd, eventmask="),
            epoll_register,
            "Register a descriptor.",
        ),
        MethodDef::new(
            "modify",
            Kind::Sig("fd, eventmask"),
            epoll_modify,
            "Modify a registered descriptor.",
        ),
        MethodDef::new(
            "unregister",
            Kind::Sig("fd"),
            epoll_unregister,
            "Remove a descriptor.",
        ),
        MethodDef::new(
            "poll",
            Kind::Sig("timeout=, maxevents="),
            epoll_poll,
            "Wait for events; gives pairs of descriptor and event.",
        ),
        MethodDef::new("__enter__", Kind::NoArgs, epoll_enter, ""),
        MethodDef::new("__exit__", Kind::Pos(0, 3), epoll_close, ""),
    ],
    getset: &[GetSetDef {
        name: "closed",
        get: epoll_closed,
        set: None,
        doc: "True if it is closed.",
    }],
    doc: "",
    flags: 0,
};

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "select",
        Kind::Pos(3, 4),
        select,
        "Wait until descriptors are ready for I/O.",
    ),
    MethodDef::new("poll", Kind::NoArgs, poll_make, "A polling object."),
];

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("EPOLLERR", 8), ("EPOLLET", 0x8000_0000), ("EPOLLEXCLUSIVE", 0x1000_0000), ("EPOLLHUP", 16), ("EPOLLIN", 1),
    ("EPOLLMSG", 1024), ("EPOLLONESHOT", 0x4000_0000), ("EPOLLOUT", 4), ("EPOLLPRI", 2), ("EPOLLRDBAND", 128),
    ("EPOLLRDHUP", 8192), ("EPOLLRDNORM", 64), ("EPOLLWAKEUP", 0x2000_0000), ("EPOLLWRBAND", 512),
    ("EPOLLWRNORM", 256), ("EPOLL_CLOEXEC", libc::EPOLL_CLOEXEC as i64), ("PIPE_BUF", 4096), ("POLLERR", 8),
    ("POLLHUP", 16), ("POLLIN", 1), ("POLLMSG", 1024), ("POLLNVAL", 32), ("POLLOUT", 4), ("POLLPRI", 2),
    ("POLLRDBAND", 128), ("POLLRDHUP", 8192), ("POLLRDNORM", 64), ("POLLWRBAND", 512), ("POLLWRNORM", 256),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !POLL.is_ready() {
        POLL_SPEC.begin::<Poll>(&types::OBJECT);
        POLL_SPEC.end(th)?;
        EPOLL_SPEC.begin::<Epoll>(&types::OBJECT);
        EPOLL_SPEC.end(th)?;
    }
    let m = module::new(th, "select")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (n, v) in CONSTANTS {
        module::add(th, m.r(), n, Ref::small_int(*v).own())?;
    }
    module::add(th, m.r(), "epoll", EPOLL.r().own())?;
    module::add(th, m.r(), "error", error::OS_ERROR.r().own())?;
    Ok(m)
}
