use super::*;
use crate::types;

fn ints(l: &List) -> Vec<i64> {
    l.items().iter().filter_map(|o| o.r().as_small()).collect()
}
fn int(i: i64) -> Obj {
    Ref::small_int(i).own()
}

/// Every writer against the same operation on a vector.
#[test]
fn writers_do_what_a_vector_does() {
    let mut t = Thread::start(8 << 20, true);
    let th = &mut t;
    types::init();
    let o = new(th, vec![]).unwrap();
    let l = o.get::<List>().unwrap();
    let mut v: Vec<i64> = vec![];
    let mut x = 7u64;
    for i in 0..5000i64 {
        x = x
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        let r = (x >> 33) as usize;
        let at = r / 8 % (v.len() + 1);
        match r % 8 {
            0 | 1 => {
                l.push(th, int(i)).unwrap();
                v.push(i);
            }
            2 | 3 => {
                l.insert(th, at, int(i)).unwrap();
                v.insert(at, i);
            }
            4 => {
                let got = l.remove(at).and_then(|o| o.r().as_small());
                assert_eq!(
                    got,
                    if at < v.len() {
                        Some(v.remove(at))
                    } else {
                        None
                    }
                );
            }
            5 => {
                let to = (at + r / 64 % 5).min(v.len());
                let new: Vec<i64> = (0..r as i64 / 512 % 4).collect();
                let out = l
                    .replace(th, at, to, new.iter().map(|&i| int(i)).collect())
                    .unwrap();
                assert_eq!(out.len(), to - at);
                v.splice(at..to, new);
            }
            6 => {
                l.reverse();
                v.reverse();
            }
            _ => {
                l.extend(th, (0..3).map(int).collect()).unwrap();
                v.extend(0..3);
                if v.len() > 300 {
                    drop(l.replace(th, 5, 290, vec![]).unwrap());
                    v.drain(5..290);
                }
            }
        }
        assert_eq!(ints(l), v);
    }
}
