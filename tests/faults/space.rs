//! No room, no inodes, nothing to be written: the old file stays whole, the edit stays on the screen and says that it
//! is not saved, and it is saved when the disk takes it again, without a key.

use std::fs;
use std::path::PathBuf;
use std::thread;

use crate::common::pty::{Home, Running};
use crate::desk::{Desk, PRIMO};
use crate::mounts::Mount;
use crate::trial::{Need, has, seen};

/// What is done to the file system, and how it is undone.
struct Trouble {
    name: &'static str,
    options: &'static str,
    begin: fn(&Mount) -> PathBuf,
    end: fn(&Mount, PathBuf),
}

const TROUBLES: [Trouble; 3] = [
    Trouble {
        name: "no room",
        options: "size=64k",
        begin: Mount::fill,
        end: |_, filler| fs::remove_file(filler).unwrap(),
    },
    Trouble {
        name: "no inodes",
        options: "nr_inodes=40",
        begin: Mount::fill_inodes,
        end: |_, filler| fs::remove_dir_all(filler).unwrap(),
    },
    Trouble {
        name: "read-only",
        options: "size=1m",
        begin: |mount| {
            mount.remount("ro");
            PathBuf::new()
        },
        end: |mount, _| mount.remount("rw"),
    },
];

/// The screen over a plan on that file system, its state there too or elsewhere.
fn start(home: &Home, state: Option<&Home>) -> Running {
    fs::create_dir_all(home.plan().join("accounts")).unwrap();
    fs::write(home.plan().join("plan.toml"), "format = 1\n").unwrap();
    fs::write(home.plan().join("accounts/primo.toml"), PRIMO).unwrap();
    let mut command = home.command(&[], &[]);
    if let Some(state) = state {
        command.env("XDG_STATE_HOME", state.path());
    }
    Running::of(command, 110, 32)
}

#[test]
fn what_the_disk_refuses_stays_on_the_screen_until_it_is_taken() {
    if !has(&[Need::Mount]) {
        return;
    }
    // Each waits for the program's next try most of the time, and they don't mind each other.
    thread::scope(|scope| {
        for trouble in &TROUBLES {
            // A file that is open for writing, the journal, keeps a file system from becoming read-only.
            let places = if trouble.name == "read-only" { [false].as_slice() } else { &[true, false] };
            for is_together in places {
                scope.spawn(move || refused(trouble, *is_together));
            }
        }
    });
    seen("no room, no inodes, read-only: the old file whole, the edits on the screen, saved when it was over");
}

fn refused(trouble: &Trouble, is_together: bool) {
    let mount = Mount::tmpfs(trouble.options);
    let (home, elsewhere) = (Home::within(mount.path()), Home::new());
    let mut run = start(&home, (!is_together).then_some(&elsewhere));
    run.shows("Primo").keys("LIt rang.<Enter>").shows("saved ");
    let before = home.file("accounts/primo.toml");
    let begun = (trouble.begin)(&mount);
    run.keys("LNobody answered.<Enter>").shows("NOT SAVED");
    assert_eq!(home.file("accounts/primo.toml"), before, "{}", trouble.name);
    run.keys("<Enter>G").shows("Nobody answered.").shows("NOT SAVED");
    // More is typed meanwhile, and stays too.
    run.keys("LShe called back.<Enter>").shows("She called back.").shows("NOT SAVED");
    assert_eq!(home.file("accounts/primo.toml"), before, "{}", trouble.name);
    (trouble.end)(&mount, begun);
    run.until("saved", |screen| !screen.contents().contains("NOT SAVED") && screen.contents().contains("saved "));
    let after = home.file("accounts/primo.toml");
    for text in ["It rang.", "Nobody answered.", "She called back.", "# my own note"] {
        assert!(after.contains(text), "{}: {text} is lost\n{after}", trouble.name);
    }
    run.keys("qq");
    assert!(run.end().0.success(), "{}", trouble.name);
    let names = fs::read_dir(home.plan().join("accounts")).unwrap().count();
    assert_eq!(names, 1, "{}: something is left behind", trouble.name);
}

#[test]
fn the_command_line_says_that_it_is_not_saved() {
    if !has(&[Need::Mount]) {
        return;
    }
    for trouble in TROUBLES {
        let mount = Mount::tmpfs(trouble.options);
        let desk = Desk::at(mount.path());
        desk.does(&["set", "primo", "why", "First"]);
        let before = desk.primo();
        let begun = (trouble.begin)(&mount);
        let output = desk.run(&["set", "primo", "why", "Second"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && told.contains("not saved: "), "{}: {told}", trouble.name);
        assert_eq!(desk.primo(), before, "{}", trouble.name);
        desk.does(&["list"]);
        (trouble.end)(&mount, begun);
        desk.starts();
        assert_eq!(desk.primo(), before, "{}: what was not saved came back", trouble.name);
        desk.does(&["set", "primo", "why", "Third"]);
        assert_eq!(desk.account().why, "Third");
    }
}
