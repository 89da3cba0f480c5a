//! Limits of processes and what they have used.

use super::{Sys, cvt};

/// Limits of a resource; `u64::MAX`: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The limit in force.
    pub soft: u64,
    /// How far the soft one may be raised.
    pub hard: u64,
}

/// Number of resources.
pub const LIMITS: i32 = 16;

/// Names and numbers of the `resource` module.
#[rustfmt::skip]
pub const RESOURCE_NUMBERS: &[(&str, i32)] = &[
    ("RLIMIT_AS", 9), ("RLIMIT_CORE", 4), ("RLIMIT_CPU", 0), ("RLIMIT_DATA", 2), ("RLIMIT_FSIZE", 1),
    ("RLIMIT_MEMLOCK", 8), ("RLIMIT_MSGQUEUE", 12), ("RLIMIT_NICE", 13), ("RLIMIT_NOFILE", 7), ("RLIMIT_NPROC", 6),
    ("RLIMIT_OFILE", 7), ("RLIMIT_RSS", 5), ("RLIMIT_RTPRIO", 14), ("RLIMIT_RTTIME", 15), ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_STACK", 3), ("RLIM_INFINITY", -1), ("RUSAGE_CHILDREN", -1), ("RUSAGE_SELF", 0), ("RUSAGE_THREAD", 1),
];

/// `prlimit`: the limits of a process (0: this one) before the new ones, if there are any, replaced them.
pub fn limits(pid: i32, resource: i32, new: Option<Limits>) -> Sys<Limits> {
    let new = new.map(|l| libc::rlimit {
        rlim_cur: l.soft,
        rlim_max: l.hard,
    });
    let new_at = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut old = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: null or a valid structure, and room for the old limits.
    cvt(unsafe { libc::prlimit(pid, resource as _, new_at, &mut old) })?;
    Ok(Limits {
        soft: old.rlim_cur,
        hard: old.rlim_max,
    })
}

/// What was used.
pub struct Usage {
    /// Microseconds in the program.
    pub user: i64,
    /// Microseconds in the kernel.
    pub system: i64,
    /// The other fields of the C structure, in its order.
    pub counts: [i64; 14],
}

/// `getrusage`.
pub fn usage(who: i32) -> Sys<Usage> {
    // SAFETY: a zeroed rusage, filled by the call.
    let u = unsafe {
        let mut u: libc::rusage = std::mem::zeroed();
        cvt(libc::getrusage(who, &mut u))?;
        u
    };
    let micros = |t: libc::timeval| t.tv_sec * 1_000_000 + t.tv_usec;
    Ok(Usage {
        user: micros(u.ru_utime),
        system: micros(u.ru_stime),
        counts: [
            u.ru_maxrss,
            u.ru_ixrss,
            u.ru_idrss,
            u.ru_isrss,
            u.ru_minflt,
            u.ru_majflt,
            u.ru_nswap,
            u.ru_inblock,
            u.ru_oublock,
            u.ru_msgsnd,
            u.ru_msgrcv,
            u.ru_nsignals,
            u.ru_nvcsw,
            u.ru_nivcsw,
        ],
    })
}

/// Bytes of a page.
pub fn page_size() -> i64 {
    // SAFETY: a plain number.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) }
}
