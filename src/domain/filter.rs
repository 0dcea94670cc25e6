//! The words after `/` and of `inroad list`: space-separated, in any order; `!word` excludes; `tag:` `stage:` `tier:`
//! `owner:` `due:` narrow.

use super::account::Account;
use super::words::Vocabulary as _;

/// What `due:` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueState {
    /// Something is overdue.
    pub overdue: bool,
    /// Something is due today.
    pub today: bool,
}

impl DueState {
    fn is(self, when: &str) -> bool {
        match when {
            "overdue" => self.overdue,
            "today" => self.today,
            // `due:` alone or anything else: whatever waits.
            _ => self.overdue || self.today,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Word(String),
    Tag(String),
    Stage(String),
    Tier(String),
    Owner(String),
    Due(String),
}

/// A filter as typed, ready to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    tests: Vec<(bool, Test)>,
}

impl Filter {
    /// Every text is a filter; an empty one lets everything through.
    pub fn parse(text: &str) -> Self {
        let tests = text.split_whitespace().filter_map(|word| {
            let (wanted, word) = word.strip_prefix('!').map_or((true, word), |rest| (false, rest));
            let lower = word.to_lowercase();
            let test = match lower.split_once(':') {
                Some(("tag", value)) => Test::Tag(value.trim_start_matches('#').to_owned()),
                Some(("stage", value)) => Test::Stage(value.to_owned()),
                Some(("tier", value)) => Test::Tier(value.to_owned()),
                Some(("owner", value)) => Test::Owner(value.to_owned()),
                Some(("due", value)) => Test::Due(value.to_owned()),
                _ if lower.starts_with('#') => Test::Tag(lower.trim_start_matches('#').to_owned()),
                _ => Test::Word(lower),
            };
            (!word.is_empty()).then_some((wanted, test))
        });
        Self { tests: tests.collect() }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the account with these [`words_of`] it passes. `due` is asked only when the filter needs it.
    pub fn matches(&self, account: &Account, words: &str, due: impl Fn() -> DueState) -> bool {
        self.tests.iter().all(|(wanted, test)| test.holds(account, words, &due) == *wanted)
    }

    /// Whether a single touch with that due date passes what the filter asks with `due:`.
    pub fn passes_due(&self, due: DueState) -> bool {
        self.tests.iter().all(|(wanted, test)| match test {
            Test::Due(when) => due.is(when) == *wanted,
            _ => true,
        })
    }

    /// The plain words, lower case, to be marked where they occur.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().filter_map(|(wanted, test)| match test {
            Test::Word(word) if *wanted => Some(word.as_str()),
            _ => None,
        })
    }
}

impl Test {
    fn holds(&self, account: &Account, words: &str, due: &impl Fn() -> DueState) -> bool {
        match self {
            Self::Word(word) => words.contains(word.as_str()),
            Self::Tag(tag) => account.tags.iter().any(|each| each.to_lowercase().starts_with(tag)),
            Self::Stage(stage) => account.stage_word().starts_with(stage),
            Self::Tier(tier) => account.tier.is_some_and(|each| each.to_string() == *tier) || tier.is_empty(),
            Self::Owner(owner) => account.owner.as_deref().unwrap_or("").to_lowercase().starts_with(owner),
            Self::Due(when) => due().is(when),
        }
    }
}

/// Every word that an account is found by, in lower case, a line each.
pub fn words_of(account: &Account) -> String {
    let Account { name, industry, website, entry_point, stage, tags, people, .. } = account;
    let texts = [name, industry, website, &entry_point.unit, &entry_point.function].map(String::as_str);
    let people = people.iter().flat_map(|person| [person.name.as_str(), person.title.as_str()]);
    let all = texts.into_iter().chain([stage.word()]).chain(tags.iter().map(String::as_str)).chain(people);
    let mut words = String::new();
    for text in all.filter(|text| !text.is_empty()) {
        words.push_str(text);
        words.push('\n');
    }
    if words.is_ascii() {
        words.make_ascii_lowercase();
        return words;
    }
    words.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stage::Stage;

    #[test]
    fn words_narrow_in_any_order_and_an_exclamation_mark_excludes() {
        let mut account = Account { name: "Primo Getränke".into(), stage: Stage::InSequence, ..Account::default() };
        account.tier = Some(1);
        account.tags = vec!["midwest".into()];
        account.owner = Some("sam".into());
        let due = DueState { overdue: true, today: false };
        let cases = [
            ("", true),
            ("primo", true),
            ("getränke PRIMO", true),
            ("GETRÄNKE", true),
            ("primo acme", false),
            ("!acme", true),
            ("!primo", false),
            ("tag:mid", true),
            ("#midwest", true),
            ("stage:in", true),
            ("stage:won", false),
            ("!stage:won", true),
            ("tier:1 owner:sam", true),
            ("tier:2", false),
            ("due:overdue", true),
            ("due:today", false),
            ("due:", true),
        ];
        for (text, want) in cases {
            assert_eq!(Filter::parse(text).matches(&account, &words_of(&account), || due), want, "{text}");
        }
    }
}
