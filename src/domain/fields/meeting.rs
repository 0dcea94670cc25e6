//! The fields of a meeting and its conversation plan.

use super::{Field, Fields, Invalid, Kind, field, keeps_unread};
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus, Objection, Question, QuestionKind};
use crate::domain::words::Vocabulary as _;

impl Fields for Meeting {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("at", "When", moment at, "thu 10:00; the one a sequence aims at needs none"),
        field!("with", "With", people with, "Dana Cole, Lee Ray"),
        field!("objective", "Objective", line objective, "What should come out of it?"),
        field!("advance", "Advance", line advance, "What we want agreed: an event with a date"),
        field!("fallback", "Fallback", line fallback, "What we settle for"),
        field!("opening", "Opening", text opening, "The first sentences"),
        Field {
            key: "questions",
            label: "Questions",
            kind: Kind::Lines,
            hint: "One a line: problem: What happens to leads that…? (situation, problem, implication, need-payoff)",
            get: |meeting, _| {
                let told =
                    meeting.questions.iter().map(|q| format!("{}: {}", q.kind.word(), q.text.replace('\n', " ")));
                told.collect::<Vec<_>>().join("\n")
            },
            set: |meeting, text, _| {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                meeting.questions = lines.map(question).collect::<Result<_, _>>()?;
                Ok(())
            },
        },
        Field {
            key: "objections",
            label: "Objections",
            kind: Kind::Lines,
            hint: "One a line: We have an agency. => Most of our clients do.",
            get: |meeting, _| {
                let told = meeting.objections.iter().map(|o| {
                    format!("{} => {}", o.says.replace('\n', " "), o.answer.replace('\n', " ")).trim().to_owned()
                });
                told.collect::<Vec<_>>().join("\n")
            },
            set: |meeting, text, _| {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let read = lines.map(|line| {
                    let (says, answer) = line.split_once("=>").unwrap_or((line, ""));
                    Ok(Objection { says: says.trim().to_owned(), answer: answer.trim().to_owned() })
                });
                meeting.objections = read.collect::<Result<_, Invalid>>()?;
                Ok(())
            },
        },
        field!("minutes", "Minutes", number minutes, "30"),
        field!("where", "Where", line place, "Zoom, their office"),
        field!("status", "Status", word(MeetingStatus) status, "Where it stands"),
        field!("moved_from", "Moved from", moment moved_from, "When it was to be before"),
        field!("result", "Result", word?(MeetingResult) result, "It counts as held only with its result"),
    ];
}

/// `problem: What …?`; a line without a kind asks about the situation. One word before the colon is meant as a kind.
fn question(line: &str) -> Result<Question, Invalid> {
    let (kind, text) = match line.split_once(':') {
        Some((word, text)) if !word.trim().is_empty() && !word.trim().contains(' ') => {
            (word.parse::<QuestionKind>()?, text)
        }
        _ => (QuestionKind::Situation, line),
    };
    Ok(Question { kind, text: text.trim().to_owned() })
}
