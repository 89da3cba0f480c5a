//! The table below `ConcurrentDict`: a dashmap of items, and a lookaside through which known keys are read and written
//! without its locks.
//!
//! TABLE RULE 1. Under the lock of a shard nothing runs but comparisons that need no Python code
//!   (`quick::same_key`), moves of words and slot operations: no safepoint, no drop of an object, no call. So a stopped
//!   world has no lock taken, and `traverse` may take them.
//! TABLE RULE 2. Keys with the hash that is looked for, of which only their `__eq__` can tell, are copied out
//!   and asked without a lock; the verdicts are kept by identity (`Rivals`), and the step is tried again. It ends when, at
//!   one moment under the lock, every key of that hash is decided: then it is found, or it is not there.
//! TABLE RULE 3. What leaves the table is dropped after the lock is released.
//! TABLE RULE 4. An item lives as long as its value slot is full. Who takes it out of the dashmap empties the
//!   slot under that lock; nobody fills it again (`Slot::replace`). So a key has one living item at most, and who finds a
//!   living one, on whatever way, may read and replace its value: it is the key's.
//! TABLE RULE 5. An item enters the lookaside under its shard's lock and while it is in the dashmap, and who takes it out
//!   of that takes it out of the lookaside too before he releases the lock. So no dead item stays there, and keeps
//!   its key alive. The lookaside may lack any item, and may be replaced by an empty one at any time.

use crate::modules::common::TypeSpec;
use dashmap::{DashMap, SharedValue};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
use typhon_runtime::slot::Slot;
use typhon_runtime::types;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{Obj, R, Ref, Thread, Val, error, hooks, ops, payload, quick};

/// Expected number of threads, if the script says nothing.
pub const DEFAULT_SCALING: usize = 17;
/// Shards for each expected thread: two threads rarely meet in one.
const SHARDS_PER_THREAD: usize = 4;
/// A table costs memory even when empty.
const MAX_SHARDS: usize = 4096;
/// Memory of an empty shard: a lock and a table, on cache lines of their own.
const SHARD_BYTES: usize = 128;

// ------------------------------------------------------------------ hashes

/// Hashes whose bits differ below this one only stay neighbours.
const BLOCK_BITS: u32 = 6;
/// Bits at the top that are the tag of a place in the table.
const TAG: u64 = 0x7F << 57;

/// A bijection that lets each bit depend on all lower ones, and the low ones on the high.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 32)
}

/// Makes a table hash of a Python hash: the top 7 bits are the tag, those below choose the shard, the low ones the place.
///
/// Threads that add different keys pass cache lines to and fro: that of a shard's lock, and those of the table
/// with entries of both. So hashes that are close to each other, as those of integers that follow one another and of objects that
/// one thread has made one after the other, go to one shard and to neighbouring places: a thread that works its way through
/// them has these lines for itself. Threads that meet in a block part there: one waits, then the other is ahead.
#[inline]
fn spread(hash: i64) -> u64 {
    let hash = hash as u64;
    let inside = hash & ((1 << BLOCK_BITS) - 1);
    let block = mix(hash >> BLOCK_BITS);
    (block ^ inside) & !TAG | mix(hash) & TAG
}

/// `spread` as dashmap wants it.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = spread((self.0 ^ u64::from(b)) as i64);
        }
    }
    fn write_i64(&mut self, hash: i64) {
        self.0 = spread(hash);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

// ------------------------------------------------------------------ items

static ITEM: TypeObj = TypeObj::declare("ft_utils._concurrency._Item");

/// What is stored for one key.
///
/// With its header it fills a cache line, so that threads that write to different items never meet, whoever made
/// them. The collector does not know it: the table shows it the keys and values.
#[repr(C)]
struct Item {
    hash: i64,
    /// Full, and the same as long as the item exists.
    key: Slot,
    /// TABLE RULE 4.
    value: Slot,
    spare: [u64; 2],
}
payload!(Item);

impl Item {
    fn make(th: &mut Thread, hash: i64, key: Ref<'_>, value: Ref<'_>) -> R {
        let item = Item {
            hash,
            key: Slot::new(key.own()),
            value: Slot::new(value.own()),
            spare: [0; 2],
        };
        Obj::new(th, ITEM.r(), item)
    }
    /// Whether it is the key's; None: only the key's `__eq__` knows.
    #[inline(always)]
    fn is_of(&self, hash: i64, key: Ref<'_>) -> Option<bool> {
        if self.hash != hash {
            return Some(false);
        }
        if self.key.peek() == key.word() {
            return Some(true);
        }
        match self.key.fixed() {
            Some(stored) => quick::same_key(stored, key),
            None => Some(false),
        }
    }
}

/// The item in a slot of the dashmap, which holds nothing else.
#[inline(always)]
fn item(slot: &Slot) -> Option<(Ref<'_>, &Item)> {
    let o = slot.fixed()?;
    Some((o, o.get::<Item>()?))
}

// ------------------------------------------------------------------ lookaside

static LOOKASIDE: TypeObj = TypeObj::declare("ft_utils._concurrency._Lookaside");

/// Places of a group: with their tags they fill a cache line.
const WAYS: usize = 6;
/// As many hashes that follow one another have a group in common, so that a block leaves room for another.
const NEIGHBOURS: u32 = 2;
/// The smallest number of groups.
const LEAST: usize = 16;
/// A group that holds more than so many on average makes way for a larger lookaside.
const FULL: usize = 3;
/// A new one has room for one or two items in each group.
const FRESH: usize = 2;
/// So many groups for an item are enough, however often one found no place.
const MOST_GROUPS: usize = 4;
/// One hash in so many counts for all of them: the counters are lines that all threads write to.
const SAMPLE: usize = 16;

/// Whether a hash counts for all.
fn is_sample(h: u64) -> bool {
    mix(h) as usize & (SAMPLE - 1) == 0
}

/// The lowest bit of each tag in a word of them.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The highest bit of each tag.
const HIGH: u64 = 0x8000_8000_8000_8000;
/// Tags in a word.
const LANES: usize = 4;

/// Items, and 15 bits of the hash of each: who looks for one hardly ever reads a line of another, which its thread writes
/// to.
#[repr(C, align(64))]
struct Group {
    /// A tag for each place: 0 if it is empty. It is set after the place is filled and cleared before that is
    /// emptied.
    tags: [AtomicU64; 2],
    places: [Slot; WAYS],
}
const _: () = assert!(std::mem::size_of::<Group>() == 64);

/// The tag of a hash: not 0.
#[inline(always)]
fn tag_of(h: u64) -> u64 {
    mix(h) >> 48 | 1
}

/// Where the tag of a place is in its word.
#[inline(always)]
fn shift(place: usize) -> usize {
    64 / LANES * (place % LANES)
}

impl Group {
    fn empty() -> Group {
        Group {
            tags: Default::default(),
            places: Default::default(),
        }
    }
    /// What `f` finds in the places whose tags are that of a hash, and perhaps in some others.
    #[inline(always)]
    fn find<T>(&self, tag: u64, mut f: impl FnMut(&Slot) -> Option<T>) -> Option<T> {
        for (word, places) in self.tags.iter().zip(self.places.chunks(LANES)) {
            // Acquire: pairs with the Release of `add`: the place is filled. (It may be empty again, or hold another item.)
            let differ = word.load(Acquire) ^ ONES.wrapping_mul(tag);
            let mut lanes = differ.wrapping_sub(ONES) & !differ & HIGH;
            while lanes != 0 {
                let place = places.get(lanes.trailing_zeros() as usize / (64 / LANES));
                if let Some(found) = place.and_then(&mut f) {
                    return Some(found);
                }
                lanes &= lanes - 1;
            }
        }
        None
    }
    /// Whether no place is empty: they are filled from the first to the last.
    #[inline(always)]
    fn is_full(&self) -> bool {
        // Relaxed: a hint.
        self.tags[WAYS / LANES].load(Relaxed) >> shift(WAYS - 1) != 0
    }
}

/// Items by their hash. Threads that meet no new keys only read here, so that it costs them no line; each writes to its
/// items alone.
struct Lookaside {
    /// A power of two of them.
    groups: Box<[Group]>,
    /// So that who counts does not disturb who looks for the groups.
    _apart: [u64; 8],
    /// Places in use: an estimate, by sample.
    used: AtomicUsize,
    /// Items that found no place: an estimate, by sample.
    refused: AtomicUsize,
}
payload!(Lookaside);

impl Lookaside {
    /// With that many groups; None if there is no memory for it: it is a matter of speed only.
    fn make(th: &mut Thread, groups: usize) -> Option<Obj> {
        let mut v = Vec::new();
        v.try_reserve_exact(groups).ok()?;
        v.resize_with(groups, Group::empty);
        let new = Lookaside {
            groups: v.into_boxed_slice(),
            _apart: [0; 8],
            used: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
        };
        match Obj::new(th, LOOKASIDE.r(), new) {
            Ok(o) => Some(o),
            Err(_) => {
                drop(error::fetch(th));
                None
            }
        }
    }
    /// The groups for a hash. Blocks that meet in one crowd each other out; the second one is of no block. An item stands
    /// there only if the first was full.
    #[inline(always)]
    fn groups(&self, h: u64) -> [&Group; 2] {
        let mask = self.groups.len() - 1;
        [h >> NEIGHBOURS, h >> 32 ^ h << 7].map(|at| &self.groups[at as usize & mask])
    }
    /// The item of a key.
    #[inline(always)]
    fn find<'g>(&self, th: &'g Thread, hash: i64, key: Ref<'_>) -> Option<Val<'g>> {
        let h = spread(hash);
        let is_it = |place: &Slot| {
            let candidate = place.load(th)?;
            let item = candidate.r().get::<Item>()?;
            (item.is_of(hash, key) == Some(true)).then_some(candidate)
        };
        let [first, second] = self.groups(h);
        let found = first.find(tag_of(h), is_it);
        if found.is_some() || !first.is_full() {
            return found;
        }
        second.find(tag_of(h), is_it)
    }
    /// TABLE RULE 5: the caller holds the shard's lock, and the item is in the dashmap.
    fn add(&self, h: u64, item: Ref<'_>) {
        for group in self.groups(h) {
            if group.places.iter().any(|p| p.peek() == item.word()) {
                return;
            }
            for (i, place) in group.places.iter().enumerate() {
                if place.is_empty() && place.fill(item.own()).is_ok() {
                    // Release: pairs with the Acquire of `find`.
                    group.tags[i / LANES].fetch_or(tag_of(h) << shift(i), Release);
                    Self::count(&self.used, h, 1);
                    return;
                }
                // What did not fit is not the item's last reference: the dashmap has one.
            }
        }
        Self::count(&self.refused, h, 1);
    }
    /// TABLE RULE 5: takes an item out.
    fn remove(&self, h: u64, item: Ref<'_>, out: &mut Vec<Obj>) {
        for group in self.groups(h) {
            for (i, place) in group.places.iter().enumerate() {
                if place.peek() == item.word() {
                    // Release: before the place is emptied, so before who fills it sets its tag.
                    group.tags[i / LANES].fetch_and(!(0xFFFF << shift(i)), Release);
                    out.extend(place.take());
                    Self::count(&self.used, h, -1);
                }
            }
        }
    }
    fn count(counter: &AtomicUsize, h: u64, by: isize) {
        if is_sample(h) {
            // Relaxed: an estimate.
            counter.fetch_add((by * SAMPLE as isize) as usize, Relaxed);
        }
    }
    /// Whether a larger one would hold more of the items that there are, and how many groups it should have.
    fn outgrown(&self, items: impl Fn() -> usize) -> Option<usize> {
        let n = self.groups.len();
        // Relaxed: estimates. Removals may take `used` below zero by chance.
        let used = self.used.load(Relaxed) as isize;
        let refused = self.refused.load(Relaxed);
        // To be refused costs a few times what it takes to enter a new lookaside.
        if used <= (n * FULL) as isize && refused <= n {
            return None;
        }
        // Relaxed: as above. Where more groups do not help (many keys of one hash), nobody asks again soon.
        self.refused.store(0, Relaxed);
        let items = items();
        (n < items.saturating_mul(MOST_GROUPS)).then(|| (items / FRESH).max(2 * n))
    }
}

// ------------------------------------------------------------------ verdicts

/// Keys of one hash that were asked: TABLE RULE 2. They are counted, so their identity is theirs alone.
#[derive(Default)]
struct Rivals {
    equal: Option<Obj>,
    other: Vec<Obj>,
}

impl Rivals {
    /// Whether `stored` equals `key`; None: only its `__eq__` knows.
    fn judge(&self, stored: Ref<'_>, key: Ref<'_>) -> Option<bool> {
        if self.equal.as_ref().is_some_and(|e| e.r().is(stored)) {
            return Some(true);
        }
        if self.other.iter().any(|o| o.r().is(stored)) {
            return Some(false);
        }
        quick::same_key(stored, key)
    }
}

/// A verdict as the dashmap's search wants it; `open` becomes true if there is none.
#[inline(always)]
fn known(verdict: Option<bool>, open: &mut bool) -> bool {
    *open |= verdict.is_none();
    verdict == Some(true)
}

// ------------------------------------------------------------------ the table

/// Several items may have one hash, so it is searched through its shards.
type Map = DashMap<i64, Slot, BuildHasherDefault<Spread>>;

/// The table.
pub struct Table {
    map: Map,
    /// A `Lookaside`, or empty.
    lookaside: Slot,
    /// Whether something that can own references was ever stored. Without that the collector is shown nothing: a table of
    /// texts and numbers costs it no time.
    refers: AtomicBool,
}

/// The shard of a spread hash.
macro_rules! shard {
    ($t:expr, $h:expr) => {
        $t.map.shards()[$t.map.determine_shard($h as usize)]
    };
}

/// What became of a value that was to be stored.
enum Stored {
    /// The key is new.
    New,
    /// It was there: its value, old or still.
    Old(Option<Obj>),
    /// The table cannot grow.
    NoRoom,
}

impl Table {
    /// An empty one, for about `scaling` threads.
    pub fn new(th: &mut Thread, scaling: usize) -> R<Table> {
        let shards = scaling
            .saturating_mul(SHARDS_PER_THREAD)
            .min(MAX_SHARDS)
            .next_power_of_two();
        error::room(th, shards * SHARD_BYTES)?;
        Ok(Table {
            map: DashMap::with_hasher_and_shard_amount(BuildHasherDefault::default(), shards),
            lookaside: Slot::empty(),
            refers: AtomicBool::new(false),
        })
    }
    /// Number of keys; each shard is counted at its own moment.
    pub fn len(&self) -> usize {
        self.map.len()
    }
    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
    /// For `traverse`.
    pub fn visit(&self, v: &mut dyn FnMut(Ref<'_>)) {
        // Relaxed: the world is stopped.
        if !self.refers.load(Relaxed) {
            return;
        }
        for e in self.map.iter() {
            e.value().visit(&mut |item| {
                if let Some(item) = item.get::<Item>() {
                    item.key.visit(v);
                    item.value.visit(v);
                }
            });
        }
    }
    /// Takes everything out and drops it.
    pub fn empty(&self) {
        for shard in self.map.shards() {
            let mut shard = shard.write();
            let entries = std::mem::take(&mut *shard).into_iter();
            let gone: Vec<Slot> = entries.map(|e| e.1.into_inner()).collect();
            // TABLE RULE 4.
            let take = |slot| item(slot).and_then(|(_, i)| i.value.take());
            let values: Vec<Obj> = gone.iter().filter_map(take).collect();
            drop(shard);
            drop((gone, values));
        }
        // TABLE RULE 5. What was added to a new one meanwhile need not stand there.
        self.lookaside.discard();
    }

    /// The living item of a key that the lookaside has, for as long as this thread comes to no safepoint.
    #[inline(always)]
    fn known<'g>(&self, th: &'g Thread, hash: i64, key: Ref<'_>) -> Option<Val<'g>> {
        let lookaside = self.lookaside.load(th)?;
        lookaside.r().get::<Lookaside>()?.find(th, hash, key)
    }
    /// Puts an item of the dashmap, or one that is about to be, into the lookaside. The caller holds the shard's lock.
    fn remember(&self, th: &Thread, h: u64, item: Ref<'_>) {
        if let Some(lookaside) = self.lookaside.load(th)
            && let Some(l) = lookaside.r().get::<Lookaside>()
        {
            l.add(h, item);
        }
    }
    /// Makes a first or a larger lookaside if one is due: a key was found without it.
    fn prepare(&self, th: &mut Thread) {
        let groups = match self.lookaside.load(th) {
            None => Some(self.len() / FRESH),
            Some(l) => {
                let l = l.r().get::<Lookaside>();
                l.and_then(|l| l.outgrown(|| self.len()))
            }
        };
        let Some(groups) = groups else {
            return;
        };
        let groups = groups.max(LEAST).next_power_of_two();
        let Some(new) = Lookaside::make(th, groups) else {
            return;
        };
        // TABLE RULE 5: first it can be seen by who takes items out, then they come in.
        self.lookaside.set(new.r().own());
        if let Some(l) = new.get::<Lookaside>() {
            for e in self.map.iter() {
                if let Some((o, _)) = item(e.value()) {
                    l.add(spread(*e.key()), o);
                }
            }
        }
    }
    /// As `prepare`, after a key was added: there are reads and writes of known keys only if there is a lookaside.
    fn prepare_for_more(&self, th: &mut Thread, hash: i64) {
        if is_sample(spread(hash)) && !self.lookaside.is_empty() {
            self.prepare(th);
        }
    }

    /// Takes note of what is about to be stored.
    #[inline(always)]
    fn note(&self, o: Ref<'_>) {
        // Relaxed: the collector looks while the world is stopped, and this thread comes to a safepoint only after it has
        // stored the object.
        if o.is_ptr() && !self.refers.load(Relaxed) && o.may_refer() {
            self.refers.store(true, Relaxed);
        }
    }

    /// Repeats `step` until it gives an answer: TABLE RULE 2. It is given a judge of items, and gives None where
    /// that could not decide.
    #[cold]
    fn decide<T>(
        &self,
        th: &mut Thread,
        key: Ref<'_>,
        mut step: impl FnMut(&Thread, &mut dyn FnMut(&Item) -> Option<bool>) -> Option<T>,
    ) -> R<T> {
        let mut rivals = Rivals::default();
        loop {
            let mut unknown = Vec::new();
            let answer = step(th, &mut |item| {
                let Some(stored) = item.key.fixed() else {
                    return Some(false);
                };
                let verdict = rivals.judge(stored, key);
                if verdict.is_none() {
                    unknown.push(stored.own());
                }
                verdict
            });
            if let Some(t) = answer {
                return Ok(t);
            }
            for stored in unknown {
                if ops::equal(th, stored.r(), key)? {
                    rivals.equal = Some(stored);
                    break;
                }
                rivals.other.push(stored);
            }
            hooks::safepoint(th)?;
        }
    }

    // Steps: one look at a shard under its lock. `judge` says whether an item of the hash is the key's; None of a step: it
    // did not know.

    /// What `f` makes of the key's item.
    fn find<T>(
        &self,
        th: &Thread,
        hash: i64,
        mut judge: impl FnMut(&Item) -> Option<bool>,
        f: impl FnOnce(&Item) -> Option<T>,
    ) -> Option<Option<T>> {
        let h = spread(hash);
        let mut open = false;
        let shard = shard!(self, h).read();
        let found = shard.get(h, |e| {
            e.0 == hash && item(e.1.get()).is_some_and(|(_, i)| known(judge(i), &mut open))
        });
        match found.and_then(|e| item(e.1.get())) {
            Some((o, item)) => {
                self.remember(th, h, o);
                Some(f(item))
            }
            None => (!open).then_some(None),
        }
    }
    /// Stores the new item `given`, or its value in the item that is there. `replace`: an old value makes way, else it is the
    /// result.
    fn store(
        &self,
        th: &Thread,
        hash: i64,
        given: &mut Option<Obj>,
        replace: bool,
        mut judge: impl FnMut(&Item) -> Option<bool>,
    ) -> Option<Stored> {
        let h = spread(hash);
        let mut open = false;
        let mut shard = shard!(self, h).write();
        let found = shard.get(h, |e| {
            e.0 == hash && item(e.1.get()).is_some_and(|(_, i)| known(judge(i), &mut open))
        });
        if let Some((o, item)) = found.and_then(|e| item(e.1.get())) {
            self.remember(th, h, o);
            return Some(Stored::Old(if replace {
                let new = given.as_ref()?.get::<Item>()?.value.take();
                item.value.exchange(new)
            } else {
                item.value.get()
            }));
        }
        if open {
            return None;
        }
        if shard.try_reserve(1, |e| spread(e.0)).is_err() {
            return Some(Stored::NoRoom);
        }
        let new = given.take()?;
        self.remember(th, h, new.r());
        let new = Slot::new(new);
        shard.insert(h, (hash, SharedValue::new(new)), |e| spread(e.0));
        Some(Stored::New)
    }
    /// Takes the key out: its value, and what else is to be dropped.
    fn take(
        &self,
        th: &Thread,
        hash: i64,
        mut judge: impl FnMut(&Item) -> Option<bool>,
    ) -> Option<(Option<Obj>, Vec<Obj>)> {
        let h = spread(hash);
        let (mut open, mut rest) = (false, Vec::new());
        let mut shard = shard!(self, h).write();
        let gone = shard.remove_entry(h, |e| {
            e.0 == hash && item(e.1.get()).is_some_and(|(_, i)| known(judge(i), &mut open))
        });
        let Some(gone) = gone.and_then(|e| e.1.into_inner().take()) else {
            return (!open).then_some((None, rest));
        };
        // TABLE RULE 4, 5.
        let value = gone.get::<Item>().and_then(|i| i.value.take());
        if let Some(lookaside) = self.lookaside.load(th)
            && let Some(l) = lookaside.r().get::<Lookaside>()
        {
            l.remove(h, gone.r(), &mut rest);
        }
        rest.push(gone);
        Some((value, rest))
    }

    // Operations.

    /// The value of `key`, if the lookaside has it, for as long as this thread comes to no safepoint.
    #[inline(always)]
    pub fn load<'g>(&self, th: &'g Thread, hash: i64, key: Ref<'_>) -> Option<Val<'g>> {
        let item = self.known(th, hash, key)?;
        item.r().get::<Item>()?.value.load(th)
    }
    /// The value of `key`.
    pub fn get(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        if let Some(v) = self.load(th, hash, key) {
            return Ok(Some(v.own()));
        }
        self.search(th, hash, key, |item| item.value.get())
    }
    /// Whether `key` is there.
    pub fn contains(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<bool> {
        if let Some(item) = self.known(th, hash, key)
            && item.r().get::<Item>().is_some_and(|i| !i.value.is_empty())
        {
            return Ok(true);
        }
        Ok(self.search(th, hash, key, |_| Some(()))?.is_some())
    }
    /// What `f` makes of the key's item, of which the lookaside knows nothing.
    fn search<T>(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        f: impl Fn(&Item) -> Option<T>,
    ) -> R<Option<T>> {
        let found = match self.find(th, hash, |i| i.is_of(hash, key), &f) {
            Some(found) => found,
            None => self.decide(th, key, |th, judge| self.find(th, hash, judge, &f))?,
        };
        if found.is_some() {
            self.prepare(th);
        }
        Ok(found)
    }
    /// Stores a value where the lookaside does not know the key; the old one, or with `replace` false that which stays.
    fn put(
        &self,
        th: &mut Thread,
        hash: i64,
        key: Ref<'_>,
        value: Ref<'_>,
        replace: bool,
    ) -> R<Option<Obj>> {
        let mut given = Some(Item::make(th, hash, key, value)?);
        self.note(key);
        self.note(value);
        let simply = self.store(th, hash, &mut given, replace, |i| i.is_of(hash, key));
        let stored = match simply {
            Some(stored) => stored,
            None => self.decide(th, key, |th, judge| {
                self.store(th, hash, &mut given, replace, judge)
            })?,
        };
        // The lock is free: what was given may die here.
        drop(given);
        match stored {
            Stored::New => {
                self.prepare_for_more(th, hash);
                Ok(None)
            }
            Stored::Old(value) => {
                self.prepare(th);
                Ok(value)
            }
            Stored::NoRoom => Err(error::no_memory(th)),
        }
    }
    /// Sets the value of `key`.
    pub fn set(&self, th: &mut Thread, hash: i64, key: Ref<'_>, value: Ref<'_>) -> R<()> {
        self.note(value);
        let known = self.known(th, hash, key);
        let old = known.and_then(|item| {
            let item = item.r().get::<Item>()?;
            item.value.replace(value.own()).ok()
        });
        if old.is_some() {
            // The old value dies here.
            return Ok(());
        }
        self.put(th, hash, key, value, true).map(drop)
    }
    /// The value of `key`, which gets `value` if it has none.
    pub fn get_or_insert(&self, th: &mut Thread, hash: i64, key: Ref<'_>, value: Ref<'_>) -> R {
        if let Some(v) = self.load(th, hash, key) {
            return Ok(v.own());
        }
        let there = self.put(th, hash, key, value, false)?;
        Ok(there.unwrap_or_else(|| value.own()))
    }
    /// Takes `key` out: its value.
    pub fn remove(&self, th: &mut Thread, hash: i64, key: Ref<'_>) -> R<Option<Obj>> {
        let (value, rest) = match self.take(th, hash, |i| i.is_of(hash, key)) {
            Some(gone) => gone,
            None => self.decide(th, key, |th, judge| self.take(th, hash, judge))?,
        };
        // The lock is free: the key may die here.
        drop(rest);
        Ok(value)
    }
    /// Something made of each item; each shard at one moment.
    fn collect<T>(&self, th: &mut Thread, f: impl Fn(&Item) -> Option<T>) -> R<Vec<T>> {
        let mut out = Vec::new();
        // Threads may add some meanwhile.
        error::reserve(th, &mut out, self.len())?;
        out.extend(self.map.iter().filter_map(|e| f(item(e.value())?.1)));
        Ok(out)
    }
    /// The keys.
    pub fn keys(&self, th: &mut Thread) -> R<Vec<Obj>> {
        self.collect(th, |item| item.key.get())
    }
    /// The values.
    pub fn values(&self, th: &mut Thread) -> R<Vec<Obj>> {
        self.collect(th, |item| item.value.get())
    }
    /// The pairs.
    pub fn items(&self, th: &mut Thread) -> R<Vec<(Obj, Obj)>> {
        self.collect(th, |item| Some((item.key.get()?, item.value.get()?)))
    }
}

/// Makes the types of what stands in the table; no script sees them but through `gc`.
pub fn make_types(th: &mut Thread) -> R<()> {
    for (spec, begin) in [
        (
            TypeSpec::hidden(&ITEM, ""),
            TypeSpec::begin::<Item> as fn(&TypeSpec, &'static TypeObj),
        ),
        (
            TypeSpec::hidden(&LOOKASIDE, ""),
            TypeSpec::begin::<Lookaside>,
        ),
    ] {
        begin(&spec, &types::OBJECT);
        spec.end(th)?;
    }
    Ok(())
}
