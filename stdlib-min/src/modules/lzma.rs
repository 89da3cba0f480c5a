//! `_lzma_streams`: encoders and decoders of LZMA. Classes with the arguments that scripts give, and filters, are
//! `lib/_lzma.py`; files are `lib/lzma.py`.
//!
//! As in `bz2`, the state of a stream is behind a mutex that is taken and given back while the thread is detached.

use crate::modules::common::{TypeSpec, exception_class, of};
use crate::modules::io::buf;
use crate::modules::pump::{self, Step};
use liblzma::stream::{
    Action, Check, Error, Filters, LzmaOptions, MatchFinder, Mode, Status, Stream,
};
use parking_lot::Mutex;
use std::collections::TryReserveError;
use typhon_runtime::asleep::detached_with;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::bytes::Bytes;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};

static ENCODER: TypeObj = TypeObj::declare("_lzma_streams.Encoder");
static DECODER: TypeObj = TypeObj::declare("_lzma_streams.Decoder");
/// The class `LZMAError`.
static ERROR: Slot = Slot::empty();

// The numbers of formats, filters and checks are those of `lib/_lzma.py`.
const AUTO: i64 = 0;
const XZ: i64 = 1;
const ALONE: i64 = 2;
/// The filter's own number does not fit a small integer.
const LZMA1: i64 = 1;
const LZMA2: i64 = 33;
const CHECK_NONE: i64 = 0;
const CHECK_UNKNOWN: i64 = 16;

/// The beginning of a stream in the xz format, and how long its header is; a byte of it tells the check.
const MAGIC: &[u8] = &[0xfd, b'7', b'z', b'X', b'Z', 0];
const HEADER: usize = 12;
const CHECK_AT: usize = 7;

/// What can go wrong in a stream.
enum Trouble {
    Library(Error),
    /// No progress is possible.
    Stuck,
    /// There is no memory for the output.
    Memory,
}

impl From<Error> for Trouble {
    fn from(e: Error) -> Trouble {
        Trouble::Library(e)
    }
}

impl From<TryReserveError> for Trouble {
    fn from(_: TryReserveError) -> Trouble {
        Trouble::Memory
    }
}

#[cold]
fn fail(th: &mut Thread, message: &str) -> Raised {
    let class = ERROR.get().unwrap_or_else(Obj::none);
    let made = pystr::new(th, message).and_then(|m| call::call(th, class.r(), &[m.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(r) => r,
    }
}

#[cold]
fn trouble(th: &mut Thread, t: Trouble) -> Raised {
    let message = match t {
        Trouble::Memory | Trouble::Library(Error::Mem) => return error::no_memory(th),
        Trouble::Stuck => "Insufficient buffer space",
        Trouble::Library(Error::Data) => "Corrupt input data",
        Trouble::Library(Error::Options) => "Invalid or unsupported options",
        Trouble::Library(Error::Format) => "Input format not supported by decoder",
        Trouble::Library(Error::MemLimit) => "Memory usage limit exceeded",
        Trouble::Library(Error::Program) => "Internal error",
        Trouble::Library(Error::NoCheck | Error::UnsupportedCheck) => "Unsupported integrity check",
    };
    fail(th, message)
}

fn data(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    buf::bytes_like(th, o).map(|b| b.into_owned())
}

/// A number that the Python part has checked.
fn number(o: Ref<'_>) -> i64 {
    ops::small_int_value(o).unwrap_or(0)
}
fn small(o: Ref<'_>) -> u32 {
    number(o) as u32
}

// ------------------------------------------------------------------ filters and checks

fn check(n: i64) -> Result<Check, Error> {
    Ok(match n {
        0 => Check::None,
        1 => Check::Crc32,
        4 => Check::Crc64,
        10 => Check::Sha256,
        2 | 3 | 5..=9 | 11..=15 => return Err(Error::UnsupportedCheck),
        _ => return Err(Error::Program),
    })
}

/// Options of an LZMA filter: a preset, and what differs from it or None: dictionary, lc, lp, pb, mode, length, match
/// finder, depth.
fn options(parts: &[Obj]) -> Result<LzmaOptions, Error> {
    let at = |i: usize| {
        let o = parts.get(i).map(Obj::r)?;
        (!o.is_none()).then(|| small(o))
    };
    let mut found = LzmaOptions::new_preset(at(1).unwrap_or(0))?;
    if let Some(n) = at(2) {
        found.dict_size(n);
    }
    if let Some(n) = at(3) {
        found.literal_context_bits(n);
    }
    if let Some(n) = at(4) {
        found.literal_position_bits(n);
    }
    if let Some(n) = at(5) {
        found.position_bits(n);
    }
    if let Some(n) = at(6) {
        found.mode(match n {
            1 => Mode::Fast,
            2 => Mode::Normal,
            _ => return Err(Error::Options),
        });
    }
    if let Some(n) = at(7) {
        found.nice_len(n);
    }
    if let Some(n) = at(8) {
        found.match_finder(match n {
            3 => MatchFinder::HashChain3,
            4 => MatchFinder::HashChain4,
            18 => MatchFinder::BinaryTree2,
            19 => MatchFinder::BinaryTree3,
            20 => MatchFinder::BinaryTree4,
            _ => return Err(Error::Options),
        });
    }
    if let Some(n) = at(9) {
        found.depth(n);
    }
    Ok(found)
}

/// A chain of filters from tuples: (id, properties) or (id, preset, options ...).
fn filters(th: &mut Thread, o: Ref<'_>) -> R<Result<Filters, Error>> {
    let mut chain = Filters::new();
    for spec in ops::collect(th, o)? {
        let parts = ops::collect(th, spec.r())?;
        let (Some(id), Some(second)) = (parts.first(), parts.get(1)) else {
            return Ok(Err(Error::Options));
        };
        let id = number(id.r());
        let properties = second.get::<Bytes>().map(|b| b.as_slice().to_vec());
        let added = match (id, properties) {
            (LZMA1 | LZMA2, None) => options(&parts).map(|o| {
                if id == LZMA1 {
                    chain.lzma1(&o);
                } else {
                    chain.lzma2(&o);
                }
            }),
            (3, Some(p)) => chain.delta_properties(&p).map(drop),
            (4, Some(p)) => chain.x86_properties(&p).map(drop),
            (5, Some(p)) => chain.powerpc_properties(&p).map(drop),
            (6, Some(p)) => chain.ia64_properties(&p).map(drop),
            (7, Some(p)) => chain.arm_properties(&p).map(drop),
            (8, Some(p)) => chain.arm_thumb_properties(&p).map(drop),
            (9, Some(p)) => chain.sparc_properties(&p).map(drop),
            _ => Err(Error::Options),
        };
        if let Err(e) = added {
            return Ok(Err(e));
        }
    }
    Ok(Ok(chain))
}

/// The chain that was given, if any.
fn given(th: &mut Thread, o: Ref<'_>) -> R<Option<Filters>> {
    if o.is_none() {
        return Ok(None);
    }
    match filters(th, o)? {
        Ok(chain) => Ok(Some(chain)),
        Err(e) => Err(trouble(th, e.into())),
    }
}

// ------------------------------------------------------------------ encoding

/// Payload of `Encoder`; the state is gone after `flush`.
struct Encoder(Mutex<Option<Stream>>);
payload!(Encoder);

/// `Encoder(format, check, preset, filters)`.
fn encoder_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "Encoder")?;
    a.check(th, "Encoder", 4, 4)?;
    let format = number(a.at(0));
    let preset = small(a.at(2));
    let chain = given(th, a.at(3))?;
    let wanted = check(number(a.at(1)));
    let state = th.blocking(|| match (format, chain) {
        (XZ, None) => Stream::new_easy_encoder(preset, wanted?),
        (XZ, Some(chain)) => Stream::new_stream_encoder(&chain, wanted?),
        (ALONE, None) => {
            let options = LzmaOptions::new_preset(preset).map_err(|_| Error::Options)?;
            Stream::new_lzma_encoder(&options)
        }
        (_, Some(chain)) => Stream::new_raw_encoder(&chain),
        _ => Err(Error::Options),
    });
    match state {
        Ok(s) => Obj::new(th, class, Encoder(Mutex::new(Some(s)))),
        Err(e) => Err(trouble(th, e.into())),
    }
}

/// The encoder of the old format with options of its own.
fn alone(th: &mut Thread, a: Args<'_>) -> R {
    let parts = ops::collect(th, a.at(0))?;
    let state = th.blocking(|| Stream::new_lzma_encoder(&options(&parts)?));
    match state {
        Ok(s) => Obj::new(th, ENCODER.r(), Encoder(Mutex::new(Some(s)))),
        Err(e) => Err(trouble(th, e.into())),
    }
}

/// Gives `input` to the encoder and takes all that comes out.
fn encode(s: &mut Stream, input: &[u8], action: Action) -> Result<Vec<u8>, Trouble> {
    let finish = matches!(action, Action::Finish);
    pump::feed(input, finish, |rest, out| {
        let (before_in, before_out) = (s.total_in(), s.total_out());
        let end = s.process_vec(rest, out, action)? == Status::StreamEnd;
        Ok(Step {
            used: (s.total_in() - before_in) as usize,
            wrote: (s.total_out() - before_out) as usize,
            last: end,
            end,
        })
    })
}

fn run_encode(th: &mut Thread, o: Ref<'_>, input: &[u8], action: Action) -> R {
    let c = of::<Encoder>(th, o)?;
    let finish = matches!(action, Action::Finish);
    let r = detached_with(th, &c.0, |state| {
        let r = encode(state.as_mut()?, input, action);
        if finish {
            *state = None;
        }
        Some(r)
    });
    match r {
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t)),
        None if finish => Err(value_error(th, "Repeated call to flush()")),
        None => Err(value_error(th, "Compressor has been flushed")),
    }
}

fn encoder_compress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    run_encode(th, a.at(0), &input, Action::Run)
}
fn encoder_flush(th: &mut Thread, a: Args<'_>) -> R {
    run_encode(th, a.at(0), b"", Action::Finish)
}

// ------------------------------------------------------------------ decoding

/// The state of a stream that is read in parts.
struct Reading {
    stream: Stream,
    end: bool,
    needs_input: bool,
    check: i64,
    /// The start of the input while the check is not known.
    header: Vec<u8>,
    /// Input behind the end of the stream.
    unused: Vec<u8>,
    /// Input that was not used yet, because there was no more room for output.
    tail: Vec<u8>,
}

/// Payload of `Decoder`.
struct Decoder(Mutex<Reading>);
payload!(Decoder);

/// `Decoder(format, memory limit or None, filters)`.
fn decoder_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "Decoder")?;
    a.check(th, "Decoder", 3, 3)?;
    let format = number(a.at(0));
    let limit = if a.at(1).is_none() {
        u64::MAX
    } else {
        number(a.at(1)) as u64
    };
    let chain = given(th, a.at(2))?;
    let stream = match (format, chain) {
        (AUTO, _) => Stream::new_auto_decoder(limit, 0),
        (XZ, _) => Stream::new_stream_decoder(limit, 0),
        (ALONE, _) => Stream::new_lzma_decoder(limit),
        (_, Some(chain)) => Stream::new_raw_decoder(&chain),
        _ => Err(Error::Options),
    };
    let stream = match stream {
        Ok(s) => s,
        Err(e) => return Err(trouble(th, e.into())),
    };
    let state = Reading {
        stream,
        end: false,
        needs_input: true,
        check: if matches!(format, AUTO | XZ) {
            CHECK_UNKNOWN
        } else {
            CHECK_NONE
        },
        header: Vec::new(),
        unused: Vec::new(),
        tail: Vec::new(),
    };
    Obj::new(th, class, Decoder(Mutex::new(state)))
}

impl Reading {
    /// Looks for the number of the check in the first bytes.
    fn note(&mut self, input: &[u8]) {
        if self.check != CHECK_UNKNOWN {
            return;
        }
        let room = HEADER - self.header.len();
        self.header.extend(input.iter().take(room));
        let same = self.header.len().min(MAGIC.len());
        if self.header.get(..same) != MAGIC.get(..same) {
            self.check = CHECK_NONE;
        } else if self.header.len() == HEADER {
            self.check = i64::from(self.header.get(CHECK_AT).copied().unwrap_or(0) & 15);
        }
    }

    fn read(&mut self, input: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
        self.note(input);
        let mut all = std::mem::take(&mut self.tail);
        all.extend_from_slice(input);
        let s = &mut self.stream;
        let drawn = pump::draw(&all, most, |rest, free| {
            let (before_in, before_out) = (s.total_in(), s.total_out());
            let room = free.len();
            let status = s.process(rest, free, Action::Run)?;
            let used = (s.total_in() - before_in) as usize;
            let wrote = (s.total_out() - before_out) as usize;
            if status == Status::MemNeeded && (used < rest.len() || wrote == room) {
                return Err(Trouble::Stuck);
            }
            let end = status == Status::StreamEnd;
            Ok(Step {
                used,
                wrote,
                last: end,
                end,
            })
        })?;
        self.end = drawn.end;
        if drawn.end {
            self.unused = drawn.rest;
            self.needs_input = false;
        } else {
            self.needs_input = drawn.rest.is_empty() && !drawn.full;
            self.tail = drawn.rest;
        }
        Ok(drawn.out)
    }
}

fn decoder_decompress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    let most = usize::try_from(int::ssize(th, a.at(2))?).unwrap_or(usize::MAX);
    let d = of::<Decoder>(th, a.at(0))?;
    let r = detached_with(th, &d.0, |state| {
        (!state.end).then(|| state.read(&input, most))
    });
    match r {
        None => {
            let m = "Already at end of stream";
            Err(error::raise(th, &error::EOF_ERROR, m))
        }
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t)),
    }
}

/// Looks at the state of a stream.
fn look<T: Send>(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&Reading) -> T) -> R<T> {
    let d = of::<Decoder>(th, o)?;
    Ok(detached_with(th, &d.0, |state| f(state)))
}
fn get_check(th: &mut Thread, o: Ref<'_>) -> R {
    let n = look(th, o, |s| s.check)?;
    int::from_i64(th, n)
}
fn get_eof(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| s.end).map(Obj::bool)
}
fn get_needs_input(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| s.needs_input).map(Obj::bool)
}
fn get_unused(th: &mut Thread, o: Ref<'_>) -> R {
    let b = look(th, o, |s| s.unused.clone())?;
    bytes::new(th, &b)
}

fn is_check_supported(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    let there = check(i64::from(n)).is_ok_and(|c| c.is_supported());
    Ok(Obj::bool(there))
}

#[rustfmt::skip]
static ENCODER_SPEC: TypeSpec = TypeSpec {
    t: &ENCODER,
    new: Some(encoder_new),
    methods: &[
        MethodDef::new("compress", Kind::One, encoder_compress, "Compress a part; gives what is finished of the stream."),
        MethodDef::new("flush", Kind::NoArgs, encoder_flush, "Give what is left of the stream."),
    ],
    getset: &[],
    doc: "Encoder(format, check, preset, filters)",
    flags: 0,
};
#[rustfmt::skip]
static DECODER_SPEC: TypeSpec = TypeSpec {
    t: &DECODER,
    new: Some(decoder_new),
    methods: &[
        MethodDef::new("decompress", Kind::Pos(2, 2), decoder_decompress, "Decompress a part of the stream."),
    ],
    getset: &[
        GetSetDef { name: "check", get: get_check, set: None, doc: "The number of the integrity check." },
        GetSetDef { name: "eof", get: get_eof, set: None, doc: "True at the end of the stream." },
        GetSetDef { name: "needs_input", get: get_needs_input, set: None, doc: "True if more input is needed for more output." },
        GetSetDef { name: "unused_data", get: get_unused, set: None, doc: "Bytes behind the end of the stream." },
    ],
    doc: "Decoder(format, memlimit, filters)",
    flags: 0,
};
#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("alone", Kind::One, alone, "An encoder of the old format with options."),
    MethodDef::new("is_check_supported", Kind::One, is_check_supported, "Whether an integrity check is known."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !ENCODER.is_ready() {
        ENCODER_SPEC.begin::<Encoder>(&types::OBJECT);
        ENCODER_SPEC.end(th)?;
        DECODER_SPEC.begin::<Decoder>(&types::OBJECT);
        DECODER_SPEC.end(th)?;
    }
    let m = module::new(th, "_lzma_streams")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add(th, m.r(), "Encoder", ENCODER.r().own())?;
    module::add(th, m.r(), "Decoder", DECODER.r().own())?;
    let e = exception_class(th, "_lzma", "LZMAError", &error::EXCEPTION)?;
    ERROR.set(e.clone());
    module::add(th, m.r(), "LZMAError", e)?;
    Ok(m)
}
