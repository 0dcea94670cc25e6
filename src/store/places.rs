//! Where things are kept. `XDG_*` is honoured on every platform before the platform's own folders.

use std::env;
use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// The plan that is used when none is named.
pub fn default_plan() -> Option<PathBuf> {
    Some(place("XDG_DATA_HOME", |dirs| dirs.data_dir().to_owned())?.join("plan"))
}

/// The folder of config.toml.
pub fn config_folder() -> Option<PathBuf> {
    place("XDG_CONFIG_HOME", |dirs| dirs.config_dir().to_owned())
}

/// This machine's own folder: demo plans, and later the journal. Never inside a plan.
pub fn state_folder() -> Option<PathBuf> {
    place("XDG_STATE_HOME", |dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// The home folder.
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME").map(PathBuf::from).or_else(|| UserDirs::new().map(|dirs| dirs.home_dir().to_owned()))
}

/// A path as people write it: what lies in the home folder begins with `~`.
pub fn told(path: &Path) -> String {
    let home = env::var_os("HOME").map(PathBuf::from);
    match home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

fn place(variable: &str, own: fn(&ProjectDirs) -> PathBuf) -> Option<PathBuf> {
    // A relative path in an XDG variable is to be ignored, says its specification.
    let named = env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    named.map(|base| base.join("inroad")).or_else(|| ProjectDirs::from("", "", "inroad").as_ref().map(own))
}
