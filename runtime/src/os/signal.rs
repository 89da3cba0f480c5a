//! Signals: what the OS handler does, and the calls around it.
//!
//! SIGNAL RULE. The OS handler touches atomics and file descriptors only: it marks the signal, asks the main thread for
//!   a safepoint, writes to the wake descriptors and interrupts the main thread's system call. Python handlers run at
//!   that safepoint.

use super::{Sys, cvt, errno};
use crate::thread::{ThreadRec, breaker};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering::*};

/// One more than the largest signal number.
pub const NSIG: usize = 65;

static MARKED: [AtomicBool; NSIG] = [const { AtomicBool::new(false) }; NSIG];
static ANY: AtomicBool = AtomicBool::new(false);
static MAIN: AtomicPtr<ThreadRec> = AtomicPtr::new(std::ptr::null_mut());
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);
/// An eventfd that a sleeping main thread polls.
static EVENT: AtomicI32 = AtomicI32::new(-1);
/// `signal.set_wakeup_fd`.
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
/// Whether a full WAKEUP is worth a warning.
static WARN_FULL: AtomicBool = AtomicBool::new(true);
/// The error of a write to WAKEUP that nobody was told of yet; 0: none.
static WAKEUP_ERROR: AtomicI32 = AtomicI32::new(0);

/// The signal that only interrupts a system call of the main thread.
fn nudge() -> i32 {
    libc::SIGRTMAX() - 2
}

extern "C" fn on_nudge(_sig: libc::c_int) {}

extern "C" fn on_signal(sig: libc::c_int) {
    // SAFETY: errno's address is valid; the handler leaves errno as it was.
    let saved = unsafe { *libc::__errno_location() };
    if let Some(m) = MARKED.get(sig as usize) {
        // SeqCst: the mark comes before ANY, ANY before the request; take_marked reads them the other way round.
        m.store(true, SeqCst);
    }
    ANY.store(true, SeqCst);
    let main = MAIN.load(SeqCst);
    if !main.is_null() {
        // SAFETY: records are never freed.
        unsafe { (*main).request(breaker::SIGNAL) };
    }
    let event = EVENT.load(SeqCst);
    let one = 1u64;
    if event >= 0 {
        // SAFETY: eight bytes; write is async-signal-safe.
        unsafe { libc::write(event, (&raw const one).cast(), 8) };
    }
    let fd = WAKEUP.load(SeqCst);
    let byte = sig as u8;
    if fd >= 0 {
        // SAFETY: one byte.
        if unsafe { libc::write(fd, (&raw const byte).cast(), 1) } < 0 {
            let e = errno();
            if e != libc::EAGAIN || WARN_FULL.load(SeqCst) {
                // SeqCst: after this store comes ANY's below, which take_wakeup_error's caller reads first.
                WAKEUP_ERROR.store(e, SeqCst);
                ANY.store(true, SeqCst);
            }
        }
    }
    let main_thread = MAIN_THREAD.load(SeqCst);
    // SAFETY: pthread_self and pthread_kill are async-signal-safe; the main thread lives as long as the process.
    unsafe {
        if main_thread != 0 && libc::pthread_self() as u64 != main_thread {
            libc::pthread_kill(main_thread as libc::pthread_t, nudge());
        }
        *libc::__errno_location() = saved;
    }
}

/// Makes the calling thread the one that serves signals. Once, and again in the child of a fork.
pub fn set_main(rec: &'static ThreadRec) {
    MAIN.store(rec as *const ThreadRec as *mut ThreadRec, SeqCst);
    // SAFETY: no preconditions.
    MAIN_THREAD.store(unsafe { libc::pthread_self() } as u64, SeqCst);
    // SAFETY: no preconditions.
    let new = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    let old = EVENT.swap(new, SeqCst);
    if old >= 0 {
        // SAFETY: our own descriptor.
        unsafe { libc::close(old) };
    }
    let done = install(nudge(), on_nudge as *const () as usize);
    debug_assert!(done.is_ok());
}

fn install(sig: i32, handler: usize) -> Sys<usize> {
    // SAFETY: zeroed structures are valid; the handler is async-signal-safe (SIGNAL RULE) or SIG_DFL/SIG_IGN.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        let mut old: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = handler;
        libc::sigemptyset(&mut new.sa_mask);
        cvt(libc::sigaction(sig, &new, &mut old))?;
        Ok(old.sa_sigaction)
    }
}

/// What a signal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The system's default.
    Default,
    /// Nothing.
    Ignore,
    /// Marks the signal for the Python handler.
    Mark,
    /// A handler of somebody else.
    Foreign,
}

/// Sets what a signal does.
pub fn set_action(sig: i32, a: Action) -> Sys<()> {
    let h = match a {
        Action::Default | Action::Foreign => libc::SIG_DFL,
        Action::Ignore => libc::SIG_IGN,
        Action::Mark => on_signal as *const () as usize,
    };
    install(sig, h).map(drop)
}

/// What a signal does now.
pub fn action(sig: i32) -> Sys<Action> {
    // SAFETY: a zeroed structure is valid; the call fills it.
    let h = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        cvt(libc::sigaction(sig, std::ptr::null(), &mut old))?;
        old.sa_sigaction
    };
    Ok(match h {
        libc::SIG_DFL => Action::Default,
        libc::SIG_IGN => Action::Ignore,
        h if h == on_signal as *const () as usize => Action::Mark,
        _ => Action::Foreign,
    })
}

/// `siginterrupt`: whether system calls are interrupted.
pub fn set_interrupt(sig: i32, on: bool) -> Sys<()> {
    // SAFETY: as action.
    unsafe {
        let mut s: libc::sigaction = std::mem::zeroed();
        cvt(libc::sigaction(sig, std::ptr::null(), &mut s))?;
        if on {
            s.sa_flags &= !libc::SA_RESTART;
        } else {
            s.sa_flags |= libc::SA_RESTART;
        }
        cvt(libc::sigaction(sig, &s, std::ptr::null_mut())).map(drop)
    }
}

/// Takes the marked signals; the caller runs their handlers.
pub fn take_marked() -> Vec<i32> {
    // SeqCst: see on_signal. A signal that comes after this swap sets ANY again.
    if !ANY.swap(false, SeqCst) {
        return Vec::new();
    }
    (1..NSIG)
        .filter(|&i| MARKED[i].swap(false, SeqCst))
        .map(|i| i as i32)
        .collect()
}

/// Whether a signal waits for its Python handler.
pub fn is_marked() -> bool {
    ANY.load(SeqCst)
}

/// Marks a signal as if it had come (`_thread.interrupt_main`).
pub fn mark(sig: i32) {
    on_signal(sig);
}

/// Sets the descriptor that gets a byte per signal; gives the old one.
pub fn set_wakeup_fd(fd: i32, warn_full: bool) -> i32 {
    let old = WAKEUP.swap(fd, SeqCst);
    // SeqCst: one order with the handler's load; between the two stores a signal may warn by the old rule.
    WARN_FULL.store(warn_full, SeqCst);
    old
}

/// Takes the error of the last write to the wakeup descriptor that failed.
pub fn take_wakeup_error() -> Option<i32> {
    // SeqCst: see on_signal.
    let e = WAKEUP_ERROR.swap(0, SeqCst);
    (e != 0).then_some(e)
}

/// Sleeps until a point of the monotonic clock, or for ever; wakes up when a signal is marked. For the main thread:
/// unlike a plain sleep it cannot miss a signal that came just before.
pub fn wait_event(deadline_ns: Option<i64>) -> Sys<()> {
    let fd = EVENT.load(SeqCst);
    let mut p = [libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    }];
    let left = match deadline_ns {
        None => None,
        Some(d) => {
            let now = super::time::now(super::time::clock::MONOTONIC)?;
            let left = d.saturating_sub(now).max(0);
            Some(libc::timespec {
                tv_sec: left / 1_000_000_000,
                tv_nsec: left % 1_000_000_000,
            })
        }
    };
    let t = left
        .as_ref()
        .map_or(std::ptr::null(), |t| t as *const libc::timespec);
    // SAFETY: one pollfd, a timespec that outlives the call or null.
    let r = cvt(unsafe { libc::ppoll(p.as_mut_ptr(), 1, t, std::ptr::null()) });
    if p[0].revents != 0 {
        let mut n = 0u64;
        // SAFETY: eight bytes; the descriptor does not block.
        unsafe { libc::read(fd, (&raw mut n).cast(), 8) };
        return Err(libc::EINTR);
    }
    r.map(drop)
}

/// `raise(sig)`.
pub fn raise(sig: i32) -> Sys<()> {
    // SAFETY: no preconditions.
    if unsafe { libc::raise(sig) } == 0 {
        Ok(())
    } else {
        Err(errno())
    }
}

/// `pthread_kill`; `thread` is a `pthread_self` number.
pub fn kill_thread(thread: u64, sig: i32) -> Sys<()> {
    // SAFETY: callers give numbers of threads that they know to be alive.
    match unsafe { libc::pthread_kill(thread as libc::pthread_t, sig) } {
        0 => Ok(()),
        e => Err(e),
    }
}

/// The calling thread's `pthread_self` number.
pub fn this_thread() -> u64 {
    // SAFETY: no preconditions.
    unsafe { libc::pthread_self() as u64 }
}

/// The main thread's `pthread_self` number.
pub fn main_thread() -> u64 {
    MAIN_THREAD.load(SeqCst)
}

/// `alarm`: seconds that were left.
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: no preconditions.
    unsafe { libc::alarm(seconds) }
}

/// `pause()`, for the main thread: until a signal waits for its Python handler. Wakings that are left from earlier signals
/// do not count.
pub fn pause() {
    while !is_marked() {
        // An error is the waking itself; with any other one the mark still decides.
        let _ = wait_event(None);
    }
}

fn timeval(s: f64) -> libc::timeval {
    let whole = s.trunc();
    libc::timeval {
        tv_sec: whole as i64,
        tv_usec: ((s - whole) * 1e6) as i64,
    }
}
fn seconds(t: libc::timeval) -> f64 {
    t.tv_sec as f64 + t.tv_usec as f64 / 1e6
}

/// `setitimer`: the old value and interval in seconds.
pub fn set_timer(which: i32, value: f64, interval: f64) -> Sys<(f64, f64)> {
    let mut v = timeval(value);
    if value > 0.0 && v.tv_sec == 0 && v.tv_usec == 0 {
        v.tv_usec = 1;
    }
    let new = libc::itimerval {
        it_interval: timeval(interval),
        it_value: v,
    };
    // SAFETY: valid structures.
    unsafe {
        let mut old: libc::itimerval = std::mem::zeroed();
        cvt(libc::setitimer(which as _, &new, &mut old))?;
        Ok((seconds(old.it_value), seconds(old.it_interval)))
    }
}

/// `getitimer`.
pub fn timer(which: i32) -> Sys<(f64, f64)> {
    // SAFETY: a valid structure.
    unsafe {
        let mut now: libc::itimerval = std::mem::zeroed();
        cvt(libc::getitimer(which as _, &mut now))?;
        Ok((seconds(now.it_value), seconds(now.it_interval)))
    }
}

/// A set of signals.
#[derive(Clone, Copy, Default, Debug)]
pub struct Set(pub u64);

impl Set {
    fn to_c(self) -> libc::sigset_t {
        // SAFETY: sigemptyset initialises; sigaddset gets numbers below NSIG.
        unsafe {
            let mut s: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&mut s);
            for i in 1..NSIG as i32 {
                if self.has(i) {
                    libc::sigaddset(&mut s, i);
                }
            }
            s
        }
    }
    fn from_c(s: &libc::sigset_t) -> Set {
        let mut out = Set(0);
        for i in 1..NSIG as i32 {
            // SAFETY: an initialised set.
            if unsafe { libc::sigismember(s, i) } == 1 {
                out.add(i);
            }
        }
        out
    }
    /// Adds a signal (1..=64).
    pub fn add(&mut self, sig: i32) {
        self.0 |= 1u64.checked_shl((sig - 1) as u32).unwrap_or(0);
    }
    /// Whether it has a signal.
    pub fn has(self, sig: i32) -> bool {
        self.0
            .checked_shr((sig - 1) as u32)
            .is_some_and(|b| b & 1 == 1)
    }
    /// The signals in it.
    pub fn list(self) -> Vec<i32> {
        (1..NSIG as i32).filter(|&i| self.has(i)).collect()
    }
}

/// Blocks all signals for the calling thread; gives the mask it had. For threads that run no Python code: a signal to the
/// process then goes to one of those that do.
pub fn block_all() -> Sys<Set> {
    mask(libc::SIG_SETMASK, valid())
}

/// Gives the calling thread a mask.
pub fn set_mask(set: Set) -> Sys<()> {
    mask(libc::SIG_SETMASK, set).map(drop)
}

/// `pthread_sigmask`; gives the old mask.
pub fn mask(how: i32, set: Set) -> Sys<Set> {
    let new = set.to_c();
    // SAFETY: valid sets.
    unsafe {
        let mut old: libc::sigset_t = std::mem::zeroed();
        match libc::pthread_sigmask(how, &new, &mut old) {
            0 => Ok(Set::from_c(&old)),
            e => Err(e),
        }
    }
}

/// `sigpending`.
pub fn pending() -> Sys<Set> {
    // SAFETY: a valid set.
    unsafe {
        let mut s: libc::sigset_t = std::mem::zeroed();
        cvt(libc::sigpending(&mut s))?;
        Ok(Set::from_c(&s))
    }
}

/// `sigwait`, for at most so many nanoseconds; EAGAIN when they are over.
pub fn wait(set: Set, timeout_ns: Option<i64>) -> Sys<i32> {
    let s = set.to_c();
    let t = timeout_ns.map(|n| libc::timespec {
        tv_sec: n / 1_000_000_000,
        tv_nsec: n % 1_000_000_000,
    });
    // SAFETY: a valid set and timespec or null.
    cvt(unsafe {
        match &t {
            Some(t) => libc::sigtimedwait(&s, std::ptr::null_mut(), t),
            None => libc::sigwaitinfo(&s, std::ptr::null_mut()),
        }
    })
}

/// Signals that a program can name (the two that the C library keeps for itself are missing).
pub fn valid() -> Set {
    // SAFETY: sigfillset initialises.
    unsafe {
        let mut s: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut s);
        Set::from_c(&s)
    }
}

/// Text of a signal; None for unknown ones.
pub fn describe(sig: i32) -> Option<String> {
    // SAFETY: strsignal gives a valid C string or null; it is copied at once.
    let s = unsafe {
        let p = libc::strsignal(sig);
        if p.is_null() {
            return None;
        }
        std::ffi::CStr::from_ptr(p).to_string_lossy().into_owned()
    };
    if s.starts_with("Unknown signal") {
        None
    } else {
        Some(s)
    }
}
