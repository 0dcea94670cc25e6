//! Files of a plan that git is told to leave out, by a `.gitignore` or by the user's own `core.excludesFile`. That may be
//! meant, so they are never sent all the same; but it is said, or an account would stay on one machine unnoticed.

use super::run::{Git, GitError};
use super::sound;
use crate::domain::words::counted;

/// How many are named.
const NAMED: usize = 3;

/// What to say of them, if there are any.
///
/// # Errors
///
/// Git could not be run.
pub(super) fn told(git: &Git) -> Result<Option<String>, GitError> {
    let listed = git.get(&["ls-files", "-z", "--others", "--ignored", "--exclude-standard"])?;
    let names: Vec<String> = listed
        .parts()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .filter(|name| sound::is_of_a_plan(name))
        .collect();
    Ok(sentence(&names))
}

fn sentence(names: &[String]) -> Option<String> {
    let first = names.first()?;
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {}", counted(more, "more file", "more files")),
    };
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let (is, it) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let first = shell_words::quote(first);
    Some(format!(
        "{named}{more} {is} left out by a rule of git's, and not sent: `git check-ignore -v {first}` names the rule, `git add \
         -f` shares {it} all the same."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_named_and_the_others_counted() {
        let names: Vec<String> = (1..=5).map(|n| format!("accounts/a{n}.toml")).collect();
        assert_eq!(sentence(&[]), None);
        let one = sentence(&names[..1]).unwrap();
        assert!(one.starts_with("accounts/a1.toml is left out by a rule of git's"), "{one}");
        let all = sentence(&names).unwrap();
        assert!(
            all.starts_with("accounts/a1.toml, accounts/a2.toml, accounts/a3.toml and 2 more files are left"),
            "{all}"
        );
    }
}
