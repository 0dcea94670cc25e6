//! Copying: into tmux's buffer and from there outwards where tmux runs, otherwise by OSC 52. It is sent to the
//! terminal; whether that keeps it nobody can know.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

/// The longest text that terminals take by OSC 52: 74,994 bytes of base 64.
const MOST: usize = 74_994 / 4 * 3;

/// The text as it is sent: controls other than line breaks and tabs are left out.
///
/// # Errors
///
/// It is longer than terminals take.
pub(super) fn sendable(text: &str) -> Result<String, String> {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.len() > MOST {
        let (is, most) = (text.len().div_ceil(1024), MOST / 1024);
        return Err(format!("Nothing was copied: the text has {is} KiB, and terminals take {most}."));
    }
    Ok(text)
}

/// Give the text to tmux. False if there is no tmux, or it does not take it.
pub(super) fn by_tmux(text: &str) -> bool {
    let hand_over = || -> io::Result<bool> {
        let mut tmux = Command::new("tmux")
            .args(["load-buffer", "-w", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = tmux.stdin.take() {
            stdin.write_all(text.as_bytes())?;
        }
        Ok(tmux.wait()?.success())
    };
    std::env::var_os("TMUX").is_some() && hand_over().unwrap_or(false)
}

/// What tells a terminal to put the text into its clipboard.
pub(super) fn by_terminal(text: &str) -> Vec<u8> {
    let mut words = String::new();
    // Writing into a text can't fail.
    _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut words);
    words.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_what_terminals_take_and_no_control() {
        assert_eq!(sendable("a\x1b]52;c;x\x07\u{9b}b\n\tc\r"), Ok("a]52;c;xb\n\tc".into()));
        let whole = sendable(&"x".repeat(MOST)).unwrap();
        let words = by_terminal(&whole);
        let base64 = words.strip_prefix(b"\x1b]52;c;").unwrap();
        let base64 = base64.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte)).count();
        assert!(base64 <= 74_994 && base64 > 74_900, "{base64}");
        assert_eq!(
            sendable(&"x".repeat(MOST + 1)).unwrap_err(),
            "Nothing was copied: the text has 55 KiB, and terminals take 54."
        );
    }
}
