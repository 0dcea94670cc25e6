//! The user's editor. Its words come from the user's own settings, never from a plan; the path is an argument of its
//! own and no shell reads any of it. It works on a private copy, and what it made of it is read when it has ended.

use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use super::ending::Ending;
use crate::store::copies::Copy;
use crate::store::{places, refusal};

/// Nobody edits anything in so short a time.
const AT_ONCE: Duration = Duration::from_secs(1);

/// An editor, and where it gets its copies.
pub(super) struct Editor<'a> {
    /// The user's words for it, before those of the environment.
    pub(super) configured: Option<&'a str>,
    /// The folder for copies, if there is one of our own.
    pub(super) folder: Option<&'a Path>,
    /// Tells it when the end comes.
    pub(super) ending: &'a Ending,
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edited {
    pub(super) text: String,
    /// What has to be told beside it.
    pub(super) note: Option<String>,
}

impl Editor<'_> {
    /// Let it work on a text under a file name, at a line.
    ///
    /// # Errors
    ///
    /// There is nothing to take: it could not be started, it ended with an error, or nobody can read what it wrote.
    /// Where it left files of its own, the error says where they are.
    pub(super) fn edit(&self, name: &str, text: &str, line: usize) -> io::Result<Edited> {
        let copy = Copy::new(self.folder, name, text)?;
        let begun = Instant::now();
        let (program, mut command) = self.command(copy.path(), line);
        let status = self.ending.run(&mut command);
        let status =
            status.map_err(|error| io::Error::new(error.kind(), format!("{program}: {}", refusal::reason(&error))))?;
        let is_quick = begun.elapsed() < AT_ONCE;
        let outcome = self.take(&program, status, &copy, text, is_quick);
        // What it kept for itself when it was cut off is the user's work too, and so is what could not be taken.
        let is_unread = outcome.is_err() && copy.read().is_ok_and(|now| now != text.as_bytes());
        if (status.success() || !copy.has_company()) && !is_unread {
            return outcome;
        }
        let kept = copy.keep();
        let beside = |what: &str| format!("{what}; its files are in {}", places::told(&kept));
        match outcome {
            Ok(edited) => Ok(Edited { note: Some(beside(&edited.note.unwrap_or_default())), ..edited }),
            Err(error) => Err(io::Error::new(error.kind(), beside(&refusal::reason(&error)))),
        }
    }

    fn take(&self, program: &str, status: ExitStatus, copy: &Copy, text: &str, is_quick: bool) -> io::Result<Edited> {
        let cut_off = status.signal().is_some() || self.ending.cause().is_some();
        let how = match status.signal() {
            Some(signal) => {
                let name = signal_hook::low_level::signal_name(signal).unwrap_or("a signal");
                format!("{program} was ended by {name}")
            }
            None => format!("{program} ended with {status}"),
        };
        if !status.success() && !cut_off {
            return Err(io::Error::other(format!("{how}; nothing was taken from it")));
        }
        let bytes = copy.read()?;
        let now = String::from_utf8(bytes).map_err(|_| {
            io::Error::other(format!("what {program} wrote is not UTF-8 text; nothing was taken from it"))
        })?;
        let note = match (now == text, status.success()) {
            (true, true) if is_quick => Some(format!(
                "{program} came back at once and nothing was changed; one with a window of its own has to be told to wait, \
                 as in “code --wait”"
            )),
            (true, false) => return Err(io::Error::other(format!("{how}; it had saved nothing"))),
            (false, false) => Some(format!("{how}; what it had saved is taken")),
            (_, true) => None,
        };
        Ok(Edited { text: now, note })
    }

    fn command(&self, path: &Path, line: usize) -> (String, Command) {
        let from_environment =
            || ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
        let words = self.configured.map(str::to_owned).or_else(from_environment).unwrap_or_else(|| "vi".to_owned());
        let mut words = words.split_whitespace();
        let program = words.next().unwrap_or("vi").to_owned();
        let mut command = Command::new(&program);
        command.args(words);
        let name = Path::new(&program).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name {
            "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "micro" | "kak" | "joe" | "ne" if line > 1 => {
                command.arg(format!("+{line}")).arg(path);
            }
            "hx" | "helix" if line > 1 => {
                command.arg(format!("{}:{line}", path.display()));
            }
            _ => {
                command.arg(path);
            }
        }
        (name.to_owned(), command)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::mpsc;

    use super::super::ending::Ending;
    use super::super::hold::Hold;
    use super::super::keeper::Keeper;
    use super::super::outlet::Outlet;
    use super::*;
    use crate::shell::under_way::UnderWay;

    fn edit(line: &str) -> (io::Result<Edited>, usize) {
        let home = tempfile::tempdir().unwrap();
        let script = home.path().join("ed");
        fs::write(&script, format!("#!/bin/sh\n{line}\n")).unwrap();
        fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();
        let copies = home.path().join("copies");
        let ending =
            Ending::new(mpsc::channel().0, Keeper::default(), Hold::new(Outlet::nowhere()), UnderWay::default());
        let configured = script.display().to_string();
        let editor = Editor { configured: Some(&configured), folder: Some(&copies), ending: &ending };
        let edited = editor.edit("primo.toml", "a = 1\n", 1);
        (edited, fs::read_dir(&copies).unwrap().count())
    }

    #[test]
    fn the_copy_is_private_and_gone_afterwards() {
        let (edited, left) =
            edit("stat -c '%a %n' \"$1\" \"${1%/*}\" | sed 's/ .*//' > \"$1.x\"; cat \"$1.x\" > \"$1\"");
        assert_eq!(edited.unwrap(), Edited { text: "600\n700\n".into(), note: None });
        assert_eq!(left, 0);
    }

    #[test]
    fn how_it_ended_decides_what_is_taken() {
        for (line, want) in [
            ("echo b = 2 > \"$1\"", "b = 2\n|"),
            ("mv \"$1\" \"$1.new\"; echo c = 3 > \"$1\"", "c = 3\n|"),
            ("true", "a = 1\n|came back at once"),
            ("echo b = 2 > \"$1\"; exit 3", "exit status: 3; nothing was taken"),
            ("kill -9 $$", "was ended by SIGKILL; it had saved nothing"),
            ("echo b = 2 > \"$1\"; kill -9 $$", "b = 2\n|was ended by SIGKILL; what it had saved is taken"),
            ("printf '\\377' > \"$1\"", "not UTF-8 text"),
            ("rm \"$1\"", "No such file"),
        ] {
            let told = match edit(line).0 {
                Ok(edited) => format!("{}|{}", edited.text, edited.note.unwrap_or_default()),
                Err(error) => error.to_string(),
            };
            let (front, back) = want.split_once('|').unwrap_or(("", want));
            assert!(told.starts_with(front) && told.contains(back), "{line}: {told}");
        }
    }

    #[test]
    fn what_it_kept_for_itself_when_it_was_cut_off_stays() {
        let (edited, left) = edit("echo more > \"${1%/*}/.primo.toml.swp\"; kill -9 $$");
        assert!(edited.unwrap_err().to_string().contains("its files are in"));
        assert_eq!(left, 1);
        assert_eq!(edit("echo more > \"$1~\"; echo b = 2 > \"$1\"").1, 0, "after a good end its backups are nobody's");
        assert_eq!(edit("echo b = 2 > \"$1\"; exit 1").1, 1, "what was written and not taken stays");
    }
}
