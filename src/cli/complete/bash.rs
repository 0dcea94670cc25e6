//! Completion in bash. Its line is taken as it is typed and taken apart here, since bash cuts words at `:` and `=`, which
//! stand in ours, and says nothing of quotes that are still open.
//!
//! What is offered is cut where bash goes on: it puts what it gets in the place of what stands behind the last such letter.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::env::EnvCompleter;

/// The shell, to clap.
pub(in crate::cli) struct Bash;

/// The variable that holds the line up to the cursor.
const LINE: &str = "INROAD_LINE";

const SCRIPT: &str = r#"
_NAME() {
    local IFS=$'\n'
    COMPREPLY=( $( VAR="bash" LINE="${COMP_LINE:0:COMP_POINT}" "COMPLETER" -- "$2" 2>/dev/null ) )
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" =~ [=/:]$ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
if [[ "${BASH_VERSINFO[0]}" -gt 4 || ( "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 ) ]]; then
    complete -o bashdefault -o nosort -F _NAME NAME
else
    complete -o bashdefault -F _NAME NAME
fi
"#;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        _: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let quoted = completer.replace(['\\', '"', '$', '`'], "");
        let completer = if quoted == completer { completer } else { name };
        let script = SCRIPT.trim_start().replace(" LINE=", &format!(" {LINE}=")).replace("VAR", var);
        let script = script.replace("NAME", name).replace("COMPLETER", completer);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        cmd: &mut clap::Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let Some(words) = typed() else { return Ok(()) };
        let behind = args.first().map(|behind| behind.to_string_lossy()).unwrap_or_default();
        let typed = words.last().cloned().unwrap_or_default();
        let kept = kept(&typed, &behind);
        let offered = super::offered(cmd, words.into_iter().map(OsString::from).collect(), current_dir)?;
        for candidate in offered {
            let value = candidate.get_value().to_string_lossy();
            if let Some(rest) = value.get(kept..).filter(|_| value.get(..kept) == typed.get(..kept)) {
                writeln!(buf, "{rest}")?;
            }
        }
        Ok(())
    }
}

/// The words of the line, if it is bash that asks.
pub(super) fn typed() -> Option<Vec<String>> {
    std::env::var(LINE).ok().map(|line| words(&line))
}

/// How much of the word stays as it is: what stands before the part that bash completes.
fn kept(typed: &str, behind: &str) -> usize {
    let behind = behind.strip_prefix(['"', '\'']).unwrap_or(behind);
    // A separator alone is a word to bash, and what is offered comes behind it.
    let behind = if matches!(behind, ":" | "=") { "" } else { behind };
    typed.strip_suffix(behind).map_or(0, str::len)
}

/// The words of a line as far as it is typed, without their quotes; the last one is being typed, and may be empty.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(letters.next()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.push(word.unwrap_or_default());
    words
}

#[cfg(test)]
mod tests {
    use super::{kept, words};

    #[test]
    fn a_line_falls_into_its_words() {
        for (line, want) in [
            ("inroad list due:ov", &["inroad", "list", "due:ov"][..]),
            ("inroad show ", &["inroad", "show", ""]),
            ("inroad show \"Nordahl W", &["inroad", "show", "Nordahl W"]),
            ("inroad show 'a\"b' \"c'd\" e\\ f", &["inroad", "show", "a\"b", "c'd", "e f"]),
            ("inroad start x --to first=da", &["inroad", "start", "x", "--to", "first=da"]),
            ("inroad show \"\" \"", &["inroad", "show", "", ""]),
            ("inroad x\\", &["inroad", "x"]),
        ] {
            assert_eq!(words(line), want, "{line}");
        }
    }

    #[test]
    fn what_stands_before_the_part_that_bash_completes_stays() {
        for (typed, behind, want) in [
            ("due:ov", "ov", 4),
            ("due:", "", 4),
            ("due:", ":", 4),
            ("first=da", "da", 6),
            ("pri", "pri", 0),
            ("Pri", "\"Pri", 0),
            ("Pri", "Pri", 0),
            ("due:ov", "\"due:ov", 0),
            ("x", "y", 0),
        ] {
            assert_eq!(kept(typed, behind), want, "{typed} {behind}");
        }
    }
}
