//! The folders: all build output is below `interleave` in the target folder of the workspace.

use std::{
    env, fs,
    hash::Hasher,
    path::{Path, PathBuf},
    time::Duration,
};

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::{compiler::Compiler, error::BuildError};

/// The file that names the workspace to which a folder belongs.
const NOTE: &str = "workspace";

/// The folders.
#[derive(Debug, Serialize, Deserialize)]
pub struct Places {
    /// The top folder of the workspace that contains the runtime and the libraries.
    pub workspace: PathBuf,
    target: PathBuf,
}

impl Places {
    /// Finds the workspace, and makes the folder for programs.
    pub fn find() -> Result<Self, BuildError> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = package.ancestors().nth(2).unwrap_or(package).to_owned();
        if !workspace.join("Cargo.toml").is_file() {
            return Err(BuildError::Workspace(workspace));
        }
        // Like cargo, take a relative path as relative to the workspace.
        let target = env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
        let target = workspace.join(target).join("interleave");
        let places = Self { workspace, target };
        let programs = places.programs();
        fs::create_dir_all(&programs)
            .map_err(|error| BuildError::io("make the folder", &programs, error))?;
        remove_old(&programs);
        remove_orphans(&places.packages());
        Ok(places)
    }

    /// Where cargo builds the runtime.
    pub fn runtime(&self) -> PathBuf {
        self.target.join("runtime")
    }

    /// Where cargo builds the libraries for programs with the runtime, or for those without it.
    pub fn libraries(&self, has_runtime: bool) -> PathBuf {
        let name = if has_runtime {
            "libraries"
        } else {
            "plain-libraries"
        };
        self.target.join(name)
    }

    /// Where cargo builds the package that reads a package's flags.
    pub fn flags(&self) -> PathBuf {
        self.target.join("flags")
    }

    /// Where cargo builds a workspace of the user.
    pub fn package(&self, workspace: &Path) -> PathBuf {
        let hash = hash(workspace.as_os_str().as_encoded_bytes());
        self.packages().join(format!("{hash:016x}"))
    }

    /// Records in `target` which workspace is built there.
    pub fn note(&self, target: &Path, workspace: &Path) -> Result<(), BuildError> {
        fs::create_dir_all(target)
            .map_err(|error| BuildError::io("make the folder", target, error))?;
        let note = target.join(NOTE);
        let path = workspace.to_string_lossy();
        fs::write(&note, &*path).map_err(|error| BuildError::io("write", &note, error))
    }

    /// The file that records that this compiler makes scheduling points.
    pub fn stamp(&self, compiler: &Compiler) -> PathBuf {
        let hash = hash(compiler.identity.as_bytes());
        self.target.join(format!("probed-{hash:016x}"))
    }

    /// A new folder for a program. It is removed with the program.
    pub fn program(&self) -> Result<TempDir, BuildError> {
        let programs = self.programs();
        tempfile::tempdir_in(&programs)
            .map_err(|error| BuildError::io("make a folder in", &programs, error))
    }

    fn packages(&self) -> PathBuf {
        self.target.join("packages")
    }

    fn programs(&self) -> PathBuf {
        self.target.join("programs")
    }
}

/// Removes the folders of programs whose explorer was killed. An exploration of two days is rare,
/// so an older folder is taken to be left behind.
fn remove_old(programs: &Path) {
    const OLD: Duration = Duration::from_secs(2 * 24 * 60 * 60);
    for folder in fs::read_dir(programs).into_iter().flatten().flatten() {
        let modified = folder.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if age.is_some_and(|age| age > OLD) {
            // Another explorer may remove it too.
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}

/// Removes the build output of workspaces that no longer exist.
fn remove_orphans(packages: &Path) {
    for target in fs::read_dir(packages).into_iter().flatten().flatten() {
        let workspace = fs::read_to_string(target.path().join(NOTE));
        if workspace.is_ok_and(|path| fs::exists(path).is_ok_and(|exists| !exists)) {
            // Another explorer may remove it too.
            let _ = fs::remove_dir_all(target.path());
        }
    }
}

/// A hash of some bytes. It is the same in each process.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_of_a_workspace_goes_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let places = Places {
            workspace: path("workspace"),
            target: path("target"),
        };
        for name in ["here", "gone"] {
            fs::create_dir(path(name)).unwrap();
            places
                .note(&places.package(&path(name)), &path(name))
                .unwrap();
        }
        fs::remove_dir(path("gone")).unwrap();
        remove_orphans(&places.packages());
        assert!(places.package(&path("here")).exists());
        assert!(!places.package(&path("gone")).exists());
    }

    #[test]
    fn a_program_that_was_just_built_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        fs::create_dir(&program).unwrap();
        remove_old(folder.path());
        assert!(program.exists());
    }

    #[test]
    fn workspaces_do_not_share_a_folder() {
        assert_ne!(hash(b"/a"), hash(b"/b"));
    }
}
