//! Instants and Kigali days. There is no clock here: `now` is always an argument.

use alloc::string::String;
use core::fmt;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat};

/// A point in time: milliseconds since 1970 in UTC, from the year 0000 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(i64);

/// The first millisecond of the year 0000 and the last of 9999, so that every instant can be printed.
const FIRST_MS: i64 = -62_167_219_200_000;
const LAST_MS: i64 = 253_402_300_799_999;

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// The instant this many milliseconds after 1970, clamped to the years 0000 to 9999.
    pub const fn from_ms(ms: i64) -> Self {
        Self(if ms < FIRST_MS {
            FIRST_MS
        } else if ms > LAST_MS {
            LAST_MS
        } else {
            ms
        })
    }

    /// The instant this many seconds after 1970, clamped like [`Instant::from_ms`].
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds since 1970.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The instant this many milliseconds later (earlier if negative), clamped.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// The instant this many seconds later (earlier if negative), clamped.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` to this instant.
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day that this instant falls on in Kigali (UTC+2, no daylight saving).
    pub const fn kigali_day(self) -> KigaliDay {
        KigaliDay(self.0.saturating_add(KIGALI_OFFSET_MS).div_euclid(DAY_MS))
    }

    /// Reads an RFC 3339 time such as `2024-12-15T14:25:30Z`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        // RFC 3339 is ASCII, and chrono is lenient about a space in place of the T.
        if text.as_bytes().get(10) != Some(&b'T') {
            return None;
        }
        let ms = DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
        (FIRST_MS..=LAST_MS).contains(&ms).then_some(Self(ms))
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC, whole seconds, `Z`, as every answer prints it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = DateTime::from_timestamp(self.seconds(), 0)
            .map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
            .unwrap_or_default();
        f.write_str(&text)
    }
}

const DAY_MS: i64 = 86_400_000;
const KIGALI_OFFSET_MS: i64 = 7_200_000;

/// A calendar day in Kigali, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KigaliDay(i64);

impl KigaliDay {
    /// The day with this number.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// The number of the day, counted from 1970-01-01.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The day this many days later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The instant at which the day begins in Kigali: 22:00 UTC of the day before.
    pub const fn begins(self) -> Instant {
        Instant::from_ms(self.0.saturating_mul(DAY_MS).saturating_sub(KIGALI_OFFSET_MS))
    }

    /// The day of a calendar date; `None` for a date that no calendar has, such as 30 February.
    pub fn from_date(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Self(date.signed_duration_since(NaiveDate::default()).num_days()))
    }

    /// Reads `2024-12-15`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        Self::from_digits(year, month, day)
    }

    /// Reads `20241215`; `None` for anything else.
    pub fn parse_compact(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        Self::from_digits(year, month, day)
    }

    fn from_digits(year: &str, month: &str, day: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then_some(())
        };
        digits(year, 4)?;
        digits(month, 2)?;
        digits(day, 2)?;
        Self::from_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The digits of the day as references carry them, such as `20241215`.
    pub fn compact(self) -> String {
        let noon = Instant::from_ms(self.0.saturating_mul(DAY_MS));
        DateTime::from_timestamp(noon.seconds(), 0)
            .map(|time| alloc::format!("{:04}{:02}{:02}", time.year(), time.month(), time.day()))
            .unwrap_or_default()
    }
}

impl fmt::Display for KigaliDay {
    /// The date, such as `2024-12-15`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compact = self.compact();
        match compact.split_at_checked(4).and_then(|(year, rest)| Some((year, rest.split_at_checked(2)?))) {
            Some((year, (month, day))) => write!(f, "{year}-{month}-{day}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn prints_whole_seconds_in_utc() {
        assert_eq!(Instant::from_ms(1_734_272_730_999).to_string(), "2024-12-15T14:25:30Z");
    }

    #[test]
    fn reads_what_it_prints_and_refuses_the_rest() {
        let paid = Instant::parse("2024-12-15T14:25:30Z").unwrap();
        assert_eq!(paid.to_string(), "2024-12-15T14:25:30Z");
        assert_eq!(Instant::parse("2024-12-15T16:25:30+02:00"), Some(paid));
        for bad in ["", "2024-12-15", "2024-12-15 14:25:30Z", "2024-12-15T14:25:30", "1734272730"] {
            assert_eq!(Instant::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_read_what_they_print_and_no_date_that_does_not_exist() {
        let day = KigaliDay::parse("2024-02-29").unwrap();
        assert_eq!((day.to_string().as_str(), day.compact().as_str()), ("2024-02-29", "20240229"));
        assert_eq!(KigaliDay::parse_compact("20240229"), Some(day));
        assert_eq!(KigaliDay::parse("1970-01-01"), Some(KigaliDay::from_number(0)));
        for bad in
            ["2023-02-29", "2024-2-29", "2024-13-01", "2024-00-10", "2024-12-00", "+024-12-01", "20240229"]
        {
            assert_eq!(KigaliDay::parse(bad), None, "{bad}");
        }
        for bad in ["20230229", "2024022", "202402299", "2024é29", ""] {
            assert_eq!(KigaliDay::parse_compact(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_kigali_day_turns_at_22_utc() {
        let before = Instant::parse("2024-12-15T21:59:59Z").unwrap();
        let after = Instant::parse("2024-12-15T22:00:00Z").unwrap();
        assert_eq!(before.kigali_day().compact(), "20241215");
        assert_eq!(after.kigali_day().compact(), "20241216");
        assert_eq!(after.kigali_day().begins(), after);
    }
}
