//! Drafts: what is known is filled in, what is missing is seen, and no template can do harm.

use super::{Known, each_open, render};
use crate::domain::account::Account;
use crate::domain::settings::Member;
use crate::domain::testing::{account, sequence, touch, when};

fn rendered(message: &str) -> (String, Vec<String>, bool) {
    let mut primo = account(vec![sequence("2026-11-23", vec![touch("aaaa", 0, "dana-cole")])]);
    primo.sequences[0].touches[0].message = message.to_owned();
    let me = Member { name: "Sam Reyes".into(), ..Member::default() };
    let draft = render(&primo, when(0, 0), Some(&me)).unwrap().message;
    (draft.text(), draft.gaps().map(str::to_owned).collect(), draft.error.is_some())
}

#[test]
fn what_is_known_is_filled_in_and_what_is_missing_is_a_gap() {
    for (message, text, gaps) in [
        ("Hi {{ person.first_name }}, {{ me.first_name }}", "Hi Dana, Sam", vec![]),
        ("{{ account.name }} in {{ entry_point.unit }}", "Primo in ‹entry_point.unit›", vec!["entry_point.unit"]),
        ("Hi {{ person.nickname | default(\"there\") }}", "Hi there", vec![]),
        ("{{ entry_point.rationale | sentence }}", "‹entry_point.rationale›", vec!["entry_point.rationale"]),
        ("{{ person.name | sentence }} {{ 'Why?' | sentence }}", "Dana Cole. Why?", vec![]),
        ("{{ 'we fill shifts' | sentence }} {{ 'iPhone sales' | sentence }}", "We fill shifts. iPhone sales.", vec![]),
        ("{{ '(Q3 call.)' | sentence }} {{ '(Q3 call)' | sentence }}", "(Q3 call.) (Q3 call).", vec![]),
        ("no variables at all", "no variables at all", vec![]),
        ("It took [how long].", "It took ‹how long›.", vec!["how long"]),
        ("{{ person.first_name }}: [x], [1], [a](b), [", "Dana: ‹x›, [1], [a](b), [", vec!["x"]),
        ("{{ person.first_name }} [{{ entry_point.unit }}]", "Dana [‹entry_point.unit›]", vec!["entry_point.unit"]),
        ("{{ 7*7 }}", "49", vec![]),
    ] {
        assert_eq!(
            rendered(message),
            (text.to_owned(), gaps.into_iter().map(str::to_owned).collect(), false),
            "{message}"
        );
    }
}

#[test]
fn a_template_that_can_not_run_is_shown_as_it_is_written() {
    for message in [
        "{{ person.first_name",
        "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
        "{% include \"/etc/passwd\" %}",
    ] {
        let (text, _, failed) = rendered(message);
        assert!(failed && text == message, "{message}: {text}");
    }
}

#[test]
fn a_reply_in_a_thread_has_the_first_subject() {
    let mut primo: Account =
        account(vec![sequence("2026-11-23", vec![touch("aaaa", 0, "dana-cole"), touch("bbbb", 3, "dana-cole")])]);
    let touches = &mut primo.sequences[0].touches;
    touches[0].subject = "40 % more per lead?".into();
    touches[1].thread = Some("aaaa".into());
    assert_eq!(render(&primo, when(0, 1), None).unwrap().subject.text(), "Re: 40 % more per lead?");
    primo.sequences[0].touches[0].thread = Some("bbbb".into());
    assert!(render(&primo, when(0, 1), None).is_some(), "a thread that bites its own tail ends");
    assert_eq!(render(&primo, when(0, 7), None), None);
}

#[test]
fn asking_whether_anything_is_open_says_what_rendering_says() {
    for text in [
        "no variables at all",
        "Hi {{ person.first_name }}, {{ me.first_name }}",
        "{{ account.name }} in {{ entry_point.unit }}",
        "Hi {{ person.nickname | default(\"there\") }}",
        "Hi {{ person.nickname }}",
        "{{ nobody.name }}",
        "{{ person }}",
        "{{ person.name.first }}",
        "It took [how long].",
        "{{ person.first_name }}: [1], [a](b), [",
        "{{ person.first_name }} [{{ entry_point.unit }}]",
        "{{ 7*7 }} {{ 7 }} {{ 7.5 }} {{ true }}",
        "{{ person.first_name",
        "{# nothing #}",
        "{% if person.name %}yes{% endif %}",
        "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ research.trigger }}",
        "{{- person.first_name -}}",
        "{{}}",
        "{{ person.first_name }} }} {",
    ] {
        let mut primo = account(vec![sequence("2026-11-23", vec![touch("aaaa", 0, "dana-cole")])]);
        primo.sequences[0].touches[0].message = text.to_owned();
        let me = Member { name: "Sam Reyes".into(), ..Member::default() };
        let rendered = render(&primo, when(0, 0), Some(&me)).unwrap().message;
        let known = Known::of(&primo, &primo.sequences[0].touches[0], Some(&me));
        let mut is_open = false;
        each_open(text, &known, |_| is_open = true);
        assert_eq!(is_open, rendered.error.is_some() || rendered.gaps().next().is_some(), "{text}");
    }
}
