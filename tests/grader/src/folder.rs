//! The folders in which programs are built and run, one each.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::Path,
    time::Duration,
};

use fs4::FileExt;
use tempfile::TempDir;

/// A folder for what a program needs while it is built or runs. It is removed when this is dropped, or, if we
/// are killed before, when somebody calls [`remove_leftovers`].
#[derive(Debug)]
pub struct Folder {
    // It is closed first: not every system removes a file that is open.
    _in_use: File,
    folder: TempDir,
}

/// The start of the name of such a folder.
const PREFIX: &str = "program-";

/// The file in it that is locked for as long as it is in use. The system unlocks it, however we end.
const IN_USE: &str = ".in-use";

impl Folder {
    /// Makes one in the folder `parent`.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn new_in(parent: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let in_use = File::create(folder.path().join(IN_USE))?;
        FileExt::lock(&in_use)?;
        Ok(Self {
            _in_use: in_use,
            folder,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes from `parent` what those have left who were killed.
///
/// # Errors
///
/// If `parent` cannot be read.
pub fn remove_leftovers(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let is_folder = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_folder && is_left(&entry.path()) {
            // Another one may remove it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Whether nobody uses `folder` any more. One that was made just now may not be locked yet, and of one without a
/// lock it is certain after a day. That a lock cannot be looked at says nothing.
fn is_left(folder: &Path) -> bool {
    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    match File::open(folder.join(IN_USE)) {
        Ok(lock) => is_older(folder, MINUTE) && FileExt::try_lock(&lock).is_ok(),
        Err(error) => error.kind() == ErrorKind::NotFound && is_older(folder, DAY),
    }
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|data| data.modified());
    matches!(modified.map(|time| time.elapsed()), Ok(Ok(elapsed)) if elapsed > age)
}

#[cfg(all(test, unix))]
mod tests {
    use std::{path::PathBuf, time::SystemTime};

    use super::*;

    /// One that nobody uses, as old as that.
    fn unused(parent: &Path, name: &str, has_lock: bool, age: u64) -> PathBuf {
        let folder = parent.join(format!("{PREFIX}{name}"));
        fs::create_dir(&folder).expect("there is room");
        if has_lock {
            File::create(folder.join(IN_USE)).expect("there is room");
        }
        make_older(&folder, age);
        folder
    }

    fn make_older(folder: &Path, age: u64) {
        let then = SystemTime::now() - Duration::from_secs(age);
        let opened = File::open(folder).expect("it is there");
        opened.set_modified(then).expect("it is ours");
    }

    #[test]
    fn what_a_killed_grading_has_left_is_removed_when_nobody_uses_it() {
        const DAY: u64 = 24 * 60 * 60;
        let parent = tempfile::tempdir().expect("there is room");
        let parent = parent.path();
        let gone = [
            unused(parent, "left", true, 120),
            unused(parent, "left-without-a-lock", false, 2 * DAY),
        ];
        let used = Folder::new_in(parent).expect("there is room");
        make_older(used.path(), 2 * DAY);
        let kept = [
            unused(parent, "new", true, 0),
            unused(parent, "perhaps-used", false, 120),
            used.path().to_owned(),
        ];
        remove_leftovers(parent).expect("it can be read");
        assert!(gone.iter().all(|folder| !folder.exists()));
        assert!(kept.iter().all(|folder| folder.exists()));
    }
}
