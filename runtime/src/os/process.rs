//! Processes: fork, exec, wait, signals to others, pipes, identity.
//!
//! CHILD RULE. Between fork and exec a child calls async-signal-safe functions only and allocates nothing: `Spawn` holds
//!   everything it needs, made before the fork. All signals are blocked across the fork; the child resets handlers
//!   before it unblocks them.

use super::{Sys, cvt, errno};
use std::ffi::{CStr, CString};

/// `pipe2(O_CLOEXEC)`: reading and writing end.
pub fn pipe(flags: i32) -> Sys<(i32, i32)> {
    let mut p = [0; 2];
    // SAFETY: room for two descriptors.
    cvt(unsafe { libc::pipe2(p.as_mut_ptr(), flags) })?;
    Ok((p[0], p[1]))
}

/// A copy of a descriptor that children do not inherit.
pub fn dup(fd: i32) -> Sys<i32> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

/// `dup2`; `inheritable`: whether children get the copy.
pub fn dup2(fd: i32, to: i32, inheritable: bool) -> Sys<i32> {
    // SAFETY: OS RULE 2.
    unsafe {
        if inheritable || fd == to {
            cvt(libc::dup2(fd, to))
        } else {
            cvt(libc::dup3(fd, to, libc::O_CLOEXEC))
        }
    }
}

/// The status flags of a descriptor (`F_GETFL`).
pub fn status_flags(fd: i32) -> Sys<i32> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fcntl(fd, libc::F_GETFL) })
}

/// Sets them (`F_SETFL`).
pub fn set_status_flags(fd: i32, flags: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fcntl(fd, libc::F_SETFL, flags) }).map(drop)
}

/// `kill(pid, sig)`.
pub fn kill(pid: i32, sig: i32) -> Sys<()> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::kill(pid, sig) }).map(drop)
}

/// `killpg(pgid, sig)`.
pub fn killpg(pgid: i32, sig: i32) -> Sys<()> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::killpg(pgid, sig) }).map(drop)
}

/// `waitpid(pid, options)`: process and status.
pub fn wait(pid: i32, options: i32) -> Sys<(i32, i32)> {
    let mut status = 0;
    // SAFETY: room for the status.
    let pid = cvt(unsafe { libc::waitpid(pid, &mut status, options) })?;
    Ok((pid, status))
}

/// What `waitid` tells of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The child.
    pub pid: i32,
    /// Its real user.
    pub uid: u32,
    /// SIGCHLD.
    pub signo: i32,
    /// Exit code or signal, by `code`.
    pub status: i32,
    /// `CLD_EXITED` and its like.
    pub code: i32,
}

/// `waitid(kind, id, options)`; None with `WNOHANG` when there is nothing to tell.
pub fn wait_id(kind: u32, id: u32, options: i32) -> Sys<Option<Ended>> {
    // SAFETY: a zeroed structure is valid and has room for the answer, which is one about a child: its fields are those
    // that the accessors read. A zero pid says that there is none.
    unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        cvt(libc::waitid(kind as libc::idtype_t, id, &mut info, options))?;
        let pid = info.si_pid();
        Ok((pid != 0).then(|| Ended {
            pid,
            uid: info.si_uid(),
            signo: info.si_signo,
            status: info.si_status(),
            code: info.si_code,
        }))
    }
}

/// `pidfd_open(pid, flags)`: a descriptor that becomes readable when the process ends. Children do not inherit it.
pub fn pidfd_open(pid: i32, flags: u32) -> Sys<i32> {
    // SAFETY: plain numbers.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) };
    cvt(fd as i32)
}

/// `sendfile`: the number of bytes that went from one descriptor to the other; without an offset from the file's position.
pub fn send_file(to: i32, from: i32, offset: Option<i64>, count: usize) -> Sys<usize> {
    let mut place = offset.unwrap_or(0);
    let at = if offset.is_some() {
        &raw mut place
    } else {
        std::ptr::null_mut()
    };
    // SAFETY: OS RULE 2; the offset is null or a variable of this function.
    let n = unsafe { libc::sendfile(to, from, at, count) };
    usize::try_from(n).map_err(|_| errno())
}

/// Number of a process or user that the process belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// Real user.
    Uid,
    /// Effective user.
    Euid,
    /// Real group.
    Gid,
    /// Effective group.
    Egid,
    /// Process group.
    Pgrp,
}

/// One of the process's own numbers.
pub fn id(which: Id) -> u32 {
    // SAFETY: no preconditions; these calls cannot fail.
    unsafe {
        match which {
            Id::Uid => libc::getuid(),
            Id::Euid => libc::geteuid(),
            Id::Gid => libc::getgid(),
            Id::Egid => libc::getegid(),
            Id::Pgrp => libc::getpgrp() as u32,
        }
    }
}

/// `getpgid(pid)`.
pub fn getpgid(pid: i32) -> Sys<i32> {
    // SAFETY: a plain number.
    cvt(unsafe { libc::getpgid(pid) })
}
/// `setpgid(pid, pgid)`.
pub fn setpgid(pid: i32, pgid: i32) -> Sys<()> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::setpgid(pid, pgid) }).map(drop)
}
/// `getsid(pid)`.
pub fn getsid(pid: i32) -> Sys<i32> {
    // SAFETY: a plain number.
    cvt(unsafe { libc::getsid(pid) })
}
/// `setsid()`.
pub fn setsid() -> Sys<i32> {
    // SAFETY: no preconditions.
    cvt(unsafe { libc::setsid() })
}
/// `umask(mask)`: the old mask.
pub fn umask(mask: u32) -> u32 {
    // SAFETY: no preconditions.
    unsafe { libc::umask(mask) }
}
/// `nice(n)`: the new priority.
pub fn nice(n: i32) -> Sys<i32> {
    // SAFETY: errno is this thread's own; -1 is a valid result, so it is cleared first.
    unsafe {
        *libc::__errno_location() = 0;
        let r = libc::nice(n);
        if r == -1 && *libc::__errno_location() != 0 {
            return Err(errno());
        }
        Ok(r)
    }
}
/// Supplementary groups.
pub fn groups() -> Sys<Vec<u32>> {
    // SAFETY: asks for the number first, then gives room for it.
    unsafe {
        let n = cvt(libc::getgroups(0, std::ptr::null_mut()))?;
        let mut v = vec![0u32; n as usize];
        let n = cvt(libc::getgroups(n, v.as_mut_ptr()))?;
        v.truncate(n as usize);
        Ok(v)
    }
}
/// `sched_yield()`.
pub fn sched_yield() {
    std::thread::yield_now();
}
/// `sched_setaffinity(pid, cpus)`.
pub fn set_affinity(pid: i32, cpus: &[usize]) -> Sys<()> {
    // SAFETY: a zeroed set is empty; numbers are checked against its size.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for &c in cpus {
            if c >= libc::CPU_SETSIZE as usize {
                return Err(libc::EINVAL);
            }
            libc::CPU_SET(c, &mut set);
        }
        cvt(libc::sched_setaffinity(
            pid,
            std::mem::size_of::<libc::cpu_set_t>(),
            &set,
        ))
        .map(drop)
    }
}
/// `sched_getaffinity(pid)`.
pub fn affinity(pid: i32) -> Sys<Vec<usize>> {
    // SAFETY: a zeroed set of the size that is given.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        cvt(libc::sched_getaffinity(
            pid,
            std::mem::size_of::<libc::cpu_set_t>(),
            &mut set,
        ))?;
        Ok((0..libc::CPU_SETSIZE as usize)
            .filter(|&c| libc::CPU_ISSET(c, &set))
            .collect())
    }
}
/// `sysconf(name)`; -1: no limit.
pub fn sysconf(name: i32) -> Sys<i64> {
    // SAFETY: errno is this thread's own; -1 without errno means "no limit".
    unsafe {
        *libc::__errno_location() = 0;
        let r = libc::sysconf(name);
        if r == -1 && *libc::__errno_location() != 0 {
            return Err(errno());
        }
        Ok(r)
    }
}
/// User, system, children's user and system time in clock ticks, and the elapsed ticks.
pub fn times() -> Sys<[i64; 5]> {
    // SAFETY: a zeroed tms, filled by the call.
    unsafe {
        let mut t: libc::tms = std::mem::zeroed();
        let now = libc::times(&mut t);
        Ok([t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, now])
    }
}
/// `_exit(status)`.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: no preconditions.
    unsafe { libc::_exit(status) }
}

/// `abort()`.
pub fn abort() -> ! {
    std::process::abort()
}

/// A null-terminated array of C strings for exec.
pub struct CArray {
    // Keeps what the pointers point to.
    strings: Vec<CString>,
    pointers: Vec<*const libc::c_char>,
}

impl CArray {
    /// From its strings.
    pub fn new(strings: Vec<CString>) -> CArray {
        let mut pointers: Vec<*const libc::c_char> = strings.iter().map(|s| s.as_ptr()).collect();
        pointers.push(std::ptr::null());
        CArray { strings, pointers }
    }
    /// The strings.
    pub fn strings(&self) -> &[CString] {
        &self.strings
    }
}

/// `execve`; comes back only with an error.
pub fn exec(path: &CStr, args: &CArray, env: &CArray) -> i32 {
    // SAFETY: null-terminated arrays of C strings that live as long as `args` and `env`.
    unsafe { libc::execve(path.as_ptr(), args.pointers.as_ptr(), env.pointers.as_ptr()) };
    errno()
}

/// What `fork` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forked {
    /// In the child.
    Child,
    /// In the parent: the child's number.
    Parent(i32),
}

/// Forks. In the child every other thread is gone: see `crate::fork` for what makes the interpreter live on there.
pub(crate) fn fork() -> Sys<Forked> {
    // SAFETY: the caller stopped all other threads of the interpreter, or follows the CHILD RULE.
    match cvt(unsafe { libc::fork() })? {
        0 => Ok(Forked::Child),
        pid => Ok(Forked::Parent(pid)),
    }
}

/// Everything that a child needs for exec, made before the fork (CHILD RULE).
pub struct Spawn {
    /// Programs to try in turn.
    pub programs: Vec<CString>,
    /// Arguments.
    pub args: CArray,
    /// Environment.
    pub env: CArray,
    /// Working directory.
    pub cwd: Option<CString>,
    /// Close every descriptor above 2 but those of `keep`.
    pub close_fds: bool,
    /// Descriptors that stay open, ascending.
    pub keep: Vec<i32>,
    /// Child's and parent's end of standard input, output and error; -1: none.
    pub streams: [(i32, i32); 3],
    /// Reading and writing end of the pipe for errors.
    pub errpipe: (i32, i32),
    /// Give the signals that the interpreter ignores back their defaults.
    pub restore_signals: bool,
    /// `setsid()`.
    pub new_session: bool,
    /// `setpgid(0, n)`; -1: no.
    pub process_group: i32,
    /// Group, supplementary groups, user, file mask to change to.
    pub gid: Option<u32>,
    /// See `gid`.
    pub groups: Option<Vec<u32>>,
    /// See `gid`.
    pub uid: Option<u32>,
    /// See `gid`; negative: no.
    pub umask: i32,
}

/// Where a child failed, as `subprocess` wants to read it.
#[derive(Clone, Copy)]
struct Failure(i32, &'static [u8]);

impl Spawn {
    /// Forks a child that executes the program; its number. Errors in the child go through `errpipe`.
    pub fn run(&self) -> Sys<i32> {
        // SAFETY: signal sets are plain data; the mask is put back in both processes.
        unsafe {
            let mut all: libc::sigset_t = std::mem::zeroed();
            let mut old: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&mut all);
            libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut old);
            let r = fork();
            if r == Ok(Forked::Child) {
                reset_handlers();
                libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
                self.child(|| true)
            }
            libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
            match r? {
                Forked::Parent(pid) => Ok(pid),
                Forked::Child => libc::_exit(255),
            }
        }
    }

    /// The child's way to exec; never comes back. `before` runs just before descriptors are closed; false: it failed.
    pub fn child(&self, before: impl FnOnce() -> bool) -> ! {
        let Failure(error, where_) = self.prepare_and_exec(before);
        self.report(error, where_);
        // SAFETY: ends the child without running anything of the parent's.
        unsafe { libc::_exit(255) }
    }

    fn report(&self, error: i32, where_: &[u8]) {
        let say = |b: &[u8]| {
            // SAFETY: the slice's own length.
            unsafe { libc::write(self.errpipe.1, b.as_ptr().cast(), b.len()) };
        };
        if error == 0 {
            say(b"SubprocessError:0:");
            return say(where_);
        }
        say(b"OSError:");
        let mut hex = [0u8; 8];
        let mut n = hex.len();
        let mut rest = error as u32;
        while rest != 0 {
            n -= 1;
            hex[n] = b"0123456789abcdef"[(rest & 15) as usize];
            rest >>= 4;
        }
        say(&hex[n..]);
        say(b":");
        say(where_);
    }

    fn prepare_and_exec(&self, before: impl FnOnce() -> bool) -> Failure {
        match self.prepare(before) {
            Err(f) => f,
            Ok(()) => {
                let mut saved = 0;
                for p in &self.programs {
                    let e = exec(p, &self.args, &self.env);
                    if e != libc::ENOENT && e != libc::ENOTDIR {
                        saved = e;
                    }
                    if saved == 0 || e == libc::ENOENT || e == libc::ENOTDIR {
                        // SAFETY: this thread's errno, for the report below.
                        unsafe { *libc::__errno_location() = e };
                    }
                }
                Failure(if saved != 0 { saved } else { errno() }, b"")
            }
        }
    }

    fn prepare(&self, before: impl FnOnce() -> bool) -> Result<(), Failure> {
        let fail = |e: i32| Failure(e, b"noexec");
        for &fd in &self.keep {
            if fd != self.errpipe.1 {
                super::file::set_inheritable(fd, true).map_err(fail)?;
            }
        }
        self.move_streams().map_err(fail)?;
        if let Some(d) = &self.cwd {
            // SAFETY: a C string.
            cvt(unsafe { libc::chdir(d.as_ptr()) }).map_err(|e| Failure(e, b"noexec:chdir"))?;
        }
        if self.umask >= 0 {
            umask(self.umask as u32);
        }
        if self.restore_signals {
            for sig in [libc::SIGPIPE, libc::SIGXFSZ] {
                // SAFETY: the default action.
                unsafe { libc::signal(sig, libc::SIG_DFL) };
            }
        }
        self.change_identity().map_err(fail)?;
        if !before() {
            return Err(Failure(0, b"Exception occurred in preexec_fn."));
        }
        if self.close_fds {
            self.close_others();
        }
        Ok(())
    }

    fn move_streams(&self) -> Sys<()> {
        let mut child = [self.streams[0].0, self.streams[1].0, self.streams[2].0];
        // SAFETY: OS RULE 2.
        unsafe {
            for (_, parent) in self.streams {
                if parent >= 0 {
                    libc::close(parent);
                }
            }
            libc::close(self.errpipe.0);
            // An end that sits on another stream's number is moved away first.
            if child[1] == 0 {
                child[1] = cvt(libc::dup(child[1]))?;
            }
            while child[2] == 0 || child[2] == 1 {
                child[2] = cvt(libc::dup(child[2]))?;
            }
        }
        for (to, &fd) in child.iter().enumerate() {
            let to = to as i32;
            if fd == to {
                super::file::set_inheritable(fd, true)?;
            } else if fd >= 0 {
                dup2(fd, to, true)?;
            }
        }
        Ok(())
    }

    fn change_identity(&self) -> Sys<()> {
        if self.new_session {
            setsid()?;
        }
        if self.process_group >= 0 {
            setpgid(0, self.process_group)?;
        }
        // SAFETY: a list of the length given; plain numbers.
        unsafe {
            if let Some(g) = &self.groups {
                cvt(libc::setgroups(g.len(), g.as_ptr()))?;
            }
            if let Some(g) = self.gid {
                cvt(libc::setregid(g, g))?;
            }
            if let Some(u) = self.uid {
                cvt(libc::setreuid(u, u))?;
            }
        }
        Ok(())
    }

    fn close_others(&self) {
        let mut from = 3;
        for &fd in &self.keep {
            if fd >= from {
                close_range(from, fd - 1);
                from = fd + 1;
            }
        }
        close_range(from, i32::MAX);
    }
}

/// Closes a range of descriptors, both ends included.
fn close_range(from: i32, to: i32) {
    if from > to {
        return;
    }
    // SAFETY: OS RULE 2; sysconf is async-signal-safe.
    unsafe {
        if libc::syscall(libc::SYS_close_range, from, to, 0) == 0 {
            return;
        }
        let most = libc::sysconf(libc::_SC_OPEN_MAX).clamp(256, 1 << 20) as i32;
        for fd in from..=to.min(most) {
            libc::close(fd);
        }
    }
}

/// Closes the descriptors `from <= fd < to`, errors ignored.
pub fn close_between(from: i32, to: i32) {
    close_range(from.max(0), to.saturating_sub(1));
}

/// Signals that the interpreter handles get their defaults back: its handlers know nothing of this child.
fn reset_handlers() {
    for sig in 1..65 {
        // SAFETY: zeroed structures are valid; a wrong number gives an error.
        unsafe {
            let mut s: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(sig, std::ptr::null(), &mut s) == 0
                && s.sa_sigaction != libc::SIG_DFL
                && s.sa_sigaction != libc::SIG_IGN
            {
                libc::signal(sig, libc::SIG_DFL);
            }
        }
    }
}
