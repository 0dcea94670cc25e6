//! Completion in fish. It hands over the word that is being typed with its quotes, open as they are, and chooses once more
//! among what it is offered: by the word without them. So an account that is begun by its name is offered by its name,
//! which the commands understand; fish itself puts it into quotes.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::env::{self, EnvCompleter};

use super::VARIABLE;

/// The shell, to clap.
pub(in crate::cli) struct Fish;

impl EnvCompleter for Fish {
    fn name(&self) -> &'static str {
        "fish"
    }

    fn is(&self, name: &str) -> bool {
        name == "fish"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        env::Fish.write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        cmd: &mut clap::Command,
        mut args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let typed = args.last().map(|word| unquoted(&word.to_string_lossy())).unwrap_or_default();
        args.pop();
        args.push(OsString::from(&typed));
        let typed = typed.to_lowercase();
        for each in super::offered(cmd, args, current_dir)? {
            let value = each.get_value().to_string_lossy().into_owned();
            let told = each.get_help().map(ToString::to_string).unwrap_or_default();
            let told = told.lines().next().unwrap_or_default().replace('\t', " ");
            let (value, told) = if value.to_lowercase().starts_with(&typed) { (value, told) } else { (told, value) };
            if told.is_empty() { writeln!(buf, "{value}")? } else { writeln!(buf, "{value}\t{told}")? }
        }
        Ok(())
    }
}

/// Whether it is fish that asks.
pub(super) fn asks() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|shell| shell == "fish")
}

/// A word as far as it is typed, without its quotes and what they and a backslash keep together.
pub(super) fn unquoted(raw: &str) -> String {
    let mut word = String::new();
    let mut quote = None;
    let mut letters = raw.chars().peekable();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '\\') => word.extend(letters.next()),
            // Within quotes it is one of few letters that a backslash stands before; else it is itself.
            (Some(open), '\\') => match letters.next_if(|next| *next == open || *next == '\\') {
                Some(next) => word.push(next),
                None => word.push(c),
            },
            (_, c) => word.push(c),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn a_word_is_read_without_its_quotes_though_they_are_open() {
        for (raw, want) in [
            ("nor", "nor"),
            ("'Nor", "Nor"),
            ("\"Orchard &", "Orchard &"),
            ("Halyard\\ C", "Halyard C"),
            ("'it\\'s \\n", "it's \\n"),
            ("\"a 'b\" c", "a 'b c"),
            ("x\\", "x"),
            ("", ""),
        ] {
            assert_eq!(unquoted(raw), want, "{raw}");
        }
    }
}
