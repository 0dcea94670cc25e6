//! What a column can be. One table: its word, what it is, and how a text becomes it.

use chrono::{Datelike as _, NaiveDate};

use super::cell::{self, one_line};
use super::draft::{Draft, Put};
use super::several::{self, Address};
use crate::domain::fields::{self, Invalid};
use crate::domain::ids::{self, Ids};
use crate::domain::people::{Email, Phone, PhoneKind};
use crate::domain::words::{Vocabulary as _, words};

words! {
    /// What a column of a table can be.
    pub enum Field {
        Name = "name",
        FirstName = "first-name",
        LastName = "last-name",
        Particle = "last-name-prefix",
        Title = "title",
        Department = "department",
        Email = "email",
        Phone = "phone",
        Mobile = "mobile",
        Switchboard = "switchboard",
        Linkedin = "linkedin",
        ConnectedOn = "connected-on",
        Timezone = "timezone",
        Influence = "influence",
        Support = "support",
        DoNotContact = "do-not-contact",
        Notes = "notes",
        Company = "company",
        Website = "website",
        Industry = "industry",
        Tier = "tier",
        Value = "value",
        Unit = "unit",
        Function = "function",
        Why = "why",
        Tags = "tags",
        Stage = "stage",
        Owner = "owner",
        CloseBy = "close-by",
        Salesforce = "salesforce-id",
        Hubspot = "hubspot-id",
        SalesforceContact = "salesforce-contact",
        HubspotContact = "hubspot-contact",
        Source = "source",
    }
}

/// One kind of column.
struct Kind {
    field: Field,
    /// What it is, for help.
    what: &'static str,
    put: Put,
}

const KINDS: &[Kind] = &[
    Kind { field: Field::Name, what: "a person's whole name", put: |row, text| line(&mut row.name, text) },
    Kind { field: Field::FirstName, what: "a first name", put: |row, text| line(&mut row.first, text) },
    Kind { field: Field::LastName, what: "a last name", put: |row, text| line(&mut row.last, text) },
    Kind { field: Field::Particle, what: "van der, of a last name", put: particle },
    Kind { field: Field::Title, what: "their title", put: |row, text| line(&mut row.person.title, text) },
    Kind {
        field: Field::Department,
        what: "their department",
        put: |row, text| line(&mut row.person.department, text),
    },
    Kind { field: Field::Email, what: "their e-mail; several with commas", put: emails },
    Kind { field: Field::Phone, what: "their phone", put: |row, text| phones(row, text, PhoneKind::Direct) },
    Kind { field: Field::Mobile, what: "their mobile phone", put: |row, text| phones(row, text, PhoneKind::Mobile) },
    Kind {
        field: Field::Switchboard,
        what: "the company's phone",
        put: |row, text| phones(row, text, PhoneKind::Switchboard),
    },
    Kind {
        field: Field::Linkedin,
        what: "their LinkedIn address",
        put: |row, text| {
            // Two who have it in common would be one.
            if super::keys::is_profile(text) {
                return url(&mut row.person.linkedin, text);
            }
            Err(Invalid(format!("“{text}” is nobody's profile; one reads like linkedin.com/in/dana-cole")))
        },
    },
    Kind { field: Field::ConnectedOn, what: "the day they connected", put: connected },
    Kind { field: Field::Timezone, what: "America/New_York", put: zone },
    Kind {
        field: Field::Influence,
        what: "economic, user, technical, coach, gatekeeper",
        put: |row, text| {
            row.person.influence = word(text)?;
            Ok(())
        },
    },
    Kind {
        field: Field::Support,
        what: "champion, supporter, neutral, sceptic, blocker",
        put: |row, text| {
            row.person.support = word(text)?;
            Ok(())
        },
    },
    Kind {
        field: Field::DoNotContact,
        what: "yes, where they asked not to be written to",
        put: |row, text| {
            // Whoever asked in one column has asked.
            let may_not = fields::flag(text)?;
            row.person.do_not_contact |= may_not;
            row.may_contact |= !may_not;
            Ok(())
        },
    },
    Kind {
        field: Field::Notes,
        what: "anything else about them",
        put: |row, text| {
            let mut more = String::new();
            text_of(&mut more, text);
            let notes = &mut row.person.notes;
            if !more.is_empty() && !notes.is_empty() {
                notes.push('\n');
            }
            notes.push_str(&more);
            Ok(())
        },
    },
    Kind {
        field: Field::Company,
        what: "the company they work for",
        put: |row, text| line(&mut row.company.name, text),
    },
    Kind {
        field: Field::Website,
        what: "the company's website",
        put: |row, text| url(&mut row.company.website, site(text)),
    },
    Kind { field: Field::Industry, what: "its trade", put: |row, text| line(&mut row.company.industry, text) },
    Kind {
        field: Field::Tier,
        what: "1 best, 2, 3",
        put: |row, text| {
            let tier = fields::number::<u8>(text).ok().flatten().filter(|tier| (1..=3).contains(tier));
            row.more().tier = Some(tier.ok_or_else(|| Invalid(format!("“{text}” is no tier; 1, 2 and 3 are")))?);
            Ok(())
        },
    },
    Kind {
        field: Field::Value,
        what: "what it could be worth",
        put: |row, text| {
            let (value, currency) = fields::amount(text)?;
            let more = row.more();
            (more.value, more.currency) = (value, currency);
            Ok(())
        },
    },
    Kind {
        field: Field::Unit,
        what: "the business unit to go after",
        put: |row, text| line(&mut row.more().unit, text),
    },
    Kind { field: Field::Function, what: "the function in it", put: |row, text| line(&mut row.more().function, text) },
    Kind {
        field: Field::Why,
        what: "why this account",
        put: |row, text| {
            text_of(&mut row.more().why, text);
            Ok(())
        },
    },
    Kind {
        field: Field::Tags,
        what: "words to find it by, with commas",
        put: |row, text| {
            // As it is written, without what can't be seen.
            let visible = |tag: &String| tag.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            for tag in cell::split(text).iter().map(visible).collect::<Vec<String>>() {
                let tags = &mut row.more().tags;
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
            Ok(())
        },
    },
    Kind {
        field: Field::Stage,
        what: "target, engaged, won, …; of a new account",
        put: |row, text| {
            row.more().stage = Some(word(text)?);
            Ok(())
        },
    },
    Kind {
        field: Field::Owner,
        what: "the member whose account it is",
        put: |row, text| {
            row.more().owner.get_or_insert_with(|| one_line(text));
            Ok(())
        },
    },
    Kind {
        field: Field::CloseBy,
        what: "the day by which to close it",
        put: |row, text| {
            row.more().close_by = Some(day(text)?);
            Ok(())
        },
    },
    Kind {
        field: Field::Salesforce,
        what: "the account's id in Salesforce",
        put: |row, text| id(&mut row.company.ids, "salesforce", text),
    },
    Kind {
        field: Field::Hubspot,
        what: "the company's id in HubSpot",
        put: |row, text| id(&mut row.company.ids, "hubspot", text),
    },
    Kind {
        field: Field::SalesforceContact,
        what: "the person's id in Salesforce",
        put: |row, text| id(&mut row.person.ids, "salesforce", text),
    },
    Kind {
        field: Field::HubspotContact,
        what: "the person's id in HubSpot",
        put: |row, text| id(&mut row.person.ids, "hubspot", text),
    },
    Kind { field: Field::Source, what: "where we have them from", put: |row, text| line(&mut row.source, text) },
];

impl Field {
    /// What it is, for help and for choosing.
    pub fn what(self) -> &'static str {
        self.kind().map_or("", |kind| kind.what)
    }

    /// Put a text that is not empty into a row.
    ///
    /// # Errors
    ///
    /// It can't be that, in words; the row goes without.
    pub fn put(self, row: &mut Draft, text: &str) -> Result<(), Invalid> {
        self.kind().map_or(Ok(()), |kind| (kind.put)(row, text))
    }

    /// Whether several columns can be it, each adding to what the others say.
    pub fn holds_many(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Mobile | Self::Switchboard | Self::Notes | Self::Tags)
    }

    /// Whether it says something of a company, and nothing of who works there.
    pub fn is_of_company(self) -> bool {
        use Field as F;
        matches!(self, F::Company | F::Website | F::Industry | F::Tier | F::Value | F::Unit | F::Function | F::Why)
            || matches!(self, F::Tags | F::Stage | F::Owner | F::CloseBy | F::Salesforce | F::Hubspot)
    }

    fn kind(self) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.field == self)
    }
}

/// The first of several columns that says something counts.
fn text_of(field: &mut String, text: &str) {
    if field.is_empty() {
        let plain: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        field.push_str(plain.trim());
    }
}

#[allow(clippy::unnecessary_wraps, reason = "one kind of function for all fields")]
fn line(field: &mut String, text: &str) -> Result<(), Invalid> {
    if field.is_empty() {
        *field = one_line(text);
    }
    Ok(())
}

/// A company's site as it is written on accounts: its host, unless a page of it is meant.
fn site(text: &str) -> &str {
    let text = text.trim().trim_end_matches('/');
    let plain = text.split_once("://").map_or(text, |(_, rest)| rest);
    let is_www = plain.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("www."));
    let plain = if is_www { &plain[4..] } else { plain };
    if plain.contains(['/', '?', '#']) { text } else { plain }
}

fn url(field: &mut String, text: &str) -> Result<(), Invalid> {
    let url = fields::url(text)?;
    if field.is_empty() {
        *field = url;
    }
    Ok(())
}

fn emails(row: &mut Draft, text: &str) -> Result<(), Invalid> {
    let mut wrong = Ok(());
    for Address { called, value } in several::addresses(text) {
        match fields::email(value.strip_prefix("mailto:").unwrap_or(value)) {
            Ok(value) => {
                let emails = &mut row.person.emails;
                if !emails.iter().any(|known| super::keys::email(&known.value) == super::keys::email(&value)) {
                    emails.push(Email { value, bad: None });
                }
                line(&mut row.called, &called)?;
            }
            Err(why) => wrong = wrong.and(Err(why)),
        }
    }
    wrong
}

fn phones(row: &mut Draft, text: &str, kind: PhoneKind) -> Result<(), Invalid> {
    let mut wrong = Ok(());
    for part in several::numbers(text) {
        // Services put an apostrophe in front, and write an extension in words.
        let plain = part.trim_start_matches('\'').trim_start_matches("tel:").to_lowercase();
        let plain = ["extension", "ext.", "ext"].iter().fold(plain, |plain, word| plain.replace(word, "x"));
        let value = match fields::phone_number(&plain) {
            Ok(value) => value,
            Err(why) => {
                wrong = wrong.and(Err(why));
                continue;
            }
        };
        match row.person.phones.iter_mut().find(|known| super::keys::is_same_number(&known.value, &value)) {
            // A number that is named twice is what it is named more closely.
            Some(known) if known.kind == PhoneKind::Direct => known.kind = kind,
            Some(_) => {}
            None => row.person.phones.push(Phone { value, kind, bad: None }),
        }
    }
    wrong
}

/// What stands between a first and a last name, `van der`; what is written before or behind a whole name is none.
fn particle(row: &mut Draft, text: &str) -> Result<(), Invalid> {
    const CAPITALS: [&str; 8] = ["van", "von", "de", "der", "den", "da", "di", "du"];
    let is_one = |word: &str| {
        word.starts_with(|c: char| c.is_lowercase() || "'’".contains(c))
            || CAPITALS.contains(&word.to_lowercase().as_str())
    };
    if !text.split_whitespace().all(is_one) {
        return Err(Invalid(format!("“{text}” stands before no last name; what does reads like van der")));
    }
    line(&mut row.particle, text)
}

fn connected(row: &mut Draft, text: &str) -> Result<(), Invalid> {
    row.person.connected_on = Some(day(text)?);
    Ok(())
}

/// A day as services write it, in the languages they write in; a time behind it doesn't count. Of numbers the month comes
/// first, but between dots.
fn day(text: &str) -> Result<NaiveDate, Invalid> {
    const SHAPES: &[&str] = &[
        "%d %b %Y",
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%d %B %Y",
        "%b %d, %Y",
        "%m/%d/%Y",
        "%m/%d/%y",
        "%m-%d-%Y",
        "%d.%m.%Y",
        "%d.%m.%y",
    ];
    let plain = text.trim();
    // `Jun 16, 2026, 3:12 PM` has its time behind the second comma, a day in numbers behind a blank or a T.
    let end = plain.match_indices(',').nth(1).map_or(plain.len(), |(at, _)| at);
    let is_in_numbers = |day: &str| {
        let mut parts = day.split(['-', '/', '.']);
        parts.clone().count() == 3 && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let numbers =
        plain.split_once([' ', 'T']).map(|(day, _)| day.trim_end_matches(',')).filter(|day| is_in_numbers(day));
    let plain = numbers.unwrap_or(&plain[..end]).trim();
    let is_of_our_time = |day: &NaiveDate| (1900..=9999).contains(&day.year());
    // A year of two digits is one of four for some of these shapes.
    let of_shape = |shape: &&str| NaiveDate::parse_from_str(plain, shape).ok().filter(is_of_our_time);
    let read = SHAPES.iter().find_map(of_shape).or_else(|| named(plain).filter(is_of_our_time));
    read.ok_or_else(|| Invalid(format!("“{text}” is no date; it reads like 15 Jun 2026")))
}

/// How months begin in German, French, Spanish, Italian, Dutch and Portuguese where English says it otherwise; without
/// accents.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv", "ene", "gen"],
    &["feb", "fev", "fevr"],
    &["mar", "mrz", "maerz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "dic"],
];

/// `15 Juni 2026`, `15. Juni 2026`, `15 de junio de 2026`.
fn named(text: &str) -> Option<NaiveDate> {
    let folded = super::keys::fold(text);
    let parts: Vec<&str> = folded.split(' ').filter(|part| *part != "de").collect();
    let [day, month, year] = parts.as_slice() else { return None };
    // The longest beginning counts: `juil` is no June.
    let begins = |n: usize| MONTHS[n].iter().filter(|begin| month.starts_with(**begin)).map(|begin| begin.len()).max();
    let (_, n) = (0..12).filter_map(|n| Some((begins(n)?, n))).max()?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, u32::try_from(n).ok()? + 1, day.parse().ok()?)
}

fn zone(row: &mut Draft, text: &str) -> Result<(), Invalid> {
    row.person.timezone = fields::zone(text)?;
    Ok(())
}

fn word<W: crate::domain::words::Vocabulary>(text: &str) -> Result<W, Invalid> {
    W::parse(text).map_err(Invalid::from)
}

/// Several ids stand with semicolons between them.
#[allow(clippy::unnecessary_wraps, reason = "one kind of function for all fields")]
fn id(of: &mut Ids, system: &str, text: &str) -> Result<(), Invalid> {
    let all: Vec<&str> = ids::of_one(text).collect();
    of.entry(system.to_owned()).or_insert_with(|| one_line(&all.join("; ")));
    Ok(())
}

/// All fields with what they are, one a line, for help.
pub fn told() -> String {
    let longest = Field::WORDS.iter().map(|word| word.len()).max().unwrap_or_default();
    let lines = Field::ALL.iter().map(|field| format!("  {:longest$}  {}", field.word(), field.what()));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_read_as_services_write_them() {
        let want = chrono::NaiveDate::from_ymd_opt(2026, 6, 15);
        for text in [
            "15 Jun 2026",
            "2026-06-15",
            "2026-06-15T08:30:00Z",
            "2026-06-15 08:30",
            "Jun 15, 2026",
            "Jun 15, 2026, 3:12 PM",
            "6/15/2026",
            "15.06.2026",
            "6/15/26",
            "6/15/2026 8:30",
            "6/15/2026, 8:30 AM",
            "06-15-2026",
            "2026/06/15",
            "2026/6/15",
            "2026.06.15",
            "15.06.26",
            "15 Juni 2026",
            "15. Juni 2026",
            "15 juin 2026",
            "15 de junio de 2026",
            "15 giugno 2026",
            "15 de junho de 2026",
        ] {
            assert_eq!(day(text).ok(), want, "{text}");
        }
        assert_eq!(day("15 juil. 2026").ok(), chrono::NaiveDate::from_ymd_opt(2026, 7, 15));
        assert_eq!(day("3 März 2026").ok(), chrono::NaiveDate::from_ymd_opt(2026, 3, 3));
        for text in ["31 Feb 2026", "soon", "15 Quax 2026", "15 Jun 26x", "06-15-26", "1.2", "15.06", "2026/06"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
