//! The Universal Scalability Law, fitted to throughput over thread counts.
//!
//! Source: N. Gunther, "Guerrilla Capacity Planning" (2007). With N threads the throughput is
//!
//! ```text
//! X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1))
//! ```
//!
//! `lambda` is the throughput of one thread, `sigma` the contention (the share of the work that is serial), `kappa` the
//! coherence cost (what each pair of threads loses to keeping data consistent). Both are without unit and not negative.

/// The number of parameters.
const PARAMETERS: usize = 3;

/// A fitted law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Throughput of one thread, in the unit of the points.
    pub lambda: f64,
    /// Contention.
    pub sigma: f64,
    /// Coherence cost; zero where `kappa_known` is false.
    pub kappa: f64,
    /// False if there were only two different thread counts: then the coherence cost cannot be told.
    pub kappa_known: bool,
    /// Root mean square of the relative differences between the points and the law.
    pub residual: f64,
}

impl Fit {
    /// Throughput with `n` threads relative to one thread.
    pub fn speed_up(&self, n: f64) -> f64 {
        n / (1.0 + self.sigma * (n - 1.0) + self.kappa * n * (n - 1.0))
    }

    /// The thread count with the highest throughput; None if the law has no peak.
    pub fn peak(&self) -> Option<f64> {
        // Where one thread leaves nothing for a second, it is the peak itself.
        if self.sigma >= 1.0 {
            return Some(1.0);
        }
        if self.kappa <= 0.0 {
            return None;
        }
        Some(((1.0 - self.sigma).max(0.0) / self.kappa).sqrt().max(1.0))
    }

    /// What the speed-up never exceeds; None if it grows without bound.
    pub fn limit(&self) -> Option<f64> {
        match self.peak() {
            Some(n) => Some(self.speed_up(n)),
            None if self.sigma > 0.0 => Some(1.0 / self.sigma),
            None => None,
        }
    }
}

/// Fits the law to points of (thread count, throughput) by least squares of the relative differences.
///
/// None if there are fewer than two different thread counts, or a point is not positive.
pub fn fit(points: &[(f64, f64)]) -> Option<Fit> {
    let usable = |v: f64| v.is_finite() && v > 0.0;
    if points
        .iter()
        .any(|&(n, x)| !usable(x) || !usable(n) || n < 1.0)
    {
        return None;
    }
    let mut counts: Vec<f64> = points.iter().map(|p| p.0).collect();
    counts.sort_unstable_by(f64::total_cmp);
    counts.dedup();
    if counts.len() < 2 {
        return None;
    }
    let kappa_known = counts.len() > 2;
    // Neither coefficient may be negative: the minimum lies inside or on a side of the allowed quadrant. Each set of
    // coefficients that stay free is minimised by itself, the best result wins.
    let free: &[&[usize]] = if kappa_known {
        &[&[0, 1, 2], &[0, 1], &[0, 2], &[0]]
    } else {
        &[&[0, 1], &[0]]
    };
    let best = free
        .iter()
        .map(|set| minimise(points, set))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let ([log_lambda, sigma, kappa], squares) = best;
    Some(Fit {
        lambda: log_lambda.exp(),
        sigma,
        kappa,
        kappa_known,
        residual: (squares / points.len() as f64).sqrt(),
    })
}

/// Sum of the squared relative differences.
fn squares(points: &[(f64, f64)], p: &[f64; PARAMETERS]) -> f64 {
    points
        .iter()
        .map(|&(n, x)| difference(n, x, p).powi(2))
        .sum()
}

/// Logarithm of what was measured over what the law says.
fn difference(n: f64, x: f64, [log_lambda, sigma, kappa]: &[f64; PARAMETERS]) -> f64 {
    let slow_down = 1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0);
    x.ln() - log_lambda - n.ln() + slow_down.ln()
}

/// Levenberg-Marquardt over the parameters named in `free`; the others are zero. Parameters 1 and 2 stay at or above 0.
fn minimise(points: &[(f64, f64)], free: &[usize]) -> ([f64; PARAMETERS], f64) {
    let mut p = [0.0; PARAMETERS];
    p[0] = points
        .iter()
        .map(|&(n, x)| x.ln() - n.ln())
        .fold(f64::MIN, f64::max);
    for &k in free.iter().filter(|&&k| k > 0) {
        p[k] = [0.0, 0.05, 0.001][k];
    }
    let (mut error, mut damping) = (squares(points, &p), 1e-3);
    for _ in 0..500 {
        let Some(step) = damped_step(points, &p, free, damping) else {
            break;
        };
        let mut q = p;
        for (&k, s) in free.iter().zip(step) {
            q[k] += s;
            if k > 0 {
                q[k] = q[k].max(0.0);
            }
        }
        let next = squares(points, &q);
        if next < error {
            let gained = error - next;
            (p, error) = (q, next);
            damping = (damping / 5.0).max(1e-12);
            if gained < 1e-18 {
                break;
            }
        } else {
            damping *= 4.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    (p, error)
}

/// Solves the damped normal equations for the free parameters; None if they are singular.
fn damped_step(
    points: &[(f64, f64)],
    p: &[f64; PARAMETERS],
    free: &[usize],
    damping: f64,
) -> Option<Vec<f64>> {
    let size = free.len();
    let mut rows = vec![vec![0.0; size + 1]; size];
    for &(n, x) in points {
        let slow_down = 1.0 + p[1] * (n - 1.0) + p[2] * n * (n - 1.0);
        let slopes = [-1.0, (n - 1.0) / slow_down, n * (n - 1.0) / slow_down];
        let r = difference(n, x, p);
        for (i, &a) in free.iter().enumerate() {
            for (j, &b) in free.iter().enumerate() {
                rows[i][j] += slopes[a] * slopes[b];
            }
            rows[i][size] -= slopes[a] * r;
        }
    }
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] += damping * row[i].max(1e-12);
    }
    solve(rows)
}

/// Gaussian elimination with row exchange; each row holds the right side last.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-300 {
            return None;
        }
        for below in column + 1..size {
            let factor = rows[below][column] / rows[column][column];
            let (above, rest) = rows.split_at_mut(below);
            for (value, pivot) in rest[0].iter_mut().zip(&above[column]).skip(column) {
                *value -= factor * pivot;
            }
        }
    }
    let mut x = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| rows[i][k] * x[k]).sum();
        x[i] = (rows[i][size] - known) / rows[i][i];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(lambda: f64, sigma: f64, kappa: f64, counts: &[f64]) -> Vec<(f64, f64)> {
        let f = Fit {
            lambda,
            sigma,
            kappa,
            kappa_known: true,
            residual: 0.0,
        };
        counts
            .iter()
            .map(|&n| (n, lambda * f.speed_up(n)))
            .collect()
    }

    #[test]
    fn known_coefficients_are_found_again() {
        for (lambda, sigma, kappa) in [
            (1.0, 0.05, 0.002),
            (7.5e6, 0.2, 0.0005),
            (0.3, 0.9, 0.1),
            (1e-3, 0.001, 0.00001),
        ] {
            let f = fit(&law(lambda, sigma, kappa, &[1.0, 2.0, 4.0, 8.0, 16.0])).unwrap();
            assert!((f.lambda / lambda - 1.0).abs() < 1e-4, "{f:?}");
            assert!((f.sigma - sigma).abs() < 1e-4 * (1.0 + sigma), "{f:?}");
            assert!((f.kappa - kappa).abs() < 1e-4 * (1.0 + kappa), "{f:?}");
            assert!(f.residual < 1e-6 && f.kappa_known);
        }
    }

    #[test]
    fn noise_moves_the_coefficients_little() {
        let mut points = law(
            100.0,
            0.08,
            0.004,
            &[1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0],
        );
        for (i, p) in points.iter_mut().enumerate() {
            p.1 *= 1.0 + 0.01 * [1.0, -1.0, 0.5, -0.5][i % 4];
        }
        let f = fit(&points).unwrap();
        assert!(
            (f.sigma - 0.08).abs() < 0.02 && (f.kappa - 0.004).abs() < 0.001,
            "{f:?}"
        );
        assert!((0.001..0.02).contains(&f.residual));
    }

    #[test]
    fn perfect_scaling_has_no_peak_and_no_limit() {
        let f = fit(&law(2.0, 0.0, 0.0, &[1.0, 2.0, 4.0])).unwrap();
        assert!(f.sigma < 1e-9 && f.kappa < 1e-9);
        assert!(f.peak().is_none() || f.peak().unwrap() > 1e3);
    }

    #[test]
    fn better_than_perfect_scaling_is_not_negative_contention() {
        let f = fit(&[(1.0, 1.0), (2.0, 2.2), (4.0, 4.6)]).unwrap();
        assert_eq!((f.sigma, f.kappa), (0.0, 0.0));
        assert!(f.limit().is_none());
    }

    #[test]
    fn the_peak_is_where_the_derivative_is_zero() {
        let f = fit(&law(1.0, 0.1, 0.01, &[1.0, 2.0, 4.0, 8.0, 16.0])).unwrap();
        let peak = f.peak().unwrap();
        assert!((peak - 90f64.sqrt()).abs() < 0.05);
        assert!(
            f.speed_up(peak) > f.speed_up(peak - 0.5) && f.speed_up(peak) > f.speed_up(peak + 0.5)
        );
        assert!((f.limit().unwrap() - f.speed_up(peak)).abs() < 1e-12);
    }

    #[test]
    fn a_lock_that_collapses_is_described_too() {
        // One thread is faster than any number of them.
        let f = fit(&[(1.0, 10.0), (2.0, 3.0), (4.0, 2.5)]).unwrap();
        assert!(f.sigma > 1.0 || f.kappa > 0.5, "{f:?}");
        assert!(f.speed_up(2.0) < 1.0);
        let f = fit(&[(1.0, 10.0), (2.0, 5.0)]).unwrap();
        assert_eq!((f.peak(), f.limit()), (Some(1.0), Some(1.0)));
    }

    #[test]
    fn two_counts_tell_the_contention_only() {
        let f = fit(&law(3.0, 0.25, 0.0, &[1.0, 2.0])).unwrap();
        assert!(!f.kappa_known && f.kappa == 0.0 && (f.sigma - 0.25).abs() < 1e-6);
        assert!((f.limit().unwrap() - 4.0).abs() < 1e-3);
    }

    #[test]
    fn too_few_or_senseless_points_have_no_fit() {
        assert!(fit(&[]).is_none());
        assert!(fit(&[(1.0, 5.0), (1.0, 5.1)]).is_none());
        assert!(fit(&[(1.0, 5.0), (2.0, 0.0)]).is_none());
        assert!(fit(&[(1.0, 5.0), (2.0, f64::NAN)]).is_none());
    }
}
