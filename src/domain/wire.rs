//! Dates as TOML writes them. A native TOML date does not become a `chrono::NaiveDate` by itself, so every date
//! of the files passes through here, and nowhere else.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use toml_datetime::{Date, Datetime, Offset, Time};

/// The version of a file. An absent one means the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format(pub u32);

impl Format {
    /// The newest version that this program reads and writes; files of a later one are left alone.
    pub const NEWEST: Self = Self(1);
}

impl Default for Format {
    fn default() -> Self {
        Self::NEWEST
    }
}

/// A point in time as a person wrote it: a day alone, a local time, or a time with its offset.
/// The day is the one written, whatever the reader's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// `2026-11-17`
    Day(NaiveDate),
    /// `2026-11-17T09:12:00`
    Local(NaiveDateTime),
    /// `2026-11-17T09:12:00-06:00`
    At(DateTime<FixedOffset>),
}

impl Moment {
    /// The calendar day as written.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::Local(local) => local.date(),
            Self::At(at) => at.date_naive(),
        }
    }

    /// The time of day as written, if one was.
    pub fn time(&self) -> Option<NaiveTime> {
        match self {
            Self::Day(_) => None,
            Self::Local(local) => Some(local.time()),
            Self::At(at) => Some(at.time()),
        }
    }

    /// As ISO 8601.
    pub fn iso(&self) -> String {
        to_datetime(self).to_string()
    }

    /// Orders moments of mixed precision: by day, then by time where both have one.
    pub fn sort_key(&self) -> (NaiveDate, NaiveTime) {
        (self.day(), self.time().unwrap_or_default())
    }
}

impl std::fmt::Display for Moment {
    /// `2026-12-03`, `2026-12-03 10:00`, `2026-12-03 10:00 -06:00`: what a person would type.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(local) => write!(f, "{}", local.format("%Y-%m-%d %H:%M")),
            Self::At(at) => write!(f, "{}", at.format("%Y-%m-%d %H:%M %:z")),
        }
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    /// To the second: nobody wants more of it in a file.
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::At(at.with_nanosecond(0).unwrap_or(at))
    }
}

impl From<NaiveDate> for Moment {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to_datetime(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_datetime(Datetime::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no such date"))
    }
}

/// `#[serde(with = "wire::day")]` for an optional day.
pub mod day {
    use super::{Datetime, Deserialize, Deserializer, Moment, NaiveDate, Serialize, Serializer};
    use serde::de::Error as _;

    /// Writes a TOML local date; an absent one writes nothing.
    #[allow(clippy::ref_option, reason = "the signature serde asks for")]
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| super::to_datetime(&Moment::Day(day))).serialize(serializer)
    }

    /// Reads a TOML date; of a date with a time the day counts.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        let moment = super::from_datetime(Datetime::deserialize(deserializer)?);
        moment.map(|m| Some(m.day())).ok_or_else(|| D::Error::custom("no such date"))
    }
}

/// `#[serde(with = "wire::days")]` for a list of days.
pub mod days {
    use super::{Datetime, Deserialize, Deserializer, Moment, NaiveDate, Serializer};
    use serde::de::Error as _;

    /// Writes TOML local dates.
    pub fn serialize<S: Serializer>(days: &[NaiveDate], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(days.iter().map(|day| super::to_datetime(&Moment::Day(*day))))
    }

    /// Reads TOML dates.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
        let all = Vec::<Datetime>::deserialize(deserializer)?;
        let days: Option<Vec<_>> = all.into_iter().map(|each| super::from_datetime(each).map(|m| m.day())).collect();
        days.ok_or_else(|| D::Error::custom("no such date"))
    }
}

fn to_datetime(moment: &Moment) -> Datetime {
    use chrono::{Datelike as _, Timelike as _};
    let date = |day: NaiveDate| Date {
        year: u16::try_from(day.year()).unwrap_or(9999),
        month: day.month() as u8,
        day: day.day() as u8,
    };
    let time = |time: NaiveTime| Time {
        hour: time.hour() as u8,
        minute: time.minute() as u8,
        second: Some(time.second() as u8),
        nanosecond: Some(time.nanosecond() % 1_000_000_000).filter(|nano| *nano != 0),
    };
    let offset = match moment {
        Moment::At(at) => match at.offset().local_minus_utc() / 60 {
            0 => Some(Offset::Z),
            minutes => Some(Offset::Custom { minutes: minutes as i16 }),
        },
        _ => None,
    };
    Datetime { date: Some(date(moment.day())), time: moment.time().map(time), offset }
}

fn from_datetime(raw: Datetime) -> Option<Moment> {
    let date = raw.date?;
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let Some(time) = raw.time else { return Some(Moment::Day(day)) };
    let (second, nano) = (time.second.unwrap_or(0).min(59), time.nanosecond.unwrap_or(0));
    let local = day.and_hms_nano_opt(time.hour.into(), time.minute.into(), second.into(), nano)?;
    let minutes = match raw.offset {
        None => return Some(Moment::Local(local)),
        Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i32::from(minutes),
    };
    FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&local).single().map(Moment::At)
}

/// A TOML date with its day moved; nothing if it has none or the other day is out of reach.
pub(crate) fn moved(raw: Datetime, shift: impl Fn(NaiveDate) -> NaiveDate) -> Option<Datetime> {
    use chrono::Datelike as _;
    let date = raw.date?;
    let day = shift(NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?);
    let date = Date { year: u16::try_from(day.year()).ok()?, month: day.month() as u8, day: day.day() as u8 };
    Some(Datetime { date: Some(date), ..raw })
}
