//! The fields of a log entry.

use super::{Field, Fields, Kind, field, keeps_unread, refs};
use crate::domain::account::{LogEntry, LogKind};
use crate::domain::answer::Answer;

impl Fields for LogEntry {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("text", "What", text text, "In a sentence or two"),
        field!("kind", "Kind", word(LogKind) kind, "What kind of event"),
        field!("at", "When", moment at, "today, mon 10:00, 2026-11-21"),
        field!("person", "Person", person person, "With whom"),
        Field {
            key: "touch",
            label: "Touch",
            kind: Kind::Line,
            hint: "The number of the touch it answers; SEQUENCE:NUMBER where there are several",
            get: |entry, context| refs::told_touch(entry.touch.as_deref(), context),
            set: |entry, text, context| {
                entry.touch = refs::touch(text, context)?;
                Ok(())
            },
        },
        field!("outcome", "Answer", word?(Answer) outcome, "For an answer: which"),
        field!("by", "By", member by, "Who wrote it"),
    ];
}
