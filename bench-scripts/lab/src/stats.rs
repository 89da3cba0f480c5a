//! Statistics of repeated measurements: medians, bootstrap confidence intervals, ratios.
//!
//! Everything here is deterministic: the bootstrap draws from a generator with a fixed seed, so that the same samples
//! give the same report.
//!
//! Source of the method: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979);
//! the intervals are percentile intervals at 95 %. Below five samples such an interval is about the range from the
//! smallest to the largest sample and covers the true median less often than 95 % of the time.

/// Bootstrap resamples per interval.
const RESAMPLES: usize = 1000;

/// An estimate with its 95 % confidence interval; the unit is that of the samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// The estimate itself.
    pub mid: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Half the width, relative to the estimate; infinite where the estimate is not positive.
    pub fn relative_half_width(&self) -> f64 {
        if self.mid > 0.0 {
            (self.high - self.low) / 2.0 / self.mid
        } else {
            f64::INFINITY
        }
    }

    /// True if `value` lies in the interval.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The middle value, or the mean of the two middle values; NaN for no values.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    median_in_place(&mut sorted)
}

fn median_in_place(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        (values[half - 1] + values[half]) / 2.0
    }
}

/// The geometric mean of positive values; NaN for no values.
pub fn geometric_mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for v in values {
        sum += v.ln();
        count += 1.0;
    }
    if count > 0.0 {
        f64::exp(sum / count)
    } else {
        f64::NAN
    }
}

/// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

/// Confidence interval of a statistic of several independent sample sets.
///
/// Each set is resampled by itself. The estimate is the statistic of the sets as they are. Resamples for which the
/// statistic is not finite do not count; if none is left, the interval is the estimate alone.
pub fn bootstrap(sets: &[&[f64]], statistic: impl Fn(&mut [Vec<f64>]) -> f64) -> Interval {
    let mut drawn: Vec<Vec<f64>> = sets.iter().map(|s| s.to_vec()).collect();
    let mid = statistic(&mut drawn);
    let mut generator = Generator(0x5EED);
    let mut results = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        for (set, draw) in sets.iter().zip(&mut drawn) {
            draw.clear();
            draw.extend((0..set.len()).map(|_| set[generator.below(set.len())]));
        }
        let value = statistic(&mut drawn);
        if value.is_finite() {
            results.push(value);
        }
    }
    if results.is_empty() {
        return Interval {
            low: mid,
            mid,
            high: mid,
        };
    }
    results.sort_unstable_by(f64::total_cmp);
    let at = |q: f64| results[(q * (results.len() - 1) as f64).round() as usize];
    Interval {
        low: at(0.025).min(mid),
        mid,
        high: at(0.975).max(mid),
    }
}

/// The median with its confidence interval.
pub fn median_interval(values: &[f64]) -> Interval {
    bootstrap(&[values], |s| median_in_place(&mut s[0]))
}

/// Ratio of the medians of `a` and `b` with its confidence interval, the two sets taken as independent.
pub fn ratio(a: &[f64], b: &[f64]) -> Interval {
    bootstrap(&[a, b], |s| {
        let top = median_in_place(&mut s[0]);
        top / median_in_place(&mut s[1])
    })
}

/// Median of the ratios of pairs that were measured one right after the other, with its confidence interval.
///
/// What disturbs both halves of a pair cancels. Sets of different length have no pairs: then this is [`ratio`].
pub fn paired_ratio(a: &[f64], b: &[f64]) -> Interval {
    if a.len() != b.len() {
        return ratio(a, b);
    }
    let ratios: Vec<f64> = a.iter().zip(b).map(|(x, y)| x / y).collect();
    median_interval(&ratios)
}

/// Geometric mean over several pairs of sample sets of the ratio of their medians, with the interval that the samples
/// leave (not the spread between the pairs).
pub fn geometric_mean_ratio(pairs: &[(&[f64], &[f64])]) -> Interval {
    let sets: Vec<&[f64]> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    bootstrap(&sets, |s| {
        geometric_mean(s.chunks_exact_mut(2).map(|pair| {
            let top = median_in_place(&mut pair[0]);
            top / median_in_place(&mut pair[1])
        }))
    })
}

/// What a ratio of times says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The interval lies below 1.
    Less,
    /// The interval lies above 1.
    More,
    /// The interval contains 1, or is nearer to it than the tolerance.
    Noise,
    /// Fewer than three samples: nothing can be said.
    TooFew,
}

/// Judges a ratio: beyond `tolerance` (a share, 0.01 is one percent) on one side of 1 with its whole interval, or noise.
pub fn verdict(ratio: &Interval, samples: usize, tolerance: f64) -> Verdict {
    if samples < 3 {
        Verdict::TooFew
    } else if ratio.low > 1.0 + tolerance {
        Verdict::More
    } else if ratio.high < 1.0 - tolerance {
        Verdict::Less
    } else {
        Verdict::Noise
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert!(median(&[]).is_nan());
        assert_eq!(median(&[3.0]), 3.0);
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 9.0]), 3.0);
    }

    #[test]
    fn geometric_means() {
        assert!((geometric_mean([2.0, 8.0]) - 4.0).abs() < 1e-12);
        assert!(geometric_mean([]).is_nan());
    }

    #[test]
    fn an_interval_covers_the_median_about_as_often_as_it_says() {
        // 300 sets of 15 samples from a skewed distribution with median ln 2.
        let mut g = Generator(1);
        let mut hits = 0;
        for _ in 0..300 {
            let set: Vec<f64> = (0..15)
                .map(|_| -f64::ln((g.next() >> 11) as f64 / (1u64 << 53) as f64 + 1e-18))
                .collect();
            hits += usize::from(median_interval(&set).contains(std::f64::consts::LN_2));
        }
        assert!((270..=296).contains(&hits), "{hits} of 300");
    }

    #[test]
    fn equal_sets_have_a_ratio_that_is_noise() {
        let a = [1.0, 1.02, 0.98, 1.01, 0.99, 1.0];
        let r = ratio(&a, &a);
        assert!(r.contains(1.0));
        assert_eq!(verdict(&r, a.len(), 0.0), Verdict::Noise);
    }

    #[test]
    fn pairs_cancel_drift() {
        // The machine gets twice as slow; b takes 10 % longer throughout.
        let a = [1.0, 1.2, 1.4, 1.6, 1.8, 2.0];
        let b: Vec<f64> = a.iter().map(|x| x * 1.1).collect();
        let paired = paired_ratio(&b, &a);
        assert!((paired.mid - 1.1).abs() < 1e-9 && paired.low > 1.09 && paired.high < 1.11);
        assert_eq!(verdict(&paired, 6, 0.01), Verdict::More);
        assert_eq!(verdict(&ratio(&b, &a), 6, 0.01), Verdict::Noise);
    }

    #[test]
    fn sets_of_different_length_are_not_paired() {
        let r = paired_ratio(&[2.0, 2.0, 2.0], &[1.0, 1.0]);
        assert_eq!(r.mid, 2.0);
    }

    #[test]
    fn few_samples_decide_nothing() {
        let r = ratio(&[2.0, 2.0], &[1.0, 1.0]);
        assert_eq!(verdict(&r, 2, 0.01), Verdict::TooFew);
    }

    #[test]
    fn a_mean_over_pairs() {
        let (a, b) = ([2.0; 5], [1.0; 5]);
        let m = geometric_mean_ratio(&[(&a, &b), (&b, &a)]);
        assert!((m.mid - 1.0).abs() < 1e-12 && (m.high - m.low) < 1e-12);
    }

    #[test]
    fn one_value_has_no_width() {
        let i = median_interval(&[4.0]);
        assert_eq!((i.low, i.mid, i.high), (4.0, 4.0, 4.0));
        assert_eq!(i.relative_half_width(), 0.0);
    }
}
