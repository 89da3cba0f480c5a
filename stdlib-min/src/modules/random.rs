//! `_random`: the Mersenne Twister MT19937 (M. Matsumoto and T. Nishimura, ACM TOMACS 8(1), 1998), seeded by arrays.
//!
//! RANDOM RULE. The sequence is part of the contract: seeding, word order and the making of floats give the numbers
//! that CPython gives. The state stands behind one lock; each draw is atomic.

use super::common::{TypeSpec, of};
use std::io::Read;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::types::bigint;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, float, int, module, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

static RANDOM: TypeObj = TypeObj::declare("_random.Random");

const N: usize = 624;
const M: usize = 397;

struct Twister {
    words: [u32; N],
    /// Next word to give; N: make new ones first.
    at: usize,
}

struct Random(Guarded<Twister>);
payload!(Random);

impl Twister {
    fn seed_word(&mut self, s: u32) {
        let mut last = s;
        for (i, w) in self.words.iter_mut().enumerate() {
            if i > 0 {
                last = (last ^ (last >> 30))
                    .wrapping_mul(1_812_433_253)
                    .wrapping_add(i as u32);
            }
            *w = last;
        }
        self.at = N;
    }

    /// Seeds from a key of at least one word.
    fn seed_key(&mut self, key: &[u32]) {
        self.seed_word(19_650_218);
        let w = &mut self.words;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let last = w[i - 1];
            w[i] = (w[i] ^ (last ^ (last >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key.get(j).copied().unwrap_or(0))
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            let last = w[i - 1];
            w[i] =
                (w[i] ^ (last ^ (last >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        w[0] = 0x8000_0000;
    }

    fn refill(&mut self) {
        let w = &mut self.words;
        for k in 0..N {
            let y = (w[k] & 0x8000_0000) | (w[(k + 1) % N] & 0x7fff_ffff);
            let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            w[k] = w[(k + M) % N] ^ (y >> 1) ^ odd;
        }
        self.at = 0;
    }

    fn next(&mut self) -> u32 {
        if self.at >= N {
            self.refill();
        }
        let mut y = self.words[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}

/// 32-bit words of the magnitude, the lowest first; at least one.
fn key_words(bytes: &[u8]) -> Vec<u32> {
    let mut key: Vec<u32> = bytes
        .chunks(4)
        .map(|c| c.iter().rev().fold(0, |w, b| (w << 8) | u32::from(*b)))
        .collect();
    while key.len() > 1 && key.last() == Some(&0) {
        key.pop();
    }
    if key.is_empty() {
        key.push(0);
    }
    key
}

fn system_key(th: &mut Thread) -> R<Vec<u32>> {
    let mut bytes = vec![0; 4 * N];
    let read = th.blocking(|| {
        std::fs::File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut bytes))
    });
    match read {
        Ok(()) => Ok(key_words(&bytes)),
        Err(e) => Err(error::os_error(th, e.raw_os_error().unwrap_or(5), None)),
    }
}

fn seed(th: &mut Thread, o: Ref<'_>, arg: Option<Ref<'_>>) -> R<()> {
    let key = match arg {
        None => system_key(th)?,
        Some(x) => match int::as_bigint(x).filter(|_| int::is_int(x)) {
            Some(n) => key_words(&bigint::magnitude_le_bytes(&n)),
            None => key_words(&(ops::hash(th, x)? as u64).to_le_bytes()),
        },
    };
    of::<Random>(th, o)?.0.lock().seed_key(&key);
    Ok(())
}

fn random_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let t = Twister {
        words: [0; N],
        at: N,
    };
    Obj::new(th, class, Random(Guarded::new(t)))
}

fn random_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    if a.kw_len() > 0 && o.is_exact(&RANDOM) {
        a.no_kw(th, "Random")?;
    }
    a.check(th, "Random", 0, 1)?;
    seed(th, o, a.opt_not_none(0))
}

fn random_seed(th: &mut Thread, a: Args<'_>) -> R {
    seed(th, a.at(0), a.opt_not_none(1))?;
    Ok(Obj::none())
}

fn random_random(th: &mut Thread, a: Args<'_>) -> R {
    let r = of::<Random>(th, a.at(0))?;
    let mut g = r.0.lock();
    let (high, low) = (g.next() >> 5, g.next() >> 6);
    drop(g);
    let x = (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0;
    float::new(th, x)
}

fn random_getrandbits(th: &mut Thread, a: Args<'_>) -> R {
    let k = ops::index(th, a.at(1))?;
    let k = match int::num(k.r()) {
        Some(n) if n.is_negative() => {
            return Err(value_error(th, "Cannot convert negative int"));
        }
        Some(n) => bigint::to_u64(&n.big()),
        None => None,
    };
    let Some(k) = k else {
        let m = "Python int too large for C uint64_t";
        return Err(overflow_error(th, m));
    };
    let r = of::<Random>(th, a.at(0))?;
    if k == 0 {
        return Ok(Ref::small_int(0).own());
    }
    if k <= 32 {
        let x = r.0.lock().next() >> (32 - k);
        return int::from_u64(th, u64::from(x));
    }
    let words = usize::try_from((k - 1) / 32 + 1).unwrap_or(usize::MAX);
    let mut bytes: Vec<u8> = Vec::new();
    let Some(len) = words.checked_mul(4) else {
        return Err(error::no_memory(th));
    };
    if bytes.try_reserve_exact(len).is_err() {
        return Err(error::no_memory(th));
    }
    let mut left = k;
    let mut g = r.0.lock();
    for _ in 0..words {
        let mut x = g.next();
        if left < 32 {
            x >>= 32 - left;
        }
        bytes.extend_from_slice(&x.to_le_bytes());
        left = left.saturating_sub(32);
    }
    drop(g);
    int::from_bigint(th, bigint::from_le_bytes(&bytes))
}

fn random_getstate(th: &mut Thread, a: Args<'_>) -> R {
    let g = of::<Random>(th, a.at(0))?.0.lock();
    let (words, at) = (g.words, g.at);
    drop(g);
    let mut all: Vec<Obj> = words
        .iter()
        .map(|w| Ref::small_int(i64::from(*w)).own())
        .collect();
    all.push(Ref::small_int(at as i64).own());
    tuple::new(th, all)
}

fn random_setstate(th: &mut Thread, a: Args<'_>) -> R {
    let state = a.at(1);
    if !tuple::is_tuple(state) {
        return Err(type_error(th, "state vector must be a tuple"));
    }
    let items: Vec<Ref<'_>> = tuple::items(state).collect();
    if items.len() != N + 1 {
        return Err(value_error(th, "state vector is the wrong size"));
    }
    let mut words = [0; N];
    let mut at = 0;
    for (i, x) in items.into_iter().enumerate() {
        if !int::is_int(x) {
            return Err(type_error(th, "an integer is required"));
        }
        let v = match int::to_i64(x) {
            Some(v) if v < 0 => {
                let m = "can't convert negative value to unsigned int";
                return Err(overflow_error(th, m));
            }
            Some(v) => v,
            None => {
                let m = "Python int too large to convert to C unsigned long";
                return Err(overflow_error(th, m));
            }
        };
        match words.get_mut(i) {
            Some(w) => *w = v as u32,
            None => at = v as usize,
        }
    }
    if at > N {
        return Err(value_error(th, "invalid state"));
    }
    *of::<Random>(th, a.at(0))?.0.lock() = Twister { words, at };
    Ok(Obj::none())
}

static SPEC: TypeSpec = TypeSpec::new(
    &RANDOM,
    random_new,
    "Random() -> create a random number generator with its own internal state.",
)
.methods(&[
    MethodDef::new(
        "random",
        Kind::NoArgs,
        random_random,
        "random($self, /)\n--\n\nrandom() -> x in the interval [0, 1).",
    ),
    MethodDef::new(
        "seed",
        Kind::Pos(0, 1),
        random_seed,
        "seed($self, n=None, /)\n--\n\nStart anew from n; from the system's randomness if it is None.",
    ),
    MethodDef::new(
        "getstate",
        Kind::NoArgs,
        random_getstate,
        "getstate($self, /)\n--\n\ngetstate() -> tuple containing the current state.",
    ),
    MethodDef::new(
        "setstate",
        Kind::One,
        random_setstate,
        "setstate($self, state, /)\n--\n\nsetstate(state) -> None.  Restores generator state.",
    ),
    MethodDef::new(
        "getrandbits",
        Kind::One,
        random_getrandbits,
        "getrandbits($self, k, /)\n--\n\ngetrandbits(k) -> x.  Generates an int with k random bits.",
    ),
]);

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_random")?;
    SPEC.begin::<Random>(&types::OBJECT);
    RANDOM.slots().set_init(random_init);
    SPEC.end(th)?;
    module::add(th, m.r(), "Random", RANDOM.r().own())?;
    Ok(m)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of the authors' reference program for the key 0x123, 0x234, 0x345, 0x456.
    #[test]
    fn reference_sequence() {
        let mut t = Twister {
            words: [0; N],
            at: N,
        };
        t.seed_key(&[0x123, 0x234, 0x345, 0x456]);
        let got: Vec<u32> = (0..5).map(|_| t.next()).collect();
        let want = [
            1_067_595_299,
            955_945_823,
            477_289_528,
            4_107_218_783,
            4_228_976_476,
        ];
        assert_eq!(got, want);
    }
}
