//! `_signal`: Python handlers of signals, and the calls around them. The OS side: `typhon_runtime::os::signal`.
//!
//! Handlers are kept per signal number; they run in the main thread only, at a safepoint (`run_pending`).

use super::io::util;
use super::time::duration_ns;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::os::signal::{self as os, Action, NSIG, Set};
use typhon_runtime::os::{EINTR, time as ostime};
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::breaker;
use typhon_runtime::types::{
    self, float, int, module, str as pystr, structseq, tuple, typeobj::TypeObj,
};
use typhon_runtime::{Obj, R, Ref, Thread, error, hooks, ops};

/// What `getsignal` gives; empty: nobody asked yet or a foreign handler (None).
static HANDLERS: [Slot; NSIG] = [const { Slot::empty() }; NSIG];
static ITIMER_ERROR: OnceLock<Obj> = OnceLock::new();
static STARTED: AtomicBool = AtomicBool::new(false);
static SIGINFO: TypeObj = TypeObj::declare("signal.struct_siginfo");

const DFL: i64 = 0;
const IGN: i64 = 1;

/// Gives the interpreter its signals: KeyboardInterrupt for SIGINT, no death by SIGPIPE. Called once by the main
/// thread at start-up.
pub fn start(th: &mut Thread) -> R<()> {
    os::set_main(th.rec());
    if STARTED.swap(true, SeqCst) {
        return Ok(());
    }
    for s in [libc::SIGPIPE, libc::SIGXFSZ] {
        if let Err(e) = os::set_action(s, Action::Ignore) {
            return Err(error::os_error(th, e, None));
        }
    }
    for (i, slot) in HANDLERS.iter().enumerate().skip(1) {
        match os::action(i as i32) {
            Ok(Action::Default) => slot.set(util::int(DFL)),
            Ok(Action::Ignore) => slot.set(util::int(IGN)),
            _ => {}
        }
    }
    if os::action(libc::SIGINT) == Ok(Action::Default) {
        let f = call::new_function(th, &DEFAULT_INT, Some(pystr::intern_str("_signal").own()))?;
        HANDLERS[libc::SIGINT as usize].set(f);
        if let Err(e) = os::set_action(libc::SIGINT, Action::Mark) {
            return Err(error::os_error(th, e, None));
        }
    }
    Ok(())
}

/// Runs the Python handlers of the signals that came. The interpreter's `serve` hook calls it; elsewhere than in the
/// main thread it does nothing.
pub fn run_pending(th: &mut Thread) -> R<()> {
    if !th.is_main {
        return Ok(());
    }
    th.rec().breaker.fetch_and(!breaker::SIGNAL, SeqCst);
    if let Some(e) = os::take_wakeup_error() {
        let typhon_runtime::Raised = error::os_error(th, e, None);
        let what = "Exception ignored when trying to write to the signal wakeup fd";
        error::write_unraisable(th, what, None);
    }
    let mut marked = os::take_marked().into_iter();
    while let Some(sig) = marked.next() {
        let Some(h) = HANDLERS.get(sig as usize).and_then(Slot::get) else {
            continue;
        };
        if int::is_int(h.r()) || h.r().is_none() {
            continue;
        }
        let frame = current_frame(th)?;
        if let Err(e) = call::call(th, h.r(), &[Ref::small_int(i64::from(sig)), frame.r()]) {
            // The others stay for the next safepoint.
            for left in marked {
                os::mark(left);
            }
            return Err(e);
        }
    }
    Ok(())
}

fn current_frame(th: &mut Thread) -> R {
    let sys = hooks::import(th, "sys")?;
    match util::attr_opt(th, sys.r(), "_getframe")? {
        None => Ok(Obj::none()),
        Some(f) => match call::call(th, f.r(), &[]) {
            Ok(f) => Ok(f),
            Err(_) => error::suppress(th, &error::VALUE_ERROR).map(|()| Obj::none()),
        },
    }
}

/// `_thread.interrupt_main`: as if the signal had come, unless it is ignored or has its default action.
pub fn interrupt(sig: i32) {
    let h = HANDLERS.get(sig as usize).and_then(Slot::get);
    if h.is_some_and(|h| !int::is_int(h.r()) && !h.r().is_none()) {
        os::mark(sig);
    }
}

fn sig_arg(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let s = int::c_int(th, o)?;
    if (1..NSIG as i32).contains(&s) {
        Ok(s)
    } else {
        Err(error::value_error(th, "signal number out of range"))
    }
}

fn os_result<T>(th: &mut Thread, r: Result<T, i32>) -> R<T> {
    r.map_err(|e| error::os_error(th, e, None))
}

fn signal_default_int(th: &mut Thread, _a: Args<'_>) -> R {
    Err(error::raise_args(
        th,
        &error::KEYBOARD_INTERRUPT,
        Vec::new(),
    ))
}

static DEFAULT_INT: MethodDef = MethodDef::new(
    "default_int_handler",
    Kind::Pos(2, 2),
    signal_default_int,
    "The default handler for SIGINT: raises KeyboardInterrupt.",
);

fn signal_signal(th: &mut Thread, a: Args<'_>) -> R {
    let sig = int::c_int(th, a.at(0))?;
    if !th.is_main {
        return Err(error::value_error(
            th,
            "signal only works in main thread of the main interpreter",
        ));
    }
    if !(1..NSIG as i32).contains(&sig) {
        return Err(error::value_error(th, "signal number out of range"));
    }
    let h = a.at(1);
    let action = match int::to_i64(h) {
        Some(DFL) if int::is_int(h) => Action::Default,
        Some(IGN) if int::is_int(h) => Action::Ignore,
        _ if h.class().slots().call().is_some() => Action::Mark,
        _ => {
            let m = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(error::type_error(th, m));
        }
    };
    hooks::safepoint(th)?;
    let r = os::set_action(sig, action);
    os_result(th, r)?;
    let old = HANDLERS
        .get(sig as usize)
        .and_then(|s| s.swap(Some(h.own())));
    Ok(old.unwrap_or_else(Obj::none))
}

fn signal_getsignal(th: &mut Thread, a: Args<'_>) -> R {
    let sig = sig_arg(th, a.at(0))?;
    Ok(HANDLERS
        .get(sig as usize)
        .and_then(Slot::get)
        .unwrap_or_else(Obj::none))
}

fn signal_raise(th: &mut Thread, a: Args<'_>) -> R {
    let sig = int::c_int(th, a.at(0))?;
    let r = th.blocking(|| os::raise(sig));
    os_result(th, r)?;
    hooks::safepoint(th)?;
    Ok(Obj::none())
}

fn signal_pthread_kill(th: &mut Thread, a: Args<'_>) -> R {
    let Some(id) = int::to_i64(a.at(0)) else {
        return Err(error::overflow_error(
            th,
            "Python int too large to convert to C unsigned long",
        ));
    };
    let sig = int::c_int(th, a.at(1))?;
    let r = os::kill_thread(id as u64, sig);
    os_result(th, r)?;
    hooks::safepoint(th)?;
    Ok(Obj::none())
}

fn set_arg(th: &mut Thread, o: Ref<'_>) -> R<Set> {
    let mut set = Set::default();
    for item in ops::collect(th, o)? {
        let n = ops::index(th, item.r())?;
        // What does not fit is as wrong as -1.
        let s = int::to_i64(n.r())
            .and_then(|s| i32::try_from(s).ok())
            .unwrap_or(-1);
        if !(1..NSIG as i32).contains(&s) {
            let m = format!("signal number {s} out of range [1; {}]", NSIG - 1);
            return Err(error::value_error(th, m));
        }
        set.add(s);
    }
    Ok(set)
}

fn set_value(th: &mut Thread, s: Set) -> R {
    let items = s
        .list()
        .into_iter()
        .map(|i| util::int(i64::from(i)))
        .collect();
    let list = types::list::new(th, items)?;
    call::call(th, types::SET.r(), &[list.r()])
}

fn signal_sigmask(th: &mut Thread, a: Args<'_>) -> R {
    let how = int::c_int(th, a.at(0))?;
    let set = set_arg(th, a.at(1))?;
    let r = os::mask(how, set);
    let old = os_result(th, r)?;
    hooks::safepoint(th)?;
    set_value(th, old)
}
fn signal_sigpending(th: &mut Thread, _a: Args<'_>) -> R {
    let s = os_result(th, os::pending())?;
    set_value(th, s)
}
fn signal_valid(th: &mut Thread, _a: Args<'_>) -> R {
    set_value(th, os::valid())
}
fn signal_sigwait(th: &mut Thread, a: Args<'_>) -> R {
    let set = set_arg(th, a.at(0))?;
    let r = util::retry(th, || os::wait(set, None))?;
    os_result(th, r).map(|s| util::int(i64::from(s)))
}
fn siginfo(th: &mut Thread, sig: i32) -> R {
    let mut v = vec![util::int(i64::from(sig))];
    v.extend((0..6).map(|_| util::int(0)));
    structseq::new(th, &SIGINFO, v)
}
fn signal_sigwaitinfo(th: &mut Thread, a: Args<'_>) -> R {
    let set = set_arg(th, a.at(0))?;
    let r = util::retry(th, || os::wait(set, None))?;
    let s = os_result(th, r)?;
    siginfo(th, s)
}
fn signal_sigtimedwait(th: &mut Thread, a: Args<'_>) -> R {
    let set = set_arg(th, a.at(0))?;
    let ns = duration_ns(th, a.at(1))?;
    if ns < 0 {
        return Err(error::value_error(th, "timeout must be non-negative"));
    }
    let clock = ostime::clock::MONOTONIC;
    let end = os_result(th, ostime::now(clock))?.saturating_add(ns);
    loop {
        let left = end
            .saturating_sub(os_result(th, ostime::now(clock))?)
            .max(0);
        match th.blocking(|| os::wait(set, Some(left))) {
            Ok(s) => return siginfo(th, s),
            Err(libc::EAGAIN) => return Ok(Obj::none()),
            Err(EINTR) => hooks::safepoint(th)?,
            Err(e) => return Err(error::os_error(th, e, None)),
        }
    }
}

fn signal_wakeup_fd(th: &mut Thread, a: Args<'_>) -> R {
    let fd = int::c_int(th, a.at(0))?;
    if !th.is_main {
        return Err(error::value_error(
            th,
            "set_wakeup_fd only works in main thread of the main interpreter",
        ));
    }
    let warn_full = match a.opt(1) {
        None => true,
        Some(o) => ops::is_true(th, o)?,
    };
    if fd >= 0 {
        os_result(th, typhon_runtime::os::file::fstat(fd))?;
        let flags = os_result(th, typhon_runtime::os::process::status_flags(fd))?;
        if flags & libc::O_NONBLOCK == 0 {
            let m = format!("the fd {fd} must be in non-blocking mode");
            return Err(error::value_error(th, m));
        }
    }
    Ok(util::int(i64::from(os::set_wakeup_fd(fd, warn_full))))
}

fn signal_alarm(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    Ok(util::int(i64::from(os::alarm(n.max(0) as u32))))
}
fn signal_pause(th: &mut Thread, _a: Args<'_>) -> R {
    if th.is_main {
        th.blocking(os::pause);
    } else {
        loop {
            let far = ostime::now(ostime::clock::MONOTONIC)
                .unwrap_or(0)
                .saturating_add(1 << 60);
            if th.blocking(|| ostime::sleep_until(far)) == Err(EINTR) {
                break;
            }
        }
    }
    hooks::safepoint(th)?;
    Ok(Obj::none())
}
fn signal_siginterrupt(th: &mut Thread, a: Args<'_>) -> R {
    let sig = sig_arg(th, a.at(0))?;
    let on = ops::is_true(th, a.at(1))?;
    let r = os::set_interrupt(sig, on);
    os_result(th, r)?;
    Ok(Obj::none())
}
fn signal_strsignal(th: &mut Thread, a: Args<'_>) -> R {
    let sig = sig_arg(th, a.at(0))?;
    match os::describe(sig) {
        Some(s) => pystr::new(th, &s),
        None => Ok(Obj::none()),
    }
}

fn timer_result(th: &mut Thread, r: Result<(f64, f64), i32>) -> R {
    match r {
        Ok((v, i)) => {
            let (v, i) = (float::new(th, v)?, float::new(th, i)?);
            tuple::new(th, vec![v, i])
        }
        Err(e) => {
            let class = itimer_error(th)?;
            let Some(t) = class.as_type() else {
                return Err(error::os_error(th, e, None));
            };
            let text = pystr::new(th, &error::errno_text(e))?;
            Err(error::raise_args(
                th,
                t,
                vec![util::int(i64::from(e)), text],
            ))
        }
    }
}
fn seconds_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<f64> {
    match o {
        None => Ok(0.0),
        Some(o) => float::as_double(th, o),
    }
}
fn signal_setitimer(th: &mut Thread, a: Args<'_>) -> R {
    let which = int::c_int(th, a.at(0))?;
    let v = seconds_arg(th, a.opt(1))?;
    let i = seconds_arg(th, a.opt(2))?;
    timer_result(th, os::set_timer(which, v, i))
}
fn signal_getitimer(th: &mut Thread, a: Args<'_>) -> R {
    let which = int::c_int(th, a.at(0))?;
    timer_result(th, os::timer(which))
}

fn itimer_error(th: &mut Thread) -> R<Ref<'static>> {
    if let Some(c) = ITIMER_ERROR.get() {
        return Ok(c.r());
    }
    let bases = tuple::new(th, vec![error::OS_ERROR.r().own()])?;
    let ns = types::dict::new(th)?;
    if let Some(d) = ns.get::<types::dict::Dict>() {
        drop(d.insert_str(
            pystr::intern_str("__module__"),
            pystr::intern_str("signal").own(),
        ));
    }
    let c = types::classes::build(
        th,
        &types::TYPE,
        pystr::intern_str("itimer_error"),
        bases.r(),
        ns.r(),
        Args::NONE,
    )?;
    Ok(ITIMER_ERROR.get_or_init(|| c).r())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "signal",
        Kind::Pos(2, 2),
        signal_signal,
        "Set the action for the given signal.",
    ),
    MethodDef::new(
        "getsignal",
        Kind::One,
        signal_getsignal,
        "Return the current action for the given signal.",
    ),
    MethodDef::new(
        "raise_signal",
        Kind::One,
        signal_raise,
        "Send a signal to the executing process.",
    ),
    MethodDef::new(
        "pthread_kill",
        Kind::Pos(2, 2),
        signal_pthread_kill,
        "Send a signal to a thread.",
    ),
    MethodDef::new(
        "pthread_sigmask",
        Kind::Pos(2, 2),
        signal_sigmask,
        "Fetch and/or change the signal mask of the calling thread.",
    ),
    MethodDef::new(
        "sigpending",
        Kind::NoArgs,
        signal_sigpending,
        "Examine pending signals.",
    ),
    MethodDef::new(
        "valid_signals",
        Kind::NoArgs,
        signal_valid,
        "Return a set of valid signal numbers on this platform.",
    ),
    MethodDef::new("sigwait", Kind::One, signal_sigwait, "Wait for a signal."),
    MethodDef::new(
        "sigwaitinfo",
        Kind::One,
        signal_sigwaitinfo,
        "Wait synchronously until one of the signals is delivered.",
    ),
    MethodDef::new(
        "sigtimedwait",
        Kind::Pos(2, 2),
        signal_sigtimedwait,
        "Like sigwaitinfo(), but with a timeout.",
    ),
    MethodDef::new(
        "set_wakeup_fd",
        Kind::Sig("fd, /, *, warn_on_full_buffer="),
        signal_wakeup_fd,
        "Set the descriptor that gets a byte per signal.",
    ),
    MethodDef::new(
        "alarm",
        Kind::One,
        signal_alarm,
        "Arrange for SIGALRM to arrive after the given number of seconds.",
    ),
    MethodDef::new(
        "pause",
        Kind::NoArgs,
        signal_pause,
        "Wait until a signal arrives.",
    ),
    MethodDef::new(
        "siginterrupt",
        Kind::Pos(2, 2),
        signal_siginterrupt,
        "Change system call restart behaviour.",
    ),
    MethodDef::new(
        "strsignal",
        Kind::One,
        signal_strsignal,
        "Return the system description of the given signal.",
    ),
    MethodDef::new(
        "setitimer",
        Kind::Pos(2, 3),
        signal_setitimer,
        "Set the interval timer.",
    ),
    MethodDef::new(
        "getitimer",
        Kind::One,
        signal_getitimer,
        "Return the current value of the interval timer.",
    ),
];

const CONSTANTS: &[(&str, i32)] = &[
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("NSIG", NSIG as i32),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGABRT", libc::SIGABRT),
    ("SIGIOT", libc::SIGABRT),
    ("SIGBUS", libc::SIGBUS),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGSTKFLT", libc::SIGSTKFLT),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGIO", libc::SIGIO),
    ("SIGPOLL", libc::SIGIO),
    ("SIGPWR", libc::SIGPWR),
    ("SIGSYS", libc::SIGSYS),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_signal")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (name, v) in CONSTANTS {
        module::add(th, m.r(), name, util::int(i64::from(*v)))?;
    }
    module::add(
        th,
        m.r(),
        "SIGRTMIN",
        util::int(i64::from(libc::SIGRTMIN())),
    )?;
    module::add(
        th,
        m.r(),
        "SIGRTMAX",
        util::int(i64::from(libc::SIGRTMAX())),
    )?;
    let c = itimer_error(th)?.own();
    module::add(th, m.r(), "ItimerError", c)?;
    let fields = structseq::Fields {
        names: &[
            "si_signo",
            "si_code",
            "si_errno",
            "si_pid",
            "si_uid",
            "si_status",
            "si_band",
        ],
        visible: 7,
        constructible: true,
    };
    structseq::setup(th, &SIGINFO, fields)?;
    module::add(th, m.r(), "struct_siginfo", SIGINFO.r().own())?;
    let f = match HANDLERS[libc::SIGINT as usize].get() {
        Some(f) if f.r().is_exact(&types::BUILTIN_FUNCTION) => f,
        _ => call::new_function(th, &DEFAULT_INT, Some(pystr::intern_str("_signal").own()))?,
    };
    module::add(th, m.r(), "default_int_handler", f)?;
    Ok(m)
}
