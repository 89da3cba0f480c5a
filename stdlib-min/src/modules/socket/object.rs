//! The type `_socket.socket`.
//!
//! The descriptor and the timeout are atomics, in one order of all (SeqCst): a call that begins after another thread's
//! `close` has returned sees -1 and gets EBADF. A socket with a timeout is non-blocking for the system; calls on it wait
//! with `poll` first. Every call that may block runs detached, and handlers of signals run when it is interrupted.

use super::address::{self, failed};
use super::message;
use super::names::{data_of, number};
use crate::modules::common::{TypeSpec, of};
use crate::modules::io::{buf, util};
use crate::modules::time::duration_ns;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering::SeqCst};
use std::time::{Duration, Instant};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::poll::{self, Interest};
use typhon_runtime::os::socket::{self as os, Address};
use typhon_runtime::os::{EINTR, Sys, file};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytes, float, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, payload};

/// `_socket.socket`.
pub static SOCKET: TypeObj = TypeObj::declare("_socket.socket");

/// Nanoseconds that new sockets wait; negative: for ever.
pub static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(-1);

/// Payload of sockets.
pub(super) struct Socket {
    /// -1: closed or detached.
    fd: AtomicI32,
    family: AtomicI32,
    kind: AtomicI32,
    protocol: AtomicI32,
    /// Nanoseconds that a call waits: negative for ever, 0 not at all.
    timeout: AtomicI64,
}
payload!(Socket);

impl Drop for Socket {
    fn drop(&mut self) {
        let fd = *self.fd.get_mut();
        if fd >= 0 {
            // Nobody is left to hear of an error.
            let _ = file::close(fd);
        }
    }
}

impl Socket {
    fn fd(&self) -> i32 {
        self.fd.load(SeqCst)
    }
    pub(super) fn family(&self) -> i32 {
        self.family.load(SeqCst)
    }
    fn timeout(&self) -> i64 {
        self.timeout.load(SeqCst)
    }
}

pub(super) fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Socket> {
    of::<Socket>(th, o)
}

/// When a wait that begins now has to end.
fn deadline(timeout: i64) -> Option<Instant> {
    let ns = u64::try_from(timeout).ok()?;
    Instant::now().checked_add(Duration::from_nanos(ns))
}

#[cold]
fn timed_out(th: &mut Thread) -> Raised {
    error::raise(th, &error::TIMEOUT_ERROR, "timed out")
}

pub(super) const READ: i16 = libc::POLLIN;
pub(super) const WRITE: i16 = libc::POLLOUT;

/// Waits until the descriptor is ready; false when the time is over.
fn ready(th: &mut Thread, fd: i32, events: i16, end: Option<Instant>) -> R<bool> {
    loop {
        let ms = match end {
            None => -1,
            Some(e) => {
                let left = e.saturating_duration_since(Instant::now());
                // Rounded up: not back before the time.
                i32::try_from(left.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX)
            }
        };
        let mut i = [Interest {
            fd,
            events,
            revents: 0,
        }];
        match th.blocking(|| poll::poll(&mut i, ms)) {
            Err(EINTR) => hooks::safepoint(th)?,
            Err(e) => return Err(failed(th, e)),
            Ok(0) if ms != i32::MAX => return Ok(false),
            Ok(_) => return Ok(true),
        }
    }
}

/// Runs a call on the descriptor, by the rules of the socket's timeout. An errno is the caller's to raise.
fn perform<T>(
    th: &mut Thread,
    fd: i32,
    events: i16,
    timeout: i64,
    end: Option<Instant>,
    mut f: impl FnMut() -> Sys<T>,
) -> R<Sys<T>> {
    loop {
        // A closed socket has its error from the call.
        if timeout > 0 && fd >= 0 && !ready(th, fd, events, end)? {
            return Err(timed_out(th));
        }
        match th.blocking(&mut f) {
            Err(EINTR) => hooks::safepoint(th)?,
            // Somebody else was faster, or the system was wrong about it.
            Err(libc::EAGAIN) if timeout > 0 => {}
            r => return Ok(r),
        }
    }
}

/// `perform` on a socket, with its errno raised.
pub(super) fn wait_for<T>(
    th: &mut Thread,
    s: &Socket,
    events: i16,
    f: impl Fn(i32) -> Sys<T>,
) -> R<T> {
    let (fd, timeout) = (s.fd(), s.timeout());
    match perform(th, fd, events, timeout, deadline(timeout), || f(fd))? {
        Ok(v) => Ok(v),
        Err(e) => Err(failed(th, e)),
    }
}

fn done(th: &mut Thread, r: Sys<()>) -> R {
    match r {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(failed(th, e)),
    }
}

// ------------------------------------------------------------------ birth and end

fn sock_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let s = Socket {
        fd: AtomicI32::new(-1),
        family: AtomicI32::new(0),
        kind: AtomicI32::new(0),
        protocol: AtomicI32::new(0),
        timeout: AtomicI64::new(-1),
    };
    Obj::new(th, class, s)
}

pub(super) fn c_int_or(th: &mut Thread, o: Option<Ref<'_>>, missing: i32) -> R<i32> {
    match o {
        None => Ok(missing),
        Some(o) => int::c_int(th, o),
    }
}

fn sock_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    const SIG: Sig = Sig::parse("family=, type=, proto=, fileno=");
    call::with_sig(th, "socket", &SIG, a, |th, v| {
        let family = c_int_or(th, v.opt(0), -1)?;
        let kind = c_int_or(th, v.opt(1), -1)?;
        let protocol = c_int_or(th, v.opt(2), -1)?;
        match v.opt_not_none(3) {
            Some(fd) => adopt(th, o, fd, family, kind, protocol),
            None => open(th, o, family, kind, protocol),
        }
    })
}

/// A socket of its own.
fn open(th: &mut Thread, o: Ref<'_>, family: i32, kind: i32, protocol: i32) -> R<()> {
    let family = if family == -1 { libc::AF_INET } else { family };
    let kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
    let protocol = protocol.max(0);
    match th.blocking(|| os::socket(family, kind, protocol)) {
        Ok(fd) => settle(th, o, fd, family, kind, protocol),
        Err(e) => Err(failed(th, e)),
    }
}

/// A socket on a descriptor that there is: what was not said is asked of the system.
fn adopt(th: &mut Thread, o: Ref<'_>, fd: Ref<'_>, family: i32, kind: i32, protocol: i32) -> R<()> {
    if float::is_float(fd) {
        return Err(type_error(th, "integer argument expected, got float"));
    }
    let fd = int::c_int(th, fd)?;
    if fd < 0 {
        return Err(value_error(th, "negative file descriptor"));
    }
    let family = match os::name(fd) {
        Ok(a) if family == -1 => match a {
            Address::V4(..) => libc::AF_INET,
            Address::V6(..) => libc::AF_INET6,
            Address::Unix(_) => libc::AF_UNIX,
            Address::Other(f, _) => i32::from(f),
            Address::None => libc::AF_UNSPEC,
        },
        Ok(_) => family,
        Err(e) if family == -1 || e == libc::EBADF => return Err(failed(th, e)),
        Err(_) => family,
    };
    let ask = |th: &mut Thread, given: i32, name: i32| match given {
        -1 => match os::option_int(fd, libc::SOL_SOCKET, name) {
            Ok(n) => Ok(n),
            Err(e) => Err(failed(th, e)),
        },
        n => Ok(n),
    };
    let kind = ask(th, kind, libc::SO_TYPE)?;
    let protocol = ask(th, protocol, libc::SO_PROTOCOL)?;
    settle(th, o, fd, family, kind, protocol)
}

fn settle(th: &mut Thread, o: Ref<'_>, fd: i32, family: i32, kind: i32, protocol: i32) -> R<()> {
    let s = this(th, o)?;
    s.family.store(family, SeqCst);
    s.kind
        .store(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC), SeqCst);
    s.protocol.store(protocol, SeqCst);
    let timeout = if kind & libc::SOCK_NONBLOCK != 0 {
        0
    } else {
        DEFAULT_TIMEOUT.load(SeqCst)
    };
    s.timeout.store(timeout, SeqCst);
    let old = s.fd.swap(fd, SeqCst);
    if old >= 0 {
        // Initialised twice: the first descriptor is nobody's any more.
        let _ = th.blocking(|| file::close(old));
    }
    if timeout >= 0
        && let Err(e) = os::set_blocking(fd, false)
    {
        return Err(failed(th, e));
    }
    Ok(())
}

/// A socket that was dropped open is closed, with a warning.
fn sock_finalize(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let s = this(th, o)?;
    if s.fd() < 0 {
        return Ok(());
    }
    let told = warn_unclosed(th, o);
    if let Err(Raised) = crate::warn::issued(th, told) {
        let what = "Exception ignored while finalizing socket";
        error::write_unraisable(th, what, Some(o));
    }
    let fd = s.fd.swap(-1, SeqCst);
    if fd >= 0 {
        let _ = th.blocking(|| file::close(fd));
    }
    Ok(())
}

fn warn_unclosed(th: &mut Thread, o: Ref<'_>) -> R<()> {
    let text = ops::repr_text(th, o)?;
    let msg = pystr::new(th, &format!("unclosed {text}"))?;
    util::warn(th, &error::RESOURCE_WARNING, msg.r(), Some(o))
}

fn sock_close(th: &mut Thread, a: Args<'_>) -> R {
    let fd = this(th, a.at(0))?.fd.swap(-1, SeqCst);
    if fd >= 0 {
        match th.blocking(|| file::close(fd)) {
            // What the peer did is no matter any more.
            Ok(()) | Err(EINTR | libc::ECONNRESET) => {}
            Err(e) => return Err(failed(th, e)),
        }
    }
    Ok(Obj::none())
}

fn sock_detach(th: &mut Thread, a: Args<'_>) -> R {
    let fd = this(th, a.at(0))?.fd.swap(-1, SeqCst);
    Ok(number(fd))
}
fn sock_fileno(th: &mut Thread, a: Args<'_>) -> R {
    this(th, a.at(0)).map(|s| number(s.fd()))
}

fn sock_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let s = this(th, o)?;
    let t = format!(
        "<socket object, fd={}, family={}, type={}, proto={}>",
        s.fd(),
        s.family(),
        s.kind.load(SeqCst),
        s.protocol.load(SeqCst)
    );
    pystr::new(th, &t)
}

// ------------------------------------------------------------------ time

/// A timeout argument in nanoseconds; None is -1.
pub fn timeout_arg(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if o.is_none() {
        return Ok(-1);
    }
    let ns = duration_ns(th, o)?;
    if ns < 0 {
        return Err(value_error(th, "Timeout value out of range"));
    }
    // The system waits in milliseconds of a C int.
    if ns / 1_000_000 > i64::from(i32::MAX) {
        let m = "timeout doesn't fit into C timeval";
        return Err(error::overflow_error(th, m));
    }
    Ok(ns)
}

/// The value of `gettimeout()`.
pub fn timeout_value(th: &mut Thread, ns: i64) -> R {
    if ns < 0 {
        return Ok(Obj::none());
    }
    float::new(th, ns as f64 / 1e9)
}

fn set_timeout(th: &mut Thread, s: &Socket, ns: i64) -> R {
    s.timeout.store(ns, SeqCst);
    let r = os::set_blocking(s.fd(), ns < 0);
    done(th, r)
}
fn sock_settimeout(th: &mut Thread, a: Args<'_>) -> R {
    let ns = timeout_arg(th, a.at(1))?;
    let s = this(th, a.at(0))?;
    set_timeout(th, s, ns)
}
fn sock_setblocking(th: &mut Thread, a: Args<'_>) -> R {
    let on = ops::is_true(th, a.at(1))?;
    let s = this(th, a.at(0))?;
    set_timeout(th, s, if on { -1 } else { 0 })
}
fn sock_gettimeout(th: &mut Thread, a: Args<'_>) -> R {
    let ns = this(th, a.at(0))?.timeout();
    timeout_value(th, ns)
}
fn sock_getblocking(th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(this(th, a.at(0))?.timeout() != 0))
}
fn get_timeout(th: &mut Thread, o: Ref<'_>) -> R {
    let ns = this(th, o)?.timeout();
    timeout_value(th, ns)
}

// ------------------------------------------------------------------ connections

fn sock_bind(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    let addr = address::parse(th, s.family(), a.at(1), "bind")?;
    let fd = s.fd();
    let r = th.blocking(|| os::bind(fd, &addr));
    done(th, r)
}

fn sock_listen(th: &mut Thread, a: Args<'_>) -> R {
    let n = c_int_or(th, a.opt(1), 128)?.max(0);
    let fd = this(th, a.at(0))?.fd();
    let r = th.blocking(|| os::listen(fd, n));
    done(th, r)
}

fn sock_accept(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    let (fd, from) = wait_for(th, s, READ, os::accept)?;
    match address::to_python(th, &from) {
        Ok(from) => tuple::new(th, vec![number(fd), from]),
        Err(e) => {
            let _ = file::close(fd);
            Err(e)
        }
    }
}

/// Connects; the errno is the caller's to raise.
fn connect(th: &mut Thread, s: &Socket, addr: &Address) -> R<Sys<()>> {
    let (fd, timeout) = (s.fd(), s.timeout());
    let end = deadline(timeout);
    let r = th.blocking(|| os::connect(fd, addr));
    let going_on = match r {
        Err(EINTR) => {
            hooks::safepoint(th)?;
            timeout != 0
        }
        Err(libc::EINPROGRESS) => timeout > 0,
        _ => false,
    };
    if !going_on {
        return Ok(r);
    }
    // The system goes on by itself: the socket becomes writable, and knows what came of it.
    if !ready(th, fd, WRITE, end)? {
        return Err(timed_out(th));
    }
    match os::option_int(fd, libc::SOL_SOCKET, libc::SO_ERROR) {
        Ok(0 | libc::EISCONN) => Ok(Ok(())),
        Ok(e) | Err(e) => Ok(Err(e)),
    }
}

fn sock_connect(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    let addr = address::parse(th, s.family(), a.at(1), "connect")?;
    let r = connect(th, s, &addr)?;
    done(th, r)
}

fn sock_connect_ex(th: &mut Thread, a: Args<'_>) -> R {
    let s = this(th, a.at(0))?;
    let addr = address::parse(th, s.family(), a.at(1), "connect_ex")?;
    match connect(th, s, &addr) {
        Ok(r) => Ok(number(r.err().unwrap_or(0))),
        Err(Raised) => {
            // Time over is a number as well: that of a call that would have to wait.
            error::suppress(th, &error::TIMEOUT_ERROR)?;
            Ok(number(libc::EAGAIN))
        }
    }
}

fn sock_shutdown(th: &mut Thread, a: Args<'_>) -> R {
    let how = int::c_int(th, a.at(1))?;
    let fd = this(th, a.at(0))?.fd();
    let r = th.blocking(|| os::shutdown(fd, how));
    done(th, r)
}

fn name_of(th: &mut Thread, r: Sys<Address>) -> R {
    match r {
        Ok(a) => address::to_python(th, &a),
        Err(e) => Err(failed(th, e)),
    }
}
fn sock_getsockname(th: &mut Thread, a: Args<'_>) -> R {
    let r = os::name(this(th, a.at(0))?.fd());
    name_of(th, r)
}
fn sock_getpeername(th: &mut Thread, a: Args<'_>) -> R {
    let r = os::peer(this(th, a.at(0))?.fd());
    name_of(th, r)
}

// ------------------------------------------------------------------ data

fn flags_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<i32> {
    c_int_or(th, o, 0)
}

fn sock_send(th: &mut Thread, a: Args<'_>) -> R {
    let data = data_of(th, a.at(1))?;
    let flags = flags_arg(th, a.opt(2))?;
    let s = this(th, a.at(0))?;
    let n = wait_for(th, s, WRITE, |fd| os::send(fd, &data, flags))?;
    int::from_usize(th, n)
}

fn sock_sendall(th: &mut Thread, a: Args<'_>) -> R {
    let data = data_of(th, a.at(1))?;
    let flags = flags_arg(th, a.opt(2))?;
    let s = this(th, a.at(0))?;
    // The time is for all of it.
    let (timeout, mut at) = (s.timeout(), 0);
    let end = deadline(timeout);
    while at < data.len() {
        let fd = s.fd();
        let rest = data.get(at..).unwrap_or_default();
        match perform(th, fd, WRITE, timeout, end, || os::send(fd, rest, flags))? {
            Ok(n) => at += n,
            Err(e) => return Err(failed(th, e)),
        }
        hooks::safepoint(th)?;
    }
    Ok(Obj::none())
}

fn sock_sendto(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "socket.sendto")?;
    let given = a.len().saturating_sub(1);
    if !(2..=3).contains(&given) {
        let m = format!("sendto() takes 2 or 3 arguments ({given} given)");
        return Err(type_error(th, m));
    }
    let data = data_of(th, a.at(1))?;
    let (flags, to) = match a.opt(3) {
        None => (0, a.at(2)),
        Some(to) => (int::c_int(th, a.at(2))?, to),
    };
    let s = this(th, a.at(0))?;
    let to = address::parse(th, s.family(), to, "sendto")?;
    let n = wait_for(th, s, WRITE, |fd| os::send_to(fd, &data, flags, &to))?;
    int::from_usize(th, n)
}

/// Room for so many bytes.
fn room(th: &mut Thread, n: usize) -> R<Vec<u8>> {
    let mut v = Vec::new();
    error::reserve(th, &mut v, n)?;
    Ok(v)
}

pub(super) fn size_arg(th: &mut Thread, o: Ref<'_>, caller: &str) -> R<usize> {
    let n = int::ssize(th, o)?;
    match usize::try_from(n) {
        Ok(n) => Ok(n.min(file::MAX_IO)),
        Err(_) => Err(value_error(th, format!("negative buffersize in {caller}"))),
    }
}

/// Receives with `f`, which is given room for `most` bytes; what came, and what `f` says of it.
pub(super) fn receive_with<T>(
    th: &mut Thread,
    s: &Socket,
    events: i16,
    most: usize,
    mut f: impl FnMut(i32, &mut Vec<u8>) -> Sys<T>,
) -> R<(Vec<u8>, T)> {
    let mut out = room(th, most)?;
    let (fd, timeout) = (s.fd(), s.timeout());
    let end = deadline(timeout);
    match perform(th, fd, events, timeout, end, || f(fd, &mut out))? {
        Ok(r) => Ok((out, r)),
        Err(e) => Err(failed(th, e)),
    }
}

fn receive(th: &mut Thread, s: &Socket, most: usize, flags: i32) -> R<Vec<u8>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let r = receive_with(th, s, READ, most, |fd, out| {
        os::receive(fd, out, most, flags)
    });
    r.map(|r| r.0)
}

fn receive_from(th: &mut Thread, s: &Socket, most: usize, flags: i32) -> R<(Vec<u8>, Address)> {
    let r = receive_with(th, s, READ, most, |fd, out| {
        os::receive_from(fd, out, most, flags)
    });
    r.map(|(out, (_, from))| (out, from))
}

fn sock_recv(th: &mut Thread, a: Args<'_>) -> R {
    let most = size_arg(th, a.at(1), "recv")?;
    let flags = flags_arg(th, a.opt(2))?;
    let s = this(th, a.at(0))?;
    let got = receive(th, s, most, flags)?;
    bytes::new(th, &got)
}

fn sock_recvfrom(th: &mut Thread, a: Args<'_>) -> R {
    let most = size_arg(th, a.at(1), "recvfrom")?;
    let flags = flags_arg(th, a.opt(2))?;
    let s = this(th, a.at(0))?;
    let (got, from) = receive_from(th, s, most, flags)?;
    let from = address::to_python(th, &from)?;
    let got = bytes::new(th, &got)?;
    tuple::new(th, vec![got, from])
}

/// Length to receive into a buffer: all of it, or `nbytes` if that is not 0.
fn into_length(th: &mut Thread, a: Args<'_>, caller: &str) -> R<usize> {
    let have = buffer::writable_len(th, a.at(1), &format!("{caller}() argument 1"))?;
    let n = match a.opt(2) {
        None => 0,
        Some(n) => int::ssize(th, n)?,
    };
    match usize::try_from(n) {
        Err(_) => Err(value_error(th, format!("negative buffersize in {caller}"))),
        Ok(0) => Ok(have),
        Ok(n) if n > have => {
            let m = if caller == "recv_into" {
                "buffer too small for requested bytes"
            } else {
                "nbytes is greater than the length of the buffer"
            };
            Err(value_error(th, m))
        }
        Ok(n) => Ok(n),
    }
}

fn sock_recv_into(th: &mut Thread, a: Args<'_>) -> R {
    let most = into_length(th, a, "recv_into")?;
    let flags = flags_arg(th, a.opt(3))?;
    let s = this(th, a.at(0))?;
    let got = receive(th, s, most, flags)?;
    buf::fill(th, a.at(1), &got)?;
    int::from_usize(th, got.len())
}

fn sock_recvfrom_into(th: &mut Thread, a: Args<'_>) -> R {
    let most = into_length(th, a, "recvfrom_into")?;
    let flags = flags_arg(th, a.opt(3))?;
    let s = this(th, a.at(0))?;
    let (got, from) = receive_from(th, s, most, flags)?;
    buf::fill(th, a.at(1), &got)?;
    let from = address::to_python(th, &from)?;
    let n = int::from_usize(th, got.len())?;
    tuple::new(th, vec![n, from])
}

// ------------------------------------------------------------------ options

fn sock_setsockopt(th: &mut Thread, a: Args<'_>) -> R {
    let level = int::c_int(th, a.at(1))?;
    let name = int::c_int(th, a.at(2))?;
    let fd = this(th, a.at(0))?.fd();
    let value = a.at(3);
    let r = if let Some(n) = a.opt(4) {
        if !value.is_none() {
            return Err(type_error(
                th,
                "setsockopt() argument 3 must be None when optlen is given",
            ));
        }
        let n = int::c_int(th, n)?;
        os::set_option_none(fd, level, name, n as u32)
    } else if value.is_none() {
        return Err(type_error(
            th,
            "setsockopt() requires 4 arguments when the third argument is None",
        ));
    } else if int::is_int(value) || value.class().slots().index().is_some() {
        let n = int::c_int(th, value)?;
        os::set_option(fd, level, name, &n.to_ne_bytes())
    } else {
        let b = data_of(th, value)?;
        os::set_option(fd, level, name, &b)
    };
    done(th, r)
}

fn sock_getsockopt(th: &mut Thread, a: Args<'_>) -> R {
    let level = int::c_int(th, a.at(1))?;
    let name = int::c_int(th, a.at(2))?;
    let n = c_int_or(th, a.opt(3), 0)?;
    let fd = this(th, a.at(0))?.fd();
    if n == 0 {
        return match os::option_int(fd, level, name) {
            Ok(v) => Ok(number(v)),
            Err(e) => Err(failed(th, e)),
        };
    }
    if !(0..=1024).contains(&n) {
        let m = "getsockopt buflen out of range";
        return Err(error::raise(th, &error::OS_ERROR, m));
    }
    match os::option(fd, level, name, n as usize) {
        Ok(v) => bytes::new(th, &v),
        Err(e) => Err(failed(th, e)),
    }
}

fn get_family(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|s| number(s.family()))
}
fn get_type(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|s| number(s.kind.load(SeqCst)))
}
fn get_proto(th: &mut Thread, o: Ref<'_>) -> R {
    this(th, o).map(|s| number(s.protocol.load(SeqCst)))
}

#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("_accept", Kind::NoArgs, sock_accept, "Wait for a connection; gives its descriptor and the peer's address."),
    MethodDef::new("bind", Kind::One, sock_bind, "Bind the socket to a local address."),
    MethodDef::new("close", Kind::NoArgs, sock_close, "Close the socket; from then on it cannot be used."),
    MethodDef::new("connect", Kind::One, sock_connect, "Connect to a remote address."),
    MethodDef::new("connect_ex", Kind::One, sock_connect_ex, "Connect like connect(), but return the errno."),
    MethodDef::new("detach", Kind::NoArgs, sock_detach, "Give the descriptor up without closing it."),
    MethodDef::new("fileno", Kind::NoArgs, sock_fileno, "The descriptor; -1 when closed."),
    MethodDef::new("getpeername", Kind::NoArgs, sock_getpeername, "The address of the peer."),
    MethodDef::new("getsockname", Kind::NoArgs, sock_getsockname, "The address of the socket."),
    MethodDef::new("getsockopt", Kind::Pos(2, 3), sock_getsockopt, "An option: an int, or bytes of the length asked for."),
    MethodDef::new("setsockopt", Kind::Pos(3, 4), sock_setsockopt, "Set an option to an int, bytes, or None with a length."),
    MethodDef::new("listen", Kind::Pos(0, 1), sock_listen, "Accept connections from now on."),
    MethodDef::new("recv", Kind::Pos(1, 2), sock_recv, "Receive at most so many bytes; none at the end."),
    MethodDef::new("recv_into", Kind::Sig("buffer, nbytes=, flags="), sock_recv_into, "Receive into a buffer; gives the number of bytes."),
    MethodDef::new("recvfrom", Kind::Pos(1, 2), sock_recvfrom, "Receive, with the sender's address."),
    MethodDef::new("recvfrom_into", Kind::Sig("buffer, nbytes=, flags="), sock_recvfrom_into, "Receive into a buffer, with the sender's address."),
    MethodDef::new("send", Kind::Pos(1, 2), sock_send, "Send; gives the number of bytes that were taken."),
    MethodDef::new("sendall", Kind::Pos(1, 2), sock_sendall, "Send all of it."),
    MethodDef::new("sendto", Kind::Any, sock_sendto, "Send to an address."),
    MethodDef::new("sendmsg", Kind::Pos(1, 4), message::sendmsg, "Send data in parts, with control data beside it."),
    MethodDef::new("recvmsg", Kind::Pos(1, 3), message::recvmsg, "Receive data and control data."),
    MethodDef::new("recvmsg_into", Kind::Pos(1, 3), message::recvmsg_into, "Receive data into buffers, and control data."),
    MethodDef::new("setblocking", Kind::One, sock_setblocking, "Whether calls wait."),
    MethodDef::new("getblocking", Kind::NoArgs, sock_getblocking, "Whether calls wait."),
    MethodDef::new("settimeout", Kind::One, sock_settimeout, "How many seconds calls wait; None: for ever."),
    MethodDef::new("gettimeout", Kind::NoArgs, sock_gettimeout, "How many seconds calls wait; None: for ever."),
    MethodDef::new("shutdown", Kind::One, sock_shutdown, "End reading, writing, or both."),
];

#[rustfmt::skip]
static GETSET: &[GetSetDef] = &[
    GetSetDef { name: "family", get: get_family, set: None, doc: "The socket family." },
    GetSetDef { name: "type", get: get_type, set: None, doc: "The socket type." },
    GetSetDef { name: "proto", get: get_proto, set: None, doc: "The protocol." },
    GetSetDef { name: "timeout", get: get_timeout, set: None, doc: "The timeout of the socket in seconds." },
];

static SPEC: TypeSpec = TypeSpec::new(
    &SOCKET,
    sock_new,
    "A socket: one end of a connection, or a place where datagrams come and go.",
)
.methods(METHODS)
.getset(GETSET)
.flags(tf::HAS_FINALIZER);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if SOCKET.is_ready() {
        return Ok(());
    }
    SPEC.begin::<Socket>(&types::OBJECT);
    let s = SOCKET.slots();
    s.set_init(sock_init);
    s.set_repr(sock_repr);
    s.set_finalize(sock_finalize);
    SPEC.end(th)
}
