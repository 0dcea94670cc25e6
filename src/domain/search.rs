//! A link that is made of what is known of an account: a template with names in braces, and what they are filled with.
//!
//! Templates are data, ours and the user's own, never a plan's. What is filled in is encoded, so that it can't become
//! more of an address than the value it is; a link that would need what nobody has written down is not offered.

use serde::Deserialize;

use super::account::Account;
use super::fields::Invalid;
use super::link::{Link, encoded, host};
use super::people::Person;

/// One search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Search {
    /// The letter that takes it.
    pub letter: String,
    /// What is looked for.
    pub label: String,
    /// The address, with `{company}` and the like; an empty one takes a search of that label away.
    pub url: String,
}

/// What can stand in braces.
pub const NAMES: [&str; 7] = ["company", "website", "industry", "unit", "function", "person", "title"];

/// The letters that the addresses of a person and an account have, and the one that takes the first choice.
const TAKEN: &str = "lepwo";

impl Search {
    /// Whether it can be one.
    ///
    /// # Errors
    ///
    /// What it lacks, as a sentence.
    pub fn check(&self) -> Result<(), Invalid> {
        let refused = |why: String| Err(Invalid(why));
        if self.label.trim().is_empty() {
            return refused("links: one has no label, which says what it is".into());
        }
        if self.url.is_empty() {
            return Ok(());
        }
        let label = &self.label;
        if !matches!(self.letter.as_bytes(), [letter] if letter.is_ascii_lowercase()) {
            return refused(format!("links: the letter of “{label}” has to be one of a to z"));
        }
        if TAKEN.contains(&self.letter) {
            return refused(format!("links: {} is taken by the addresses; give “{label}” another letter", self.letter));
        }
        for part in self.url.split('{').skip(1) {
            let name = part.split_once('}').map(|(name, _)| name);
            if !name.is_some_and(|name| NAMES.contains(&name)) {
                let known = NAMES.map(|name| format!("{{{name}}}")).join(" ");
                let written = name.unwrap_or(part);
                return refused(format!("links: “{label}” has {{{written}}}, and there are {known}"));
            }
        }
        let example = self.filled(|_| Some("example.com".to_owned())).unwrap_or_default();
        Link::web(&example).map_err(|Invalid(why)| Invalid(format!("links: “{label}”: {why}")))?;
        Ok(())
    }

    /// The link for an account and somebody there; nothing where something of it is not known.
    pub fn link(&self, account: &Account, person: Option<&Person>) -> Option<Result<Link, Invalid>> {
        let value = |name: &str| {
            let of = |read: fn(&Person) -> &String| person.map(read).cloned().unwrap_or_default();
            let value = match name {
                "company" => account.name.clone(),
                "website" => host(&account.website),
                "industry" => account.industry.clone(),
                "unit" => account.entry_point.unit.clone(),
                "function" => account.entry_point.function.clone(),
                "person" => of(|person| &person.name),
                "title" => of(|person| &person.title),
                _ => String::new(),
            };
            let value = value.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        self.filled(value).map(|url| Link::web(&url))
    }

    fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut parts = self.url.split('{');
        let mut url = parts.next()?.to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}')?;
            url.push_str(&encoded(&value(name)?));
            url.push_str(rest);
        }
        Some(url)
    }
}

/// The built-in ones and one's own: one's own takes the place of that of its label, and its letter wherever that stands.
pub fn together(built_in: &[Search], own: &[Search]) -> Vec<Search> {
    let is_same = |a: &Search, b: &Search| a.label.to_lowercase() == b.label.to_lowercase();
    let mut all: Vec<Search> = Vec::new();
    for search in built_in {
        all.push(own.iter().rev().find(|mine| is_same(mine, search)).unwrap_or(search).clone());
    }
    for search in own.iter().filter(|mine| !built_in.iter().any(|search| is_same(mine, search))) {
        all.retain(|other| !is_same(other, search));
        all.push(search.clone());
    }
    all.retain(|search| !search.url.is_empty());
    let mut taken: String = TAKEN.to_owned();
    let mine = |search: &Search| own.contains(search);
    for is_own in [true, false] {
        for search in all.iter_mut().filter(|search| mine(search) == is_own) {
            if search.letter.is_empty() || taken.contains(&search.letter) {
                let letters = search.label.to_lowercase().chars().chain('a'..='z').collect::<Vec<_>>();
                let free = letters.into_iter().find(|c| c.is_ascii_lowercase() && !taken.contains(*c));
                search.letter = free.map(String::from).unwrap_or_default();
            }
            taken.push_str(&search.letter);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::account;

    fn search(letter: &str, label: &str, url: &str) -> Search {
        Search { letter: letter.into(), label: label.into(), url: url.into() }
    }

    #[test]
    fn what_is_known_is_filled_in_and_what_is_not_is_not_offered() {
        let mut primo = account(Vec::new());
        primo.name = "Müller & Söhne".into();
        primo.website = "https://www.primo.example/x".into();
        primo.people[0].title = "VP Marketing".into();
        let people = search("s", "people", "https://x.example/?q={title}+{company}");
        let link = |search: &Search, person| search.link(&primo, person).map(|link| link.unwrap().address().to_owned());
        assert_eq!(
            link(&people, primo.people.first()).as_deref(),
            Some("https://x.example/?q=VP%20Marketing+M%C3%BCller%20%26%20S%C3%B6hne")
        );
        assert_eq!(link(&people, primo.people.get(1)), None, "no title");
        assert_eq!(link(&people, None), None);
        let site = search("s", "site", "https://x.example/{website}");
        assert_eq!(link(&site, None).as_deref(), Some("https://x.example/primo.example"));
        primo.name = "https://evil.example/".into();
        let host = search("s", "host", "https://{company}/");
        assert!(host.link(&primo, None).unwrap().is_err(), "a value never becomes a host of its own");
    }

    #[test]
    fn what_can_be_none_is_told() {
        for (letter, label, url, told) in [
            ("s", "", "https://x.example", "has no label"),
            ("S", "people", "https://x.example", "one of a to z"),
            ("", "people", "https://x.example", "one of a to z"),
            ("l", "people", "https://x.example", "is taken"),
            ("s", "people", "javascript:{company}", "javascript: is not opened"),
            ("s", "people", "https://x.example/{titel}", "has {titel}"),
            ("s", "people", "https://x.example/{company", "has {company}"),
            ("s", "people", "{company}", ""),
            ("s", "people", "", ""),
        ] {
            let check = search(letter, label, url).check();
            match told {
                "" => assert_eq!(check, Ok(()), "{url}"),
                told => assert!(check.as_ref().is_err_and(|why| why.0.contains(told)), "{url}: {check:?}"),
            }
        }
    }

    #[test]
    fn ones_own_take_the_place_of_those_of_their_label_and_their_letters() {
        let built_in = [search("n", "news", "https://a.example"), search("j", "jobs", "https://b.example")];
        let own = [
            search("j", "News", "https://c.example"),
            search("z", "jobs", ""),
            search("k", "court", "https://d.example"),
        ];
        let all = together(&built_in, &own);
        let told: Vec<String> = all.iter().map(|each| format!("{} {} {}", each.letter, each.label, each.url)).collect();
        assert_eq!(told, ["j News https://c.example", "k court https://d.example"]);
        let all = together(&built_in, &[search("n", "notes", "https://e.example")]);
        let letters: Vec<&str> = all.iter().map(|each| each.letter.as_str()).collect();
        assert_eq!(letters, ["s", "j", "n"], "news has to find another");
    }
}
