//! The fields of a sequence.

use super::{Field, Fields, Invalid, Kind, field, keeps_unread, refs, text};
use crate::domain::range::Pause;
use crate::domain::sequence::{Ended, GapsFrom, Sequence};

impl Fields for Sequence {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        Field {
            key: "to",
            label: "Roles",
            kind: Kind::List,
            hint: "first=Dana Cole, second=Lee Ray",
            get: |sequence, context| {
                let told = sequence.to.iter().map(|(role, id)| format!("{role}={}", refs::told(Some(id), context)));
                told.collect::<Vec<_>>().join(", ")
            },
            set: |sequence, text, context| {
                let mut filled = std::collections::BTreeMap::new();
                for part in text::list(text) {
                    let (role, name) = part
                        .split_once('=')
                        .ok_or_else(|| Invalid(format!("“{part}” names no role; it reads like first=Dana Cole")))?;
                    if let Some(id) = refs::person(name, context)? {
                        filled.insert(role.trim().to_owned(), id);
                    }
                }
                sequence.fill(filled);
                Ok(())
            },
        },
        field!("start", "Start", date start, "The day the offsets count from"),
        field!("gaps_from", "Gaps from", word(GapsFrom) gaps_from, "completion: late pushes the rest"),
        field!("playbook", "Playbook", line playbook, "Where it came from"),
        field!("cycle", "Cycle", number cycle, "The how-manieth attempt"),
        Field {
            key: "pauses",
            label: "Pauses",
            kind: Kind::List,
            hint: "2026-11-30..2026-12-02 audit",
            get: |sequence, _| {
                let told = sequence.pauses.iter().map(|pause| {
                    format!("{} {}", text::told_stretch(pause.from, pause.to), pause.why).trim().to_owned()
                });
                told.collect::<Vec<_>>().join(", ")
            },
            set: |sequence, text, context| {
                let read = text::list(text).into_iter().map(|part| {
                    let (days, why) = part.split_once(' ').unwrap_or((&part, ""));
                    let days = text::stretch(days, context)?;
                    Ok(Pause { from: Some(days.from), to: days.to, why: why.trim().to_owned() })
                });
                sequence.pauses = read.collect::<Result<_, Invalid>>()?;
                Ok(())
            },
        },
        Field {
            key: "ended",
            label: "Ended",
            kind: Kind::Line,
            hint: "2026-12-29 no answer",
            get: |sequence, _| {
                let ended = sequence.ended.as_ref();
                let told = ended.map(|e| format!("{} {}", text::told_stretch(e.on, e.on), e.why));
                told.unwrap_or_default().trim().to_owned()
            },
            set: |sequence, text, context| {
                let Some(text) = text::some(text) else {
                    sequence.ended = None;
                    return Ok(());
                };
                let (day, why) = text.split_once(' ').unwrap_or((&text, ""));
                let on = text::date(day, None, context)?;
                sequence.ended = Some(Ended { on, why: why.trim().to_owned() });
                Ok(())
            },
        },
    ];
}
