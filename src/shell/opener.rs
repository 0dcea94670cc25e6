//! Opening a link where there is somebody to open it for, and nowhere else: over SSH a browser would start on the wrong
//! machine, and without a graphical session it would start in this terminal, over the screen. Which of them it is only
//! the environment says, so it is decided here. What is opened is a [`Link`], which can be nothing but http, https or
//! mailto, and it is an argument of its own; what starts has no part in the terminal.

use std::io;

use crate::domain::link::Link;

/// Why a link is copied instead, if it is.
pub(super) fn why_not() -> Option<&'static str> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    decide(is_set, cfg!(target_os = "macos"))
}

fn decide(is_set: impl Fn(&str) -> bool, is_always_graphical: bool) -> Option<&'static str> {
    let any = |names: &[&str]| names.iter().any(|name| is_set(name));
    if any(&["SSH_CONNECTION", "SSH_TTY"]) {
        return Some("Over SSH links are copied");
    }
    // Windows opens what its Linux is asked to.
    let is_graphical = is_always_graphical || any(&["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]);
    (!is_graphical).then_some("Without a graphical session links are copied")
}

/// Let the system open it. Comes back when that has begun, or has failed; it may take a moment.
pub(super) fn open(link: &Link) -> io::Result<()> {
    open::that_detached(link.address())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_links_are_opened_and_where_they_are_copied() {
        for (set, macos, copied) in [
            (&["DISPLAY"][..], false, None),
            (&["WAYLAND_DISPLAY"], false, None),
            (&["WSL_DISTRO_NAME"], false, None),
            (&[], true, None),
            (&[], false, Some("Without a graphical")),
            (&["BROWSER"], false, Some("Without a graphical")),
            (&["SSH_CONNECTION", "DISPLAY"], false, Some("Over SSH")),
            (&["SSH_TTY"], true, Some("Over SSH")),
        ] {
            let why = decide(|name| set.contains(&name), macos);
            assert_eq!(why.is_some(), copied.is_some(), "{set:?}");
            assert!(why.unwrap_or_default().starts_with(copied.unwrap_or_default()), "{set:?}");
        }
    }
}
