//! The writer of plain values: None, bool, int, float, str, bytes, bytearray, tuple, list, dict, set and frozenset, whose
//! classes are exactly these, in protocols 1 to 5.
//!
//! Everything that got a number in the memo is kept until the end, so that no identity occurs twice although other
//! threads may change the containers meanwhile.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use typhon_runtime::error::{self, runtime_error};
use typhon_runtime::os::reserve;
use typhon_runtime::types::bytearray::ByteArray;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::list::List;
use typhon_runtime::types::set::Set;
use typhon_runtime::types::str::Str;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{self, bigint, bytes, float};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks};

/// Items that one instruction adds to a container.
const BATCH: usize = 1000;
/// Bytes after which a frame ends.
const FRAME_TARGET: usize = 64 * 1024;
/// Frames below this have no header.
const FRAME_MIN: usize = 4;
const FRAME_HEADER: usize = 9;
/// Containers inside each other; what is deeper is written without the native stack.
const DEEPEST: usize = 500;
/// Bytes and entries of the memo that there is room for before each value and after each container: more than what is
/// written from one of these points to the next, besides texts and the like, which make room for themselves.
const ROOM: usize = 1024;
const ROOM_MEMO: usize = 4;
/// Entries up to which the memo is searched one by one.
const FEW: usize = 12;

/// Identities are numbers without order: multiplied, their upper bits are spread.
#[derive(Default)]
struct Spread(u64);
impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, b: &[u8]) {
        for &x in b {
            self.write_u64(self.0.rotate_left(8) ^ u64::from(x));
        }
    }
    fn write_u64(&mut self, n: u64) {
        let product = u128::from(n) * 0x9e37_79b9_7f4a_7c15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

/// Why a value is not written.
enum Stop {
    /// It is none of those known here.
    Unknown,
    Error(Raised),
}
impl From<Raised> for Stop {
    fn from(e: Raised) -> Stop {
        Stop::Error(e)
    }
}
type W = Result<(), Stop>;

/// The pickle of a value; None if not all of it is known here.
pub(super) fn encode(th: &mut Thread, o: Ref<'_>, protocol: u8) -> R<Option<Vec<u8>>> {
    let mut w = Writer {
        out: Vec::with_capacity(128),
        protocol,
        framing: false,
        frame: None,
        depth: 0,
        memo: Vec::with_capacity(16),
        numbers: HashMap::default(),
    };
    if protocol >= 2 {
        w.out.extend_from_slice(&[0x80, protocol]);
    }
    w.framing = protocol >= 4;
    match w.value(th, o) {
        Ok(()) => {}
        Err(Stop::Unknown) => return Ok(None),
        Err(Stop::Error(e)) => return Err(e),
    }
    w.op(b'.');
    w.end_frame();
    Ok(Some(w.out))
}

struct Writer {
    out: Vec<u8>,
    protocol: u8,
    framing: bool,
    /// Where the header of the open frame begins.
    frame: Option<usize>,
    depth: usize,
    /// What has a number, in their order.
    memo: Vec<Obj>,
    /// The numbers by identity, if there are many.
    numbers: HashMap<u64, usize, BuildHasherDefault<Spread>>,
}

impl Writer {
    // --- bytes and frames ---

    #[inline(always)]
    fn put(&mut self, data: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.extend_from_slice(&[0; FRAME_HEADER]);
        }
        self.out.extend_from_slice(data);
    }
    #[inline(always)]
    fn op(&mut self, code: u8) {
        self.put(&[code]);
    }
    fn end_frame(&mut self) {
        let Some(at) = self.frame.take() else {
            return;
        };
        let content = at + FRAME_HEADER;
        let n = self.out.len() - content;
        if n < FRAME_MIN {
            drop(self.out.drain(at..content));
            return;
        }
        if let Some(header) = self.out.get_mut(at..content) {
            header[0] = 0x95;
            header[1..].copy_from_slice(&(n as u64).to_le_bytes());
        }
    }
    /// Ends a frame that has its size; before values only.
    #[inline(always)]
    fn boundary(&mut self) {
        if let Some(at) = self.frame
            && self.out.len() - at - FRAME_HEADER >= FRAME_TARGET
        {
            self.end_frame();
        }
    }
    /// An instruction with its payload; large ones stand outside of frames.
    fn put_data(&mut self, th: &mut Thread, header: &[u8], data: &[u8]) -> W {
        error::reserve(th, &mut self.out, data.len() + ROOM)?;
        let large = data.len() >= FRAME_TARGET;
        let framing = self.framing;
        if large {
            self.end_frame();
            self.framing = false;
        }
        self.put(header);
        self.put(data);
        self.framing = framing;
        Ok(())
    }
    /// As `put_data` with the shortest header for the length: with 1, 4 or 8 bytes (0: not there).
    fn put_sized(&mut self, th: &mut Thread, codes: [u8; 3], data: &[u8]) -> W {
        let n = data.len();
        let mut header = [0; 9];
        let size = if n < 256 && codes[0] != 0 {
            header[..2].copy_from_slice(&[codes[0], n as u8]);
            2
        } else if let Ok(n) = u32::try_from(n)
            && codes[1] != 0
        {
            header[0] = codes[1];
            header[1..5].copy_from_slice(&n.to_le_bytes());
            5
        } else if codes[2] != 0 {
            header[0] = codes[2];
            header[1..].copy_from_slice(&(n as u64).to_le_bytes());
            9
        } else {
            return Err(Stop::Unknown);
        };
        if n < 256 {
            self.put(&header[..size]);
            self.put(data);
            return Ok(());
        }
        self.put_data(th, &header[..size], data)
    }

    /// Room for what comes before the next call of this.
    #[inline(always)]
    fn room(&mut self, th: &mut Thread) -> W {
        error::reserve(th, &mut self.out, ROOM)?;
        error::reserve(th, &mut self.memo, ROOM_MEMO)?;
        if !self.numbers.is_empty() {
            self.room_for_numbers(th, ROOM_MEMO)?;
        }
        Ok(())
    }
    fn room_for_numbers(&mut self, th: &mut Thread, n: usize) -> W {
        if self.numbers.capacity() - self.numbers.len() < n
            && reserve::refusable(|| self.numbers.try_reserve(n)).is_err()
        {
            return Err(error::no_memory(th).into());
        }
        Ok(())
    }

    // --- the memo ---

    /// The number of an object.
    #[inline(always)]
    fn number(&self, o: Ref<'_>) -> Option<usize> {
        if self.numbers.is_empty() {
            return self.memo.iter().position(|x| x.r().is(o));
        }
        self.numbers.get(&o.id()).copied()
    }
    /// Gives the object that was just written a number.
    fn memoize(&mut self, o: Ref<'_>) -> W {
        let n = self.memo.len();
        if !self.numbers.is_empty() {
            self.numbers.insert(o.id(), n);
        } else if n >= FEW {
            for (i, x) in self.memo.iter().enumerate() {
                self.numbers.insert(x.r().id(), i);
            }
            self.numbers.insert(o.id(), n);
        }
        self.memo.push(o.own());
        if self.protocol >= 4 {
            self.op(0x94);
        } else {
            self.put_number(b'q', b'r', n)?;
        }
        Ok(())
    }
    fn put_number(&mut self, short: u8, long: u8, n: usize) -> W {
        if let Ok(n) = u8::try_from(n) {
            self.put(&[short, n]);
            return Ok(());
        }
        let n = u32::try_from(n).map_err(|_| Stop::Unknown)?;
        let [a, b, c, d] = n.to_le_bytes();
        self.put(&[long, a, b, c, d]);
        Ok(())
    }

    // --- values ---

    fn value(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        self.boundary();
        self.room(th)?;
        if let Some(i) = o.as_small() {
            self.small(i)?;
        } else if o.is_none() {
            self.op(b'N');
        } else if o.is(Ref::TRUE) {
            self.bool(0x88, b"I01\n");
        } else if o.is(Ref::FALSE) {
            self.bool(0x89, b"I00\n");
        } else if let Some(x) = o.as_imm_float() {
            self.float(x);
        } else if o.is_exact(&types::FLOAT) {
            self.float(float::value(o).ok_or(Stop::Unknown)?);
        } else if o.is_exact(&types::INT) {
            self.big(th, o)?;
        } else if let Some(n) = self.number(o) {
            self.put_number(b'h', b'j', n)?;
        } else {
            self.numbered(th, o)?;
        }
        Ok(())
    }
    /// What may be met again.
    fn numbered(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        if o.is_exact(&types::STR) {
            let s = o.get::<Str>().ok_or(Stop::Unknown)?;
            let codes = if self.protocol >= 4 {
                [0x8c, b'X', 0x8d]
            } else {
                [0, b'X', 0]
            };
            self.put_sized(th, codes, s.bytes())?;
            return self.memoize(o);
        }
        if o.is_exact(&types::BYTES) && self.protocol >= 3 {
            let b = bytes::value(o).ok_or(Stop::Unknown)?;
            let long = if self.protocol >= 4 { 0x8e } else { 0 };
            self.put_sized(th, [b'C', b'B', long], b)?;
            return self.memoize(o);
        }
        if o.is_exact(&types::BYTEARRAY) && self.protocol >= 5 {
            let b = o.get::<ByteArray>().ok_or(Stop::Unknown)?;
            error::room(th, b.len())?;
            self.put_sized(th, [0, 0, 0x96], &b.to_vec())?;
            return self.memoize(o);
        }
        if self.depth >= DEEPEST || th.stack_is_low() {
            return Err(Stop::Unknown);
        }
        self.depth += 1;
        hooks::safepoint(th)?;
        if o.is_exact(&types::TUPLE) {
            self.tuple(th, o)?;
        } else if o.is_exact(&types::LIST) {
            self.list(th, o)?;
        } else if o.is_exact(&types::DICT) {
            self.dict(th, o)?;
        } else if o.is_exact(&types::SET) && self.protocol >= 4 {
            self.set(th, o)?;
        } else if o.is_exact(&types::FROZENSET) && self.protocol >= 4 {
            self.frozenset(th, o)?;
        } else {
            return Err(Stop::Unknown);
        }
        self.depth -= 1;
        self.room(th)
    }
    fn bool(&mut self, code: u8, text: &[u8]) {
        if self.protocol >= 2 {
            self.op(code);
        } else {
            self.put(text);
        }
    }
    fn small(&mut self, i: i64) -> W {
        if let Ok(n) = u8::try_from(i) {
            self.put(&[b'K', n]);
        } else if let Ok(n) = u16::try_from(i) {
            let [a, b] = n.to_le_bytes();
            self.put(&[b'M', a, b]);
        } else if let Ok(n) = i32::try_from(i) {
            let [a, b, c, d] = n.to_le_bytes();
            self.put(&[b'J', a, b, c, d]);
        } else if self.protocol >= 2 {
            let mut data = i.to_le_bytes().to_vec();
            shorten(&mut data);
            self.put(&[0x8a, data.len() as u8]);
            self.put(&data);
        } else {
            return Err(Stop::Unknown);
        }
        Ok(())
    }
    fn big(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let n = int::num(o).ok_or(Stop::Unknown)?;
        if let Num::Small(i) = n {
            return self.small(i);
        }
        if self.protocol < 2 {
            return Err(Stop::Unknown);
        }
        let big = n.big();
        error::room(th, bigint::bit_length(&big) as usize / 4)?;
        let mut data = bigint::magnitude_le_bytes(&big);
        data.push(0);
        if n.is_negative() {
            let mut carry = true;
            for b in &mut data {
                (*b, carry) = (!*b).overflowing_add(u8::from(carry));
            }
        }
        shorten(&mut data);
        if let Ok(size) = u8::try_from(data.len()) {
            self.put(&[0x8a, size]);
        } else {
            let size = i32::try_from(data.len()).map_err(|_| Stop::Unknown)?;
            error::reserve(th, &mut self.out, data.len() + ROOM)?;
            self.op(0x8b);
            self.put(&size.to_le_bytes());
        }
        self.put(&data);
        Ok(())
    }
    fn float(&mut self, x: f64) {
        let mut data = [b'G'; 9];
        data[1..].copy_from_slice(&x.to_be_bytes());
        self.put(&data);
    }

    // --- containers ---

    fn tuple(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let t = o.get::<Tuple>().ok_or(Stop::Unknown)?;
        let n = t.len();
        if n == 0 {
            self.op(b')');
            return Ok(());
        }
        let marked = n > 3 || self.protocol < 2;
        if marked {
            self.op(b'(');
        }
        for i in 0..n {
            let item = t.get(i).ok_or(Stop::Unknown)?;
            self.value(th, item)?;
        }
        if let Some(number) = self.number(o) {
            // It contains itself, and was finished inside.
            if marked {
                self.op(b'1');
            } else {
                self.put(&b"000"[..n]);
            }
            return self.put_number(b'h', b'j', number);
        }
        self.op(match n {
            _ if marked => b't',
            1 => 0x85,
            2 => 0x86,
            _ => 0x87,
        });
        self.memoize(o)
    }
    fn list(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let l = o.get::<List>().ok_or(Stop::Unknown)?;
        self.op(b']');
        self.memoize(o)?;
        if l.len() == 1 {
            if let Some(item) = l.get(0) {
                self.value(th, item.r())?;
                self.op(b'a');
            }
            return Ok(());
        }
        let mut i = 0;
        while i < l.len() {
            self.op(b'(');
            for _ in 0..BATCH {
                let Some(item) = l.get(i) else { break };
                self.value(th, item.r())?;
                i += 1;
            }
            self.op(b'e');
            hooks::safepoint(th)?;
        }
        Ok(())
    }
    fn dict(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let d = o.get::<Dict>().ok_or(Stop::Unknown)?;
        self.op(b'}');
        self.memoize(o)?;
        let size = d.len();
        if size == 0 {
            return Ok(());
        }
        if size == 1 {
            if let Some((_, k, v)) = d.next_at(0) {
                self.value(th, k.r())?;
                self.value(th, v.r())?;
                self.op(b's');
            }
            return Ok(());
        }
        let mut at = 0;
        loop {
            self.op(b'(');
            let mut n = 0;
            while n < BATCH
                && let Some((i, k, v)) = d.next_at(at)
            {
                self.value(th, k.r())?;
                self.value(th, v.r())?;
                at = i + 1;
                n += 1;
            }
            self.op(b'u');
            if d.len() != size {
                let m = "dictionary changed size during iteration";
                return Err(runtime_error(th, m).into());
            }
            // A full batch is followed by another one, which may be empty.
            if n < BATCH {
                return Ok(());
            }
            hooks::safepoint(th)?;
        }
    }
    fn set(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let s = o.get::<Set>().ok_or(Stop::Unknown)?;
        self.op(0x8f);
        self.memoize(o)?;
        if s.is_empty() {
            return Ok(());
        }
        error::room(th, s.len() * size_of::<Obj>())?;
        let items = s.items();
        let mut rest = items.iter();
        loop {
            self.op(b'(');
            let mut n = 0;
            for item in rest.by_ref().take(BATCH) {
                self.value(th, item.r())?;
                n += 1;
            }
            self.op(0x90);
            if s.len() != items.len() {
                return Err(runtime_error(th, "set changed size during iteration").into());
            }
            // A full batch is followed by another one, which may be empty.
            if n < BATCH {
                return Ok(());
            }
        }
    }
    fn frozenset(&mut self, th: &mut Thread, o: Ref<'_>) -> W {
        let s = o.get::<Set>().ok_or(Stop::Unknown)?;
        error::room(th, s.len() * size_of::<Obj>())?;
        self.op(b'(');
        for item in s.items() {
            self.value(th, item.r())?;
        }
        if let Some(number) = self.number(o) {
            self.op(b'1');
            return self.put_number(b'h', b'j', number);
        }
        self.op(0x91);
        self.memoize(o)
    }
}

/// The shortest two's complement of the same value, lowest byte first.
fn shorten(data: &mut Vec<u8>) {
    while let [.., before, last] = data[..] {
        let sign = if before & 0x80 == 0 { 0 } else { 0xff };
        if last != sign {
            break;
        }
        data.pop();
    }
}
