//! What a file of the repository is, by its name: an account, one in the archive, the settings, something of git's own; and
//! what it is called to whoever is told of it. Nothing is read here.

use std::path::Path;

use toml::Table;

/// Where accounts lie.
pub(super) const OF_ACCOUNTS: [&str; 2] = [ACCOUNTS, ARCHIVE];

/// Those in the plan.
pub(super) const ACCOUNTS: &str = "accounts";

/// Those that were taken out of it.
pub(super) const ARCHIVE: &str = "accounts/archive";

/// What the account is called, if it says so.
fn name_in(tree: &Table) -> Option<String> {
    Some(tree.get("name")?.as_str()?.to_owned()).filter(|name| !name.is_empty())
}

/// What a file is called to whoever is told of it; it may say its name itself.
pub(super) fn subject(file: &Path, said: Option<&Table>) -> String {
    let (stem, name) = (stem(file), said.and_then(name_in));
    let is_toml = is_toml(file);
    match folder(file) {
        ACCOUNTS | ARCHIVE if is_toml => name.unwrap_or(stem),
        "" if is_settings(file) => "Plan".to_owned(),
        "" if stem == "contacts" && is_toml => "Contacts".to_owned(),
        _ if is_playbook(file) => format!("Playbook {}", name.unwrap_or(stem)),
        _ if is_calendar(file) => format!("Holidays {stem}"),
        _ if is_gits(file) => "What git needs".to_owned(),
        _ => format!("File {}", file.file_name().unwrap_or_default().to_string_lossy()),
    }
}

/// Whether that is the name in the archive of that account, all of them by their files' stems, one of those that move. One
/// that was archived before may have left it no name but a numbered one.
pub(super) fn is_archive_of(archived: &str, account: &str, moving: &[String]) -> bool {
    let number = archived.strip_prefix(account).and_then(|rest| rest.strip_prefix('-'));
    let is_numbered = number.is_some_and(|number| number.parse::<u16>().is_ok());
    archived == account || (is_numbered && !moving.iter().any(|moving| moving == archived))
}

/// Whether that is an account in the plan.
pub(super) fn is_account(file: &Path) -> bool {
    folder(file) == ACCOUNTS && is_toml(file)
}

/// Whether that is a playbook.
pub(super) fn is_playbook(file: &Path) -> bool {
    folder(file) == "playbooks" && is_toml(file)
}

fn is_calendar(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "ics")
}

/// Whether that is an account, in the plan or in the archive.
pub(super) fn is_of_an_account(file: &Path) -> bool {
    OF_ACCOUNTS.contains(&folder(file)) && is_toml(file)
}

/// Whether that is what the plan itself says.
pub(super) fn is_settings(file: &Path) -> bool {
    file == Path::new("plan.toml")
}

/// Whether it says something of a plan at all.
pub(super) fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "toml")
}

/// Whether only git needs it.
pub(super) fn is_gits(file: &Path) -> bool {
    file.to_str().is_some_and(|name| name.starts_with(".git"))
}

/// The name of a file without its ending.
pub(super) fn stem(file: &Path) -> String {
    file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}

/// The folder that it lies in, as the plan names it.
pub(super) fn folder(file: &Path) -> &str {
    file.parent().and_then(Path::to_str).unwrap_or_default()
}
