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
}
