//! What to run, in which surroundings, and what it may use.

use std::{
    env,
    ffi::{OsStr, OsString},
    io, iter, mem,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use crate::program::{Output, Program};

/// What a program may use.
///
/// The limits that the kernel sees to hold from shortly after the start, also for processes that are
/// started from then on.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long it may run, from its start.
    pub time: Duration,
    /// How many bytes it may write to stdout, and to stderr. On Linux the kernel holds it to that
    /// in every file it writes.
    pub output: u64,
    /// How many bytes of memory of its own each of its processes may use, which does not count what
    /// processes share. Only on Linux. A thread's stack counts, so this also bounds the threads:
    /// about 2,000 by default.
    pub memory: u64,
    /// How many processes and threads its user may have when it starts another, whoever started
    /// them. Only on Linux, and not for root.
    pub processes: u64,
    /// How many threads it may have. Only on Linux, where somebody looks every now and then.
    pub threads: u64,
    /// How many connections to the scheduler it may open.
    pub connections: usize,
    /// How long it may keep cores busy, all of them added up. Only on Linux. Unlike `time`, it is the
    /// same on a machine that is busy with other things.
    pub busy: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            output: 1 << 20,
            memory: 4 << 30,
            processes: 10_000,
            threads: 5_000,
            connections: 1_000,
            busy: Duration::from_secs(24 * 60 * 60),
        }
    }
}

/// What to run.
#[derive(Clone, Debug)]
pub struct Launch {
    pub(crate) executable: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    folder: Option<PathBuf>,
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
            limits: Limits::default(),
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

    /// The same with all of our environment: for a program that is no subject, such as a compiler, which
    /// needs to find its own parts.
    pub fn inherit_environment(mut self) -> Self {
        self.variables = env::vars_os().collect();
        self
    }

    /// The same, run in `folder` instead of in ours.
    pub fn current_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// The same with other limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same, its memory limited before it starts, and not shortly after: even a program that is over in no
    /// time has no more. Only on Linux.
    pub fn limited_beforehand(mut self) -> Self {
        if cfg!(target_os = "linux") {
            // The limit is inherited by what takes the shell's place.
            let script = r#"ulimit -d "$0" && exec "$@""#;
            let kibibytes = (self.limits.memory / 1024).to_string();
            let shell = ["-c".into(), script.into(), kibibytes.into()];
            let program = mem::replace(&mut self.executable, "/bin/sh".into());
            let program = iter::once(program.into_os_string());
            self.arguments = shell
                .into_iter()
                .chain(program)
                .chain(self.arguments)
                .collect();
        }
        self
    }

    /// The command, for whoever runs the program in a way of their own.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command
            .args(&self.arguments)
            .env_clear()
            .stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    /// Starts the program.
    ///
    /// # Errors
    ///
    /// If there is no such program, it cannot be started, or the system is out of something.
    pub fn start(&self) -> io::Result<Program> {
        let (stdout, writer) = Output::new()?;
        Program::start(self, stdout, writer.into())
    }

    /// Starts the program with its stdout going to `stdout`. What it writes there is somebody else's,
    /// so [`Program::stdout`] is empty.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_into(&self, stdout: impl Into<Stdio>) -> io::Result<Program> {
        let (unwritten, _) = Output::new()?;
        Program::start(self, unwritten, stdout.into())
    }
}

/// The variables that a program gets from us. It should do the same wherever it runs, so these are
/// the ones that systems cannot do without; `RUST_BACKTRACE` or a stray `PACE` is not among them.
fn inherited() -> impl Iterator<Item = (OsString, OsString)> {
    ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"]
        .into_iter()
        .filter_map(|name| Some((OsStr::new(name).to_owned(), env::var_os(name)?)))
}
