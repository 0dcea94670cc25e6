//! Date words: `fri`, `+5bd`, `eow`, `dec 1`; and how dates are told.
use super::{calendar::Calendar, wire::Moment};
use chrono::{FixedOffset, NaiveDate};
pub struct Reading<'a> {
    pub today: NaiveDate,
    pub calendar: &'a Calendar,
    pub current: Option<NaiveDate>,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(pub String);
impl std::fmt::Display for DateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
pub fn parse(text: &str, reading: &Reading) -> Result<NaiveDate, DateError> {
    let _ = reading;
    text.parse().map_err(|_| DateError("?".into()))
}
pub fn parse_moment(text: &str, reading: &Reading, _o: FixedOffset) -> Result<Moment, DateError> {
    parse(text, reading).map(Moment::Day)
}
pub fn echo(date: NaiveDate, _today: NaiveDate, _c: &Calendar) -> String {
    date.to_string()
}
pub fn short(date: NaiveDate, _today: NaiveDate) -> String {
    date.to_string()
}
pub fn far(date: NaiveDate, _today: NaiveDate) -> String {
    date.to_string()
}
pub fn overdue(date: NaiveDate, _today: NaiveDate) -> String {
    date.to_string()
}
