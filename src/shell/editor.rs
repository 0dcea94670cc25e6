//! The user's editor. Its words come from the user's own settings, never from a plan; the path is an argument of its
//! own and no shell reads any of it.

use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::Command;

/// Let the editor work on a text, in a private copy that only the user can read.
pub(super) fn text(configured: Option<&str>, text: &str) -> io::Result<String> {
    let mut copy = tempfile::Builder::new().prefix("inroad-").suffix(".md").tempfile()?;
    copy.write_all(text.as_bytes())?;
    copy.flush()?;
    run(configured, copy.path(), 1)?;
    // Editors often write a new file and rename it, so that the open one is not the one to read.
    let mut edited = String::new();
    match std::fs::File::open(copy.path()) {
        Ok(mut file) => file.read_to_string(&mut edited)?,
        Err(_) => {
            copy.rewind()?;
            copy.read_to_string(&mut edited)?
        }
    };
    Ok(edited)
}

/// Let the editor work on a file, at a line.
pub(super) fn file(configured: Option<&str>, path: &Path, line: usize) -> io::Result<()> {
    run(configured, path, line)
}

fn run(configured: Option<&str>, path: &Path, line: usize) -> io::Result<()> {
    let from_environment =
        || ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let words = configured.map(str::to_owned).or_else(from_environment).unwrap_or_else(|| "vi".to_owned());
    let mut words = words.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let mut command = Command::new(program);
    command.args(words);
    let name = Path::new(program).file_name().and_then(|name| name.to_str()).unwrap_or_default();
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
    let status = command.status().map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{program} ended with {status}"))) }
}
