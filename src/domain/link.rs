//! An address that can be followed: a web page, or an email about to be written. And a number, which is dialled.
//!
//! There is no [`Link`] but of `http`, `https` and `mailto`, so nothing else can ever reach the system's opener:
//! `javascript:` and `file:` would run or read something, and other schemes start whatever program has claimed them. A
//! number is none either, since a `tel:` handler may dial at once, from whichever account it likes; it is shown and
//! copied, and a person dials it. Nothing here opens anything, and an address is never made to look like another: what
//! can't be seen is refused, and so is a name before the host.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::fields::{Invalid, email};
use super::visible::{beginning, is_hidden};

/// The longest web address, in characters: what every browser takes.
const MOST: usize = 2_000;

/// The longest `mailto:`. Mail programs take about so much on a command line, and more would be cut without a word.
const MOST_MAIL: usize = 8_000;

/// What a value keeps when it becomes a part of an address.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// In front of `?` in a `mailto:`.
const MAILBOX: &AsciiSet = &VALUE.remove(b'@').remove(b'+');

/// What may not stand in an address as it is; percent signs that stand there mean something already.
const PAGE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// An address that the system may open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// A web page, as somebody wrote it down; without a scheme it is one of `https`.
    ///
    /// # Errors
    ///
    /// It is none, or has a scheme that is not opened.
    pub fn web(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let refused = |why: &str| Err(Invalid(format!("“{}” {why}", beginning(text))));
        if text.chars().any(is_hidden) {
            return refused("holds characters that can't be seen; it is not opened");
        }
        if text.chars().count() > MOST {
            return refused("is too long for a web address");
        }
        let (scheme, rest) = match scheme(text) {
            None => ("https", text),
            Some((scheme, rest)) if is_web(scheme) => {
                let Some(rest) = rest.strip_prefix("//") else { return refused("is no web address") };
                (scheme, rest)
            }
            Some((scheme, _)) => {
                return Err(Invalid(format!("{scheme}: is not opened; only http, https and mailto are")));
            }
        };
        let (host, page) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if host.contains('@') {
            return refused("has a name before its host, and would lead elsewhere than it seems; it is not opened");
        }
        if !is_host(host) || !(host.contains('.') || scheme.len() < text.len() - rest.len()) {
            return refused("is no web address");
        }
        let page = utf8_percent_encode(page, PAGE);
        Ok(Self(format!("{}://{host}{page}", scheme.to_lowercase())))
    }

    /// An email to somebody, with a subject and a text if there are any. A text that is too long for an address is left
    /// out, and one with half a subject would be worse than none.
    ///
    /// # Errors
    ///
    /// The address is none.
    pub fn mail(address: &str, subject: &str, text: &str) -> Result<Self, Invalid> {
        let to = format!("mailto:{}", utf8_percent_encode(&email(address)?, MAILBOX));
        let text = text.trim_end().replace('\n', "\r\n");
        let parts = [("subject", subject.trim()), ("body", text.as_str())];
        let mut link = to;
        let mut mark = '?';
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            let value = value.chars().filter(|c| !c.is_control() || matches!(c, '\r' | '\n' | '\t'));
            let part = format!("{mark}{name}={}", encoded(&value.collect::<String>()));
            if link.len() + part.len() <= MOST_MAIL {
                link.push_str(&part);
                mark = '&';
            }
        }
        Ok(Self(link))
    }

    /// The address as it is handed on.
    pub fn address(&self) -> &str {
        &self.0
    }

    /// Whether it is an email that has its text already.
    pub fn has_text(&self) -> bool {
        self.0.starts_with("mailto:") && self.0.contains(['?', '&']) && self.0.contains("body=")
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a field for an address says, if it may go to other programs: they make a link of whatever stands there. `in/dana` is
/// none anywhere; where a scheme is said, it is one that may be followed, or there is nothing. Browsers read one also around
/// blanks and what can't be seen.
pub fn followed(text: &str) -> &str {
    let is_mail = || text.trim().strip_prefix("mailto:").is_some_and(|address| email(address).is_ok());
    let seen: String = text.chars().filter(|c| !c.is_whitespace() && !is_hidden(*c)).collect();
    if scheme(&seen).is_none() || Link::web(text).is_ok() || is_mail() { text } else { "" }
}

/// A number as it is dialled: `+13125550100`, with `,12` for an extension.
///
/// # Errors
///
/// It is none.
pub fn number(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let extension = ["extension", "ext.", "ext", "x"].iter().find_map(|word| lower.split_once(word));
    let (main, extension) = extension.unwrap_or((&lower, ""));
    let is_between = |c: char| c.is_whitespace() || "()-./\u{2010}\u{2011}\u{2013}".contains(c);
    let digits = |part: &str| part.chars().filter(|c| !is_between(*c)).collect::<String>();
    let (main, extension) = (digits(main), digits(extension));
    let is_number = |part: &str| (1..=20).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_fine = is_number(main.strip_prefix('+').unwrap_or(&main)) && (extension.is_empty() || is_number(&extension));
    match (is_fine, extension.is_empty()) {
        (true, true) => Ok(main),
        (true, false) => Ok(format!("{main},{extension}")),
        (false, _) => Err(Invalid(format!("“{}” is no number", beginning(text)))),
    }
}

/// A value as a part of an address.
pub fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// The host of a web address, without `www.`; empty where there is none.
pub fn host(website: &str) -> String {
    // Of most companies nobody knows one.
    if website.is_empty() {
        return String::new();
    }
    let Ok(Link(address)) = Link::web(website) else { return String::new() };
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// What stands before the colon, if that is a scheme: in `primo.example:8080` it is none.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(':')?;
    let is_scheme = before.starts_with(|c: char| c.is_ascii_alphabetic())
        && before.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    let is_host = before.contains('.') && after.starts_with(|c: char| c.is_ascii_digit());
    (is_scheme && !is_host).then_some((before, after))
}

fn is_web(scheme: &str) -> bool {
    ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}

/// A host, perhaps with a port. Letters of any script: an address in Cyrillic is shown in Cyrillic.
fn is_host(text: &str) -> bool {
    let (name, port) = text.rsplit_once(':').unwrap_or((text, ""));
    let is_label = |label: &str| {
        label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !label.starts_with('-')
            && !label.is_empty()
    };
    name.trim_end_matches('.').split('.').all(is_label) && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
