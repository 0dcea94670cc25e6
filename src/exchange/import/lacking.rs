//! What nothing that is read of a table says, though it may stand in a column that nobody knows: who they are whose addresses
//! are in it, or where they work. It is asked for, sooner than that all of them are left out, or are people of nowhere without
//! a word. A list in which nothing else stands unread goes in as it is.

use csv::StringRecord;

use super::cells::{filled, nearly_all};
use super::headers::{is_idle, is_ours};
use super::known::known_as;
use super::top::{Top, is_code};
use crate::domain::fields;
use crate::domain::import::{Field, Lacks, is_called, keys};

/// By one of these a row says who somebody is.
const WHO: [Field; 4] = [Field::Name, Field::FirstName, Field::LastName, Field::Linkedin];

/// By one of these it says where they work.
const WHERE: [Field; 2] = [Field::Company, Field::Website];

/// A table with what its columns are; `unknown` are those of which nobody has said anything.
pub(super) fn lacking(top: &Top, fields: &[Option<Field>], unknown: &[usize]) -> Option<Lacks> {
    let at = |field: Field| fields.iter().position(|each| *each == Some(field));
    let is_read = |any: &[Field]| any.iter().any(|field| at(*field).is_some());
    let may_be = |is: fn(&str) -> bool| unknown.iter().any(|n| may_hold(top.below, *n, &top.names[*n], is));
    let email = at(Field::Email);
    if let Some(email) = email.filter(|_| !is_read(&WHO)) {
        let tells = |cell: &str| is_called(cell) || keys::name_in(cell).is_some();
        if !nearly_all(&filled(top.below, email), tells) && may_be(is_name) {
            return Some(Lacks::Names);
        }
    }
    let is_of_people = is_read(&WHO) || email.is_some();
    (is_of_people && !is_read(&WHERE) && may_be(is_company)).then_some(Lacks::Company)
}

/// Whether nearly all cells of a column are that, and its name doesn't say that it is something else.
fn may_hold(below: &[StringRecord], column: usize, name: &str, is: fn(&str) -> bool) -> bool {
    let known = known_as(name);
    !is_idle(&known) && !is_ours(&known) && nearly_all(&filled(below, column), is)
}

/// A text in letters alone.
fn is_name(cell: &str) -> bool {
    cell.contains(char::is_alphabetic) && !cell.contains(|c: char| "@/:0123456789".contains(c))
}

/// A text that a company may be called, with digits in it too: no day, address, number or code, and no yes or no.
fn is_company(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    letters > 0 && letters >= digits && !cell.contains(['@', ':']) && !is_code(cell) && fields::flag(cell).is_err()
}
