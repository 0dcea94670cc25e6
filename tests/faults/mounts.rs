//! File systems of their own, for as long as a trial lasts: in memory, and in an image whose power can be cut.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Run a tool that must not fail.
#[track_caller]
fn tool(words: &[&str]) {
    let output = Command::new(words[0]).args(&words[1..]).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A file system that is mounted somewhere.
pub struct Mount {
    path: PathBuf,
    home: TempDir,
}

impl Mount {
    /// In memory, with these options.
    pub fn tmpfs(options: &str) -> Self {
        let mount = Self::unmounted();
        tool(&["mount", "-t", "tmpfs", "-o", options, "none", mount.name()]);
        mount
    }

    fn unmounted() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("mount");
        std::fs::create_dir(&path).unwrap();
        Self { path, home }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// Change its options.
    pub fn remount(&self, options: &str) {
        tool(&["mount", "-o", &format!("remount,{options}"), self.name()]);
    }

    /// Fill it to the last byte; what is returned takes the room.
    pub fn fill(&self) -> PathBuf {
        use std::io::Write as _;
        let filler = self.path.join("filler");
        let mut file = std::fs::File::create(&filler).unwrap();
        while file.write_all(&[0; 1024]).is_ok() {}
        filler
    }

    /// Take its last inodes; what is returned has them.
    pub fn fill_inodes(&self) -> PathBuf {
        let filler = self.path.join("filler");
        std::fs::create_dir(&filler).unwrap();
        let mut files = (0..).map(|n| std::fs::File::create(filler.join(n.to_string())));
        while files.next().is_some_and(|file| file.is_ok()) {}
        filler
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        _ = Command::new("umount").args(["-q", "-l", self.name()]).status();
    }
}

/// An ext4 in an image, mounted.
pub struct Image {
    mount: Mount,
    file: PathBuf,
    shutdown: PathBuf,
}

impl Image {
    pub fn new() -> Self {
        let mount = Mount::unmounted();
        let (image, shutdown) = (mount.home.path().join("image"), mount.home.path().join("shutdown"));
        std::fs::File::create(&image).unwrap().set_len(16 << 20).unwrap();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/shutdown.c");
        tool(&["cc", "-o", shutdown.to_str().unwrap(), source]);
        tool(&["mkfs.ext4", "-q", "-F", image.to_str().unwrap()]);
        let made = Self { mount, file: image, shutdown };
        made.power_on();
        made
    }

    pub fn path(&self) -> &Path {
        self.mount.path()
    }

    fn power_on(&self) {
        tool(&["mount", "-o", "loop", self.file.to_str().unwrap(), self.mount.name()]);
    }

    /// Everything that was not asked to be on the disk is gone; whoever writes gets errors.
    pub fn cut_power(&self) {
        tool(&[self.shutdown.to_str().unwrap(), self.mount.name()]);
    }

    /// Mount it again, when nobody has a file of it open any more.
    pub fn boot(&self) {
        tool(&["umount", self.mount.name()]);
        self.power_on();
    }

    /// Whether the file system itself is in order.
    #[track_caller]
    pub fn check(&self) {
        tool(&["umount", self.mount.name()]);
        tool(&["e2fsck", "-f", "-n", self.file.to_str().unwrap()]);
    }
}
