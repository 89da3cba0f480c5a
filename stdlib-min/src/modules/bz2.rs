//! `_bz2`: streams of bzip2. Files and whole texts are `lib/bz2.py`.
//!
//! As in `zlib`, the state of a stream is behind a mutex that is taken and given back while the thread is detached.

use crate::modules::common::{TypeSpec, of};
use crate::modules::io::buf;
use crate::modules::pump::{self, Step};
use bzip2::{Action, Compression, Status};
use parking_lot::Mutex;
use std::collections::TryReserveError;
use typhon_runtime::asleep::detached_with;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, bytes, int, module};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, payload};

static COMPRESSOR: TypeObj = TypeObj::declare("_bz2.BZ2Compressor");
static DECOMPRESSOR: TypeObj = TypeObj::declare("_bz2.BZ2Decompressor");

/// What can go wrong in a stream.
enum Trouble {
    /// The input is no such stream.
    Data,
    /// There is no memory for the output.
    Memory,
    /// The library was called in the wrong order.
    Sequence,
}

impl From<bzip2::Error> for Trouble {
    fn from(e: bzip2::Error) -> Trouble {
        match e {
            bzip2::Error::Data | bzip2::Error::DataMagic => Trouble::Data,
            bzip2::Error::Sequence | bzip2::Error::Param => Trouble::Sequence,
        }
    }
}

impl From<TryReserveError> for Trouble {
    fn from(_: TryReserveError) -> Trouble {
        Trouble::Memory
    }
}

#[cold]
fn trouble(th: &mut Thread, t: Trouble) -> Raised {
    match t {
        Trouble::Data => error::raise(th, &error::OS_ERROR, "Invalid data stream"),
        Trouble::Memory => error::no_memory(th),
        Trouble::Sequence => {
            let m = "Invalid sequence of commands sent to libbzip2";
            error::raise(th, &error::RUNTIME_ERROR, m)
        }
    }
}

fn data(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    buf::bytes_like(th, o).map(|b| b.into_owned())
}

// ------------------------------------------------------------------ compressing

/// Payload of `BZ2Compressor`; the state is gone after `flush`.
struct Compressor(Mutex<Option<bzip2::Compress>>);
payload!(Compressor);

fn compressor_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    const SIG: Sig = Sig::parse("compresslevel=, /");
    call::with_sig(th, "BZ2Compressor", &SIG, a, |th, v| {
        let level = match v.opt(0) {
            Some(n) => int::c_int(th, n)?,
            None => 9,
        };
        let level = u32::try_from(level).ok().and_then(Compression::try_new);
        let Some(level) = level else {
            return Err(value_error(th, "compresslevel must be between 1 and 9"));
        };
        let state = bzip2::Compress::new(level, 0);
        Obj::new(th, class, Compressor(Mutex::new(Some(state))))
    })
}

/// Gives `input` to the compressor and takes all that comes out.
fn compress(z: &mut bzip2::Compress, input: &[u8], action: Action) -> Result<Vec<u8>, Trouble> {
    let finish = matches!(action, Action::Finish);
    pump::feed(input, finish, |rest, out| {
        let (before_in, before_out) = (z.total_in(), z.total_out());
        let end = z.compress_vec(rest, out, action)? == Status::StreamEnd;
        Ok(Step {
            used: (z.total_in() - before_in) as usize,
            wrote: (z.total_out() - before_out) as usize,
            last: end,
            end,
        })
    })
}

fn run_compress(th: &mut Thread, o: Ref<'_>, input: &[u8], action: Action) -> R {
    let c = of::<Compressor>(th, o)?;
    let r = detached_with(th, &c.0, |state| {
        let z = state.as_mut()?;
        let r = compress(z, input, action);
        if matches!(action, Action::Finish) {
            *state = None;
        }
        Some(r)
    });
    match r {
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t)),
        None if matches!(action, Action::Finish) => {
            Err(value_error(th, "Repeated call to flush()"))
        }
        None => Err(value_error(th, "Compressor has been flushed")),
    }
}

fn compressor_compress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    run_compress(th, a.at(0), &input, Action::Run)
}
fn compressor_flush(th: &mut Thread, a: Args<'_>) -> R {
    run_compress(th, a.at(0), b"", Action::Finish)
}

// ------------------------------------------------------------------ decompressing

/// The state of a stream that is read in parts.
struct Reading {
    z: bzip2::Decompress,
    end: bool,
    /// Input behind the end of the stream.
    unused: Vec<u8>,
    /// Input that was not used yet, because there was no more room for output.
    tail: Vec<u8>,
    /// More output waits inside.
    full: bool,
    /// The stream is damaged: nothing can come of it any more.
    failed: bool,
}

/// Payload of `BZ2Decompressor`.
struct Decompressor(Mutex<Reading>);
payload!(Decompressor);

fn decompressor_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "BZ2Decompressor")?;
    a.check(th, "BZ2Decompressor", 0, 0)?;
    let state = Reading {
        z: bzip2::Decompress::new(false),
        end: false,
        unused: Vec::new(),
        tail: Vec::new(),
        full: false,
        failed: false,
    };
    Obj::new(th, class, Decompressor(Mutex::new(state)))
}

impl Reading {
    fn read(&mut self, input: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
        let mut all = std::mem::take(&mut self.tail);
        all.extend_from_slice(input);
        let z = &mut self.z;
        let drawn = pump::draw(&all, most, |rest, free| {
            let (before_in, before_out) = (z.total_in(), z.total_out());
            let end = z.decompress(rest, free)? == Status::StreamEnd;
            let used = (z.total_in() - before_in) as usize;
            let wrote = (z.total_out() - before_out) as usize;
            Ok::<_, Trouble>(Step {
                used,
                wrote,
                last: end || (used == 0 && wrote == 0),
                end,
            })
        })?;
        self.end = drawn.end;
        self.full = drawn.full;
        if drawn.end {
            self.unused = drawn.rest;
        } else {
            self.tail = drawn.rest;
        }
        Ok(drawn.out)
    }
}

fn decompressor_decompress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    let most = match a.opt(2) {
        None => usize::MAX,
        Some(n) => usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX),
    };
    let d = of::<Decompressor>(th, a.at(0))?;
    let (end, r) = detached_with(th, &d.0, |state| {
        if state.end || state.failed {
            return (state.end, None);
        }
        let r = state.read(&input, most);
        state.failed = r.is_err();
        (state.end, Some(r))
    });
    match r {
        None if end => {
            let m = "End of stream already reached";
            Err(error::raise(th, &error::EOF_ERROR, m))
        }
        None => {
            let m = "Decompressor is unusable after a previous error";
            Err(value_error(th, m))
        }
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t)),
    }
}

/// Looks at the state of a stream.
fn look<T: Send>(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&Reading) -> T) -> R<T> {
    let d = of::<Decompressor>(th, o)?;
    Ok(detached_with(th, &d.0, |state| f(state)))
}
fn get_unused(th: &mut Thread, o: Ref<'_>) -> R {
    let b = look(th, o, |s| s.unused.clone())?;
    bytes::new(th, &b)
}
fn get_eof(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| Obj::bool(s.end))
}
fn get_needs_input(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| {
        Obj::bool(!s.end && !s.failed && s.tail.is_empty() && !s.full)
    })
}

fn refuse_pickle(th: &mut Thread, a: Args<'_>) -> R {
    let m = format!("cannot pickle '{}' object", a.at(0).class().full_name());
    Err(error::type_error(th, m))
}

#[rustfmt::skip]
static COMPRESSOR_SPEC: TypeSpec = TypeSpec {
    t: &COMPRESSOR,
    new: Some(compressor_new),
    methods: &[
        MethodDef::new("compress", Kind::One, compressor_compress, "Compress a part; gives what is finished of the stream."),
        MethodDef::new("flush", Kind::NoArgs, compressor_flush, "Give what is left of the stream."),
        MethodDef::new("__reduce__", Kind::NoArgs, refuse_pickle, ""),
    ],
    getset: &[],
    doc: "Compresses in parts; compresslevel is 1 to 9.",
    flags: 0,
};
#[rustfmt::skip]
static DECOMPRESSOR_SPEC: TypeSpec = TypeSpec {
    t: &DECOMPRESSOR,
    new: Some(decompressor_new),
    methods: &[
        MethodDef::new("decompress", Kind::Sig("data, max_length="), decompressor_decompress, "Decompress a part of the stream."),
        MethodDef::new("__reduce__", Kind::NoArgs, refuse_pickle, ""),
    ],
    getset: &[
        GetSetDef { name: "unused_data", get: get_unused, set: None, doc: "Bytes behind the end of the stream." },
        GetSetDef { name: "needs_input", get: get_needs_input, set: None, doc: "True if more input is needed for more output." },
        GetSetDef { name: "eof", get: get_eof, set: None, doc: "True at the end of the stream." },
    ],
    doc: "Decompresses one stream in parts.",
    flags: 0,
};

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !COMPRESSOR.is_ready() {
        COMPRESSOR_SPEC.begin::<Compressor>(&types::OBJECT);
        COMPRESSOR_SPEC.end(th)?;
        DECOMPRESSOR_SPEC.begin::<Decompressor>(&types::OBJECT);
        DECOMPRESSOR_SPEC.end(th)?;
    }
    let m = module::new(th, "_bz2")?;
    module::add(th, m.r(), "BZ2Compressor", COMPRESSOR.r().own())?;
    module::add(th, m.r(), "BZ2Decompressor", DECOMPRESSOR.r().own())?;
    Ok(m)
}
