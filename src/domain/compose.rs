//! The words of the user's own mail command, with what of a draft goes where.
//!
//! The line is split into words first, and what stands in braces is filled in after, so that nothing in a plan can
//! become a word more, whatever it holds; no shell ever reads any of it. The program itself is never filled in. A value
//! that would begin a word with a dash is refused, unless a `--` before it has ended the options; so is one with a quote
//! or a comma in a word that has such itself, where it could end what the program reads there.

use super::fields::Invalid;

/// What can stand in braces.
const NAMES: [&str; 5] = ["to", "subject", "file", "eml", "unsent"];

/// A mail command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compose {
    words: Vec<String>,
}

/// What is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The address.
    pub to: &'a str,
    /// The subject, in one line.
    pub subject: &'a str,
    /// Where the text lies.
    pub file: &'a str,
    /// Where the whole message lies.
    pub eml: &'a str,
    /// Where it lies marked as unsent.
    pub unsent: &'a str,
}

impl Compose {
    /// A command as config.toml has it. One that names nothing in braces gets the message as its last word.
    ///
    /// # Errors
    ///
    /// It can't be split, it names what there is not, or the draft would not get there.
    pub fn parse(line: &str) -> Result<Self, Invalid> {
        let refused = |why: String| Err(Invalid(format!("compose: {why}")));
        let Ok(mut words) = shell_words::split(line) else { return refused("a quote is not closed".into()) };
        let Some(program) = words.first() else { return refused("it names no program".into()) };
        if program.is_empty() || names(program).next().is_some() {
            return refused("the program has to stand first, as it is".into());
        }
        let named: Vec<String> = words.iter().flat_map(|word| names(word)).map(str::to_owned).collect();
        let known = NAMES.map(|name| format!("{{{name}}}")).join(" ");
        if let Some(unknown) = named.iter().find(|name| !NAMES.contains(&name.as_str())) {
            return refused(format!("there is no {{{unknown}}}; there are {known}"));
        }
        if named.is_empty() {
            words.push("{eml}".to_owned());
        } else if !named.iter().any(|name| matches!(name.as_str(), "file" | "eml" | "unsent")) {
            return refused("none of {file}, {eml} and {unsent} is in it, so no draft would get there".into());
        }
        Ok(Self { words })
    }

    /// The program, without where it lies.
    pub fn program(&self) -> &str {
        let program = self.words.first().map_or("", String::as_str);
        program.rsplit('/').next().unwrap_or(program)
    }

    /// Whether it asks for that.
    pub fn uses(&self, name: &str) -> bool {
        self.words.iter().any(|word| names(word).any(|used| used == name))
    }

    /// The words with everything filled in, the program first.
    ///
    /// # Errors
    ///
    /// A value would be taken for an option.
    pub fn words(&self, values: Values) -> Result<Vec<String>, Invalid> {
        let mut ended = false;
        let mut filled = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let new = fill(word, values);
            if new.starts_with('-') && !word.starts_with('-') && !ended {
                let what = told(names(word).next().unwrap_or_default());
                return Err(Invalid(format!(
                    "the {what} begins with a dash and would be taken for an option; nothing was handed over"
                )));
            }
            for (name, value) in [("to", values.to), ("subject", values.subject)] {
                if let Some(mark) = parting(word, value).filter(|_| names(word).any(|used| used == name)) {
                    return Err(Invalid(format!(
                        "the {} holds a {mark}, which would part it where compose has it; nothing was handed over",
                        told(name)
                    )));
                }
            }
            ended |= word == "--";
            filled.push(new);
        }
        Ok(filled)
    }
}

/// What a program could take for the end of the value, because the word itself parts something by it.
fn parting(word: &str, value: &str) -> Option<char> {
    let parts = |mark: char| word.contains(mark) || (mark == '&' && word.contains('?'));
    ['\'', '"', '`', ',', ';', '&'].into_iter().find(|mark| parts(*mark) && value.contains(*mark))
}

fn told(name: &str) -> &str {
    if name == "to" { "address" } else { name }
}

/// The names in braces in a word; braces around anything but small letters are just braces.
fn names(word: &str) -> impl Iterator<Item = &str> {
    let inside = word.split('{').skip(1).filter_map(|part| part.split_once('}'));
    inside.map(|(name, _)| name).filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// In one go: what is filled in is not looked at again.
fn fill(word: &str, values: Values) -> String {
    let mut parts = word.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let value = part.split_once('}').and_then(|(name, rest)| {
            let value = match name {
                "to" => values.to,
                "subject" => values.subject,
                "file" => values.file,
                "eml" => values.eml,
                "unsent" => values.unsent,
                _ => return None,
            };
            Some((value, rest))
        });
        match value {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["{", part]),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values = Values {
        to: "dana@primo.example",
        subject: "40 % {to}; $(x)",
        file: "/s/a b.txt",
        eml: "/s/a.eml",
        unsent: "/s/u.eml",
    };

    #[test]
    fn values_stay_within_their_words() {
        for (line, want) in [
            (
                "neomutt -s {subject} -i {file} -- {to}",
                vec!["neomutt", "-s", "40 % {to}; $(x)", "-i", "/s/a b.txt", "--", "dana@primo.example"],
            ),
            ("neomutt -H", vec!["neomutt", "-H", "/s/a.eml"]),
            ("'my mail' \"--to={to}\" {eml}", vec!["my mail", "--to=dana@primo.example", "/s/a.eml"]),
            (
                "m -compose \"to='{to}',message='{file}'\"",
                vec!["m", "-compose", "to='dana@primo.example',message='/s/a b.txt'"],
            ),
            ("m {eml} {} {X} {", vec!["m", "/s/a.eml", "{}", "{X}", "{"]),
        ] {
            let words = Compose::parse(line).unwrap().words(VALUES).unwrap();
            assert_eq!(words, want, "{line}");
        }
        assert_eq!(Compose::parse("/usr/bin/neomutt -H").unwrap().program(), "neomutt");
    }

    #[test]
    fn what_can_be_no_command_is_told() {
        for (line, told) in [
            ("", "names no program"),
            ("  ", "names no program"),
            ("neomutt 'x", "a quote is not closed"),
            ("{to} -x", "the program has to stand first"),
            ("neomutt -s {sbject} {file}", "there is no {sbject}"),
            ("neomutt -s {subject} -- {to}", "none of {file}, {eml}"),
        ] {
            let why = Compose::parse(line).unwrap_err();
            assert!(why.0.contains(told), "{line}: {why}");
        }
    }

    #[test]
    fn no_value_becomes_an_option() {
        let hostile = Values { to: "-rf@primo.example", subject: "--help", ..VALUES };
        for (line, refused) in [
            ("m {eml} {to}", true),
            ("m -s {subject} {eml}", true),
            ("m {eml} -- {to} {subject}", false),
            ("m --to={to} {eml}", false),
            ("m {unsent}", false),
        ] {
            assert_eq!(Compose::parse(line).unwrap().words(hostile).is_err(), refused, "{line}");
        }
    }

    #[test]
    fn no_value_ends_where_it_stands() {
        let line = "thunderbird -compose \"subject='{subject}',message='{file}'\"";
        let compose = Compose::parse(line).unwrap();
        assert!(compose.uses("file") && !compose.uses("eml"));
        assert!(compose.words(VALUES).is_ok());
        let hostile = Values { subject: "x',attachment='/etc/passwd", ..VALUES };
        assert!(compose.words(hostile).unwrap_err().0.contains("the subject holds a '"));
        assert!(
            Compose::parse("m -s {subject} {eml}").unwrap().words(hostile).is_ok(),
            "a word of its own has no quotes"
        );
    }
}
