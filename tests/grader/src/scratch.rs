//! The folders in which programs are built and run, one for each program. They lie in a shared
//! folder, which is locked for as long as we use any of them.

use std::{
    env,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Weak},
    time::Duration,
};

use fs4::FileExt;
use parking_lot::Mutex;
use scheduler::stages;
use tempfile::TempDir;

use crate::files;

/// A folder for a program, to be built or to run in.
///
/// # Errors
///
/// Returns an error if it cannot be made.
pub fn folder() -> io::Result<Folder> {
    static FOLDERS: LazyLock<Folders> = LazyLock::new(|| Folders::new_in(target_folder()));
    FOLDERS.make()
}

/// The folders of one run of a program.
#[derive(Debug)]
pub struct RunFolders {
    /// The folder in which the program runs.
    pub current: Folder,
    /// The folder for what the interleaver's runtime writes, because that is not output of the
    /// program.
    pub log: Folder,
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

/// Where all programs are built and run. It is not the folder in which `cargo` and editors build,
/// so that no build waits for another. As for cargo, a relative path is one in the workspace.
pub fn target_folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
    stages::workspace().join(target).join("workshop")
}

/// Removes the folders of graders that were killed.
///
/// # Errors
///
/// Returns an error if the target folder cannot be read.
pub fn remove_leftovers() -> io::Result<()> {
    fs::create_dir_all(target_folder())?;
    remove_leftovers_in(&target_folder())
}

/// Makes the folders. On the disk they lie in a shared folder, which is removed with the last of
/// them. So one locked file is enough for all.
#[derive(Debug)]
struct Folders {
    parent: PathBuf,
    shared: Mutex<Weak<SharedFolder>>,
}

/// A folder for what a program needs while it is built or runs. It is removed when this is dropped,
/// or, if we are killed before, by [`remove_leftovers`].
#[derive(Debug)]
pub struct Folder {
    folder: TempDir,
    _shared: Arc<SharedFolder>,
}

/// The shared folder.
#[derive(Debug)]
struct SharedFolder {
    // This is dropped first, because not every system removes an open file.
    _in_use: File,
    folder: TempDir,
}

/// The start of the name of a shared folder.
const PREFIX: &str = "programs-";

/// The file in a shared folder that is locked for as long as the folder is in use. The system
/// unlocks it, however we end.
const IN_USE: &str = ".in-use";

impl Folders {
    /// The folders will lie in `parent`, which need not be there yet.
    pub fn new_in(parent: PathBuf) -> Self {
        Self {
            parent,
            shared: Mutex::new(Weak::new()),
        }
    }

    /// Makes a folder.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be made, or if the shared folder cannot be locked.
    pub fn make(&self) -> io::Result<Folder> {
        let mut known = self.shared.lock();
        let shared = match known.upgrade() {
            Some(shared) => shared,
            None => Arc::new(SharedFolder::new_in(&self.parent)?),
        };
        *known = Arc::downgrade(&shared);
        Ok(Folder {
            folder: tempfile::tempdir_in(shared.folder.path())?,
            _shared: shared,
        })
    }
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl SharedFolder {
    fn new_in(parent: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let path = folder.path().join(IN_USE);
        let in_use = File::create(&path).map_err(|error| files::failed("write", &path, &error))?;
        FileExt::lock(&in_use).map_err(|error| files::failed("lock", &path, &error))?;
        Ok(Self {
            _in_use: in_use,
            folder,
        })
    }
}

/// Removes from `parent` the folders that are not in use any more.
fn remove_leftovers_in(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let is_folder = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_folder && is_left(&entry.path()) {
            // Another process may remove it too.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Whether no process uses `folder` any more. A new folder may not be locked yet. A folder without
/// a lock is unused if it is a day old. An error when we check the lock proves nothing.
fn is_left(folder: &Path) -> bool {
    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    // Some file systems lock a file only if it is open for writing.
    match OpenOptions::new().write(true).open(folder.join(IN_USE)) {
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
    use std::time::SystemTime;

    use super::*;

    /// A folder of that age, which no process uses.
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
        let folders = Folders::new_in(parent.to_owned());
        let used = folders.make().expect("there is room");
        let shared = used.path().parent().expect("it is in another");
        make_older(shared, 2 * DAY);
        let kept = [
            unused(parent, "new", true, 0),
            unused(parent, "perhaps-used", false, 120),
            shared.to_owned(),
            used.path().to_owned(),
        ];
        remove_leftovers_in(parent).expect("it can be read");
        assert!(gone.iter().all(|folder| !folder.exists()));
        assert!(kept.iter().all(|folder| folder.exists()));
    }

    #[test]
    fn what_many_folders_are_in_goes_with_the_last() {
        let parent = tempfile::tempdir().expect("there is room");
        let count = || fs::read_dir(parent.path()).expect("it is there").count();
        let folders = Folders::new_in(parent.path().to_owned());
        let [first, last] = [(); 2].map(|()| folders.make().expect("there is room"));
        assert_eq!(count(), 1);
        drop(first);
        assert!(last.path().exists());
        drop(last);
        assert_eq!(count(), 0);
    }
}
