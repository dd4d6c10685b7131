//! Builds a program from its one source file and the libraries that an exercise may use. It never
//! reads a manifest or a build script of the learner's.
//!
//! On Linux the interleaver's runtime is built into the program. Elsewhere, and with
//! `WORKSHOP_INTERLEAVE=off`, it is not. Cargo builds the libraries once. The compiler builds the
//! file itself, in a folder of its own. So several programs can be built at the same time, and
//! while an editor builds too.

use std::{
    env,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use confine::Permissions;
use interleave::{
    build::{BuildError, Builder, Compilation, Messages, Program},
    scheduled::Scheduled,
};
use scheduler::{Ending, Launch, Limits, Reason};
use serde::{Deserialize, Serialize};

use crate::scratch::{self, target_folder};

/// The variable that passes a prepared compiler to another process of ours.
pub const COMPILER: &str = "WORKSHOP_COMPILER";

/// The compiler, and what it needs to build a program.
#[derive(Serialize, Deserialize)]
pub struct Compiler {
    builder: Builder,
    /// The compiler's own program, and the folder of its toolchain.
    program: PathBuf,
    toolchain: PathBuf,
}

/// A program that was built. Its files are removed when it is dropped.
#[derive(Debug)]
pub struct Executable {
    program: Program,
    warnings: Vec<u8>,
}

/// The log of a scheduled run, and the program that is run.
#[derive(Debug)]
pub struct Log {
    /// The program.
    pub program: Program,
    /// The log.
    pub scheduled: Scheduled,
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
    /// Builds the libraries that an exercise may use, unless they are there or [`COMPILER`] passes
    /// them. Cargo's messages are in the error, because the terminal may show something else
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// Returns an error if cargo cannot be run, or fails, or if the value of [`COMPILER`] is not
    /// understood.
    pub fn prepare() -> io::Result<Self> {
        scratch::remove_leftovers()?;
        if let Some(told) = env::var_os(COMPILER) {
            return serde_json::from_slice(told.as_encoded_bytes()).map_err(|error| {
                io::Error::other(format!(
                    "{COMPILER} is not understood: {error}. Only `grade` should set it: remove it."
                ))
            });
        }
        let builder = builder()?;
        // Clippy's compiler can take its place, and gives more warnings.
        let compiler = env::var_os("WORKSHOP_RUSTC").or_else(|| env::var_os("RUSTC"));
        let compiler = PathBuf::from(compiler.unwrap_or("rustc".into()));
        let toolchain = builder.toolchain(&compiler);
        let (program, toolchain) = toolchain.map_err(|error| with_messages(&error))?;
        Ok(Self {
            builder,
            program,
            toolchain,
        })
    }

    /// The value of [`COMPILER`] for a process that should use this compiler.
    ///
    /// # Errors
    ///
    /// Returns an error if a path is not UTF-8.
    pub fn to_json(&self) -> io::Result<String> {
        serde_json::to_string(self).map_err(io::Error::other)
    }

    /// Whether programs are built with the interleaver, so that more is seen of them than their
    /// steps.
    pub fn is_interleaving(&self) -> bool {
        self.builder.has_runtime()
    }

    /// Builds the program in the file `source`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such file, or if the system fails. If the compiler refuses
    /// the program, that is a [`Refusal`].
    pub fn compile(&self, source: &Path, colour: bool) -> io::Result<Result<Executable, Refusal>> {
        let build = self.builder.compilation(source);
        let mut build = build.map_err(|error| with_messages(&error))?;
        let mut compiler = self.launch(&mut build, source, colour).start()?;
        let ending = compiler.wait()?;
        let words = with_refused_files(compiler.stderr()?);
        if ending.is_success() {
            let program = build.finish().map_err(io::Error::other)?;
            let warnings = words;
            return Ok(Ok(Executable { program, warnings }));
        }
        let ran_out_of_time = is_out_of_time(ending);
        if !ran_out_of_time {
            if !refuses(ending) || source == empty_program()? {
                let words = String::from_utf8_lossy(&words);
                return Err(io::Error::other(format!(
                    "the compiler itself failed: {ending}\n{words}"
                )));
            }
            self.check_itself()?;
        }
        Ok(Err(Refusal {
            words,
            ran_out_of_time,
        }))
    }

    /// A program may ask to include any file, but the compiler can read only this one of the
    /// learner's.
    fn launch(&self, build: &mut Compilation, source: &Path, colour: bool) -> Launch {
        let permissions = Permissions::of_a_compiler()
            .reads(&self.program)
            .reads(&self.toolchain)
            .reads(source)
            .writes(build.folder());
        let permissions = build.reads().iter().fold(permissions, Permissions::reads);
        let colour = if colour { "always" } else { "never" };
        let command = build.command();
        // As the manifest of the exercises does.
        command.arg("--forbid=unsafe_code");
        command.arg(format!("--color={colour}"));
        let launch = Launch::of(command)
            .executable(&self.program)
            .confined(permissions)
            .limits(limits());
        surroundings().fold(launch, |launch, (name, value)| launch.env(name, value))
    }

    /// A refusal counts only if the compiler accepts a right program. Otherwise the linker may be
    /// missing, or the disk may be full.
    fn check_itself(&self) -> io::Result<()> {
        self.compile(&empty_program()?, false).map(drop)
    }
}

/// What builds programs: with the interleaver's runtime, unless the system does not support it, or
/// a setting turns it off.
fn builder() -> io::Result<Builder> {
    let builder = match is_interleaver_off() {
        true => Builder::without_runtime(Messages::Keep),
        false => match Builder::prepare(Messages::Keep) {
            Err(BuildError::System(_)) => Builder::without_runtime(Messages::Keep),
            builder => return builder.map_err(|error| without_interleaver(&error)),
        },
    };
    builder.map_err(|error| with_messages(&error))
}

/// Whether a setting turns the interleaver off.
fn is_interleaver_off() -> bool {
    env::var_os("WORKSHOP_INTERLEAVE").is_some_and(|value| value == "off")
}

/// The error, below what cargo or the compiler said.
fn with_messages(error: &BuildError) -> io::Error {
    let messages = error.messages().unwrap_or_default();
    io::Error::other(format!("{messages}{error}"))
}

fn without_interleaver(error: &BuildError) -> io::Error {
    let error = with_messages(error);
    io::Error::other(format!(
        "{error}\nTo check programs at their steps only, set WORKSHOP_INTERLEAVE=off."
    ))
}

fn empty_program() -> io::Result<PathBuf> {
    let path = target_folder().join("empty.rs");
    if !path.exists() {
        fs::write(&path, "fn main() {\n    common::start();\n}\n")?;
    }
    Ok(path)
}

/// The variables of ours that a compiler gets. A program can have any of them compiled into it, and
/// the compiler's messages are shown. So these are only what a linker may need.
fn surroundings() -> impl Iterator<Item = (OsString, OsString)> {
    const NAMES: [&str; 7] = [
        "DEVELOPER_DIR",
        "LANG",
        "LC_ALL",
        "LD_LIBRARY_PATH",
        "LIBRARY_PATH",
        "MACOSX_DEPLOYMENT_TARGET",
        "SDKROOT",
    ];
    env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy();
        // On Windows many variables are needed to find the linker, and on NixOS many control it.
        cfg!(windows) || NAMES.contains(&&*name) || name.starts_with("NIX_")
    })
}

/// The compiler's messages, with the reason if it was not allowed to read a file.
fn with_refused_files(mut words: Vec<u8>) -> Vec<u8> {
    const REFUSED: &[u8] = b"Permission denied (os error 13)";
    const WHY: &[u8] = b"note: a program is one file: the compiler may read no other\n";
    if words.windows(REFUSED.len()).any(|part| part == REFUSED) {
        words.extend_from_slice(WHY);
    }
    words
}

/// A constant whose evaluation never ends can keep a compiler busy for ever. The limit is on
/// processor time and not on real time. A normal program needs less than a second of it, on a busy
/// machine too.
fn limits() -> Limits {
    Limits {
        // If the system does not limit processor time, this limit must suffice.
        time: Duration::from_secs(if cfg!(target_os = "linux") { 600 } else { 60 }),
        busy: Duration::from_secs(15),
        output: 64 << 20,
        memory: 4 << 30,
        ..Limits::default()
    }
}

/// Whether the compiler reports errors in the program. If it does not, and its time was not over, it
/// has panicked, or another process has killed it.
fn refuses(ending: Ending) -> bool {
    matches!(ending, Ending::Exited(status) if status.code() == Some(1))
}

/// Whether the compiler's time was over.
fn is_out_of_time(ending: Ending) -> bool {
    #[cfg(unix)]
    if let Ending::Exited(status) = ending {
        use std::os::unix::process::ExitStatusExt;
        return status.signal() == Some(signal_hook::consts::SIGXCPU);
    }
    ending == Ending::Stopped(Reason::TooMuchTime)
}

impl Executable {
    /// The compiler's warnings about it.
    pub fn warnings(&self) -> &[u8] {
        &self.warnings
    }

    /// The command that runs the program as a learner does: in our folder, and with our
    /// environment.
    pub fn command(&self) -> Command {
        Command::new(self.path())
    }

    /// A launch of the program, with little of our environment, and confined. It can read what it
    /// was built from and the system's programs, and write to the folder in which it runs.
    pub fn launch(&self) -> Launch {
        let permissions = Permissions::of_a_program().reads(self.folder());
        let libraries = self.program.libraries.iter();
        let permissions = libraries.fold(permissions, Permissions::reads);
        Launch::new(self.path()).confined(permissions)
    }

    fn folder(&self) -> &Path {
        self.path().parent().unwrap_or(self.path())
    }

    /// The program, if it has the interleaver's runtime in it.
    pub fn interleaved(&self) -> Option<&Program> {
        Some(&self.program).filter(|program| program.has_runtime)
    }

    /// Turns the interleaver's runtime on in `launch`, which starts this program. Returns it with
    /// the log of the run, which lies in `folder`. Without the interleaver, `launch` is unchanged,
    /// and there is no log.
    ///
    /// # Errors
    ///
    /// Returns an error if the log cannot be made.
    pub fn scheduled(&self, launch: Launch, folder: &Path) -> io::Result<(Launch, Option<Log>)> {
        let Some(program) = self.interleaved() else {
            return Ok((launch, None));
        };
        let log = Log {
            scheduled: Scheduled::prepare(program, Some(folder))?,
            program: program.clone(),
        };
        let launch = launch
            .interleaved(log.scheduled.environment())
            .writing(folder);
        Ok((launch, Some(log)))
    }

    fn path(&self) -> &Path {
        &self.program.executable
    }
}
