//! Sockets: addresses, the calls on descriptors, names of hosts and services.

use super::{Sys, cvt, cvt_len, errno};
use std::ffi::{CStr, CString};
use std::mem::{align_of, size_of, zeroed};

/// The address of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// AF_INET: address in network order, port.
    V4([u8; 4], u16),
    /// AF_INET6: address in network order, port, flow, scope.
    V6([u8; 16], u16, u32, u32),
    /// AF_UNIX: path, or an abstract name that begins with NUL; empty: unnamed.
    Unix(Vec<u8>),
    /// Another family: its number and the bytes behind it.
    Other(u16, Vec<u8>),
    /// No address at all, as a connected datagram socket may give.
    None,
}

/// Bytes that the path of an AF_UNIX address may have, its final NUL included.
pub const UNIX_PATH_MAX: usize = 108;

/// An address as the system takes it.
struct Raw {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

impl Raw {
    fn empty() -> Raw {
        Raw {
            // SAFETY: all zeros is a valid sockaddr_storage.
            storage: unsafe { zeroed() },
            len: size_of::<libc::sockaddr_storage>() as libc::socklen_t,
        }
    }
    fn of(a: &Address) -> Raw {
        let mut r = Raw::empty();
        match a {
            Address::V4(ip, port) => {
                // SAFETY: all zeros is a valid sockaddr_in.
                let mut s: libc::sockaddr_in = unsafe { zeroed() };
                s.sin_family = libc::AF_INET as libc::sa_family_t;
                s.sin_port = port.to_be();
                s.sin_addr.s_addr = u32::from_ne_bytes(*ip);
                r.put(s);
            }
            Address::V6(ip, port, flow, scope) => {
                // SAFETY: all zeros is a valid sockaddr_in6.
                let mut s: libc::sockaddr_in6 = unsafe { zeroed() };
                s.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                s.sin6_port = port.to_be();
                s.sin6_flowinfo = flow.to_be();
                s.sin6_scope_id = *scope;
                s.sin6_addr.s6_addr = *ip;
                r.put(s);
            }
            Address::Unix(path) => {
                // SAFETY: all zeros is a valid sockaddr_un.
                let mut s: libc::sockaddr_un = unsafe { zeroed() };
                s.sun_family = libc::AF_UNIX as libc::sa_family_t;
                let n = path.len().min(UNIX_PATH_MAX);
                for (to, from) in s.sun_path.iter_mut().zip(path) {
                    *to = *from as libc::c_char;
                }
                r.put(s);
                // An abstract name ends where the length says, a path at its NUL.
                let end = usize::from(path.first().is_some_and(|&b| b != 0) && n < UNIX_PATH_MAX);
                r.len = (size_of::<libc::sa_family_t>() + n + end) as libc::socklen_t;
            }
            Address::Other(..) | Address::None => r.len = 0,
        }
        r
    }
    fn put<T: Copy>(&mut self, s: T) {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        // SAFETY: T is one of the sockaddr types: plain data, no larger and no more aligned than the storage.
        unsafe { std::ptr::from_mut(&mut self.storage).cast::<T>().write(s) };
        self.len = size_of::<T>() as libc::socklen_t;
    }
    /// The storage as another sockaddr type.
    fn view<T: Copy>(&self) -> T {
        const { assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>()) };
        // SAFETY: as in put; every bit pattern is valid for these types.
        unsafe { std::ptr::from_ref(&self.storage).cast::<T>().read() }
    }
    fn ptr(&self) -> *const libc::sockaddr {
        std::ptr::from_ref(&self.storage).cast()
    }
    fn ptr_mut(&mut self) -> *mut libc::sockaddr {
        std::ptr::from_mut(&mut self.storage).cast()
    }
    fn bytes(&self) -> &[u8] {
        let n = (self.len as usize).min(size_of::<libc::sockaddr_storage>());
        // SAFETY: the storage is plain data of at least n bytes.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(&self.storage).cast(), n) }
    }
    fn address(&self) -> Address {
        let head = size_of::<libc::sa_family_t>();
        if (self.len as usize) < head {
            return Address::None;
        }
        match i32::from(self.storage.ss_family) {
            libc::AF_INET => {
                let s: libc::sockaddr_in = self.view();
                Address::V4(s.sin_addr.s_addr.to_ne_bytes(), u16::from_be(s.sin_port))
            }
            libc::AF_INET6 => {
                let s: libc::sockaddr_in6 = self.view();
                Address::V6(
                    s.sin6_addr.s6_addr,
                    u16::from_be(s.sin6_port),
                    u32::from_be(s.sin6_flowinfo),
                    s.sin6_scope_id,
                )
            }
            libc::AF_UNIX => {
                let b = &self.bytes()[head..];
                let end = match b.first() {
                    Some(0) | None => b.len(),
                    Some(_) => b.iter().position(|&c| c == 0).unwrap_or(b.len()),
                };
                Address::Unix(b[..end].to_vec())
            }
            f => Address::Other(f as u16, self.bytes()[head..].to_vec()),
        }
    }
}

/// `socket(family, kind, protocol)`, not inherited by programs that are started.
pub fn socket(family: i32, kind: i32, protocol: i32) -> Sys<i32> {
    // SAFETY: plain numbers.
    cvt(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// `socketpair(family, kind, protocol)`.
pub fn pair(family: i32, kind: i32, protocol: i32) -> Sys<(i32, i32)> {
    let mut fds = [0; 2];
    // SAFETY: room for two descriptors.
    cvt(unsafe {
        libc::socketpair(
            family,
            kind | libc::SOCK_CLOEXEC,
            protocol,
            fds.as_mut_ptr(),
        )
    })?;
    Ok((fds[0], fds[1]))
}

/// `bind(fd, address)`.
pub fn bind(fd: i32, a: &Address) -> Sys<()> {
    let r = Raw::of(a);
    // SAFETY: the address is as long as said.
    cvt(unsafe { libc::bind(fd, r.ptr(), r.len) }).map(drop)
}

/// `connect(fd, address)`.
pub fn connect(fd: i32, a: &Address) -> Sys<()> {
    let r = Raw::of(a);
    // SAFETY: the address is as long as said.
    cvt(unsafe { libc::connect(fd, r.ptr(), r.len) }).map(drop)
}

/// `listen(fd, backlog)`.
pub fn listen(fd: i32, backlog: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::listen(fd, backlog) }).map(drop)
}

/// `accept4(fd)`: the new descriptor and the peer.
pub fn accept(fd: i32) -> Sys<(i32, Address)> {
    let mut r = Raw::empty();
    let p = r.ptr_mut();
    // SAFETY: the storage is as long as said.
    let new = cvt(unsafe { libc::accept4(fd, p, &mut r.len, libc::SOCK_CLOEXEC) })?;
    Ok((new, r.address()))
}

/// `getsockname(fd)`.
pub fn name(fd: i32) -> Sys<Address> {
    let mut r = Raw::empty();
    let p = r.ptr_mut();
    // SAFETY: the storage is as long as said.
    cvt(unsafe { libc::getsockname(fd, p, &mut r.len) })?;
    Ok(r.address())
}

/// `getpeername(fd)`.
pub fn peer(fd: i32) -> Sys<Address> {
    let mut r = Raw::empty();
    let p = r.ptr_mut();
    // SAFETY: the storage is as long as said.
    cvt(unsafe { libc::getpeername(fd, p, &mut r.len) })?;
    Ok(r.address())
}

/// `shutdown(fd, how)`.
pub fn shutdown(fd: i32, how: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::shutdown(fd, how) }).map(drop)
}

/// `send(fd, data, flags)`.
pub fn send(fd: i32, data: &[u8], flags: i32) -> Sys<usize> {
    // SAFETY: the data is as long as said.
    cvt_len(unsafe { libc::send(fd, data.as_ptr().cast(), data.len(), flags) })
}

/// `sendto(fd, data, flags, address)`.
pub fn send_to(fd: i32, data: &[u8], flags: i32, a: &Address) -> Sys<usize> {
    let r = Raw::of(a);
    let p = data.as_ptr().cast();
    // SAFETY: data and address are as long as said.
    cvt_len(unsafe { libc::sendto(fd, p, data.len(), flags, r.ptr(), r.len) })
}

/// `recv(fd, most, flags)`: at most `most` bytes behind `out`, which has room for them already.
pub fn receive(fd: i32, out: &mut Vec<u8>, most: usize, flags: i32) -> Sys<usize> {
    let most = most.min(out.capacity() - out.len());
    let room = out.spare_capacity_mut();
    // SAFETY: the spare room is at least `most` bytes long.
    let n = cvt_len(unsafe { libc::recv(fd, room.as_mut_ptr().cast(), most, flags) })?;
    // With MSG_TRUNC the length may be more than was written.
    let got = n.min(most);
    // SAFETY: the call has written so many bytes behind the old length.
    unsafe { out.set_len(out.len() + got) };
    Ok(got)
}

/// `recvfrom(fd, most, flags)`, as `receive`, with the sender.
pub fn receive_from(fd: i32, out: &mut Vec<u8>, most: usize, flags: i32) -> Sys<(usize, Address)> {
    let most = most.min(out.capacity() - out.len());
    let mut r = Raw::empty();
    let from = r.ptr_mut();
    let p = out.spare_capacity_mut().as_mut_ptr().cast();
    // SAFETY: the spare room is at least `most` bytes long, the storage as long as said.
    let n = cvt_len(unsafe { libc::recvfrom(fd, p, most, flags, from, &mut r.len) })?;
    let got = n.min(most);
    // SAFETY: as in receive.
    unsafe { out.set_len(out.len() + got) };
    Ok((got, r.address()))
}

/// Data that travels beside a message: level, kind, bytes.
pub struct Control {
    /// SOL_*.
    pub level: i32,
    /// SCM_*.
    pub kind: i32,
    /// What it holds.
    pub data: Vec<u8>,
}

/// `CMSG_LEN(n)`; None if it does not fit.
pub fn control_len(n: usize) -> Option<usize> {
    let n = u32::try_from(n).ok()?;
    // The padding in front of the data is less than 64 bytes.
    (n < u32::MAX - 64).then(|| {
        // SAFETY: arithmetic.
        unsafe { libc::CMSG_LEN(n) as usize }
    })
}

/// `CMSG_SPACE(n)`; None if it does not fit.
pub fn control_space(n: usize) -> Option<usize> {
    let n = u32::try_from(n).ok()?;
    (n < u32::MAX - 64).then(|| {
        // SAFETY: arithmetic.
        unsafe { libc::CMSG_SPACE(n) as usize }
    })
}

fn message(parts: &mut [libc::iovec]) -> libc::msghdr {
    // SAFETY: all zeros is a valid msghdr.
    let mut m: libc::msghdr = unsafe { zeroed() };
    m.msg_iov = parts.as_mut_ptr();
    m.msg_iovlen = parts.len() as _;
    m
}

/// Zeros for control data of so many bytes, aligned as its headers are; ENOMEM if there is no memory for it.
fn control_room(bytes: usize) -> Sys<Vec<u64>> {
    const { assert!(align_of::<libc::cmsghdr>() <= align_of::<u64>()) };
    let n = bytes.div_ceil(size_of::<u64>());
    let mut v = Vec::new();
    v.try_reserve_exact(n).map_err(|_| libc::ENOMEM)?;
    v.resize(n, 0);
    Ok(v)
}

/// `sendmsg(fd, parts, control, flags, address)`. EMSGSIZE if the control data is too long.
pub fn send_message(
    fd: i32,
    parts: &[Vec<u8>],
    control: &[Control],
    flags: i32,
    to: Option<&Address>,
) -> Sys<usize> {
    let mut io: Vec<libc::iovec> = parts
        .iter()
        .map(|p| libc::iovec {
            iov_base: p.as_ptr().cast_mut().cast(),
            iov_len: p.len(),
        })
        .collect();
    let mut total = 0usize;
    for c in control {
        let n = control_space(c.data.len()).ok_or(libc::EMSGSIZE)?;
        total = total.checked_add(n).ok_or(libc::EMSGSIZE)?;
    }
    let mut room = control_room(total)?;
    let mut m = message(&mut io);
    if total > 0 {
        m.msg_control = room.as_mut_ptr().cast();
        m.msg_controllen = total as _;
        // SAFETY: the room is `total` bytes long and aligned; each header and its data fit, as their spaces were added up.
        unsafe {
            let mut at = libc::CMSG_FIRSTHDR(&m);
            for c in control {
                if at.is_null() {
                    return Err(libc::EMSGSIZE);
                }
                (*at).cmsg_level = c.level;
                (*at).cmsg_type = c.kind;
                (*at).cmsg_len = control_len(c.data.len()).unwrap_or(0) as _;
                let data = libc::CMSG_DATA(at);
                std::ptr::copy_nonoverlapping(c.data.as_ptr(), data, c.data.len());
                at = libc::CMSG_NXTHDR(&m, at);
            }
        }
    }
    let mut raw = to.map(Raw::of);
    if let Some(r) = &mut raw {
        m.msg_namelen = r.len;
        m.msg_name = r.ptr_mut().cast();
    }
    // SAFETY: all that the header points to is as long as it says.
    cvt_len(unsafe { libc::sendmsg(fd, &m, flags) })
}

/// What `receive_message` gives beside the data.
pub struct Received {
    /// Bytes of data.
    pub len: usize,
    /// What came beside it.
    pub control: Vec<Control>,
    /// MSG_*.
    pub flags: i32,
    /// The sender.
    pub from: Address,
}

/// `recvmsg(fd, most, room for control data, flags)`: data behind `out`, which has room for it.
pub fn receive_message(
    fd: i32,
    out: &mut Vec<u8>,
    most: usize,
    space: usize,
    flags: i32,
) -> Sys<Received> {
    let most = most.min(out.capacity() - out.len());
    let mut io = [libc::iovec {
        iov_base: out.spare_capacity_mut().as_mut_ptr().cast(),
        iov_len: most,
    }];
    let mut room = control_room(space)?;
    let mut from = Raw::empty();
    let mut m = message(&mut io);
    if space > 0 {
        m.msg_control = room.as_mut_ptr().cast();
        m.msg_controllen = space as _;
    }
    m.msg_name = from.ptr_mut().cast();
    m.msg_namelen = from.len;
    // SAFETY: all that the header points to is as long as it says.
    let n = cvt_len(unsafe { libc::recvmsg(fd, &mut m, flags | libc::MSG_CMSG_CLOEXEC) })?;
    let len = n.min(most);
    // SAFETY: the call has written so many bytes behind the old length.
    unsafe { out.set_len(out.len() + len) };
    from.len = m.msg_namelen;
    let mut control = Vec::new();
    let end = room.as_ptr() as usize + m.msg_controllen.min(space);
    // SAFETY: the system has written whole headers into the room; the length of the last one's data may go beyond what was
    // written when it was cut off, so it is held against the end.
    unsafe {
        let mut at = libc::CMSG_FIRSTHDR(&m);
        while !at.is_null() {
            let data = libc::CMSG_DATA(at);
            let said = (*at).cmsg_len.saturating_sub(data as usize - at as usize);
            let there = said.min(end.saturating_sub(data as usize));
            control.push(Control {
                level: (*at).cmsg_level,
                kind: (*at).cmsg_type,
                data: std::slice::from_raw_parts(data, there).to_vec(),
            });
            at = libc::CMSG_NXTHDR(&m, at);
        }
    }
    Ok(Received {
        len,
        control,
        flags: m.msg_flags & !libc::MSG_CMSG_CLOEXEC,
        from: from.address(),
    })
}

/// `setsockopt(fd, level, name, value)`.
pub fn set_option(fd: i32, level: i32, name: i32, value: &[u8]) -> Sys<()> {
    let n = value.len() as libc::socklen_t;
    // SAFETY: the value is as long as said.
    cvt(unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), n) }).map(drop)
}

/// `setsockopt(fd, level, name, NULL, length)`.
pub fn set_option_none(fd: i32, level: i32, name: i32, length: u32) -> Sys<()> {
    // SAFETY: the system refuses an option that needs a value.
    cvt(unsafe { libc::setsockopt(fd, level, name, std::ptr::null(), length) }).map(drop)
}

/// `getsockopt(fd, level, name)`: at most `room` bytes.
pub fn option(fd: i32, level: i32, name: i32, room: usize) -> Sys<Vec<u8>> {
    let mut v = vec![0u8; room];
    let mut n = room as libc::socklen_t;
    // SAFETY: the buffer is as long as said.
    cvt(unsafe { libc::getsockopt(fd, level, name, v.as_mut_ptr().cast(), &mut n) })?;
    v.truncate(n as usize);
    Ok(v)
}

/// `getsockopt` of a C int.
pub fn option_int(fd: i32, level: i32, name: i32) -> Sys<i32> {
    let v = option(fd, level, name, size_of::<i32>())?;
    Ok(v.try_into().map_or(0, i32::from_ne_bytes))
}

/// Whether calls on the descriptor wait.
pub fn set_blocking(fd: i32, on: bool) -> Sys<()> {
    let old = super::process::status_flags(fd)?;
    let new = if on {
        old & !libc::O_NONBLOCK
    } else {
        old | libc::O_NONBLOCK
    };
    if new == old {
        return Ok(());
    }
    super::process::set_status_flags(fd, new)
}

/// One result of `look_up`.
pub struct Found {
    /// AF_*.
    pub family: i32,
    /// SOCK_*.
    pub kind: i32,
    /// Protocol.
    pub protocol: i32,
    /// Canonical name, of the first result only.
    pub canonical: Vec<u8>,
    /// Where to connect or bind to.
    pub address: Address,
}

/// What kinds of results `look_up` gives; zeros: any.
#[derive(Clone, Copy, Default)]
pub struct Hints {
    /// AF_*.
    pub family: i32,
    /// SOCK_*.
    pub kind: i32,
    /// Protocol.
    pub protocol: i32,
    /// AI_*.
    pub flags: i32,
}

/// What `getaddrinfo` or `getnameinfo` failed with: EAI_* with its text, or an errno.
#[derive(Debug)]
pub enum LookupError {
    /// EAI_* and its text.
    Name(i32, String),
    /// EAI_SYSTEM: the errno.
    System(i32),
}

fn lookup_error(code: i32) -> LookupError {
    if code == libc::EAI_SYSTEM {
        return LookupError::System(errno());
    }
    // SAFETY: gives a static text for every number.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    LookupError::Name(code, text.to_string_lossy().into_owned())
}

/// `getaddrinfo(host, service, hints)`. Blocks.
pub fn look_up(
    host: Option<&CStr>,
    service: Option<&CStr>,
    h: Hints,
) -> Result<Vec<Found>, LookupError> {
    // SAFETY: all zeros is a valid addrinfo.
    let mut hints: libc::addrinfo = unsafe { zeroed() };
    hints.ai_family = h.family;
    hints.ai_socktype = h.kind;
    hints.ai_protocol = h.protocol;
    hints.ai_flags = h.flags;
    let mut list = std::ptr::null_mut();
    let text = |s: Option<&CStr>| s.map_or(std::ptr::null(), CStr::as_ptr);
    let _lookup = super::time::during_lookup();
    // SAFETY: two C strings or null, valid hints, room for the list's head.
    let code = unsafe { libc::getaddrinfo(text(host), text(service), &hints, &mut list) };
    if code != 0 {
        return Err(lookup_error(code));
    }
    let mut out = Vec::new();
    let mut at = list;
    while !at.is_null() {
        // SAFETY: the list is ours until freeaddrinfo, and its links end with null.
        let i = unsafe { &*at };
        let mut r = Raw::empty();
        let n = (i.ai_addrlen as usize).min(size_of::<libc::sockaddr_storage>());
        if !i.ai_addr.is_null() {
            // SAFETY: ai_addr is ai_addrlen bytes long, and the storage no shorter than n.
            unsafe {
                let to = r.ptr_mut().cast::<u8>();
                std::ptr::copy_nonoverlapping(i.ai_addr.cast::<u8>(), to, n);
            }
        }
        r.len = n as libc::socklen_t;
        let canonical = if i.ai_canonname.is_null() {
            Vec::new()
        } else {
            // SAFETY: a C string of the list.
            unsafe { CStr::from_ptr(i.ai_canonname) }
                .to_bytes()
                .to_vec()
        };
        out.push(Found {
            family: i.ai_family,
            kind: i.ai_socktype,
            protocol: i.ai_protocol,
            canonical,
            address: r.address(),
        });
        at = i.ai_next;
    }
    // SAFETY: the list came from getaddrinfo and nothing refers to it any more.
    unsafe { libc::freeaddrinfo(list) };
    Ok(out)
}

/// `getnameinfo(address, flags)`: host and service. May block.
pub fn names_of(a: &Address, flags: i32) -> Result<(Vec<u8>, Vec<u8>), LookupError> {
    let r = Raw::of(a);
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    let _lookup = super::time::during_lookup();
    // SAFETY: address and buffers are as long as said.
    let code = unsafe {
        libc::getnameinfo(
            r.ptr(),
            r.len,
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(lookup_error(code));
    }
    let text = |b: &[u8]| b.split(|&c| c == 0).next().unwrap_or_default().to_vec();
    Ok((text(&host), text(&service)))
}

/// `gethostname()`.
pub fn host_name() -> Sys<Vec<u8>> {
    let mut b = [0u8; 256];
    // SAFETY: the buffer is as long as said.
    cvt(unsafe { libc::gethostname(b.as_mut_ptr().cast(), b.len() - 1) })?;
    Ok(b.split(|&c| c == 0).next().unwrap_or_default().to_vec())
}

/// The interfaces of the network: index and name.
pub fn interfaces() -> Sys<Vec<(u32, CString)>> {
    // SAFETY: gives a list that ends with index 0 and a null name, or null.
    let list = unsafe { libc::if_nameindex() };
    if list.is_null() {
        return Err(errno());
    }
    let mut out = Vec::new();
    let mut at = list;
    loop {
        // SAFETY: the list is ours until it is freed; its end has been looked for.
        let i = unsafe { &*at };
        if i.if_index == 0 || i.if_name.is_null() {
            break;
        }
        // SAFETY: a C string of the list.
        out.push((i.if_index, unsafe { CStr::from_ptr(i.if_name) }.to_owned()));
        // SAFETY: the entry before the end has a successor.
        at = unsafe { at.add(1) };
    }
    // SAFETY: the list came from if_nameindex.
    unsafe { libc::if_freenameindex(list) };
    Ok(out)
}
