//! Plans of any size for trying things out and for measuring: files of about 3 KB with ten touches, three people and
//! notes. The same number, seed and day give the same bytes.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::domain::calendar::{Calendar, Workdays};

/// plan.toml of a generated plan.
pub(super) const PLAN: &str = r#"format = 1
why = "Hope is not a strategy."
currency = "USD"

[[members]]
id = "sam"
name = "Sam Reyes"
title = "Account Executive"
timezone = "America/Chicago"
per_day = 20
"#;

const FIRST: [&str; 16] = [
    "Ana", "Bo", "Chidi", "Dana", "Elif", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kim", "Lena", "Mateo", "Nia",
    "Omar", "Priya",
];
const LAST: [&str; 16] = [
    "Abbott", "Brandt", "Cole", "Diaz", "Eze", "Fischer", "Gupta", "Hansen", "Ito", "Jensen", "Kaya", "Lopez", "Mori",
    "Novak", "Okafor", "Petrov",
];
const HEAD: [&str; 20] = [
    "Alder", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel",
    "Lumen", "Meridian", "Nimbus", "Orchard", "Pioneer", "Quarry", "Ridge", "Summit", "Tidal",
];
const TAIL: [&str; 12] = [
    "Foods",
    "Logistics",
    "Health",
    "Energy",
    "Retail",
    "Systems",
    "Beverages",
    "Textiles",
    "Mobility",
    "Insurance",
    "Robotics",
    "Media",
];
const UNITS: [(&str, &str); 6] = [
    ("Marketing", "Demand generation"),
    ("Operations", "Supply planning"),
    ("Finance", "Accounts payable"),
    ("HR", "Talent acquisition"),
    ("IT", "Platform engineering"),
    ("Sales", "Revenue operations"),
];
const STAGES: [&str; 10] = [
    "in-sequence",
    "in-sequence",
    "in-sequence",
    "researching",
    "engaged",
    "in-sequence",
    "meeting",
    "target",
    "nurture",
    "opportunity",
];
const TOUCHES: [(&str, u32, &str); 10] = [
    ("email", 0, "curiosity"),
    ("call", 2, "curiosity"),
    ("linkedin-connect", 3, "curiosity"),
    ("email", 6, "credibility"),
    ("call", 9, "credibility"),
    ("linkedin-message", 12, "credibility"),
    ("letter", 15, "credibility"),
    ("email", 18, "credibility"),
    ("call", 22, "meeting"),
    ("email", 25, "meeting"),
];

/// SplitMix64: small, good enough to scatter names, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.roll(items.len())]
    }
}

/// File names and texts of so many accounts.
pub(super) fn accounts(count: usize, seed: u64, today: NaiveDate) -> impl Iterator<Item = (String, String)> {
    let calendar = Calendar::default();
    (0..count).map(move |n| {
        let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ (n as u64 + 1));
        let name = format!("{} {} {:05}", dice.of(&HEAD), dice.of(&TAIL), n + 1);
        let slug = name.to_lowercase().replace(' ', "-");
        (format!("accounts/{slug}.toml"), account(&name, &slug, n, &mut dice, today, &calendar))
    })
}

fn account(name: &str, slug: &str, n: usize, dice: &mut Dice, today: NaiveDate, calendar: &Calendar) -> String {
    let mut text = String::with_capacity(3_600);
    let workdays = Workdays::of(calendar);
    let stage = STAGES[n % STAGES.len()];
    let (unit, function) = dice.of(&UNITS);
    let tier = dice.roll(3) + 1;
    let value = (dice.roll(40) + 1) * 5_000;
    let done = if stage == "in-sequence" { dice.roll(9) } else { 0 };
    let ago = TOUCHES[done].1 + dice.roll(4) as u32;
    let start = workdays.back(today, ago).unwrap_or(today);
    // Writing into a string can't fail.
    _ = write!(
        text,
        "format = 1\nname = \"{name}\"\nwebsite = \"{slug}.example\"\nindustry = \"{}\"\ntier = {tier}\nstage = \"{stage}\"\nvalue = {value}\nowner = \"sam\"\nwhy = \"A reference in {} opens the next three.\"\ntags = [\"{}\"]\n",
        dice.of(&TAIL),
        dice.of(&TAIL),
        dice.of(&["north", "south", "east", "west"]),
    );
    _ = write!(text, "\n[[stages]]\nto = \"{stage}\"\non = {start}\n");
    _ = write!(
        text,
        "\n[entry_point]\nunit = \"{unit}\"\nfunction = \"{function}\"\nrationale = \"A new head of {function} with a mandate to change things.\"\n",
    );
    let mut people = Vec::new();
    for (i, (title, influence)) in
        [("VP", "economic"), ("Director", "user"), ("Manager", "coach")].into_iter().enumerate()
    {
        let (first, last) = (FIRST[(n + i * 5) % FIRST.len()], dice.of(&LAST));
        let id = format!("{}-{}", first.to_lowercase(), last.to_lowercase());
        _ = write!(
            text,
            "\n[[people]]\nid = \"{id}\"\nname = \"{first} {last}\"\ntitle = \"{title} {function}\"\ninfluence = \"{influence}\"\nsupport = \"neutral\"\nemails = [{{ value = \"{}.{}@{slug}.example\" }}]\nphones = [{{ value = \"+1 312 555 01{:02}\", kind = \"direct\" }}]\nnotes = \"Met at a trade fair; asks for numbers before stories.\"\n",
            first.to_lowercase(),
            last.to_lowercase(),
            dice.roll(100),
        );
        people.push((id, first));
    }
    let percent = dice.roll(30) + 10;
    let read_on = workdays.back(today, dice.roll(60) as u32).unwrap_or(today);
    _ = write!(
        text,
        "\n[[research]]\nid = \"r{:03}\"\nkind = \"challenge\"\ntext = \"{function} costs rose {percent} % within a year.\"\nsource = \"Annual report, p. {}\"\non = {read_on}\n",
        n % 1000,
        dice.roll(90) + 1,
    );
    _ = write!(
        text,
        "\n[[sequences]]\nid = \"s{:03}\"\nplaybook = \"account-entry-10\"\nto = {{ first = \"{}\", second = \"{}\" }}\nstart = {start}\ncycle = 1\n",
        n % 1000,
        people[0].0,
        people[1].0,
    );
    for (i, (channel, day, purpose)) in TOUCHES.into_iter().enumerate() {
        let (person, first) = &people[usize::from(i == 7)];
        _ = write!(
            text,
            "\n[[sequences.touches]]\nid = \"t{i}{:02}\"\nchannel = \"{channel}\"\nday = {day}\nperson = \"{person}\"\npurpose = \"{purpose}\"\nmessage = \"Hi {first}, {function} rose {percent} %. One number helped a peer of yours.\"\n",
            n % 100,
        );
        if i < done {
            let closed = workdays.add(start, day).unwrap_or(start).min(today);
            let result = if channel == "call" {
                "left-voicemail"
            } else if channel == "letter" {
                "done"
            } else {
                "sent"
            };
            _ = write!(text, "status = \"done\"\nclosed = {closed}\nresult = \"{result}\"\n");
        }
    }
    text
}
