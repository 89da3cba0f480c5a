//! `open()`, the standard streams, and the module's other functions.

use super::util::{self, method};
use super::{buffered, fileio, path, text};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::os::file;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, call, error, ops};

/// A parsed mode of `open()`.
struct Mode {
    raw: String,
    binary: bool,
    updating: bool,
    writing: bool,
}

fn parse_mode(th: &mut Thread, mode: &str) -> R<Mode> {
    let mut seen = String::new();
    for c in mode.chars() {
        if !"rwaxbt+".contains(c) || seen.contains(c) {
            return Err(error::value_error(th, format!("invalid mode: '{mode}'")));
        }
        seen.push(c);
    }
    let has = |c: char| seen.contains(c);
    if has('t') && has('b') {
        return Err(error::value_error(
            th,
            "can't have text and binary mode at once",
        ));
    }
    let kinds = "rwax".chars().filter(|&c| has(c)).count();
    if kinds != 1 {
        let m = if kinds == 0 {
            "Must have exactly one of create/read/write/append mode and at most one plus"
        } else {
            "must have exactly one of create/read/write/append mode"
        };
        return Err(error::value_error(th, m));
    }
    let raw: String = "rwax+".chars().filter(|&c| has(c)).collect();
    Ok(Mode {
        raw,
        binary: has('b'),
        updating: has('+'),
        writing: has('w') || has('a') || has('x'),
    })
}

fn str_arg(th: &mut Thread, o: Option<Ref<'_>>, what: &str) -> R<Option<String>> {
    match o {
        None => Ok(None),
        Some(s) if pystr::is_str(s) => Ok(Some(pystr::text(s))),
        Some(s) => {
            let t = s.class().name();
            Err(error::type_error(
                th,
                format!("open() argument '{what}' must be str or None, not {t}"),
            ))
        }
    }
}

fn io_open(th: &mut Thread, a: Args<'_>) -> R {
    let mode = match a.opt(1) {
        None => "r".to_string(),
        Some(s) if pystr::is_str(s) => pystr::text(s),
        Some(s) => {
            let t = s.class().name();
            return Err(error::type_error(
                th,
                format!("open() argument 'mode' must be str, not {t}"),
            ));
        }
    };
    let buffering = match a.opt(2) {
        None => -1,
        Some(b) => i64::from(types::int::c_int(th, b)?),
    };
    str_arg(th, a.opt_not_none(3), "encoding")?;
    str_arg(th, a.opt_not_none(4), "errors")?;
    str_arg(th, a.opt_not_none(5), "newline")?;
    let closefd = match a.opt(6) {
        None => true,
        Some(c) => ops::is_true(th, c)?,
    };
    let name = if types::int::is_int(a.at(0)) {
        a.at(0).own()
    } else {
        path::fspath(th, a.at(0))?
    };
    let m = parse_mode(th, &mode)?;
    if m.binary {
        for (i, what) in [(3, "an encoding"), (4, "an errors"), (5, "a newline")] {
            if a.opt_not_none(i).is_some() {
                return Err(error::value_error(
                    th,
                    format!("binary mode doesn't take {what} argument"),
                ));
            }
        }
        if buffering == 1 {
            let msg = pystr::new(
                th,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
            )?;
            util::warn(th, &error::RUNTIME_WARNING, msg.r(), None)?;
        }
    }
    let raw = fileio::open(th, name.r(), &m.raw, closefd, a.opt_not_none(7))?;
    match layers(th, &raw, &m, &mode, buffering, a) {
        Ok(o) => Ok(o),
        Err(Raised) => {
            let e = error::fetch(th);
            if let Err(Raised) = method(th, raw.r(), "close", &[]) {
                drop(error::fetch(th));
            }
            Err(error::restore(th, e))
        }
    }
}

/// Puts buffer and text layer over a raw file.
fn layers(th: &mut Thread, raw: &Obj, m: &Mode, mode: &str, mut buffering: i64, a: Args<'_>) -> R {
    let Some(f) = fileio::exact(raw.r()) else {
        return Err(error::type_error(th, "FileIO expected"));
    };
    let tty = buffering < 0 && !fileio::is_seekable(f) && file::isatty(f.fd());
    let mut line_buffering = false;
    if buffering == 1 && !m.binary || tty {
        line_buffering = true;
        buffering = -1;
    }
    if buffering < 0 || buffering == 1 {
        buffering = f.blksize().clamp(super::DEFAULT_BUFFER_SIZE, 8 << 20);
    }
    if buffering == 0 {
        if !m.binary {
            return Err(error::value_error(th, "can't have unbuffered text I/O"));
        }
        return Ok(raw.clone());
    }
    let class = if m.updating {
        super::base::check_seekable(th, raw.r())?;
        &buffered::RANDOM
    } else if m.writing {
        &buffered::WRITER
    } else {
        &buffered::READER
    };
    let buffer = buffered::wrap(th, class, raw.r(), buffering)?;
    if m.binary {
        return Ok(buffer);
    }
    let options = text::Options {
        encoding: a.opt_not_none(3),
        errors: a.opt_not_none(4),
        newline: a.opt_not_none(5),
        line_buffering,
        write_through: false,
    };
    let t = text::wrap(th, buffer.r(), options)?;
    let mode = pystr::new(th, mode)?;
    ops::setattr(th, t.r(), pystr::intern_str("mode"), Some(mode.r()))?;
    Ok(t)
}

fn io_open_code(th: &mut Thread, a: Args<'_>) -> R {
    let Some(_) = a.at(0).get::<pystr::Str>() else {
        let m = format!(
            "open_code() argument 'path' must be str, not {}",
            a.at(0).class().name()
        );
        return Err(error::type_error(th, m));
    };
    let mode = pystr::intern_str("rb");
    io_open(th, Args::of(&[a.at(0), mode]))
}

fn io_text_encoding(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).is_none() {
        pystr::new(th, "locale")
    } else {
        Ok(a.at(0).own())
    }
}

/// Functions of `_io`.
pub static FUNCTIONS: &[MethodDef] = &[
    OPEN,
    MethodDef::new(
        "open_code",
        Kind::Sig("path"),
        io_open_code,
        "Open the given file with the intent to import its contents.",
    ),
    MethodDef::new(
        "text_encoding",
        Kind::Sig("encoding, stacklevel=, /"),
        io_text_encoding,
        "Choose the text encoding.",
    ),
];

/// `open`, also a builtin.
pub const OPEN: MethodDef = MethodDef::new(
    "open",
    Kind::Sig("file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener="),
    io_open,
    "Open file and return a stream.",
);

/// The builtin function `open`.
pub static BUILTINS: &[MethodDef] = &[OPEN];

// ------------------------------------------------------------------ standard streams

fn standard(th: &mut Thread, fd: i32, name: &str, mode: &str, errors: &str, unbuffered: bool) -> R {
    if file::fstat(fd).is_err() {
        // The descriptor is closed: the stream is None, as in CPython.
        return Ok(Obj::none());
    }
    let raw = fileio::from_fd(th, fd, mode)?;
    let label = pystr::new(th, name)?;
    ops::setattr(th, raw.r(), pystr::intern_str("name"), Some(label.r()))?;
    let writing = mode == "w";
    let bare = unbuffered && writing;
    let buffer = if bare {
        raw.clone()
    } else {
        let class = if writing {
            &buffered::WRITER
        } else {
            &buffered::READER
        };
        buffered::wrap(th, class, raw.r(), super::DEFAULT_BUFFER_SIZE)?
    };
    let newline = pystr::intern_str("\n");
    let options = text::Options {
        encoding: Some(pystr::intern_str("utf-8")),
        errors: Some(pystr::intern_str(errors)),
        newline: if writing { Some(newline) } else { None },
        line_buffering: writing && (fd == 2 || file::isatty(fd)),
        write_through: bare,
    };
    let t = text::wrap(th, buffer.r(), options)?;
    let mode = pystr::new(th, mode)?;
    ops::setattr(th, t.r(), pystr::intern_str("mode"), Some(mode.r()))?;
    Ok(t)
}

/// `sys.stdin`, `sys.stdout`, `sys.stderr`; None where the descriptor is closed. `unbuffered`: `-u`.
pub fn make_std_streams(th: &mut Thread, unbuffered: bool) -> R<[Obj; 3]> {
    // As in CPython the C locale lets undecodable input through; so does UTF-8 mode.
    let lax = matches!(locale_name().as_str(), "" | "C" | "POSIX");
    let errors = if lax { "surrogateescape" } else { "strict" };
    Ok([
        standard(th, 0, "<stdin>", "r", errors, unbuffered)?,
        standard(th, 1, "<stdout>", "w", errors, unbuffered)?,
        standard(th, 2, "<stderr>", "w", "backslashreplace", unbuffered)?,
    ])
}

/// The locale that the environment asks for.
fn locale_name() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|n| std::env::var(n).ok().filter(|v| !v.is_empty()))
        .unwrap_or_default()
}

/// Flushes a standard stream at exit; true if that failed with an error other than a closed stream.
pub fn flush_std(th: &mut Thread, stream: Ref<'_>) -> R<()> {
    if stream.is_none() {
        return Ok(());
    }
    if let Some(c) = util::attr_opt(th, stream, "closed")?
        && ops::is_true(th, c.r())?
    {
        return Ok(());
    }
    let f = util::attr(th, stream, "flush")?;
    call::call(th, f.r(), &[]).map(drop)
}
