//! The folders in which programs are built and run, one for each program.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use scheduler::stages;
use tempfile::TempDir;

/// The folders of one run of a program.
#[derive(Debug)]
pub struct RunFolders {
    /// The folder in which the program runs.
    pub current: TempDir,
    /// The folder for what the interleaver's runtime writes, because that is not output of the
    /// program.
    pub log: TempDir,
}

impl RunFolders {
    /// Makes both.
    ///
    /// # Errors
    ///
    /// Returns an error if one of them cannot be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            current: folder()?,
            log: folder()?,
        })
    }
}

/// The start of the name of a program's folder.
const PREFIX: &str = "program-";

/// A folder for what a program needs while it is built or runs. It is removed when this is dropped,
/// or, if we are killed before, by [`remove_leftovers`].
///
/// # Errors
///
/// Returns an error if it cannot be made.
pub fn folder() -> io::Result<TempDir> {
    tempfile::Builder::new()
        .prefix(PREFIX)
        .tempdir_in(target_folder())
}

/// Where all programs are built and run. It is not the folder in which `cargo` and editors build,
/// so that no build waits for another. As for cargo, a relative path is one in the workspace.
pub fn target_folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
    stages::workspace().join(target).join("workshop")
}

/// Removes the folders of graders that were killed, and makes the target folder.
///
/// # Errors
///
/// Returns an error if the target folder cannot be made or read.
pub fn remove_leftovers() -> io::Result<()> {
    fs::create_dir_all(target_folder())?;
    remove_old(&target_folder())
}

/// Removes the old folders of programs. A run takes a day at most, so they are not in use.
fn remove_old(parent: &Path) -> io::Result<()> {
    const OLD: Duration = Duration::from_secs(2 * 24 * 60 * 60);
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        let is_folder = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_folder && age.is_some_and(|age| age > OLD) {
            // Another process may remove it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs::File, time::SystemTime};

    use super::*;

    #[test]
    fn only_an_old_folder_of_a_program_is_removed() {
        const HOUR: u64 = 60 * 60;
        let parent = tempfile::tempdir().expect("there is room");
        let made = |name: &str, hours| {
            let folder = parent.path().join(name);
            fs::create_dir_all(folder.join("inside")).expect("there is room");
            let then = SystemTime::now() - Duration::from_secs(hours * HOUR);
            let opened = File::open(&folder).expect("it is there");
            opened.set_modified(then).expect("it is ours");
            folder
        };
        let [old, new] = [49, 47].map(|hours| made(&format!("{PREFIX}{hours}"), hours));
        let other = made("other", 49);
        remove_old(parent.path()).expect("it can be read");
        assert_eq!(
            [old, new, other].map(|path| path.exists()),
            [false, true, true]
        );
    }
}
