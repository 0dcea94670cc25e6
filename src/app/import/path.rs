//! Which file: asked in a line that completes paths, and takes whatever is pasted into it.

use super::Importing;
use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model};
use crate::app::prompt::{self, Echo, Prompt, Target};
use crate::domain::fields::Invalid;

/// Where browsers put what they get.
const DOWNLOADS: &str = "~/Downloads/";

/// Ask which file.
pub(super) fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    let mut effects = model.ask(prompt(), ctx);
    effects.extend(list(model, ""));
    effects
}

/// Ask once more, with what was typed still there and why it can't be taken.
pub(super) fn ask_again(model: &mut Model, typed: &str, why: String, ctx: &Ctx) -> Effects {
    _ = model.ask(prompt().with(typed), ctx);
    if let Some(prompt) = model.prompt() {
        prompt.echo = Echo::Wrong(why);
    }
    list(model, folder(typed))
}

fn prompt() -> Prompt {
    let words = |model: &Model, _: &Target| model.importing.listed.clone();
    let prompt = Prompt::new("Import", "which file? .csv or .vcf", Target::default(), echo, submit);
    prompt.words(words).as_paths().watched(typing).verb("look at it")
}

fn folder(text: &str) -> &str {
    text.rfind('/').map_or("", |at| &text[..=at])
}

/// Ask what lies in a folder; until that is said, nothing is known of it.
fn list(model: &mut Model, folder: &str) -> Effects {
    folder.clone_into(&mut model.importing.folder);
    model.importing.listed.clear();
    vec![Effect::ListPaths(folder.to_owned())]
}

/// Another folder is being typed: what lies there completes the line.
fn typing(model: &mut Model, text: &str) -> Effects {
    let folder = folder(text);
    if folder == model.importing.folder { Vec::new() } else { list(model, folder) }
}

impl Model {
    /// What lies in a folder. Whoever types is faster than a disk: of a folder that is left by now it means nothing.
    pub(in crate::app) fn hear_paths(&mut self, folder: &str, paths: Vec<String>, ctx: &Ctx) {
        if folder == self.importing.folder {
            self.importing.listed = paths;
            prompt::look_again(self, ctx);
        }
    }
}

/// A path as it was typed or pasted: file managers paste quotes, shells backslashes, browsers addresses.
fn path_of(text: &str) -> String {
    let text = text.trim();
    let within = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(bare) = within('\'') {
        // An apostrophe of its own stands outside of the quotes.
        return bare.replace(r"'\''", "'");
    }
    if let Some(bare) = within('"') {
        return bare.to_owned();
    }
    if let Some(address) = text.strip_prefix("file://") {
        return percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned();
    }
    if text.starts_with('/') || text.starts_with('~') { unescaped(text) } else { text.to_owned() }
}

/// Without the backslashes that a shell puts before what it would take for its own: `Connections\ \(2\).csv`.
fn unescaped(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| !next.is_alphanumeric());
        plain.extend(if is_escape { chars.next() } else { Some(c) });
    }
    plain
}

/// The newest file that browsers have put down, if there is one: without a word it is the one.
fn newest(model: &Model) -> Option<&String> {
    let Importing { folder, listed, .. } = &model.importing;
    listed.iter().find(|path| path.starts_with(DOWNLOADS) && !path.ends_with('/')).filter(|_| folder.is_empty())
}

fn echo(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    let typed = text.trim();
    let paths = &model.importing.listed;
    let shown = |paths: &[&String]| paths.iter().take(6).map(|path| path.as_str()).collect::<Vec<_>>().join("  ");
    if let (true, Some(newest)) = (typed.is_empty(), newest(model)) {
        let others: Vec<&String> = paths.iter().filter(|path| *path != newest).collect();
        let others = if others.is_empty() { String::new() } else { format!("; Tab: {}", shown(&others)) };
        return Echo::Means(format!("Enter: {newest}{others}"));
    }
    if typed.is_empty() {
        let all = shown(&paths.iter().collect::<Vec<_>>());
        return Echo::Means(if all.is_empty() { all } else { format!("Tab: {all}") });
    }
    let fits: Vec<&String> = paths.iter().filter(|path| path.starts_with(typed)).collect();
    Echo::Means(if fits.iter().any(|path| *path == typed) { String::new() } else { shown(&fits) })
}

fn submit(model: &mut Model, _: &Target, text: &str, _: &Ctx) -> Result<Effects, Invalid> {
    let mut path = path_of(text);
    if path.is_empty() {
        let Some(newest) = newest(model) else {
            return Err(Invalid("say which file, such as ~/Downloads/Connections.csv".into()));
        };
        path.clone_from(newest);
    }
    let map = model.said_of(&path);
    Ok(model.look_at(path, map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_however_it_is_pasted() {
        for (text, path) in [
            (r"'/tmp/a'\''b & c.csv'", "/tmp/a'b & c.csv"),
            ("/a/b.csv", "/a/b.csv"),
            (" '/a/My Files/b.csv' ", "/a/My Files/b.csv"),
            ("/a/My\\ Files/Connections\\ \\(2\\).csv", "/a/My Files/Connections (2).csv"),
            ("~/R\\&D/it\\'s.csv", "~/R&D/it's.csv"),
            ("file:///a/My%20Files/b.csv", "/a/My Files/b.csv"),
            ("C:\\Users\\x.csv", "C:\\Users\\x.csv"),
        ] {
            assert_eq!(path_of(text), path, "{text}");
        }
    }
}
