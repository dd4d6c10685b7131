//! What to run, in which environment, and what it may use.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use confine::Permissions;
use interleave_protocol::RESERVED_MEMORY;

use super::{Limits, Program};

/// What to run.
#[derive(Clone, Debug)]
pub struct Launch {
    pub(crate) executable: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    folder: Option<PathBuf>,
    is_interleaved: bool,
    permissions: Option<Permissions>,
    /// What it may use.
    pub limits: Limits,
}

impl Launch {
    /// The program at `executable`, with an empty stdin and little of our environment.
    pub fn new(executable: impl Into<PathBuf>) -> Self {
        Self {
            executable: executable.into(),
            arguments: Vec::new(),
            variables: inherited().collect(),
            folder: None,
            is_interleaved: false,
            permissions: None,
            limits: Limits::default(),
        }
    }

    /// The program that `command` would run, with its arguments, its folder and the variables that
    /// it sets.
    pub fn of(command: &Command) -> Self {
        let launch = Self::new(command.get_program());
        let launch = command.get_args().fold(launch, Self::arg);
        let changes = command.get_envs();
        let set = changes.filter_map(|(name, value)| Some((name, value?)));
        let launch = set.fold(launch, |launch, (name, value)| launch.env(name, value));
        match command.get_current_dir() {
            Some(folder) => launch.current_dir(folder),
            None => launch,
        }
    }

    /// The same with another program.
    pub fn executable(self, executable: impl Into<PathBuf>) -> Self {
        Self {
            executable: executable.into(),
            ..self
        }
    }

    /// The same with one more argument.
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// The same with the environment variable `name` set.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// The same with the environment variable `name` set, if it was not.
    pub fn env_unless_set(self, name: &str, value: &str) -> Self {
        if self.variables.iter().any(|(set, _)| set == name) {
            self
        } else {
            self.env(name, value)
        }
    }

    /// The same program, built with the interleaver's runtime, which takes its settings from
    /// `variables`.
    pub fn interleaved(self, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut interleaved = Self {
            is_interleaved: true,
            ..self
        };
        interleaved.limits.memory += RESERVED_MEMORY as u64;
        let variables = variables.into_iter();
        variables.fold(interleaved, |launch, (name, value)| launch.env(name, value))
    }

    /// Whether the program runs with the interleaver's runtime.
    pub fn is_interleaved(&self) -> bool {
        self.is_interleaved
    }

    /// The same, run in `folder` instead of in ours.
    pub fn current_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// The same, confined: it has only `permissions`, and full access to the folder in which it
    /// runs. Its temporary files go there too.
    pub fn confined(mut self, permissions: Permissions) -> Self {
        self.permissions = Some(permissions);
        self
    }

    /// The same, with full access to what is at `path` even if it is confined.
    pub fn writing(mut self, path: &Path) -> Self {
        let permissions = self.permissions;
        self.permissions = permissions.map(|permissions| permissions.writes(path));
        self
    }

    /// The same, and it may connect to `port` even if it is confined.
    pub(crate) fn connecting_to(mut self, port: u16) -> Self {
        self.permissions = self
            .permissions
            .map(|permissions| permissions.connects_to(port));
        self
    }

    /// The folder that it has to itself, if it is confined.
    pub(crate) fn own_folder(&self) -> Option<&Path> {
        self.permissions.as_ref().and(self.folder.as_deref())
    }

    /// What it may do, if it is confined.
    pub fn permissions(&self) -> Option<Permissions> {
        let permissions = self.permissions.clone()?;
        Some(match &self.folder {
            Some(folder) => permissions.writes(folder),
            None => permissions,
        })
    }

    /// The same with other limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The variables that it gets.
    pub fn variables(&self) -> &[(OsString, OsString)] {
        &self.variables
    }

    /// The command, for a caller that runs the program in its own way.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command
            .args(&self.arguments)
            .env_clear()
            .stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
            if self.permissions.is_some() {
                command.env("TMPDIR", folder);
            }
        }
        command
    }

    /// Starts the program.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such program, if it cannot be started, or if the system
    /// lacks a resource for it.
    pub fn start(&self) -> io::Result<Program> {
        Program::start(self, None)
    }
}

/// The variables that a program inherits from us: only those that a system needs, so that the
/// program does the same wherever it runs. `RUST_BACKTRACE` or a stray `PACE` is not among them.
fn inherited() -> impl Iterator<Item = (OsString, OsString)> {
    ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"]
        .into_iter()
        .filter_map(|name| Some((OsStr::new(name).to_owned(), env::var_os(name)?)))
}
