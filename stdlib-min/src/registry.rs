//! The native modules: one row each, name and the function that makes the module.

use crate::modules;
use typhon_runtime::{R, Thread};

/// Makes a module object; called on its first import.
pub type Make = fn(&mut Thread) -> R;

/// Every native module, one row per line.
#[rustfmt::skip]
pub static MODULES: &[(&str, Make)] = &[
    ("_bisect", modules::bisect::make),
    ("array", modules::array::make),
    ("_asyncio", modules::asyncio::make),
    ("_codecs", modules::codecs::make),
    ("_random", modules::random::make),
    ("_string", modules::string::make),
    ("_struct", modules::struct_::make),
    ("unicodedata", modules::unicodedata::make),
    ("_collections", modules::collections::make),
    ("_functools", modules::functools::make),
    ("_heapq", modules::heapq::make),
    ("_queue", modules::queue::make),
    ("_json", modules::json::make),
    ("_operator", modules::operator::make),
    ("_pickle_values", modules::pickle::make),
    ("_io", modules::io::make),
    ("_signal", modules::signal::make),
    ("_thread", modules::thread::make),
    ("time", modules::time::make),
    ("errno", modules::errno::make),
    ("posix", modules::posix::make),
    ("_posixsubprocess", modules::posix::spawn::make),
    ("atexit", modules::atexit::make),
    ("_contextvars", modules::contextvars::make),
    ("select", modules::select::make),
    ("_socket", modules::socket::make),
    ("zlib", modules::zlib::make),
    ("binascii", modules::binascii::make),
    ("mmap", modules::mmap::make),
    ("_multiprocessing", modules::multiprocessing::make),
    ("_posixshmem", modules::multiprocessing::shared_memory::make),
    ("resource", modules::resource::make),
    ("pwd", modules::accounts::make_pwd),
    ("grp", modules::accounts::make_grp),
    ("_frozen_importlib", modules::spec::make),
    ("_frozen_importlib_external", modules::loaders::make),
    ("_hashlib", modules::hashes::make),
    ("_parallel", modules::parallel::make),
    ("datetime", modules::datetime::make),
    ("_csv_lines", modules::csv::make),
    ("_decimal", modules::decimal::make),
    ("_sre", modules::sre::make),
    ("ft_utils._concurrency", modules::ft_utils::make_concurrency),
    ("ft_utils.local", modules::ft_utils::make_local),
    ("ft_utils.synchronization", modules::ft_utils::synchronization::make),
    ("sys", modules::sys::make),
    ("_warnings", modules::warnings::make),
    ("_weakref", modules::weakref::make),
    ("builtins", modules::builtins::make),
    ("math", modules::math::make),
    ("cmath", modules::cmath::make),
    ("_bz2", modules::bz2::make),
    ("fcntl", modules::fcntl::make),
    ("termios", modules::termios::make),
    ("_line_editor", modules::line_editor::make),
    ("_lzma_streams", modules::lzma::make),
    ("itertools", modules::itertools::make),
    ("gc", modules::gc::make),
];

/// The maker of a native module.
pub fn find(name: &str) -> Option<Make> {
    MODULES.iter().find(|m| m.0 == name).map(|m| m.1)
}
