//! What the columns of a table are by their names: what its service calls so, and what that doesn't say by what columns are
//! called by whoever. A word of the service goes before, wherever it stands: another's fills what it leaves empty, and a whole
//! name is not put together of both.

use super::Request;
use super::headers::{common, is_customer};
use super::ids;
use super::services::Source;
use super::sources::Heading;
use crate::domain::import::Field;

/// What a column is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) field: Field,
    /// By the word of the service, if the table is of one.
    pub(super) is_own: bool,
}

/// What each column of a header is.
pub(super) fn named(header: &[Heading], source: Option<&Source>, request: &Request) -> Vec<Option<Named>> {
    // As address books write it, who is a `VP Sales` by their `Job Title` is a `Ms.` by their `Title`.
    let has_job_title = header.iter().any(|heading| heading.known == "jobtitle");
    let one = |heading: &Heading| {
        let known = heading.known.as_str();
        if known == "title" && has_job_title {
            return None;
        }
        let is_owner = |source: &&Source| request.has_members && source.is_owner(known);
        let owner = || source.filter(is_owner).map(|_| Field::Owner);
        let own = source.and_then(|source| source.column(known)).or_else(owner);
        let own = ids::field(known, heading.whose, own);
        let others = || common(known).filter(|field| source.is_none_or(|source| source.leaves(known, *field)));
        let of = |is_own: bool| move |field: Field| Named { field, is_own };
        own.map(of(true)).or_else(|| others().map(of(source.is_none())))
    };
    let mut named: Vec<Option<Named>> = header.iter().map(one).collect();
    let is_there = |field: Field| named.contains(&Some(Named { field, is_own: true }));
    let (is_whole, is_halved) = (is_there(Field::Name), is_there(Field::FirstName) || is_there(Field::LastName));
    let gives_way = |one: &Named| match one.field {
        Field::Name => !one.is_own && is_halved,
        Field::FirstName | Field::LastName => !one.is_own && is_whole,
        _ => false,
    };
    for column in &mut named {
        *column = column.filter(|one| !gives_way(one));
    }
    let said = request.map.iter().map(|(_, field)| *field);
    let fields: Vec<Field> = named.iter().flatten().map(|named| named.field).chain(said).collect();
    if customers_are_companies(&fields) {
        for (column, _) in named.iter_mut().zip(header).filter(|(_, heading)| is_customer(&heading.known)) {
            *column = column.or(Some(Named { field: Field::Company, is_own: source.is_none() }));
        }
    }
    named
}

/// Whether a customer is a company, by what else there is: no other column is the company, and somebody is named beside it,
/// or what only companies have. Alone, or beside an address, it may be a person as well.
fn customers_are_companies(fields: &[Field]) -> bool {
    let names = [Field::Name, Field::FirstName, Field::LastName];
    let has_names = names.iter().any(|field| fields.contains(field));
    let are_companies = !fields.is_empty() && fields.iter().all(|field| field.is_of_company());
    !fields.contains(&Field::Company) && (has_names || are_companies)
}
