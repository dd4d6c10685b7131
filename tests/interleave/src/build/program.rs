//! A program that was built.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use tempfile::TempDir;

use crate::{server::Subject, sources::Sources};

use super::{error::BuildError, executable::Executable, functions, places::hash};

/// A program that was built. Its files are removed with its last clone.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name for the user: the path of the file, or the name of the binary or of the test.
    pub name: String,
    /// Whether the runtime is in it.
    pub has_runtime: bool,
    /// The file to run.
    pub executable: PathBuf,
    /// The arguments to run it with.
    pub arguments: Vec<String>,
    /// The folder in which cargo would run it.
    pub directory: PathBuf,
    /// The variables that cargo would add to its environment.
    pub environment: Vec<(String, String)>,
    /// The file with the classes of its functions, if the runtime is in it.
    pub functions: PathBuf,
    /// The user's own sources: folders and files.
    pub own: Vec<PathBuf>,
    /// Folders that the loader needs, besides the system's: the runtime's.
    pub libraries: Vec<PathBuf>,
    /// A number for its code. A schedule is valid only for the code for which it was found. Zero
    /// without the runtime.
    pub fingerprint: u16,
    /// What its debug info says, once that was read.
    sources: Arc<OnceLock<Sources>>,
    /// The folder is removed with the program.
    _folder: Arc<TempDir>,
}

/// The parts of a program.
pub struct Parts<'a> {
    /// The name.
    pub name: String,
    /// Whether the runtime is in it.
    pub has_runtime: bool,
    /// The names of the user's own crates.
    pub crates: &'a [String],
    /// The user's own sources.
    pub own: Vec<PathBuf>,
    /// The file to run.
    pub executable: PathBuf,
    /// A folder for the files that are removed with the program.
    pub folder: TempDir,
}

impl Program {
    /// Examines the executable, if the runtime is in it.
    pub(super) fn new(parts: Parts<'_>) -> Result<Self, BuildError> {
        let functions = parts.folder.path().join("functions");
        let fingerprint = match parts.has_runtime {
            true => examine(&parts, &functions)?,
            false => 0,
        };
        Ok(Self {
            name: parts.name,
            has_runtime: parts.has_runtime,
            executable: parts.executable,
            arguments: Vec::new(),
            directory: env::current_dir().unwrap_or_else(|_| Path::new(".").to_owned()),
            environment: Vec::new(),
            functions,
            own: parts.own,
            libraries: Vec::new(),
            fingerprint,
            sources: Arc::default(),
            _folder: Arc::new(parts.folder),
        })
    }

    /// Its sources. The debug info is read the first time only, for all clones.
    ///
    /// # Errors
    ///
    /// Returns an error if the debug info cannot be read.
    pub fn sources(&self) -> io::Result<&Sources> {
        if let Some(sources) = self.sources.get() {
            return Ok(sources);
        }
        let sources = Sources::open(&self.executable, &self.own)?;
        Ok(self.sources.get_or_init(|| sources))
    }

    /// The same program, run with other arguments under another name.
    pub(super) fn with_arguments(&self, name: &str, arguments: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            arguments,
            ..self.clone()
        }
    }
}

/// Checks that the loader loads the runtime first, and writes the list of `functions`. Returns a
/// number for the code.
fn examine(parts: &Parts<'_>, functions: &Path) -> Result<u16, BuildError> {
    let order_error = || BuildError::Order {
        program: parts.name.clone(),
    };
    let bytes = fs::read(&parts.executable)
        .map_err(|error| BuildError::io("read", &parts.executable, error))?;
    let executable = Executable::parse(&bytes).map_err(|_| order_error())?;
    if !executable.takes_runtime_first() {
        return Err(order_error());
    }
    let list = functions::list(&executable.functions(), parts.crates);
    fs::write(functions, list).map_err(|error| BuildError::io("write", functions, error))?;
    Ok(fold(hash(executable.code())))
}

impl From<&Program> for Subject {
    fn from(program: &Program) -> Self {
        Self {
            executable: program.executable.clone(),
            arguments: program.arguments.clone(),
            functions: program.functions.clone(),
            folder: program.directory.clone(),
            environment: program
                .environment
                .iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            memory: None,
            permissions: None,
            files: None,
            inherits_environment: true,
            busy_seconds: 10,
            has_random_addresses: false,
        }
    }
}

/// Folds all bits into the lowest 16.
fn fold(hash: u64) -> u16 {
    (hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_of_a_hash_counts() {
        for bit in 0..64 {
            assert_ne!(fold(1 << bit), fold(0));
        }
    }
}
