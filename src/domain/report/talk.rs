//! A conversation as it is told: its plan while it is to come, what it came to when it is over.

use chrono::NaiveDate;

use super::name_of;
use crate::domain::account::Account;
use crate::domain::brief::{self, Brief};
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::words::{Vocabulary as _, capitalised};

/// A conversation.
#[derive(Debug, Clone, Default)]
pub struct Talk {
    /// What should come out of it.
    pub objective: String,
    /// When, how long, where, and where it stands.
    pub facts: Vec<String>,
    /// Who takes part.
    pub with: Vec<String>,
    /// It is still to be held.
    pub is_ahead: bool,
    /// What it came to, or what is open about it.
    pub outcome: String,
    /// What its plan still lacks.
    pub missing: Vec<&'static str>,
    /// How its minutes go; of a conversation that is over, nothing.
    pub parts: Vec<TalkPart>,
}

/// A part of a conversation.
#[derive(Debug, Clone, Default)]
pub struct TalkPart {
    /// When it begins: `10:03`, or `+3` while there is no time.
    pub clock: String,
    /// What it is for.
    pub title: &'static str,
    /// How long it takes.
    pub minutes: u32,
    /// What is said and asked.
    pub lines: Vec<brief::Line>,
}

/// All of them: what is to come in its order, then what is over, the newest first.
pub(super) fn talks(account: &Account, today: NaiveDate) -> Vec<Talk> {
    let mut order: Vec<usize> = (0..account.meetings.len()).collect();
    // What is to come in its order, then what is over, the newest first.
    order.sort_by_key(|at| {
        let meeting = &account.meetings[*at];
        let key = meeting.at.map(|at| at.sort_key());
        (!meeting.is_to_come(), meeting.is_to_come().then_some((key.is_none(), key)), std::cmp::Reverse(key))
    });
    order.into_iter().filter_map(|at| talk(account, at, today)).collect()
}

fn talk(account: &Account, at: usize, today: NaiveDate) -> Option<Talk> {
    let meeting = account.meetings.get(at)?;
    let page = Brief::of(account, at, today)?;
    let is_ahead = meeting.is_to_come();
    let length = if meeting.at.is_some() || !page.is_assumed { page.length() } else { String::new() };
    let status = meeting.unread.shown("status").unwrap_or_else(|| meeting.status.label());
    let part = |part: &brief::Part| TalkPart {
        clock: page.clock(part.from),
        title: part.title,
        minutes: part.minutes,
        lines: part.lines.clone(),
    };
    Some(Talk {
        objective: meeting.objective.clone(),
        facts: [status, page.when(today), length, meeting.place.clone()]
            .into_iter()
            .filter(|f| !f.is_empty())
            .collect(),
        with: meeting.with.iter().map(|id| name_of(account, id)).collect(),
        is_ahead,
        outcome: outcome(meeting, today),
        missing: if is_ahead { page.missing.clone() } else { Vec::new() },
        parts: if is_ahead { page.parts.iter().map(part).collect() } else { Vec::new() },
    })
}

fn outcome(meeting: &Meeting, today: NaiveDate) -> String {
    let advance = if meeting.advance.trim().is_empty() { String::new() } else { format!(": {}", meeting.advance) };
    match (meeting.result, meeting.status) {
        (Some(result), _) => format!("{}{advance}", capitalised(&result.label())),
        (None, MeetingStatus::Held) => "No result is recorded.".to_owned(),
        (None, MeetingStatus::Booked) if meeting.at.is_some_and(|at| at.day() < today) => {
            "Its day has passed, and no result is recorded.".to_owned()
        }
        _ => String::new(),
    }
}
