//! Terminals: their settings, their size, pairs of them.

use super::{Sys, cvt};

/// How many control characters there are.
pub const NCCS: usize = libc::NCCS;

/// What `termios` holds.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Flags of input, output, control and local modes.
    pub flags: [u32; 4],
    /// Codes of the speeds of input and output.
    pub speeds: [u32; 2],
    /// Control characters.
    pub characters: [u8; NCCS],
}

/// The settings of the terminal behind a descriptor.
pub fn settings(fd: i32) -> Sys<Settings> {
    // SAFETY: a zeroed termios, filled by the call; the speeds are read from it.
    unsafe {
        let mut t: libc::termios = std::mem::zeroed();
        cvt(libc::tcgetattr(fd, &mut t))?;
        Ok(Settings {
            flags: [t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag],
            speeds: [libc::cfgetispeed(&t), libc::cfgetospeed(&t)],
            characters: t.c_cc,
        })
    }
}

/// Changes the settings; `when` is one of the TCSA constants.
pub fn set(fd: i32, when: i32, s: &Settings) -> Sys<()> {
    // SAFETY: the termios begins as the terminal's own, which fills what Settings does not have.
    unsafe {
        let mut t: libc::termios = std::mem::zeroed();
        cvt(libc::tcgetattr(fd, &mut t))?;
        [t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag] = s.flags;
        t.c_cc = s.characters;
        cvt(libc::cfsetispeed(&mut t, s.speeds[0]))?;
        cvt(libc::cfsetospeed(&mut t, s.speeds[1]))?;
        cvt(libc::tcsetattr(fd, when, &t)).map(drop)
    }
}

/// Waits until all output is sent.
pub fn drain(fd: i32) -> Sys<()> {
    // SAFETY: no pointers.
    cvt(unsafe { libc::tcdrain(fd) }).map(drop)
}

/// Drops what waits in a queue.
pub fn flush(fd: i32, queue: i32) -> Sys<()> {
    // SAFETY: no pointers.
    cvt(unsafe { libc::tcflush(fd, queue) }).map(drop)
}

/// Stops or starts input or output.
pub fn flow(fd: i32, action: i32) -> Sys<()> {
    // SAFETY: no pointers.
    cvt(unsafe { libc::tcflow(fd, action) }).map(drop)
}

/// Sends a break.
pub fn send_break(fd: i32, duration: i32) -> Sys<()> {
    // SAFETY: no pointers.
    cvt(unsafe { libc::tcsendbreak(fd, duration) }).map(drop)
}

/// Lines and columns.
pub fn size(fd: i32) -> Sys<(u16, u16)> {
    // SAFETY: a zeroed winsize, filled by the call.
    unsafe {
        let mut w: libc::winsize = std::mem::zeroed();
        cvt(libc::ioctl(fd, libc::TIOCGWINSZ, &mut w))?;
        Ok((w.ws_row, w.ws_col))
    }
}

/// Sets lines and columns.
pub fn set_size(fd: i32, lines: u16, columns: u16) -> Sys<()> {
    // SAFETY: a whole winsize; the size in pixels stays as it is.
    unsafe {
        let mut w: libc::winsize = std::mem::zeroed();
        cvt(libc::ioctl(fd, libc::TIOCGWINSZ, &mut w))?;
        (w.ws_row, w.ws_col) = (lines, columns);
        cvt(libc::ioctl(fd, libc::TIOCSWINSZ, &w)).map(drop)
    }
}

/// Both ends of a new pair of terminals, closed in programs that are executed.
pub fn pair() -> Sys<(i32, i32)> {
    let (mut master, mut slave) = (-1, -1);
    // SAFETY: two ints to fill; name, settings and size may be null.
    unsafe {
        cvt(libc::openpty(
            &mut master,
            &mut slave,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        ))?;
        for fd in [master, slave] {
            cvt(libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC))?;
        }
    }
    Ok((master, slave))
}
