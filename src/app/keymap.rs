//! Which key means which command: the defaults of `assets/keys.toml`, the user's own over them, and a small pure
//! function that looks a key up.

use std::collections::BTreeMap;

use crokey::KeyCombination;

use super::command::{self, Command, Scope};

/// Commands and the keys they are to have, as written; ids need not exist and keys need not parse.
pub type Bindings = BTreeMap<String, Vec<String>>;

/// The default keys.
const DEFAULTS: &str = include_str!("../../assets/keys.toml");

/// What is wrong with a user's binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The command's id, as it was written.
    pub id: String,
    /// What is wrong with it.
    pub message: String,
}

/// Every key of every command.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    by_key: BTreeMap<Scope, BTreeMap<KeyCombination, &'static Command>>,
    by_command: BTreeMap<&'static str, Vec<KeyCombination>>,
}

impl Keymap {
    /// The defaults with the user's own keys over them. All mistakes are told at once; what is not mistaken counts.
    pub fn new(own: &Bindings) -> (Self, Vec<Mistake>) {
        let mut mistakes = Vec::new();
        let mut mistaken = |id: &str, message| mistakes.push(Mistake { id: id.to_owned(), message });
        let mut wanted: Bindings = toml::from_str(DEFAULTS).unwrap_or_default();
        for (id, keys) in own {
            if command::by_id(id).is_none() {
                mistaken(id, format!("keys: there is no command “{id}”{}", near(id)));
                continue;
            }
            wanted.insert(id.clone(), keys.clone());
        }
        let mut map = Self::default();
        // The user's own come first: where a default has the same key, theirs takes its place.
        let (first, then): (Vec<&Command>, Vec<&Command>) =
            command::all().partition(|command| own.contains_key(command.id));
        for command in first.into_iter().chain(then) {
            let is_own = own.contains_key(command.id);
            let mut taken = Vec::new();
            for written in wanted.get(command.id).into_iter().flatten() {
                let Some(key) = parse(written) else {
                    let message = format!("keys: “{written}” for {} is no key; it reads like ctrl-s or f", command.id);
                    mistaken(command.id, message);
                    continue;
                };
                let slot = map.by_key.entry(command.scope).or_default();
                match slot.get(&key) {
                    Some(other) if is_own => {
                        mistaken(command.id, format!("keys: {written} means both {} and {}", other.id, command.id));
                    }
                    Some(other) => taken.push((written, other.id)),
                    None => {
                        slot.insert(key, command);
                        map.by_command.entry(command.id).or_default().push(key);
                    }
                }
            }
            // A key less is what the user wants; no key at all is hardly meant.
            if let ([(written, by), ..], None) = (taken.as_slice(), map.by_command.get(command.id)) {
                mistaken(by, format!("keys: {written} for {by} leaves {} without a key; give it another", command.id));
            }
        }
        (map, mistakes)
    }

    /// The command that the key means in the innermost of the scopes where one can do something with it.
    pub fn resolve(
        &self,
        scopes: &[Scope],
        key: KeyCombination,
        enabled: impl Fn(&Command) -> bool,
    ) -> Option<&'static Command> {
        let key = key.normalized();
        let known = scopes.iter().filter_map(|scope| self.by_key.get(scope)?.get(&key).copied());
        known.into_iter().find(|command| enabled(command))
    }

    /// The keys of a command, as they are read: `d`, `Ctrl-S`, `Enter`.
    pub fn keys(&self, id: &str) -> Vec<String> {
        self.by_command.get(id).into_iter().flatten().map(|key| told(*key)).collect()
    }

    /// The first key of a command, or nothing.
    pub fn key(&self, id: &str) -> Option<String> {
        self.by_command.get(id)?.first().map(|key| told(*key))
    }
}

/// A key as people write it: `d`, `G`, `ctrl-s`, `enter`.
pub fn parse(written: &str) -> Option<KeyCombination> {
    let mut chars = written.chars();
    let capital = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_ascii_uppercase());
    let spelled = if capital { format!("shift-{written}") } else { written.to_owned() };
    crokey::parse(&spelled).ok().map(KeyCombination::normalized)
}

/// A key as people read it.
fn told(key: KeyCombination) -> String {
    let format = crokey::KeyCombinationFormat::default().with_implicit_shift();
    match format.to_string(key).as_str() {
        "Hyphen" => "-".to_owned(),
        "PageUp" => "PgUp".to_owned(),
        "PageDown" => "PgDn".to_owned(),
        "Space" => "Space".to_owned(),
        "Shift-BackTab" | "BackTab" => "Shift-Tab".to_owned(),
        other => match other.strip_prefix("Ctrl-") {
            Some(letter) => format!("Ctrl-{}", letter.to_uppercase()),
            None => other.to_owned(),
        },
    }
}

fn near(id: &str) -> String {
    let last = id.rsplit('.').next().unwrap_or(id);
    let fits = command::all().find(|command| command.id.ends_with(last) || command.id.starts_with(id));
    fits.map_or_else(String::new, |command| format!("; did you mean {}?", command.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_without_mistakes_and_name_every_command_they_bind() {
        let (_, mistakes) = Keymap::new(&Bindings::new());
        assert_eq!(mistakes, []);
        let defaults: Bindings = toml::from_str(DEFAULTS).unwrap();
        for id in defaults.keys() {
            assert!(command::by_id(id).is_some(), "assets/keys.toml names {id}, which is no command");
        }
    }

    #[test]
    fn ids_are_unique_and_everything_has_a_sentence() {
        let mut seen = std::collections::BTreeSet::new();
        for command in command::all() {
            assert!(seen.insert(command.id), "{} twice", command.id);
            assert!(!command.label.is_empty() && command.help.ends_with('.'), "{}", command.id);
        }
    }

    #[test]
    fn the_users_mistakes_are_told_all_at_once() {
        let own = Bindings::from([
            ("touch.dnoe".to_owned(), vec!["d".to_owned()]),
            ("touch.skip".to_owned(), vec!["hyper-q".to_owned()]),
        ]);
        let (_, mistakes) = Keymap::new(&own);
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    }

    #[test]
    fn the_users_key_takes_the_place_of_a_default() {
        let own = Bindings::from([("touch.skip".to_owned(), vec!["d".to_owned()])]);
        let (map, mistakes) = Keymap::new(&own);
        let told = "keys: d for touch.skip leaves touch.done without a key; give it another";
        assert_eq!(mistakes, [Mistake { id: "touch.skip".into(), message: told.into() }]);
        let found = map.resolve(&[Scope::Touch], parse("d").unwrap(), |_| true);
        assert_eq!(found.map(|command| command.id), Some("touch.skip"));
        assert!(!map.keys("touch.done").contains(&"d".to_owned()));
        let own = Bindings::from([
            ("touch.skip".to_owned(), vec!["d".to_owned()]),
            ("touch.done".to_owned(), vec!["f".to_owned()]),
        ]);
        assert_eq!(Keymap::new(&own).1, []);
    }
}
