//! The runtime, as a shared library.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Messages, cargo, compiler::Compiler, error::BuildError, flags, places::Places};

/// The built runtime.
#[derive(Debug, Serialize, Deserialize)]
pub struct Runtime {
    folder: PathBuf,
    flags: Vec<String>,
}

/// The name of the runtime's file for the loader.
pub const FILE: &str = "libinterleave_runtime.so";

impl Runtime {
    /// Builds the runtime, if it is missing or has changed.
    pub fn build(
        places: &Places,
        compiler: &Compiler,
        messages: Messages,
    ) -> Result<Self, BuildError> {
        let mut command = cargo::plain_cargo(&places.workspace);
        command
            .args(["build", "--release", "--package=interleave-runtime"])
            .args(["--target", &compiler.host])
            // The runtime stands between C and Rust, and no panic may cross that border.
            .env("CARGO_PROFILE_RELEASE_PANIC", "abort");
        let report = cargo::build(
            &mut command,
            &places.runtime(),
            first_only(messages, places),
        )?;
        let report = report.check(messages, || "the runtime of the interleaver".to_owned())?;
        let mut files = report.artifacts().flat_map(|artifact| artifact.files);
        let file = files.find(|file| file.ends_with(FILE));
        let folder = file.as_deref().and_then(|file| file.parent());
        let folder = folder.ok_or(BuildError::NoPath("the runtime"))?;
        let folder = folder
            .to_str()
            .ok_or_else(|| BuildError::Path(folder.to_owned()))?;
        Ok(Self {
            flags: link_flags(folder),
            folder: folder.into(),
        })
    }

    /// The folder of the runtime.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The flags that link a program to the runtime.
    pub fn flags(&self) -> impl Iterator<Item = &str> {
        self.flags.iter().map(String::as_str)
    }

    /// The flags for each crate under test, and for linking, as one variable for cargo.
    pub fn all_flags(&self) -> String {
        let flags = flags::PASS.into_iter().chain([flags::NO_WARNINGS]);
        flags::join(flags.chain(self.flags()))
    }
}

/// The first build takes some seconds and should not be silent. Later there is nothing to show.
fn first_only(messages: Messages, places: &Places) -> Messages {
    if places.runtime().exists() {
        Messages::Keep
    } else {
        messages
    }
}

/// With `-l` the runtime comes before the C library in the list of libraries, so its functions take
/// precedence. As a link argument it would come after.
fn link_flags(folder: &str) -> Vec<String> {
    let mut flags = vec![
        format!("-Lnative={folder}"),
        "-ldylib=interleave_runtime".to_owned(),
    ];
    // `-Wl,` would cut a path at its commas. The old tag takes precedence over LD_LIBRARY_PATH, in
    // which cargo puts folders that can have another build of the runtime.
    for argument in ["--disable-new-dtags", "-rpath", folder] {
        flags.push("-Clink-arg=-Xlinker".to_owned());
        flags.push(format!("-Clink-arg={argument}"));
    }
    flags
}
