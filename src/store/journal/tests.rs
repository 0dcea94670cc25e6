//! What a journal keeps, loses and says.

use super::past::stacks;
use super::*;
use crate::domain::step::{Note, Way};

fn image(id: StepId, way: Way) -> Image {
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
    let note = Note { id, at, label: format!("step {id}"), way };
    Image {
        note,
        file: "accounts/primo.toml".into(),
        before: None,
        after: Some(format!("n = {id}\n")),
        settled: None,
        turned: None,
        joined: std::collections::BTreeMap::new(),
    }
}

fn ids(notes: &[Note]) -> Vec<StepId> {
    notes.iter().map(|note| note.id).collect()
}

/// The journal's steps as another run finds them, and the step it has to look after.
fn found(path: &Path) -> (Vec<StepId>, Option<StepId>) {
    let mut journal = Journal::open(path).unwrap();
    let open = journal.settle().unwrap().map(|open| match open {
        Open::File(image) => image.note.id,
        Open::Step(id, _) => id,
    });
    (ids(&journal.stacks().unwrap().done), open)
}

fn journal() -> (tempfile::TempDir, PathBuf, Journal) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let mut journal = Journal::open(&path).unwrap();
    assert_eq!(journal.settle().unwrap(), None);
    (home, path, journal)
}

fn write(journal: &mut Journal, image: &Image) {
    journal.write(image).unwrap();
    journal.done(image).unwrap();
}

#[test]
fn a_step_counts_once_it_is_on_the_disk_and_the_last_one_is_looked_after() {
    let (_home, path, mut journal) = journal();
    write(&mut journal, &image(1, Way::Do));
    write(&mut journal, &image(2, Way::Do));
    assert_eq!(found(&path), (vec![1, 2], None));
    journal.write(&image(3, Way::Do)).unwrap();
    assert_eq!(found(&path), (vec![1, 2], Some(3)));
    journal.left();
    assert_eq!(found(&path), (vec![1, 2], None));
    write(&mut journal, &image(4, Way::Do));
    assert_eq!(found(&path), (vec![1, 2, 4], None));
}

#[test]
fn a_large_step_is_found_whole_with_what_came_of_it() {
    let (_home, path, mut journal) = journal();
    write(&mut journal, &image(1, Way::Do));
    let text = "\"é\\\n".repeat(300_000);
    let large = Image { after: Some(text), ..image(2, Way::Do) };
    let small = Image { file: "accounts/globex.toml".into(), ..image(2, Way::Do) };
    journal.write_step(2, &[large.clone(), small.clone()]).unwrap();
    assert_eq!(Journal::open(&path).unwrap().step(2).unwrap(), [], "nobody has said that it is on the disk");
    journal.stood(2).unwrap();
    let renamed = Renamed {
        file: small.file.clone(),
        to: Some("accounts/acme.toml".into()),
        people: std::collections::BTreeMap::new(),
    };
    journal.rename(renamed).unwrap();
    write(&mut journal, &image(3, Way::Do));
    let found = Journal::open(&path).unwrap().step(2).unwrap();
    assert!(found == [large, Image { file: "accounts/acme.toml".into(), ..small }]);
}

#[test]
fn wherever_the_end_was_torn_off_the_rest_is_read_and_written_on() {
    let (_home, path, mut journal) = journal();
    write(&mut journal, &image(1, Way::Do));
    let whole = std::fs::read(&path).unwrap();
    journal.write(&image(2, Way::Do)).unwrap();
    let both = std::fs::read(&path).unwrap();
    let mut broken: Vec<Vec<u8>> = (whole.len()..both.len()).map(|cut| both[..cut].to_vec()).collect();
    let mut flipped = both.clone();
    flipped[whole.len() + 20] ^= 1;
    broken.push(flipped);
    for bytes in broken {
        std::fs::write(&path, &bytes).unwrap();
        let mut again = Journal::open(&path).unwrap();
        assert_eq!(again.settle().unwrap(), None);
        write(&mut again, &image(3, Way::Do));
        assert_eq!(found(&path).0, [1, 3], "{} bytes", bytes.len());
    }
}

#[test]
fn two_runs_write_one_after_the_other() {
    let (_home, path, mut one) = journal();
    let mut other = Journal::open(&path).unwrap();
    for id in 1..=6 {
        let journal = if id % 2 == 0 { &mut one } else { &mut other };
        assert_eq!(journal.settle().unwrap(), None);
        write(journal, &image(id, Way::Do));
    }
    assert_eq!(found(&path).0, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn the_oldest_go_first_and_the_newest_is_kept_whatever_its_size() {
    let (_home, path, mut journal) = journal();
    journal.bounds = Bounds { steps: 100, bytes: 1000 };
    let of = |id, size| Image { after: Some("x".repeat(size)), ..image(id, Way::Do) };
    for id in 1..=3 {
        write(&mut journal, &of(id, 400));
    }
    assert_eq!(found(&path).0, [3]);
    write(&mut journal, &of(4, 5000));
    assert_eq!(found(&path).0, [4]);
    journal.bounds.bytes = 1 << 20;
    for id in 5..=300 {
        write(&mut journal, &of(id, 1));
    }
    let kept = found(&path).0;
    assert!((80..=100).contains(&kept.len()) && kept.ends_with(&[299, 300]), "{kept:?}");
}

#[test]
fn another_run_goes_on_where_one_has_shortened_it() {
    let (_home, path, mut journal) = journal();
    let mut other = Journal::open(&path).unwrap();
    journal.bounds.bytes = 500;
    for id in 1..=9 {
        write(&mut journal, &image(id, Way::Do));
    }
    assert_eq!(other.settle().unwrap(), None);
    write(&mut other, &image(10, Way::Do));
    assert!(found(&path).0.ends_with(&[9, 10]));
}

#[test]
fn taking_back_and_doing_again_move_between_two_stacks() {
    use Way::{Came, Do, Redo, Undo};
    let cases: [(&[Way], &[StepId], &[StepId]); 7] = [
        (&[Do, Do], &[1, 2], &[]),
        (&[Do, Do, Undo(2), Undo(1), Redo(1)], &[1], &[2]),
        (&[Do, Do, Undo(2), Do], &[1, 4], &[]),
        // What was done again is what was done last.
        (&[Do, Do, Undo(1), Redo(1)], &[2, 1], &[]),
        (&[Do, Do, Undo(1), Redo(1), Undo(1)], &[2], &[1]),
        (&[Do, Undo(1), Came, Redo(1)], &[3, 1], &[]),
        (&[Do, Undo(7), Redo(7)], &[1], &[]),
    ];
    for (ways, done, undone) in cases {
        let stacks = stacks((1..).zip(ways).map(|(id, way)| image(id, *way).note));
        assert_eq!((ids(&stacks.done), ids(&stacks.undone)), (done.to_vec(), undone.to_vec()), "{ways:?}");
    }
}

#[test]
fn a_step_of_two_files_is_one_step_with_both() {
    let (_home, path, mut journal) = journal();
    let other = Image { file: "plan.toml".into(), ..image(1, Way::Do) };
    write(&mut journal, &image(1, Way::Do));
    write(&mut journal, &other);
    assert_eq!(found(&path).0, [1]);
    assert_eq!(journal.step(1).unwrap(), [image(1, Way::Do), other]);
}

#[test]
fn of_a_step_in_two_parts_both_count_and_of_two_tries_the_one_that_succeeded() {
    let (_home, _path, mut journal) = journal();
    let part = |n| Image { after: Some(format!("part = {n}\n")), ..image(1, Way::Do) };
    journal.write(&part(1)).unwrap();
    journal.left();
    write(&mut journal, &part(2));
    write(&mut journal, &part(3));
    assert_eq!(journal.step(1).unwrap(), [part(2), part(3)]);
}

#[test]
fn a_text_is_known_whole_and_as_the_beginning_of_what_was_being_written() {
    let (_home, _path, mut journal) = journal();
    let before = Some("b = 1\n".to_owned());
    write(&mut journal, &Image { before, ..image(1, Way::Do) });
    for (bytes, known) in
        [("b = 1\n", true), ("n = 1\n", true), ("n = ", true), ("", true), ("b = ", false), ("x", false)]
    {
        assert_eq!(journal.knows(&[bytes.as_bytes().to_vec()]).unwrap(), [known], "{bytes}");
    }
    let many = ["x", "n = 1\n", "n", "b = 1\n"].map(|text| text.as_bytes().to_vec());
    assert_eq!(journal.knows(&many).unwrap(), [false, true, true, true]);
}

/// What a step does to these files.
fn step(id: StepId, files: &[&str]) -> Vec<Image> {
    files.iter().map(|file| Image { file: (*file).into(), ..image(id, Way::Do) }).collect()
}

#[test]
fn a_step_of_many_files_is_there_as_a_whole_or_not_at_all() {
    let (_home, path, mut journal) = journal();
    write(&mut journal, &image(1, Way::Do));
    let whole = std::fs::read(&path).unwrap();
    let images = step(2, &["a", "b", "c"]);
    journal.write_step(2, &images).unwrap();
    assert_eq!(found(&path), (vec![1], Some(2)), "it is begun, and not done");
    assert_eq!(journal.step(2).unwrap(), []);
    let both = std::fs::read(&path).unwrap();
    for cut in whole.len()..both.len() {
        let torn = path.with_file_name("torn");
        std::fs::write(&torn, &both[..cut]).unwrap();
        assert_eq!(found(&torn), (vec![1], None), "{cut} bytes");
    }
    journal.stood(2).unwrap();
    assert_eq!(found(&path), (vec![1, 2], None));
    assert_eq!(journal.step(2).unwrap(), images);
    assert_eq!(journal.files().unwrap()[&2].len(), 3);
}

#[test]
fn of_a_step_that_was_begun_twice_the_second_counts() {
    let (_home, path, mut journal) = journal();
    journal.write_step(1, &step(1, &["a", "b"])).unwrap();
    journal.write_step(1, &step(1, &["a", "c"])).unwrap();
    journal.stood(1).unwrap();
    assert_eq!(journal.step(1).unwrap(), step(1, &["a", "c"]));
    journal.write_step(2, &step(2, &["a", "b"])).unwrap();
    journal.write_step(2, &step(2, &["a", "b"])).unwrap();
    (0..2).for_each(|_| journal.left());
    assert_eq!(found(&path), (vec![1], None), "what came to nothing is looked after by nobody");
}

#[test]
fn what_had_to_come_before_a_step_is_found_by_its_own_number() {
    let (_home, path, mut journal) = journal();
    let images: Vec<Image> = step(7, &["a"]).into_iter().chain(step(8, &["a", "b"])).collect();
    journal.write_step(8, &images).unwrap();
    journal.stood(8).unwrap();
    assert_eq!(journal.step(7).unwrap(), step(7, &["a"]));
    assert_eq!(journal.step(8).unwrap(), step(8, &["a", "b"]));
    assert_eq!(found(&path).0, [7, 8]);
}

#[test]
fn a_journal_that_is_shortened_while_a_step_is_begun_still_knows_it() {
    let (_home, path, mut journal) = journal();
    for id in 1..=9 {
        write(&mut journal, &image(id, Way::Do));
    }
    journal.bounds.bytes = 500;
    let images = step(10, &["a", "b", "c", "d"]);
    journal.write_step(10, &images).unwrap();
    assert_eq!(found(&path).1, Some(10));
    journal.stood(10).unwrap();
    assert_eq!(found(&path), (vec![10], None));
    assert_eq!(journal.step(10).unwrap(), images);
}

/// What takes back that step, or does it again, as it left its files.
fn turn(id: StepId, way: Way, images: &[Image]) -> Vec<Image> {
    let of = |image: &Image| {
        let (before, after) = image.texts(way);
        let turned = Some(Sums::of(before, after));
        let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
        let note = Note { id, way, label: "turned".into(), ..image.note.clone() };
        Image { note, before, after, turned, ..image.clone() }
    };
    let mut turned: Vec<Image> = images.iter().map(of).collect();
    if matches!(way, Way::Undo(_)) {
        turned.reverse();
    }
    turned
}

/// A step with large texts; one file it changes twice.
fn large(id: StepId) -> Vec<Image> {
    let of = |(n, file): (usize, &str)| Image {
        file: file.into(),
        before: (n != 1).then(|| format!("before {n} {}", "x".repeat(10_000))),
        after: (n != 2).then(|| format!("after {n} {}", "y".repeat(10_000))),
        ..image(id, Way::Do)
    };
    ["a", "b", "c", "a"].into_iter().enumerate().map(of).collect()
}

#[test]
fn what_is_taken_back_or_done_again_is_not_written_down_once_more_and_is_found_whole() {
    let (_home, path, mut journal) = journal();
    let images = large(1);
    journal.write_step(1, &images).unwrap();
    journal.stood(1).unwrap();
    let length = |path: &Path| std::fs::metadata(path).unwrap().len();
    let before = length(&path);
    for (id, way) in [(2, Way::Undo(1)), (3, Way::Redo(1)), (4, Way::Undo(1))] {
        let turned = turn(id, way, &images);
        journal.write_step(id, &turned).unwrap();
        // A run that comes after one that was killed here has every text.
        let mut other = Journal::open(&path).unwrap();
        assert_eq!(other.unfinished().unwrap(), turned);
        assert_eq!(other.settle().unwrap(), Some(Open::Step(id, turned)));
        journal.stood(id).unwrap();
    }
    assert!(length(&path) < before + 4_000, "{} after {before}", length(&path));
    assert_eq!(journal.step(1).unwrap(), images);
    // One file alone too; and what somebody else has changed since is written down.
    let alone = turn(5, Way::Redo(1), &images[..1]).remove(0);
    journal.write(&alone).unwrap();
    assert_eq!(Journal::open(&path).unwrap().settle().unwrap(), Some(Open::File(Box::new(alone.clone()))));
    journal.done(&alone).unwrap();
    let otherwise = Image { before: Some("theirs".into()), turned: None, ..turn(6, Way::Undo(1), &images).remove(0) };
    journal.write(&otherwise).unwrap();
    assert_eq!(Journal::open(&path).unwrap().settle().unwrap(), Some(Open::File(Box::new(otherwise))));
}

#[test]
fn what_is_being_taken_back_stays_however_little_room_there_is_and_what_goes_is_counted() {
    let (_home, path, mut journal) = journal();
    let images = large(1);
    journal.write_step(1, &images).unwrap();
    journal.stood(1).unwrap();
    for id in 2..=9 {
        write(&mut journal, &image(id, Way::Do));
    }
    journal.bounds.bytes = 1_000;
    let turned = turn(10, Way::Undo(1), &images);
    journal.write_step(10, &turned).unwrap();
    assert_eq!(journal.forgotten(), 0);
    assert_eq!(Journal::open(&path).unwrap().settle().unwrap(), Some(Open::Step(10, turned)));
    journal.stood(10).unwrap();
    // It is needed no longer: it goes, and with it what stood before.
    write(&mut journal, &image(11, Way::Do));
    let kept = found(&path).0;
    assert!(kept.ends_with(&[11]) && !kept.contains(&1), "{kept:?}");
    assert_eq!((journal.forgotten(), journal.forgotten()), (10 - kept.len(), 0));
}

/// Its steps, and where the records of each lie.
fn filled(path: &Path) -> Vec<(StepId, std::ops::Range<usize>)> {
    let mut journal = Journal::open(path).unwrap();
    journal.settle().unwrap();
    let mut places = Vec::new();
    for id in 1..=6 {
        let begins = std::fs::metadata(path).unwrap().len() as usize;
        if id % 3 == 0 {
            journal.write_step(id, &step(id, &["a", "b"])).unwrap();
            journal.stood(id).unwrap();
        } else {
            write(&mut journal, &image(id, Way::Do));
        }
        places.push((id, begins..std::fs::metadata(path).unwrap().len() as usize));
    }
    places
}

proptest::proptest! {
    #[test]
    fn whatever_was_written_over_it_what_is_whole_is_read_and_a_new_step_is_the_last(
        spots in proptest::collection::vec((0_usize..4_000, proptest::collection::vec(proptest::num::u8::ANY, 1..200)), 1..4),
    ) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let places = filled(&path);
        let sound = std::fs::read(&path).unwrap();
        let mut bytes = sound.clone();
        for (at, over) in spots {
            let at = at % bytes.len();
            let ends = (at + over.len()).min(bytes.len());
            bytes[at..ends].copy_from_slice(&over[..ends - at]);
        }
        std::fs::write(&path, &bytes).unwrap();
        let whole: Vec<StepId> =
            places.iter().filter(|(_, at)| bytes[at.clone()] == sound[at.clone()]).map(|(id, _)| *id).collect();
        let mut journal = Journal::open(&path).unwrap();
        // As it lies there, and by whoever writes next.
        proptest::prop_assert_eq!(&ids(&journal.stacks().unwrap().done), &whole);
        proptest::prop_assert_eq!(bytes == sound, journal.damage().unwrap().bytes == 0 && whole.len() == places.len());
        journal.settle().unwrap();
        write(&mut journal, &image(7, Way::Do));
        let all: Vec<StepId> = whole.into_iter().chain([7]).collect();
        proptest::prop_assert_eq!(&found(&path), &(all.clone(), None));
        proptest::prop_assert_eq!(journal.step(7).unwrap(), vec![image(7, Way::Do)]);
        // What goes at last is put aside before.
        let damage = journal.damage().unwrap();
        journal.bounds.steps = 2;
        write(&mut journal, &image(8, Way::Do));
        proptest::prop_assert!(found(&path).0.ends_with(&[8]));
        let after = journal.damage().unwrap();
        proptest::prop_assert_eq!(after.bytes, 0);
        proptest::prop_assert_eq!(after.aside.len() - damage.aside.len(), usize::from(damage.bytes > 0));
    }
}

#[test]
fn a_journal_of_which_nothing_can_be_read_is_put_aside_and_one_that_was_torn_off_is_not() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    filled(&path);
    let sound = std::fs::read(&path).unwrap();
    let other: Vec<u8> = b"something else altogether\n".repeat(40);
    std::fs::write(&path, &other).unwrap();
    assert_eq!(Journal::open(&path).unwrap().damage().unwrap().bytes, other.len() as u64);
    let mut journal = Journal::open(&path).unwrap();
    journal.settle().unwrap();
    write(&mut journal, &image(7, Way::Do));
    assert_eq!(found(&path), (vec![7], None));
    let damage = journal.damage().unwrap();
    assert_eq!(damage.bytes, 0);
    assert_eq!(damage.aside.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>(), [other]);
    std::fs::remove_file(&damage.aside[0]).unwrap();
    for cut in 1..sound.len() {
        std::fs::write(&path, &sound[..cut]).unwrap();
        let mut journal = Journal::open(&path).unwrap();
        assert_eq!(journal.damage().unwrap().bytes, 0, "{cut} bytes");
        journal.settle().unwrap();
        assert_eq!(journal.damage().unwrap(), Damage { journal: path.clone(), ..Damage::default() }, "{cut} bytes");
    }
}
