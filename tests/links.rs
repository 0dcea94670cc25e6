//! Where one goes from a touch, a person or an account, and how a draft gets to a mail program.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;
use inroad::app::msg::Mailed;
use inroad::app::{Effect, Msg};
use inroad::domain::search::Search;

/// The demo's Dana Cole, and the call to her among what is due today.
const DANA: &str = "<Enter>jjjjjjj";
const CALL: &str = "Tjjj";

/// An account with one touch of that channel to Dana, due today.
fn primo(channel: &str, more: &str, person: &str) -> Story {
    let text = format!(
        "name = \"Primo\"\nwebsite = \"primo.example\"\nstage = \"in-sequence\"\n\
         [[people]]\nid = \"dana\"\nname = \"Dana Cole\"\ntitle = \"VP Marketing\"\n{person}\n\
         [[sequences]]\nid = \"s1aa\"\nstart = 2026-11-23\n\
         [[sequences.touches]]\nid = \"k3f9\"\nchannel = \"{channel}\"\nperson = \"dana\"\nday = 0\n{more}\n"
    );
    Story::with(&[("primo", &text)])
}

const REACHED: &str = "emails = [{ value = \"dana@primo.example\" }]\nphones = [{ value = \"+1 312 555 0100\" }]\n\
                       linkedin = \"linkedin.com/in/dana\"";

fn opened(story: &Story) -> Vec<&str> {
    let links = story.asked.iter().filter_map(|effect| match effect {
        Effect::OpenLink(link) => Some(link.address()),
        _ => None,
    });
    links.collect()
}

#[test]
fn the_key_twice_goes_where_the_touch_goes() {
    let draft = "subject = \"40 %?\"\nmessage = \"Hi {{ person.first_name }}\"";
    for (channel, more, link) in [
        ("email", draft, "mailto:dana@primo.example?subject=40%20%25%3F&body=Hi%20Dana"),
        ("email", "message = \"It took [how long]\"", "mailto:dana@primo.example"),
        ("video", draft, "mailto:dana@primo.example"),
        ("linkedin-message", "", "https://linkedin.com/in/dana"),
        ("linkedin-engage", "", "https://linkedin.com/in/dana"),
    ] {
        for way in ["", "T"] {
            let story = primo(channel, more, REACHED).keys(way).keys("oo");
            assert_eq!(opened(&story), [link], "{channel} by {way}");
        }
        let mut story = primo(channel, more, REACHED).keys("<Enter>G");
        while story.model.work().is_none() {
            story.press("k");
        }
        assert_eq!(opened(&story.keys("oo")), [link], "{channel} in the detail pane");
    }
    for channel in ["call", "text"] {
        let story = primo(channel, "", REACHED).keys("Too");
        assert_eq!(story.asked, [Effect::Copy("+13125550100".into())], "a number is dialled by a person");
    }
    let mut story = primo("linkedin-message", "", "emails = [{ value = \"dana@primo.example\" }]").keys("Too");
    assert_eq!(opened(&story), Vec::<&str>::new(), "without a profile nothing else is opened by the same key");
    assert!(story.shows("Open what of Dana Cole at Primo?"));
    let story = story.keys("<Esc>");
    assert!(story.model.overlays.is_empty());
}

#[test]
fn every_address_is_shown_before_it_is_opened() {
    for (width, height) in [(110, 32), (80, 24)] {
        let mut story = primo("email", "message = \"Hi\"", REACHED).size(width, height).keys("To");
        for address in [
            "mailto:dana@primo.example with the draft in it",
            "https://linkedin.com/in/dana",
            "+13125550100, to be copied",
            "https://primo.example",
        ] {
            assert!(story.shows(address), "{address}\n{}", story.screen());
        }
        // What does not fit beside its label stands below in full.
        story.press("<Down><Down><Down><Down>");
        let screen: String = story.screen().replace(['│', '\n', ' '], "");
        assert!(screen.contains("keywords=VP%20Marketing%20Primo"), "{}", story.screen());
    }
    let story = primo("email", "", REACHED).keys("Tow");
    assert_eq!(opened(&story), ["https://primo.example"]);
    let story = Story::demo().keys(CALL).keys("on");
    assert_eq!(opened(&story), ["https://news.google.com/search?q=%22Primo%22"]);
}

#[test]
fn it_works_on_people_and_on_accounts() {
    let story = Story::demo().keys(DANA).keys("oo");
    assert_eq!(opened(&story), ["https://www.linkedin.com/in/example-dana-cole"]);
    let story = Story::demo().keys("<Enter>oo");
    assert_eq!(opened(&story), ["https://primo.example"], "the account's own row");
    let story = Story::demo().keys("4<Enter>oe");
    assert!(opened(&story)[0].starts_with("mailto:"), "{:?}", story.asked);
}

#[test]
fn what_may_not_be_opened_is_shown_and_refused() {
    for address in ["javascript:alert(1)", "file:///etc/passwd"] {
        let scheme = address.split_once(':').unwrap().0;
        let mut story = primo("linkedin-message", "", &format!("linkedin = \"{address}\"")).keys("Too");
        assert_eq!(opened(&story), Vec::<&str>::new());
        let told = story.screen().to_lowercase();
        assert!(told.contains(&format!("{scheme}: is not opened; only http, https and mailto are")), "{told}");
    }
    let mut story = primo("email", "", &format!("{REACHED}\ndo_not_contact = true")).keys("<Enter>jjjjo");
    assert!(!story.shows("mailto:") && !story.shows("to be copied"), "{}", story.screen());
}

#[test]
fn what_has_changed_since_it_was_shown_is_not_opened() {
    let mut story = primo("linkedin-message", "", REACHED).keys("To");
    story.elsewhere("primo", |account| account.people[0].linkedin = "evil.example".into());
    story.press("o");
    assert!(opened(&story).is_empty() && story.shows("have changed meanwhile"), "{}", story.screen());
}

#[test]
fn ones_own_searches_stand_among_the_others() {
    let mut story = Story::demo();
    let search =
        |letter: &str, label: &str, url: &str| Search { letter: letter.into(), label: label.into(), url: url.into() };
    story.model.personal.links = vec![
        search("n", "News", "https://news.example/{company}"),
        search("x", "CRM", "https://crm.example/?q={website}"),
    ];
    let story = story.keys("on").keys("ox");
    assert_eq!(opened(&story), ["https://news.example/Primo", "https://crm.example/?q=primo.example"]);
}

#[test]
fn what_became_of_a_link_is_told() {
    let mut story = Story::demo();
    story.tell(Msg::LinkOpened("https://primo.example".into()));
    assert!(story.shows("Opened: https://primo.example"));
    story.tell(Msg::CopiedInstead { text: "https://primo.example".into(), why: "Over SSH links are copied".into() });
    assert!(story.shows("Over SSH links are copied: sent to your terminal's clipboard: https://primo.example"));
}

#[test]
fn a_draft_goes_to_mail_and_is_not_taken_for_sent() {
    let mut story = primo("email", "subject = \"40 %?\"\nmessage = \"Hi {{ person.first_name }}\"", REACHED).keys("TM");
    let [Effect::HandOver(outgoing)] = story.asked.as_slice() else { panic!("{:?}", story.asked) };
    assert_eq!(
        (outgoing.to.as_str(), outgoing.subject.as_str(), outgoing.text.as_str()),
        ("dana@primo.example", "40 %?", "Hi Dana\n")
    );
    story.tell(Msg::Mailed(Ok(Mailed::Back("neomutt".into()))));
    assert!(story.shows("Back from neomutt. d when it was sent."), "{}", story.screen());
    story.tell(Msg::Mailed(Ok(Mailed::Written("~/.local/state/inroad/mail/primo-k3f9.eml".into()))));
    assert!(story.shows("~/.local/state/inroad/mail/primo-k3f9.eml"), "{}", story.screen());
    assert!(!story.file("accounts/primo.toml").contains("done"));
}

#[test]
fn a_draft_with_gaps_goes_only_when_one_says_so() {
    let draft = "message = \"It took [how long], {{ person.department }}\"";
    let mut story = primo("email", draft, REACHED).keys("TM");
    assert!(story.asked.is_empty() && story.shows("2 gaps are still open: hand it over all the same?"));
    for no in ["<Enter>", "n", "<Esc>"] {
        assert!(primo("email", draft, REACHED).keys("TM").keys(no).asked.is_empty(), "{no}");
    }
    story.press("y");
    let [Effect::HandOver(outgoing)] = story.asked.as_slice() else { panic!("{:?}", story.asked) };
    assert_eq!(outgoing.text, "It took ‹how long›, ‹person.department›\n");
}

#[test]
fn what_is_no_email_is_not_handed_over() {
    for (channel, more, person, told) in [
        ("call", "message = \"Hi\"", REACHED, "Touch 1 is no email (call)."),
        ("email", "", REACHED, "Touch 1 has no draft yet."),
        ("email", "message = \"Hi\"", "", "No address of Dana is written down."),
        ("email", "message = \"{{ x\"", REACHED, "This draft can't be filled in"),
    ] {
        let mut story = primo(channel, more, person).keys("TM");
        assert!(story.asked.is_empty() && story.shows(told), "{told}\n{}", story.screen());
    }
    let mut story = primo("call", "", REACHED).keys("T");
    assert!(!story.shows("to mail"), "{}", story.screen());
}
