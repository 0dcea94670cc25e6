//! Two clones each add somebody, or a company, of one name: two get one id each, and one stays one.

use std::collections::BTreeSet;

use crate::desk::Desk;
use crate::team::{Team, conflicts, edit, git, git_anyhow, inroad, step, sync};

const PRIMO: &str = "format = 1\nname = \"Primo\"\n";
const PATH: &str = "accounts/primo.toml";

#[test]
fn whom_one_has_imported_first_can_be_taken_back_although_others_have_come() {
    let Some(team) = Team::with(&[]) else { return };
    for (desk, people) in [(&team.one, "Ann Lee,Acme\n"), (&team.other, "Bo Day,Beta\nCy Fox,Beta\n")] {
        let list = desk.home().join("list.csv");
        std::fs::write(&list, format!("Name,Company\n{people}")).unwrap();
        assert_eq!(inroad(desk, &["import", list.to_str().unwrap()]).code, 0);
    }
    team.sync([0, 0, 0]);
    let history = inroad(&team.other, &["history"]).out;
    let import = history.lines().find(|line| line.contains("list.csv")).unwrap().split('\t').next().unwrap();
    let said = inroad(&team.other, &["undo", import]);
    assert_eq!(said.code, 0, "{}", said.err);
    let file = team.other.file("contacts.toml");
    assert!(file.contains("Ann Lee") && !file.contains("Bo Day") && !file.contains("Cy Fox"), "{file}");
    team.sync([0, 0, 0]);
}

/// A John Smith with that address, and what was planned with him.
fn john(email: &str, title: &str) -> String {
    format!(
        "{PRIMO}\n# met at the fair\n[[people]]\nid = \"john-smith\"\nname = \"John Smith\"\ntitle = \"{title}\"\n\
         emails = [{{ value = \"{email}\" }}]\n\n[[next_steps]]\nid = \"{}\"\nwhat = \"Ask the {title}\"\nperson = \"john-smith\"\n",
        title.to_lowercase()
    )
}

#[test]
fn two_people_of_one_name_stay_two_and_what_is_planned_stays_with_each() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, PRIMO, &john("john@primo.example", "CFO"));
    edit(&team.other, PATH, PRIMO, &john("j.smith@primo.example", "CMO"));
    sync(&team.one, 0);
    let said = sync(&team.other, 0);
    let told = "John Smith was added at Primo on both sides, as two people: the one from here is john-smith-2 now. If they \
                are one, `inroad merge primo john-smith-2 into john-smith` makes one of them.";
    assert!(said.err.contains(told), "{}", said.err);
    let said = sync(&team.one, 0);
    assert!(!said.err.contains("two people"), "hers is as it was: {}", said.err);
    team.agree();
    assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "");
    let listed = inroad(&team.one, &["list", "people", "--json"]).json();
    let said = |person: &serde_json::Value, key: &str| person[key].as_str().unwrap_or_default().to_owned();
    let people: BTreeSet<_> =
        listed["people"].as_array().unwrap().iter().map(|person| (said(person, "id"), said(person, "title"))).collect();
    let of = |id: &str, title: &str| (id.to_owned(), title.to_owned());
    assert_eq!(people, BTreeSet::from([of("john-smith", "CFO"), of("john-smith-2", "CMO")]));
    let file = team.other.file(PATH);
    assert!(file.contains("what = \"Ask the CMO\"\nperson = \"john-smith-2\""), "{file}");
    assert!(file.contains("what = \"Ask the CFO\"\nperson = \"john-smith\""), "{file}");
    assert_eq!(file.matches("# met at the fair\n").count(), 2, "{file}");
    // Nothing more comes of it, whoever goes on.
    team.sync([0, 0, 0]);
    edit(&team.one, PATH, "\"CFO\"", "\"Chief Financial Officer\"");
    edit(&team.other, PATH, "\"CMO\"", "\"Chief Marketing Officer\"");
    team.sync([0, 0, 0]);
    team.agree();
}

#[test]
fn one_person_whom_both_add_stays_one() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, PRIMO, &john("john@primo.example", "CFO"));
    edit(&team.other, PATH, PRIMO, &john("JOHN@primo.example", "CFO").replace("John Smith", "Johnny Smith"));
    sync(&team.one, 0);
    sync(&team.other, 4);
    assert_eq!(team.other.file(PATH).matches("[[people]]").count(), 1);
}

#[test]
fn two_contacts_of_one_name_stay_two() {
    let Some(team) = Team::with(&[]) else { return };
    let john = |company: &str, note: &str| {
        format!(
            "format = 1\n\n# {note}\n[[people]]\nid = \"john-smith\"\nname = \"John Smith\"\ncompany = \"{company}\"\n"
        )
    };
    for (desk, company, note) in [(&team.one, "Primo", "hers"), (&team.other, "Globex", "his")] {
        std::fs::write(desk.path("contacts.toml"), john(company, note)).unwrap();
    }
    sync(&team.one, 0);
    let said = sync(&team.other, 0);
    let told =
        "John Smith was added to the contacts on both sides, as two people: the one from here is john-smith-2 now.";
    assert!(said.err.contains(told), "{}", said.err);
    sync(&team.one, 0);
    team.agree();
    let file = team.one.file("contacts.toml");
    assert!(
        file.contains("# hers\n[[people]]\nid = \"john-smith\"\nname = \"John Smith\"\ncompany = \"Primo\"\n"),
        "{file}"
    );
    assert!(
        file.contains("# his\n[[people]]\nid = \"john-smith-2\"\nname = \"John Smith\"\ncompany = \"Globex\"\n"),
        "{file}"
    );
    assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "");
}

/// Two companies of one name, with what was written on each.
fn acme(team: &Team) {
    let add = |desk: &Desk, site: &str, why: &str| {
        assert_eq!(inroad(desk, &["add", "Acme", "--website", site]).code, 0);
        assert_eq!(inroad(desk, &["set", "acme", "why", why]).code, 0);
    };
    add(&team.one, "acme.example", "Her reason");
    add(&team.other, "acme.test", "His reason");
}

#[test]
fn two_companies_of_one_name_have_a_file_each() {
    let Some(team) = Team::with(&[]) else { return };
    acme(&team);
    sync(&team.one, 0);
    let said = sync(&team.other, 0);
    let told = "Acme was added on both sides, as two companies: the one from here has its own file now, accounts/acme-2.toml. \
         If they are one, `inroad merge acme-2 into acme` makes one of them.";
    assert!(said.err.contains(told), "{}", said.err);
    assert!(said.out.contains("sent  Acme (acme.test): new") || said.out.contains("sent  Acme: new"), "{}", said.out);
    sync(&team.one, 0);
    team.agree();
    assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "");
    let (hers, his) = (team.one.file("accounts/acme.toml"), team.one.file("accounts/acme-2.toml"));
    assert!(hers.contains("acme.example") && hers.contains("Her reason") && !hers.contains("His"), "{hers}");
    assert!(his.contains("acme.test") && his.contains("His reason") && !his.contains("Her"), "{his}");
    assert_eq!(git(&team.other, &["status", "--porcelain"]), "");
}

#[test]
fn what_is_taken_back_afterwards_is_taken_back_of_whom_it_was_done_to() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    acme(&team);
    for (desk, email) in [(&team.one, "john@primo.example"), (&team.other, "j.smith@primo.example")] {
        assert_eq!(inroad(desk, &["add", "primo", "person", &format!("John Smith, CFO, {email}")]).code, 0);
    }
    sync(&team.one, 0);
    sync(&team.other, 0);
    // His own steps are about his company, wherever it lies by now, and about his John.
    let hers = team.other.file("accounts/acme.toml");
    assert_eq!(inroad(&team.other, &["undo", &step(&team.other, "Acme: why set")]).code, 0);
    assert!(!team.other.file("accounts/acme-2.toml").contains("His reason"));
    assert_eq!(inroad(&team.other, &["undo", &step(&team.other, "Primo: person added")]).code, 0);
    let primo = team.other.file(PATH);
    assert!(primo.contains("john@primo.example") && !primo.contains("j.smith@"), "{primo}");
    assert_eq!(team.other.file("accounts/acme.toml"), hers);
    assert_eq!(conflicts(&team.other), "");
    sync(&team.other, 0);
    sync(&team.one, 0);
    team.agree();
}

#[test]
fn a_choice_that_waits_goes_along_with_what_it_is_about() {
    let Some(team) = Team::with(&[]) else { return };
    acme(&team);
    assert_eq!(inroad(&team.other, &["set", "acme", "why", "A new reason"]).code, 0);
    edit(&team.other, "accounts/acme.toml", "A new reason", "By hand");
    assert_eq!(inroad(&team.other, &["undo"]).code, 4);
    sync(&team.one, 0);
    sync(&team.other, 0);
    let listed = inroad(&team.other, &["conflicts"]).out;
    assert!(listed.contains("By hand") && listed.contains("His reason"), "{listed}");
    assert_eq!(inroad(&team.other, &["conflicts", "1", "--take", "kept"]).code, 0);
    assert!(team.other.file("accounts/acme-2.toml").contains("His reason"));
    assert!(team.other.file("accounts/acme.toml").contains("Her reason"));
}

#[test]
fn who_takes_back_what_came_lets_go_of_what_came_and_keeps_their_own_name() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    acme(&team);
    edit(&team.one, PATH, PRIMO, &john("john@primo.example", "CFO"));
    edit(&team.other, PATH, PRIMO, &john("j.smith@primo.example", "CMO"));
    sync(&team.one, 0);
    sync(&team.other, 0);
    sync(&team.one, 0);
    // She goes on with hers, and he takes back what came.
    assert_eq!(inroad(&team.one, &["set", "acme", "why", "Her better reason"]).code, 0);
    assert_eq!(inroad(&team.other, &["undo"]).code, 0);
    assert!(!team.other.path("accounts/acme.toml").exists());
    let his = team.other.file("accounts/acme-2.toml");
    assert!(his.contains("acme.test") && team.other.file(PATH).contains("id = \"john-smith-2\""));
    sync(&team.other, 0);
    sync(&team.one, 4);
    let hers = team.one.file("accounts/acme.toml");
    assert!(hers.contains("Her better reason") && hers.contains("acme.example"), "{hers}");
    assert_eq!(team.one.file("accounts/acme-2.toml"), his);
    assert!(!team.one.file(PATH).contains("id = \"john-smith\""), "{}", team.one.file(PATH));
}

#[test]
fn one_company_that_both_add_stays_one() {
    let Some(team) = Team::with(&[]) else { return };
    acme(&team);
    edit(&team.other, "accounts/acme.toml", "acme.test", "www.acme.example");
    sync(&team.one, 0);
    sync(&team.other, 4);
    assert!(!team.other.path("accounts/acme-2.toml").exists());
}

#[test]
fn two_companies_of_one_name_stay_two_in_the_archive_too() {
    let Some(team) = Team::with(&[]) else { return };
    acme(&team);
    for desk in [&team.one, &team.other] {
        inroad(desk, &["archive", "acme"]);
        sync(desk, 0);
    }
    sync(&team.one, 0);
    team.agree();
    assert!(team.one.file("accounts/archive/acme.toml").contains("acme.example"));
    assert!(team.one.file("accounts/archive/acme-2.toml").contains("acme.test"));
    // Both come back under the names that they have there.
    inroad(&team.one, &["restore", "acme-2"]);
    inroad(&team.one, &["restore", "acme"]);
    assert!(team.one.file("accounts/acme-2.toml").contains("acme.test"));
    assert!(team.one.file("accounts/acme.toml").contains("acme.example"));
}

#[test]
fn plain_git_leaves_two_companies_of_one_name_to_a_sync() {
    let Some(team) = Team::with(&[]) else { return };
    sync(&team.other, 0);
    acme(&team);
    sync(&team.one, 0);
    git(&team.other, &["add", "accounts"]);
    git(&team.other, &["commit", "--quiet", "-m", "by hand"]);
    for (way, back) in [("--no-rebase", "merge"), ("--rebase", "rebase")] {
        let said = git_anyhow(&team.other, &["pull", "--no-edit", way]);
        assert_ne!(said.code, 0, "{}{}", said.out, said.err);
        assert!(said.err.contains("accounts/acme.toml: on the other side another company"), "{}", said.err);
        assert!(!team.other.file("accounts/acme.toml").contains("<<<<"));
        sync(&team.other, 1);
        git(&team.other, &[back, "--abort"]);
    }
    sync(&team.other, 0);
    sync(&team.one, 0);
    team.agree();
    assert!(team.one.file("accounts/acme.toml").contains("acme.example"));
    assert!(team.one.file("accounts/acme-2.toml").contains("acme.test"));
}

#[test]
fn whose_company_another_took_the_place_of_in_a_merge_by_hand_is_kept() {
    let Some(team) = Team::with(&[]) else { return };
    sync(&team.other, 0);
    acme(&team);
    let own = team.one.file("accounts/acme.toml");
    sync(&team.one, 0);
    git(&team.other, &["add", "accounts"]);
    git(&team.other, &["commit", "--quiet", "-m", "by hand"]);
    assert_ne!(git_anyhow(&team.other, &["pull", "--no-rebase", "--no-edit"]).code, 0);
    git(&team.other, &["checkout", "--ours", "accounts/acme.toml"]);
    git(&team.other, &["commit", "--quiet", "--all", "-m", "merged by hand"]);
    sync(&team.other, 0);
    let said = sync(&team.one, 4).err;
    assert!(said.contains("theirs stands now, yours is kept"), "{said}");
    assert!(team.one.file("accounts/acme.toml").contains("acme.test"));
    assert_eq!(inroad(&team.one, &["conflicts", "1", "--take", "kept"]).code, 0);
    assert_eq!(team.one.file("accounts/acme.toml"), own);
}

#[test]
fn a_company_that_comes_broken_is_not_said_to_stand_where_ours_does() {
    let Some(team) = Team::with(&[]) else { return };
    sync(&team.other, 0);
    acme(&team);
    edit(&team.one, "accounts/acme.toml", "name =", "<<<<<<< HEAD\nname =");
    git(&team.one, &["add", "accounts"]);
    git(&team.one, &["commit", "--quiet", "-m", "by hand"]);
    git(&team.one, &["push", "--quiet"]);
    let said = sync(&team.other, 4).err;
    assert!(team.other.file("accounts/acme.toml").contains("acme.test"));
    assert!(!said.contains("until it is mended"), "{said}");
    assert!(conflicts(&team.other).contains("acme.example"));
}

#[test]
fn one_company_that_both_add_and_one_archives_is_not_in_the_archive_too() {
    for is_archived_first in [true, false] {
        let Some(team) = Team::with(&[]) else { return };
        acme(&team);
        edit(&team.other, "accounts/acme.toml", "acme.test", "acme.example");
        let desk = if is_archived_first { &team.one } else { &team.other };
        inroad(desk, &["archive", "acme"]);
        sync(&team.one, 0);
        let said = sync(&team.other, 4).err;
        assert!(said.contains("in the plan"), "{said}");
        // Whoever was faster is told too, and has what was replaced.
        let said = sync(&team.one, 4).err;
        assert!(said.contains("in the plan") && said.contains("Acme: why: both sides changed it"), "{said}");
        team.agree();
        let listed = inroad(&team.one, &["conflicts"]).out;
        assert!(listed.contains("\tAcme\twhy\t"), "{listed}");
        let file = team.one.file("accounts/acme.toml");
        let (hers, his) = (file.contains("Her reason"), file.contains("His reason"));
        assert!(hers != his && !team.one.path("accounts/archive/acme.toml").exists(), "{file}");
        let kept = conflicts(&team.other);
        assert!(kept.contains(if hers { "His reason" } else { "Her reason" }), "{kept}");
    }
}

#[test]
fn what_comes_of_two_of_one_name_says_of_which() {
    let Some(team) = Team::with(&[]) else { return };
    sync(&team.other, 0);
    for site in ["acme.example", "acme.test"] {
        assert_eq!(inroad(&team.one, &["add", "Acme", "--website", site]).code, 0);
    }
    for said in [sync(&team.one, 0), sync(&team.other, 0)] {
        for told in ["Acme (acme.example): new", "Acme (acme.test): new"] {
            assert!(said.out.contains(told), "{}", said.out);
        }
    }
}
