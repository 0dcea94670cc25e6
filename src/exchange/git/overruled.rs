//! What stood here and lost. Where both sides had changed the same, whoever put them together kept their own; over here it
//! would look like any other change that came. So the merges among what came are looked at once more, each from this side,
//! and what lost in one waits here for a choice too.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::changes::{self, Changed};
use super::driver;
use super::run::{Git, GitError};
use super::{files, twice, words};
use crate::domain::{conflict, decision, synced};
use crate::store::{self, Overruled, merge, text};

/// How many merges are looked at, the latest first. Whoever has been away for longer is told of what came.
const MERGES: usize = 100;

/// So much of a value is told.
const QUOTED: usize = 40;

/// So much of it at least is what differs.
const DIFFERS: usize = 12;

/// So much at most stands before that.
const BEFORE: usize = 16;

/// A file that is larger is told as a whole: of fifty thousand people nobody chooses one by one.
const MOST: usize = 1 << 20;

/// What became elsewhere of what stands here.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What stands here and lost; it waits for a choice.
    pub overruled: Vec<Overruled>,
    /// What stood although somebody had let go of it, and what stands twice, in a sentence each.
    pub told: Vec<String>,
}

/// What stands at `head` and lost in a merge on the way to `theirs`, and is still lost there.
///
/// # Errors
///
/// What git says.
pub(super) fn found(git: &Git, head: &str, theirs: &str) -> Result<Found, GitError> {
    let range = format!("{head}..{theirs}");
    let most = format!("--max-count={MERGES}");
    let listed = git.get(&["rev-list", "--merges", "--parents", &most, &range, "--"])?.text();
    let mut fates: Vec<Fate> = Vec::new();
    for line in listed.lines() {
        let [_, one, other] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        let (has_one, has_other) = (is_ours(git, one, head)?, is_ours(git, other, head)?);
        let (ours, others) = match (has_one, has_other) {
            (true, false) => (one, other),
            (false, true) => (other, one),
            // Neither side knows of what is here, or both do.
            _ => continue,
        };
        let known = git.run(&["merge-base", ours, others], None)?;
        // Whoever has joined with a plan of their own knew nothing of ours.
        let known = Some(known.text()).filter(|_| known.code == 0);
        fates.extend(fates_of(git, known.as_deref(), [ours, others])?);
    }
    still(git, head, theirs, fates)
}

/// Whether that state knows of what is here, or what is here knows of it.
fn is_ours(git: &Git, state: &str, head: &str) -> Result<bool, GitError> {
    let is_in = |before: &str, after: &str| -> Result<bool, GitError> {
        Ok(git.run(&["merge-base", "--is-ancestor", before, after], None)?.code == 0)
    };
    Ok(is_in(state, head)? || is_in(head, state)?)
}

/// What a merge has made of something that this side had changed.
enum Fate {
    /// Both had changed that place; here it said this. An empty path is the file as a whole.
    Lost { file: PathBuf, path: String, ours: Option<Value> },
    /// An account, or another file of its own, that this side let go of and others went on with.
    IsBack { file: PathBuf, is_archived: bool },
    /// The same of one in whose place this side has put another company: it was this, and is back under another id.
    IsBackBeside { file: PathBuf, was: Vec<u8>, is_archived: bool },
    /// The other way round.
    Stays { file: PathBuf, is_archived: bool },
    /// The same, where they have put another company in its place: that is this, and has another id.
    StaysBeside { file: PathBuf, other: Vec<u8>, is_archived: bool },
    /// An account that both had changed: what both knew of it, and what the others had made of it.
    OfBoth { file: PathBuf, known: Option<Vec<u8>>, theirs: Option<Vec<u8>> },
}

impl Fate {
    fn file(&self) -> &Path {
        match self {
            Self::Lost { file, .. }
            | Self::IsBack { file, .. }
            | Self::IsBackBeside { file, .. }
            | Self::Stays { file, .. }
            | Self::StaysBeside { file, .. }
            | Self::OfBoth { file, .. } => file,
        }
    }
}

/// What both sides of a merge had made something else of, in files that this side's own writer has changed: what a third
/// one wrote and lost that one is asked about.
fn fates_of(git: &Git, known: Option<&str>, [ours, others]: [&str; 2]) -> Result<Vec<Fate>, GitError> {
    let from = known.map_or_else(|| git.nothing(), |known| Ok(known.to_owned()))?;
    let own = changes::between(git, &from, ours)?;
    let their = changes::between(git, &from, others)?;
    // What was written here on that way.
    let way = known.map_or_else(|| ours.to_owned(), |known| format!("{known}..{ours}"));
    let mut fates = Vec::new();
    for mine in &own {
        let Some(theirs) = their.iter().find(|each| each.file == mine.file) else {
            if let Some(theirs) = added_elsewhere(mine, &their)
                && is_written_by_us(git, &way, &mine.file)?
            {
                fates.push(if files::is_account(&mine.file) {
                    Fate::Stays { file: mine.file.clone(), is_archived: true }
                } else {
                    Fate::IsBack { file: theirs.file.clone(), is_archived: true }
                });
                fates.extend(lost(mine, theirs));
            }
            continue;
        };
        if mine.after == theirs.after || !is_written_by_us(git, &way, &mine.file)? {
            continue;
        }
        let file = mine.file.clone();
        match (&mine.after, &theirs.after, store::may_go(&mine.file)) {
            (None, Some(_), true) => {
                let archived = changes::archived(&own, &mine.file);
                fates.push(Fate::IsBack { file, is_archived: archived.is_some() });
                // What was written before it was archived stands there.
                let written = archived.map(|into| Changed { before: mine.before.clone(), ..into.clone() });
                fates.extend(written.into_iter().flat_map(|mine| lost(&mine, theirs)));
            }
            (Some(_), None, true) => {
                let archived = changes::archived(&their, &mine.file);
                fates.push(Fate::Stays { file, is_archived: archived.is_some() });
                fates.extend(archived.into_iter().flat_map(|theirs| lost(mine, theirs)));
            }
            _ => {
                fates.extend(beside(mine, theirs, [&own, &their]));
                fates.extend(lost(mine, theirs));
                let of_both = || Fate::OfBoth { file, known: mine.before.clone(), theirs: theirs.after.clone() };
                fates.extend(files::is_account(&mine.file).then(of_both));
            }
        }
    }
    Ok(fates)
}

/// What became of a company in whose place one side alone has put another: it goes on under another id.
fn beside(mine: &Changed, theirs: &Changed, [own, their]: [&[Changed]; 2]) -> Option<Fate> {
    let file = mine.file.clone();
    let is_archived = |side| changes::archived(side, &file).is_some();
    match (mine.is_another_company(), theirs.is_another_company()) {
        (true, false) => {
            let is_archived = is_archived(own);
            Some(Fate::IsBackBeside { file, was: mine.before.clone()?, is_archived })
        }
        (false, true) => {
            let is_archived = is_archived(their);
            Some(Fate::StaysBeside { file, other: theirs.after.clone()?, is_archived })
        }
        _ => None,
    }
}

/// An account that both sides have added, and one has archived: what the others have of it, in the other of the two folders.
fn added_elsewhere<'c>(mine: &Changed, their: &'c [Changed]) -> Option<&'c Changed> {
    let folder = if files::is_account(&mine.file) { files::ARCHIVE } else { files::ACCOUNTS };
    let file = Path::new(folder).join(mine.file.file_name()?);
    let theirs = their.iter().find(|each| each.file == file && each.before.is_none())?;
    let both = said(mine.after.as_deref()).zip(said(theirs.after.as_deref()));
    let is_one = both.is_some_and(|(mine, theirs)| !store::are_two_companies(mine, theirs));
    (is_one && mine.before.is_none() && files::is_of_an_account(&mine.file)).then_some(theirs)
}

/// By field where both are understood; what is no TOML as a whole, where lines clash.
fn lost(mine: &Changed, theirs: &Changed) -> Vec<Fate> {
    let file = &mine.file;
    let sides = [&mine.before, &mine.after, &theirs.after];
    let whole =
        |text: &str| Fate::Lost { file: file.clone(), path: String::new(), ours: Some(Value::String(text.to_owned())) };
    if let [None, Some(ours), Some(others)] = sides.map(|bytes| said(bytes.as_deref()))
        && (files::is_playbook(file) || (files::is_of_an_account(file) && store::are_two_companies(others, ours)))
    {
        // Whoever let one of them stand in the other's place has not merged them.
        return vec![whole(ours)];
    }
    if let [_, Some(ours), Some(others)] = sides.map(|bytes| said(bytes.as_deref()))
        && store::is_newer(file, others)
        && !store::is_newer(file, ours)
    {
        // An inroad that doesn't know its format has let it stand as a whole.
        return vec![whole(ours)];
    }
    let is_toml = file.extension().is_some_and(|extension| extension == "toml");
    if let ([known, Some(ours), Some(others)], true) = (sides.map(|bytes| tree(bytes.as_deref())), is_toml) {
        let clashes = merge::merge(&known.unwrap_or_default(), &ours, &others).clashes;
        return clashes
            .into_iter()
            .map(|each| Fate::Lost { file: file.clone(), path: each.path, ours: each.ours })
            .collect();
    }
    let [known, ours, others] = sides.map(|bytes| said(bytes.as_deref()));
    let (Some(ours), Some(others)) = (ours, others) else { return Vec::new() };
    match driver::blend(known.unwrap_or_default(), others, ours) {
        Some((_, true)) => Vec::new(),
        _ => vec![whole(ours)],
    }
}

/// Whether whoever sits here has changed the file on that way.
fn is_written_by_us(git: &Git, way: &str, file: &Path) -> Result<bool, GitError> {
    let me = git.run(&["var", "GIT_AUTHOR_IDENT"], None)?;
    if me.code != 0 {
        // Nobody has written anything here.
        return Ok(false);
    }
    let me = me.text();
    let me = me.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(email, _)| email);
    let Some(file) = file.to_str() else { return Ok(false) };
    let authors = git.get(&["log", "--no-merges", "--format=%ae", way, "--", file])?.text();
    Ok(authors.lines().any(|author| author == me))
}

/// Those of which here it says what was decided about, and over there something else.
fn still(git: &Git, head: &str, theirs: &str, fates: Vec<Fate>) -> Result<Found, GitError> {
    let mut found = Found::default();
    if fates.is_empty() {
        return Ok(found);
    }
    let now = changes::between(git, head, theirs)?;
    for fate in fates {
        let change = now.iter().find(|each| each.file == fate.file()).map(|change| Changed {
            after: change.after.clone().or_else(|| out_of_the_archive(&now, &change.file)?.after.clone()),
            ..change.clone()
        });
        match (fate, &change) {
            (Fate::Stays { file, is_archived }, change) => {
                let text = match change {
                    Some(change) => change.after.clone(),
                    None => Some(git.get(&["cat-file", "blob", &format!("{theirs}:{}", file.display())])?.out),
                };
                let told = text.map(|text| synced::stays(&name_of(&file, Some(&text)), is_archived));
                found.told.extend(told.filter(|told| !found.told.contains(told)));
            }
            (Fate::IsBack { file, is_archived }, Some(Changed { before: None, after: Some(text), .. })) => {
                let told = synced::is_back(&name_of(&file, Some(text)), is_archived);
                found.keep(Overruled { file, path: String::new(), ours: None, told });
            }
            (Fate::StaysBeside { file, other, is_archived }, _) => {
                let has_come = now.iter().any(|each| is_that_company(each, &file, &other).is_some());
                let told = has_come.then(|| synced::stays(&name_of(&file, Some(&other)), is_archived));
                found.told.extend(told.filter(|told| !found.told.contains(told)));
            }
            (Fate::IsBackBeside { file, was, is_archived }, _) => {
                if let Some((file, text)) = now.iter().find_map(|each| is_that_company(each, &file, &was)) {
                    let told = synced::is_back(&name_of(file, Some(text)), is_archived);
                    found.keep(Overruled { file: file.to_owned(), path: String::new(), ours: None, told });
                }
            }
            (Fate::OfBoth { file, known, theirs }, Some(change)) => {
                let told = twice::told(&file, [known.as_deref(), theirs.as_deref(), change.after.as_deref()]);
                found.told.extend(told);
            }
            (Fate::Lost { file, path, ours }, Some(change)) => {
                found.keep_if(lost_still(file, path, ours, change));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// An account that came, and is the company that had that file.
fn is_that_company<'c>(came: &'c Changed, file: &Path, was: &[u8]) -> Option<(&'c Path, &'c [u8])> {
    let text = came.after.as_deref().filter(|_| came.before.is_none() && files::is_account(&came.file))?;
    let is_called_so = files::stem(&came.file).starts_with(&files::stem(file));
    let both = said(Some(was)).zip(said(Some(text)));
    let is_one = both.is_some_and(|(was, text)| !store::are_two_companies(was, text));
    (is_called_so && is_one).then_some((came.file.as_path(), text))
}

/// What an account of the archive has become in the plan, if that is where it went.
fn out_of_the_archive<'c>(changed: &'c [Changed], archived: &Path) -> Option<&'c Changed> {
    let file = Path::new(files::ACCOUNTS).join(archived.file_name()?);
    let is_it = |each: &&Changed| each.file == file && each.before.is_none();
    changed.iter().find(is_it).filter(|_| archived.parent() == Some(Path::new(files::ARCHIVE)))
}

impl Found {
    /// Each place once.
    fn keep(&mut self, new: Overruled) {
        if !self.overruled.iter().any(|each| each.file == new.file && each.path == new.path) {
            self.overruled.push(new);
        }
    }

    fn keep_if(&mut self, new: Option<Overruled>) {
        if let Some(new) = new {
            self.keep(new);
        }
    }
}

fn lost_still(file: PathBuf, path: String, ours: Option<Value>, change: &Changed) -> Option<Overruled> {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    let told = if path.is_empty() {
        let stands = before.and_then(|bytes| said(Some(bytes)));
        if stands != ours.as_ref().and_then(Value::as_str) {
            return None;
        }
        format!("{}: both sides changed it; theirs stands now, yours is kept.", name_of(&file, before))
    } else {
        let (here, there) = (tree(before)?, tree(after)?);
        let (stands, comes) = (merge::get(&here, &path)?, merge::get(&there, &path)?);
        if stands != ours || comes == ours {
            return None;
        }
        let what = words::of_place(&file, &path, &here, &there);
        let [comes, said] = quoted(&path, [comes.as_ref(), ours.as_ref()]);
        let subject = files::subject(&file, Some(&here));
        format!("{subject}: {what}: both sides changed it; {comes} stands now, {said} is kept.")
    };
    Some(Overruled { file, path, ours: ours.map(|ours| ours.to_string()), told })
}

/// What a file is called, by what it says.
pub(super) fn name_of(file: &Path, text: Option<&[u8]>) -> String {
    files::subject(file, tree(text).as_ref())
}

/// Both values of a place, each in a line: as much of them as tells them apart.
fn quoted(path: &str, values: [Option<&Value>; 2]) -> [String; 2] {
    let told = match decision::of(path) {
        Some(decision) => decision.both(values).map(Some),
        None => values.map(|value| Some(conflict::in_words(Some(&value?.to_string())))),
    };
    let texts = told.map(|text| Some(text?.split_whitespace().collect::<Vec<_>>().join(" ")));
    let from = match &texts {
        [Some(one), Some(other)] => where_they_differ(one, other),
        _ => 0,
    };
    texts.map(|text| match text {
        None => "that it is gone".to_owned(),
        Some(text) => {
            let rest: String = text.chars().skip(from).collect();
            let short: String = rest.chars().take(QUOTED).collect();
            let (before, after) = (if from > 0 { "…" } else { "" }, if short.len() < rest.len() { "…" } else { "" });
            format!("“{before}{short}{after}”")
        }
    })
}

/// With the letter at which two texts are told: the first one, if what differs is in reach of it, otherwise the word before
/// the one that differs.
fn where_they_differ(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    if one.chars().count().max(other.chars().count()) <= QUOTED || same + DIFFERS <= QUOTED {
        return 0;
    }
    let known: Vec<char> = one.chars().take(same).collect();
    let words = known.iter().enumerate().rev().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at + 1);
    words.take_while(|at| same - at <= BEFORE).last().unwrap_or(same)
}

fn said(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes.filter(|bytes| bytes.len() <= MOST)?).ok()
}

fn tree(bytes: Option<&[u8]>) -> Option<Table> {
    text::tree(said(bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_told_from_where_they_differ() {
        let told = |one: &str, other: &str| {
            quoted("why", [one, other].map(|text| Value::String(text.to_owned())).each_ref().map(Some))
        };
        assert_eq!(told("His", "Hers"), ["“His”", "“Hers”"]);
        let long = "First beverage logo; opens the sector. We know their";
        assert_eq!(
            told(&format!("{long} CFO from Globex and more than that"), &format!("{long} CMO")),
            ["“…We know their CFO from Globex and more t…”", "“…We know their CMO”"]
        );
        assert_eq!(told(long, &format!("{long} CMO")), ["“…We know their”", "“…We know their CMO”"]);
        let endless = "x".repeat(90);
        let [one, other] = told(&format!("{endless}a"), &format!("{endless}b"));
        assert_eq!([one.as_str(), other.as_str()], ["“…a”", "“…b”"]);
        assert_eq!(quoted("tier", [None, Some(&Value::Integer(2))]), ["that it is gone", "“2”"]);
        let done: Value = "{ status = \"done\", result = \"sent\" }".parse().unwrap();
        let path = "sequences.s1.touches.t1.status+result+closed";
        assert_eq!(quoted(path, [None, Some(&done)]), ["“planned”", "“done, sent”"]);
    }
}
