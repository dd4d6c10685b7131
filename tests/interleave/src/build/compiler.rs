//! The compiler that builds this workspace.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use serde::{Deserialize, Serialize};

use super::{error::BuildError, places::Places};

/// The compiler.
#[derive(Debug, Serialize, Deserialize)]
pub struct Compiler {
    path: PathBuf,
    /// `rustc 1.88.0 (6b00bc388 2025-06-23)`.
    pub version: String,
    /// The target that it builds for by default.
    pub host: String,
    /// All that it prints about its version.
    pub identity: String,
}

impl Compiler {
    /// Finds the compiler, and asks for its version.
    pub fn find(places: &Places) -> Result<Self, BuildError> {
        let path = path(&places.workspace)?;
        let identity = ask(&path, "-vV", &places.workspace)?;
        let host = identity
            .lines()
            .find_map(|line| line.strip_prefix("host: "));
        Ok(Self {
            version: identity.lines().next().unwrap_or_default().to_owned(),
            host: host.unwrap_or_default().to_owned(),
            identity,
            path,
        })
    }

    /// A call of the compiler in the user's folder.
    pub fn command(&self) -> Command {
        Command::new(&self.path)
    }

    /// The path of the compiler.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The compiler's own path. In another folder, the name `rustc` may stand for another release.
fn path(workspace: &Path) -> Result<PathBuf, BuildError> {
    if let Some(path) = env::var_os("RUSTC") {
        return Ok(path.into());
    }
    Ok(toolchain("rustc".as_ref(), workspace)?.0)
}

/// The program that `compiler` stands for, and the folder of its toolchain.
pub fn toolchain(compiler: &Path, workspace: &Path) -> Result<(PathBuf, PathBuf), BuildError> {
    let folder = ask(compiler, "--print=sysroot", workspace)?;
    let folder = PathBuf::from(folder.trim_end());
    let own = compiler
        .file_name()
        .map(|name| folder.join("bin").join(name));
    let program = own.filter(|program| program.is_file());
    Ok((program.unwrap_or_else(|| compiler.to_owned()), folder))
}

fn ask(compiler: &Path, question: &str, folder: &Path) -> Result<String, BuildError> {
    let output = Command::new(compiler)
        .arg(question)
        .current_dir(folder)
        .output()
        .map_err(|error| BuildError::tool(compiler, error))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let error = std::io::Error::other(words.trim().to_owned());
        return Err(BuildError::tool(compiler, error));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
