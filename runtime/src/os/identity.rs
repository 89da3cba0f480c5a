//! Who the process is: users, groups, and its place among those that want the processor.

use super::{Sys, cvt, errno};

/// A call that sets user or group numbers; `u32::MAX` leaves one as it is.
#[derive(Clone, Copy)]
pub enum Change {
    /// `setuid`
    Uid(u32),
    /// `setgid`
    Gid(u32),
    /// `seteuid`
    EffectiveUid(u32),
    /// `setegid`
    EffectiveGid(u32),
    /// `setreuid`: real, effective.
    Uids(u32, u32),
    /// `setregid`: real, effective.
    Gids(u32, u32),
    /// `setresuid`: real, effective, saved.
    AllUids(u32, u32, u32),
    /// `setresgid`: real, effective, saved.
    AllGids(u32, u32, u32),
}

/// Sets the numbers, for all threads of the process.
pub fn change(c: Change) -> Sys<()> {
    // SAFETY: plain numbers.
    let r = unsafe {
        match c {
            Change::Uid(u) => libc::setuid(u),
            Change::Gid(g) => libc::setgid(g),
            Change::EffectiveUid(u) => libc::seteuid(u),
            Change::EffectiveGid(g) => libc::setegid(g),
            Change::Uids(r, e) => libc::setreuid(r, e),
            Change::Gids(r, e) => libc::setregid(r, e),
            Change::AllUids(r, e, s) => libc::setresuid(r, e, s),
            Change::AllGids(r, e, s) => libc::setresgid(r, e, s),
        }
    };
    cvt(r).map(drop)
}

/// Real, effective and saved user.
pub fn uids() -> Sys<[u32; 3]> {
    let [mut r, mut e, mut s] = [0; 3];
    // SAFETY: three places for three numbers.
    cvt(unsafe { libc::getresuid(&raw mut r, &raw mut e, &raw mut s) })?;
    Ok([r, e, s])
}

/// Real, effective and saved group.
pub fn gids() -> Sys<[u32; 3]> {
    let [mut r, mut e, mut s] = [0; 3];
    // SAFETY: three places for three numbers.
    cvt(unsafe { libc::getresgid(&raw mut r, &raw mut e, &raw mut s) })?;
    Ok([r, e, s])
}

/// Sets the supplementary groups.
pub fn set_groups(groups: &[u32]) -> Sys<()> {
    // SAFETY: the array has the length that is given.
    cvt(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(drop)
}

/// `getpriority(which, who)`.
pub fn priority(which: i32, who: u32) -> Sys<i32> {
    // SAFETY: errno is this thread's own; -1 is a valid result, so it is cleared first.
    unsafe {
        *libc::__errno_location() = 0;
        let r = libc::getpriority(which as _, who);
        if r == -1 && *libc::__errno_location() != 0 {
            return Err(errno());
        }
        Ok(r)
    }
}

/// `setpriority(which, who, priority)`.
pub fn set_priority(which: i32, who: u32, priority: i32) -> Sys<()> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::setpriority(which as _, who, priority) }).map(drop)
}

/// Writes what the system keeps of files in memory.
pub fn sync() {
    // SAFETY: no preconditions.
    unsafe { libc::sync() }
}
