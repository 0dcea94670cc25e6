//! Somebody whom each side has put somewhere else stands at both places, and whoever comes later is told.

use crate::team::{Team, inroad, sync};

const PEOPLE: &str = "First Name,Last Name,Email,Company\nQuin,One,quin@quark.example,Quark Labs\nEve,Two,eve@ember.example,Ember \
                      Optics\n";

#[test]
fn who_is_on_an_account_there_and_among_the_contacts_here_is_told_and_made_one() {
    let Some(team) = Team::with(&[]) else { return };
    let list = team.one.path("people.csv");
    std::fs::write(&list, PEOPLE).unwrap();
    for (desk, accounts) in [(&team.one, "Quark Labs,Ember Optics"), (&team.other, "Quark Labs")] {
        let outcome = inroad(desk, &["import", list.to_str().unwrap(), "--accounts", accounts]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
    }
    std::fs::remove_file(list).unwrap();
    sync(&team.one, 0);
    let said = sync(&team.other, 0).err;
    let told = "Eve Two was put at Ember Optics on one side and among the contacts on the other, and stands in both now; \
                `inroad attach eve-two ember-optics` makes one of them.";
    assert!(said.contains(told) && !said.contains("Quin"), "{said}");
    assert_eq!(inroad(&team.other, &["attach", "eve-two", "ember-optics"]).code, 0);
    sync(&team.other, 0);
    sync(&team.one, 0);
    team.agree();
    assert!(!team.one.path("contacts.toml").exists() || !team.one.file("contacts.toml").contains("eve@"));
    assert!(team.one.file("accounts/ember-optics.toml").contains("eve@ember.example"));
}

#[test]
fn a_contact_whom_both_attach_to_another_account_is_told() {
    let contacts =
        "format = 1\n\n[[people]]\nid = \"ann-lee\"\nname = \"Ann Lee\"\nemails = [{ value = \"ann@x.example\" }]\n";
    let Some(team) = Team::with(&[("acme", "name = \"Acme\"\n"), ("globex", "name = \"Globex\"\n")]) else { return };
    std::fs::write(team.one.path("contacts.toml"), contacts).unwrap();
    team.sync([0, 0, 0]);
    for (desk, account) in [(&team.one, "acme"), (&team.other, "globex")] {
        assert_eq!(inroad(desk, &["attach", "ann-lee", account]).code, 0);
    }
    sync(&team.one, 0);
    let told = "Ann Lee was put at Globex here and at Acme elsewhere, and stands at both now; take one of the two out.";
    let said = sync(&team.other, 0).err;
    assert!(said.contains(told), "{said}");
}
