//! The `Cargo.lock` of a user's workspace. Cargo writes it if it is missing or too old. After the
//! build, we restore it.
//!
//! If it was missing, we keep cargo's file in the target folder, for the next build. So the
//! dependencies stay the same, and cargo looks nothing up. If we are killed during the build, the
//! file stays, as after a `cargo build`.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use fs4::FileExt;

use super::error::BuildError;

/// The file, during a build.
pub struct LockFile {
    path: PathBuf,
    before: Option<Vec<u8>>,
    kept: PathBuf,
    // The system unlocks this file, however we end.
    _in_use: File,
}

impl LockFile {
    /// Reads the file in `workspace`. Only one explorer builds in `target` at a time.
    pub fn hold(workspace: &Path, target: &Path) -> Result<Self, BuildError> {
        let in_use = lock(target)?;
        let (path, kept) = (workspace.join("Cargo.lock"), target.join("Cargo.lock"));
        let before = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(BuildError::io("read", &path, error)),
        };
        let file = Self {
            path,
            before,
            kept,
            _in_use: in_use,
        };
        if file.before.is_none() && file.kept.exists() {
            fs::copy(&file.kept, &file.path)
                .map_err(|error| BuildError::io("write", &file.path, error))?;
        }
        Ok(file)
    }

    fn restore(&self) -> io::Result<()> {
        match &self.before {
            Some(before) if fs::read(&self.path)? == *before => Ok(()),
            Some(before) => fs::write(&self.path, before),
            None => {
                fs::copy(&self.path, &self.kept)?;
                fs::remove_file(&self.path)
            }
        }
    }
}

fn lock(target: &Path) -> Result<File, BuildError> {
    fs::create_dir_all(target).map_err(|error| BuildError::io("make the folder", target, error))?;
    let path = target.join(".in-use");
    let file = File::create(&path).map_err(|error| BuildError::io("write", &path, error))?;
    FileExt::lock(&file).map_err(|error| BuildError::io("lock", &path, error))?;
    Ok(file)
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // If cargo has failed early, there is no file.
        let _ = self.restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folders {
        workspace: tempfile::TempDir,
        target: tempfile::TempDir,
    }

    impl Folders {
        fn new() -> Self {
            let folder = || tempfile::tempdir().unwrap();
            Self {
                workspace: folder(),
                target: folder(),
            }
        }

        fn lock(&self) -> PathBuf {
            self.workspace.path().join("Cargo.lock")
        }

        fn hold(&self) -> LockFile {
            LockFile::hold(self.workspace.path(), self.target.path()).unwrap()
        }
    }

    #[test]
    fn a_lock_file_that_was_not_there_is_gone_again_and_comes_back() {
        let folders = Folders::new();
        let held = folders.hold();
        fs::write(folders.lock(), "new").unwrap();
        drop(held);
        assert!(!folders.lock().exists());
        let held = folders.hold();
        assert_eq!(fs::read(folders.lock()).unwrap(), b"new");
        drop(held);
        assert!(!folders.lock().exists());
    }

    #[test]
    fn a_changed_lock_file_is_as_before() {
        let folders = Folders::new();
        fs::write(folders.lock(), "old").unwrap();
        let held = folders.hold();
        fs::write(folders.lock(), "new").unwrap();
        drop(held);
        assert_eq!(fs::read(folders.lock()).unwrap(), b"old");
    }

    #[test]
    fn cargo_may_fail_before_it_writes_one() {
        let folders = Folders::new();
        drop(folders.hold());
        assert!(!folders.lock().exists());
    }
}
