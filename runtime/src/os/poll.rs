//! Waiting for descriptors: poll and epoll.

use super::{Sys, cvt};

/// What is waited for at a descriptor, and what came: bits of `poll`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// Descriptor.
    pub fd: i32,
    /// Asked for.
    pub events: i16,
    /// Came.
    pub revents: i16,
}

/// `poll(fds, timeout in milliseconds)`; negative: for ever. Gives the number of descriptors with events.
pub fn poll(fds: &mut [Interest], timeout_ms: i32) -> Sys<usize> {
    let mut raw: Vec<libc::pollfd> = fds
        .iter()
        .map(|i| libc::pollfd {
            fd: i.fd,
            events: i.events,
            revents: 0,
        })
        .collect();
    // SAFETY: the vector is as long as said.
    let n = cvt(unsafe { libc::poll(raw.as_mut_ptr(), raw.len() as libc::nfds_t, timeout_ms) })?;
    for (i, r) in fds.iter_mut().zip(raw) {
        i.revents = r.revents;
    }
    Ok(n as usize)
}

/// `epoll_create1(flags)`.
pub fn epoll_create(flags: i32) -> Sys<i32> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::epoll_create1(flags) })
}

/// `epoll_ctl(ep, op, fd, events)`, the descriptor as data.
pub fn epoll_control(ep: i32, op: i32, fd: i32, events: u32) -> Sys<()> {
    let mut e = libc::epoll_event {
        events,
        u64: fd as u32 as u64,
    };
    // SAFETY: one event.
    cvt(unsafe { libc::epoll_ctl(ep, op, fd, &mut e) }).map(drop)
}

/// `epoll_wait`: descriptors with their events.
pub fn epoll_wait(ep: i32, most: usize, timeout_ms: i32) -> Sys<Vec<(i32, u32)>> {
    let mut v = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    // SAFETY: the vector is as long as said.
    let n = cvt(unsafe { libc::epoll_wait(ep, v.as_mut_ptr(), most as i32, timeout_ms) })?;
    Ok(v[..n as usize]
        .iter()
        .map(|e| (e.u64 as i32, e.events))
        .collect())
}
