//! Which file: asked in a line that completes paths, and takes whatever is pasted into it.

use crate::app::effect::{Effect, Effects};
use crate::app::model::{Ctx, Model};
use crate::app::prompt::{self, Echo, Prompt, Target};
use crate::domain::fields::Invalid;

/// Ask which file.
pub(super) fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    let prompt = Prompt::new("Import", "~/Downloads/Connections.csv", Target::default(), echo, submit);
    let words = |model: &Model, _: &Target| model.importing.listed.1.clone();
    let mut effects = model.ask(prompt.words(words).watched(typing).verb("look at it"), ctx);
    effects.push(Effect::ListPaths(String::new()));
    effects
}

/// Another folder is being typed: what lies there completes the line.
fn typing(model: &Model, text: &str) -> Effects {
    let folder = text.rfind('/').map_or("", |at| &text[..=at]);
    if folder == model.importing.listed.0 { Vec::new() } else { vec![Effect::ListPaths(folder.to_owned())] }
}

impl Model {
    pub(in crate::app) fn hear_paths(&mut self, folder: String, paths: Vec<String>, ctx: &Ctx) {
        self.importing.listed = (folder, paths);
        prompt::look_again(self, ctx);
    }
}

/// A path as it was typed or pasted: file managers paste quotes, shells backslashes, browsers addresses.
fn path_of(text: &str) -> String {
    let text = text.trim();
    let bare = ['\'', '"'].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    if let Some(bare) = bare {
        return bare.to_owned();
    }
    if let Some(address) = text.strip_prefix("file://") {
        return percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned();
    }
    if text.starts_with('/') || text.starts_with('~') { text.replace("\\ ", " ") } else { text.to_owned() }
}

fn echo(model: &Model, _: &Target, text: &str, _: &Ctx) -> Echo {
    let typed = text.trim();
    let paths = &model.importing.listed.1;
    let shown = |paths: &[&String]| paths.iter().take(6).map(|path| path.as_str()).collect::<Vec<_>>().join("  ");
    if typed.is_empty() {
        return Echo::Means(shown(&paths.iter().collect::<Vec<_>>()));
    }
    let fits: Vec<&String> = paths.iter().filter(|path| path.starts_with(typed)).collect();
    Echo::Means(if fits.iter().any(|path| *path == typed) { String::new() } else { shown(&fits) })
}

fn submit(model: &mut Model, _: &Target, text: &str, _: &Ctx) -> Result<Effects, Invalid> {
    let path = path_of(text);
    if path.is_empty() {
        return Err(Invalid("say which file: ~/Downloads/Connections.csv".into()));
    }
    let map = model.said_of(&path);
    Ok(model.look_at(path, map))
}
