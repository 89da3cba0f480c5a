//! Places in the source, and names: numbers that mean the same in all tables.

use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::LazyLock;

/// Where a thread is, in the interpreter's terms (PROFILE RULE 4). `code` is that of the innermost frame that runs no
/// code of the library; if the library was called from there, `outer` is what was called, `inner` what runs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// Code.
    pub code: usize,
    /// Number of the instruction.
    pub pc: usize,
    /// Code of the outermost frame of the library above it, or 0.
    pub outer: usize,
    /// Code of the innermost frame of the library above it, or 0.
    pub inner: usize,
}

/// A spot in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// File name.
    pub file: String,
    /// Line, 1-based; 0: unknown.
    pub line: u32,
    /// Qualified name of the function.
    pub function: String,
    /// The function of the library that was called from there, or nothing.
    pub via: String,
    /// Name of its module.
    pub module: String,
    /// The function of the library that runs now, or nothing.
    pub inner: String,
}

impl Place {
    /// File and line as text; nothing for the unknown place.
    pub fn text(&self) -> String {
        match self.line {
            0 => self.file.clone(),
            n => format!("{}:{n}", self.file),
        }
    }
}

/// Numbers of values; 0 stands for the default.
struct Numbers<T> {
    of: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T: Clone + Default + Eq + Hash> Numbers<T> {
    fn new() -> Self {
        let none = T::default();
        Numbers {
            of: HashMap::from([(none.clone(), 0)]),
            all: vec![none],
        }
    }
    fn number(&mut self, v: T) -> u32 {
        if let Some(&n) = self.of.get(&v) {
            return n;
        }
        let n = self.all.len() as u32;
        self.of.insert(v.clone(), n);
        self.all.push(v);
        n
    }
    fn value(&self, n: u32) -> T {
        self.all.get(n as usize).cloned().unwrap_or_default()
    }
}

static PLACES: LazyLock<Mutex<Numbers<Place>>> = LazyLock::new(|| Mutex::new(Numbers::new()));
static NAMES: LazyLock<Mutex<Numbers<String>>> = LazyLock::new(|| Mutex::new(Numbers::new()));

/// The number of a place.
pub(super) fn number(p: Place) -> u32 {
    PLACES.lock().number(p)
}
/// The place with a number.
pub(super) fn place(n: u32) -> Place {
    PLACES.lock().value(n)
}
/// The number of a name.
pub(super) fn name_number(s: String) -> u32 {
    NAMES.lock().number(s)
}
/// The name with a number.
pub(super) fn name(n: u32) -> String {
    NAMES.lock().value(n)
}

/// A table by small keys.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A hash for addresses and small numbers: no key here comes from outside.
#[derive(Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}
