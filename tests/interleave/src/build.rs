//! Builds a program with the runtime in it: from one file, or from a package of any size. On systems
//! that the runtime does not support, [`Builder::without_runtime`] builds it without.
//!
//! The source of the program stays as it is. The compiler gets one more pass, `-C passes=tsan`,
//! which turns each atomic operation into a call. The linker gets one more library, the runtime,
//! which answers these calls. All build output lies in the target folder of this workspace, below
//! `interleave`. The folder of a package is left as it was.
//!
//! ```no_run
//! use interleave::build::{Builder, Messages, Package};
//! # fn main() -> Result<(), interleave::build::BuildError> {
//! let builder = Builder::prepare(Messages::Show)?;
//! let program = builder.file("lost_update.rs".as_ref())?;
//! let tests = builder.package(&Package::new("my_queue").unit_tests(Some("push")))?;
//! # Ok(())
//! # }
//! ```
//!
//! The compiler is the one that builds this workspace. The flags that a package sets for itself (in
//! its `.cargo/config.toml`, or with `RUSTFLAGS`) stay in force, before ours.

use std::{
    fs, panic,
    path::{Path, PathBuf},
    thread,
};

use serde::{Deserialize, Serialize};

mod cargo;
mod compiler;
mod error;
mod executable;
mod file;
mod flags;
pub mod functions;
mod libraries;
mod listing;
mod lock;
mod package;
mod places;
mod probe;
mod program;
mod runtime;
mod system;
mod target;

pub use self::{
    error::{BuildError, Cause},
    file::Compilation,
    package::{Package, Target},
    program::Program,
};

use self::{compiler::Compiler, libraries::Libraries, places::Places, runtime::Runtime};

/// Where the messages of cargo and of the compiler go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Messages {
    /// To stderr, with colours if it is a terminal.
    Show,
    /// Into the error of a failed build.
    Keep,
}

/// Builds programs. It has all that a program needs: the compiler, the libraries, and the runtime,
/// unless programs are built without it. It can be sent to another process, which then need not
/// prepare it again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Builder {
    places: Places,
    compiler: Compiler,
    runtime: Option<Runtime>,
    libraries: Libraries,
    messages: Messages,
}

impl Builder {
    /// Builds the runtime and the libraries, if they are not built yet, and checks that the
    /// compiler makes scheduling points.
    ///
    /// # Errors
    ///
    /// Returns an error if the system or the compiler is not supported, or if the runtime or the
    /// libraries do not build.
    pub fn prepare(messages: Messages) -> Result<Self, BuildError> {
        system::check()?;
        let places = Places::find()?;
        let compiler = Compiler::find(&places)?;
        system::check_host(&compiler.host)?;
        let (runtime, libraries) = thread::scope(|scope| {
            let libraries = scope.spawn(|| Libraries::build(&places, &compiler, true, messages));
            let runtime = Runtime::build(&places, &compiler, messages);
            let libraries = libraries.join();
            (
                runtime,
                libraries.unwrap_or_else(|cause| panic::resume_unwind(cause)),
            )
        });
        let builder = Self {
            runtime: Some(runtime?),
            libraries: libraries?,
            places,
            compiler,
            messages,
        };
        builder.probe()?;
        Ok(builder)
    }

    /// Builds the libraries for programs without the runtime, if they are not built yet. This works
    /// on every system.
    ///
    /// # Errors
    ///
    /// Returns an error if the libraries do not build.
    pub fn without_runtime(messages: Messages) -> Result<Self, BuildError> {
        let places = Places::find()?;
        let compiler = Compiler::find(&places)?;
        Ok(Self {
            runtime: None,
            libraries: Libraries::build(&places, &compiler, false, messages)?,
            places,
            compiler,
            messages,
        })
    }

    /// Whether programs are built with the runtime.
    pub fn has_runtime(&self) -> bool {
        self.runtime.is_some()
    }

    /// Builds the program in the file `source`. It can use the libraries that an exercise can use:
    /// `common`, `crossbeam_utils`, `parking_lot` and `rand`.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or if it does not build.
    pub fn file(&self, source: &Path) -> Result<Program, BuildError> {
        file::build(self, source)
    }

    /// The build of the program in the file `source`, for a caller that runs the compiler in its
    /// own way.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read.
    pub fn compilation(&self, source: &Path) -> Result<Compilation, BuildError> {
        Compilation::new(self, source)
    }

    /// Builds a target of a package. The result is one program. If the target is a test, it is one
    /// program for each test function that fits.
    ///
    /// # Errors
    ///
    /// Returns an error if the package has no such target or test, or if it does not build.
    pub fn package(&self, package: &Package) -> Result<Vec<Program>, BuildError> {
        package::build(self, package)
    }

    /// The smallest program that has a scheduling point: one atomic operation. A run of it must
    /// have a step that is a load.
    ///
    /// # Errors
    ///
    /// Returns an error if the program does not build.
    pub fn one_atomic(&self) -> Result<Program, BuildError> {
        probe::build(self)
    }

    /// The program that `compiler` stands for, and the folder of its toolchain.
    ///
    /// `rustc` may be a program that chooses a toolchain by the user's settings. A caller may run
    /// the compiler where these settings cannot be read.
    ///
    /// # Errors
    ///
    /// Returns an error if the compiler cannot be run, or fails.
    pub fn toolchain(&self, compiler: &Path) -> Result<(PathBuf, PathBuf), BuildError> {
        compiler::toolchain(compiler, &self.places.workspace)
    }

    /// The version of the compiler, as `rustc --version` prints it.
    pub fn compiler_version(&self) -> &str {
        &self.compiler.version
    }

    /// Probes a compiler once. A file records that this was done.
    fn probe(&self) -> Result<(), BuildError> {
        let stamp = self.places.stamp(&self.compiler);
        if !stamp.exists() {
            probe::check(self)?;
            fs::write(&stamp, "").map_err(|error| BuildError::io("write", &stamp, error))?;
        }
        Ok(())
    }
}
