//! Accounts in the archive, where somebody asks for one or is about to make it anew. What lies there is in no plan and is
//! counted nowhere; whoever asks here has read it.

use super::account::{Account, AccountId};
use super::import::keys;

/// The account of the archive that is this company: by the host of its website where both have one, else by its name; of
/// several the one that is called so letter for letter.
pub fn of_company<'a>(
    archived: impl IntoIterator<Item = &'a Account>,
    name: &str,
    website: &str,
) -> Option<&'a Account> {
    let is_it = |account: &&Account| keys::is_same_company(&account.name, &account.website, name, website);
    let called = keys::fold(name);
    archived.into_iter().filter(is_it).min_by_key(|account| keys::fold(&account.name) != called)
}

/// ``Old Harbor Coffee is archived; `inroad restore old-harbor-coffee` brings it back``
pub fn told(name: &str, id: &AccountId) -> String {
    format!("{name} is archived; `inroad restore {id}` brings it back")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_found_in_the_archive_by_its_host_else_by_its_name() {
        let account = |id: &str, name: &str, website: &str| Account {
            id: id.into(),
            name: name.into(),
            website: website.into(),
            ..Account::default()
        };
        let archive =
            [account("old-harbor-coffee", "Old Harbor Coffee", "oldharbor.example"), account("acme", "Acme", "")];
        let found = |name: &str, website: &str| of_company(&archive, name, website).map(|account| account.id.as_ref());
        for (name, website, want) in [
            ("old harbor coffee, Inc.", "", Some("old-harbor-coffee")),
            ("OHC", "https://www.oldharbor.example/about", Some("old-harbor-coffee")),
            ("Old Harbor Coffee", "other.example", None),
            ("ACME GmbH", "acme.example", Some("acme")),
            ("Globex", "", None),
            ("", "", None),
        ] {
            assert_eq!(found(name, website), want, "{name} {website}");
        }
        assert_eq!(told(&archive[1].name, &archive[1].id), "Acme is archived; `inroad restore acme` brings it back");
    }
}
