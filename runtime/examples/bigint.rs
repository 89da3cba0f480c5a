//! The table of docs/bigint.md: num-bigint against dashu-int. `cargo run --release -p typhon-runtime --example bigint`
//!
//! Numbers of n decimal digits (a fixed sequence), the best of several rounds, one thread. Each pair of results is
//! compared before anything is timed.

use dashu_int::UBig;
use num_bigint::BigUint;
use std::hint::black_box;
use std::time::{Duration, Instant};

const DIGITS: [usize; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];
/// Time spent on one figure at least, and rounds at least.
const ENOUGH: Duration = Duration::from_millis(200);
const ROUNDS: u32 = 3;

/// `n` decimal digits, the first of which is not 0.
fn digits(n: usize, mut seed: u64) -> String {
    let mut text = String::from("7");
    while text.len() < n {
        // Knuth's constants for a congruence of 64 bits; its high bits are good enough.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push(char::from(b'0' + ((seed >> 33) % 10) as u8));
    }
    text
}

/// Microseconds of the best round.
fn best<T>(mut f: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    let mut least = Duration::MAX;
    let mut rounds = 0;
    while rounds < ROUNDS || start.elapsed() < ENOUGH {
        let t = Instant::now();
        black_box(f());
        least = least.min(t.elapsed());
        rounds += 1;
    }
    least.as_secs_f64() * 1e6
}

fn row(name: &str, n: usize, num: f64, dashu: f64) {
    println!(
        "| {name} | {n} | {num:.2} | {dashu:.2} | {:.2} |",
        num / dashu
    );
}

fn main() {
    println!("| operation | digits | num-bigint, us | dashu-int, us | ratio |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for n in DIGITS {
        let (a, b) = (digits(n, 1), digits(n, 2));
        // As long as the product of the two.
        let long = digits(2 * n, 3);
        let num = |s: &str| s.parse::<BigUint>().expect("digits");
        let dashu = |s: &str| s.parse::<UBig>().expect("digits");
        let (na, nb, nl) = (num(&a), num(&b), num(&long));
        let (da, db, dl) = (dashu(&a), dashu(&b), dashu(&long));
        assert_eq!(
            (&da * &db).to_string(),
            dashu(&(&na * &nb).to_string()).to_string()
        );
        assert_eq!((&nl / &nb).to_string(), (&dl / &db).to_string());
        row("multiply", n, best(|| &na * &nb), best(|| &da * &db));
        row("divide 2n by n", n, best(|| &nl / &nb), best(|| &dl / &db));
        row(
            "to decimal",
            n,
            best(|| na.to_string()),
            best(|| da.to_string()),
        );
        row("from decimal", n, best(|| num(&a)), best(|| dashu(&a)));
    }
}
