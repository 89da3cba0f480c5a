//! `_io`: the streams. One file per layer; `base.rs` is what all of them are made of.

pub mod base;
pub mod buf;
pub mod buffered;
pub mod buffered_methods;
pub mod bytesio;
pub mod codec;
pub mod decoder;
pub mod fileio;
pub mod newline;
pub mod open;
pub mod path;
pub mod stringio;
pub mod text;
pub mod text_methods;
pub mod text_read;
pub mod util;

pub use open::{flush_std, make_std_streams};
pub use text::write_str;

use typhon_runtime::types::module;
use typhon_runtime::{R, Thread, error};

/// `io.DEFAULT_BUFFER_SIZE`.
pub const DEFAULT_BUFFER_SIZE: i64 = 128 * 1024;

/// Sets the stream types up; once, at start-up.
pub fn init(th: &mut Thread) -> R<()> {
    base::init(th)?;
    fileio::init(th)?;
    buffered::init(th)?;
    buffered_methods::init_pair(th)?;
    bytesio::init(th)?;
    stringio::init(th)?;
    decoder::init(th)?;
    text::init(th)
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_io")?;
    for t in [
        &base::IO_BASE,
        &base::RAW_IO_BASE,
        &base::BUFFERED_IO_BASE,
        &base::TEXT_IO_BASE,
        &fileio::FILE_IO,
        &buffered::READER,
        &buffered::WRITER,
        &buffered::RANDOM,
        &buffered_methods::PAIR,
        &bytesio::BYTES_IO,
        &stringio::STRING_IO,
        &decoder::DECODER,
        &text::TEXT_IO,
    ] {
        module::add(th, m.r(), t.static_short_name(), t.r().own())?;
    }
    let u = util::unsupported_class(th)?.own();
    module::add(th, m.r(), "UnsupportedOperation", u)?;
    module::add(
        th,
        m.r(),
        "BlockingIOError",
        error::BLOCKING_IO_ERROR.r().own(),
    )?;
    module::add(
        th,
        m.r(),
        "DEFAULT_BUFFER_SIZE",
        util::int(DEFAULT_BUFFER_SIZE),
    )?;
    module::add_functions(th, m.r(), open::FUNCTIONS)?;
    Ok(m)
}
