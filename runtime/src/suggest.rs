//! "Did you mean": the closest name by a weighted edit distance with CPython's costs (move 2, case 1).

const MOVE: usize = 2;
const CASE: usize = 1;
const MAX_CANDIDATES: usize = 750;
const MAX_LEN: usize = 40;

fn cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// Weighted Levenshtein distance (Wagner, Fischer 1974); `limit + 1` if it is larger.
pub fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let pre = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[pre..], &b[pre..]);
    let suf = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - suf], &b[..b.len() - suf]);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE;
    }
    if a.len() > MAX_LEN || b.len() > MAX_LEN || a.len().abs_diff(b.len()) * MOVE > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    for (i, &y) in b.iter().enumerate() {
        let mut diag = i * MOVE;
        let mut left = diag + MOVE;
        for (j, &x) in a.iter().enumerate() {
            let v = (diag + cost(x, y)).min(left.min(row[j]) + MOVE);
            diag = row[j];
            row[j] = v;
            left = v;
        }
    }
    row[a.len() - 1]
}

/// The candidate closest to `name`, if one is close enough.
pub fn closest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut best_d = usize::MAX;
    for (n, c) in candidates.enumerate() {
        if n >= MAX_CANDIDATES {
            return None;
        }
        if c == name {
            continue;
        }
        let max = ((name.len() + c.len() + 3) * MOVE / 6).min(best_d.saturating_sub(1));
        let d = distance(name, c, max);
        if d <= max && d < best_d {
            best = Some(c);
            best_d = d;
        }
    }
    best
}
