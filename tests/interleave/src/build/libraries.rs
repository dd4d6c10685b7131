//! The libraries that a program of one file can use. If the runtime is in the program, they are
//! built with the pass too.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use super::{
    Messages,
    cargo::{self, Artifact, FLAGS},
    compiler::Compiler,
    error::BuildError,
    flags,
    places::Places,
};

/// The package that has the libraries among its dependencies. So it decides on their features.
const EXERCISES: &str = "--package=stage4-exercises";

/// The packages.
const LIBRARIES: [&str; 4] = ["common", "crossbeam-utils", "parking_lot", "rand"];

/// The built libraries.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Libraries {
    /// The files, by the names that a program uses.
    files: BTreeMap<String, PathBuf>,
    /// The folders of the libraries and of their own dependencies.
    folders: BTreeSet<PathBuf>,
}

impl Libraries {
    /// Builds the libraries for programs with the runtime or without it, if they are not there yet.
    /// The runtime is built at the same time, and only its progress is shown.
    pub fn build(
        places: &Places,
        compiler: &Compiler,
        has_runtime: bool,
        messages: Messages,
    ) -> Result<Self, BuildError> {
        let target = places.libraries(has_runtime);
        let flags = flags::of_file(has_runtime).iter().copied();
        let mut command = cargo::plain_cargo(&places.workspace);
        command
            .args(["build", "--lib", EXERCISES, "--target", &compiler.host])
            .args(LIBRARIES.map(|package| format!("--package={package}")))
            .env(FLAGS, flags::join(flags));
        let report = cargo::build(&mut command, &target, Messages::Keep)?;
        let report = report.check(messages, || "what a program of one file can use".to_owned())?;
        let mut libraries = Self::default();
        for artifact in report.artifacts() {
            libraries.add(artifact);
        }
        if libraries.files.len() == LIBRARIES.len() {
            Ok(libraries)
        } else {
            Err(BuildError::NoPath("the libraries"))
        }
    }

    /// The compiler's options that let a program use the libraries.
    pub fn options(&self) -> Vec<String> {
        let files = self.files.iter();
        let files = files.map(|(name, file)| format!("--extern={name}={}", file.display()));
        let folders = self.folders.iter();
        let folders = folders.map(|folder| format!("-Ldependency={}", folder.display()));
        files.chain(folders).collect()
    }

    /// The folders from which a compiler reads the libraries.
    pub fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter()
    }

    fn add(&mut self, artifact: Artifact) {
        for file in artifact.files {
            self.folders.extend(file.parent().map(PathBuf::from));
            let is_library = file.extension().is_some_and(|end| end == "rlib");
            let known = LIBRARIES.map(|library| library.replace('-', "_"));
            let name = artifact.name.replace('-', "_");
            if is_library && known.contains(&name) {
                self.files.insert(name, file);
            }
        }
    }
}
