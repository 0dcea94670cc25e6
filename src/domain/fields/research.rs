//! The fields of a finding.

use super::{Field, Fields, field, keeps_unread};
use crate::domain::research::{Finding, FindingKind};

impl Fields for Finding {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("kind", "Kind", word(FindingKind) kind, "What it tells"),
        field!("text", "Finding", text text, "Cost per lead up 40 % since the retail push."),
        field!("source", "Source", line source, "Q3 call, p. 4"),
        field!("on", "Date", past on, "When it was found or said"),
        field!("confirmed", "Confirmed", flag confirmed, "Has someone there said so?"),
        field!("people", "Concerns", people people, "Who it matters to"),
    ];
}
