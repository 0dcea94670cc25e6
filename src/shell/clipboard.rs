//! Copying: into tmux's buffer and from there outwards where tmux runs, otherwise by OSC 52. It is sent to the
//! terminal; whether that keeps it nobody can know.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// The longest text that terminals take by OSC 52: 74,994 bytes of base 64.
const MOST: usize = 74_994 / 4 * 3;

/// Send a text to the clipboard of the terminal. Controls other than line breaks and tabs are left out.
pub(super) fn copy(text: &str, terminal: &mut impl Write) -> io::Result<()> {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.len() > MOST {
        return Err(io::Error::other(format!("the text is longer than the {} KiB that terminals take", MOST / 1024)));
    }
    if std::env::var_os("TMUX").is_some() && by_tmux(&text).is_ok() {
        return Ok(());
    }
    execute!(terminal, CopyToClipboard::to_clipboard_from(text))
}

fn by_tmux(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = tmux.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    if tmux.wait()?.success() { Ok(()) } else { Err(io::Error::other("tmux refused")) }
}
