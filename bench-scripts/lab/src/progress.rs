//! The progress bar, with an estimate of the time left; plain lines where standard error is no terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// Shows how far a measurement is.
pub struct Progress {
    bar: ProgressBar,
    /// When the last plain line was written; None: plain lines are not wanted.
    lines: Option<Cell<Instant>>,
}

impl Progress {
    /// On standard error; silent if `quiet`.
    pub fn new(quiet: bool) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed_precise} {msg}")
        {
            bar.set_style(style);
        }
        Progress {
            bar,
            lines: (!quiet && !terminal).then(|| Cell::new(Instant::now())),
        }
    }

    /// So many runs are done, so many are left and take so many seconds; `what` runs now.
    pub fn show(&self, done: usize, left: usize, seconds: f64, what: impl Fn() -> String) {
        self.bar.set_length((done + left) as u64);
        self.bar.set_position(done as u64);
        if !self.bar.is_hidden() {
            self.bar
                .set_message(format!("{}, {} left", what(), duration(seconds)));
        }
        if let Some(last) = &self.lines
            && last.get().elapsed() >= LINE_EVERY
        {
            last.set(Instant::now());
            eprintln!("{done} of {} runs, {} left", done + left, duration(seconds));
        }
    }

    /// Writes a line above the bar.
    pub fn note(&self, text: &str) {
        if !self.bar.is_hidden() {
            self.bar.println(text);
        } else if self.lines.is_some() {
            eprintln!("{text}");
        }
    }

    /// Removes the bar.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Seconds as a person says them.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).ceil() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration(-1.0), "0 s");
        assert_eq!(duration(59.2), "1 min 00 s");
        assert_eq!(duration(12.0), "12 s");
        assert_eq!(duration(3725.0), "1 h 02 min");
    }

    #[test]
    fn a_silent_bar_takes_everything() {
        let p = Progress::new(true);
        p.show(3, 0, 0.0, || "x".to_string());
        p.note("y");
        p.end();
    }
}
