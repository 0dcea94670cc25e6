//! Whose ids a column holds. `Contact ID` is what Salesforce calls a contact's, what HubSpot called one's, and what many a list
//! calls its own: there the cells say it. An id of a system that can't be told is nobody's, since it would lead to somebody
//! else there.

use crate::domain::import::Field;

/// What ids are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Person,
    Company,
}

/// Whose a column's ids are, by what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Salesforce's; they begin with what they are of.
    Salesforce(Of),
    /// Numbers, as HubSpot's are, and everybody's may be.
    Number,
    /// Of whom nothing is known.
    Others,
}

/// Names that several systems have for ids; of some the name says what has them.
const NAMES: &[(&str, Option<Of>)] = &[
    ("id", None),
    ("contactid", Some(Of::Person)),
    ("accountid", Some(Of::Company)),
    ("companyid", Some(Of::Company)),
    ("recordid", None),
    ("recordidcontact", Some(Of::Person)),
    ("recordidcompany", Some(Of::Company)),
    ("crmid", None),
    ("salesforce", None),
    ("salesforceid", None),
];

/// Of these it says nothing that a column is called so, unless its cells bear it out.
const OPEN: [&str; 4] = ["id", "contactid", "accountid", "companyid"];

/// Whether a column of that name holds ids of which the cells say whose they are.
pub(super) fn may_be(known: &str) -> bool {
    name(known).is_some()
}

/// Whose the ids in cells are; nothing, where there are none.
pub(super) fn whose(cells: &[&str]) -> Option<Whose> {
    if cells.is_empty() {
        return None;
    }
    let nearly_all =
        |fits: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| fits(cell)).count() * 10 >= cells.len() * 9;
    let of = [Of::Person, Of::Company].into_iter().find(|of| nearly_all(&|cell| salesforce(cell) == Some(*of)));
    let is_number = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit());
    Some(match of {
        Some(of) => Whose::Salesforce(of),
        None if nearly_all(&is_number) => Whose::Number,
        None => Whose::Others,
    })
}

/// What a column holds that a service calls so (`own`, or nothing that is known), by whose its cells are.
pub(super) fn field(known: &str, whose: Option<Whose>, own: Option<Field>) -> Option<Field> {
    let (Some((_, of)), Some(whose)) = (name(known), whose) else { return own };
    match whose {
        Whose::Salesforce(by_cells) => Some(match of.unwrap_or(by_cells) {
            Of::Person => Field::SalesforceContact,
            Of::Company => Field::Salesforce,
        }),
        Whose::Number => own.filter(|own| matches!(own, Field::HubspotContact | Field::Hubspot)),
        Whose::Others => None,
    }
}

/// Whether a column is what a service calls so (`own`).
pub(super) fn bear_out(known: &str, whose: Option<Whose>, own: Option<Field>) -> bool {
    if whose.is_none() { !OPEN.contains(&known) } else { field(known, whose, own) == own }
}

fn name(known: &str) -> Option<&'static (&'static str, Option<Of>)> {
    NAMES.iter().find(|(name, _)| *name == known)
}

/// What an id of Salesforce's is of: 15 letters and digits that begin with it, or 18 with a sum behind. One that was cut is
/// still no other system's; digits alone may be anybody's.
fn salesforce(cell: &str) -> Option<Of> {
    const FEWEST: usize = 12;
    const LENGTHS: [usize; 2] = [15, 18];
    let is_whole = LENGTHS.contains(&cell.len());
    let is_cut = || (FEWEST..=LENGTHS[1]).contains(&cell.len()) && cell.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_one = cell.bytes().all(|byte| byte.is_ascii_alphanumeric()) && (is_whole || is_cut());
    match cell.get(..3).filter(|_| is_one)? {
        "001" => Some(Of::Company),
        "003" => Some(Of::Person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_salesforces_is_known_by_its_beginning_and_no_number_is_taken_for_one() {
        for (cell, want) in [
            ("003AA00000AAAAA", Some(Of::Person)),
            ("001AA00000AAAAAIA0", Some(Of::Company)),
            ("003000000000001", Some(Of::Person)),
            ("003AA000000012", Some(Of::Person)),
            ("001234567890", None),
            ("001A", None),
            ("00QAA00000AAAAA", None),
            ("003AA-00000-AAAAA", None),
            ("003é00000AAAAAA", None),
        ] {
            assert_eq!(salesforce(cell), want, "{cell}");
        }
    }
}
