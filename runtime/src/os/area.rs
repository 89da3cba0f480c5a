//! Address space set aside, for stacks that grow into it.

/// Address space that belongs to its owner until it is dropped. Untouched pages cost nothing.
#[derive(Debug)]
pub struct Area {
    base: *mut u8,
    len: usize,
}

// SAFETY: plain memory; who has the area decides who may touch it.
unsafe impl Send for Area {}

impl Area {
    /// An area of `len` zeroed bytes; None if there is no address space.
    pub fn reserve(len: usize) -> Option<Area> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new anonymous mapping touches no memory that exists.
        let p = unsafe { libc::mmap(std::ptr::null_mut(), len, access, flags, -1, 0) };
        (p != libc::MAP_FAILED).then_some(Area {
            base: p.cast(),
            len,
        })
    }
    /// First byte; at least page aligned.
    pub fn base(&self) -> *mut u8 {
        self.base
    }
    /// Bytes.
    pub fn bytes(&self) -> usize {
        self.len
    }
}

impl Drop for Area {
    fn drop(&mut self) {
        // SAFETY: the mapping of `reserve`, given up by its owner.
        unsafe {
            libc::munmap(self.base.cast(), self.len);
        }
    }
}

/// The limit of the process's address space (`ulimit -v`), if there is one.
pub fn limit() -> Option<usize> {
    let mut r = libc::rlimit {
        rlim_cur: libc::RLIM_INFINITY,
        rlim_max: libc::RLIM_INFINITY,
    };
    // SAFETY: writes to `r` only.
    let ok = unsafe { libc::getrlimit(libc::RLIMIT_AS, &mut r) } == 0;
    (ok && r.rlim_cur != libc::RLIM_INFINITY).then_some(r.rlim_cur as usize)
}

/// Least that `scaled` gives.
const LEAST: usize = 4 << 20;

/// How much of a wish for `bytes` is in proportion: all of it, or one part in `parts` of a limited address space.
pub fn scaled(bytes: usize, parts: usize) -> usize {
    match limit() {
        Some(all) => bytes.min((all / parts).max(LEAST) & !0xffff),
        None => bytes,
    }
}

/// Lets the C library serve all threads from one heap. It hardly serves any: Rust has an allocator of its own. Left alone it
/// sets 64 to 128 MB of address space aside for each thread, which a limited one may not have. To be called before there
/// are threads.
pub fn share_system_heap() {
    #[cfg(target_env = "gnu")]
    // SAFETY: a setting, made while the process has one thread.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_zeroed_and_writable() {
        let a = Area::reserve(1 << 20).unwrap();
        // SAFETY: within the area, which is ours.
        unsafe {
            assert_eq!(*a.base().add(a.bytes() - 1), 0);
            a.base().add(a.bytes() - 1).write(1);
        }
        assert!(Area::reserve(usize::MAX / 2).is_none());
    }
}
