//! How far we have come with one person: what was done last, what came back, and what is planned. Computed from touches,
//! answers and meetings; nothing of it is ever stored.

use chrono::NaiveDate;

use super::account::{Account, LogEntry, LogKind};
use super::dates;
use super::meeting::MeetingStatus;
use super::touch::Status;
use super::words::Vocabulary as _;

/// What there is with one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The last touch that was done, or call or letter that was written down.
    pub touched: Option<NaiveDate>,
    /// The last thing that came back, and what it was.
    pub heard: Option<(NaiveDate, String)>,
    /// The last meeting that was held.
    pub met: Option<NaiveDate>,
    /// The next meeting that is booked.
    pub meets: Option<NaiveDate>,
    /// Touches that are open in sequences that run.
    pub planned: usize,
}

impl Contact {
    /// With the person of that id.
    pub fn with(account: &Account, person: &str, today: NaiveDate) -> Self {
        let theirs = |id: &Option<String>| id.as_deref() == Some(person);
        let running = account.sequences.iter().filter(|sequence| sequence.ended.is_none());
        let open = running.flat_map(|sequence| &sequence.touches).filter(|touch| touch.is_open());
        let done = account.touches().map(|(_, touch)| touch);
        let done = done.filter(|touch| touch.status == Status::Done && theirs(&touch.person));
        let logged = || account.log.iter().filter(|entry| theirs(&entry.person) && entry.at.is_some());
        let came_back = |entry: &&LogEntry| {
            entry.kind == LogKind::Answer && entry.outcome.is_none_or(super::answer::Answer::is_a_persons)
        };
        let reached = |entry: &&LogEntry| matches!(entry.kind, LogKind::Call | LogKind::Email | LogKind::Meeting);
        let day = |entry: &LogEntry| entry.at.map(|at| at.day());
        let heard = logged().filter(came_back).max_by_key(|entry| entry.at.map(|at| at.sort_key()));
        let meetings = || account.meetings.iter().filter(|meeting| meeting.with.iter().any(|id| id == person));
        let met = meetings().filter(|meeting| meeting.status == MeetingStatus::Held);
        let meets = meetings().filter(|meeting| meeting.status == MeetingStatus::Booked && meeting.result.is_none());
        let touched = done.filter_map(|touch| touch.closed.map(|at| at.day()));
        Self {
            touched: touched.chain(logged().filter(reached).filter_map(day)).max(),
            heard: heard.and_then(|entry| {
                Some((day(entry)?, entry.outcome.map_or_else(|| entry.kind.label(), super::words::Vocabulary::label)))
            }),
            met: met.filter_map(|meeting| meeting.at.map(|at| at.day())).max(),
            meets: meets.filter_map(|meeting| meeting.at.map(|at| at.day())).filter(|day| *day >= today).min(),
            planned: open.filter(|touch| theirs(&touch.person)).count(),
        }
    }

    /// Whether anything has ever gone to them or come from them.
    pub fn is_begun(&self) -> bool {
        self.touched.is_some() || self.heard.is_some() || self.met.is_some()
    }

    /// Whether they are reached or going to be.
    pub fn is_covered(&self) -> bool {
        self.is_begun() || self.planned > 0 || self.meets.is_some()
    }

    /// `replied Fri 20 Nov · meets Thu 3 Dec · 8 touches planned`; what is not so is left out. The separator is the
    /// caller's glyph.
    pub fn told(&self, today: NaiveDate, dot: &str) -> String {
        let short = |day: NaiveDate| dates::short(day, today);
        let last = match (&self.heard, self.met, self.touched) {
            (Some((heard, what)), met, touched) if Some(*heard) >= met.max(touched) => {
                format!("{what} {}", short(*heard))
            }
            (_, Some(met), touched) if Some(met) >= touched => format!("met {}", short(met)),
            (_, _, Some(touched)) => format!("touched {}", short(touched)),
            (Some((heard, what)), ..) => format!("{what} {}", short(*heard)),
            (None, ..) => "no contact yet".to_owned(),
        };
        let meets = self.meets.map(|day| format!("meets {}", short(day)));
        let planned = match self.planned {
            0 if self.meets.is_some() => None,
            0 => Some("nothing planned".to_owned()),
            1 => Some("1 touch planned".to_owned()),
            n => Some(format!("{n} touches planned")),
        };
        [Some(last), meets, planned].into_iter().flatten().collect::<Vec<_>>().join(dot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Answer;
    use crate::domain::meeting::Meeting;
    use crate::domain::testing::{account, day, done, moment, sequence, touch};

    #[test]
    fn what_is_told_of_somebody_is_the_last_that_happened_and_what_is_to_come() {
        let touches = vec![done(touch("aaaa", 0, "dana-cole"), "2026-11-16"), touch("bbbb", 5, "dana-cole")];
        let mut primo = account(vec![sequence("2026-11-16", touches)]);
        let told =
            |primo: &Account, id: &str| Contact::with(primo, id, day("2026-11-23")).told(day("2026-11-23"), ", ");
        assert_eq!(told(&primo, "dana-cole"), "touched Mon 16 Nov, 1 touch planned");
        assert_eq!(told(&primo, "lee-ray"), "no contact yet, nothing planned");
        let answer = |outcome, on| LogEntry {
            kind: LogKind::Answer,
            person: Some("dana-cole".into()),
            outcome: Some(outcome),
            at: Some(moment(on)),
            ..LogEntry::default()
        };
        primo.log = vec![answer(Answer::Replied, "2026-11-18"), answer(Answer::OutOfOffice, "2026-11-19")];
        assert_eq!(told(&primo, "dana-cole"), "replied Wed 18 Nov, 1 touch planned", "a machine is no answer");
        let meeting = |on, status| Meeting {
            at: Some(moment(on)),
            status,
            with: vec!["lee-ray".into(), "dana-cole".into()],
            ..Meeting::default()
        };
        primo.meetings = vec![meeting("2026-11-20", MeetingStatus::Held), meeting("2026-12-03", MeetingStatus::Booked)];
        assert_eq!(told(&primo, "lee-ray"), "met Fri 20 Nov, meets Thu 3 Dec");
        assert!(Contact::with(&primo, "lee-ray", day("2026-11-23")).is_begun());
        assert!(!Contact::with(&primo, "nobody", day("2026-11-23")).is_covered());
    }
}
