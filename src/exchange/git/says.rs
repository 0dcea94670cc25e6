//! What git and ssh complain about, said as a person would, with what to do. What is in no row here is told as git says it,
//! whole.

/// What is said of a lock that lies in the repository.
pub(super) const AT_WORK: &str = "another git is at work in this repository, or one was cut off. If none is running, delete the lock file that it names";

/// What is looked for in a complaint; what is said instead; whether what git says names something that has to be known, and
/// so stands behind it.
const KNOWN: &[(&[&str], &str, bool)] = &[
    (&[".lock': File exists"], AT_WORK, true),
    (
        &["could not read Username", "could not read Password", "terminal prompts disabled", "askpass"],
        "it asks for a password, and here nobody is asked for one: use an address with ssh (git@HOST:PATH), or a \
         credential helper (`git help credentials`)",
        false,
    ),
    (
        &["Authentication failed", "Invalid username", "HTTP Basic: Access denied"],
        "it did not take the password or the token that git has for it; `git help credentials` says where that stands",
        false,
    ),
    (
        &["Permission denied (publickey", "Too many authentication failures"],
        "it does not know your ssh key: `ssh-add -l` lists the keys that you have, and the others must know one of them",
        true,
    ),
    (
        &["Host key verification failed"],
        "the key of that machine is not known here: `ssh HOST` once shows it and asks",
        false,
    ),
    (
        &["dubious ownership"],
        "the repository belongs to somebody else on this machine: `git config --global --add safe.directory PATH` says that \
         you trust it",
        true,
    ),
    (
        &["Could not resolve host", "Name or service not known", "name resolution", "nodename nor servname"],
        "the name of that machine is not known. Are you online, and is the address right",
        true,
    ),
    (
        &[
            "Connection refused",
            "Connection timed out",
            "Network is unreachable",
            "No route to host",
            "Failed to connect",
            "Operation timed out",
        ],
        "that machine does not answer",
        true,
    ),
    (
        &["does not appear to be a git repository", "Repository not found", "does not exist", "' not found"],
        "there is no repository at that address, or you may not see it",
        true,
    ),
    (&["No space left on device", "Disk quota exceeded"], "the disk is full", true),
    (
        &["shallow update not allowed"],
        "they take nothing from a shallow clone: `git fetch --unshallow` gets the rest",
        false,
    ),
    (
        &["protected branch", "hook declined", "pre-receive"],
        "they take nothing on this branch as it is; whoever keeps that repository can say why",
        true,
    ),
];

/// What git says at the end of every complaint about a line that is not there.
const IDLE: &[&str] = &[
    "hint:",
    "fatal: Could not read from remote repository",
    "Please make sure you have the correct access rights",
    "and the repository exists",
];

/// A complaint in one line, without what git puts before.
pub(super) fn in_words(err: &str, code: i32) -> String {
    let raw = whole(err);
    let known = KNOWN.iter().find(|(signs, ..)| signs.iter().any(|sign| err.contains(sign)));
    match known {
        Some((_, words, true)) => format!("{words}: {raw}"),
        Some((_, words, false)) => (*words).to_owned(),
        None if raw.is_empty() => format!("git ended with {code}"),
        None => format!("git says: {raw}"),
    }
}

fn whole(err: &str) -> String {
    let lines = err.lines().map(str::trim).filter(|line| !IDLE.iter().any(|idle| line.starts_with(idle)));
    let plain = |line: &str| {
        let plain = ["fatal: ", "error: ", "remote: "].iter().find_map(|mark| line.strip_prefix(mark));
        plain.unwrap_or(line).to_owned()
    };
    let told: Vec<String> = lines.map(plain).filter(|line| !line.is_empty()).collect();
    told.join(" ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_told_with_what_to_do_or_whole() {
        for (err, want) in [
            ("fatal: not a git repository\n", "git says: not a git repository"),
            ("error: a\nhint: try b\nfatal: c\n", "git says: a c"),
            (
                "fatal: 'x' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease \
                 make sure you have the correct access rights\nand the repository exists.\n",
                "there is no repository at that address, or you may not see it: 'x' does not appear to be a git repository",
            ),
            (
                "fatal: Unable to create '/p/.git/index.lock': File exists.\n\nAnother git process seems to be running in this \
                 repository, e.g.\nan editor opened by 'git commit'.\n",
                "another git is at work in this repository, or one was cut off. If none is running, delete the lock file \
                 that it names: Unable to create '/p/.git/index.lock': File exists. Another git process seems to be running \
                 in this repository, e.g. an editor opened by 'git commit'",
            ),
            (
                "error: unable to read askpass response from 'false'\nfatal: could not read Username for 'https://x': terminal \
                 prompts disabled\n",
                "it asks for a password, and here nobody is asked for one: use an address with ssh (git@HOST:PATH), or a \
                 credential helper (`git help credentials`)",
            ),
            (
                "ssh: Could not resolve hostname nowhere: Name or service not known\nfatal: Could not read from remote \
                 repository.\n",
                "the name of that machine is not known. Are you online, and is the address right: ssh: Could not resolve \
                 hostname nowhere: Name or service not known",
            ),
            ("", "git ended with 1"),
        ] {
            assert_eq!(in_words(err, 1), want);
        }
    }
}
