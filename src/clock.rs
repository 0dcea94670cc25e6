//! The only place that asks what time it is.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Days, FixedOffset, Local, NaiveDate, NaiveTime, Utc};

/// Now. A machine whose clock has lost its battery can be in a time before 1970, which chrono's own `now` does not
/// believe.
fn utc() -> DateTime<Utc> {
    DateTime::from(SystemTime::now())
}

/// The time, or a fixed one for trying things out and for tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    fixed: Option<DateTime<FixedOffset>>,
}

impl Clock {
    /// A clock that stands still. `2026-11-23` means nine o'clock UTC; `2026-11-23T14:00-06:00` is that time.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(day) = text.parse::<NaiveDate>() {
            let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
            return Ok(Self { fixed: Some(day.and_time(nine).and_utc().fixed_offset()) });
        }
        let with_seconds = DateTime::parse_from_rfc3339(text);
        let at = with_seconds.or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
        at.map(|at| Self { fixed: Some(at) })
            .map_err(|_| format!("“{text}” reads like 2026-11-23 or 2026-11-23T14:00-06:00"))
    }

    /// Whether it stands still.
    pub fn is_fixed(self) -> bool {
        self.fixed.is_some()
    }

    /// Now, where the user is.
    pub fn now(self) -> DateTime<FixedOffset> {
        self.fixed.unwrap_or_else(|| utc().with_timezone(&Local).fixed_offset())
    }

    /// A number that no other run has: the real time, whatever time is taken for now.
    pub fn seed() -> u64 {
        u64::try_from(utc().timestamp_micros()).unwrap_or_default().saturating_mul(1000)
    }

    /// How long this day still lasts. A clock that stands still never comes to its end.
    pub fn until_midnight(self) -> Duration {
        const DAY: Duration = Duration::from_hours(24);
        if self.fixed.is_some() {
            return DAY;
        }
        let now = utc().with_timezone(&Local);
        let tomorrow = now.date_naive().checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN));
        let midnight = tomorrow.and_then(|midnight| midnight.and_local_timezone(Local).earliest());
        let left = midnight.and_then(|midnight| (midnight.with_timezone(&Utc) - now.with_timezone(&Utc)).to_std().ok());
        // A little later, so that the new day has begun when it is looked at.
        left.map_or(Duration::from_mins(1), |left| left.min(DAY) + Duration::from_millis(50))
    }
}
