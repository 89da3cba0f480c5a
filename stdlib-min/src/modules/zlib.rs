//! `zlib`: compression by deflate, check sums.
//!
//! The state of a stream is behind a mutex that is taken and given back while the thread is detached: nobody who waits
//! for it keeps others from stopping the world.

use crate::modules::common::{TypeSpec, exception_class, of};
use crate::modules::io::buf;
use parking_lot::Mutex;
use std::sync::OnceLock;
use typhon_runtime::asleep::detached_with;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};
use zlib_rs::{
    Deflate, DeflateConfig, DeflateFlush, Inflate, InflateError, InflateFlush, Method, Status,
};

static COMPRESS: TypeObj = TypeObj::declare("zlib.Compress");
static DECOMPRESS: TypeObj = TypeObj::declare("zlib.Decompress");
static DECOMPRESSOR: TypeObj = TypeObj::declare("zlib._ZlibDecompressor");

static ERROR: OnceLock<Obj> = OnceLock::new();

const MAX_WBITS: i32 = 15;
const DEFAULT_SIZE: usize = 16 * 1024;
/// The most that the output grows by at a time.
const STEP_MAX: usize = 4 << 20;

#[cold]
fn fail(th: &mut Thread, message: &str) -> Raised {
    let class = ERROR.get().cloned().unwrap_or_else(Obj::none);
    let made = pystr::new(th, message).and_then(|m| call::call(th, class.r(), &[m.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(r) => r,
    }
}

/// What can go wrong in a stream.
enum Trouble {
    /// zlib's number and its own words.
    Zlib(i32, Option<&'static str>),
    /// There is no memory for the output.
    Memory,
    /// The dictionary given does not fit.
    Dictionary,
}

#[cold]
fn trouble(th: &mut Thread, t: Trouble, doing: &str) -> Raised {
    match t {
        Trouble::Memory => error::no_memory(th),
        Trouble::Dictionary => fail(th, "Error -3 while setting zdict: invalid input data"),
        Trouble::Zlib(code, text) => {
            let text = text.or(match code {
                -5 => Some("incomplete or truncated stream"),
                -2 => Some("inconsistent stream state"),
                -3 => Some("invalid input data"),
                _ => None,
            });
            let m = match text {
                Some(t) => format!("Error {code} {doing}: {t}"),
                None => format!("Error {code} {doing}"),
            };
            fail(th, &m)
        }
    }
}

fn optional_int(th: &mut Thread, o: Option<Ref<'_>>, missing: i32) -> R<i32> {
    o.map_or(Ok(missing), |o| int::c_int(th, o))
}

fn data(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    buf::bytes_like(th, o).map(|b| b.into_owned())
}

/// Room for `step` bytes more behind `out`, as zeros; the old length.
fn grow(out: &mut Vec<u8>, step: usize) -> Result<usize, Trouble> {
    let old = out.len();
    if out.try_reserve(step).is_err() {
        return Err(Trouble::Memory);
    }
    out.resize(old + step, 0);
    Ok(old)
}

// ------------------------------------------------------------------ the two machines

/// Whether a window size and format number is one that streams are written with.
fn deflate_bits(wbits: i32) -> bool {
    matches!(wbits, 8..=15 | 25..=31 | -15..=-9)
}
/// The same for reading: also 0 (as the stream says) and 32 more (zlib or gzip).
fn inflate_bits(wbits: i32) -> bool {
    matches!(wbits, 0 | 8..=15 | 24..=31 | 40..=47 | 32 | -15..=-8)
}

fn deflater(level: i32, wbits: i32, mem_level: i32, strategy: i32) -> Option<Deflate> {
    if !(-1..=9).contains(&level) || !deflate_bits(wbits) || !(1..=9).contains(&mem_level) {
        return None;
    }
    Some(Deflate::new_with_config(DeflateConfig {
        level,
        method: Method::Deflated,
        window_bits: wbits,
        mem_level,
        strategy: strategy.try_into().ok()?,
    }))
}

fn inflater(wbits: i32) -> Option<Inflate> {
    if !inflate_bits(wbits) {
        return None;
    }
    Some(Inflate::new(wbits >= 0, wbits.unsigned_abs() as u8))
}

/// Gives `input` to the compressor and takes all that comes out.
fn deflate(z: &mut Deflate, input: &[u8], flush: DeflateFlush) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut step = DEFAULT_SIZE.max(input.len() / 4).min(STEP_MAX);
    loop {
        let old = grow(&mut out, step)?;
        let (before_in, before_out) = (z.total_in(), z.total_out());
        let rest = input.get(at..).unwrap_or_default();
        let room = out.get_mut(old..).unwrap_or_default();
        let r = z.compress(rest, room, flush);
        at += (z.total_in() - before_in) as usize;
        let wrote = (z.total_out() - before_out) as usize;
        out.truncate(old + wrote);
        match r {
            Ok(Status::StreamEnd) => return Ok(out),
            Ok(_) if wrote < step && at >= input.len() => return Ok(out),
            Ok(_) if wrote == 0 => return Ok(out),
            Ok(_) => {}
            Err(e) => return Err(Trouble::Zlib(e as i32, z.error_message())),
        }
        step = (step * 2).min(STEP_MAX);
    }
}

/// What reading a part of a stream gave.
struct Inflated {
    out: Vec<u8>,
    /// Bytes of the input that were used.
    used: usize,
    /// The end of the stream was reached.
    end: bool,
}

/// Gives `input` to the decompressor and takes what comes out, at most `most` bytes. `dictionary` is for streams that ask
/// for one.
fn inflate(
    z: &mut Inflate,
    input: &[u8],
    first: usize,
    most: usize,
    dictionary: Option<&[u8]>,
) -> Result<Inflated, Trouble> {
    let mut got = Inflated {
        out: Vec::new(),
        used: 0,
        end: false,
    };
    let mut step = first.max(1);
    loop {
        let room = step.min(most - got.out.len());
        let old = grow(&mut got.out, room)?;
        let (before_in, before_out) = (z.total_in(), z.total_out());
        let rest = input.get(got.used..).unwrap_or_default();
        let to = got.out.get_mut(old..).unwrap_or_default();
        let r = z.decompress(rest, to, InflateFlush::SyncFlush);
        got.used += (z.total_in() - before_in) as usize;
        let wrote = (z.total_out() - before_out) as usize;
        got.out.truncate(old + wrote);
        match r {
            Ok(Status::StreamEnd) => {
                got.end = true;
                return Ok(got);
            }
            Ok(_) => {}
            Err(InflateError::NeedDict { .. }) => {
                let Some(d) = dictionary else {
                    return Err(Trouble::Zlib(2, z.error_message()));
                };
                if z.set_dictionary(d).is_err() {
                    return Err(Trouble::Dictionary);
                }
                continue;
            }
            Err(InflateError::StreamError) => return Err(Trouble::Zlib(-2, z.error_message())),
            Err(InflateError::DataError) => return Err(Trouble::Zlib(-3, z.error_message())),
            Err(InflateError::MemError) => return Err(Trouble::Memory),
        }
        if got.out.len() >= most || wrote < room {
            return Ok(got);
        }
        step = (step * 2).min(STEP_MAX);
    }
}

const DECOMPRESSING: &str = "while decompressing data";

// ------------------------------------------------------------------ functions

fn zlib_compress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(0))?;
    let level = optional_int(th, a.opt(1), -1)?;
    let wbits = optional_int(th, a.opt(2), MAX_WBITS)?;
    if !(-1..=9).contains(&level) {
        return Err(fail(th, "Bad compression level"));
    }
    let made = th.blocking(|| {
        let mut z = deflater(level, wbits, 8, 0)?;
        Some(deflate(&mut z, &input, DeflateFlush::Finish))
    });
    match made {
        None => Err(fail(th, "Invalid initialization option")),
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t, "while compressing data")),
    }
}

fn zlib_decompress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(0))?;
    let wbits = optional_int(th, a.opt(1), MAX_WBITS)?;
    let size = match a.opt(2) {
        None => DEFAULT_SIZE as isize,
        Some(n) => int::ssize(th, n)?,
    };
    let size = match size {
        n if n < 0 => return Err(value_error(th, "bufsize must be non-negative")),
        0 => 1,
        n => (n as usize).min(STEP_MAX),
    };
    let made = th.blocking(|| {
        let mut z = inflater(wbits)?;
        Some(inflate(&mut z, &input, size, usize::MAX, None))
    });
    match made {
        None => Err(fail(
            th,
            "Error -2 while preparing to decompress data: inconsistent stream state",
        )),
        Some(Ok(g)) if g.end => bytes::new(th, &g.out),
        Some(Ok(_)) => Err(trouble(th, Trouble::Zlib(-5, None), DECOMPRESSING)),
        Some(Err(t)) => Err(trouble(th, t, DECOMPRESSING)),
    }
}

fn start_value(th: &mut Thread, o: Option<Ref<'_>>, missing: u32) -> R<u32> {
    let Some(o) = o else { return Ok(missing) };
    if let Some(n) = o.as_small() {
        return Ok(n as u32);
    }
    let n = ops::index(th, o)?;
    // As C converts: the low 32 bits.
    let mask = Ref::small_int(0xffff_ffff);
    let low = match (int::num(n.r()), int::num(mask)) {
        (Some(n), Some(m)) => int::bits_num(th, int::BitOp::And, n, m)?,
        _ => return Ok(0),
    };
    Ok(int::to_i64(low.r()).unwrap_or(0) as u32)
}

/// A sum over bytes; over many bytes with the thread detached.
fn check_sum(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&[u8]) -> u32) -> R {
    const DETACH: usize = 5 * 1024;
    let b = buf::bytes_like(th, o)?;
    let sum = if b.len() <= DETACH {
        f(&b)
    } else {
        // A copy, as nothing holds the bytes of a detached thread in place.
        let b = b.into_owned();
        th.blocking(|| f(&b))
    };
    int::from_u64(th, u64::from(sum))
}

fn zlib_adler32(th: &mut Thread, a: Args<'_>) -> R {
    let start = start_value(th, a.opt(1), 1)?;
    check_sum(th, a.at(0), |b| zlib_rs::adler32::adler32(start, b))
}
fn zlib_crc32(th: &mut Thread, a: Args<'_>) -> R {
    let start = start_value(th, a.opt(1), 0)?;
    check_sum(th, a.at(0), |b| zlib_rs::crc32::crc32(start, b))
}

// ------------------------------------------------------------------ Compress

/// Payload of `zlib.Compress`: None after the end of the stream.
struct Compress(Mutex<Option<Deflate>>);
payload!(Compress);

fn zlib_compressobj(th: &mut Thread, a: Args<'_>) -> R {
    let level = optional_int(th, a.opt(0), -1)?;
    let method = optional_int(th, a.opt(1), 8)?;
    let wbits = optional_int(th, a.opt(2), MAX_WBITS)?;
    let mem_level = optional_int(th, a.opt(3), 8)?;
    let strategy = optional_int(th, a.opt(4), 0)?;
    let dictionary = match a.opt_not_none(5) {
        Some(d) => Some(data(th, d)?),
        None => None,
    };
    let made = (method == 8)
        .then(|| deflater(level, wbits, mem_level, strategy))
        .flatten();
    let Some(mut z) = made else {
        return Err(value_error(th, "Invalid initialization option"));
    };
    if let Some(d) = dictionary
        && z.set_dictionary(&d).is_err()
    {
        return Err(value_error(th, "Invalid dictionary"));
    }
    Obj::new(th, COMPRESS.r(), Compress(Mutex::new(Some(z))))
}

fn run_compress(th: &mut Thread, o: Ref<'_>, input: &[u8], flush: DeflateFlush) -> R {
    let c = of::<Compress>(th, o)?;
    let r = detached_with(th, &c.0, |state| {
        let z = state.as_mut()?;
        let r = deflate(z, input, flush);
        if flush == DeflateFlush::Finish {
            *state = None;
        }
        Some(r)
    });
    let doing = if flush == DeflateFlush::NoFlush {
        "while compressing data"
    } else {
        "while flushing"
    };
    match r {
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t, doing)),
        None => Err(trouble(th, Trouble::Zlib(-2, None), doing)),
    }
}

fn compress_compress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    run_compress(th, a.at(0), &input, DeflateFlush::NoFlush)
}

fn compress_flush(th: &mut Thread, a: Args<'_>) -> R {
    let flush = match optional_int(th, a.opt(1), 4)? {
        0 => return bytes::new(th, b""),
        1 => DeflateFlush::PartialFlush,
        2 => DeflateFlush::SyncFlush,
        3 => DeflateFlush::FullFlush,
        4 => DeflateFlush::Finish,
        5 => DeflateFlush::Block,
        _ => return Err(trouble(th, Trouble::Zlib(-2, None), "while flushing")),
    };
    run_compress(th, a.at(0), b"", flush)
}

// ------------------------------------------------------------------ Decompress

/// The state of a stream that is read in parts.
struct Reading {
    z: Inflate,
    end: bool,
    /// Input behind the end of the stream.
    unused: Vec<u8>,
    /// Input that was not used yet, because there was no more room for output.
    tail: Vec<u8>,
    dictionary: Option<Vec<u8>>,
}

/// Payload of `zlib.Decompress` and `zlib._ZlibDecompressor`.
struct Decompress(Mutex<Reading>);
payload!(Decompress);

fn reading(th: &mut Thread, wbits: Option<Ref<'_>>, dictionary: Option<Ref<'_>>) -> R<Decompress> {
    let wbits = optional_int(th, wbits, MAX_WBITS)?;
    let dictionary = match dictionary {
        Some(d) if types::buffer::is_bytes_like(d) => Some(data(th, d)?),
        Some(_) => {
            let m = "zdict argument must support the buffer protocol";
            return Err(type_error(th, m));
        }
        None => None,
    };
    let Some(mut z) = inflater(wbits) else {
        return Err(value_error(th, "Invalid initialization option"));
    };
    // A stream without a header cannot ask for its dictionary.
    if wbits < 0
        && let Some(d) = &dictionary
        && z.set_dictionary(d).is_err()
    {
        return Err(trouble(th, Trouble::Dictionary, ""));
    }
    Ok(Decompress(Mutex::new(Reading {
        z,
        end: false,
        unused: Vec::new(),
        tail: Vec::new(),
        dictionary,
    })))
}

fn zlib_decompressobj(th: &mut Thread, a: Args<'_>) -> R {
    let d = reading(th, a.opt(0), a.opt(1))?;
    Obj::new(th, DECOMPRESS.r(), d)
}

impl Reading {
    /// Reads `input`; what is left over goes to `tail`, or behind the end to `unused`.
    fn read(&mut self, input: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
        if self.end {
            self.unused.extend_from_slice(input);
            return Ok(Vec::new());
        }
        let first = DEFAULT_SIZE.min(most);
        let dictionary = self.dictionary.as_deref();
        let g = inflate(&mut self.z, input, first, most, dictionary)?;
        let rest = input.get(g.used..).unwrap_or_default();
        self.end = g.end;
        if g.end {
            self.unused.extend_from_slice(rest);
            self.tail = Vec::new();
        } else {
            self.tail = rest.to_vec();
        }
        Ok(g.out)
    }
}

fn decompress_decompress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    let most = match a.opt(2) {
        None => 0,
        Some(n) => int::ssize(th, n)?,
    };
    let most = match most {
        n if n < 0 => return Err(value_error(th, "max_length must be non-negative")),
        0 => usize::MAX,
        n => n as usize,
    };
    let d = of::<Decompress>(th, a.at(0))?;
    match detached_with(th, &d.0, |state| state.read(&input, most)) {
        Ok(out) => bytes::new(th, &out),
        Err(t) => Err(trouble(th, t, DECOMPRESSING)),
    }
}

fn decompress_flush(th: &mut Thread, a: Args<'_>) -> R {
    let n = match a.opt(1) {
        None => DEFAULT_SIZE as isize,
        Some(n) => int::ssize(th, n)?,
    };
    if n <= 0 {
        return Err(value_error(th, "length must be greater than zero"));
    }
    let d = of::<Decompress>(th, a.at(0))?;
    let r = detached_with(th, &d.0, |state| {
        if state.end {
            return Ok(Vec::new());
        }
        let input = std::mem::take(&mut state.tail);
        state.read(&input, usize::MAX)
    });
    match r {
        Ok(out) => bytes::new(th, &out),
        Err(t) => Err(trouble(th, t, "while flushing")),
    }
}

/// Looks at the state of a stream.
fn look<T: Send>(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&Reading) -> T) -> R<T> {
    let d = of::<Decompress>(th, o)?;
    Ok(detached_with(th, &d.0, |state| f(state)))
}
fn get_unused(th: &mut Thread, o: Ref<'_>) -> R {
    let b = look(th, o, |s| s.unused.clone())?;
    bytes::new(th, &b)
}
fn get_tail(th: &mut Thread, o: Ref<'_>) -> R {
    let b = look(th, o, |s| s.tail.clone())?;
    bytes::new(th, &b)
}
fn get_eof(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| Obj::bool(s.end))
}
fn get_needs_input(th: &mut Thread, o: Ref<'_>) -> R {
    look(th, o, |s| Obj::bool(!s.end && s.tail.is_empty()))
}

// ------------------------------------------------------------------ _ZlibDecompressor

fn decompressor_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    const SIG: Sig = Sig::parse("wbits=, zdict=");
    call::with_sig(th, "_ZlibDecompressor", &SIG, a, |th, v| {
        let d = reading(th, v.opt(0), v.opt(1))?;
        Obj::new(th, class, d)
    })
}

fn decompressor_decompress(th: &mut Thread, a: Args<'_>) -> R {
    let input = data(th, a.at(1))?;
    let most = match a.opt(2) {
        None => usize::MAX,
        Some(n) => usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX),
    };
    let d = of::<Decompress>(th, a.at(0))?;
    let r = detached_with(th, &d.0, |state| {
        if state.end {
            return None;
        }
        let mut all = std::mem::take(&mut state.tail);
        all.extend_from_slice(&input);
        if most == 0 {
            state.tail = all;
            return Some(Ok(Vec::new()));
        }
        Some(state.read(&all, most))
    });
    match r {
        None => Err(error::raise(
            th,
            &error::EOF_ERROR,
            "End of stream already reached",
        )),
        Some(Ok(out)) => bytes::new(th, &out),
        Some(Err(t)) => Err(trouble(th, t, DECOMPRESSING)),
    }
}

#[rustfmt::skip]
static COMPRESS_SPEC: TypeSpec = TypeSpec::hidden(&COMPRESS, "").methods(&[
    MethodDef::new("compress", Kind::One, compress_compress, "Compress a part; gives what is finished of the stream."),
    MethodDef::new("flush", Kind::Pos(0, 1), compress_flush, "Give what is left of the stream."),
]);
#[rustfmt::skip]
static DECOMPRESS_SPEC: TypeSpec = TypeSpec::hidden(&DECOMPRESS, "").methods(&[
    MethodDef::new("decompress", Kind::Sig("data, /, max_length="), decompress_decompress, "Decompress a part of the stream."),
    MethodDef::new("flush", Kind::Pos(0, 1), decompress_flush, "Give what is left."),
]).getset(&[
    GetSetDef { name: "unused_data", get: get_unused, set: None, doc: "Bytes behind the end of the stream." },
    GetSetDef { name: "unconsumed_tail", get: get_tail, set: None, doc: "Input that max_length has kept from being read." },
    GetSetDef { name: "eof", get: get_eof, set: None, doc: "True at the end of the stream." },
]);
#[rustfmt::skip]
static DECOMPRESSOR_SPEC: TypeSpec = TypeSpec {
    t: &DECOMPRESSOR,
    new: Some(decompressor_new),
    methods: &[MethodDef::new("decompress", Kind::Sig("data, max_length="), decompressor_decompress, "Decompress a part of the stream.")],
    getset: &[
        GetSetDef { name: "unused_data", get: get_unused, set: None, doc: "Bytes behind the end of the stream." },
        GetSetDef { name: "needs_input", get: get_needs_input, set: None, doc: "True if more input is needed for more output." },
        GetSetDef { name: "eof", get: get_eof, set: None, doc: "True at the end of the stream." },
    ],
    doc: "Decompresses a stream in parts.",
    flags: 0,
};

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("adler32", Kind::Pos(1, 2), zlib_adler32, "Adler-32 check sum, from a start value on."),
    MethodDef::new("crc32", Kind::Pos(1, 2), zlib_crc32, "CRC-32 check sum, from a start value on."),
    MethodDef::new("compress", Kind::Sig("data, /, level=, wbits="), zlib_compress, "Compress all of the data."),
    MethodDef::new("decompress", Kind::Sig("data, /, wbits=, bufsize="), zlib_decompress, "Decompress a whole stream."),
    MethodDef::new("compressobj", Kind::Sig("level=, method=, wbits=, memLevel=, strategy=, zdict="), zlib_compressobj, "An object that compresses in parts."),
    MethodDef::new("decompressobj", Kind::Sig("wbits=, zdict="), zlib_decompressobj, "An object that decompresses in parts."),
];

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("DEFLATED", 8), ("DEF_BUF_SIZE", DEFAULT_SIZE as i64), ("DEF_MEM_LEVEL", 8), ("MAX_WBITS", MAX_WBITS as i64),
    ("Z_BEST_COMPRESSION", 9), ("Z_BEST_SPEED", 1), ("Z_BLOCK", 5), ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0), ("Z_FILTERED", 1), ("Z_FINISH", 4), ("Z_FIXED", 4), ("Z_FULL_FLUSH", 3),
    ("Z_HUFFMAN_ONLY", 2), ("Z_NO_COMPRESSION", 0), ("Z_NO_FLUSH", 0), ("Z_PARTIAL_FLUSH", 1), ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2), ("Z_TREES", 6),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !COMPRESS.is_ready() {
        COMPRESS_SPEC.begin::<Compress>(&types::OBJECT);
        COMPRESS_SPEC.end(th)?;
        DECOMPRESS_SPEC.begin::<Decompress>(&types::OBJECT);
        DECOMPRESS_SPEC.end(th)?;
        DECOMPRESSOR_SPEC.begin::<Decompress>(&types::OBJECT);
        DECOMPRESSOR_SPEC.end(th)?;
    }
    let m = module::new(th, "zlib")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (n, v) in CONSTANTS {
        module::add(th, m.r(), n, Ref::small_int(*v).own())?;
    }
    for n in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        let v = pystr::new(th, "1.3.1")?;
        module::add(th, m.r(), n, v)?;
    }
    module::add(th, m.r(), "_ZlibDecompressor", DECOMPRESSOR.r().own())?;
    if ERROR.get().is_none() {
        let e = exception_class(th, "zlib", "error", &error::EXCEPTION)?;
        drop(ERROR.set(e));
    }
    let e = ERROR.get().cloned().unwrap_or_else(Obj::none);
    module::add(th, m.r(), "error", e)?;
    Ok(m)
}
