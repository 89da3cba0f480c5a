//! The proleptic Gregorian calendar: plain arithmetic.

/// Largest year.
pub const MAX_YEAR: i64 = 9999;
/// Ordinal of the last day.
pub const MAX_ORDINAL: i64 = 3_652_059;

/// Whether a year has a February 29.
pub fn is_leap(y: i64) -> bool {
    y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)
}

/// Days of a month.
pub fn days_in_month(y: i64, m: i64) -> i64 {
    match m {
        2 if is_leap(y) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before_year(y: i64) -> i64 {
    let y = y - 1;
    y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400)
}

/// Days of a year before a month.
pub fn days_before_month(y: i64, m: i64) -> i64 {
    (1..m).map(|m| days_in_month(y, m)).sum()
}

/// Number of a day; January 1 of year 1 is 1.
pub fn to_ordinal(y: i64, m: i64, d: i64) -> i64 {
    days_before_year(y) + days_before_month(y, m) + d
}

/// Year, month, day of a number.
pub fn from_ordinal(n: i64) -> (i64, i64, i64) {
    // A first guess that is never too large, then at most two steps.
    let mut y = (n - 1) * 400 / 146_097 + 1;
    while days_before_year(y + 1) < n {
        y += 1;
    }
    while days_before_year(y) >= n {
        y -= 1;
    }
    let mut rest = n - days_before_year(y);
    let mut m = 1;
    while rest > days_in_month(y, m) {
        rest -= days_in_month(y, m);
        m += 1;
    }
    (y, m, rest)
}

/// Monday is 0.
pub fn weekday(y: i64, m: i64, d: i64) -> i64 {
    (to_ordinal(y, m, d) + 6).rem_euclid(7)
}

/// Number of the Monday that starts ISO week 1 of a year.
pub fn iso_week1(y: i64) -> i64 {
    let first = to_ordinal(y, 1, 1);
    let wd = (first + 6).rem_euclid(7);
    let monday = first - wd;
    if wd > 3 { monday + 7 } else { monday }
}

/// ISO year, week, day.
pub fn iso(y: i64, m: i64, d: i64) -> (i64, i64, i64) {
    let n = to_ordinal(y, m, d);
    let mut year = y;
    if n < iso_week1(year) {
        year -= 1;
    } else if n >= iso_week1(year + 1) {
        year += 1;
    }
    let start = iso_week1(year);
    (year, (n - start) / 7 + 1, (n - start) % 7 + 1)
}

/// What is wrong with an ISO date.
pub enum IsoError {
    /// The year.
    Year,
    /// The week.
    Week,
    /// The day.
    Day,
}

/// The date of an ISO year, week and day.
pub fn from_iso(year: i64, week: i64, day: i64) -> Result<(i64, i64, i64), IsoError> {
    if !(1..=MAX_YEAR).contains(&year) {
        return Err(IsoError::Year);
    }
    let weeks = (iso_week1(year + 1) - iso_week1(year)) / 7;
    if week < 1 || week > weeks {
        return Err(IsoError::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(IsoError::Day);
    }
    let n = iso_week1(year) + (week - 1) * 7 + day - 1;
    if !(1..=MAX_ORDINAL).contains(&n) {
        return Err(IsoError::Year);
    }
    Ok(from_ordinal(n))
}

/// Names of days and months, three letters.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// See `DAYS`.
pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
