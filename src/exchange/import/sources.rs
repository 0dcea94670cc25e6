//! Which service writes which headers: tables, so that a service that renames a column costs a word here and no code.
//!
//! Headers are compared by their letters and digits alone, without accents: `First Name`, `first_name` and `FirstName` are
//! one. What columns are called by whoever stands in `headers.rs`.

use super::From;
use crate::domain::import::Field;

/// What a service writes.
pub(super) struct Source {
    pub(super) from: From,
    /// As it is told.
    pub(super) label: &'static str,
    /// It is this one if its header has one of each of these, …
    pub(super) needs: &'static [&'static [&'static str]],
    /// … and one of these, if there are any: what it needs alone is written by others too. Not asked where somebody said
    /// which service it is.
    pub(super) marks: &'static [&'static str],
    /// … and none of these.
    pub(super) lacks: &'static [&'static str],
    /// What its columns are. What stands in none of the tables is told as not used.
    pub(super) columns: &'static [(&'static str, Field)],
}

const PERSON: &[(&str, Field)] = &[
    ("firstname", Field::FirstName),
    ("lastname", Field::LastName),
    ("title", Field::Title),
    ("jobtitle", Field::Title),
    ("email", Field::Email),
    ("department", Field::Department),
];

/// The more particular first: the first that fits is the one.
pub(super) const SOURCES: &[Source] = &[
    Source {
        from: From::Linkedin,
        label: "LinkedIn connections",
        needs: &[&["firstname"], &["lastname"], &["connectedon"]],
        marks: &[],
        lacks: &[],
        columns: &[
            ("url", Field::Linkedin),
            ("emailaddress", Field::Email),
            ("company", Field::Company),
            ("position", Field::Title),
            ("connectedon", Field::ConnectedOn),
        ],
    },
    Source {
        from: From::Apollo,
        label: "Apollo contacts",
        needs: &[
            &["firstname"],
            &["lastname"],
            &["company", "companyname"],
            &["personlinkedinurl", "companynameforemails", "employees", "apollocontactid"],
        ],
        marks: &[],
        lacks: &[],
        columns: &[
            ("company", Field::Company),
            ("companyname", Field::Company),
            ("secondaryemail", Field::Email),
            ("tertiaryemail", Field::Email),
            ("workdirectphone", Field::Phone),
            ("firstphone", Field::Phone),
            ("otherphone", Field::Phone),
            ("mobilephone", Field::Mobile),
            ("corporatephone", Field::Switchboard),
            ("companyphone", Field::Switchboard),
            ("industry", Field::Industry),
            ("personlinkedinurl", Field::Linkedin),
            ("website", Field::Website),
            ("departments", Field::Department),
        ],
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot contacts",
        needs: &[&["recordid", "contactid"], &["firstname", "lastname", "email"]],
        marks: &[],
        lacks: &[],
        columns: &[
            ("recordid", Field::HubspotContact),
            ("contactid", Field::HubspotContact),
            ("phonenumber", Field::Phone),
            ("mobilephonenumber", Field::Mobile),
            ("companyname", Field::Company),
            ("associatedcompany", Field::Company),
            ("primaryassociatedcompany", Field::Company),
            ("primaryassociatedcompanyid", Field::Hubspot),
            ("associatedcompanyids", Field::Hubspot),
            ("associatedcompanyid", Field::Hubspot),
            ("websiteurl", Field::Website),
            ("companydomainname", Field::Website),
            ("industry", Field::Industry),
            ("linkedinurl", Field::Linkedin),
            ("linkedinprofileurl", Field::Linkedin),
            ("linkedinbio", Field::Linkedin),
        ],
    },
    Source {
        from: From::Hubspot,
        label: "HubSpot companies",
        needs: &[&["recordid", "companyid"], &["companyname", "name"]],
        marks: &[],
        lacks: &["firstname", "lastname", "email"],
        columns: &[
            ("recordid", Field::Hubspot),
            ("companyid", Field::Hubspot),
            ("companyname", Field::Company),
            ("name", Field::Company),
            ("companydomainname", Field::Website),
            ("websiteurl", Field::Website),
            ("industry", Field::Industry),
        ],
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce contacts",
        needs: &[&["lastname", "contactname"], &["accountname", "accountid"]],
        marks: &[],
        lacks: &[],
        columns: &[
            ("contactid", Field::SalesforceContact),
            ("contactname", Field::Name),
            ("phone", Field::Phone),
            ("businessphone", Field::Phone),
            ("mobile", Field::Mobile),
            ("mobilephone", Field::Mobile),
            ("accountname", Field::Company),
            ("accountid", Field::Salesforce),
            ("accountwebsite", Field::Website),
            ("website", Field::Website),
            ("industry", Field::Industry),
            ("linkedin", Field::Linkedin),
            ("linkedinurl", Field::Linkedin),
            ("linkedinprofile", Field::Linkedin),
            ("donotcall", Field::DoNotContact),
        ],
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce accounts",
        needs: &[&["accountname"]],
        marks: &[
            "accountid",
            "accountowner",
            "accountsource",
            "accountnumber",
            "accountsite",
            "parentaccount",
            "billingstreet",
            "billingcity",
            "billingstate",
            "billingstateprovince",
            "billingzippostalcode",
            "billingcountry",
            "lastactivity",
            "lastmodifieddate",
        ],
        lacks: &["firstname", "lastname", "email", "name"],
        columns: &[
            ("accountname", Field::Company),
            ("accountid", Field::Salesforce),
            ("website", Field::Website),
            ("industry", Field::Industry),
        ],
    },
    Source {
        from: From::Salesforce,
        label: "Salesforce accounts",
        needs: &[&["id"], &["name"], &["billingstate", "billingcity", "ownerid", "website", "industry"]],
        marks: &[],
        lacks: &["firstname", "lastname", "email", "company"],
        columns: &[
            ("id", Field::Salesforce),
            ("name", Field::Company),
            ("website", Field::Website),
            ("industry", Field::Industry),
        ],
    },
];

/// A header by which it is compared.
pub(super) fn known_as(header: &str) -> String {
    let mut known = String::with_capacity(header.len());
    for c in header.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() {
            known.push(c.to_ascii_lowercase());
            continue;
        }
        // Letters of western languages without their accents; others say themselves.
        match deunicode::deunicode_char(c).filter(|_| c < '\u{250}') {
            Some(plain) => known.extend(plain.chars().flat_map(char::to_lowercase)),
            None => known.extend(c.to_lowercase()),
        }
    }
    known
}

impl Source {
    /// Whether a header, by what it is known as, is this one's. `is_said`: somebody said that it comes from there.
    pub(super) fn fits(&self, header: &[String], is_said: bool) -> bool {
        let has = |name: &&str| header.iter().any(|each| each == name);
        let is_marked = is_said || self.marks.is_empty() || self.marks.iter().any(has);
        is_marked && self.needs.iter().all(|any| any.iter().any(&has)) && !self.lacks.iter().any(has)
    }

    /// What a column is.
    pub(super) fn column(&self, known_as: &str) -> Option<Field> {
        let of = |table: &[(&str, Field)]| table.iter().find(|(name, _)| *name == known_as).map(|(_, field)| *field);
        of(self.columns).or_else(|| of(PERSON))
    }
}

/// All names that services have for columns, whatever is made of these.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let of = |source: &'static Source| {
        let columns = source.columns.iter().map(|(name, _)| *name);
        columns.chain(source.needs.iter().copied().flatten().copied()).chain(source.marks.iter().copied())
    };
    SOURCES.iter().flat_map(of).chain(PERSON.iter().map(|(name, _)| *name))
}

/// By one of these a row is somebody, or a company.
pub(super) const WHO: [Field; 5] = [Field::Name, Field::FirstName, Field::LastName, Field::Company, Field::Email];

/// By one of these somebody is told of, and not who.
const SOMEBODY: [Field; 6] =
    [Field::FirstName, Field::LastName, Field::Title, Field::Department, Field::Mobile, Field::ConnectedOn];

/// Whether columns that say what they are say enough: people with a name and a company, an address or what only people have,
/// or companies with something beside their name. Where people are told of and nothing says who, their names stand below a
/// word that nobody knows. A line that heads all of the table (`is_head`) needs to say less than one that may be a row;
/// where all of its columns say what they are (`are_all`), one who or what is meant by is enough.
pub(super) fn says_enough(fields: &[Field], is_head: bool, are_all: bool) -> bool {
    let has = |field: Field| fields.contains(&field);
    if is_head && are_all && WHO.into_iter().any(has) {
        return true;
    }
    let is_somebody = SOMEBODY.into_iter().any(has);
    let is_reached = has(Field::Email) || has(Field::Linkedin);
    let is_placed = is_reached || has(Field::Company);
    let is_called = has(Field::FirstName) && has(Field::LastName);
    let is_described = has(Field::Website)
        || has(Field::Industry)
        || (is_head && fields.iter().any(|field| *field != Field::Company && field.is_of_company()));
    (is_called && (is_head || is_placed))
        || (has(Field::Name) && (is_placed || (is_head && is_somebody)))
        || (has(Field::Company) && (is_reached || (is_described && !is_somebody)))
}
