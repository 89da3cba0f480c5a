//! `termios`: settings of terminals.

use crate::modules::common::exception_class;
use crate::modules::select::descriptor;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::os::Sys;
use typhon_runtime::os::terminal::{self, NCCS, Settings};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::{bytes, int, list, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// The class `error`.
static ERROR: Slot = Slot::empty();

const FORM: &str = "tcsetattr, arg 3: must be 7 element list";

#[cold]
fn fail(th: &mut Thread, errno: i32) -> Raised {
    let class = ERROR.get().unwrap_or_else(Obj::none);
    let number = Ref::small_int(i64::from(errno));
    let made = pystr::new(th, &error::errno_text(errno))
        .and_then(|m| call::call(th, class.r(), &[number, m.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(r) => r,
    }
}

fn done<T>(th: &mut Thread, r: Sys<T>) -> R<T> {
    r.map_err(|e| fail(th, e))
}

fn number(n: u32) -> Obj {
    Ref::small_int(i64::from(n)).own()
}

/// Whether two of the characters are numbers: without lines they say how much to wait for, and how long.
fn is_raw(s: &Settings) -> bool {
    s.flags[3] & libc::ICANON == 0
}

fn tcgetattr(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let r = terminal::settings(fd);
    let s = done(th, r)?;
    let mut characters = Vec::with_capacity(NCCS);
    for (i, &c) in s.characters.iter().enumerate() {
        let counts = is_raw(&s) && (i == libc::VMIN || i == libc::VTIME);
        characters.push(if counts {
            number(u32::from(c))
        } else {
            bytes::new(th, &[c])?
        });
    }
    let mut all: Vec<Obj> = s
        .flags
        .iter()
        .chain(&s.speeds)
        .map(|&n| number(n))
        .collect();
    all.push(list::new(th, characters)?);
    list::new(th, all)
}

/// The settings in a list as `tcgetattr` gives it; what is missing stays as `s` has it.
fn read(th: &mut Thread, o: Ref<'_>, s: &mut Settings) -> R<()> {
    let all = match o.get::<list::List>() {
        Some(_) => ops::collect(th, o)?,
        None => return Err(type_error(th, FORM)),
    };
    let Ok(all) = <[Obj; 7]>::try_from(all) else {
        return Err(type_error(th, FORM));
    };
    let [iflag, oflag, cflag, lflag, ispeed, ospeed, characters] = all;
    for (to, from) in s.flags.iter_mut().zip([iflag, oflag, cflag, lflag]) {
        *to = int::ssize(th, from.r())? as u32;
    }
    for (to, from) in s.speeds.iter_mut().zip([ispeed, ospeed]) {
        *to = int::ssize(th, from.r())? as u32;
    }
    let characters = match characters.get::<list::List>() {
        Some(_) => ops::collect(th, characters.r())?,
        None => Vec::new(),
    };
    if characters.len() != NCCS {
        let m = format!("tcsetattr: attributes[6] must be {NCCS} element list");
        return Err(type_error(th, m));
    }
    for (to, from) in s.characters.iter_mut().zip(characters) {
        *to = match bytes::value(from.r()) {
            Some(&[c]) => c,
            None if int::is_int(from.r()) => int::ssize(th, from.r())? as u8,
            _ => {
                let m = "tcsetattr: elements of attributes must be bytes objects of length 1 or integers";
                return Err(type_error(th, m));
            }
        };
    }
    Ok(())
}

fn tcsetattr(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let when = int::c_int(th, a.at(1))?;
    let r = terminal::settings(fd);
    let mut s = done(th, r)?;
    read(th, a.at(2), &mut s)?;
    let r = th.blocking(|| terminal::set(fd, when, &s));
    done(th, r).map(|()| Obj::none())
}

fn tcdrain(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let r = th.blocking(|| terminal::drain(fd));
    done(th, r).map(|()| Obj::none())
}

/// A call with a descriptor and a number.
fn with_number(th: &mut Thread, a: Args<'_>, f: fn(i32, i32) -> Sys<()>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let n = int::c_int(th, a.at(1))?;
    let r = th.blocking(|| f(fd, n));
    done(th, r).map(|()| Obj::none())
}
fn tcflush(th: &mut Thread, a: Args<'_>) -> R {
    with_number(th, a, terminal::flush)
}
fn tcflow(th: &mut Thread, a: Args<'_>) -> R {
    with_number(th, a, terminal::flow)
}
fn tcsendbreak(th: &mut Thread, a: Args<'_>) -> R {
    with_number(th, a, terminal::send_break)
}

fn tcgetwinsize(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let r = terminal::size(fd);
    let (lines, columns) = done(th, r)?;
    tuple::new(th, [lines, columns].map(|n| number(u32::from(n))).to_vec())
}
fn tcsetwinsize(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let both = ops::collect(th, a.at(1))?;
    let [lines, columns] = both.as_slice() else {
        let m = "tcsetwinsize, arg 2: must be a two-item sequence";
        return Err(type_error(th, m));
    };
    let mut sizes = [0; 2];
    for (to, from) in sizes.iter_mut().zip([lines, columns]) {
        *to = match u16::try_from(int::ssize(th, from.r())?) {
            Ok(n) => n,
            Err(_) => {
                let m = "winsize value(s) out of range.";
                return Err(error::overflow_error(th, m));
            }
        };
    }
    let r = terminal::set_size(fd, sizes[0], sizes[1]);
    done(th, r).map(|()| Obj::none())
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("tcgetattr", Kind::One, tcgetattr, "The settings: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]."),
    MethodDef::new("tcsetattr", Kind::Pos(3, 3), tcsetattr, "Change the settings."),
    MethodDef::new("tcsendbreak", Kind::Pos(2, 2), tcsendbreak, "Send a break."),
    MethodDef::new("tcdrain", Kind::One, tcdrain, "Wait until all output is sent."),
    MethodDef::new("tcflush", Kind::Pos(2, 2), tcflush, "Drop what waits in a queue."),
    MethodDef::new("tcflow", Kind::Pos(2, 2), tcflow, "Stop or start input or output."),
    MethodDef::new("tcgetwinsize", Kind::One, tcgetwinsize, "Lines and columns."),
    MethodDef::new("tcsetwinsize", Kind::Pos(2, 2), tcsetwinsize, "Set lines and columns."),
];

macro_rules! constants {
    ($($name:ident)*) => {
        &[$((stringify!($name), libc::$name as i64),)*]
    };
}
#[rustfmt::skip]
static CONSTANTS: &[(&str, i64)] = constants! {
    B0 B50 B75 B110 B134 B150 B200 B300 B600 B1200 B1800 B2400 B4800 B9600 B19200 B38400 B57600 B115200 B230400 B460800 B500000
    B576000 B921600 B1000000 B1152000 B1500000 B2000000 B2500000 B3000000 B3500000 B4000000
    BRKINT BS0 BS1 BSDLY CLOCAL CR0 CR1 CR2 CR3 CRDLY CREAD CRTSCTS CS5 CS6 CS7 CS8 CSIZE CSTOPB
    ECHO ECHOCTL ECHOE ECHOK ECHOKE ECHONL ECHOPRT EXTA EXTB FF0 FF1 FFDLY FLUSHO HUPCL
    ICANON ICRNL IEXTEN IGNBRK IGNCR IGNPAR IMAXBEL INLCR INPCK ISIG ISTRIP IUCLC IXANY IXOFF IXON
    NL0 NL1 NLDLY NOFLSH OCRNL OFDEL OFILL OLCUC ONLCR ONLRET ONOCR OPOST PARENB PARMRK PARODD PENDIN
    TAB0 TAB1 TAB2 TAB3 TABDLY TCIFLUSH TCIOFF TCIOFLUSH TCION TCOFLUSH TCOOFF TCOON TCSADRAIN TCSAFLUSH TCSANOW
    TIOCGWINSZ TIOCSWINSZ TOSTOP VDISCARD VEOF VEOL VEOL2 VERASE VINTR VKILL VLNEXT VMIN VQUIT VREPRINT VSTART VSTOP VSUSP
    VSWTC VT0 VT1 VTDLY VTIME VWERASE XCASE XTABS
};

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "termios")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for &(name, n) in CONSTANTS {
        module::add(th, m.r(), name, Ref::small_int(n).own())?;
    }
    module::add(th, m.r(), "NCCS", Ref::small_int(NCCS as i64).own())?;
    let e = exception_class(th, "termios", "error", &error::EXCEPTION)?;
    ERROR.set(e.clone());
    module::add(th, m.r(), "error", e)?;
    Ok(m)
}
