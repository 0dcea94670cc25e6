//! The playbooks that are built in. They are files like the owner's, in `assets/playbooks`.

use crate::domain::playbook::Playbook;

/// File stems and texts.
pub const BUILT_IN: [(&str, &str); 5] = [
    ("account-entry-10", include_str!("../../assets/playbooks/account-entry-10.toml")),
    ("tier-one-8", include_str!("../../assets/playbooks/tier-one-8.toml")),
    ("tier-one-10", include_str!("../../assets/playbooks/tier-one-10.toml")),
    ("trigger-sprint-9", include_str!("../../assets/playbooks/trigger-sprint-9.toml")),
    ("letters-and-calls-10", include_str!("../../assets/playbooks/letters-and-calls-10.toml")),
];

/// The built-in playbooks in the order in which they are offered.
pub fn built_in() -> impl Iterator<Item = Playbook> {
    BUILT_IN.iter().map(|(stem, text)| {
        let mut playbook = super::read::read::<Playbook>(text).value;
        name(&mut playbook, stem);
        playbook
    })
}

/// A playbook that doesn't say its id is called by its file.
pub(super) fn name(playbook: &mut Playbook, stem: &str) {
    if playbook.id.is_empty() {
        playbook.id = stem.to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::touch::Purpose;

    #[test]
    fn each_is_a_plan_that_the_method_would_call_one() {
        for (stem, text) in BUILT_IN {
            let read = super::super::read::read::<Playbook>(text);
            assert!(read.found.is_empty(), "{stem}: {:?}", read.found);
            let playbook = read.value;
            assert_eq!(playbook.id, stem);
            assert!((8..=10).contains(&playbook.touches.len()), "{stem}");
            assert_eq!(playbook.touches[0].day, 0, "{stem}: the first day is 0");
            assert!(playbook.touches.is_sorted_by_key(|touch| touch.day), "{stem}");
            assert_eq!(playbook.use_when.matches('.').count(), 1, "{stem}: one sentence on when to use it");
            let purposes: Vec<Purpose> = playbook.touches.iter().map(|touch| touch.purpose).collect();
            assert!(purposes.is_sorted(), "{stem}: purposes run backwards");
            assert!(purposes.contains(&Purpose::Meeting), "{stem} never asks for a meeting");
            for (i, touch) in playbook.touches.iter().enumerate() {
                assert!(playbook.roles.contains(&touch.to), "{stem} touch {}: no role {}", i + 1, touch.to);
                assert!(!touch.hint.is_empty(), "{stem} touch {}: no hint", i + 1);
                assert!(
                    !touch.channel.has_draft() || !touch.message.trim().is_empty(),
                    "{stem} touch {}: no draft",
                    i + 1
                );
                let answers =
                    touch.thread.as_deref().is_none_or(|key| playbook.touches[..i].iter().any(|each| each.key == key));
                assert!(answers, "{stem} touch {}: replies to nothing", i + 1);
                for filler in ["checking in", "touching base", "hope this", "circling back", "!"] {
                    let text = touch.message.to_lowercase();
                    assert!(!text.contains(filler), "{stem} touch {} says “{filler}”", i + 1);
                }
            }
            let thrice =
                playbook.touches.windows(3).any(|three| three.iter().all(|touch| touch.channel == three[0].channel));
            assert!(!thrice, "{stem}: one channel three times running");
        }
    }

    #[test]
    fn a_role_is_never_met_twice_through_one_channel_on_one_day() {
        for playbook in built_in() {
            for (i, touch) in playbook.touches.iter().enumerate() {
                let twin = playbook.touches[..i]
                    .iter()
                    .any(|each| (each.day, each.channel, &each.to) == (touch.day, touch.channel, &touch.to));
                assert!(!twin, "{} touch {}", playbook.id, i + 1);
            }
        }
    }
}
