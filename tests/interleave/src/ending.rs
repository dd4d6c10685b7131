//! How a run ended, so that runs which a person would call different have different ends.

use std::{fmt, hash::Hasher, os::raw::c_int, process::ExitStatus};

use fnv::FnvHasher;

use interleave_protocol::log::{End, Waiting};

use crate::run::Run;

/// How a run ended. Two runs with the same ending count as the same end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ending {
    /// What happened.
    pub kind: EndingKind,
    /// The exit status, if the program has ended with one.
    pub status: Option<c_int>,
    /// The signal that has killed the program, if any.
    pub signal: Option<c_int>,
    /// The message of the first panic.
    pub message: Option<String>,
    /// The last line that it wrote to stdout.
    pub last_line: String,
    /// A hash of all lines that it wrote to stdout, in any order.
    pub lines: u64,
}

/// What happened at the end of a run. The worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndingKind {
    /// No thread could go on.
    Deadlock,
    /// A signal has killed the program.
    Signal,
    /// A thread has panicked, and the exit status was not 0.
    Panic,
    /// The exit status was not 0.
    Status,
    /// The step limit was reached, and for the second half of the steps nothing had changed.
    Livelock,
    /// The step limit was reached.
    StepLimit,
    /// A thread kept the processor busy, or waited for what the runtime cannot see, without end.
    Busy,
    /// All threads waited, some of them for a file or a socket, and nothing arrived.
    Quiet,
    /// There were more threads than the runtime supports.
    TooManyThreads,
    /// There was more output than the limit.
    TooMuchOutput,
    /// The process ended in a way that the runtime cannot see, such as `exec`.
    Unseen,
    /// The output was not the expected one.
    Output,
    /// Main ended while other threads were at work, and lines are missing.
    CutOff,
    /// The program left with status 0.
    Ok,
}

impl EndingKind {
    /// Whether a right program would not end like this.
    pub fn is_failure(self) -> bool {
        self != Self::Ok
    }

    /// Whether this says only that the run was not observed to its end, and nothing about the
    /// program.
    pub fn is_limit(self) -> bool {
        matches!(
            self,
            Self::StepLimit
                | Self::Busy
                | Self::Quiet
                | Self::TooManyThreads
                | Self::TooMuchOutput
                | Self::Unseen
        )
    }

    /// Its name in reports for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deadlock => "deadlock",
            Self::Signal => "signal",
            Self::Panic => "panic",
            Self::Status => "status",
            Self::Livelock => "livelock",
            Self::StepLimit => "step-limit",
            Self::Busy => "busy",
            Self::Quiet => "quiet",
            Self::TooManyThreads => "too-many-threads",
            Self::TooMuchOutput => "too-much-output",
            Self::Unseen => "unseen",
            Self::Output => "output",
            Self::CutOff => "cut-off",
            Self::Ok => "ok",
        }
    }
}

impl Ending {
    /// The ending of a run. One run alone does not show whether lines are missing.
    pub fn of(run: &Run) -> Self {
        let message = panic_message(&String::from_utf8_lossy(&run.stderr));
        let signal = signal(run.status);
        let was_stopped = !matches!(run.end, End::Lost | End::Left | End::Unfinished);
        let status = run.status.code().filter(|_| !was_stopped);
        let stdout = String::from_utf8_lossy(&run.stdout);
        Self {
            kind: kind(run, status, signal, message.is_some()),
            status,
            signal: signal.filter(|_| !run.is_busy),
            message,
            last_line: stdout.lines().last().unwrap_or("").to_owned(),
            lines: hash_of_lines(&run.stdout),
        }
    }
}

/// The signal that ends a process which has written more than its limit: `SIGXFSZ`.
const TOO_MUCH_OUTPUT: c_int = 25;

/// A hash that does not depend on the order of the lines. (FNV-1a, added up.)
fn hash_of_lines(text: &[u8]) -> u64 {
    let hash = |line: &[u8]| {
        let mut hasher = FnvHasher::default();
        hasher.write(line);
        hasher.finish()
    };
    text.split(|&byte| byte == b'\n')
        .map(hash)
        .fold(0, u64::wrapping_add)
}

fn kind(run: &Run, status: Option<c_int>, signal: Option<c_int>, has_panicked: bool) -> EndingKind {
    match run.end {
        _ if run.is_busy => EndingKind::Busy,
        End::Deadlock => EndingKind::Deadlock,
        End::StepLimit if run.last_change < run.steps.len() / 2 => EndingKind::Livelock,
        End::StepLimit => EndingKind::StepLimit,
        End::Quiet => EndingKind::Quiet,
        End::TooManyThreads => EndingKind::TooManyThreads,
        _ if signal == Some(TOO_MUCH_OUTPUT) => EndingKind::TooMuchOutput,
        _ if signal.is_some() => EndingKind::Signal,
        End::Lost if status == Some(0) => EndingKind::Unseen,
        _ if status == Some(0) => EndingKind::Ok,
        _ if has_panicked => EndingKind::Panic,
        _ => EndingKind::Status,
    }
}

/// The threads that were at work when main ended, in order. A thread that waits to be woken, for
/// more work for example, is not at work.
pub fn cut_off(run: &Run) -> Vec<usize> {
    let is_left_behind = |thread: &usize| {
        let state = &run.threads[*thread];
        state.is_at_work
            && !matches!(state.waiting, Waiting::Ended | Waiting::Futex)
            && run.left_by != Some(*thread)
    };
    if run.end != End::Left {
        return Vec::new();
    }
    (0..run.threads.len()).filter(is_left_behind).collect()
}

/// The names of the threads that main's end cut off. A thread without a name is named by its
/// number.
pub fn names_of_cut_off(run: &Run) -> Vec<String> {
    let name = |thread: usize| match run.threads[thread].name.as_str() {
        "" => format!("thread {thread}"),
        name => name.to_owned(),
    };
    cut_off(run).into_iter().map(name).collect()
}

/// The message of the first panic in this text, on one line.
fn panic_message(stderr: &str) -> Option<String> {
    let mut lines = stderr
        .lines()
        .skip_while(|line| !line.contains("panicked at "));
    lines.next()?;
    let message: Vec<&str> = lines
        .take_while(|line| !line.starts_with("note: ") && !line.contains("panicked at "))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    Some(message.join(" / "))
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<c_int> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<c_int> {
    None
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            EndingKind::Deadlock => f.write_str("deadlock: no thread can go on")?,
            EndingKind::Signal => write!(f, "killed by signal {}", self.signal.unwrap_or(0))?,
            EndingKind::Panic => write!(f, "panic: {}", self.message.as_deref().unwrap_or(""))?,
            EndingKind::Status => write!(f, "exit status {}", self.status.unwrap_or(0))?,
            EndingKind::Livelock => f.write_str("livelock: threads run, and nothing changes")?,
            EndingKind::StepLimit => f.write_str("not ended at the step limit")?,
            EndingKind::Busy => {
                f.write_str("a thread runs without end, and comes to no scheduling point")?
            }
            EndingKind::Quiet => f.write_str("all threads wait for input that does not come")?,
            EndingKind::TooManyThreads => f.write_str("too many threads: at most 128")?,
            EndingKind::TooMuchOutput => f.write_str("too much output: at most 16 MiB")?,
            EndingKind::Unseen => f.write_str("ended where the runtime cannot see it")?,
            EndingKind::Output => f.write_str("wrong output")?,
            EndingKind::CutOff => f.write_str("main ends while threads are at work")?,
            EndingKind::Ok => f.write_str("exit status 0")?,
        }
        if let (EndingKind::Ok, Some(message)) = (self.kind, &self.message) {
            write!(f, ", after a panic: {message}")?;
        }
        if self.last_line.is_empty() {
            Ok(())
        } else {
            write!(f, ", last line `{}`", self.last_line)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_lines_in_another_order_are_the_same_output() {
        assert_eq!(hash_of_lines(b"a\nb\n"), hash_of_lines(b"b\na\n"));
        assert_ne!(hash_of_lines(b"a\nb\n"), hash_of_lines(b"a\na\n"));
        assert_ne!(hash_of_lines(b"a\n"), hash_of_lines(b"a"));
    }

    #[test]
    fn a_panic_tells_its_message() {
        let stderr = "\nthread 'a' (1001) panicked at src/main.rs:3:5:\nassertion failed\n  left: 1\n\
            note: run with `RUST_BACKTRACE=1`\n";
        assert_eq!(
            panic_message(stderr).as_deref(),
            Some("assertion failed / left: 1")
        );
        assert_eq!(panic_message("warning: all is well\n"), None);
    }

    #[test]
    fn only_the_first_panic_counts() {
        let stderr = "thread 'a' (1) panicked at a.rs:1:1:\nfirst\n\
            thread 'main' (0) panicked at a.rs:2:2:\nsecond\n";
        assert_eq!(panic_message(stderr).as_deref(), Some("first"));
    }
}
