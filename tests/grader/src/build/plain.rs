//! The libraries that an exercise may use, built without the interleaver.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use scheduler::stages;
use serde::{Deserialize, Serialize};

use crate::scratch::target_folder;

/// The package that has these libraries among its dependencies.
const EXERCISES: &str = "--package=stage4-exercises";

/// The packages that an exercise may use.
const LIBRARIES: [&str; 4] = ["common", "crossbeam-utils", "parking_lot", "rand"];

/// What cargo has built, and where.
#[derive(Default, Serialize, Deserialize)]
pub struct Libraries {
    /// The libraries that an exercise may use, by their names in a program.
    files: BTreeMap<String, PathBuf>,
    /// The folders of these libraries, and of the libraries that they need.
    folders: BTreeSet<PathBuf>,
}

impl Libraries {
    /// Builds the libraries, if they are not there yet.
    pub fn build() -> io::Result<Self> {
        let output = stages::cargo()
            .args([
                "build",
                "--lib",
                "--message-format=json-render-diagnostics",
                EXERCISES,
            ])
            .args(LIBRARIES.map(|package| format!("--package={package}")))
            .arg("--target-dir")
            .arg(target_folder())
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| {
                io::Error::new(error.kind(), format!("failed to run cargo: {error}"))
            })?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!(
                "failed to build what exercises use:\n{words}"
            )));
        }
        let mut libraries = Self::default();
        for message in output.stdout.split(|&byte| byte == b'\n') {
            libraries.add(message);
        }
        if libraries.files.len() != LIBRARIES.len() {
            return Err(io::Error::other(
                "cargo does not say where it has built what exercises use",
            ));
        }
        Ok(libraries)
    }

    /// Adds the library that a message of cargo reports, if any.
    fn add(&mut self, message: &[u8]) -> Option<()> {
        let message: serde_json::Value = serde_json::from_slice(message).ok()?;
        let files = message["filenames"].as_array()?.iter();
        let files: Vec<&Path> = files
            .filter_map(|file| Some(Path::new(file.as_str()?)))
            .collect();
        let folders = files
            .iter()
            .filter_map(|file| Some(file.parent()?.to_owned()));
        self.folders.extend(folders);
        let name = message["target"]["name"].as_str()?.replace('-', "_");
        let is_known = LIBRARIES
            .iter()
            .any(|library| library.replace('-', "_") == name);
        let is_library = |file: &&&Path| file.extension().is_some_and(|end| end == "rlib");
        let file = files.iter().find(is_library).filter(|_| is_known)?;
        self.files.insert(name, file.to_path_buf());
        Some(())
    }

    /// The folders that a compiler reads them from.
    pub fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter()
    }

    /// The call of the compiler that builds the file `source` as `program`. Intermediate files go
    /// to `folder`.
    pub fn compiler(&self, source: &Path, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()));
        command
            .args(["--edition=2024", "--crate-type=bin", "--crate-name=program"])
            .arg("-Cdebuginfo=0")
            // Also without the debug info of the libraries. It would be most of the file, and a
            // fifth of the work.
            .arg("-Cstrip=debuginfo");
        for (name, file) in &self.files {
            command.arg(format!("--extern={name}={}", file.display()));
        }
        for folder in &self.folders {
            command.arg(format!("-Ldependency={}", folder.display()));
        }
        command
            .arg("-o")
            .arg(program)
            .arg(no_option(source))
            // If the compiler is stopped, its unfinished files lie here too.
            .env("TMPDIR", folder)
            .env("TMP", folder);
        command
    }
}

/// A path that no program takes for an option, even if its name begins with a dash.
fn no_option(path: &Path) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Path::new(".").join(path)
    } else {
        path.to_owned()
    }
}
