//! What time it is where somebody is, and whether it is an hour at which a call is no offence. It knows time zones and
//! weekends, and no holidays: those of another country nobody has told us.

use chrono::{DateTime, FixedOffset, NaiveTime, Timelike as _, Weekday};
use chrono_tz::Tz;

use super::people::Person;

/// From this hour on, and before that one.
const DECENT: std::ops::Range<u32> = 8..18;

/// Zones in whose countries another day than Saturday and Sunday is free. The names of an IANA zone are those of its
/// largest city, so a country is told by its zone (weekend data of the Unicode CLDR).
const WEEKENDS: [(&[Weekday], &[&str]); 3] = [
    (
        &[Weekday::Fri, Weekday::Sat],
        &[
            "Africa/Algiers",
            "Africa/Cairo",
            "Africa/Khartoum",
            "Africa/Tripoli",
            "Asia/Aden",
            "Asia/Amman",
            "Asia/Baghdad",
            "Asia/Bahrain",
            "Asia/Damascus",
            "Asia/Jerusalem",
            "Asia/Kuwait",
            "Asia/Muscat",
            "Asia/Qatar",
            "Asia/Riyadh",
            "Asia/Tel_Aviv",
            "Egypt",
            "Israel",
        ],
    ),
    (&[Weekday::Thu, Weekday::Fri], &["Asia/Kabul"]),
    (&[Weekday::Fri], &["Asia/Tehran", "Iran"]),
];

/// A person's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TheirTime {
    /// The time of day where they are.
    pub time: NaiveTime,
    /// From eight to six on a day that is worked there.
    pub decent: bool,
}

impl Person {
    /// What time it is where they are; none without a zone that is one.
    pub fn their_time(&self, now: DateTime<FixedOffset>) -> Option<TheirTime> {
        let zone: Tz = self.timezone.parse().ok()?;
        let there = now.with_timezone(&zone);
        Some(TheirTime { time: there.time(), decent: is_decent(&there, &self.timezone) })
    }

    /// Whether a call would reach them at a decent hour. Without a zone they are taken to be where the user is.
    pub fn can_be_called(&self, now: DateTime<FixedOffset>) -> bool {
        self.their_time(now).map_or_else(|| is_decent(&now, ""), |their| their.decent)
    }
}

fn is_decent<Z: chrono::TimeZone>(there: &DateTime<Z>, zone: &str) -> bool {
    use chrono::Datelike as _;
    let own = WEEKENDS.iter().find(|(_, zones)| zones.contains(&zone));
    let weekend = own.map_or([Weekday::Sat, Weekday::Sun].as_slice(), |(days, _)| days);
    DECENT.contains(&there.hour()) && !weekend.contains(&there.weekday())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_decent_by_their_clock_and_their_week() {
        // 20 November 2026 is a Friday. The clocks of New York went back on 1 November, those of London on 25 October.
        for (zone, now, time, decent) in [
            ("America/New_York", "2026-11-20T12:59:00Z", "07:59", false),
            ("America/New_York", "2026-11-20T13:00:00Z", "08:00", true),
            ("America/New_York", "2026-11-20T22:59:00Z", "17:59", true),
            ("America/New_York", "2026-11-20T23:00:00Z", "18:00", false),
            ("America/New_York", "2026-10-30T12:00:00Z", "08:00", true),
            ("Europe/London", "2026-10-30T08:00:00Z", "08:00", true),
            ("Europe/London", "2026-10-23T08:00:00Z", "09:00", true),
            ("Asia/Kolkata", "2026-11-20T02:30:00Z", "08:00", true),
            ("America/New_York", "2026-11-21T15:00:00Z", "10:00", false),
            ("Asia/Riyadh", "2026-11-20T09:00:00Z", "12:00", false),
            ("Asia/Riyadh", "2026-11-22T09:00:00Z", "12:00", true),
            ("Asia/Tokyo", "2026-11-22T23:30:00Z", "08:30", true),
        ] {
            let person = Person { timezone: zone.into(), ..Person::default() };
            let now = DateTime::parse_from_rfc3339(now).unwrap();
            let their = person.their_time(now).unwrap();
            assert_eq!((their.time.format("%H:%M").to_string().as_str(), their.decent), (time, decent), "{zone} {now}");
            assert_eq!(person.can_be_called(now), decent);
        }
    }

    #[test]
    fn whose_zone_nobody_knows_is_where_the_user_is() {
        for zone in ["", "Mars/Olympus"] {
            let person = Person { timezone: zone.into(), ..Person::default() };
            for (now, can) in [("2026-11-20T09:00:00-06:00", true), ("2026-11-20T19:00:00-06:00", false)] {
                let now = DateTime::parse_from_rfc3339(now).unwrap();
                assert_eq!((person.their_time(now), person.can_be_called(now)), (None, can), "{zone} {now}");
            }
        }
    }

    #[test]
    fn their_clock_changes_when_theirs_does_and_not_ours() {
        // The same hour in Chicago before and after each change of either clock.
        for (now, prague, decent) in [
            ("2026-03-06T12:00:00-06:00", "19:00", false),
            ("2026-03-09T12:00:00-05:00", "18:00", false),
            ("2026-03-30T12:00:00-05:00", "19:00", false),
            ("2026-10-23T10:30:00-05:00", "17:30", true),
            ("2026-10-26T10:30:00-05:00", "16:30", true),
            ("2026-11-02T10:30:00-06:00", "17:30", true),
            // A call at ten there, on the Sunday on which the clock is put forward, is still a call on a Sunday.
            ("2026-03-29T03:00:00-05:00", "10:00", false),
        ] {
            let person = Person { timezone: "Europe/Prague".into(), ..Person::default() };
            let there = person.their_time(DateTime::parse_from_rfc3339(now).unwrap()).unwrap();
            assert_eq!((there.time.format("%H:%M").to_string().as_str(), there.decent), (prague, decent), "{now}");
        }
        assert_eq!(Person::default().their_time(DateTime::UNIX_EPOCH.fixed_offset()), None);
    }

    #[test]
    fn every_zone_of_the_table_is_one() {
        for zone in WEEKENDS.iter().flat_map(|(_, zones)| *zones) {
            assert!(zone.parse::<Tz>().is_ok(), "{zone}");
        }
    }
}
