use super::*;
use crate::types;

fn numbers(n: usize, seed: u64, modulus: u64) -> impl Iterator<Item = i64> {
    let mut x = seed;
    (0..n).map(move |_| {
        x = x
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((x >> 33) % modulus) as i64
    })
}
fn digest(items: impl Iterator<Item = Obj>) -> u64 {
    items.fold(0u64, |h, v| {
        h.wrapping_mul(1000003) ^ v.r().as_small().unwrap() as u64
    })
}

/// The orders of CPython 3.14 for the same operations: (n, seed, modulus), copy, union, pops, rest, frozenset hash.
type Recorded = ((usize, u64, u64), [u64; 4], i64);
const RECORDED: [Recorded; 5] = [
    (
        (5, 1, 100),
        [
            3767217634454245089,
            13131727942574581269,
            96000650001052,
            1234434307002384493,
        ],
        -4396674995995274345,
    ),
    (
        (20, 2, 50),
        [
            16069288728589121015,
            10407265476609691369,
            32000194000260,
            9875501128455339454,
        ],
        -5062775185888881298,
    ),
    (
        (100, 3, 1000),
        [
            16835983783164106496,
            9905647299285576038,
            897005892009474,
            3624776300948472876,
        ],
        8942193603030956833,
    ),
    (
        (1000, 4, 1000000),
        [
            15232734861103121539,
            4709379178534599199,
            737285476939907906,
            5286843215176465804,
        ],
        131264343311498418,
    ),
    (
        (3000, 5, 2147483648),
        [
            17744929063984033460,
            3152968389573990674,
            16761286683463598496,
            5241393666882544056,
        ],
        -3355937316942728467,
    ),
];

#[test]
fn items_stand_in_cpythons_order() {
    let mut t = Thread::start(8 << 20, true);
    let th = &mut t;
    types::init();
    types::SET.setup::<Set>(Some(&types::OBJECT), 0);
    for ((n, seed, modulus), want, hash) in RECORDED {
        let o = new_of(th, &types::SET, vec![]).unwrap();
        let s = o.get::<Set>().unwrap();
        for v in numbers(n, seed, modulus) {
            if v % 5 == 0 {
                s.discard(th, Ref::small_int(v / 3)).unwrap();
            } else {
                s.add(th, Ref::small_int(v).own()).unwrap();
            }
        }
        let copy_obj = new_of(th, &types::SET, vec![]).unwrap();
        let copy = copy_obj.get::<Set>().unwrap();
        copy.update(th, o.r()).unwrap();
        let union_obj = new_of(th, &types::SET, vec![]).unwrap();
        let union = union_obj.get::<Set>().unwrap();
        union.merge(th, s).unwrap();
        let three = (1..4).map(|i| Ref::small_int(i).own()).collect();
        let three = new_of(th, &types::SET, three).unwrap();
        union.update(th, three.r()).unwrap();
        let pops: Vec<Obj> = (0..3).map_while(|_| s.pop()).collect();
        for v in numbers(50, seed + 9, modulus) {
            s.add(th, Ref::small_int(v).own()).unwrap();
        }
        let got = [
            digest(copy.items().into_iter()),
            digest(union.items().into_iter()),
            digest(pops.into_iter()),
            digest(s.items().into_iter()),
        ];
        assert_eq!(got, want, "{n} {seed} {modulus}");
        assert_eq!(copy.frozen_hash(), hash);
        s.clear_all();
        assert!(s.is_empty() && s.next_at(0).is_none() && s.pop().is_none());
    }
    let o = new_of(th, &types::SET, vec![]).unwrap();
    assert_eq!(o.get::<Set>().unwrap().frozen_hash(), 133146708735736);
}
