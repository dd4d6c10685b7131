//! Builds a program from its one source file, with what an exercise may use, and nothing else: no
//! manifest and no build script of the learner's is ever looked at.
//!
//! What it may use is built by cargo, once. The file itself goes straight to the compiler, into a
//! folder of its own, so that programs can be built side by side, and while an editor builds too.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
    time::Duration,
};

use scheduler::{Ending, Launch, Limits, Reason, stages};

use crate::folder::{Folder, Folders, remove_leftovers};

/// The package that has what an exercise may use among its dependencies.
const EXERCISES: &str = "--package=stage4-exercises";

/// The packages that an exercise may use.
const LIBRARIES: [&str; 4] = ["common", "crossbeam-utils", "parking_lot", "rand"];

/// The compiler, and what it needs to build a program.
pub struct Compiler {
    folder: PathBuf,
    libraries: Libraries,
}

/// What cargo has built, and where.
#[derive(Default)]
struct Libraries {
    /// Those that an exercise may use, by the names that a program knows them by.
    files: BTreeMap<String, PathBuf>,
    /// Where those are that these need.
    folders: BTreeSet<PathBuf>,
}

/// A program that was built. Its file goes with it.
#[derive(Debug)]
pub struct Executable {
    folder: Folder,
    path: PathBuf,
    warnings: Vec<u8>,
}

/// Why a program was not built.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What the compiler says.
    pub words: Vec<u8>,
    /// Whether it was stopped because it took too long.
    pub ran_out_of_time: bool,
}

impl Compiler {
    /// Builds what an exercise may use, if it is not there yet. What cargo has to say is on stderr.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run, or fails.
    pub fn prepare() -> io::Result<Self> {
        let folder = target_folder();
        let output = stages::cargo()
            .args([
                "build",
                "--lib",
                "--message-format=json-render-diagnostics",
                EXERCISES,
            ])
            .args(LIBRARIES.map(|package| format!("--package={package}")))
            .arg("--target-dir")
            .arg(&folder)
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
        let mut libraries = Libraries::default();
        for message in output.stdout.split(|&byte| byte == b'\n') {
            libraries.add(message);
        }
        if libraries.files.len() != LIBRARIES.len() {
            return Err(io::Error::other(
                "cargo does not say where it has built what exercises use",
            ));
        }
        remove_leftovers(&folder)?;
        Ok(Self { folder, libraries })
    }

    /// Builds the program in the file `source`.
    ///
    /// # Errors
    ///
    /// If there is no such file, or the system fails. That the compiler refuses it is a [`Refusal`].
    pub fn compile(&self, source: &Path, colour: bool) -> io::Result<Result<Executable, Refusal>> {
        let folder = folder()?;
        let path = folder
            .path()
            .join("program")
            .with_extension(env::consts::EXE_EXTENSION);
        let mut compiler = self.launch(source, &path, colour, folder.path()).start()?;
        let ending = compiler.wait()?;
        if ending.is_success() {
            let warnings = compiler.stderr()?;
            return Ok(Ok(Executable {
                folder,
                path,
                warnings,
            }));
        }
        let words = compiler.stderr()?;
        match failure(ending) {
            Failure::Refuses if source != self.empty_program()? => {
                self.check_itself()?;
                Ok(Err(Refusal {
                    words,
                    ran_out_of_time: false,
                }))
            }
            Failure::IsTooSlow => Ok(Err(Refusal {
                words,
                ran_out_of_time: true,
            })),
            _ => {
                let words = String::from_utf8_lossy(&words);
                Err(io::Error::other(format!(
                    "the compiler itself failed: {ending}\n{words}"
                )))
            }
        }
    }

    /// A refusal counts only if a program in which nothing is wrong is not refused: it could be the
    /// linker that is not there, or the disk that is full.
    fn check_itself(&self) -> io::Result<()> {
        self.compile(&self.empty_program()?, false).map(drop)
    }

    fn empty_program(&self) -> io::Result<PathBuf> {
        let path = self.folder.join("empty.rs");
        if !path.exists() {
            fs::write(&path, "fn main() {\n    common::start();\n}\n")?;
        }
        Ok(path)
    }

    fn launch(&self, source: &Path, path: &Path, colour: bool, folder: &Path) -> Launch {
        // Clippy's compiler can take its place, and has more to warn of.
        let compiler = env::var_os("WORKSHOP_RUSTC").or_else(|| env::var_os("RUSTC"));
        let mut launch = Launch::new(compiler.unwrap_or("rustc".into()))
            .arg("--edition=2024")
            .arg("--crate-type=bin")
            .arg("--crate-name=program")
            .arg(if colour {
                "--color=always"
            } else {
                "--color=never"
            })
            // As the manifest of the exercises does.
            .arg("--forbid=unsafe_code")
            .arg("-Cdebuginfo=0")
            // Nor what the libraries bring of it: it would be most of the file, and a fifth of the work.
            .arg("-Cstrip=debuginfo");
        for (name, file) in &self.libraries.files {
            launch = launch
                .arg("--extern")
                .arg(format!("{name}={}", file.display()));
        }
        for folder in &self.libraries.folders {
            launch = launch
                .arg("-L")
                .arg(format!("dependency={}", folder.display()));
        }
        launch
            .arg("-o")
            .arg(path)
            .arg(no_option(source))
            .inherit_environment()
            // What it has not finished when it is stopped lies here too.
            .env("TMPDIR", folder)
            .env("TMP", folder)
            .limits(limits())
    }
}

/// A path that no program takes for an option, also if its name begins with a dash.
fn no_option(path: &Path) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Path::new(".").join(path)
    } else {
        path.to_owned()
    }
}

/// A constant without an end can keep a compiler busy for ever. The limit is on how long it is busy and
/// not on how long it takes: a normal program needs less than a second, on a busy machine too.
fn limits() -> Limits {
    Limits {
        // Where nobody counts how long it is busy, this must do.
        time: Duration::from_secs(if cfg!(target_os = "linux") { 600 } else { 60 }),
        busy: Duration::from_secs(15),
        output: 64 << 20,
        memory: 4 << 30,
        ..Limits::default()
    }
}

/// What it means that the compiler ended without success.
enum Failure {
    /// It has something to say about the program.
    Refuses,
    /// Its time was over.
    IsTooSlow,
    /// It has panicked, or somebody has killed it.
    IsBroken,
}

fn failure(ending: Ending) -> Failure {
    match ending {
        Ending::Stopped(Reason::TooMuchTime) => Failure::IsTooSlow,
        Ending::Exited(status) if status.code() == Some(1) => Failure::Refuses,
        #[cfg(unix)]
        Ending::Exited(status) => {
            use std::os::unix::process::ExitStatusExt;
            match status.signal() {
                Some(signal_hook::consts::SIGXCPU) => Failure::IsTooSlow,
                _ => Failure::IsBroken,
            }
        }
        _ => Failure::IsBroken,
    }
}

/// A folder for a program, to be built or to run in.
///
/// # Errors
///
/// If it cannot be made.
pub fn folder() -> io::Result<Folder> {
    static FOLDERS: LazyLock<Folders> = LazyLock::new(|| Folders::new_in(target_folder()));
    FOLDERS.make()
}

/// Apart from what `cargo` and editors build, so that nobody waits for anybody.
///
/// As cargo does, it takes a relative path to be one in the workspace.
pub fn target_folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
    stages::workspace().join(target).join("workshop")
}

impl Libraries {
    /// Adds the library that a message of cargo's tells of, if it tells of one.
    fn add(&mut self, message: &[u8]) -> Option<()> {
        let message: serde_json::Value = serde_json::from_slice(message).ok()?;
        let files = message["filenames"].as_array()?.iter();
        let files: Vec<&Path> = files
            .filter_map(|file| Some(Path::new(file.as_str()?)))
            .collect();
        self.folders.extend(
            files
                .iter()
                .filter_map(|file| Some(file.parent()?.to_owned())),
        );
        let name = message["target"]["name"].as_str()?.replace('-', "_");
        let is_known = LIBRARIES
            .iter()
            .any(|library| library.replace('-', "_") == name);
        let is_library = |file: &&&Path| file.extension().is_some_and(|end| end == "rlib");
        let file = files.iter().find(is_library).filter(|_| is_known)?;
        self.files.insert(name, file.to_path_buf());
        Some(())
    }
}

impl Executable {
    /// What the compiler said of it all the same.
    pub fn warnings(&self) -> &[u8] {
        &self.warnings
    }

    /// The program, to be run as a learner does: here, and with what our environment says to it.
    pub fn command(&self) -> Command {
        Command::new(&self.path)
    }

    /// The program, to be run in the folder where it lies.
    pub fn launch(&self) -> Launch {
        Launch::new(&self.path).current_dir(self.folder.path())
    }
}
