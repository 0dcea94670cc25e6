//! What drafts are filled in with: one table of variables, for those that are rendered and for those that are only asked
//! whether anything is missing.

use crate::domain::account::Account;
use crate::domain::people::Person;
use crate::domain::research::{Finding, FindingKind};
use crate::domain::settings::Member;
use crate::domain::touch::Touch;

/// What a touch's draft can be filled in with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    account: &'a Account,
    touch: &'a Touch,
    person: Option<&'a Person>,
    me: Option<&'a Member>,
}

/// Reads one variable; empty where it is not known.
type Read = for<'a> fn(&Known<'a>) -> &'a str;

/// Every variable, by its group.
const VARIABLES: &[(&str, &[(&str, Read)])] = &[
    (
        "person",
        &[
            ("name", |known| known.person.map_or("", |person| &person.name)),
            ("first_name", |known| known.person.map_or("", Person::first_name)),
            ("last_name", |known| known.person.map_or("", Person::last_name)),
            ("title", |known| known.person.map_or("", |person| &person.title)),
            ("department", |known| known.person.map_or("", |person| &person.department)),
        ],
    ),
    (
        "account",
        &[
            ("name", |known| &known.account.name),
            ("industry", |known| &known.account.industry),
            ("website", |known| &known.account.website),
            ("why", |known| &known.account.why),
        ],
    ),
    (
        "entry_point",
        &[
            ("unit", |known| &known.account.entry_point.unit),
            ("function", |known| &known.account.entry_point.function),
            ("rationale", |known| &known.account.entry_point.rationale),
        ],
    ),
    (
        "offer",
        &[
            ("value_proposition", |known| &known.account.offer.value_proposition),
            ("proof", |known| &known.account.offer.proof),
        ],
    ),
    (
        "research",
        &[
            ("direction", |known| known.finding(FindingKind::Direction)),
            ("challenge", |known| known.finding(FindingKind::Challenge)),
            ("issue", |known| known.finding(FindingKind::Issue)),
            ("trigger", |known| known.finding(FindingKind::Trigger)),
            ("initiative", |known| known.finding(FindingKind::Initiative)),
            ("status_quo", |known| known.finding(FindingKind::StatusQuo)),
            ("other", |known| known.finding(FindingKind::Other)),
        ],
    ),
    (
        "me",
        &[
            ("name", |known| known.me.map_or("", |me| &me.name)),
            ("first_name", |known| known.me.and_then(|me| me.name.split_whitespace().next()).unwrap_or_default()),
            ("title", |known| known.me.map_or("", |me| &me.title)),
            ("booking_link", |known| known.me.map_or("", |me| &me.booking_link)),
        ],
    ),
];

impl<'a> Known<'a> {
    /// What is known for a touch of that account, for the one who sends it.
    pub fn of(account: &'a Account, touch: &'a Touch, me: Option<&'a Member>) -> Self {
        Self { account, touch, person: account.person_of(touch.person.as_deref()), me }
    }

    /// The value of `person.first_name`; nothing if it is missing, or no variable.
    pub(super) fn value(&self, variable: &str) -> Option<&'a str> {
        let (group, name) = variable.split_once('.')?;
        let (_, all) = VARIABLES.iter().find(|(known, _)| *known == group)?;
        let (_, read) = all.iter().find(|(known, _)| *known == name)?;
        Some(read(self)).filter(|value| !value.trim().is_empty())
    }

    fn finding(&self, kind: FindingKind) -> &'a str {
        newest(self.account, self.touch, kind).map_or("", |finding| &finding.text)
    }

    /// Whether it is known whom it goes to.
    pub fn has_person(&self) -> bool {
        self.person.is_some()
    }

    /// All of it, for a template that is run.
    pub(super) fn variables(&self) -> Variables {
        let group = |(group, all): &(&'static str, &[(&'static str, Read)])| {
            (*group, all.iter().map(|(name, read)| (*name, read(self).to_owned())).collect())
        };
        VARIABLES.iter().map(group).collect()
    }
}

/// Groups with their variables and values.
pub(super) type Variables = Vec<(&'static str, Vec<(&'static str, String)>)>;

/// The newest finding of a kind that the touch cites, else the newest of that kind.
fn newest<'a>(account: &'a Account, touch: &Touch, kind: FindingKind) -> Option<&'a Finding> {
    let of_kind = || account.research.iter().filter(move |finding| finding.kind == kind);
    let cited = of_kind().filter(|finding| touch.research.contains(&finding.id)).max_by_key(|finding| finding.on);
    cited.or_else(|| of_kind().max_by_key(|finding| finding.on))
}
