//! The user's mail program. Its words come from config.toml alone (`domain/compose.rs` fills them in), the draft is in
//! files of one's own, and no shell reads any of it. It gets the terminal, as an editor does. What it did with the draft
//! nobody can know.

use std::io;
use std::path::Path;
use std::process::Command;

use super::ending::Ending;
use crate::app::msg::Mailed;
use crate::domain::compose::{Compose, Values};
use crate::domain::outgoing::Outgoing;
use crate::store::{outbox, places, refusal};

/// Write the draft to a file that a mail program opens.
///
/// # Errors
///
/// What the file system says.
pub(super) fn write(outgoing: &Outgoing, folder: &Path) -> Result<Mailed, String> {
    let path = put(folder, outgoing, "eml", &outgoing.message(true))?;
    Ok(Mailed::Written(places::told(Path::new(&path))))
}

/// The program, ready to be started with the draft.
///
/// # Errors
///
/// The draft can't be written, or the program would be told something else than is meant.
pub(super) fn command(compose: &Compose, outgoing: &Outgoing, folder: &Path) -> Result<Command, String> {
    let put = |name: &str, ending: &str, bytes: &dyn Fn() -> Vec<u8>| {
        if compose.uses(name) { put(folder, outgoing, ending, &bytes()) } else { Ok(String::new()) }
    };
    // A program that takes a message by its words takes lines as they end here.
    let lines = || outgoing.message(false).into_iter().filter(|byte| *byte != b'\r').collect();
    let eml = put("eml", "eml", &lines)?;
    let unsent = put("unsent", "unsent.eml", &|| outgoing.message(true))?;
    let file = put("file", "txt", &|| outgoing.text.clone().into_bytes())?;
    let values = Values { to: &outgoing.to, subject: &outgoing.subject, file: &file, eml: &eml, unsent: &unsent };
    let words = compose.words(values).map_err(|why| crate::domain::words::capitalised(&why.0))?;
    let (program, args) = words.split_first().ok_or("compose names no program")?;
    let mut command = Command::new(program);
    command.args(args);
    Ok(command)
}

/// Let it have its way with the terminal. Says how that went.
///
/// # Errors
///
/// It could not be started, or said itself that something went wrong.
pub(super) fn run(compose: &Compose, command: &mut Command, ending: &Ending) -> Result<Mailed, String> {
    let program = compose.program();
    match ending.run(command) {
        Ok(status) if status.success() => Ok(Mailed::Back(program.to_owned())),
        Ok(status) => Err(format!("{program} ended with {status}.")),
        Err(error) => Err(format!("{program}: {}", refusal::reason(&error))),
    }
}

fn put(folder: &Path, outgoing: &Outgoing, ending: &str, bytes: &[u8]) -> Result<String, String> {
    let told = |error: io::Error| {
        format!("The draft can't be written in {}: {}", places::told(folder), refusal::reason(&error))
    };
    let path = outbox::put(folder, &format!("{}.{ending}", outgoing.stem), bytes).map_err(told)?;
    path.into_os_string().into_string().map_err(|path| format!("{} is no UTF-8", path.display()))
}
