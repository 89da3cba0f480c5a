//! Durations: number, sum, longest, and how they are distributed.

/// Buckets of a histogram: powers of two of a microsecond, up to some hours.
pub const BUCKETS: usize = 35;

/// Durations of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How many.
    pub count: u64,
    /// Their sum in nanoseconds.
    pub total: u64,
    /// The longest.
    pub most: u64,
}

impl Times {
    /// No durations.
    pub const fn new() -> Times {
        Times {
            count: 0,
            total: 0,
            most: 0,
        }
    }
    /// Adds one.
    pub fn add(&mut self, ns: u64) {
        self.merge(&Times {
            count: 1,
            total: ns,
            most: ns,
        });
    }
    /// Adds those of another.
    pub fn merge(&mut self, o: &Times) {
        self.count += o.count;
        self.total = self.total.saturating_add(o.total);
        self.most = self.most.max(o.most);
    }
}

/// Durations with their distribution: bucket `i` counts those of up to 2^i microseconds that are in no earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Number, sum, longest.
    pub times: Times,
    /// Numbers.
    pub buckets: [u64; BUCKETS],
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram::new()
    }
}

impl Histogram {
    /// No durations.
    pub const fn new() -> Histogram {
        Histogram {
            times: Times::new(),
            buckets: [0; BUCKETS],
        }
    }
    /// Adds one.
    pub fn add(&mut self, ns: u64) {
        self.times.add(ns);
        let us = ns.div_ceil(1000).max(1);
        let i = (us.next_power_of_two().trailing_zeros() as usize).min(BUCKETS - 1);
        self.buckets[i] += 1;
    }
    /// Adds those of another.
    pub fn merge(&mut self, o: &Histogram) {
        self.times.merge(&o.times);
        for (a, b) in self.buckets.iter_mut().zip(o.buckets) {
            *a += b;
        }
    }
    /// The buckets from the first to the last that are not empty: upper end in nanoseconds, number.
    pub fn filled(&self) -> Vec<(u64, u64)> {
        let first = self.buckets.iter().position(|&n| n > 0);
        let last = self.buckets.iter().rposition(|&n| n > 0);
        match (first, last) {
            (Some(a), Some(b)) => (a..=b).map(|i| (1000 << i, self.buckets[i])).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_stand_in_the_bucket_that_ends_above_them() {
        let mut h = Histogram::new();
        for ns in [0, 1, 1000, 1001, 2000, 3_999_000, u64::MAX] {
            h.add(ns);
        }
        let filled = h.filled();
        assert_eq!(filled[0], (1000, 3));
        assert_eq!(filled[1], (2000, 2));
        assert_eq!(filled[12], (4_096_000, 1));
        assert_eq!(filled.last().unwrap().1, 1);
        assert_eq!((h.times.count, h.times.most), (7, u64::MAX));
        let mut twice = h;
        twice.merge(&h);
        assert_eq!(twice.times.count, 14);
        assert!(Histogram::new().filled().is_empty());
    }
}
