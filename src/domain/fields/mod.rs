//! Every field that can be seen can be edited: one table per kind of item, read by the forms, by `inroad set` and
//! by the tests.
//!
//! A field reads itself as text and is set from text, so that a form, a prompt and the command line validate alike.
//! For every field `set(get(item)) == item`. Setting never touches another item.

mod account;
mod amount;
mod goal;
mod lines;
mod log;
mod meeting;
mod names;
mod parts;
mod people;
mod place;
mod refs;
mod research;
mod sequence;
mod settings;
mod text;
mod touch;
mod unread;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::account::Account;
use super::calendar::Calendar;
use super::dates;
use super::schedule::World;
use super::sequence::TouchAt;
use super::settings::Settings;
use super::unread::Unread;
use super::wire::Moment;

pub(crate) use amount::{amount, money, number};
pub(crate) use goal::target;
pub use goal::{get_goal, goal_specs, set_goal};
pub(crate) use meeting::{objection, question};
pub use names::{locate, name, named};
pub use parts::{part_name, parts_of};
pub(crate) use people::phone_number;
pub use place::{Place, Spec, get, ids_of, meaning, set, specs};
pub(crate) use refs::{member_of, nearly, nobody, person};
pub use settings::{get_setting, set_setting, setting_specs};
pub(crate) use text::{currency, email, flag, holiday_file, url, zone};
pub use unread::{mend_changed, note_unread, told_unread};

/// Why a text can't be the value of a field, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(pub String);

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl From<super::words::UnknownWord> for Invalid {
    fn from(unknown: super::words::UnknownWord) -> Self {
        Self(unknown.to_string())
    }
}

impl From<dates::DateError> for Invalid {
    fn from(error: dates::DateError) -> Self {
        Self(error.to_string())
    }
}

/// The most bytes that a field holds.
pub const MOST: usize = 64 << 10;

/// Whether a text is short enough for a field.
///
/// # Errors
///
/// It is not, in a sentence.
pub fn fits(text: &str) -> Result<(), Invalid> {
    if text.len() <= MOST {
        return Ok(());
    }
    let (is, most) = (text.len().div_ceil(1024), MOST >> 10);
    Err(Invalid(format!(
        "this is {is} KiB long, and a field holds {most}; shorten it, or keep it in a file of its own"
    )))
}

/// How a field is typed, so that a form can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of anything.
    Line,
    /// Several lines.
    Text,
    /// Several items, one a line.
    Lines,
    /// A whole number.
    Number,
    /// A day; date words are understood.
    Date,
    /// A day with a time.
    Moment,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A person of the account, by name.
    Person,
    /// People of the account, by name, with commas.
    People,
    /// Findings of the account, by their number in the list.
    Findings,
    /// Words with commas.
    List,
}

/// What a text is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The plan's settings.
    pub settings: &'a Settings,
    /// The working calendar.
    pub calendar: &'a Calendar,
    /// The account as it was before the edit.
    pub account: &'a Account,
    /// The time, in the user's zone.
    pub now: DateTime<FixedOffset>,
    /// The id of the member who edits, as config.toml has it.
    pub me: Option<&'a str>,
    /// The touch that is edited, if it is one: threads refer to others of its sequence.
    pub touch: Option<TouchAt>,
}

impl Context<'_> {
    /// Today where the user is.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Where times are meant that are typed without their offset: where the member who edits works, if that is known.
    pub fn zone(&self) -> dates::Zone {
        let name = self.settings.me(self.me).map_or("", |me| me.timezone.as_str());
        dates::Zone::of(name, *self.now.offset())
    }

    /// What due dates are computed against.
    pub fn world(&self) -> World<'_> {
        World { settings: self.settings, calendar: self.calendar, today: self.today() }
    }

    /// The day on which something was done or heard: today or before.
    pub fn happened(&self, text: &str) -> Result<NaiveDate, Invalid> {
        let day = dates::parse_past(text, &self.reading(None))?;
        if day > self.today() {
            return Err(Invalid(format!("{day} is still to come; what has happened was today or before")));
        }
        Ok(day)
    }

    /// When something was done or heard: on the day that is named, or now.
    pub fn when(&self, named: Option<&str>) -> Result<Moment, Invalid> {
        let day = named.map(|text| self.happened(text)).transpose()?;
        Ok(day.map_or(Moment::from(self.now), Moment::Day))
    }

    /// What date words count from; `current` is the value so far.
    pub fn reading(&self, current: Option<NaiveDate>) -> dates::Reading<'_> {
        dates::Reading { today: self.today(), calendar: self.calendar, current }
    }
}

/// One field of an item.
pub struct Field<T: 'static> {
    /// As in the file.
    pub key: &'static str,
    /// As on the screen.
    pub label: &'static str,
    /// How it is typed.
    pub kind: Kind,
    /// What it is for, or an example; shown while it is empty.
    pub hint: &'static str,
    /// Its value as text.
    pub get: fn(&T, &Context) -> String,
    /// Set it from text; an empty text clears it.
    pub set: fn(&mut T, &str, &Context) -> Result<(), Invalid>,
}

/// An item whose fields can be edited.
pub trait Fields: Sized + 'static {
    /// All of them, in the order of the form.
    const FIELDS: &'static [Field<Self>];

    /// What of it could not be understood, if it keeps that.
    fn unread(&self) -> Option<&Unread> {
        None
    }

    /// The same, to be changed.
    fn unread_mut(&mut self) -> Option<&mut Unread> {
        None
    }
}

/// For items that keep what of them could not be understood.
macro_rules! keeps_unread {
    () => {
        fn unread(&self) -> Option<&$crate::domain::unread::Unread> {
            Some(&self.unread)
        }

        fn unread_mut(&mut self) -> Option<&mut $crate::domain::unread::Unread> {
            Some(&mut self.unread)
        }
    };
}

/// The rows of a field table. `key, label, kind path, hint` for the common kinds; anything else is spelled out.
macro_rules! field {
    ($key:literal, $label:literal, line $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Line, hint: $hint,
            get: |item, _| item.$($f).+.clone(),
            set: |item, text, _| { item.$($f).+ = text.trim().to_owned(); Ok(()) },
        }
    };
    ($key:literal, $label:literal, checked($read:path) $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Line, hint: $hint,
            get: |item, _| item.$($f).+.clone(),
            set: |item, text, _| { item.$($f).+ = $read(text)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, text $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Text, hint: $hint,
            get: |item, _| item.$($f).+.clone(),
            set: |item, text, _| { item.$($f).+ = text.to_owned(); Ok(()) },
        }
    };
    ($key:literal, $label:literal, word($words:ty) $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, hint: $hint,
            kind: $crate::domain::fields::Kind::Choice(<$words as $crate::domain::words::Vocabulary>::WORDS),
            get: |item, _| $crate::domain::words::Vocabulary::word(item.$($f).+).to_owned(),
            set: |item, text, _| {
                item.$($f).+ = if text.trim().is_empty() { Default::default() } else { text.parse::<$words>()? };
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, word?($words:ty) $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, hint: $hint,
            kind: $crate::domain::fields::Kind::Choice(<$words as $crate::domain::words::Vocabulary>::WORDS),
            get: |item, _| item.$($f).+.map(|w| $crate::domain::words::Vocabulary::word(w).to_owned()).unwrap_or_default(),
            set: |item, text, _| {
                item.$($f).+ = if text.trim().is_empty() { None } else { Some(text.parse::<$words>()?) };
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, number $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Number, hint: $hint,
            get: |item, _| item.$($f).+.map(|n| n.to_string()).unwrap_or_default(),
            set: |item, text, _| { item.$($f).+ = $crate::domain::fields::amount::number(text)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, money $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Number, hint: $hint,
            get: |item, _| item.$($f).+.map(|n| n.to_string()).unwrap_or_default(),
            set: |item, text, context| {
                item.$($f).+ = $crate::domain::fields::amount::money(text, &context.settings.currency)?;
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, date $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Date, hint: $hint,
            get: |item, _| item.$($f).+.map(|day| day.to_string()).unwrap_or_default(),
            set: |item, text, context| {
                item.$($f).+ = $crate::domain::fields::text::date(text, item.$($f).+, context)?;
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, past $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Date, hint: $hint,
            get: |item, _| item.$($f).+.map(|day| day.to_string()).unwrap_or_default(),
            set: |item, text, context| {
                item.$($f).+ = $crate::domain::fields::text::past(text, item.$($f).+, context)?;
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, moment $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Moment, hint: $hint,
            get: |item, _| item.$($f).+.map(|at| at.to_string()).unwrap_or_default(),
            set: |item, text, context| {
                item.$($f).+ = $crate::domain::fields::text::moment(text, item.$($f).+, context)?;
                Ok(())
            },
        }
    };
    ($key:literal, $label:literal, flag $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Flag, hint: $hint,
            get: |item, _| (if item.$($f).+ { "yes" } else { "no" }).to_owned(),
            set: |item, text, _| { item.$($f).+ = $crate::domain::fields::text::flag(text)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, list $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::List, hint: $hint,
            get: |item, _| item.$($f).+.join(", "),
            set: |item, text, _| { item.$($f).+ = $crate::domain::fields::text::list(text).into_iter().collect(); Ok(()) },
        }
    };
    ($key:literal, $label:literal, person $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Person, hint: $hint,
            get: |item, context| $crate::domain::fields::refs::told(item.$($f).+.as_deref(), context),
            set: |item, text, context| { item.$($f).+ = $crate::domain::fields::refs::person(text, context)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, people $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::People, hint: $hint,
            get: |item, context| $crate::domain::fields::refs::told_all(&item.$($f).+, context),
            set: |item, text, context| { item.$($f).+ = $crate::domain::fields::refs::people(text, context)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, findings $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Findings, hint: $hint,
            get: |item, context| $crate::domain::fields::refs::told_findings(&item.$($f).+, context),
            set: |item, text, context| { item.$($f).+ = $crate::domain::fields::refs::findings(text, context)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, member $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Line, hint: $hint,
            get: |item, _| item.$($f).+.clone().unwrap_or_default(),
            set: |item, text, context| { item.$($f).+ = $crate::domain::fields::refs::member(text, context)?; Ok(()) },
        }
    };
    ($key:literal, $label:literal, word_or_none $($f:ident).+, $hint:literal) => {
        $crate::domain::fields::Field {
            key: $key, label: $label, kind: $crate::domain::fields::Kind::Line, hint: $hint,
            get: |item, _| item.$($f).+.clone().unwrap_or_default(),
            set: |item, text, _| { item.$($f).+ = $crate::domain::fields::text::some(text); Ok(()) },
        }
    };
}

pub(crate) use {field, keeps_unread};
