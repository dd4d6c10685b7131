//! The folders in which programs are built and run, one each.

use std::{
    fs::{self, File},
    io,
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
/// lock it is certain after a day.
fn is_left(folder: &Path) -> bool {
    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let lock = folder.join(IN_USE);
    let enough = if lock.exists() { MINUTE } else { DAY };
    is_older(folder, enough)
        && File::open(lock).map_or(true, |lock| FileExt::try_lock(&lock).is_ok())
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|data| data.modified());
    matches!(modified.map(|time| time.elapsed()), Ok(Ok(elapsed)) if elapsed > age)
}
