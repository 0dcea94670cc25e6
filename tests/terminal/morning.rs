//! A morning's work: twelve touches, one after another, with few keys; what the screen says is what the files say.

use crate::common::pty::Home;

/// A touch that is due, the keys that deal with it, what the last line says then, and what its file says.
struct Piece {
    account: &'static str,
    channel: &'static str,
    keys: &'static str,
    told: &'static str,
    written: &'static str,
}

const fn piece(
    account: &'static str,
    channel: &'static str,
    keys: &'static str,
    told: &'static str,
    written: &'static str,
) -> Piece {
    Piece { account, channel, keys, told, written }
}

const SENT: &str = "status = \"done\"\nclosed = 2026-11-23T15:12:00-06:00\nresult = \"sent\"";

/// In the order of the review: all are as urgent, so by name.
const MORNING: [Piece; 12] = [
    piece("acme", "email", "d", "Touch 1: sent", SENT),
    piece("bolt", "call", "dd", "Touch 1: no answer", "result = \"no-answer\""),
    piece("corvus", "call", "dv", "Touch 1: left voicemail", "result = \"left-voicemail\""),
    piece("dune", "email", "d", "Touch 1: sent", SENT),
    piece("ember", "linkedin-message", "d", "Touch 1: sent", SENT),
    piece("fable", "letter", "d", "Touch 1: done", "result = \"done\""),
    piece("grove", "call", "dc<Enter>", "Touch 1: connected", "result = \"connected\""),
    piece("haven", "email", "pfri<Enter>", "Touch 1 postponed to Fri 27 Nov", "due = 2026-11-27"),
    piece("inlet", "gift", "s", "Touch 1 skipped", "status = \"skipped\""),
    piece("jetty", "email", "d", "Touch 1: sent", SENT),
    piece("knoll", "call", "dm", "Touch 1: left message", "result = \"left-message\""),
    piece("lumen", "email", "d", "Touch 1: sent", SENT),
];

fn account(piece: &Piece) -> String {
    let touch = |id: &str, channel: &str, day: u32| {
        let draft = "subject = \"A question\"\nmessage = \"Hi {{ person.first_name }}, a question.\"\n";
        format!(
            "\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"{channel}\"\nday = {day}\nperson = \"ann\"\n{draft}"
        )
    };
    let person = "\n[[people]]\nid = \"ann\"\nname = \"Ann Lee\"\nconnected_on = 2026-01-05\n";
    let head = format!("format = 1\nname = \"{}\"\nstage = \"in-sequence\"\n{person}", piece.account);
    let sequence = "\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-23\n";
    format!("{head}{sequence}{}{}", touch("t001", piece.channel, 0), touch("t002", "email", 3))
}

/// How many keys are pressed: `<Enter>` is one.
fn count(keys: &str) -> usize {
    let named = keys.matches('<').count();
    let within: usize = keys.split('<').skip(1).filter_map(|rest| rest.find('>')).map(|to| to + 2).sum();
    keys.len() - within + named
}

#[test]
fn twelve_touches_take_few_keys_and_the_files_say_what_the_screen_says() {
    let home = Home::with_primo();
    std::fs::remove_file(home.plan().join("accounts/primo.toml")).unwrap();
    for piece in &MORNING {
        std::fs::write(home.plan().join(format!("accounts/{}.toml", piece.account)), account(piece)).unwrap();
    }
    let mut run = home.start(110, 32, &[]);
    run.shows("12 due").keys("T");
    let mut keys = 1;
    for (n, piece) in MORNING.iter().enumerate() {
        run.shows(&format!("╭ {} · touch 1", piece.account)).keys(piece.keys);
        keys += count(piece.keys);
        if n + 1 < MORNING.len() {
            run.shows(piece.told).shows(&format!("{}/12", n + 1));
        }
    }
    run.shows("12/12").shows("What did today teach?").shows("Touch 1: sent").keys("<Enter>").shows("saved");
    keys += 1;
    assert!(keys * 2 <= MORNING.len() * 5, "{keys} keys are more than two and a half a touch");
    run.shows("Nothing is due. The next work is on Thu 26 Nov").keys("qq");
    assert!(run.end().0.success());
    for piece in &MORNING {
        let file = home.file(&format!("accounts/{}.toml", piece.account));
        let (first, second) = file.split_once("id = \"t002\"").unwrap();
        assert!(first.contains(piece.written), "{}: {file}", piece.account);
        assert!(!second.contains("status") && !second.contains("due"), "only what was dealt with changed: {file}");
    }
    // Another run shows the same; that something was put off leaves no trace on this day.
    let mut again = home.start(110, 32, &[]);
    again.shows("nothing due").shows("●○").keys("T").shows("11/11");
    again.keys("qq");
    assert!(again.end().0.success());
}
