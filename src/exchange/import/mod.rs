//! Files from elsewhere to rows: bytes to text, text to cells, cells to what they mean. Nothing here looks at the plan,
//! fetches anything, or follows what a file says; a file that can't be read says where and why, and gives nothing.

mod apart;
mod beside;
mod cells;
mod days;
mod decode;
mod head;
mod headers;
mod ids;
mod joined;
mod known;
mod lacking;
mod list;
mod named;
mod printable;
mod rivals;
mod services;
mod sources;
mod table;
mod top;
mod turning;
mod vcard;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::domain::import::{At, Column, Field, Incoming, Lacks, Remark, Skipped};
use crate::domain::near;
use crate::domain::words::words;

pub use list::Mapped;

/// The most bytes of a file.
pub const MOST_BYTES: u64 = 10 << 20;
/// The most rows.
pub const MOST_ROWS: usize = 50_000;
/// The most bytes of a field.
pub const MOST_FIELD: usize = 64 << 10;

words! {
    /// Which service a file is taken to come from.
    pub enum From {
        /// `Connections.csv`.
        Linkedin = "linkedin",
        /// Contacts or companies.
        Hubspot = "hubspot",
        /// A report of contacts or accounts, or what its API gives.
        Salesforce = "salesforce",
        /// People.
        Apollo = "apollo",
        /// Its contacts as a table.
        Google = "google",
        /// People or organizations.
        Pipedrive = "pipedrive",
        /// An address book.
        Vcard = "vcard",
        /// Any table.
        Csv = "csv",
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Which of the files it is.
    pub file: usize,
    /// What it is called, without its folder.
    pub name: String,
    /// What it is, if somebody said.
    pub from: Option<From>,
    /// What columns are, if somebody said: by the name in the header; without one by their number, from 1.
    pub map: Vec<(String, Field)>,
    /// Columns that are not to be used, whatever their names say.
    pub without: Vec<String>,
    /// Whether a table has a header, if somebody said; else it is known by what stands there.
    pub is_headed: Option<bool>,
    /// The plan has members: one of them may be who a service calls the owner.
    pub has_members: bool,
}

impl Request {
    /// The columns of which somebody said something.
    fn asked(&self) -> impl Iterator<Item = &str> {
        self.map.iter().map(|(column, _)| column).chain(&self.without).map(String::as_str)
    }
}

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// What it was taken for, in words.
    pub source: Arc<str>,
    /// Its rows.
    pub rows: Vec<Incoming>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What was taken and should be known of.
    pub remarks: Vec<Remark>,
    /// Columns that were not used; of an address book, properties.
    pub unused: Vec<String>,
    /// Columns that were, with what they were taken for.
    pub mapped: Vec<Mapped>,
    /// All columns in their order, with what they were taken for; none of what is no table.
    pub columns: Vec<Column>,
    /// It is a table that has no header: its columns go by number, and its first row counts.
    pub is_headless: bool,
}

/// Why a file gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Somebody said stop.
    Cancelled,
    /// It is broken, or too large.
    Broken {
        /// From 1; 0 where nothing of the file could be read.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong and what to do.
        why: String,
    },
    /// A table of which nobody knows what its columns are.
    Unmapped {
        /// All of them.
        columns: Vec<Column>,
        /// Their names stand in the file; else it has no header and they go by number.
        is_headed: bool,
        /// What of it is lacking, where the rest would do.
        lacks: Option<Lacks>,
    },
    /// It has no such column.
    NoColumn {
        /// Which was asked for.
        asked: String,
        /// Which it has; none, where it is no table.
        columns: Vec<String>,
    },
    /// What was said of it can't be, in words.
    Asked(String),
}

impl Refused {
    /// A file that as a whole is not what it should be is so from its beginning.
    fn whole(why: impl Into<String>) -> Self {
        Self::Broken { line: 1, column: 1, why: why.into() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled; nothing was changed"),
            Self::Broken { line: 0, why, .. } | Self::Asked(why) => f.write_str(why),
            Self::Broken { line, column, why } => write!(f, "{line}:{column}: {why}"),
            Self::Unmapped { columns, lacks, .. } => {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                let why = lacks.map_or("its columns are not known", Lacks::told);
                write!(f, "{why}: {}", names.join(", "))
            }
            Self::NoColumn { asked, columns } if columns.is_empty() => {
                write!(f, "it is an address book and has no columns, so “{asked}” can't be said to be one")
            }
            Self::NoColumn { asked, columns } => {
                let meant = near::meant(asked, columns.iter().map(String::as_str));
                let stop = if meant.is_empty() { "." } else { "" };
                write!(f, "it has no column “{asked}”{meant}{stop} It has {}", columns.join(", "))
            }
        }
    }
}

impl std::error::Error for Refused {}

/// Whether a file that begins so may be a plan as JSON: no table of a service and no address book begins with a brace.
pub fn may_be_a_plan(beginning: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let beginning = marks.iter().find_map(|mark| beginning.strip_prefix(*mark)).unwrap_or(beginning);
    // In UTF-16 every second byte of it is zero.
    beginning.iter().find(|byte| **byte != 0 && !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// The text of a file that is no table, whatever encoding it is in.
///
/// # Errors
///
/// It is none that is known, with line and column.
pub fn as_text(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    decode::decoded(bytes).map(|(text, _)| text)
}

/// Called with the rows read so far; false stops it.
pub type Progress<'a> = &'a mut dyn FnMut(usize) -> bool;

/// Read a file.
///
/// # Errors
///
/// Then nothing of it is to be used.
pub fn read(bytes: &[u8], request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refused::whole(format!("it is larger than {} MiB; import it in parts", MOST_BYTES >> 20)));
    }
    let (text, guessed) = match apart::apart(bytes) {
        Some(apart) => apart.joined(decode::text(&apart.rest)?),
        None => decode::text(bytes)?,
    };
    if text.trim().is_empty() {
        return if is_cards(request, &text) { Ok(vcard::nobody(request)) } else { Err(Refused::whole("it is empty")) };
    }
    if request.from.is_none() && may_be_a_plan(text.as_bytes()) {
        return Err(Refused::whole(
            "it is no list of people; a plan that was exported comes back with `inroad import`",
        ));
    }
    if request.from.is_none() && (is_named(request, "json") || may_be_json(&text)) {
        let (line, column) = decode::place(&text, text.len() - text.trim_start().len());
        let why = "this is no plan, and no list of people is read from JSON; export it as CSV".to_owned();
        return Err(Refused::Broken { line, column, why });
    }
    let is_vcard = is_cards(request, &text);
    if let (true, Some(column)) = (is_vcard, request.asked().next()) {
        return Err(Refused::NoColumn { asked: column.to_owned(), columns: Vec::new() });
    }
    let read = if is_vcard { vcard::read } else { table::read };
    let mut sheet = read(&text, request, progress)?;
    if let Some(character) = guessed {
        let (line, word) = decode::word_of(&text, character);
        let what = format!(
            "“{}” is read as Windows-1252, since the file is no UTF-8; where that looks wrong, save it as UTF-8 and \
             import that",
            cells::shortened(word)
        );
        sheet.remarks.insert(0, Remark { at: At { file: request.file, line }, what });
    }
    Ok(sheet)
}

/// Whether a file is an address book; what is called so is one, or a broken one.
fn is_cards(request: &Request, text: &str) -> bool {
    match request.from {
        Some(from) => from == From::Vcard,
        None => vcard::is_one(text) || ["vcf", "vcard"].iter().any(|end| is_named(request, end)),
    }
}

/// Whether the file's name ends so.
fn is_named(request: &Request, end: &str) -> bool {
    request.name.rsplit_once('.').is_some_and(|(_, is)| is.eq_ignore_ascii_case(end))
}

/// Whether a text begins as a list does in JSON; a name of a column may stand in brackets.
fn may_be_json(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('[').map(str::trim_start);
    inner.is_some_and(|inner| inner.starts_with(['{', '[', ']', '"']))
}

#[cfg(test)]
mod tests;
