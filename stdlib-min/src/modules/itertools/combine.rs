//! `product`, `permutations`, `combinations`, `combinations_with_replacement`: indices into fixed pools.
//!
//! All four walk an index vector; `Walk::advance` gives the indices of the next tuple under the lock.

use crate::modules::common::{TypeSpec, of};
use typhon_runtime::call::{self, Args, Sig};
use typhon_runtime::error::{self, overflow_error, type_error, value_error};
use typhon_runtime::guarded::Guarded;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, ops, payload};

/// How the indices move on.
enum Order {
    /// Each position has its own pool of this size.
    Product(Vec<usize>),
    /// `cycles` of the permutation algorithm: swaps left at each position.
    Permutations(Vec<usize>),
    /// Ascending indices.
    Combinations,
    /// Ascending indices, repetition allowed.
    Multisets,
}

struct Walk {
    indices: Vec<usize>,
    /// Length of the tuples (permutations hold more indices).
    r: usize,
    /// Size of the pool.
    n: usize,
    order: Order,
    begun: bool,
    over: bool,
}

struct Combine {
    /// The pools, a tuple of tuples; all positions share pool 0 unless the order is Product.
    pools: Slot,
    walk: Guarded<Walk>,
}
payload!(
    Combine,
    traverse | s,
    v | s.pools.visit(v),
    clear | s | drop(s.pools.take())
);

/// Longest choice that needs no memory of its own.
const SHORT: usize = 12;

/// The indices of one tuple, apart from the walk and its lock.
enum Choice {
    Short([usize; SHORT], usize),
    Long(Vec<usize>),
}

impl Choice {
    fn of(indices: &[usize]) -> Choice {
        let mut short = [0; SHORT];
        match short.get_mut(..indices.len()) {
            Some(s) => {
                s.copy_from_slice(indices);
                Choice::Short(short, indices.len())
            }
            None => Choice::Long(indices.to_vec()),
        }
    }
    fn indices(&self) -> &[usize] {
        match self {
            Choice::Short(s, n) => s.get(..*n).unwrap_or_default(),
            Choice::Long(v) => v,
        }
    }
}

impl Walk {
    /// Indices of the next tuple; None: over.
    fn advance(&mut self) -> Option<Choice> {
        if self.over {
            return None;
        }
        if !self.begun {
            self.begun = true;
        } else if !self.step() {
            self.over = true;
            return None;
        }
        self.indices.get(..self.r).map(Choice::of)
    }

    fn step(&mut self) -> bool {
        match &mut self.order {
            Order::Product(sizes) => {
                for (i, size) in self.indices.iter_mut().zip(sizes).rev() {
                    *i += 1;
                    if *i < *size {
                        return true;
                    }
                    *i = 0;
                }
                false
            }
            Order::Permutations(cycles) => next_permutation(&mut self.indices, cycles, self.n),
            Order::Combinations => {
                let (n, r) = (self.n, self.r);
                // The last index that has room to grow; what follows it is packed behind it.
                let Some(p) = (0..r).rev().find(|&p| self.indices[p] < n - r + p) else {
                    return false;
                };
                let first = self.indices[p] + 1;
                for (k, i) in self.indices[p..].iter_mut().enumerate() {
                    *i = first + k;
                }
                true
            }
            Order::Multisets => {
                let n = self.n;
                let Some(p) = self.indices.iter().rposition(|&i| i + 1 < n) else {
                    return false;
                };
                let v = self.indices[p] + 1;
                self.indices[p..].fill(v);
                true
            }
        }
    }
}

/// Moves to the next permutation of `cycles.len()` of `n` indices, in lexicographic order of positions.
fn next_permutation(indices: &mut [usize], cycles: &mut [usize], n: usize) -> bool {
    for p in (0..cycles.len()).rev() {
        cycles[p] -= 1;
        if cycles[p] == 0 {
            indices[p..].rotate_left(1);
            cycles[p] = n - p;
        } else {
            indices.swap(p, n - cycles[p]);
            return true;
        }
    }
    false
}

fn combine_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let c = of::<Combine>(th, o)?;
    let Some(pools) = c.pools.get() else {
        return Ok(None);
    };
    let mut g = c.walk.lock();
    let next = g.advance();
    let own_pools = matches!(g.order, Order::Product(_));
    drop(g);
    let Some(next) = next else {
        drop(c.pools.take());
        return Ok(None);
    };
    hooks::safepoint(th)?;
    let next = next.indices();
    if next.is_empty() {
        return Ok(Some(types::empty_tuple().own()));
    }
    let pools = pools.r().get::<tuple::Tuple>();
    let pool = |k| pools.and_then(|p| p.get(k)?.get::<tuple::Tuple>());
    let item = |p: Option<&tuple::Tuple>, k: usize| {
        let i = next.get(k).copied().unwrap_or_default();
        p.and_then(|p| p.get(i)).unwrap_or(Ref::NONE).own()
    };
    let row = if own_pools {
        let n = pools.map_or(1, |p| p.len().max(1));
        tuple::from_fn(th, next.len(), |k| item(pool(k % n), k))
    } else {
        let only = pool(0);
        tuple::from_fn(th, next.len(), |k| item(only, k))
    };
    row.map(Some)
}

fn pool_of(th: &mut Thread, o: Ref<'_>) -> R<(Obj, usize)> {
    let items = ops::collect(th, o)?;
    let n = items.len();
    Ok((tuple::new(th, items)?, n))
}

fn build(th: &mut Thread, class: Ref<'_>, pools: Vec<Obj>, walk: Walk) -> R {
    let c = Combine {
        pools: Slot::new(tuple::new(th, pools)?),
        walk: Guarded::new(walk),
    };
    Obj::new(th, class, c)
}

/// `n` zeros or 0, 1, 2, ...; MemoryError if that is too much.
fn index_vector(th: &mut Thread, n: usize, ascending: bool) -> R<Vec<usize>> {
    let mut v = Vec::new();
    if v.try_reserve_exact(n).is_err() {
        return Err(error::no_memory(th));
    }
    v.extend((0..n).map(|i| if ascending { i } else { 0 }));
    Ok(v)
}

/// MemoryError if there is no room for a choice of `r` items, even if none will be made.
fn room_for(th: &mut Thread, r: usize) -> R<()> {
    match Vec::<usize>::new().try_reserve_exact(r) {
        Ok(()) => Ok(()),
        Err(_) => Err(error::no_memory(th)),
    }
}

static PRODUCT: TypeObj = TypeObj::declare("itertools.product");

fn product_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let mut repeat = 1;
    for (k, v) in a.kwargs() {
        let k = pystr::text(k);
        if k != "repeat" {
            let m = format!("product() got an unexpected keyword argument '{k}'");
            return Err(type_error(th, m));
        }
        repeat = int::ssize(th, v)?;
    }
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(value_error(th, "repeat argument cannot be negative"));
    };
    let mut pools = Vec::new();
    let mut sizes = Vec::new();
    if repeat > 0 {
        for x in a.iter() {
            let (p, n) = pool_of(th, x)?;
            pools.push(p);
            sizes.push(n);
        }
    }
    let Some(total) = sizes
        .len()
        .checked_mul(repeat)
        .filter(|n| n.checked_mul(16).is_some())
    else {
        return Err(overflow_error(th, "repeat argument too large"));
    };
    let indices = index_vector(th, total, false)?;
    let over = sizes.contains(&0);
    let mut all = Vec::new();
    if all.try_reserve_exact(total).is_err() {
        return Err(error::no_memory(th));
    }
    for _ in 0..repeat.min(total) {
        all.extend_from_slice(&sizes);
    }
    let walk = Walk {
        indices,
        r: total,
        n: 0,
        order: Order::Product(all),
        begun: false,
        over,
    };
    build(th, class, pools, walk)
}

static PERMUTATIONS: TypeObj = TypeObj::declare("itertools.permutations");

fn permutations_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, r=");
    call::with_sig(th, "permutations", &SIG, a, |th, a| {
        let (pool, n) = pool_of(th, a.at(0))?;
        let r = match a.opt_not_none(1) {
            None => n as isize,
            Some(r) if int::is_int(r) => int::ssize(th, r)?,
            Some(_) => return Err(type_error(th, "Expected int as r")),
        };
        let Ok(r) = usize::try_from(r) else {
            return Err(value_error(th, "r must be non-negative"));
        };
        let over = r > n;
        room_for(th, r)?;
        let walk = Walk {
            indices: index_vector(th, n, true)?,
            r,
            n,
            order: Order::Permutations((0..r.min(n)).map(|p| n - p).collect()),
            begun: false,
            over,
        };
        build(th, class, vec![pool], walk)
    })
}

/// `iterable, r` of the two kinds of combinations: pool, its size, r.
fn pool_and_r(th: &mut Thread, a: Args<'_>) -> R<(Obj, usize, usize)> {
    let r = int::ssize(th, a.at(1))?;
    let (pool, n) = pool_of(th, a.at(0))?;
    match usize::try_from(r) {
        Ok(r) => Ok((pool, n, r)),
        Err(_) => Err(value_error(th, "r must be non-negative")),
    }
}

static COMBINATIONS: TypeObj = TypeObj::declare("itertools.combinations");

fn combinations_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, r");
    call::with_sig(th, "combinations", &SIG, a, |th, a| {
        let (pool, n, r) = pool_and_r(th, a)?;
        let over = r > n;
        room_for(th, r)?;
        let walk = Walk {
            indices: index_vector(th, r.min(n), true)?,
            r,
            n,
            order: Order::Combinations,
            begun: false,
            over,
        };
        build(th, class, vec![pool], walk)
    })
}

static MULTISETS: TypeObj = TypeObj::declare("itertools.combinations_with_replacement");

fn multisets_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("iterable, r");
    call::with_sig(th, "combinations_with_replacement", &SIG, a, |th, a| {
        let (pool, n, r) = pool_and_r(th, a)?;
        let over = n == 0 && r > 0;
        let walk = Walk {
            indices: index_vector(th, if over { 0 } else { r }, false)?,
            r,
            n,
            order: Order::Multisets,
            begun: false,
            over,
        };
        build(th, class, vec![pool], walk)
    })
}

static SPECS: [TypeSpec; 4] = [
    TypeSpec::new(
        &PRODUCT,
        product_new,
        "product(*iterables, repeat=1)\n--\n\nCartesian product, as nested for-loops give it.",
    ),
    TypeSpec::new(
        &PERMUTATIONS,
        permutations_new,
        "permutations(iterable, r=None)\n--\n\nArrangements of r items, by position.",
    ),
    TypeSpec::new(
        &COMBINATIONS,
        combinations_new,
        "combinations(iterable, r)\n--\n\nChoices of r items, in order of position.",
    ),
    TypeSpec::new(
        &MULTISETS,
        multisets_new,
        "combinations_with_replacement(iterable, r)\n--\n\nChoices of r items, each any number of times.",
    ),
];

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<Vec<&'static TypeSpec>> {
    for s in &SPECS {
        s.iterator::<Combine>(th, combine_next)?;
    }
    Ok(SPECS.iter().collect())
}
