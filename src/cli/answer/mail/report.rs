//! What a mail server says of a letter of ours: it did not arrive, it has not arrived yet, it has arrived.
//!
//! By RFC 3464 where the server writes so, by the headers and codes that others use where it does not. A report that
//! does not say what became of the letter is one all the same, and says so.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use super::{Mail, header, is_of_type};

/// What became of a letter of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli::answer) enum Report {
    /// It did not arrive and never will.
    Failed,
    /// It has not arrived yet; the server goes on trying.
    Delayed,
    /// It has arrived.
    Arrived,
    /// The report does not say.
    Unclear,
}

/// A report with what it is about.
pub(super) struct About {
    pub(super) report: Report,
    /// Addresses of those it was for: as the server knows them, then as we wrote them.
    pub(super) whose: Vec<Vec<String>>,
    /// The subject of the letter.
    pub(super) subject: String,
}

/// One recipient in a report.
#[derive(Default)]
struct Recipient {
    last: Option<String>,
    original: Option<String>,
    outcome: Option<Report>,
}

/// The report that the letter is, if it is one. `text` is all that it says, quotes too.
pub(super) fn read(message: &Message, mail: &Mail, text: &str) -> Option<About> {
    let is_report = is_of_type(message, "multipart", "report")
        && message.parts.first().and_then(|part| part.content_type()).is_none_or(|it| {
            // Other reports (that it was read, that it is spam) say nothing of delivery.
            it.attribute("report-type").is_none_or(|kind| kind.to_lowercase().contains("delivery-status"))
        });
    let is_from = |machine: &str| mail.whose.iter().flatten().any(|address| address.split('@').next() == Some(machine));
    let failed = header(message, "X-Failed-Recipients").map(|list| list.split(',').filter_map(address).collect());
    let failed: Vec<String> = failed.unwrap_or_default();
    // A postmaster may be a person who writes.
    let is_other = is_from("mailer-daemon") || !failed.is_empty() || (is_from("postmaster") && code(text).is_some());
    if !is_report && !is_other {
        return None;
    }
    let recipients: Vec<Recipient> =
        message.parts.iter().filter_map(status_of).flat_map(|text| blocks(&text)).collect();
    let subject = subject_of_ours(message).unwrap_or_default();
    if recipients.is_empty() {
        // Without a machine's own words: whom the server names, and the code somewhere in its text.
        let report = match code(text) {
            Some(report) => report,
            None if !failed.is_empty() => Report::Failed,
            None => Report::Unclear,
        };
        let named = if failed.is_empty() { named_in(text) } else { failed };
        return Some(About { report, whose: vec![named], subject });
    }
    let worst = [Report::Failed, Report::Delayed, Report::Arrived];
    let report = worst.into_iter().find(|each| recipients.iter().any(|to| to.outcome == Some(*each)));
    let report = report.unwrap_or(Report::Unclear);
    let meant = || recipients.iter().filter(|to| to.outcome == Some(report) || report == Report::Unclear);
    let list = |read: fn(&Recipient) -> Option<&String>| meant().filter_map(read).cloned().collect();
    let whose = vec![list(|to| to.last.as_ref()), list(|to| to.original.as_ref()), failed];
    Some(About { report, whose, subject })
}

/// The part that is written for machines.
fn status_of(part: &mail_parser::MessagePart) -> Option<String> {
    let kind = part.content_type()?;
    let is_status = kind.ctype().eq_ignore_ascii_case("message")
        && kind.subtype().is_some_and(|sub| sub.to_lowercase().ends_with("delivery-status"));
    is_status.then(|| String::from_utf8_lossy(part.contents()).into_owned())
}

/// Fields in blocks with empty lines between: first those of the report, then of one recipient each.
fn blocks(text: &str) -> Vec<Recipient> {
    let text = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let blocks = text.split("\n\n").take(100).map(|block| {
        let mut to = Recipient::default();
        let (mut action, mut status) = (None, None);
        for (name, value) in block.lines().filter_map(|line| line.split_once(':')) {
            match name.trim().to_lowercase().as_str() {
                "final-recipient" => to.last = address(value),
                "original-recipient" => to.original = address(value),
                "action" => action = action_of(value),
                "status" => status = code(value).or_else(|| value.trim().starts_with("2.").then_some(Report::Arrived)),
                _ => {}
            }
        }
        // The action is the server's decision, the code its reason: a delay can have a reason for good.
        to.outcome = action.or(status);
        to
    });
    blocks.filter(|to| to.last.is_some() || to.original.is_some() || to.outcome.is_some()).collect()
}

fn action_of(value: &str) -> Option<Report> {
    match value.trim().to_lowercase().as_str() {
        "failed" => Some(Report::Failed),
        "delayed" => Some(Report::Delayed),
        "delivered" | "relayed" | "expanded" => Some(Report::Arrived),
        _ => None,
    }
}

/// `5.1.1`, `550 5.1.1`, `#4.4.7`: the first code in a text.
fn code(text: &str) -> Option<Report> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    words.filter(|word| !word.is_empty()).find_map(|word| {
        let mut parts = word.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next(), parts.next());
        let short = |part: Option<&str>| part.is_some_and(|part| (1..=3).contains(&part.len()));
        let is_enhanced = class.len() == 1 && short(subject) && short(detail) && parts.next().is_none();
        let is_plain = class.len() == 3 && subject.is_none() && matches!(class, "550" | "551" | "552" | "553" | "554");
        match class.chars().next()? {
            '5' if is_enhanced || is_plain => Some(Report::Failed),
            '4' if is_enhanced => Some(Report::Delayed),
            _ => None,
        }
    })
}

/// `rfc822; dana@primo.example`, `<dana@primo.example>`, in lower case.
fn address(value: &str) -> Option<String> {
    let value = value.rsplit(';').next().unwrap_or(value).trim().trim_matches(['<', '>', '"']).trim();
    (value.contains('@') && !value.contains(char::is_whitespace)).then(|| value.to_lowercase())
}

/// Addresses between angle brackets, as servers without a form of their own write them.
fn named_in(text: &str) -> Vec<String> {
    let found = text.split('<').skip(1).filter_map(|rest| address(rest.split('>').next()?));
    let mut named: Vec<String> = found.take(8).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// The subject of the letter that the report brings back.
fn subject_of_ours(message: &Message) -> Option<String> {
    of_ours(message, |ours| ours.subject().map(str::to_owned))
}

/// Something of the letter that the report brings back, whole or only its headers.
pub(super) fn of_ours<T>(message: &Message, read: impl Fn(&Message) -> Option<T>) -> Option<T> {
    message.parts.iter().skip(1).find_map(|part| {
        if let PartType::Message(ours) = &part.body {
            return read(ours);
        }
        let kind = part.content_type()?;
        let is_headers = kind.subtype().is_some_and(|sub| sub.to_lowercase().ends_with("rfc822-headers"));
        let headers = is_headers.then(|| MessageParser::default().parse_headers(part.contents())).flatten()?;
        read(&headers)
    })
}
