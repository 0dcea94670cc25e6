//! Completing a word in a line: which of the words that may stand there is meant by its beginning.

use super::model::Model;
use super::prompt::Target;
use crate::domain::meeting::QuestionKind;
use crate::domain::people::{Influence, Support};
use crate::domain::readiness::RULES;
use crate::domain::stage::Stage;
use crate::domain::touch::{Channel, Purpose};
use crate::domain::words::Vocabulary as _;

/// The line with its last word completed; a word that is whole turns to the next one. Nothing if no word fits.
pub fn complete(line: &str, words: &[String], by: isize) -> Option<String> {
    let folded: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    // The longest end of the line that begins a word: names have spaces in them, `tag:` has a colon.
    for start in beginnings(line) {
        let begun = line[start..].to_lowercase();
        let at = match folded.iter().position(|word| *word == begun) {
            Some(at) => Some((at + words.len()).saturating_add_signed(by) % words.len()),
            None => folded.iter().position(|word| !begun.is_empty() && word.starts_with(&begun)),
        };
        if let Some(word) = at.and_then(|at| words.get(at)) {
            return Some(format!("{}{word}", &line[..start]));
        }
    }
    // Behind a sign that wants a word, the first one.
    let wants = line.is_empty() || line.trim_end().ends_with([',', '=', ':', '>']);
    words.first().filter(|_| wants).map(|word| format!("{line}{word}"))
}

/// A line that is completed as a shell does it, and what it began with while it turns through all that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// The line.
    pub line: String,
    /// What was typed, while the line turns; nothing once there is nothing to turn through.
    pub stem: Option<String>,
}

/// The whole line completed: first as far as all agree that begin like it, then to each of them in turn. `stem` is what it
/// began with if it turns already. Nothing if nothing fits.
pub fn turn(line: &str, stem: Option<&str>, words: &[String], by: isize) -> Option<Turned> {
    let begun = stem.unwrap_or(line);
    let folded = begun.to_lowercase();
    let exact: Vec<&String> = words.iter().filter(|word| word.starts_with(begun)).collect();
    let fits = if exact.is_empty() {
        words.iter().filter(|word| word.to_lowercase().starts_with(&folded)).collect()
    } else {
        exact
    };
    let (first, last) = (fits.first()?, fits.last()?);
    if let (None, [only]) = (stem, fits.as_slice()) {
        return Some(Turned { line: String::clone(only), stem: None });
    }
    let agreed = fits.iter().fold(first.as_str(), |agreed, word| {
        let alike = agreed.char_indices().zip(word.chars()).find(|((_, a), b)| a != b);
        let end = alike.map_or(agreed.len().min(word.len()), |((at, _), _)| at);
        &agreed[..end]
    });
    if stem.is_none() && agreed.len() > line.len() {
        return Some(Turned { line: agreed.to_owned(), stem: None });
    }
    let next = match fits.iter().position(|word| *word == line).filter(|_| stem.is_some()) {
        Some(at) => fits[(at + fits.len()).saturating_add_signed(by) % fits.len()],
        None => {
            if by < 0 {
                last
            } else {
                first
            }
        }
    };
    Some(Turned { line: next.clone(), stem: Some(begun.to_owned()) })
}

/// Where a word may begin, the furthest from the end first.
fn beginnings(line: &str) -> impl Iterator<Item = usize> {
    let behind = |(at, c): (usize, char)| matches!(c, ' ' | ',' | '=' | ':' | '!' | '>').then_some(at + c.len_utf8());
    std::iter::once(0).chain(line.char_indices().filter_map(behind)).filter(|at| *at < line.len())
}

/// The people of the account.
pub(super) fn people(model: &Model, target: &Target) -> Vec<String> {
    let account = model.plan.account(&target.account);
    account.map(|account| account.people.iter().map(|person| person.name.clone()).collect()).unwrap_or_default()
}

/// What a person can be.
pub(super) fn influence(_: &Model, _: &Target) -> Vec<String> {
    Influence::WORDS
        .iter()
        .chain(Support::WORDS)
        .filter(|word| **word != "unknown")
        .map(|word| (*word).to_owned())
        .collect()
}

/// What a touch is made of.
pub(super) fn touch(model: &Model, target: &Target) -> Vec<String> {
    let words = Channel::WORDS.iter().chain(Purpose::WORDS).filter(|word| **word != "unknown");
    words.map(|word| (*word).to_owned()).chain(people(model, target)).collect()
}

/// The kinds of questions.
pub(super) fn question(_: &Model, _: &Target) -> Vec<String> {
    QuestionKind::WORDS.iter().map(|word| format!("{word}: ")).collect()
}

/// What narrows a filter.
pub(super) fn filter(model: &Model, _: &Target) -> Vec<String> {
    let mut tags: Vec<String> =
        model.plan.all().flat_map(|account| &account.tags).map(|tag| format!("tag:{tag}")).collect();
    tags.sort_unstable();
    tags.dedup();
    let stages = Stage::WORDS.iter().map(|word| format!("stage:{word}"));
    let owners = model.plan.settings.members.iter().map(|member| format!("owner:{}", member.id));
    let rest = ["owner:me", "tier:1", "tier:2", "tier:3", "due:overdue", "due:today", "ready:<80", "ready:80"]
        .map(str::to_owned);
    let missing = RULES.iter().map(|rule| format!("missing:{}", rule.id));
    stages.chain(tags).chain(owners).chain(rest).chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_end_of_the_line_that_begins_a_word_is_completed() {
        let words: Vec<String> =
            ["Dana Cole", "Lee Ray", "economic", "tag:midwest", "tag:west"].map(str::to_owned).to_vec();
        let cases = [
            ("today, first=Da", Some("today, first=Dana Cole")),
            ("today, first=", Some("today, first=Dana Cole")),
            ("today, first=Dana Cole", Some("today, first=Lee Ray")),
            ("today, first=dana c", Some("today, first=Dana Cole")),
            ("Ana Diaz, Head, eco", Some("Ana Diaz, Head, economic")),
            ("primo !tag:m", Some("primo !tag:midwest")),
            ("tag:", Some("tag:midwest")),
            ("tag:midwest", Some("tag:west")),
            ("nobody", None),
            ("nobody ", None),
        ];
        for (line, want) in cases {
            assert_eq!(complete(line, &words, 1).as_deref(), want, "{line:?}");
        }
        assert_eq!(complete("Lee Ray", &words, -1).as_deref(), Some("Dana Cole"));
    }

    #[test]
    fn a_path_is_completed_as_far_as_all_agree_and_then_turns_through_those_that_fit() {
        let words = ["~/D/Connections.csv", "~/D/contacts.vcf", "~/D/Contracts.csv", "fair.csv"].map(str::to_owned);
        let press = |keys: &[isize], line: &str| {
            let begun = Some(Turned { line: line.to_owned(), stem: None });
            keys.iter().try_fold(begun?, |Turned { line, stem }, by| turn(&line, stem.as_deref(), &words, *by))
        };
        let line = |keys: &[isize], typed: &str| press(keys, typed).map(|turned| turned.line);
        for (typed, keys, want) in [
            ("f", &[1][..], Some("fair.csv")),
            ("f", &[1, 1], Some("fair.csv")),
            ("~/", &[1], Some("~/D/")),
            ("~/", &[1, 1], Some("~/D/Connections.csv")),
            ("~/", &[1, 1, 1, 1, 1], Some("~/D/Connections.csv")),
            ("~/D/Con", &[1], Some("~/D/Connections.csv")),
            ("~/D/Con", &[1, 1], Some("~/D/Contracts.csv")),
            ("~/D/Con", &[1, 1, -1], Some("~/D/Connections.csv")),
            ("~/D/Con", &[-1], Some("~/D/Contracts.csv")),
            ("~/d/cont", &[1], Some("~/D/contacts.vcf")),
            ("", &[1, 1, 1, 1], Some("fair.csv")),
            ("x", &[1], None),
        ] {
            assert_eq!(line(keys, typed).as_deref(), want, "{typed:?} {keys:?}");
        }
    }
}
