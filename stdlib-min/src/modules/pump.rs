//! Output in steps for streams that come in parts: what `bz2` and `lzma` share.

use std::collections::TryReserveError;

const STEP: usize = 32 * 1024;
/// The most that the output grows by at a time.
const STEP_MAX: usize = 4 << 20;

/// Room for at least one byte more, and for no more than `most` bytes in all.
fn grow(out: &mut Vec<u8>, most: usize) -> Result<(), TryReserveError> {
    if out.len() < out.capacity() {
        return Ok(());
    }
    let step = out.len().clamp(STEP, STEP_MAX).min(most - out.len());
    out.try_reserve_exact(step)
}

/// What one call of a library did.
pub struct Step {
    /// Bytes taken from the input.
    pub used: usize,
    /// Bytes of output.
    pub wrote: usize,
    /// It was the last one: the stream ends here, or nothing comes of the same input any more.
    pub last: bool,
    /// The stream ends here.
    pub end: bool,
}

/// What came of the input that there was.
pub struct Drawn {
    /// The output.
    pub out: Vec<u8>,
    /// Input that was not used.
    pub rest: Vec<u8>,
    /// The stream ends before `rest`.
    pub end: bool,
    /// There was no room for more output.
    pub full: bool,
}

/// Gives `input` to a compressor and takes all that comes out; `finish`: until the end of the stream. `step` appends to the
/// vector within its capacity.
pub fn feed<E: From<TryReserveError>>(
    input: &[u8],
    finish: bool,
    mut step: impl FnMut(&[u8], &mut Vec<u8>) -> Result<Step, E>,
) -> Result<Vec<u8>, E> {
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let rest = input.get(at..).unwrap_or_default();
        if rest.is_empty() && !finish {
            return Ok(out);
        }
        grow(&mut out, usize::MAX)?;
        let s = step(rest, &mut out)?;
        at += s.used;
        if s.end {
            return Ok(out);
        }
    }
}

/// Takes up to `most` bytes out of a decompressor that is given `input`; `step` writes from the start of its slice.
pub fn draw<E: From<TryReserveError>>(
    input: &[u8],
    most: usize,
    mut step: impl FnMut(&[u8], &mut [u8]) -> Result<Step, E>,
) -> Result<Drawn, E> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut end = false;
    let mut full = most == 0;
    while !full {
        grow(&mut out, most)?;
        // A vector may have got more room than it asked for.
        let room = (most - out.len()).min(out.capacity() - out.len());
        let old = out.len();
        out.resize(old + room, 0);
        let rest = input.get(at..).unwrap_or_default();
        let s = step(rest, out.get_mut(old..).unwrap_or_default())?;
        out.truncate(old + s.wrote);
        at += s.used;
        end = s.end;
        if s.last || (at >= input.len() && s.wrote < room) {
            break;
        }
        full = out.len() >= most;
    }
    let rest = input.get(at..).unwrap_or_default().to_vec();
    Ok(Drawn {
        out,
        rest,
        end,
        full,
    })
}
