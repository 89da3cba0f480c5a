//! Storage of `mmap.mmap`: mapped pages as the bytes of a bytearray, and where its reader stands.

use super::bytearray::ByteArray;
use crate::os::file;
use parking_lot::Mutex;

/// Payload of mmap objects and their subclasses.
pub struct Mmap {
    /// The pages; closed objects have none.
    pub data: ByteArray,
    /// What is known beside them. Held for moments only, never while `data` is.
    pub state: Mutex<State>,
}
crate::payload!(Mmap);

/// Position and descriptor.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// Where the next read or write begins.
    pub at: usize,
    /// Our own descriptor of the file; -1: none.
    pub fd: i32,
    /// Where in the file the pages begin.
    pub offset: i64,
    /// As the script asked: ACCESS_DEFAULT to ACCESS_COPY.
    pub access: i32,
    /// Flags of the mapping.
    pub flags: i32,
    /// Whether the script wants no descriptor to be kept.
    pub untracked: bool,
}

impl Mmap {
    /// Closes the descriptor, if there is one.
    pub fn close_file(&self) {
        let fd = std::mem::replace(&mut self.state.lock().fd, -1);
        if fd >= 0 {
            // Nobody is left to hear of an error.
            let _ = file::close(fd);
        }
    }
}

impl Drop for Mmap {
    fn drop(&mut self) {
        self.close_file();
    }
}
