//! The fields of a meeting and its conversation plan.

use super::{Context, Field, Fields, Invalid, Kind, field, keeps_unread, refs};
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
            hint: "One a line: problem: What happens to leads that…? (#2) (situation, problem, implication, need-payoff)",
            get: |meeting, context| lines(meeting.questions.iter().map(|question| told_question(question, context))),
            set: |meeting, text, context| {
                let told = |question: &Question| told_question(question, context);
                meeting.questions = read(text, &meeting.questions, told, |line| question(line, context))?;
                Ok(())
            },
        },
        Field {
            key: "objections",
            label: "Objections",
            kind: Kind::Lines,
            hint: "One a line: We have an agency. => Most of our clients do.",
            get: |meeting, _| lines(meeting.objections.iter().map(told_objection)),
            set: |meeting, text, _| {
                meeting.objections = read(text, &meeting.objections, told_objection, |line| Ok(objection(line)))?;
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

impl Fields for Question {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("text", "Question", line text, "What happens to leads that…?"),
        field!("kind", "Kind", word(QuestionKind) kind, "What is, what hurts, what it costs, what a way out is worth"),
        field!("research", "Comes from", findings research, "Numbers of findings, 1, 3"),
    ];
}

impl Fields for Objection {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("says", "They say", line says, "We have an agency."),
        field!("answer", "We answer", line answer, "Most of our clients do; it places the money."),
    ];
}

fn lines(told: impl Iterator<Item = String>) -> String {
    told.collect::<Vec<_>>().join("\n")
}

/// The items that the lines stand for. One whose line is as it was is not touched.
fn read<T: Clone>(
    text: &str,
    before: &[T],
    told: impl Fn(&T) -> String,
    item: impl Fn(&str) -> Result<T, Invalid>,
) -> Result<Vec<T>, Invalid> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let same = |line: &str| before.iter().find(|each| told(each).trim() == line).cloned();
    lines.map(|line| same(line).map_or_else(|| item(line), Ok)).collect()
}

fn told_question(question: &Question, context: &Context) -> String {
    let kind = question.unread.of("kind").unwrap_or_else(|| question.kind.word());
    let from =
        question.research.iter().map(|id| format!("#{}", refs::told_findings(std::slice::from_ref(id), context)));
    let from = from.collect::<Vec<_>>().join(", ");
    let from = if from.is_empty() { from } else { format!(" ({from})") };
    format!("{kind}: {}{from}", question.text.replace('\n', " "))
}

fn told_objection(objection: &Objection) -> String {
    format!("{} => {}", objection.says.replace('\n', " "), objection.answer.replace('\n', " ")).trim().to_owned()
}

/// `problem: What …? (#2)`; a line without a kind asks about the situation. One word before the colon is meant as a
/// kind, and what stands in brackets at the end names findings by number or id, if it names nothing else.
pub(crate) fn question(line: &str, context: &Context) -> Result<Question, Invalid> {
    let (kind, text) = match line.split_once(':') {
        Some((word, text)) if !word.trim().is_empty() && !word.trim().contains(' ') => {
            (word.parse::<QuestionKind>()?, text)
        }
        _ => (QuestionKind::Situation, line),
    };
    let (text, research) = tied(text.trim(), context)?;
    Ok(Question { kind, text: text.to_owned(), research, ..Question::default() })
}

/// The text without the findings that it names at its end: each with its sign, or by its id.
fn tied<'t>(text: &'t str, context: &Context) -> Result<(&'t str, Vec<String>), Invalid> {
    let Some((head, inner)) = text.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) else {
        return Ok((text, Vec::new()));
    };
    let names: Vec<&str> = inner.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    let is_id = |name: &str| context.account.research.iter().any(|finding| finding.id == name);
    if names.is_empty() || !names.iter().all(|name| name.starts_with('#') || is_id(name)) {
        return Ok((text, Vec::new()));
    }
    let research = names.iter().map(|name| refs::finding(name.trim_start_matches('#'), context));
    Ok((head.trim(), research.collect::<Result<_, _>>()?))
}

/// `We have an agency. => Most of our clients do.`
pub(crate) fn objection(line: &str) -> Objection {
    let (says, answer) = line.split_once("=>").unwrap_or((line, ""));
    Objection { says: says.trim().to_owned(), answer: answer.trim().to_owned(), ..Objection::default() }
}
