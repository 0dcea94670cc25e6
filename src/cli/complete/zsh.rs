//! Completion in zsh. What is offered has been chosen here, an account by its name too, so zsh is told when it must not
//! choose once more by how the line begins; and a word within quotes comes without them.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::env::EnvCompleter;

/// The shell, to clap.
pub(in crate::cli) struct Zsh;

/// The first line of an answer: all that follows begins as the word does, or something of it is meant by its name.
const AS_TYPED: &str = "as-typed";
const BY_NAME: &str = "by-name";

const SCRIPT: &str = r#"#compdef NAME
_NAME() {
    local -a typed offered open closed how
    typed=("${(@Q)words[1,CURRENT]}")
    typed[CURRENT]="${(Q)PREFIX}"
    offered=("${(@f)$(VAR=zsh COMPLETER -- "${(@)typed}" 2>/dev/null)}")
    if [[ "${offered[1]}" == BY_NAME ]]; then
        how=(-U)
        # Several ids need not begin alike: they are shown, and what is typed stays.
        (( ${#offered} > 2 )) && compstate[insert]='' && compstate[list]='list force'
    fi
    shift offered
    open=("${(@M)offered:#[^:]##[/=]}" "${(@M)offered:#[^:]##[/=]:*}")
    closed=("${(@)offered:|open}")
    open=(${open}) closed=(${closed})
    (( ${#open} )) && _describe -V 'values' open "${how[@]}" -S ''
    (( ${#closed} )) && _describe -V 'values' closed "${how[@]}"
}
compdef _NAME NAME
"#;

impl EnvCompleter for Zsh {
    fn name(&self) -> &'static str {
        "zsh"
    }

    fn is(&self, name: &str) -> bool {
        name == "zsh"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        _: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        let script = SCRIPT.replace("BY_NAME", BY_NAME).replace("VAR", var);
        let script = script.replace("COMPLETER", &shell_words::quote(completer)).replace("NAME", name);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        cmd: &mut clap::Command,
        mut args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> Result<(), io::Error> {
        if args.is_empty() {
            args.push(OsString::new());
        }
        let typed = args.last().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
        let offered = super::offered(cmd, args, current_dir)?;
        let begins = |value: &str| value.starts_with(&typed);
        let is_as_typed = offered.iter().all(|each| begins(&each.get_value().to_string_lossy()));
        writeln!(buf, "{}", if is_as_typed { AS_TYPED } else { BY_NAME })?;
        for each in offered {
            // A colon parts the value from what is said of it.
            write!(buf, "{}", each.get_value().to_string_lossy().replace('\\', "\\\\").replace(':', "\\:"))?;
            match each.get_help().map(ToString::to_string).unwrap_or_default().lines().next() {
                Some(help) => writeln!(buf, ":{}", help.replace('\\', "\\\\"))?,
                None => writeln!(buf)?,
            }
        }
        Ok(())
    }
}
