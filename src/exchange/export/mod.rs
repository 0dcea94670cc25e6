//! What goes out of a plan to other programs: spreadsheets, calendars, address books, scripts, a CRM.
//!
//! Pure: from the values of a plan to a text, one format a file. Nothing here reads or writes a file or asks a clock.
//! What belongs to one person alone (config.toml with its private why) is never handed in, so it is in no export.

pub mod activities;
pub mod csv;
pub mod had;
pub mod ics;
pub mod json;
mod told;
pub mod vcf;

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use crate::domain::account::Account;
use crate::domain::contacts::Contact;
use crate::domain::plan::Plan;
use crate::domain::schedule::World;
use crate::domain::settings::Member;
use crate::domain::touch::Touch;
use crate::domain::words::capitalised;

/// What is exported, and as of when.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// The plan that it is a part of.
    pub plan: &'a Plan,
    /// The accounts that were asked for, by id.
    pub accounts: Vec<&'a Account>,
    /// The people on no account who were asked for, in the order of their file.
    pub contacts: Vec<&'a Contact>,
    /// Whoever exports it, where that is known: drafts are signed by them.
    pub sender: Option<&'a Member>,
    /// The moment that it tells of.
    pub now: DateTime<FixedOffset>,
}

impl<'a> Selection<'a> {
    /// What due dates depend on.
    pub fn world(&self) -> World<'a> {
        World { settings: &self.plan.settings, calendar: &self.plan.calendar, today: self.now.date_naive() }
    }
}

/// A text as formats made of lines can hold it: every line break is `\n`, and of control characters only the tab is left.
/// A reader loses nothing by it, and none of CSV (RFC 4180), iCalendar (RFC 5545) and vCard (RFC 6350) has a way to say
/// the others.
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(|c: char| (c.is_control() && c != '\n' && c != '\t') || is_break(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' if text[..at].ends_with('\r') => {}
            c if is_break(c) => out.push('\n'),
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same in one line.
fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Email`, `LinkedIn connect`: a channel as a title begins.
fn named(touch: &Touch) -> String {
    capitalised(&touch.channel_label()).replace("Linkedin", "LinkedIn")
}

/// Names of items for other programs: the same with every export, and no two alike.
#[derive(Debug, Default)]
struct Uids(HashMap<String, usize>);

impl Uids {
    /// `touch-k7qd.primo@inroad.invalid`. Items that share an id, or have none, are told apart by their order:
    /// `touch-k7qd.primo.2@inroad.invalid` is the second.
    fn of(&mut self, kind: &str, id: &str, account: &Account) -> String {
        let name = format!("{kind}-{}.{}", line(id), account.id);
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        let nth = if *count > 1 { format!(".{count}") } else { String::new() };
        format!("{name}{nth}{}", vcf::OWN_UID)
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn line_breaks_become_one_and_controls_go() {
        for (text, want) in [
            ("Dana Cole", "Dana Cole"),
            ("a\tb\nc", "a\tb\nc"),
            ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
            ("a\u{2028}b\u{2029}c\u{85}d", "a\nb\nc\nd"),
            ("\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{0}\u{7f}", "]52;c;eA==31m"),
            ("\u{202e}Åsa\u{301}", "\u{202e}Åsa\u{301}"),
        ] {
            assert_eq!(plain(text), want);
        }
    }
}
