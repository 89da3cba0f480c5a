//! `_hashlib`: cryptographic hashes (RustCrypto's), behind one object type. Long texts are hashed detached, so threads
//! hash in parallel.

use super::common::{TypeSpec, of};
use super::io::util;
use digest::core_api::{Buffer, UpdateCore, VariableOutputCore};
use digest::{Digest, ExtendableOutput, Update, XofReader};
use parking_lot::Mutex;
use std::borrow::Cow;
use typhon_runtime::asleep::detached_with;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, buffer, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};

static HASH: TypeObj = TypeObj::declare("_hashlib.HASH");
static XOF: TypeObj = TypeObj::declare("_hashlib.HASHXOF");
static BLAKE2B: TypeObj = TypeObj::declare("_blake2.blake2b");
static BLAKE2S: TypeObj = TypeObj::declare("_blake2.blake2s");

/// Texts longer than this are hashed detached.
const DETACH: usize = 2047;

/// A running hash.
trait State: Send {
    fn feed(&mut self, data: &[u8]);
    /// The digest so far; `n`: its length, where that is free.
    fn digest(&self, n: usize) -> Vec<u8>;
    fn duplicate(&self) -> Box<dyn State>;
}

/// Digests of one length.
struct Fixed<D>(D);
impl<D: Digest + Clone + Send + 'static> State for Fixed<D> {
    fn feed(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }
    fn digest(&self, _n: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }
    fn duplicate(&self) -> Box<dyn State> {
        Box::new(Fixed(self.0.clone()))
    }
}

/// Digests of any length.
struct Extendable<D>(D);
impl<D: Update + ExtendableOutput + Clone + Send + 'static> State for Extendable<D> {
    fn feed(&mut self, data: &[u8]) {
        self.0.update(data);
    }
    fn digest(&self, n: usize) -> Vec<u8> {
        let mut out = vec![0; n];
        self.0.clone().finalize_xof().read(&mut out);
        out
    }
    fn duplicate(&self) -> Box<dyn State> {
        Box::new(Extendable(self.0.clone()))
    }
}

macro_rules! blake {
    ($name:ident $core:ty) => {
        /// BLAKE2 with parameters.
        #[derive(Clone)]
        struct $name {
            core: $core,
            buffer: Buffer<$core>,
        }
        impl State for $name {
            fn feed(&mut self, data: &[u8]) {
                let core = &mut self.core;
                self.buffer.digest_blocks(data, |b| core.update_blocks(b));
            }
            fn digest(&self, n: usize) -> Vec<u8> {
                let mut out = Default::default();
                let mut copy = self.clone();
                copy.core.finalize_variable_core(&mut copy.buffer, &mut out);
                out[..n].to_vec()
            }
            fn duplicate(&self) -> Box<dyn State> {
                Box::new(self.clone())
            }
        }
    };
}
blake!(BlakeB blake2::Blake2bVarCore);
blake!(BlakeS blake2::Blake2sVarCore);

/// Payload of a hash object.
struct Hash {
    state: Mutex<Box<dyn State>>,
    name: &'static str,
    /// 0: free.
    size: usize,
    block: usize,
}
payload!(Hash);

fn fixed<D: Digest + Clone + Send + 'static>() -> Box<dyn State> {
    Box::new(Fixed(D::new()))
}
fn extendable<D: Update + ExtendableOutput + Default + Clone + Send + 'static>() -> Box<dyn State> {
    Box::new(Extendable(D::default()))
}

/// An algorithm: name, length of digest and block, maker.
type Algorithm = (&'static str, usize, usize, fn() -> Box<dyn State>);

static ALGORITHMS: &[Algorithm] = &[
    ("md5", 16, 64, fixed::<md5::Md5>),
    ("sha1", 20, 64, fixed::<sha1::Sha1>),
    ("sha224", 28, 64, fixed::<sha2::Sha224>),
    ("sha256", 32, 64, fixed::<sha2::Sha256>),
    ("sha384", 48, 128, fixed::<sha2::Sha384>),
    ("sha512", 64, 128, fixed::<sha2::Sha512>),
    ("sha512_224", 28, 128, fixed::<sha2::Sha512_224>),
    ("sha512_256", 32, 128, fixed::<sha2::Sha512_256>),
    ("sha3_224", 28, 144, fixed::<sha3::Sha3_224>),
    ("sha3_256", 32, 136, fixed::<sha3::Sha3_256>),
    ("sha3_384", 48, 104, fixed::<sha3::Sha3_384>),
    ("sha3_512", 64, 72, fixed::<sha3::Sha3_512>),
    ("shake_128", 0, 168, extendable::<sha3::Shake128>),
    ("shake_256", 0, 136, extendable::<sha3::Shake256>),
    ("blake2b", 64, 128, fixed::<blake2::Blake2b512>),
    ("blake2s", 32, 64, fixed::<blake2::Blake2s256>),
];

fn find(name: &str) -> Option<&'static Algorithm> {
    let lower = name.to_ascii_lowercase();
    ALGORITHMS.iter().find(|a| a.0 == lower)
}

fn class_of(a: &Algorithm) -> &'static TypeObj {
    match a.0 {
        "blake2b" => &BLAKE2B,
        "blake2s" => &BLAKE2S,
        _ if a.1 == 0 => &XOF,
        _ => &HASH,
    }
}

/// The bytes of a text to hash.
fn data<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if pystr::is_str(o) {
        return Err(type_error(th, "Strings must be encoded before hashing"));
    }
    if !buffer::is_bytes_like(o) {
        return Err(type_error(th, "object supporting the buffer API required"));
    }
    buffer::bytes_like(th, o)
}

fn feed(th: &mut Thread, h: &Hash, text: Cow<'_, [u8]>) {
    if text.len() > DETACH {
        // A copy, as nothing holds the bytes of a detached thread in place.
        let text = text.into_owned();
        detached_with(th, &h.state, |state| state.feed(&text));
    } else {
        h.state.lock().feed(&text);
    }
}

fn make_hash(th: &mut Thread, a: &'static Algorithm, text: Option<Ref<'_>>) -> R {
    let text = text.map(|t| data(th, t)).transpose()?;
    let h = Hash {
        state: Mutex::new((a.3)()),
        name: a.0,
        size: a.1,
        block: a.2,
    };
    let o = Obj::new(th, class_of(a).r(), h)?;
    if let Some(t) = text {
        let h = of::<Hash>(th, o.r())?;
        feed(th, h, t);
    }
    Ok(o)
}

/// What to hash, under its name or its old name.
fn one_of<'a>(
    th: &mut Thread,
    data: Option<Ref<'a>>,
    string: Option<Ref<'a>>,
) -> R<Option<Ref<'a>>> {
    if data.is_some() && string.is_some() {
        let m = "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version.";
        return Err(type_error(th, m));
    }
    Ok(data.or(string))
}

/// `new(name, data=b'')`.
fn hash_new(th: &mut Thread, a: Args<'_>) -> R {
    if !pystr::is_str(a.at(0)) {
        let m = format!(
            "new() argument 'name' must be str, not {}",
            a.at(0).class().name()
        );
        return Err(type_error(th, m));
    }
    let name = pystr::text(a.at(0));
    match find(&name) {
        Some(alg) => {
            let text = one_of(th, a.opt(1), a.opt(3))?;
            make_hash(th, alg, text)
        }
        None => Err(value_error(th, format!("unsupported hash type {name}"))),
    }
}

macro_rules! constructors {
    ($($f:ident $name:literal;)*) => {
        $(
            fn $f(th: &mut Thread, a: Args<'_>) -> R {
                match ALGORITHMS.iter().find(|a| a.0 == $name) {
                    Some(alg) => {
                        let text = one_of(th, a.opt(0), a.opt(2))?;
                        make_hash(th, alg, text)
                    }
                    None => Err(value_error(th, "unsupported hash type")),
                }
            }
        )*
        static CONSTRUCTORS: &[MethodDef] = &[
            $(MethodDef::new(
                concat!("openssl_", $name),
                Kind::Sig("data=, *, usedforsecurity=, string="),
                $f,
                concat!("Returns a ", $name, " hash object; optionally initialized with a string"),
            ),)*
        ];
    };
}
constructors! {
    new_md5 "md5";
    new_sha1 "sha1";
    new_sha224 "sha224";
    new_sha256 "sha256";
    new_sha384 "sha384";
    new_sha512 "sha512";
    new_sha3_224 "sha3_224";
    new_sha3_256 "sha3_256";
    new_sha3_384 "sha3_384";
    new_sha3_512 "sha3_512";
    new_shake_128 "shake_128";
    new_shake_256 "shake_256";
}

/// Limits of a BLAKE2: name, digest and key, salt and person, block.
type Limits = (&'static str, usize, usize, usize);

fn part(th: &mut Thread, o: Option<Ref<'_>>, most: usize, what: &str) -> R<Vec<u8>> {
    let Some(o) = o else { return Ok(Vec::new()) };
    let b = buffer::bytes_like(th, o)?.into_owned();
    if b.len() > most {
        return Err(value_error(
            th,
            format!("maximum {what} length is {most} bytes"),
        ));
    }
    Ok(b)
}

fn blake_new(
    th: &mut Thread,
    class: Ref<'_>,
    a: Args<'_>,
    limits: Limits,
    make: impl Fn(&[u8], &[u8], usize, usize) -> Box<dyn State>,
) -> R {
    static SIG: call::Sig = call::Sig::parse(
        "data=, *, digest_size=, key=, salt=, person=, fanout=, depth=, leaf_size=, node_offset=, node_depth=, inner_size=, last_node=, usedforsecurity=, string=",
    );
    let (name, most, short, block) = limits;
    call::with_sig(th, name, &SIG, a, |th, a| {
        // Only the sequential mode: the parameters of trees have to have their defaults.
        let defaults = [1, 1, 0, 0, 0, 0, 0];
        for (i, d) in defaults.iter().enumerate() {
            if let Some(o) = a.opt(5 + i)
                && ops::index(th, o).map(|n| int::to_i64(n.r()))? != Some(*d)
            {
                return Err(value_error(th, "tree hashing is not supported"));
            }
        }
        let size = a
            .opt(1)
            .map_or(Ok(most as i64), |o| util::index_i64(th, o))?;
        if size < 1 || size > most as i64 {
            let title = format!("B{}", &name[1..]);
            let m = format!(
                "digest_size for {title} must be between 1 and {most} bytes, here it is {size}"
            );
            return Err(value_error(th, m));
        }
        let salt = part(th, a.opt(3), short, "salt")?;
        let person = part(th, a.opt(4), short, "person")?;
        let key = part(th, a.opt(2), most, "key")?;
        let text = one_of(th, a.opt(0), a.opt(13))?;
        let text = text.map(|t| data(th, t)).transpose()?;
        let mut state = make(&salt, &person, key.len(), size as usize);
        if !key.is_empty() {
            let mut first = key;
            first.resize(block, 0);
            state.feed(&first);
        }
        let h = Hash {
            state: Mutex::new(state),
            name,
            size: size as usize,
            block,
        };
        let o = Obj::new(th, class, h)?;
        if let Some(t) = text {
            let h = of::<Hash>(th, o.r())?;
            feed(th, h, t);
        }
        Ok(o)
    })
}
fn blake2b_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    blake_new(th, class, a, ("blake2b", 64, 16, 128), |s, p, k, n| {
        Box::new(BlakeB {
            core: blake2::Blake2bVarCore::new_with_params(s, p, k, n),
            buffer: Default::default(),
        })
    })
}
fn blake2s_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    blake_new(th, class, a, ("blake2s", 32, 8, 64), |s, p, k, n| {
        Box::new(BlakeS {
            core: blake2::Blake2sVarCore::new_with_params(s, p, k, n),
            buffer: Default::default(),
        })
    })
}

// ------------------------------------------------------------------ methods

fn hash_update(th: &mut Thread, a: Args<'_>) -> R {
    let text = data(th, a.at(1))?;
    let h = of::<Hash>(th, a.at(0))?;
    feed(th, h, text);
    Ok(Obj::none())
}
fn digest_of(th: &mut Thread, a: Args<'_>) -> R<Vec<u8>> {
    let h = of::<Hash>(th, a.at(0))?;
    let n = if h.size == 0 {
        let n = util::index_i64(th, a.at(1))?;
        match usize::try_from(n) {
            Ok(n) if n < 1 << 29 => n,
            Ok(_) => return Err(value_error(th, "length is too large")),
            Err(_) => return Err(value_error(th, "length must be non-negative")),
        }
    } else {
        h.size
    };
    Ok(h.state.lock().digest(n))
}
fn hash_digest(th: &mut Thread, a: Args<'_>) -> R {
    let d = digest_of(th, a)?;
    bytes::new(th, &d)
}
fn hash_hexdigest(th: &mut Thread, a: Args<'_>) -> R {
    let d = digest_of(th, a)?;
    let digit = |b: u8| b"0123456789abcdef"[usize::from(b)];
    let text: Vec<u8> = d
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect();
    pystr::from_ascii(th, &text)
}
fn hash_copy(th: &mut Thread, a: Args<'_>) -> R {
    let h = of::<Hash>(th, a.at(0))?;
    let copy = Hash {
        state: Mutex::new(h.state.lock().duplicate()),
        name: h.name,
        size: h.size,
        block: h.block,
    };
    Obj::new(th, a.at(0).type_ref(), copy)
}
fn get_name(th: &mut Thread, o: Ref<'_>) -> R {
    let n = of::<Hash>(th, o)?.name;
    pystr::new(th, n)
}
fn get_size(th: &mut Thread, o: Ref<'_>) -> R {
    let n = of::<Hash>(th, o)?.size;
    int::from_usize(th, n)
}
fn get_block(th: &mut Thread, o: Ref<'_>) -> R {
    let n = of::<Hash>(th, o)?.block;
    int::from_usize(th, n)
}
fn hash_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let h = of::<Hash>(th, o)?;
    let t = format!(
        "<{} {} object @ {:#x}>",
        h.name,
        o.class().tp_name(),
        o.address()
    );
    pystr::new(th, &t)
}

/// HMAC (RFC 2104) of a key, made once: states that have read the padded key.
struct Hmac {
    inner: Box<dyn State>,
    outer: Box<dyn State>,
    size: usize,
}

impl Hmac {
    fn new(a: &Algorithm, key: &[u8]) -> Hmac {
        let mut key = key.to_vec();
        if key.len() > a.2 {
            let mut h = (a.3)();
            h.feed(&key);
            key = h.digest(a.1);
        }
        key.resize(a.2, 0);
        let padded = |x: u8| {
            let mut h = (a.3)();
            h.feed(&key.iter().map(|b| b ^ x).collect::<Vec<u8>>());
            h
        };
        Hmac {
            inner: padded(0x36),
            outer: padded(0x5c),
            size: a.1,
        }
    }
    fn of(&self, text: &[u8]) -> Vec<u8> {
        let mut i = self.inner.duplicate();
        i.feed(text);
        let mut o = self.outer.duplicate();
        o.feed(&i.digest(self.size));
        o.digest(self.size)
    }
}

fn unsupported(th: &mut Thread) -> Raised {
    value_error(th, "unsupported hash type")
}

/// PBKDF2 (RFC 8018) with HMAC.
fn derive(alg: &Algorithm, password: &[u8], salt: &[u8], rounds: i64, length: usize) -> Vec<u8> {
    let h = Hmac::new(alg, password);
    let mut out: Vec<u8> = Vec::new();
    let mut block = 1u32;
    while out.len() < length {
        let mut u = h.of(&[salt, &block.to_be_bytes()].concat());
        let mut t = u.clone();
        for _ in 1..rounds {
            u = h.of(&u);
            t.iter_mut().zip(&u).for_each(|(a, b)| *a ^= b);
        }
        out.extend(t);
        block += 1;
    }
    out.truncate(length);
    out
}

/// As `derive`, by the algorithm's name.
pub fn pbkdf2(
    name: &str,
    password: &[u8],
    salt: &[u8],
    rounds: i64,
    length: usize,
) -> Option<Vec<u8>> {
    let alg = find(name)?;
    Some(derive(alg, password, salt, rounds, length))
}

fn pbkdf2_hmac(th: &mut Thread, a: Args<'_>) -> R {
    if !pystr::is_str(a.at(0)) {
        let m = format!(
            "pbkdf2_hmac() argument 'hash_name' must be str, not {}",
            a.at(0).class().name()
        );
        return Err(type_error(th, m));
    }
    let name = pystr::text(a.at(0));
    let password = buffer::bytes_like(th, a.at(1))?.into_owned();
    let salt = buffer::bytes_like(th, a.at(2))?.into_owned();
    let rounds = util::index_i64(th, a.at(3))?;
    let Some(alg) = find(&name).filter(|a| a.1 > 0) else {
        return Err(unsupported(th));
    };
    if rounds < 1 {
        let m = "iteration value must be greater than 0.";
        return Err(value_error(th, m));
    }
    let length = match a.opt_not_none(4) {
        None => alg.1 as i64,
        Some(n) => util::index_i64(th, n)?,
    };
    if length < 1 {
        let m = "key length must be greater than 0.";
        return Err(value_error(th, m));
    }
    if length > i64::from(i32::MAX) {
        return Err(error::overflow_error(th, "key length is too great."));
    }
    let out = th.blocking(|| derive(alg, &password, &salt, rounds, length as usize));
    bytes::new(th, &out)
}

/// `hmac_digest(key, msg, digest)`.
fn hmac_digest(th: &mut Thread, a: Args<'_>) -> R {
    let key = buffer::bytes_like(th, a.at(0))?.into_owned();
    let msg = buffer::bytes_like(th, a.at(1))?.into_owned();
    let name = pystr::text(a.at(2));
    let Some(alg) = find(&name).filter(|a| a.1 > 0) else {
        return Err(unsupported(th));
    };
    let d = Hmac::new(alg, &key).of(&msg);
    bytes::new(th, &d)
}

/// Compares in a time that does not depend on where the texts differ.
fn compare_digest(th: &mut Thread, a: Args<'_>) -> R {
    let get = |th: &mut Thread, o: Ref<'_>| -> R<Vec<u8>> {
        match o.get::<pystr::Str>() {
            Some(s) if s.is_ascii() => Ok(s.bytes().to_vec()),
            Some(_) => {
                let m = "comparing strings with non-ASCII characters is not supported";
                Err(type_error(th, m))
            }
            None => Ok(buffer::bytes_like(th, o)?.into_owned()),
        }
    };
    if pystr::is_str(a.at(0)) != pystr::is_str(a.at(1)) {
        let m = format!(
            "unsupported operand types(s) or combination of types: '{}' and '{}'",
            a.at(0).class().name(),
            a.at(1).class().name()
        );
        return Err(type_error(th, m));
    }
    let (x, y) = (get(th, a.at(0))?, get(th, a.at(1))?);
    let differs = x.iter().zip(&y).fold(0, |d, (a, b)| d | (a ^ b));
    Ok(Obj::bool(x.len() == y.len() && differs == 0))
}

const GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "name",
        get: get_name,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "digest_size",
        get: get_size,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "block_size",
        get: get_block,
        set: None,
        doc: "",
    },
];
static HASH_GETSET: &[GetSetDef] = GETSET;
#[rustfmt::skip]
static METHODS: &[MethodDef] = &[
    MethodDef::new("update", Kind::One, hash_update, "Update this hash object's state with the provided bytes."),
    MethodDef::new("digest", Kind::NoArgs, hash_digest, "Return the digest value as a bytes object."),
    MethodDef::new("hexdigest", Kind::NoArgs, hash_hexdigest, "Return the digest value as a string of hexadecimal digits."),
    MethodDef::new("copy", Kind::NoArgs, hash_copy, "Return a copy of the hash object."),
];
#[rustfmt::skip]
static XOF_METHODS: &[MethodDef] = &[
    MethodDef::new("update", Kind::One, hash_update, "Update this hash object's state with the provided bytes."),
    MethodDef::new("digest", Kind::Sig("length"), hash_digest, "Return the digest value as a bytes object."),
    MethodDef::new("hexdigest", Kind::Sig("length"), hash_hexdigest, "Return the digest value as a string of hexadecimal digits."),
    MethodDef::new("copy", Kind::NoArgs, hash_copy, "Return a copy of the hash object."),
];

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "new",
        Kind::Sig("name, data=, *, usedforsecurity=, string="),
        hash_new,
        "Return a new hash object using the named algorithm.",
    ),
    MethodDef::new(
        "pbkdf2_hmac",
        Kind::Sig("hash_name, password, salt, iterations, dklen="),
        pbkdf2_hmac,
        "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
    ),
    MethodDef::new(
        "scrypt",
        Kind::Sig("password, *, salt, n, r, p, maxmem=, dklen="),
        super::scrypt::scrypt,
        "scrypt password-based key derivation function.",
    ),
    MethodDef::new(
        "hmac_digest",
        Kind::Sig("key, msg, digest"),
        hmac_digest,
        "The HMAC of a message.",
    ),
    MethodDef::new(
        "compare_digest",
        Kind::Pos(2, 2),
        compare_digest,
        "Return 'a == b' in constant time.",
    ),
];

fn setup(th: &mut Thread) -> R<()> {
    let mut specs = [
        (
            TypeSpec::hidden(
                &HASH,
                "A hash is an object used to calculate a checksum of a string of information.",
            ),
            METHODS,
        ),
        (
            TypeSpec::hidden(
                &XOF,
                "A hash is an object used to calculate a checksum of a string of information.",
            ),
            XOF_METHODS,
        ),
        (
            TypeSpec::new(&BLAKE2B, blake2b_new, "Return a new BLAKE2b hash object."),
            METHODS,
        ),
        (
            TypeSpec::new(&BLAKE2S, blake2s_new, "Return a new BLAKE2s hash object."),
            METHODS,
        ),
    ];
    for (s, methods) in &mut specs {
        s.methods = methods;
        s.getset = HASH_GETSET;
        s.flags &= !tf::BASE;
        s.begin::<Hash>(&types::OBJECT);
        s.t.slots().set_repr(hash_repr);
        s.end(th)?;
    }
    for (t, most, short) in [(&BLAKE2B, 64, 16), (&BLAKE2S, 32, 8)] {
        for (n, v) in [
            ("MAX_DIGEST_SIZE", most),
            ("MAX_KEY_SIZE", most),
            ("SALT_SIZE", short),
            ("PERSON_SIZE", short),
        ] {
            t.set_attr(pystr::intern_str(n), Some(util::int(v)));
        }
    }
    Ok(())
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !HASH.is_ready() {
        setup(th)?;
    }
    let m = module::new(th, "_hashlib")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add_functions(th, m.r(), CONSTRUCTORS)?;
    for (n, t) in [
        ("HASH", &HASH),
        ("HASHXOF", &XOF),
        ("blake2b", &BLAKE2B),
        ("blake2s", &BLAKE2S),
    ] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    Ok(m)
}
