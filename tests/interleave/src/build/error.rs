//! Why a program was not built, in sentences for the user.

use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// Why a program was not built.
#[derive(Debug)]
pub enum BuildError {
    /// The interleaver does not work on this system, or for this target.
    System(String),
    /// A program with one scheduling point was run, but reached none.
    Run {
        /// The version of the compiler.
        version: String,
        /// What went wrong.
        reason: String,
    },
    /// A tool of Rust cannot be run.
    Tool {
        /// The tool, as we call it.
        tool: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// The sources from which this program was built are gone.
    Workspace(PathBuf),
    /// This compiler makes no scheduling points.
    Pass {
        /// The version of the compiler.
        version: String,
    },
    /// There is no such file.
    NoFile(PathBuf),
    /// The file does not have the name of a Rust program.
    NotRust(PathBuf),
    /// A source file is not UTF-8.
    NotText(PathBuf),
    /// The path of a folder for libraries is not UTF-8, so it cannot be a flag.
    Path(PathBuf),
    /// Something does not build.
    Build {
        /// What should be built.
        what: String,
        /// Why it is not.
        cause: Cause,
        /// The messages of the compiler and of cargo, if they were not shown.
        messages: Option<String>,
    },
    /// The package is configured to be built without a shared C library.
    Static {
        /// The package.
        package: String,
    },
    /// The program was built, but the loader would not load the runtime first.
    Order {
        /// The program.
        program: String,
    },
    /// The package has no such binary, example or test.
    NoTarget {
        /// The kind: `binary`, `example`, `test`.
        kind: &'static str,
        /// The name that was asked for, if one was.
        name: Option<String>,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The package has several binaries, and no default.
    ManyBinaries(Vec<String>),
    /// No test function has such a name.
    NoTests {
        /// The text that the name should contain.
        filter: Option<String>,
        /// The names of all test functions.
        known: Vec<String>,
    },
    /// A test program does not list its tests.
    NoList {
        /// The test.
        test: String,
        /// Its messages.
        messages: String,
    },
    /// Cargo has built something, but does not report where.
    NoPath(&'static str),
    /// The system fails.
    Io {
        /// What failed: `failed to write`.
        doing: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

/// Why something does not build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The compiler or cargo reports an error in the code.
    Code,
    /// The same for a program of one file, which cannot use all crates.
    File,
    /// The linker fails.
    Linker,
    /// A build script fails.
    BuildScript,
    /// A dependency cannot be downloaded.
    Network,
    /// The disk is full.
    Room,
}

impl Cause {
    /// The cause, if these messages show another one than an error in the code.
    pub(super) fn find(messages: &str) -> Option<Self> {
        const SIGNS: [(Cause, &str); 13] = [
            (Cause::Room, "No space left on device"),
            (Cause::Room, "Disk quota exceeded"),
            (Cause::BuildScript, "failed to run custom build command"),
            (Cause::Network, "failed to download"),
            (Cause::Network, "Could not resolve host"),
            (Cause::Network, "Couldn't connect to server"),
            (Cause::Network, "spurious network error"),
            (Cause::Network, "network failure seems to have happened"),
            (
                Cause::Network,
                "attempting to make an HTTP request, but --offline",
            ),
            (Cause::Network, "download of config.json failed"),
            (Cause::Network, "you're using offline mode"),
            (Cause::Linker, "error: linking with `"),
            (Cause::Linker, "error: linker `"),
        ];
        let sign = SIGNS.iter().find(|(_, sign)| messages.contains(sign));
        sign.map(|(cause, _)| *cause)
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Code => "Correct the errors that cargo reports.",
            Self::File => {
                "Correct the errors that the compiler reports. One file can use the crates common, \
                 crossbeam_utils, parking_lot and rand. To use other crates, make a package."
            }
            Self::Linker => {
                "The linker fails. If it is missing, install a C compiler. If cargo can link it \
                 without the interleaver, please report this."
            }
            Self::BuildScript => {
                "A build script fails. Install what it asks for, until `cargo build` works."
            }
            Self::Network => {
                "A dependency cannot be downloaded. Connect to the network, and try again."
            }
            Self::Room => "The disk is full. Free some room, and try again.",
        }
    }
}

impl BuildError {
    pub(super) fn io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        Self::Io { doing, path, error }
    }

    pub(super) fn tool(tool: impl Into<PathBuf>, error: io::Error) -> Self {
        let tool = tool.into();
        Self::Tool { tool, error }
    }

    /// The messages of the compiler and of cargo, if they were not shown.
    pub fn messages(&self) -> Option<&str> {
        match self {
            Self::Build { messages, .. } => messages.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(system) => write!(
                f,
                "the interleaver works on Linux with the GNU C library, on x86_64 and aarch64. \
                 This is `{system}`."
            ),
            Self::Tool { tool, error } => write!(
                f,
                "failed to run `{}`: {error}. Install Rust, and make sure that `cargo` and `rustc` \
                 are in PATH.",
                tool.display()
            ),
            Self::Workspace(path) => write!(
                f,
                "there is no workspace in `{}`, where this command was built. The interleaver \
                 builds its runtime from there. Build this command again in a complete checkout.",
                path.display()
            ),
            Self::Pass { version } => write!(
                f,
                "this Rust compiler ({version}) makes no scheduling point of an atomic operation. \
                 It ignores `-C passes=tsan`. Use the stable release of rustup."
            ),
            Self::Run { version, reason } => write!(
                f,
                "the interleaver does not work here. A program with one atomic operation, built \
                 with {version}, was run, and {reason}. Please report this, with the system that \
                 you use."
            ),
            Self::NoFile(path) => {
                write!(f, "there is no file `{}`. Check the path.", path.display())
            }
            Self::NotRust(path) => write!(
                f,
                "the file `{}` is not a Rust file: its name does not end in `.rs`. Check the path.",
                path.display()
            ),
            Self::NotText(path) => write!(
                f,
                "the file `{}` is not UTF-8, so it is not Rust. Check the path.",
                path.display()
            ),
            Self::Path(path) => write!(
                f,
                "the path `{}` is not UTF-8. Set CARGO_TARGET_DIR to a folder with another path.",
                path.display()
            ),
            Self::Build { what, cause, .. } => {
                write!(f, "{what} does not build. {}", cause.advice())
            }
            Self::Static { package } => write!(
                f,
                "the package `{package}` links the C library statically (`+crt-static`). The \
                 interleaver needs the shared one. Remove that flag from the configuration of \
                 cargo and from RUSTFLAGS."
            ),
            Self::Order { program } => write!(
                f,
                "the program `{program}` does not load the runtime before the C library, so it has \
                 no scheduling points. Remove linker options from the configuration of cargo and \
                 from RUSTFLAGS."
            ),
            Self::NoTarget { kind, name, known } => no_target(f, kind, name.as_deref(), known),
            Self::ManyBinaries(known) => write!(
                f,
                "the package has several binaries. Choose one with `--bin`: {}.",
                list(known)
            ),
            Self::NoTests { filter, known } => no_tests(f, filter.as_deref(), known),
            Self::NoList { test, messages } => write!(
                f,
                "the test `{test}` does not list its test functions when it is run with `--list`. \
                 Check that `cargo test -- --list` works. It says: {}",
                messages.trim()
            ),
            Self::NoPath(what) => write!(
                f,
                "cargo does not say where it has built {what}. Please report this, with the \
                 version of cargo."
            ),
            Self::Io { doing, path, error } => {
                write!(f, "failed to {doing} `{}`: {error}.", path.display())?;
                match error.kind() {
                    ErrorKind::StorageFull => write!(f, " {}", Cause::Room.advice()),
                    _ => Ok(()),
                }
            }
        }
    }
}

fn no_target(
    f: &mut fmt::Formatter<'_>,
    kind: &str,
    name: Option<&str>,
    known: &[String],
) -> fmt::Result {
    match name {
        Some(name) => write!(f, "the package has no {kind} `{name}`.")?,
        None => write!(f, "the package has no {kind}.")?,
    }
    match (name, known) {
        (_, []) => Ok(()),
        (Some(_), known) => write!(f, " It has these: {}.", list(known)),
        (None, known) => write!(f, " Choose one of these: {}.", list(known)),
    }
}

fn no_tests(f: &mut fmt::Formatter<'_>, filter: Option<&str>, known: &[String]) -> fmt::Result {
    match (filter, known) {
        (_, []) => write!(f, "there is no test function."),
        (None, known) => write!(f, "all test functions are ignored: {}.", list(known)),
        (Some(filter), known) => write!(
            f,
            "no test function has `{filter}` in its name. There are these: {}.",
            list(known)
        ),
    }
}

/// A list of names, not longer than a person wants to read.
fn list(names: &[String]) -> String {
    const MOST: usize = 10;
    let shown = names.iter().take(MOST).map(|name| format!("`{name}`"));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text += &format!(" and {} more", names.len() - MOST);
    }
    text
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Tool { error, .. } | Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_missing_target_is_answered_with_those_that_there_are() {
        let error = |name: Option<&str>, known: &[&str]| {
            BuildError::NoTarget {
                kind: "binary",
                name: name.map(str::to_owned),
                known: names(known),
            }
            .to_string()
        };
        assert_eq!(
            error(Some("c"), &["a", "b"]),
            "the package has no binary `c`. It has these: `a`, `b`."
        );
        assert_eq!(error(Some("c"), &[]), "the package has no binary `c`.");
        assert_eq!(
            error(None, &["--example a", "--test b"]),
            "the package has no binary. Choose one of these: `--example a`, `--test b`."
        );
    }

    #[test]
    fn a_long_list_is_cut() {
        let known: Vec<String> = (0..12).map(|number| format!("t{number}")).collect();
        let text = list(&known);
        assert!(text.ends_with("`t9` and 2 more"), "{text}");
    }

    #[test]
    fn a_filter_without_a_test_is_answered_with_tests() {
        let error = BuildError::NoTests {
            filter: Some("x".into()),
            known: names(&["a::b"]),
        };
        assert_eq!(
            error.to_string(),
            "no test function has `x` in its name. There are these: `a::b`."
        );
    }

    #[test]
    fn the_messages_tell_the_cause() {
        for (messages, cause) in [
            ("error[E0425]: cannot find value", None),
            (
                "error: linking with `cc` failed: exit status: 1",
                Some(Cause::Linker),
            ),
            (
                "error: linking with `cc` failed: No space left on device",
                Some(Cause::Room),
            ),
            (
                "error: failed to run custom build command for `x v0.1.0`",
                Some(Cause::BuildScript),
            ),
            (
                "warning: spurious network error (3 tries remaining)",
                Some(Cause::Network),
            ),
        ] {
            assert_eq!(Cause::find(messages), cause, "{messages}");
        }
    }

    #[test]
    fn a_full_disk_is_answered_with_what_to_do() {
        let error = BuildError::io("write", Path::new("x"), ErrorKind::StorageFull.into());
        let text = error.to_string();
        assert!(text.starts_with("failed to write `x`: "), "{text}");
        assert!(text.ends_with("Free some room, and try again."), "{text}");
    }
}
