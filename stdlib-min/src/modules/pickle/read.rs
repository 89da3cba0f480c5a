//! The reader of plain values: the instructions that make values of builtin types, and nothing else.
//!
//! Nothing here runs Python code, so a pickle that is given up half-way can be read again from its beginning.

use std::collections::HashMap;
use typhon_runtime::error;
use typhon_runtime::os::reserve;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::list::{self, List};
use typhon_runtime::types::set::{self, Set};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{self, bytearray, bytes, float, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks};

const HIGHEST_PROTOCOL: u8 = 5;

/// Why a pickle is not read.
enum Stop {
    /// An instruction for the general reader, or an error that it is to report.
    Unknown,
    Error(Raised),
}
impl From<Raised> for Stop {
    fn from(e: Raised) -> Stop {
        Stop::Error(e)
    }
}
type D<T = ()> = Result<T, Stop>;

/// The value of a pickle; None if it is not one of plain values.
pub(super) fn decode(th: &mut Thread, data: &[u8]) -> R<Option<Obj>> {
    let mut r = Reader {
        data,
        rest: data,
        at: 0,
        stack: Vec::with_capacity(16),
        marks: Vec::new(),
        memo: Vec::with_capacity(16),
        far: HashMap::new(),
    };
    match r.run(th) {
        Ok(v) => Ok(Some(v)),
        Err(Stop::Unknown) => Ok(None),
        Err(Stop::Error(e)) => Err(e),
    }
}

struct Reader<'a> {
    /// The pickle up to the end of the frame, or all of it outside of frames.
    data: &'a [u8],
    /// All of the pickle.
    rest: &'a [u8],
    at: usize,
    stack: Vec<Obj>,
    marks: Vec<usize>,
    /// Values by number, while the numbers have no gaps.
    memo: Vec<Obj>,
    /// Those behind a gap.
    far: HashMap<usize, Obj>,
}

impl<'a> Reader<'a> {
    #[inline(always)]
    fn byte(&mut self) -> D<u8> {
        let b = *self.data.get(self.at).ok_or(Stop::Unknown)?;
        self.at += 1;
        Ok(b)
    }
    #[inline(always)]
    fn take(&mut self, n: usize) -> D<&'a [u8]> {
        let end = self.at.checked_add(n).ok_or(Stop::Unknown)?;
        let part = self.data.get(self.at..end).ok_or(Stop::Unknown)?;
        self.at = end;
        Ok(part)
    }
    #[inline(always)]
    fn array<const N: usize>(&mut self) -> D<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| Stop::Unknown)
    }
    fn size4(&mut self) -> D<usize> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }
    fn size8(&mut self) -> D<usize> {
        usize::try_from(u64::from_le_bytes(self.array()?)).map_err(|_| Stop::Unknown)
    }

    /// Begins a frame of so many bytes. There is none inside another one, and no instruction goes beyond its end.
    fn frame(&mut self, n: usize) -> D {
        let inside = self.data.len() < self.rest.len();
        if inside && self.at < self.data.len() {
            return Err(Stop::Unknown);
        }
        let end = self.at.checked_add(n).ok_or(Stop::Unknown)?;
        self.data = self.rest.get(..end).ok_or(Stop::Unknown)?;
        Ok(())
    }

    /// The lowest place of the stack that instructions may touch.
    #[inline(always)]
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }
    #[inline(always)]
    fn pop(&mut self) -> D<Obj> {
        if self.stack.len() <= self.fence() {
            return Err(Stop::Unknown);
        }
        self.stack.pop().ok_or(Stop::Unknown)
    }
    #[inline(always)]
    fn top(&self) -> D<Ref<'_>> {
        if self.stack.len() <= self.fence() {
            return Err(Stop::Unknown);
        }
        self.stack.last().map(Obj::r).ok_or(Stop::Unknown)
    }
    /// What stands above the last mark.
    fn marked(&mut self, th: &mut Thread) -> D<Vec<Obj>> {
        let mark = self.marks.pop().ok_or(Stop::Unknown)?;
        if mark > self.stack.len() {
            return Err(Stop::Unknown);
        }
        error::room(th, (self.stack.len() - mark) * size_of::<Obj>())?;
        Ok(self.stack.split_off(mark))
    }
    /// The last `n` values.
    fn last(&mut self, th: &mut Thread, n: usize) -> D<Obj> {
        if self.stack.len() < self.fence() + n {
            return Err(Stop::Unknown);
        }
        let items = self.stack.split_off(self.stack.len() - n);
        Ok(tuple::new(th, items)?)
    }
    fn text(&mut self, th: &mut Thread, n: usize) -> D<Obj> {
        let b = self.take(n)?;
        let s = std::str::from_utf8(b).map_err(|_| Stop::Unknown)?;
        Ok(pystr::new(th, s)?)
    }
    fn bytes(&mut self, th: &mut Thread, n: usize) -> D<Obj> {
        let b = self.take(n)?;
        Ok(bytes::new(th, b)?)
    }

    fn remember(&mut self, th: &mut Thread, n: usize) -> D {
        let o = self.top()?.own();
        if n == self.memo.len() && self.far.is_empty() {
            error::reserve(th, &mut self.memo, 1)?;
            self.memo.push(o);
        } else if let Some(place) = self.memo.get_mut(n) {
            *place = o;
        } else {
            if reserve::refusable(|| self.far.try_reserve(1)).is_err() {
                return Err(error::no_memory(th).into());
            }
            drop(self.far.insert(n, o));
        }
        Ok(())
    }
    fn remembered(&self, n: usize) -> D<Obj> {
        let o = self.memo.get(n).or_else(|| self.far.get(&n));
        Ok(o.ok_or(Stop::Unknown)?.clone())
    }

    fn run(&mut self, th: &mut Thread) -> D<Obj> {
        loop {
            if self.at == self.data.len() {
                self.data = self.rest;
            }
            let value = match self.byte()? {
                0x80 => {
                    if self.byte()? > HIGHEST_PROTOCOL {
                        return Err(Stop::Unknown);
                    }
                    continue;
                }
                0x95 => {
                    let n = self.size8()?;
                    self.frame(n)?;
                    continue;
                }
                b'.' => return self.pop(),
                b'(' => {
                    error::reserve(th, &mut self.marks, 1)?;
                    self.marks.push(self.stack.len());
                    continue;
                }
                0x94 => {
                    self.remember(th, self.memo.len() + self.far.len())?;
                    continue;
                }
                b'q' => {
                    let n = self.byte()?;
                    self.remember(th, usize::from(n))?;
                    continue;
                }
                b'r' => {
                    let n = self.size4()?;
                    self.remember(th, n)?;
                    continue;
                }
                b'h' => {
                    let n = self.byte()?;
                    self.remembered(usize::from(n))?
                }
                b'j' => {
                    let n = self.size4()?;
                    self.remembered(n)?
                }
                code @ (b'a' | b'e' | b's' | b'u' | 0x90) => {
                    self.fill(th, code)?;
                    continue;
                }
                b'0' => {
                    drop(self.pop()?);
                    continue;
                }
                b'1' => {
                    drop(self.marked(th)?);
                    continue;
                }
                code => self.make(th, code)?,
            };
            error::reserve(th, &mut self.stack, 1)?;
            self.stack.push(value);
        }
    }
    /// The instructions that push a value.
    #[inline(always)]
    fn make(&mut self, th: &mut Thread, code: u8) -> D<Obj> {
        Ok(match code {
            0x8c => {
                let n = self.byte()?;
                self.text(th, usize::from(n))?
            }
            b'X' => {
                let n = self.size4()?;
                self.text(th, n)?
            }
            0x8d => {
                let n = self.size8()?;
                self.text(th, n)?
            }
            b'K' => {
                let n = self.byte()?;
                int::from_i64(th, i64::from(n))?
            }
            b'M' => {
                let n = u16::from_le_bytes(self.array()?);
                int::from_i64(th, i64::from(n))?
            }
            b'J' => {
                let n = i32::from_le_bytes(self.array()?);
                int::from_i64(th, i64::from(n))?
            }
            0x8a => {
                let n = self.byte()?;
                let b = self.take(usize::from(n))?;
                int::from_le_bytes_signed(th, b)?
            }
            0x8b => {
                let n = i32::from_le_bytes(self.array()?);
                let b = self.take(usize::try_from(n).map_err(|_| Stop::Unknown)?)?;
                int::from_le_bytes_signed(th, b)?
            }
            b'G' => {
                let x = f64::from_be_bytes(self.array()?);
                float::new(th, x)?
            }
            b'N' => Obj::none(),
            0x88 => Obj::bool(true),
            0x89 => Obj::bool(false),
            b'C' => {
                let n = self.byte()?;
                self.bytes(th, usize::from(n))?
            }
            b'B' => {
                let n = self.size4()?;
                self.bytes(th, n)?
            }
            0x8e => {
                let n = self.size8()?;
                self.bytes(th, n)?
            }
            0x96 => {
                let n = self.size8()?;
                let b = self.take(n)?;
                error::room(th, b.len())?;
                bytearray::new(th, b.to_vec())?
            }
            b')' => tuple::new(th, Vec::new())?,
            0x85 => self.last(th, 1)?,
            0x86 => self.last(th, 2)?,
            0x87 => self.last(th, 3)?,
            b't' => {
                let items = self.marked(th)?;
                tuple::new(th, items)?
            }
            b']' => list::new(th, Vec::new())?,
            b'l' => {
                let items = self.marked(th)?;
                list::new(th, items)?
            }
            b'}' => dict::new(th)?,
            0x8f => set::new_of(th, &types::SET, Vec::new())?,
            0x91 => {
                let items = self.marked(th)?;
                match set::frozenset_of(th, items) {
                    Ok(s) => s,
                    Err(e) => return Err(given_up(th, e)),
                }
            }
            _ => return Err(Stop::Unknown),
        })
    }
    /// The instructions that put values into the container below them.
    fn fill(&mut self, th: &mut Thread, code: u8) -> D {
        hooks::safepoint(th)?;
        let at = match code {
            b'a' => self.stack.len().checked_sub(1),
            b's' => self.stack.len().checked_sub(2),
            _ => self.marks.pop(),
        };
        let at = at.filter(|&at| at > self.fence() && at <= self.stack.len());
        let at = at.ok_or(Stop::Unknown)?;
        let target = self.stack[at - 1].clone();
        let n = self.stack.len() - at;
        let mut items = self.stack.drain(at..);
        let done = match code {
            b'a' | b'e' if target.r().is_exact(&types::LIST) => {
                let l = target.get::<List>().ok_or(Stop::Unknown)?;
                l.reserve(th, n)
                    .and_then(|()| items.try_for_each(|x| l.push(th, x)))
            }
            b's' | b'u' if target.r().is_exact(&types::DICT) && n.is_multiple_of(2) => {
                let d = target.get::<Dict>().ok_or(Stop::Unknown)?;
                fill_dict(th, d, items)
            }
            0x90 if target.r().is_exact(&types::SET) => {
                let s = target.get::<Set>().ok_or(Stop::Unknown)?;
                items.try_for_each(|x| s.add(th, x).map(drop))
            }
            _ => return Err(Stop::Unknown),
        };
        done.map_err(|e| given_up(th, e))
    }
}

/// Keys and values by turns.
fn fill_dict(th: &mut Thread, d: &Dict, mut items: impl Iterator<Item = Obj>) -> R<()> {
    while let (Some(k), Some(v)) = (items.next(), items.next()) {
        let old = match k.get::<Str>() {
            Some(s) => d.insert_hashed(th, s.hash(), k.r(), v)?,
            None => d.insert(th, k.r(), v)?,
        };
        drop(old);
    }
    Ok(())
}

/// A value that is no key: the general reader meets it again, and tells.
#[cold]
fn given_up(th: &mut Thread, _e: Raised) -> Stop {
    drop(error::fetch(th));
    Stop::Unknown
}
