//! The few calls of the operating system that the standard library does not offer: processor affinity, waiting for a
//! child with its resource usage, ending a process group. Nothing else in this crate is `unsafe`.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

/// What a process used, from the kernel's account of it and the children that it waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// Seconds of processor time in user mode.
    pub user: f64,
    /// Seconds of processor time in the kernel.
    pub system: f64,
    /// Largest resident memory, in bytes.
    pub max_rss: u64,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With this exit status.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
}

/// Numbers of the processors that this process may use; empty if the system does not tell.
pub fn affinity() -> Vec<usize> {
    let mut set = MaybeUninit::<libc::cpu_set_t>::zeroed();
    // SAFETY: `set` is as large as the size that is passed, and the call writes only there.
    let result =
        unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), set.as_mut_ptr()) };
    if result != 0 {
        return Vec::new();
    }
    // SAFETY: all bytes are initialised (zeroed, then written by the call), and every bit pattern is a valid set.
    let set = unsafe { set.assume_init() };
    let count = libc::CPU_SETSIZE as usize;
    // SAFETY: the numbers are below CPU_SETSIZE, which is what the macro asks for.
    (0..count)
        .filter(|&cpu| unsafe { libc::CPU_ISSET(cpu, &set) })
        .collect()
}

/// Makes the command start on these processors only. Numbers that the set cannot hold are left out.
pub fn pin(command: &mut Command, cpus: &[usize]) {
    // SAFETY: every bit pattern, all zeroes too, is a valid set.
    let mut set: libc::cpu_set_t = unsafe { MaybeUninit::zeroed().assume_init() };
    for &cpu in cpus.iter().filter(|&&c| c < libc::CPU_SETSIZE as usize) {
        // SAFETY: the number is below CPU_SETSIZE.
        unsafe { libc::CPU_SET(cpu, &mut set) };
    }
    let set_affinity = move || {
        // SAFETY: `set` lives in the closure and has the size that is passed; the call only reads it.
        match unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    };
    // SAFETY: between fork and exec the closure makes one system call and touches nothing but its own copy of the set:
    // no allocation, no lock.
    unsafe { command.pre_exec(set_affinity) };
}

/// Something that becomes readable when a child ends.
pub struct Exit {
    pid: libc::pid_t,
    handle: Option<OwnedFd>,
}

impl Exit {
    /// For a child of this process that nobody has waited for.
    pub fn of(pid: u32) -> Exit {
        let pid = pid as libc::pid_t;
        // SAFETY: the call takes two numbers and makes a descriptor or fails.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        // SAFETY: the descriptor was just made, nobody else owns it.
        let handle = (fd >= 0).then(|| unsafe { OwnedFd::from_raw_fd(fd as i32) });
        Exit { pid, handle }
    }

    /// Waits until the child has ended, at most `limit`; true if it has. The child is not reaped.
    pub fn wait(&self, limit: Duration) -> bool {
        let milliseconds = limit.as_millis().min(60_000) as i32;
        if let Some(handle) = &self.handle {
            let mut poll = libc::pollfd {
                fd: handle.as_raw_fd(),
                events: libc::POLLIN,
                revents: 0,
            };
            // SAFETY: one valid entry, as the count says.
            return unsafe { libc::poll(&mut poll, 1, milliseconds) } > 0;
        }
        // Kernels without such descriptors: look every millisecond.
        for _ in 0..milliseconds.max(1) {
            if self.has_ended() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.has_ended()
    }

    fn has_ended(&self) -> bool {
        let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
        // SAFETY: `info` is writable and of the right type; WNOWAIT leaves the child as it is.
        let result = unsafe {
            libc::waitid(
                libc::P_PID,
                self.pid as libc::id_t,
                info.as_mut_ptr(),
                flags,
            )
        };
        // SAFETY: zeroed or written by the call; with WNOHANG the number of the process stays zero if nothing has ended.
        result != 0 || unsafe { info.assume_init().si_pid() } != 0
    }

    /// Ends the child and every process that is still in its group.
    pub fn kill_group(&self) {
        // SAFETY: takes two numbers. The child leads its own group and has not been reaped, so the number is its own.
        unsafe { libc::kill(-self.pid, libc::SIGKILL) };
    }

    /// Reaps the child, waiting for its end.
    pub fn reap(self) -> io::Result<(End, Usage)> {
        let mut status = 0;
        let mut usage = MaybeUninit::<libc::rusage>::zeroed();
        loop {
            // SAFETY: both pointers are valid for writing.
            let result = unsafe { libc::wait4(self.pid, &mut status, 0, usage.as_mut_ptr()) };
            if result == self.pid {
                break;
            }
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        // SAFETY: the call succeeded and filled it.
        let usage = unsafe { usage.assume_init() };
        let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 * 1e-6;
        let end = if libc::WIFSIGNALED(status) {
            End::Signalled(libc::WTERMSIG(status))
        } else {
            End::Exited(libc::WEXITSTATUS(status))
        };
        let usage = Usage {
            user: seconds(usage.ru_utime),
            system: seconds(usage.ru_stime),
            // The kernel counts in KiB.
            max_rss: usage.ru_maxrss.max(0) as u64 * 1024,
        };
        Ok((end, usage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_pinned_and_accounted() {
        let cpus = affinity();
        let Some(&last) = cpus.last() else {
            return;
        };
        let mut command = Command::new("sh");
        command.args(["-c", "grep Cpus_allowed_list /proc/self/status"]);
        command.stdout(std::process::Stdio::piped());
        pin(&mut command, &[last]);
        let out = command.output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(text.trim_end().ends_with(&format!("\t{last}")), "{text}");
    }

    /// A child that the test reaps itself.
    #[allow(clippy::zombie_processes)]
    fn start(program: &str, argument: &[&str]) -> Exit {
        let mut command = Command::new(program);
        let child = command.args(argument).process_group(0).spawn();
        Exit::of(child.unwrap().id())
    }

    #[test]
    fn the_end_of_a_child_is_seen() {
        let exit = start("sh", &["-c", "exit 7"]);
        assert!(exit.wait(Duration::from_secs(20)));
        assert!(exit.has_ended());
        let (end, usage) = exit.reap().unwrap();
        assert_eq!(end, End::Exited(7));
        assert!(usage.max_rss > 0);
    }

    #[test]
    fn a_child_that_stays_is_ended() {
        let exit = start("sleep", &["60"]);
        assert!(!exit.wait(Duration::from_millis(20)) && !exit.has_ended());
        exit.kill_group();
        assert_eq!(exit.reap().unwrap().0, End::Signalled(libc::SIGKILL));
    }
}
