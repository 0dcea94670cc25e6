//! The fields of the account itself, of its candidates, next steps, opportunities and stage changes.

use super::{Context, Field, Fields, Invalid, Kind, amount, field, keeps_unread, text};
use crate::domain::account::{Account, Candidate, NextStep, Opportunity, OpportunityStatus, StageChange};
use crate::domain::ids;
use crate::domain::readiness;
use crate::domain::stage::Stage;
use crate::domain::words::Vocabulary as _;

impl Fields for Account {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        Field {
            key: "name",
            label: "Name",
            kind: Kind::Line,
            hint: "What everybody calls the company",
            get: |account, _| account.name.clone(),
            set: |account, text, _| {
                let name = text.trim();
                if name.is_empty() {
                    return Err(Invalid("an account needs a name".into()));
                }
                name.clone_into(&mut account.name);
                Ok(())
            },
        },
        field!("why", "Why", line why, "Why this account, of all there are?"),
        Field {
            key: "stage",
            label: "Stage",
            kind: Kind::Choice(Stage::WORDS),
            hint: "How far the way in has come",
            get: |account, _| account.stage.word().to_owned(),
            set: |account, text, context| {
                let stage = text.parse()?;
                account.unread.mend("stage");
                account.enter(stage, context.today(), "");
                Ok(())
            },
        },
        Field {
            key: "tier",
            label: "Tier",
            kind: Kind::Number,
            hint: "1 best, 2, 3",
            get: |account, _| account.tier.map(|tier| tier.to_string()).unwrap_or_default(),
            set: |account, text, _| {
                let tier = amount::number::<u8>(text)?;
                if tier.is_some_and(|tier| !(1..=3).contains(&tier)) {
                    return Err(Invalid("a tier is 1, 2 or 3".into()));
                }
                account.tier = tier;
                Ok(())
            },
        },
        field!("value", "Value", money value, "What it could be worth, 120000 or 120k"),
        field!("close_by", "Close by", date close_by, "When it should be decided: eoq, 31 mar, 2027-03-31"),
        field!("tags", "Tags", list tags, "midwest, beverages"),
        field!("website", "Website", checked(text::url) website, "primo.example"),
        field!("industry", "Industry", line industry, "Beverages"),
        field!("owner", "Owner", member owner, "The member whose account it is"),
        Field {
            key: "goals",
            label: "Goals",
            kind: Kind::List,
            hint: "Which goals it serves: logos-26, or the beginning of a title",
            get: |account, _| account.goals.join(", "),
            set: |account, text, context| {
                account.goals = text::goals(text, &context.settings.goals)?;
                Ok(())
            },
        },
        field!("revisit", "Revisit", date revisit, "When to take it up again"),
        field!("entry_point.unit", "Entry unit", line entry_point.unit, "The business unit to go after first"),
        field!("entry_point.function", "Entry function", line entry_point.function, "The function in it"),
        field!("entry_point.rationale", "Entry reason", line entry_point.rationale, "Why there first?"),
        Field {
            key: "entry_point.candidate",
            label: "Entry chosen",
            kind: Kind::Line,
            hint: "The one chosen of those weighed",
            get: |account, _| {
                let chosen = account.entry_point.candidate.as_deref().unwrap_or_default();
                let weighed = account.entry_point.candidates.iter().find(|candidate| candidate.id == chosen);
                weighed
                    .map(|candidate| candidate.path(" > "))
                    .filter(|told| !told.is_empty())
                    .unwrap_or_else(|| chosen.to_owned())
            },
            set: |account, text, _| {
                let Some(wanted) = text::some(text) else {
                    account.entry_point.candidate = None;
                    return Ok(());
                };
                let is_it = |candidate: &&Candidate| {
                    candidate.id == wanted || candidate.path(" > ").eq_ignore_ascii_case(&wanted)
                };
                let id = account.entry_point.candidates.iter().find(is_it).map(|candidate| candidate.id.clone());
                // One that was chosen and is not weighed any more may stay as it is written.
                if id.is_none() && account.entry_point.candidate.as_ref() == Some(&wanted) {
                    return Ok(());
                }
                let chosen = id.is_some_and(|id| account.choose_candidate(&id));
                chosen.then_some(()).ok_or_else(|| Invalid(format!("“{wanted}” was not weighed here")))
            },
        },
        field!("offer.value_proposition", "Offer", line offer.value_proposition, "What it does for companies like theirs, with a number"),
        field!("offer.proof", "Proof", line offer.proof, "Case: who can confirm it"),
        Field {
            key: "ids",
            label: "Ids elsewhere",
            kind: Kind::List,
            hint: "salesforce=001AA00000AAAAA, hubspot=9001",
            get: |account, _| ids::told(&account.ids),
            set: |account, text, _| {
                account.ids = text::ids(text)?;
                Ok(())
            },
        },
        Field {
            key: "readiness.not_applicable",
            label: "Waved off",
            kind: Kind::List,
            hint: "Readiness rules that don't apply here",
            get: |account, _| account.readiness.not_applicable.join(", "),
            set: |account, text, _| {
                account.readiness.not_applicable =
                    text::rules(text, &account.readiness.not_applicable, readiness::unknown_waiver)?;
                Ok(())
            },
        },
    ];
}

/// A weight from 0 to 3, or nothing.
fn weight(text: &str) -> Result<Option<u8>, Invalid> {
    match amount::number::<u8>(text)? {
        Some(weight) if weight > 3 => Err(Invalid("a weight goes from 0 to 3".into())),
        weight => Ok(weight),
    }
}

macro_rules! weight {
    ($key:literal, $label:literal, $field:ident, $hint:literal) => {
        Field {
            key: $key,
            label: $label,
            kind: Kind::Number,
            hint: $hint,
            get: |item: &Candidate, _: &Context| item.$field.map(|n| n.to_string()).unwrap_or_default(),
            set: |item: &mut Candidate, text: &str, _: &Context| {
                item.$field = weight(text)?;
                Ok(())
            },
        }
    };
}

impl Fields for Candidate {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("unit", "Unit", line unit, "Marketing"),
        field!("function", "Function", line function, "Demand generation"),
        weight!("pain", "Pain", pain, "0 none … 3 it burns"),
        weight!("access", "Access", access, "0 nobody known … 3 a door stands open"),
        weight!("timing", "Timing", timing, "0 not now … 3 this quarter"),
    ];
}

impl Fields for NextStep {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("what", "What", line what, "Send the pilot outline"),
        field!("by", "By", date by, "fri, +3bd, 4 dec"),
        field!("person", "Person", person person, "Whom it concerns"),
        field!("owner", "Owner", member owner, "Who does it"),
        field!("done", "Done", past done, "The day it was done"),
    ];
}

impl Fields for Opportunity {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("name", "Name", line name, "Demand-gen pilot"),
        field!("unit", "Unit", line unit, "Who buys"),
        field!("value", "Value", money value, "60000 or 60k"),
        field!("close_by", "Close by", date close_by, "eoq, 31 mar"),
        Field {
            key: "status",
            label: "Status",
            kind: Kind::Choice(OpportunityStatus::WORDS),
            hint: "How it stands",
            get: |deal, _| deal.status.word().to_owned(),
            set: |deal, text, context| {
                let status = if text.trim().is_empty() { OpportunityStatus::Open } else { text.parse()? };
                deal.stands(status, context.today());
                Ok(())
            },
        },
        field!("on", "Since", past on, "The day of that status"),
    ];
}

impl Fields for StageChange {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("to", "To", word(Stage) to, "The stage it came to"),
        field!("on", "On", past on, "The day"),
        field!("why", "Why", line why, "If there is a reason worth keeping"),
    ];
}
