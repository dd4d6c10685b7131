//! A running program: its output and its end.
//!
//! The program may be hostile. It cannot run for longer, print more or (on Linux) take more memory
//! than its limits allow. No process that it starts survives it, except one that leaves its group
//! (see the module `group`).

use std::{
    fmt,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

mod end;
mod group;
mod launch;
mod limits;
mod reaper;
mod watchdog;

pub(crate) use self::{
    end::EndWatch,
    limits::{Activity, activity, is_out_of_files},
};
pub use self::{
    launch::Launch,
    limits::Limits,
    reaper::{MARK, random_mark, sweep},
    watchdog::id as watchdog_id,
};

use self::group::Group;

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It ended by itself, or another process killed it.
    Exited(ExitStatus),
    /// We stopped it.
    Stopped(Reason),
}

/// Why we stopped a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It ran for longer than it may.
    TooMuchTime,
    /// It wrote more to stdout or stderr than it may.
    TooMuchOutput,
    /// It wrote more to files than it may.
    TooMuchInFiles,
    /// It had more threads than it may.
    TooManyThreads,
    /// It opened more connections to the scheduler than it may.
    TooManyConnections,
    /// Its owner no longer needed it.
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
            Self::Stopped(reason) => {
                let why = match reason {
                    Reason::TooMuchTime => ", for it ran for too long",
                    Reason::TooMuchOutput => ", for it printed too much",
                    Reason::TooMuchInFiles => ", for it wrote too much to files",
                    Reason::TooManyThreads => ", for it had too many threads",
                    Reason::TooManyConnections => ", for it opened too many connections",
                    Reason::Unwanted => "",
                };
                write!(f, "the program was stopped{why}")
            }
        }
    }
}

/// A running program, and what it has printed so far.
pub struct Program {
    group: Group,
    stdout: Output,
    stderr: Output,
    limits: Limits,
    folder: Option<PathBuf>,
    started: Instant,
    ending: Option<Ending>,
}

impl Program {
    /// Starts the program of `launch`. If its stdout goes to `elsewhere`, we cannot read it, and
    /// [`stdout`](Self::stdout) is empty.
    pub(crate) fn start(launch: &Launch, elsewhere: Option<Stdio>) -> io::Result<Self> {
        let started = Instant::now();
        let (stdout, stdout_writer) = Output::new()?;
        let (stderr, stderr_writer) = Output::new()?;
        let mut command = launch.command();
        command
            .stdout(elsewhere.unwrap_or(stdout_writer.into()))
            .stderr(stderr_writer);
        let group = Group::start(command, launch.permissions().as_ref()).map_err(|error| {
            let path = launch.executable.display();
            io::Error::new(error.kind(), format!("failed to start `{path}`: {error}"))
        })?;
        limits::hold(group.id(), &launch.limits)?;
        Ok(Self {
            group,
            stdout,
            stderr,
            limits: launch.limits.clone(),
            folder: launch.own_folder().map(Path::to_owned),
            started,
            ending: None,
        })
    }

    /// The identifier of its process.
    pub(crate) fn id(&self) -> u32 {
        self.group.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Whether it has ended by itself. If so, the caller must still call [`stop`](Self::stop).
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.ending.is_some() || self.group.has_ended()?)
    }

    /// Waits until it ends or exceeds a limit, and stops it then.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not say how it ended.
    pub fn wait(&mut self) -> io::Result<Ending> {
        let mut nap = Duration::from_millis(1);
        loop {
            if self.has_ended()? {
                return self.stop(Reason::Unwanted);
            }
            if let Some(reason) = self.excess()? {
                return self.stop(reason);
            }
            thread::sleep(nap);
            nap = (nap * 2).min(Duration::from_millis(16));
        }
    }

    /// Which limit it exceeds, if any.
    pub(crate) fn excess(&self) -> io::Result<Option<Reason>> {
        let most = self.stdout.len()?.max(self.stderr.len()?);
        Ok(if most > self.limits.output {
            Some(Reason::TooMuchOutput)
        } else if self.started.elapsed() > self.limits.time {
            Some(Reason::TooMuchTime)
        } else if self.fills_its_folder() {
            Some(Reason::TooMuchInFiles)
        } else if limits::thread_count(self.id(), self.limits.threads) > self.limits.threads {
            Some(Reason::TooManyThreads)
        } else {
            None
        })
    }

    /// Whether it has a folder of its own that holds more than its limit.
    fn fills_its_folder(&self) -> bool {
        let most = self.limits.files;
        self.folder
            .as_ref()
            .is_some_and(|folder| limits::size(folder, most) > most)
    }

    /// Stops it for `reason`, if it has not ended by itself, and ends all processes that it has
    /// started.
    pub(crate) fn stop(&mut self, reason: Reason) -> io::Result<Ending> {
        if let Some(ending) = self.ending {
            return Ok(ending);
        }
        let by_itself = self.group.has_ended()?;
        let status = self.group.end()?;
        let ending = match self.excess()? {
            // The kernel may have been faster than we to end it.
            Some(reason @ (Reason::TooMuchOutput | Reason::TooMuchInFiles)) => {
                Ending::Stopped(reason)
            }
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
    /// Returns an error if the file cannot be read.
    pub fn stdout(&mut self) -> io::Result<Vec<u8>> {
        self.stdout.read(self.limits.output)
    }

    /// What it has written to stderr so far, up to its limit.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read.
    pub fn stderr(&mut self) -> io::Result<Vec<u8>> {
        self.stderr.read(self.limits.output)
    }
}

/// What a program writes, in a file that has no name.
///
/// A pipe would be the usual thing. But a pipe ends only when all processes have closed it, and one
/// may be a grandchild that we do not know. Also, no system call that looks into a pipe works on
/// every system. A file shows at any time what was written, and never makes the program wait.
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

/// Two handles of one file: one to read from, and one to append to. The system deletes it when the
/// last handle is closed.
fn nameless_file() -> io::Result<(File, File)> {
    let named = tempfile::Builder::new().append(true).tempfile()?;
    let reader = named.reopen()?;
    let (writer, path) = named.into_parts();
    path.close()?;
    Ok((reader, writer))
}
