use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use thiserror::Error;
use time::{Date, OffsetDateTime};

/// A day of the calendar, in UTC. It is always given: nothing here asks a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

/// A month of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    /// Reads `2026-11`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        format!("{text}-01").parse::<Day>().map(Day::month).map_err(D::Error::custom)
    }
}

/// A text or date that is no day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no day; write it like 2026-11-22")]
pub struct NoDay {
    text: String,
}

impl Day {
    /// The day in which a moment lies, given in milliseconds since 1970; the last day that can be told where it lies
    /// further in the future.
    pub fn of_unix_millis(millis: u64) -> Self {
        let secs = i64::try_from(millis / 1000).unwrap_or(i64::MAX);
        Self(OffsetDateTime::from_unix_timestamp(secs).map_or(Date::MAX, OffsetDateTime::date))
    }

    /// Days from this one until another; negative when that one is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).whole_days()
    }

    /// The month in which it lies.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month().into() }
    }

    fn from_parts(year: i32, month: u8, day: u8) -> Option<Self> {
        Some(Self(Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()?))
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let refused = || NoDay { text: text.to_owned() };
        let mut parts = text.splitn(3, '-');
        let mut part = |length: usize| {
            parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let (year, month, day) = (part(4), part(2), part(2));
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u16>().ok()).ok_or_else(refused);
        let (year, month, day) = (number(year)?, number(month)?, number(day)?);
        // Two digits fit a byte.
        Self::from_parts(i32::from(year), month as u8, day as u8).ok_or_else(refused)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    /// Reads a date as TOML has it, or the same in quotation marks: a TOML value hands both over as text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_alike() {
        for text in ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Day>().map(|day| day.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2026-11", "2026-11-22-1", "2026-02-29", "2026-13-01", "26-11-22", "+026-11-22", "2026-1-022"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_lies_in_its_day() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        for (millis, text) in [(0, "1970-01-01"), (86_399_999, "1970-01-01"), (86_400_000, "1970-01-02")] {
            assert_eq!(Day::of_unix_millis(millis), day(text));
        }
        assert_eq!(Day::of_unix_millis(u64::MAX), day("9999-12-31"));
        assert_eq!(day("2026-11-22").days_until(day("2027-02-20")), 90);
        assert_eq!(day("2026-11-22").days_until(day("2026-11-21")), -1);
    }
}
