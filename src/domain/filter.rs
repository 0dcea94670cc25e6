//! The words after `/` and of `inroad list`: space-separated, in any order; `!word` excludes; `tag:` `stage:` `tier:`
//! `owner:` `due:` `ready:` `missing:` narrow.

use std::borrow::Cow;

use super::account::Account;
use super::due::{DueState, WHEN};
use super::near;
use super::people::Person;
use super::readiness::{RULES, Readiness};
use super::stage::Stage;
use super::words::Vocabulary as _;

/// What can stand before a colon.
const KEYS: [&str; 7] = ["tag", "stage", "tier", "owner", "due", "ready", "missing"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Word(String),
    Tag(String),
    Stage(String),
    Tier(String),
    Owner(String),
    /// Whoever asks, or nobody.
    Mine,
    Due(String),
    Ready(String),
    Missing(String),
}

/// A filter as typed, ready to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    tests: Vec<(bool, Test)>,
    /// The member who asks.
    me: Option<String>,
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
                Some(("owner", "me")) => Test::Mine,
                Some(("owner", value)) => Test::Owner(value.to_owned()),
                Some(("due", value)) => Test::Due(value.to_owned()),
                Some(("ready", value)) => Test::Ready(value.to_owned()),
                Some(("missing", value)) => Test::Missing(value.to_owned()),
                _ if lower.starts_with('#') => Test::Tag(lower.trim_start_matches('#').to_owned()),
                _ => Test::Word(lower),
            };
            (!word.is_empty()).then_some((wanted, test))
        });
        Self { tests: tests.collect(), me: None }
    }

    /// Asked by that member.
    #[must_use]
    pub fn by(self, me: Option<&str>) -> Self {
        Self { me: me.map(str::to_owned), ..self }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether it asks for what is mine.
    pub fn asks_for_mine(&self) -> bool {
        self.tests.iter().any(|(_, test)| matches!(test, Test::Mine))
    }

    /// What of it can't be meant, in a sentence each: a stage, a tier or a time that nobody knows.
    pub fn unknown(&self) -> Vec<String> {
        let told = |(_, test): &(bool, Test)| match test {
            Test::Stage(stage) if !Stage::WORDS.iter().any(|word| word.starts_with(stage)) => {
                Some(format!("no stage begins with “{stage}”; there is {}", Stage::WORDS.join(", ")))
            }
            Test::Tier(tier) if !matches!(tier.as_str(), "" | "1" | "2" | "3") => {
                Some(format!("“{tier}” is no tier; there is 1, 2 and 3"))
            }
            Test::Due(when) if !WHEN.iter().any(|word| word.starts_with(when)) => {
                Some(format!("due:{when} says nothing; there is due:overdue, due:today and due:week"))
            }
            Test::Ready(range) if Range::read(range).is_none() => {
                Some(format!("ready:{range} says nothing; it reads like ready:<80 or ready:80, which is 80 % or more"))
            }
            Test::Missing(id) if !RULES.iter().any(|rule| rule.id.starts_with(id.as_str())) => {
                Some(format!("nothing that is missing begins with “{id}”; `inroad check --rules` lists what can be"))
            }
            Test::Mine if self.me.is_none() => {
                let way = "alone you say it in the plan settings, in a team me = \"…\" in config.toml does";
                Some(format!("owner:me needs to know who you are: {way}"))
            }
            _ => None,
        };
        self.tests.iter().filter_map(told).collect()
    }

    /// Words that read like a key of a filter that there is none of (`bogus:1`), each with a sentence. They are words all the
    /// same: whoever knows what is to be found can tell a slip from a tag `source:fair`.
    pub fn strange(&self) -> impl Iterator<Item = (&str, String)> {
        self.tests.iter().filter_map(|(_, test)| {
            let Test::Word(word) = test else { return None };
            let (key, value) = word.split_once(':')?;
            let is_key = !key.is_empty() && key.chars().all(char::is_alphabetic) && !value.starts_with("//");
            let meant = near::nearest(key, KEYS).map_or_else(
                || format!("there is {}:", KEYS.join(":, ")),
                |near| format!("did you mean {near}:{value}?"),
            );
            is_key.then(|| (word.as_str(), format!("{key}: is no filter; {meant}")))
        })
    }

    /// Whether the account passes. `has` says whether it is found by a word, which is in lower case; `due` and `ready` are
    /// asked only when the filter needs them.
    pub fn matches<'r>(
        &self,
        account: &Account,
        has: impl Fn(&str) -> bool,
        due: impl Fn() -> DueState,
        ready: impl Fn() -> Cow<'r, Readiness>,
    ) -> bool {
        self.matches_work(account, account.owner.as_deref(), has, due, ready)
    }

    /// The same of a piece of its work, which may be somebody else's.
    pub fn matches_work<'r>(
        &self,
        account: &Account,
        owner: Option<&str>,
        has: impl Fn(&str) -> bool,
        due: impl Fn() -> DueState,
        ready: impl Fn() -> Cow<'r, Readiness>,
    ) -> bool {
        let holds = |test: &Test| match test {
            Test::Mine => owner.zip(self.me.as_deref()).is_none_or(|(owner, me)| owner == me),
            Test::Owner(begun) => owner.unwrap_or("").to_lowercase().starts_with(begun),
            Test::Due(when) => due().is(when),
            Test::Ready(range) => Range::read(range).is_some_and(|range| range.holds(ready().percent)),
            Test::Missing(id) => ready().gaps.iter().any(|gap| gap.rule.id.starts_with(id.as_str())),
            test => test.holds(account, &has),
        };
        self.tests.iter().all(|(wanted, test)| holds(test) == *wanted)
    }

    /// The plain words, lower case, to be marked where they occur.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().filter_map(|(wanted, test)| match test {
            Test::Word(word) if *wanted => Some(word.as_str()),
            _ => None,
        })
    }
}

/// What `ready:` asks for: a percentage from one to another, both among it.
struct Range(u8, u8);

impl Range {
    /// `<80`, `80` for at least that, nothing for whatever is judged.
    fn read(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim_end_matches('%').parse::<u8>().ok().filter(|percent| *percent <= 100);
        match text.strip_prefix('<') {
            Some(below) => Some(Self(0, number(below)?.checked_sub(1)?)),
            None if text.is_empty() => Some(Self(0, 100)),
            None => Some(Self(number(text.trim_start_matches(['>', '=']))?, 100)),
        }
    }

    /// What is not judged is neither ready nor not.
    fn holds(&self, percent: Option<u8>) -> bool {
        percent.is_some_and(|percent| (self.0..=self.1).contains(&percent))
    }
}

impl Test {
    /// What the account itself says.
    fn holds(&self, account: &Account, has: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Word(word) => has(word),
            Self::Tag(tag) => account.tags.iter().any(|each| each.to_lowercase().starts_with(tag)),
            Self::Stage(stage) => account.stage_word().starts_with(stage),
            Self::Tier(tier) => account.tier.is_some_and(|each| each.to_string() == *tier) || tier.is_empty(),
            // Whose it is depends on the piece of work; the others are asked where they are known.
            Self::Owner(_) | Self::Mine | Self::Due(_) | Self::Ready(_) | Self::Missing(_) => false,
        }
    }
}

/// Every word that an account is found by, in lower case, a line each.
pub fn words_of(account: &Account) -> String {
    let people = account.people.iter().flat_map(|person| [person.name.as_str(), person.title.as_str()]);
    lines(of_company(account).chain(people))
}

/// Every word that one of its people is found by: their own, and what the account is called.
pub fn words_of_person(account: &Account, person: &Person) -> String {
    let Person { id, name, title, department, influence, support, .. } = person;
    let own = [id, name, title, department].map(String::as_str).into_iter();
    lines(of_company(account).chain(own).chain([influence.word(), support.word()]))
}

/// What an account is called and is, without its people.
fn of_company(account: &Account) -> impl Iterator<Item = &str> {
    let Account { id, name, industry, website, entry_point, stage, tags, .. } = account;
    let texts = [name, industry, website, &entry_point.unit, &entry_point.function].map(String::as_str);
    [id.as_ref()].into_iter().chain(texts).chain([stage.word()]).chain(tags.iter().map(String::as_str))
}

/// In lower case, a line each.
pub fn lines<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut words = String::new();
    for text in texts.filter(|text| !text.is_empty()) {
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
    use crate::domain::readiness::{Fill, Gap};

    #[test]
    fn words_narrow_in_any_order_and_an_exclamation_mark_excludes() {
        let mut account = Account { name: "Primo Getränke".into(), stage: Stage::InSequence, ..Account::default() };
        account.tier = Some(1);
        account.tags = vec!["midwest".into()];
        account.owner = Some("sam".into());
        let due = DueState { overdue: true, today: false, week: true };
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
            ("due:over", true),
            ("due:week", true),
            ("due:someday", false),
            ("due:", true),
            ("ready:", true),
            ("ready:70", true),
            ("ready:>=70", true),
            ("ready:71", false),
            ("ready:<80", true),
            ("ready:<70", false),
            ("!ready:<70", true),
            ("ready:100%", false),
            ("missing:economic", true),
            ("missing:eco", true),
            ("missing:draft", false),
            ("missing:", true),
        ];
        let economic = RULES.iter().find(|rule| rule.id == "economic").unwrap();
        let ready = Readiness { percent: Some(70), gaps: vec![Gap { rule: economic, fill: Fill::Begin }] };
        for (text, want) in cases {
            let words = words_of(&account);
            let has = |word: &str| words.contains(word);
            let passes = Filter::parse(text).matches(&account, has, || due, || Cow::Borrowed(&ready));
            assert_eq!(passes, want, "{text}");
        }
        let not_judged = || Cow::Owned(Readiness::default());
        for text in ["ready:", "ready:<80", "ready:0", "missing:", "missing:why"] {
            assert!(!Filter::parse(text).matches(&account, |_| false, || due, not_judged), "{text}");
        }
    }

    #[test]
    fn mine_is_what_is_mine_or_nobodys() {
        let of = |owner: Option<&str>| Account { owner: owner.map(str::to_owned), ..Account::default() };
        let due = DueState::default;
        for (text, owner, want) in [
            ("owner:me", Some("sam"), true),
            ("owner:me", Some("kim"), false),
            ("owner:me", None, true),
            ("!owner:me", Some("kim"), true),
            ("!owner:me", Some("sam"), false),
            ("owner:k", Some("kim"), true),
        ] {
            let filter = Filter::parse(text).by(Some("sam"));
            assert_eq!(
                filter.matches(&of(owner), |_: &str| false, due, || Cow::Owned(Readiness::default())),
                want,
                "{text} {owner:?}"
            );
        }
        // A touch of mine at somebody else's account, and the other way round.
        let mine = Filter::parse("owner:me").by(Some("sam"));
        assert!(mine.matches_work(
            &of(Some("kim")),
            Some("sam"),
            |_: &str| false,
            due,
            || Cow::Owned(Readiness::default())
        ));
        assert!(!mine.matches_work(
            &of(Some("sam")),
            Some("kim"),
            |_: &str| false,
            due,
            || Cow::Owned(Readiness::default())
        ));
        assert_eq!(mine.unknown(), [""; 0]);
        assert!(Filter::parse("owner:me").unknown()[0].contains("who you are"));
    }

    #[test]
    fn what_can_not_be_meant_is_told() {
        for (text, told) in [
            ("stage:foo", "no stage begins with “foo”"),
            ("!tier:9", "“9” is no tier"),
            ("due:someday", "there is due:overdue, due:today and due:week"),
            ("ready:soon", "it reads like ready:<80"),
            ("ready:<0", "says nothing"),
            ("ready:101", "says nothing"),
            ("missing:hope", "`inroad check --rules` lists what can be"),
        ] {
            assert!(Filter::parse(text).unknown()[0].contains(told), "{text}");
        }
        for text in [
            "stage:",
            "stage:in",
            "tier:",
            "tier:2",
            "due:w",
            "due:today",
            "ready:<80",
            "missing:eco",
            "why:not",
            "primo",
        ] {
            assert_eq!(Filter::parse(text).unknown(), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_key_that_there_is_none_of_is_told() {
        for (text, told) in [
            ("bogus:1", Some("bogus: is no filter; there is tag:, stage:, tier:, owner:, due:, ready:, missing:")),
            ("!stge:won", Some("stge: is no filter; did you mean stage:won?")),
            ("Teir:1", Some("teir: is no filter; did you mean tier:1?")),
            ("tier:1", None),
            ("https://primo.example", None),
            ("14:30", None),
            (":", None),
            ("primo", None),
        ] {
            let filter = Filter::parse(text);
            assert_eq!(filter.strange().next().map(|(_, told)| told).as_deref(), told, "{text}");
        }
    }
}
