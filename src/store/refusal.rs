//! What the file system refuses, as a person would say it: the one place where an [`io::Error`] becomes words. Neither the
//! machine's number nor the name of a file that was only made on the way is ever told.

use std::io::{self, ErrorKind};
use std::path::Path;

/// Which file, and why not.
pub fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", path.display(), reason(error))
}

/// Why not; where something can be done about it, what. A message of our own stays as it is.
pub fn reason(error: &io::Error) -> String {
    let said = error.to_string();
    let Some(machine) = of_the_machine(error, &said) else { return said };
    let words = match error.kind() {
        ErrorKind::NotFound => "there is no such file",
        ErrorKind::PermissionDenied => "you may not (permission denied)",
        ErrorKind::IsADirectory => "it is a folder, and a file is wanted",
        ErrorKind::NotADirectory => "a part of the path is no folder",
        ErrorKind::AlreadyExists => "it is there already",
        ErrorKind::StorageFull => "the disk is full; make room, then do it again",
        ErrorKind::QuotaExceeded => "your quota on this disk is used up; make room, then do it again",
        ErrorKind::ReadOnlyFilesystem => "it lies on a disk that can only be read",
        ErrorKind::InvalidFilename => "the name is too long",
        ErrorKind::FileTooLarge => "it would be larger than may be here",
        ErrorKind::InvalidData => "it is no text in UTF-8",
        ErrorKind::TimedOut | ErrorKind::StaleNetworkFileHandle => "the disk does not answer",
        _ => return lowered(machine),
    };
    words.to_owned()
}

/// What the machine says without its number, if it is the machine that says it.
fn of_the_machine<'s>(error: &io::Error, said: &'s str) -> Option<&'s str> {
    let (words, is_numbered) = said.split_once(" (os error").map_or((said, false), |(words, _)| (words, true));
    let is_bare = error.get_ref().is_none();
    (is_numbered || is_bare).then_some(words)
}

/// As it stands behind a colon.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_says_is_said_in_words_and_what_we_say_stays() {
        let raw = io::Error::from_raw_os_error;
        let said = |kind, text: &str| io::Error::new(kind, text.to_owned());
        let cases = [
            (raw(2), "there is no such file"),
            (raw(13), "you may not (permission denied)"),
            (raw(21), "it is a folder, and a file is wanted"),
            (raw(28), "the disk is full; make room, then do it again"),
            (raw(36), "the name is too long"),
            (raw(5), "input/output error"),
            (
                said(ErrorKind::StorageFull, "No space left on device (os error 28) at path \"/x/.inroad-7q.tmp\""),
                "the disk is full; make room, then do it again",
            ),
            (
                said(ErrorKind::PermissionDenied, "it is a link that leads out of the plan"),
                "it is a link that leads out of the plan",
            ),
            (said(ErrorKind::Other, "it is larger than 64 MiB"), "it is larger than 64 MiB"),
        ];
        for (error, want) in cases {
            assert_eq!(reason(&error), want);
            assert_eq!(told(Path::new("a/b.csv"), &error), format!("a/b.csv: {want}"));
        }
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        std::fs::write(&file, b"me = \"\xff\"").unwrap();
        assert_eq!(reason(&std::fs::read_to_string(&file).unwrap_err()), "it is no text in UTF-8");
    }
}
