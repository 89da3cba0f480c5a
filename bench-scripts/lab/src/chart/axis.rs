//! Scales from values to coordinates, and where their ticks are.

/// A linear or logarithmic scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    logarithmic: bool,
}

impl Scale {
    /// Values `from..to` at coordinates `start..end`.
    pub fn linear(from: f64, to: f64, start: f64, end: f64) -> Scale {
        Scale {
            from,
            to: if to > from { to } else { from + 1.0 },
            start,
            end,
            logarithmic: false,
        }
    }

    /// The same with equal distances for equal ratios; values must be positive.
    pub fn logarithmic(from: f64, to: f64, start: f64, end: f64) -> Scale {
        let from = from.max(1e-9);
        Scale {
            from,
            to: if to > from { to } else { from * 2.0 },
            start,
            end,
            logarithmic: true,
        }
    }

    /// The coordinate of a value, within the ends.
    pub fn at(&self, value: f64) -> f64 {
        let value = value.clamp(self.from, self.to);
        let share = if self.logarithmic {
            (value / self.from).ln() / (self.to / self.from).ln()
        } else {
            (value - self.from) / (self.to - self.from)
        };
        self.start + share * (self.end - self.start)
    }

    /// True if the value lies between the ends.
    pub fn holds(&self, value: f64) -> bool {
        self.from <= value && value <= self.to
    }
}

/// Powers of two from `from` to `to`, thinned to at most `most`.
pub fn powers_of_two(from: f64, to: f64, most: usize) -> Vec<f64> {
    let (low, high) = (from.log2().ceil() as i32, to.log2().floor() as i32);
    let step = ((high - low) / most.max(1) as i32 + 1).max(1);
    (low..=high)
        .filter(|k| k.rem_euclid(step) == 0)
        .map(|k| f64::from(k).exp2())
        .collect()
}

/// Round numbers from 0 to `to`, about five of them.
pub fn round_ticks(to: f64) -> Vec<f64> {
    if !(to > 0.0 && to.is_finite()) {
        return vec![0.0];
    }
    let raw = to / 5.0;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|f| f * power)
        .find(|&s| s >= raw)
        .unwrap_or(raw);
    (0..)
        .map(|k| f64::from(k) * step)
        .take_while(|&t| t <= to * 1.0001)
        .collect()
}

/// A tick as short as it can be: `0.25`, `4`, `1500`.
pub fn tick(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales() {
        let s = Scale::linear(0.0, 10.0, 100.0, 0.0);
        assert_eq!((s.at(0.0), s.at(5.0), s.at(99.0)), (100.0, 50.0, 0.0));
        let s = Scale::logarithmic(1.0, 16.0, 0.0, 40.0);
        assert_eq!(
            (s.at(1.0), s.at(4.0).round(), s.at(16.0)),
            (0.0, 20.0, 40.0)
        );
        assert!(s.holds(2.0) && !s.holds(0.5));
        assert!(Scale::logarithmic(1.0, 1.0, 0.0, 1.0).at(1.0).is_finite());
    }

    #[test]
    fn ticks() {
        assert_eq!(powers_of_two(0.3, 5.0, 9), [0.5, 1.0, 2.0, 4.0]);
        assert!(powers_of_two(1.0 / 1024.0, 1024.0, 6).len() <= 7);
        assert_eq!(round_ticks(23.0), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(round_ticks(0.0), [0.0]);
        assert_eq!([0.25, 4.0, 1500.0].map(tick), ["0.25", "4", "1500"]);
    }
}
