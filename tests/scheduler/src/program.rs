//! A running program: its limits, its environment, its output and its end.
//!
//! Any program can be given, also a hostile one. It cannot run for longer, print more or (where the
//! system can see to it) take more memory than its limits allow, and nothing that it starts
//! survives it, but for what the module `groups` says of those that leave their group.

use std::{
    env,
    ffi::{OsStr, OsString},
    fmt,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{groups::Group, system};

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

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It ended by itself, or was killed by somebody else.
    Exited(ExitStatus),
    /// It was ended from here.
    Stopped(Reason),
}

/// Why a program was ended from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It ran for longer than it may.
    TooMuchTime,
    /// It wrote more than it may.
    TooMuchOutput,
    /// It had more threads than it may.
    TooManyThreads,
    /// It opened more connections to the scheduler than it may.
    TooManyConnections,
    /// We, or the whole system, had no file left to open for one of its connections.
    NoFileLeft,
    /// Nobody wanted to know any more of it.
    Unwanted,
}

impl Ending {
    /// Whether the program ended by itself, with status 0.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Exited(status) if status.success())
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(status) => match status.code() {
                Some(code) => write!(f, "the program ended with status {code}"),
                // The system's own words, such as "signal: 9 (SIGKILL)".
                None => write!(f, "the program was killed, {status}"),
            },
            Self::Stopped(Reason::TooMuchTime) => {
                f.write_str("the program was stopped, for it ran for too long")
            }
            Self::Stopped(Reason::TooMuchOutput) => {
                f.write_str("the program was stopped, for it printed too much")
            }
            Self::Stopped(Reason::TooManyThreads) => {
                f.write_str("the program was stopped, for it had too many threads")
            }
            Self::Stopped(Reason::TooManyConnections) => {
                f.write_str("the program was stopped, for it opened too many connections")
            }
            Self::Stopped(Reason::NoFileLeft) => {
                f.write_str("the program was stopped, for we had no file left to open")
            }
            Self::Stopped(Reason::Unwanted) => f.write_str("the program was stopped"),
        }
    }
}

/// What to run.
#[derive(Clone, Debug)]
pub struct Launch {
    executable: PathBuf,
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
        self.start_with(stdout, writer.into())
    }

    /// Starts the program with its stdout going to `stdout`. What it writes there is somebody else's,
    /// so [`Program::stdout`] is empty.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_into(&self, stdout: impl Into<Stdio>) -> io::Result<Program> {
        let (unwritten, _) = Output::new()?;
        self.start_with(unwritten, stdout.into())
    }

    fn start_with(&self, stdout: Output, writer: Stdio) -> io::Result<Program> {
        let started = Instant::now();
        let (stderr, stderr_writer) = Output::new()?;
        let mut command = self.command();
        command.stdout(writer).stderr(stderr_writer);
        let group =
            Group::start(command).map_err(|error| failed("start", &self.executable, error))?;
        system::limit(group.id(), &self.limits)?;
        let limits = self.limits.clone();
        Ok(Program {
            group,
            stdout,
            stderr,
            limits,
            started,
            ending: None,
        })
    }
}

/// The variables that a program gets from us. It should do the same wherever it runs, so these are
/// the ones that systems cannot do without; `RUST_BACKTRACE` or a stray `PACE` is not among them.
fn inherited() -> impl Iterator<Item = (OsString, OsString)> {
    ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"]
        .into_iter()
        .filter_map(|name| Some((OsStr::new(name).to_owned(), env::var_os(name)?)))
}

fn failed(verb: &str, path: &Path, error: io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("failed to {verb} `{}`: {error}", path.display()),
    )
}

/// A running program, and what it has printed so far.
pub struct Program {
    group: Group,
    stdout: Output,
    stderr: Output,
    limits: Limits,
    started: Instant,
    ending: Option<Ending>,
}

impl Program {
    /// The identifier of its process.
    pub fn id(&self) -> u32 {
        self.group.id()
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How it ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// How long it has been running.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether it has ended by itself. Then [`stop`](Self::stop) is still to be called.
    ///
    /// # Errors
    ///
    /// If the system does not say.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.ending.is_some() || self.group.has_ended()?)
    }

    /// Waits until it ends or is beyond a limit, and ends it then.
    ///
    /// # Errors
    ///
    /// If the system does not say how it ended.
    pub fn wait(&mut self) -> io::Result<Ending> {
        self.wait_unless(|| false)
    }

    /// The same, but ends it also when `is_unwanted` says so.
    ///
    /// # Errors
    ///
    /// As [`wait`](Self::wait).
    pub fn wait_unless(&mut self, is_unwanted: impl Fn() -> bool) -> io::Result<Ending> {
        let mut nap = Duration::from_millis(1);
        loop {
            if self.has_ended()? || is_unwanted() {
                return self.stop(Reason::Unwanted);
            }
            if let Some(reason) = self.excess()? {
                return self.stop(reason);
            }
            thread::sleep(nap);
            nap = (nap * 2).min(Duration::from_millis(16));
        }
    }

    /// Which limit it is beyond, if any.
    ///
    /// # Errors
    ///
    /// If the size of its output cannot be found out.
    pub fn excess(&self) -> io::Result<Option<Reason>> {
        let most = self.stdout.len()?.max(self.stderr.len()?);
        Ok(if most > self.limits.output {
            Some(Reason::TooMuchOutput)
        } else if self.age() > self.limits.time {
            Some(Reason::TooMuchTime)
        } else if system::thread_count(self.id()) > self.limits.threads {
            Some(Reason::TooManyThreads)
        } else {
            None
        })
    }

    /// Ends it for `reason`, if it has not ended by itself, and whatever it has started.
    ///
    /// # Errors
    ///
    /// If the system does not say how it ended.
    pub fn stop(&mut self, reason: Reason) -> io::Result<Ending> {
        if let Some(ending) = self.ending {
            return Ok(ending);
        }
        let by_itself = self.group.has_ended()?;
        let status = self.group.end()?;
        let ending = match self.excess()? {
            // The kernel may have been faster than we to end it.
            Some(Reason::TooMuchOutput) => Ending::Stopped(Reason::TooMuchOutput),
            _ if by_itself => Ending::Exited(status),
            _ => Ending::Stopped(reason),
        };
        self.ending = Some(ending);
        Ok(ending)
    }

    /// What it has written to stdout so far, up to its limit.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn stdout(&mut self) -> io::Result<Vec<u8>> {
        self.stdout.read(self.limits.output)
    }

    /// What it has written to stderr so far, up to its limit.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn stderr(&mut self) -> io::Result<Vec<u8>> {
        self.stderr.read(self.limits.output)
    }
}

/// What a program writes, in a file that has no name.
///
/// A pipe would be the usual thing. But a pipe is at its end only when everybody has closed it, and
/// that may be a grandchild that nobody knows of; and there is no way to look into one that works
/// on every system. A file has what was written, at any time, and never makes the program wait.
///
/// The program can only add to it, unless it goes out of its way to cut its own output off.
struct Output(File);

impl Output {
    /// The output, and the file for the program to write to.
    fn new() -> io::Result<(Self, File)> {
        let (reader, writer) = nameless_file()?;
        Ok((Self(reader), writer))
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.seek(SeekFrom::Start(0))?;
        self.0.by_ref().take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A file, once to be read and once to be added to. It lives on until the last handle is closed, and
/// nobody has to tidy up.
pub(crate) fn nameless_file() -> io::Result<(File, File)> {
    let named = tempfile::Builder::new().append(true).tempfile()?;
    let reader = named.reopen()?;
    let (writer, path) = named.into_parts();
    path.close()?;
    Ok((reader, writer))
}
