//! Storage of `bytes`.
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
/// stand-in
pub fn new(th: &mut Thread, _b: &[u8]) -> R {
    Err(crate::error::runtime_error(th, "bytes"))
}
/// stand-in
pub fn bytes_like(_th: &mut Thread, _o: Ref<'_>) -> R<Option<Vec<u8>>> {
    let _: Option<Obj> = None;
    Ok(None)
}
