//! The process, its pipes, and the files of its runs.

use std::{
    fs,
    io::{self, Read, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    time::Duration,
};

use interleave_protocol::{
    RESERVED_MEMORY,
    log::{End, Layout},
    plan::Plan,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::retry_on_intr,
    process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit},
    time::{ClockId, clock_gettime},
};
use tempfile::TempDir;

use super::Subject;
use crate::{
    run::{Log, Run},
    shared_file::SharedFile,
};

mod rest;

/// The time between two looks at a run. If all its threads sleep at two looks, and none has run in
/// between, it waits in a call that the runtime does not replace, and is ended. (A run that keeps
/// the processor busy is ended by a limit on processor time.)
const LOOK: Duration = Duration::from_secs(1);

pub struct Server {
    process: Child,
    plans: ChildStdin,
    statuses: ChildStdout,
    layout: Layout,
    log: SharedFile,
    stdout: SharedFile,
    stderr: SharedFile,
    /// The messages of the process itself, if it cannot go on.
    words: SharedFile,
    /// The folder in which it runs, if that is for its runs alone.
    folder: Option<TempDir>,
}

/// The command that starts the program of `subject` as a server: in `folder`, if it may write only
/// there.
fn command(subject: &Subject, folder: Option<&Path>) -> Command {
    let mut command = Command::new(&subject.executable);
    if !subject.inherits_environment {
        command.env_clear();
    }
    command.envs(subject.environment.clone());
    if let Some(folder) = folder {
        command.env("TMPDIR", folder);
    }
    if subject.has_random_addresses {
        command.env("INTERLEAVE_ADDRESSES", "random");
    }
    command
        .current_dir(folder.unwrap_or(&subject.folder))
        .args(&subject.arguments)
        .env("INTERLEAVE", "server")
        .env("INTERLEAVE_BUSY_SECONDS", subject.busy_seconds.to_string())
        .env("INTERLEAVE_FUNCTIONS", &subject.functions)
        // The message of a panic should be the same wherever this runs.
        .env("RUST_BACKTRACE", "0")
        .env_remove("RUST_LIB_BACKTRACE");
    command
}

impl Server {
    pub fn start(subject: &Subject, processor: usize, steps: usize) -> io::Result<Self> {
        let layout = Layout::for_steps(steps);
        let files = subject.files.as_deref();
        let log = SharedFile::of_words(files, "log", layout.words())?;
        let stdout = SharedFile::new(files, "stdout")?;
        let stderr = SharedFile::new(files, "stderr")?;
        let words = SharedFile::new(None, "")?;
        let confined = subject.permissions.as_ref();
        let folder = confined.map(|_| tempfile::tempdir_in(&subject.folder));
        let folder = folder.transpose()?;
        let mut command = command(subject, folder.as_ref().map(TempDir::path));
        command
            .env("INTERLEAVE_STEPS", steps.to_string())
            .env("INTERLEAVE_PROCESSOR", processor.to_string())
            .env("INTERLEAVE_LOG", log.name())
            .env("INTERLEAVE_STDOUT", stdout.name())
            .env("INTERLEAVE_STDERR", stderr.name())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(words.try_clone()?);
        let mut process = match &subject.permissions {
            Some(permissions) => permissions.start(|| command.spawn())?,
            None => command.spawn()?,
        };
        if let Some(memory) = subject.memory {
            limit_memory(process.id(), memory + RESERVED_MEMORY as u64)?;
        }
        let pipes = (process.stdin.take(), process.stdout.take());
        let (Some(plans), Some(statuses)) = pipes else {
            unreachable!("both were asked for")
        };
        Ok(Self {
            process,
            plans,
            statuses,
            layout,
            log,
            stdout,
            stderr,
            words,
            folder,
        })
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    pub fn run(&mut self, plan: &Plan) -> io::Result<Run> {
        let mut line = plan.to_string();
        line.push('\n');
        if self.plans.write_all(line.as_bytes()).is_err() {
            return Err(self.last_words());
        }
        let process = self.number()?;
        let is_stuck = self.rests_for_ever(process)?;
        let status = ExitStatus::from_raw(self.number()?);
        let microseconds = self.number()?;
        if let Some(folder) = &self.folder {
            // If a run has locked us out, the next one finds what it has left.
            let _ = empty(folder.path());
        }
        let words = |range| self.log.words(range);
        let log = Log::read(&words, self.layout, plan.frames.is_some())?;
        if log.end == End::Broken {
            let words = self.stderr.contents()?;
            return Err(io::Error::other(
                String::from_utf8_lossy(&words).trim().to_owned(),
            ));
        }
        const TOO_BUSY: i32 = libc::SIGXCPU;
        Ok(Run {
            is_busy: is_stuck || status.signal() == Some(TOO_BUSY),
            status,
            processor_time: Duration::from_micros(microseconds.unsigned_abs().into()),
            stdout: self.stdout.contents()?,
            stderr: self.stderr.contents()?,
            ..Run::of_log(log)
        })
    }

    /// Waits until the run has ended. If it rests for ever, ends it. Returns whether it rested for
    /// ever.
    fn rests_for_ever(&mut self, process: i32) -> io::Result<bool> {
        let mut last = None;
        while !is_readable(&self.statuses, LOOK)? {
            // The process can end during the look.
            let sleeps = rest::sleeps(process).ok().flatten();
            if sleeps.is_some() && sleeps == last {
                if let Some(group) = Pid::from_raw(process) {
                    // It may also have just ended by itself.
                    let _ = kill_process_group(group, Signal::KILL);
                }
                return Ok(true);
            }
            last = sleeps;
        }
        Ok(false)
    }

    fn number(&mut self) -> io::Result<i32> {
        let mut bytes = [0; 4];
        match self.statuses.read_exact(&mut bytes) {
            Ok(()) => Ok(i32::from_le_bytes(bytes)),
            Err(_) => Err(self.last_words()),
        }
    }

    /// Why the process has ended.
    fn last_words(&mut self) -> io::Error {
        let status = self.process.wait();
        let words = self.words.contents().unwrap_or_default();
        let words = String::from_utf8_lossy(&words);
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        match words.trim() {
            "" => io::Error::other(format!("the program ended before its first run: {status}")),
            words => io::Error::other(words.to_owned()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process is between two runs, or has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn processor_time_of_thread() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}

/// Limits the memory of a process, and of the processes that it starts from then on.
fn limit_memory(process: u32, most: u64) -> io::Result<()> {
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    let limit = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    prlimit(process, Resource::Data, limit)?;
    Ok(())
}

/// Removes all that a run has left in its folder.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn is_readable(pipe: &ChildStdout, patience: Duration) -> io::Result<bool> {
    let patience = Timespec {
        tv_sec: patience.as_secs() as i64,
        tv_nsec: 0,
    };
    let mut pipes = [PollFd::new(pipe, PollFlags::IN)];
    let ready = retry_on_intr(|| poll(&mut pipes, Some(&patience)))?;
    Ok(ready > 0)
}
